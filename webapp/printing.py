"""What the command line prints for people to read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from corpus import ClauseRecord, DocumentRecord, Duty
from webapp.answer_view import build_fields, find_summary
from webapp.marking import excerpt, find_shared_words
from webapp.wording import clause_name, document_name, label, render_deadline

if TYPE_CHECKING:
    from assistant import BuildSummary, Card, Check, Imported, Nearest, Reply, SearchHit


def render_reply(reply: Reply) -> Iterator[str]:
    """The lines of a reply: how the question was read, the answer with quote and citation, or why there is none."""
    if reply.analysis.shown:
        yield f"按：{reply.analysis.shown}"
    if reply.status != "answered":
        yield f"{label('reply_status', reply.status)}：{reply.reason or reply.text}"
        if reply.nearest:
            yield "最接近的条款（仅供参考）："
        for near in reply.nearest:
            yield from _render_nearest(near)
        return
    several = len(reply.answers) > 1
    summary = find_summary(reply) if several else reply.text
    if summary:
        yield summary
    for card in reply.answers:
        yield ""
        if several:
            yield f"〖{card.document.metadata.jurisdiction or card.document.name}〗{card.text}"
        yield from _render_card(card)


def _render_card(card: Card) -> Iterator[str]:
    for field in build_fields(card):
        yield f"  {field.label}：{'；'.join(field.values)}"
    yield f"  原文：{card.quote}"
    yield f"  依据：{card.citation}"
    if card.related:
        yield "  相关规定："
    for one in card.related:
        yield f"    {one.label}（{'、'.join(one.actors)}）：{one.quote}"
        yield f"      依据：{one.citation}"


def _render_nearest(near: Nearest) -> Iterator[str]:
    yield f"  {near.citation}"
    yield f"    {near.quote}"


def render_hits(query: str, hits: Sequence[SearchHit]) -> Iterator[str]:
    """Two lines for each hit: where it stands, and the words around those searched for."""
    for number, hit in enumerate(hits, start=1):
        text = " ".join(hit.clause.own_text.split())
        yield f"{number}. {hit.document.name} {clause_name(hit.clause)} {hit.clause.heading}".rstrip()
        yield f"   {excerpt(text, find_shared_words(text, query))}"


def render_documents(documents: Sequence[DocumentRecord]) -> Iterator[str]:
    """A table of the documents, one a line."""
    rows = [("代号", "发文字号", "辖区", "成文日期", "条款", "标题")]
    for document in documents:
        meta = document.metadata
        issued = meta.issued_on or meta.printed_on
        title = document_name(document) + ("（试行）" if meta.trial and "试行" not in meta.title else "")
        rows.append(
            (
                document.slug,
                meta.number or "-",
                meta.jurisdiction or "-",
                issued.isoformat() if issued else "-",
                str(document.clauses),
                title,
            )
        )
    yield from render_table(rows)


def render_table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The rows with their columns aligned, one a line; each column is as wide as its widest cell."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    """The columns that ``text`` takes in a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def render_tree(clauses: Iterable[ClauseRecord]) -> Iterator[str]:
    """The clause tree, one clause a line, indented by depth: eid, number and heading or the first words."""
    depths: dict[str, int] = {}
    for clause in clauses:
        depth = depths.get(clause.parent, -1) + 1
        depths[clause.eid] = depth
        first = " ".join(clause.own_text.split())
        shown = first if len(first) <= 40 else first[:40] + "…"
        yield f"{'  ' * depth}[{clause.eid}] {shown or clause_name(clause)}"


def render_clause(citation: str, clause: ClauseRecord) -> Iterator[str]:
    """The citation of a clause and its whole text."""
    yield citation
    yield clause.text


def render_duty(duty: Duty) -> str:
    """A duty on one line: where it stands, who, what, towards whom, by when."""
    place = f"{duty.doc} {''.join(duty.clause)}".rstrip()
    parts = [f"{'、'.join(duty.actors) or '（未写明主体）'} {label('modality', duty.modality)} {duty.action}"]
    if duty.counterparts:
        parts.append("对象：" + "、".join(duty.counterparts))
    if duty.deadlines:
        limits = (
            f"{limit.note}，{render_deadline(limit)}" if limit.note else render_deadline(limit)
            for limit in duty.deadlines
        )
        parts.append("期限：" + "；".join(limits))
    return f"{place}：{'；'.join(parts)}"


def render_checks(checks: Sequence[Check]) -> Iterator[str]:
    """One line for each check, and what to do where it found a fault."""
    for check in checks:
        yield f"[{'正常' if check.ok else '异常'}] {check.name}：{check.detail}"
        if not check.ok and check.hint:
            yield f"       {check.hint}"


def render_imported(entry: Imported) -> Iterator[tuple[str, bool]]:
    """What became of one file, each line with whether it tells of an error."""
    if entry.error:
        yield f"未能导入 {entry.path}：{entry.error}", True
        if entry.hint:
            yield f"  建议：{entry.hint}", True
        return
    yield f"{label('outcome', entry.outcome)} {entry.path}（代号 {entry.slug}）", False
    for problem in entry.problems:
        yield f"  请核对：{problem.message}", False


def imported_to_dict(imported: Sequence[Imported]) -> dict[str, Any]:
    """What became of the files, for ``--json``; with ``error`` where some of them could not be read."""
    entries = [
        {
            "path": str(entry.path),
            "slug": entry.slug,
            "outcome": entry.outcome,
            "problems": [asdict(problem) for problem in entry.problems],
            "error": entry.error,
            "hint": entry.hint,
        }
        for entry in imported
    ]
    failed = [entry for entry in imported if entry.error]
    if not failed:
        return {"imported": entries}
    message = f"{len(failed)} 个文件未能导入：{failed[0].path}：{failed[0].error}"
    return {
        "imported": entries,
        "error": {"code": "unreadable_source", "message": message, "hint": failed[0].hint or ""},
    }


def summary_to_dict(summary: BuildSummary) -> dict[str, Any]:
    """What the knowledge base holds after a build, for ``--json``."""
    return asdict(summary)


def render_summary(summary: BuildSummary) -> Iterator[str]:
    """What the knowledge base holds after a build, and what does not agree in it."""
    yield (
        f"知识库已就绪：文件 {summary.documents} 份，条款 {summary.clauses} 条，职责 {summary.duties} 项，"
        f"用时 {summary.seconds:.1f} 秒。"
    )
    for finding in summary.findings:
        yield f"请核对：{finding.message}"
