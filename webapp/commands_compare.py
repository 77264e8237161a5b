"""`quanze compare` and `quanze export`: districts side by side, and tables and the graph as files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp.compare_words import (
    compare_words,
    render_cell_head,
    render_differences,
    render_entry,
    render_ladder,
)
from webapp.console import DONE, NOTHING, ChineseCommand, print_json
from webapp.errors import InputError
from webapp.inputs import parse_district, parse_topic
from webapp.wording import label

if TYPE_CHECKING:
    from assistant import Knowledge, Matrix, Table

JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取。")
DISTRICTS_OPTION = click.option("--district", "districts", multiple=True, metavar="辖区", help="辖区，可以多次给出。")
TOPICS_OPTION = click.option("--topic", "topics", multiple=True, metavar="事项", help="事项，可以多次给出。")
DIFFERENCES_OPTION = click.option("--only-differences", is_flag=True, help="只列出各区不同的行为。")
SITE_OPTION = click.option("--site", metavar="网址", help="网页服务的网址；给出后，文件里的条款是可点的链接。")
WHAT = click.Choice(["duties", "documents", "graph", "compare"])
_GRAPH_SUFFIXES = (".graphml", ".json")


def _open(data_dir: Path) -> Knowledge:
    """The knowledge base of ``data_dir``. Raises UserError where there is none that can be used."""
    from assistant import Knowledge

    return Knowledge.open(data_dir)


@click.command("compare", cls=ChineseCommand, short_help="比较各区的规定")
@click.argument("topics", nargs=-1, metavar="[事项…]")
@DISTRICTS_OPTION
@DIFFERENCES_OPTION
@click.option(
    "--output", metavar="文件", type=click.Path(path_type=Path), help="写入文件：.xlsx、.docx、.csv 或 .json。"
)
@SITE_OPTION
@JSON_OPTION
@click.pass_obj
def compare(
    data_dir: Path,
    topics: tuple[str, ...],
    districts: tuple[str, ...],
    only_differences: bool,
    output: Path | None,
    site: str | None,
    as_json: bool,
) -> int:
    """按事项比较各区的规定：谁来办、办什么、多长时间，附条款；不给事项的，比较全部事项。"""
    from assistant import matrix_to_dict

    matrix = _compare(data_dir, topics, districts, only_differences)
    if output is not None:
        _write_tables(output, _compare_tables(matrix, output), site)
    elif as_json:
        print_json(matrix_to_dict(matrix))
    else:
        for line in render_matrix(matrix):
            click.echo(line)
    return DONE if matrix.rows else NOTHING


@click.command("export", cls=ChineseCommand, short_help="导出为文件")
@click.argument("what", type=WHAT, metavar="{duties|documents|graph|compare}")
@click.option(
    "--output", metavar="文件", type=click.Path(path_type=Path), help="写到哪个文件，必须给出；按后缀定格式。"
)
@TOPICS_OPTION
@DISTRICTS_OPTION
@DIFFERENCES_OPTION
@SITE_OPTION
@click.pass_obj
def export(
    data_dir: Path,
    what: str,
    output: Path | None,
    topics: tuple[str, ...],
    districts: tuple[str, ...],
    only_differences: bool,
    site: str | None,
) -> int:
    """导出职责（duties）、文件清单（documents）、对照表（compare）或图谱（graph）。

    图谱写为 .graphml 或 .json，其余写为 .xlsx、.docx、.csv 或 .json。
    """
    if output is None:
        raise InputError("没有指明写到哪个文件。", hint="例如：--output 职责清单.xlsx。", code="usage")
    if what == "graph":
        return _export_graph(data_dir, output)
    if what == "compare":
        matrix = _compare(data_dir, topics, districts, only_differences)
        return _write_tables(output, _compare_tables(matrix, output), site)
    table = _documents(data_dir) if what == "documents" else _duties(data_dir, topics, districts)
    return _write_tables(output, (table,), site)


def _compare(data_dir: Path, topics: tuple[str, ...], districts: tuple[str, ...], only_differences: bool) -> Matrix:
    from assistant import keep_differences

    wanted = tuple(topic for text in topics if (topic := parse_topic(text)))
    names = tuple(name for text in districts if (name := parse_district(text)))
    matrix = _open(data_dir).compare(wanted, names)
    return keep_differences(matrix) if only_differences else matrix


def _compare_tables(matrix: Matrix, output: Path) -> tuple[Table, ...]:
    from assistant import FORMATS
    from webapp.tables import compare_tables

    form = next((form for form in FORMATS if output.suffix.lower() == f".{form}"), None)
    return compare_tables(matrix, form, date.today()) if form else ()


def _documents(data_dir: Path) -> Table:
    from webapp.tables import documents_table

    return documents_table(_open(data_dir).documents(), date.today())


def _duties(data_dir: Path, topics: tuple[str, ...], districts: tuple[str, ...]) -> Table:
    """The duties of all the topics and districts named, those that were rejected left out."""
    from webapp.tables import duties_table

    wanted = [parse_topic(text) for text in topics] or [None]
    places = [parse_district(text) for text in districts] or [None]
    knowledge = _open(data_dir)
    found = [
        duty
        for place in places
        for topic in wanted
        for duty in knowledge.duties(topic=topic, district=place)
        if duty.status != "rejected"
    ]
    return duties_table(dict.fromkeys(found), knowledge.documents(), date.today())


def _export_graph(data_dir: Path, output: Path) -> int:
    from assistant import render_graphml, render_node_link

    suffix = output.suffix.lower()
    if suffix not in _GRAPH_SUFFIXES:
        raise _unknown_suffix(output, tuple(known.removeprefix(".") for known in _GRAPH_SUFFIXES))
    graph = _open(data_dir).graph()
    if suffix == ".graphml":
        return _save(output, render_graphml(graph))
    return _save(output, (json.dumps(render_node_link(graph), ensure_ascii=False) + "\n").encode())


def _write_tables(output: Path, tables: tuple[Table, ...], site: str | None) -> int:
    from assistant import FORMATS, export_tables

    form = next((form for form in FORMATS if output.suffix.lower() == f".{form}"), None)
    if form is None:
        raise _unknown_suffix(output, FORMATS)
    return _save(output, export_tables(tables, form, base=site))


def _unknown_suffix(output: Path, known: tuple[str, ...]) -> InputError:
    suffixes = "、".join(f".{form}" for form in known)
    return InputError(f"不知道“{output.name}”是什么格式。", hint=f"文件名的后缀应是 {suffixes} 之一。")


def _save(output: Path, data: bytes) -> int:
    """Writes the file and says so. Raises InputError where it cannot be written."""
    try:
        output.write_bytes(data)
    except OSError as error:
        raise InputError(f"不能写入 {output}。", hint="请换一个可以写入的文件夹，或关闭正打开该文件的程序。") from error
    click.echo(f"已写入 {output}（{len(data):,} 字节）。")
    return DONE


def render_matrix(matrix: Matrix) -> Iterator[str]:
    """The lines of a comparison: topic, act, what each district says on it, what it lacks."""
    from assistant import ORDER_NOTE, find_contrasts

    for group in matrix.groups:
        yield f"〖{label('topic', group.topic)}〗"
        if not group.rows:
            yield "  所选各区已入库的文件都没有这个事项的规定。"
        for row in group.rows:
            told = "；".join(f"≠{word}" for word in render_differences(row))
            yield f"  {row.label}" + (f"（{told}）" if told else "")
            ladder = render_ladder(row)
            if ladder:
                yield f"    由严到宽：{' › '.join(ladder)}"
            for cell in row.cells:
                yield f"    {cell.district}：{render_cell_head(cell)}"
                yield from (f"      {render_entry(entry)}" for entry in cell.shown)
                if cell.further:
                    yield f"      另有 {len(cell.further) + cell.beyond} 项"
    words = compare_words()["contrast_words"]
    for contrast in find_contrasts(matrix):
        for word, rows in zip(words, (contrast.only_here, contrast.missing_here), strict=True):
            named = "、".join(f"{label('topic', row.topic)}：{row.label}" for row in rows)
            if named:
                yield f"{contrast.district}{word}：{named}"
    yield ORDER_NOTE
