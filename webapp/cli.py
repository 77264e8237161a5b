"""The command line `quanze`. Every command makes one call to `assistant` and prints what comes back.

Flask, waitress, rich and the assistant are imported where they are needed, so that help and errors are quick.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from webapp.commands_compare import compare, export
from webapp.commands_journal import gaps, verify
from webapp.config import WebConfig, default_data_dir, records_journal, utc_now
from webapp.console import DONE, NOTHING, UNUSABLE, ChineseGroup, print_json, print_lines, progress_bar, read_batch
from webapp.errors import InputError
from webapp.inputs import MAX_LIMIT, clean_text, parse_district, parse_question, parse_topic, parse_words
from webapp.printing import (
    imported_to_dict,
    render_checks,
    render_clause,
    render_documents,
    render_duty,
    render_hits,
    render_imported,
    render_reply,
    render_summary,
    render_tree,
    summary_to_dict,
)
from webapp.search_options import read_filters, search_filters

if TYPE_CHECKING:
    from assistant import BuildSummary, Knowledge

RECORD_HELP = "未能回答的是否记下，供 quanze gaps 查看；逐个提问时默认记下，--batch 默认不记。"
DATA_HELP = "知识库所在目录（环境变量 QUANZE_DATA）。"
LIMIT = click.IntRange(1, MAX_LIMIT)
PORT = click.IntRange(0, 65535)
JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取。")
DISTRICT_OPTION = click.option("--district", metavar="辖区", help="只看这个辖区的文件。")


@click.group("quanze", cls=ChineseGroup, help="权责通：行政执法政策文件的知识库与问答。")
@click.option("--data", type=click.Path(path_type=Path), envvar="QUANZE_DATA", metavar="目录", help=DATA_HELP)
@click.version_option(package_name="quanze", message="权责通 %(version)s", help="显示版本后退出。")
@click.pass_context
def main(ctx: click.Context, data: Path | None) -> None:
    """Keeps the data folder for the commands."""
    ctx.obj = data or default_data_dir(Path(__file__).resolve().parent, os.environ, Path.home())


def _open(data_dir: Path) -> Knowledge:
    """The knowledge base of ``data_dir``. Raises UserError where there is none that can be used."""
    from assistant import Knowledge

    return Knowledge.open(data_dir)


@main.command("import", short_help="把文件加入知识库")
@click.argument("paths", nargs=-1, required=True, metavar="路径…", type=click.Path(path_type=Path))
@JSON_OPTION
@click.pass_obj
def import_(data_dir: Path, paths: tuple[Path, ...], as_json: bool) -> int:
    """把文件或文件夹加入知识库；之后运行 quanze build 使其可供查询。"""
    from assistant import import_paths

    with progress_bar() as progress:
        imported = import_paths(data_dir, paths, progress)
    if not imported:
        raise InputError("没有找到可以导入的文件。", hint="请指明文件，或含有文本文件的文件夹。", code="not_found")
    if as_json:
        print_json(imported_to_dict(imported))
    else:
        for entry in imported:
            for line, is_error in render_imported(entry):
                click.echo(line, err=is_error)
    return UNUSABLE if any(entry.error for entry in imported) else DONE


@main.command(short_help="建立或更新知识库")
@JSON_OPTION
@click.pass_obj
def build(data_dir: Path, as_json: bool) -> int:
    """使条款、索引和职责与已导入的文件一致；新知识库先导入随附的文件。"""
    summary = _build(data_dir)
    if as_json:
        print_json(summary_to_dict(summary))
    else:
        for line in render_summary(summary):
            click.echo(line)
    return DONE


def _build(data_dir: Path) -> BuildSummary:
    from assistant import build_knowledge

    with progress_bar() as progress:
        return build_knowledge(data_dir, progress)


@main.command(short_help="提问")
@click.argument("question", nargs=-1, metavar="[问题]")
@DISTRICT_OPTION
@click.option("--batch", metavar="文件", help="逐行读取 JSONL 中的问题（id、question），“-”为标准输入；逐行输出答复。")
@click.option("--explain", is_flag=True, help="说明怎样理解问题、比较了哪些条款、为什么这样答。")
@click.option("--record/--no-record", default=None, help=RECORD_HELP)
@JSON_OPTION
@click.pass_obj
def ask(
    data_dir: Path,
    question: tuple[str, ...],
    district: str | None,
    batch: str | None,
    explain: bool,
    record: bool | None,
    as_json: bool,
) -> int:
    """回答问题，附原文和条款出处；文件没有规定的，说明原因。"""
    from assistant import reply_to_dict

    if explain:
        return _explain(data_dir, question, batch, district=district, as_json=as_json)
    asked = _given(question, batch, field="question")
    questions = [(id, parse_question(text)) for id, text in asked]
    knowledge = _open(data_dir)
    where = parse_district(district)
    records = records_journal(os.environ) and (not batch if record is None else record)
    for id, text in questions:
        reply = knowledge.ask(text, district=where, id=id)
        if batch or as_json:
            print_json(reply_to_dict(reply))
        else:
            _print(render_reply(reply))
        if records:
            knowledge.record_refusal(reply, when=utc_now())
    return DONE if batch or reply.status == "answered" else NOTHING


def _explain(data_dir: Path, words: tuple[str, ...], batch: str | None, *, district: str | None, as_json: bool) -> int:
    """Prints how the answer to one question comes about; the exit code comes back. Nothing is recorded."""
    from assistant import explanation_to_dict
    from webapp.explain_printing import render_explanation

    if batch:
        raise InputError("--explain 不能与 --batch 同时使用。", hint="请逐个提问。", code="usage")
    text = parse_question(" ".join(words))
    explanation = _open(data_dir).explain(text, district=parse_district(district))
    if as_json:
        print_json(explanation_to_dict(explanation))
    else:
        _print(render_explanation(explanation))
    return DONE if explanation.reply.status == "answered" else NOTHING


@main.command(short_help="全文检索条款")
@click.argument("words", nargs=-1, metavar="[检索词]")
@DISTRICT_OPTION
@search_filters
@click.option("--limit", type=LIMIT, default=20, show_default=True, metavar="条数", help="最多列出多少条。")
@click.option("--batch", metavar="文件", help="逐行读取 JSONL 中的检索词（id、query），“-”为标准输入；逐行输出结果。")
@JSON_OPTION
@click.pass_obj
def search(data_dir: Path, /, words: tuple[str, ...], batch: str | None, as_json: bool, **filters: Any) -> int:
    """列出含有检索词的条款，最相关的在前。"""
    from assistant import hits_to_dict

    queries = [(id, parse_words(text)) for id, text in _given(words, batch, field="query")]
    wanted = read_filters(filters)
    knowledge = _open(data_dir)
    if batch:
        print_lines(hits_to_dict(text, knowledge.search(text, **wanted), id=id) for id, text in queries)
        return DONE
    query = queries[0][1]
    hits = knowledge.search(query, **wanted)
    if as_json:
        print_json(hits_to_dict(query, hits))
    else:
        _print(render_hits(query, hits), nothing="没有找到含这些词的条款。")
    return DONE if hits else NOTHING


@main.command(short_help="列出文件")
@JSON_OPTION
@click.pass_obj
def documents(data_dir: Path, as_json: bool) -> int:
    """列出知识库中的全部文件。"""
    from assistant import document_to_dict

    found = _open(data_dir).documents()
    if as_json:
        print_json([document_to_dict(document) for document in found])
    else:
        _print(render_documents(found) if found else (), nothing="知识库中还没有文件。")
    return DONE if found else NOTHING


@main.command(short_help="列出一份文件的条款")
@click.argument("document", metavar="文件")
@JSON_OPTION
@click.pass_obj
def clauses(data_dir: Path, document: str, as_json: bool) -> int:
    """按阅读顺序列出一份文件的条款；文件以发文字号或代号指明。"""
    from assistant import clause_to_dict

    knowledge = _open(data_dir)
    found = knowledge.clauses(knowledge.document(clean_text(document)).slug)
    if as_json:
        return print_lines(clause_to_dict(clause) for clause in found)
    return _print(render_tree(found), nothing="这份文件没有条款。")


@main.command(short_help="列出职责")
@click.option("--document", metavar="文件", help="只看这份文件（发文字号或代号）。")
@click.option("--department", metavar="部门", help="只看这个部门的职责。")
@click.option("--topic", metavar="事项", help="只看这个事项，例如 案件移送。")
@DISTRICT_OPTION
@JSON_OPTION
@click.pass_obj
def duties(data_dir: Path, /, topic: str | None, as_json: bool, **filters: str | None) -> int:
    """列出从条款读出的职责：谁应当（可以、不得）做什么、对谁、多长时间。"""
    from assistant import duty_to_dict

    wanted = parse_topic(topic)
    knowledge = _open(data_dir)
    filters["district"] = parse_district(filters["district"])
    found = knowledge.duties(topic=wanted, **filters)
    if as_json:
        return print_lines(duty_to_dict(duty) for duty in found)
    return _print(map(render_duty, found), nothing="没有符合条件的职责。")


@main.command(short_help="显示引用所指的条款")
@click.argument("citation", nargs=-1, required=True, metavar="引用")
@JSON_OPTION
@click.pass_obj
def show(data_dir: Path, citation: tuple[str, ...], as_json: bool) -> int:
    """显示引用所指的条款，例如 “卫政办〔2024〕1号 三（一）2”。"""
    from assistant import clause_to_dict

    knowledge = _open(data_dir)
    found = knowledge.show(parse_words(" ".join(citation)))
    if as_json:
        return print_lines(
            {**clause_to_dict(clause), "citation": knowledge.citation(document, clause), "text": clause.text}
            for document, clause in found
        )
    lines = (line for document, clause in found for line in render_clause(knowledge.citation(document, clause), clause))
    return _print(lines, nothing="没有找到这处引用所指的条款。")


@main.command(short_help="启动网页服务")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="地址", help="监听的地址。")
@click.option("--port", type=PORT, default=8000, show_default=True, metavar="端口", help="监听的端口。")
@click.pass_obj
def serve(data_dir: Path, host: str, port: int) -> int:
    """启动网页服务；知识库不存在或已过时的，先建立或更新。"""
    from webapp.server import serve as run_server

    _build(data_dir)

    def ready(address: str) -> None:
        click.echo(f"权责通已启动：{address}  （按 Ctrl+C 停止）")

    run_server(WebConfig(data_dir, journal=records_journal(os.environ)), host=host, port=port, ready=ready)
    return DONE


@main.command(short_help="检查知识库")
@JSON_OPTION
@click.pass_obj
def doctor(data_dir: Path, as_json: bool) -> int:
    """检查知识库和运行环境是否正常，发现问题的说明怎么办。"""
    from assistant import Knowledge

    checks = Knowledge.open(data_dir).doctor()
    if as_json:
        print_json({"checks": [dataclasses.asdict(check) for check in checks]})
    else:
        _print(render_checks(checks))
    return DONE if all(check.ok for check in checks) else NOTHING


main.add_command(gaps)
main.add_command(verify)
main.add_command(compare)
main.add_command(export)


def _given(words: tuple[str, ...], batch: str | None, *, field: str) -> tuple[tuple[str | None, str], ...]:
    """What the user asks: the lines of the batch file, or the words of the command line as one."""
    if batch and words:
        raise InputError("--batch 与命令行上的内容不能同时给出。", hint="请只用其中一种。", code="usage")
    if batch:
        return read_batch(batch, field=field)
    return ((None, " ".join(words)),)


def _print(lines: Iterable[str], *, nothing: str = "") -> int:
    """Prints ``lines``, or ``nothing`` on standard error where there is none; the exit code comes back."""
    code = NOTHING
    for line in lines:
        click.echo(line)
        code = DONE
    if code == NOTHING and nothing:
        click.echo(nothing, err=True)
    return code
