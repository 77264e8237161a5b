"""Hits as a table, and a table as CSV that spreadsheets open without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from assistant import Exploration, Knowledge
from corpus import ClauseRecord, DocumentRecord
from webapp.search_state import SearchState, search_words
from webapp.wording import clause_name, document_name, label, render_deadline

MOST_ROWS = 5000
_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
_PLACE = ("辖区", "发文字号", "文件", "条款", "引用", "链接")


def build_table(
    knowledge: Knowledge, state: SearchState, found: Exploration, base: str
) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """Title, names of the columns and rows of what was found; ``base`` is what addresses begin with."""
    title = f"检索结果：{search_words()['groups'][state.group]}"
    if state.group == "departments":
        bodies = [
            (hit.district or "", hit.name, str(hit.duties), "、".join(hit.documents)) for hit in found.found.departments
        ]
        return title, ("辖区", "部门", "职责数", "文件"), [*bodies]
    if state.group == "duties":
        columns = (*_PLACE, "责任主体", "性质", "做什么", "对象", "什么情况", "时限", "事项", "原文", "来源")
        rows: list[tuple[str, ...]] = []
        for item in found.duties:
            duty = item.duty
            said = (
                "、".join(duty.actors), label("modality", duty.modality), duty.action, "、".join(duty.counterparts),
                duty.condition or "", "；".join(map(render_deadline, duty.deadlines)), label("topic", duty.topic),
                duty.quote, label("duty_status", duty.status),
            )  # fmt: skip
            rows.append((*_place(knowledge, item.document, item.clause, base), *said))
        return title, columns, rows
    hits = [
        (*_place(knowledge, hit.document, hit.clause, base), hit.clause.heading, hit.clause.own_text)
        for hit in found.hits
    ]
    return title, (*_PLACE, "条款标题", "原文"), [*hits]


def _place(knowledge: Knowledge, document: DocumentRecord, clause: ClauseRecord, base: str) -> tuple[str, ...]:
    meta = document.metadata
    return (
        meta.jurisdiction or "", meta.number or "", document_name(document), clause_name(clause),
        knowledge.citation(document, clause), f"{base}/documents/{document.slug}/{clause.eid}",
    )  # fmt: skip


def render_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark; cells that a spreadsheet would take for a formula get a '."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([neutralise(cell) for cell in row] for row in (columns, *rows))
    return out.getvalue().encode("utf-8-sig")


def neutralise(cell: str) -> str:
    """``cell`` as text for a spreadsheet.

    >>> neutralise("=1+1"), neutralise("移送")
    ("'=1+1", '移送')
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell
