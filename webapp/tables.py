"""What is shown as tables to take away: comparison, duties, documents. Words for users; the files are `assistant`'s."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from corpus import DocumentRecord, Duty
from webapp.compare_words import (
    compare_words,
    render_actors,
    render_cell_head,
    render_differences,
    render_entry,
    render_ladder,
    render_limits,
)
from webapp.wording import document_name, label, render_deadline

if TYPE_CHECKING:
    from assistant import CompareCell, CompareEntry, Matrix, Table, TableCell, TableFormat

_CELL_ENTRIES = 5


def basis_notes(documents: Sequence[DocumentRecord], today: date) -> tuple[str, ...]:
    """What a table rests on: how many documents as of which day, and which."""
    named = "；".join(f"{document_name(d)}（{d.metadata.number}）" if d.metadata.number else d.name for d in documents)
    return (
        f"依据截至 {today.isoformat()} 已入库的 {len(documents)} 份文件" + (f"：{named}。" if named else "。"),
        "内容由程序从条款原文读出，以文件原文为准。",
    )


def compare_title(matrix: Matrix) -> str:
    """The name of a comparison: with its topics where they are few."""
    topics = [label("topic", group.topic) for group in matrix.groups]
    return f"跨区对照（{'、'.join(topics)}）" if 0 < len(topics) <= 3 else "跨区对照"


def compare_tables(matrix: Matrix, form: TableFormat, today: date) -> tuple[Table, ...]:
    """The comparison as ``form`` holds it best: CSV one line a duty; DOCX the matrix and what is only here or missing;
    XLSX and JSON all three.
    """
    if form == "csv":
        return (duty_rows_table(matrix, today),)
    tables = (matrix_table(matrix, today), contrast_table(matrix, today))
    return tables if form == "docx" else (*tables, duty_rows_table(matrix, today))


def matrix_table(matrix: Matrix, today: date) -> Table:
    """Acts below topics × districts; a cell leads to the clause that it names first."""
    from assistant import ORDER_NOTE, Table, TableCell

    words = compare_words()
    rows = []
    for row in matrix.rows:
        ladder = " › ".join(render_ladder(row))
        told = [*render_differences(row), *([f"由严到宽：{ladder}"] if ladder else [])]
        head = (TableCell(f"{label('topic', row.topic)}：{row.label}"), TableCell("\n".join(told)))
        rows.append((*head, *map(_matrix_cell, row.cells)))
    columns = ("事项与行为", "不同之处", *(district.name for district in matrix.districts))
    legend = tuple(f"{words['status'][name]}：{words['legend'][name]}" for name in words["legend"])
    notes = (*basis_notes(matrix.documents, today), ORDER_NOTE, *legend)
    return Table(compare_title(matrix), columns, tuple(rows), today, notes)


def _matrix_cell(cell: CompareCell) -> TableCell:
    from assistant import TableCell

    words = compare_words()["status"]
    if not cell.entries:
        return TableCell(words[cell.status])
    lines = [render_cell_head(cell)]
    lines += [f"{at}. {render_entry(entry)}" for at, entry in enumerate(cell.entries[:_CELL_ENTRIES], start=1)]
    more = len(cell.entries) - _CELL_ENTRIES
    lines += [f"另有 {more} 项"] if more > 0 else []
    lines.append(f"依据：{cell.entries[0].citation}")
    return TableCell("\n".join(lines), cell.entries[0].url)


def contrast_table(matrix: Matrix, today: date) -> Table:
    """What only one district has, and what one has not while others have; one line each."""
    from assistant import Table, TableCell, find_contrasts

    words = compare_words()
    rows = []
    for contrast in find_contrasts(matrix):
        at = [district.name for district in matrix.districts].index(contrast.district)
        found = ((contrast.only_here, True), (contrast.missing_here, False))
        for kind, (kept, own) in zip(words["contrast_words"], found, strict=True):
            for row in kept:
                cells = [row.cells[at]] if own else [cell for cell in row.cells if cell.compared]
                shown = [f"{cell.district}：{render_limits(cell)}" for cell in cells]
                cited = [entry.citation for cell in cells for entry in cell.entries[:1]]
                texts = (contrast.district, kind, label("topic", row.topic), row.label, "\n".join(shown))
                rows.append((*map(TableCell, texts), TableCell("\n".join(cited), cells[0].entries[0].url)))
    columns = tuple(words["contrast_columns"])
    notes = ("“此区缺少”指至少两个其他区（只比两个区时为另一个区）有规定，而此区已入库文件中没有读出。",)
    return Table("仅此区有与此区缺少", columns, tuple(rows), today, notes)


def duty_rows_table(matrix: Matrix, today: date) -> Table:
    """One line for each duty of the comparison, with its words and its citation."""
    from assistant import Table

    rows = tuple(
        _duty_row(label("topic", row.topic), row.label, entry)
        for row in matrix.rows
        for cell in row.cells
        for entry in cell.entries
    )
    columns = tuple(compare_words()["duty_columns"])
    return Table(f"{compare_title(matrix)}明细", columns, rows, today, basis_notes(matrix.documents, today))


def _duty_row(topic: str, act: str, entry: CompareEntry) -> tuple[TableCell, ...]:
    from assistant import TableCell

    duty = entry.duty
    texts = (topic, act, entry.document.metadata.jurisdiction or "", render_actors(entry), *duty_texts(duty))
    return (*map(TableCell, texts), TableCell(entry.citation, entry.url))


def duty_texts(duty: Duty) -> tuple[str, ...]:
    """性质, 做什么, 对谁, 期限, 什么情况, 原文."""
    limits = (f"{d.note}，{render_deadline(d)}" if d.note else render_deadline(d) for d in duty.deadlines)
    return (
        label("modality", duty.modality),
        duty.action,
        "、".join(duty.counterparts),
        "；".join(limits),
        duty.condition or "",
        duty.quote,
    )


def duties_table(duties: Iterable[Duty], documents: Sequence[DocumentRecord], today: date) -> Table:
    """Duties, one a line, each with its words; the clause leads to the place in the document."""
    from assistant import Table, TableCell

    named = {document.slug: document for document in documents}
    rows = []
    for duty in duties:
        start, end = duty.span
        who = "、".join(duty.actors) or compare_words()["nobody"]
        place = TableCell("".join(duty.clause), f"/documents/{duty.document}?mark={start}-{end}#{duty.eid}")
        cite = f"{document_name(named[duty.document])}（{duty.doc}）{''.join(duty.clause)}"
        texts = (label("topic", duty.topic), who, *duty_texts(duty), cite)
        rows.append((TableCell(duty.jurisdiction or ""), TableCell(duty.doc), place, *map(TableCell, texts)))
    columns = tuple(compare_words()["duty_list_columns"])
    used = {row[1].text for row in rows}
    basis = [document for document in documents if document.name in used]
    return Table("职责清单", columns, tuple(rows), today, basis_notes(basis, today))


def documents_table(documents: Sequence[DocumentRecord], today: date) -> Table:
    """The documents of the knowledge base, one a line; the title leads to the text."""
    from assistant import Table, TableCell

    rows = []
    for document in documents:
        meta = document.metadata
        texts = (
            meta.number or "",
            meta.issuer or "",
            meta.jurisdiction or "",
            *(day.isoformat() if day else "" for day in (meta.issued_on, meta.effective_on, meta.expires_on)),
            label("document_status", document.status) + ("（试行）" if meta.trial else ""),
            str(document.clauses),
            document.sha256,
        )
        title = TableCell(document_name(document), f"/documents/{document.slug}")
        rows.append((title, *map(TableCell, texts)))
    columns = tuple(compare_words()["document_columns"])
    return Table("文件清单", columns, tuple(rows), today, basis_notes((), today)[1:])
