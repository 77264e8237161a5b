"""Hits of the search page as a table to take away."""

from __future__ import annotations

from datetime import date

from assistant import Exploration, FoundDuty, Knowledge, Table, TableCell
from corpus import ClauseRecord, DocumentRecord
from webapp.search_state import SearchState, search_words
from webapp.search_view import department_url
from webapp.wording import clause_name, document_name, label, load_words, render_deadline

MOST_ROWS = 5000


def build_table(knowledge: Knowledge, state: SearchState, found: Exploration, base: str, today: date) -> Table:
    """What was found, one hit a line; ``base`` is what written-out addresses begin with."""
    rows: tuple[tuple[TableCell, ...], ...]
    if state.group == "departments":
        name = "departments_hits"
        rows = tuple(
            (TableCell(hit.district or ""), TableCell(hit.name, department_url(hit)), TableCell(str(hit.duties)),
             TableCell("、".join(hit.documents)))
            for hit in found.found.departments
        )  # fmt: skip
    elif state.group == "duties":
        name = "duties_hits"
        rows = tuple((*_place(knowledge, item.document, item.clause, base), *_said(item)) for item in found.duties)
    else:
        name = "clauses_hits"
        rows = tuple(
            (*_place(knowledge, hit.document, hit.clause, base), *_cells(hit.clause.heading, hit.clause.own_text))
            for hit in found.hits
        )
    title = f"检索结果：{search_words()['groups'][state.group]}"
    return Table(title, tuple(load_words()["export_columns"][name]), rows, today)


def _cells(*texts: str) -> tuple[TableCell, ...]:
    return tuple(map(TableCell, texts))


def _said(item: FoundDuty) -> tuple[TableCell, ...]:
    duty = item.duty
    return _cells(
        "、".join(duty.actors), label("modality", duty.modality), duty.action, "、".join(duty.counterparts),
        duty.condition or "", "；".join(map(render_deadline, duty.deadlines)), label("topic", duty.topic),
        duty.quote, label("duty_status", duty.status),
    )  # fmt: skip


def _place(knowledge: Knowledge, document: DocumentRecord, clause: ClauseRecord, base: str) -> tuple[TableCell, ...]:
    meta = document.metadata
    named = (meta.jurisdiction or "", meta.number or "", document_name(document), clause_name(clause))
    url = f"/documents/{document.slug}/{clause.eid}"
    return (*_cells(*named, knowledge.citation(document, clause)), TableCell(f"{base}{url}", url))
