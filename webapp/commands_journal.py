"""The commands for the legal office: `gaps` and `verify`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from webapp.config import records_journal
from webapp.console import DONE, NOTHING, ChineseCommand, describe_os_error, print_json
from webapp.errors import InputError
from webapp.inputs import MAX_LIMIT, parse_district
from webapp.journal_inputs import parse_gap_kinds, parse_replies
from webapp.journal_printing import render_gaps, render_verifications

_JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取。")
_KIND_HELP = (
    "只看这一类，可重复：no_basis（没有找到依据）、not_stated（文件没有写明）、"
    "feedback（意见反馈）、vague（未写明具体期限）。"
)
_LIMIT = click.IntRange(1, MAX_LIMIT)


@click.command("gaps", cls=ChineseCommand, short_help="列出未能回答的问题")
@click.option("--district", metavar="辖区", help="只看这个辖区。")
@click.option("--kind", "kinds", multiple=True, metavar="类别", help=_KIND_HELP)
@click.option("--limit", type=_LIMIT, default=MAX_LIMIT, show_default=True, metavar="条数", help="每类最多列出多少条。")
@_JSON
@click.pass_obj
def gaps(data_dir: Path, district: str | None, kinds: tuple[str, ...], limit: int, as_json: bool) -> int:
    """供法制机构查看：没有得到回答的提问、使用者的意见，以及文件没有写明具体期限的职责。"""
    from assistant import Knowledge, gaps_to_dict

    wanted, where = parse_gap_kinds(kinds), parse_district(district)
    found = Knowledge.open(data_dir).gaps(district=where, kinds=wanted, limit=limit)
    if as_json:
        print_json(gaps_to_dict(found, recording=records_journal(os.environ)))
    else:
        for line in render_gaps(found):
            click.echo(line)
        if not found:
            click.echo("没有需要处理的记录。", err=True)
    return DONE if found else NOTHING


@click.command("verify", cls=ChineseCommand, short_help="核验以前的答复是否仍然成立")
@click.argument("path", metavar="答复文件")
@_JSON
@click.pass_obj
def verify(data_dir: Path, path: str, as_json: bool) -> int:
    """逐项重算答复的依据：原件、条款、引文、引用写法、职责和期限；文件为 JSON 或每行一份，“-”为标准输入。"""
    from assistant import Knowledge, verifications_to_dict

    replies = parse_replies(_read(path), name="标准输入" if path == "-" else path)
    verdicts = Knowledge.open(data_dir).verify(replies)
    if as_json:
        print_json(verifications_to_dict(verdicts))
    else:
        for line in render_verifications(verdicts):
            click.echo(line)
    return DONE if all(verdict.holds for verdict in verdicts) else NOTHING


def _read(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"无法读取文件 {path}：{describe_os_error(error)}。", hint="请核对路径和读取权限。") from error
