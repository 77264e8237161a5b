"""What the pages show, as tables to take away: an answer, clauses, departments, a part of the graph, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from assistant import (
    Card,
    DepartmentProfile,
    DistrictDepartments,
    DutyEntry,
    Gaps,
    Nearest,
    Neighbourhood,
    Related,
    Reply,
    Table,
    TableCell,
    choice_label,
    clause_url,
    show_node,
)
from corpus import ClauseRecord, DocumentRecord
from webapp.compare_words import compare_words
from webapp.graph_words import clause_address, department_address, edge_looks, edge_word, kind_word, node_label
from webapp.tables import basis_notes, duty_texts
from webapp.wording import clause_name, document_name, label, load_words, render_deadline, render_moment

Row = tuple[TableCell, ...]


def _cells(*texts: str) -> Row:
    return tuple(map(TableCell, texts))


def _columns(table: str) -> tuple[str, ...]:
    return tuple(load_words()["export_columns"][table])


def answer_table(reply: Reply, today: date) -> Table:
    """The clauses of an answer, each followed by those that stand beside it; of a refusal the nearest ones, and why it
    is none.
    """
    status = label("reply_status", reply.status)
    rows = tuple(row for card in reply.answers for row in _card_rows(card)) or tuple(map(_nearest_row, reply.nearest))
    notes = [f"问：{reply.question}", f"按：{reply.analysis.shown}" if reply.analysis.shown else ""]
    if not reply.answers:
        notes += [f"{status}：{reply.reason or reply.text}", "列出的条款只是相近，没有回答这个问题。" if rows else ""]
    told = tuple(note for note in notes if note)
    return Table("答复", _columns("answer"), rows, today, (*told, *basis_notes((), today)[1:]))


def _card_row(card: Card) -> Row:
    limits = "；".join(map(render_deadline, card.deadlines))
    said = (card.text, "、".join(card.actors), "、".join(card.counterparts), limits, card.condition or "", card.quote)
    return (*_cells(label("reply_status", "answered"), *_place(card), *said), TableCell(card.citation, card.url))


def _card_rows(card: Card) -> Iterator[Row]:
    yield _card_row(card)
    yield from (_related_row(card.document, one) for one in card.related)


def _related_row(document: DocumentRecord, one: Related) -> Row:
    result = f"{load_words()['related']}：{one.label}"
    place = (document.metadata.jurisdiction or "", document_name(document), clause_name(one.clause))
    said = (one.text, "、".join(one.actors), "", "", "", one.quote)
    return (*_cells(result, *place, *said), TableCell(one.citation, one.url))


def _nearest_row(near: Nearest) -> Row:
    said = ("", "", "", "", "", near.quote)
    return (*_cells(load_words()["nearest"], *_place(near), *said), TableCell(near.citation, near.url))


def _place(one: Card | Nearest) -> tuple[str, str, str]:
    return one.document.metadata.jurisdiction or "", document_name(one.document), clause_name(one.clause)


def clauses_table(
    document: DocumentRecord, clauses: Iterable[ClauseRecord], citations: Iterable[str], today: date
) -> Table:
    """The clauses of a document in reading order, each with its own words and its citation."""
    rows = tuple(
        (
            *_cells(clause.eid, clause_name(clause), clause.heading, clause.own_text),
            TableCell(citation, f"/documents/{document.slug}/{clause.eid}"),
        )
        for clause, citation in zip(clauses, citations, strict=True)
    )
    return Table(f"条款：{document.name}", _columns("clauses"), rows, today, basis_notes((document,), today))


def departments_table(districts: Sequence[DistrictDepartments], today: date) -> Table:
    """The departments with the numbers of their duties."""
    kinds = load_words()["department_kind"]
    rows = tuple(
        (
            TableCell(row.district),
            TableCell(row.name, department_address(row.key)),
            *_cells(kinds["role" if row.role else "body"], "、".join(row.aliases)),
            *_cells(*map(str, (row.duties, row.limited, row.owed, row.powers))),
        )
        for group in districts
        for row in (*group.bodies, *group.roles)
    )
    return Table("部门", _columns("departments"), rows, today, basis_notes((), today)[1:])


def department_table(profile: DepartmentProfile, today: date) -> Table:
    """All duties that concern a department, each with how it does: it bears it, may bear it, is owed it."""
    words = load_words()["department_duties"]
    parts: tuple[tuple[str, Iterable[DutyEntry]], ...] = (
        ("borne", [entry for topic in profile.topics for entry in topic.entries]),
        ("rights", profile.rights),
        ("owed", profile.owed),
        ("supposed", profile.supposed),
    )
    rows = tuple(_entry_row(words[part], entry) for part, entries in parts for entry in entries)
    title = f"{profile.row.district}{profile.row.name}"
    return Table(title, _columns("department"), rows, today, basis_notes((), today)[1:])


def _entry_row(relation: str, entry: DutyEntry) -> Row:
    duty, document = entry.duty, entry.document
    who = "、".join(duty.actors) or compare_words()["nobody"]
    start, end = duty.span
    cited = f"{document_name(document)}{''.join(duty.clause)}"
    link = TableCell(cited, f"/documents/{duty.document}?mark={start}-{end}#{duty.eid}")
    return (*_cells(relation, label("topic", duty.topic), who, *duty_texts(duty)), link)


def graph_table(graph: Any, near: Neighbourhood, today: date) -> Table:
    """The edges around a node, all of them, also those that the picture leaves out."""
    rows = []
    for link in near.links:
        source, target = show_node(graph, link.source), show_node(graph, link.target)
        named = (kind_word(source), node_label(source), edge_word(link.kind), kind_word(target), node_label(target))
        clause = show_node(graph, link.clause) if link.clause else None
        if clause and link.clause:
            place = TableCell(node_label(clause), clause_address(link.clause))
        else:
            place = TableCell(edge_looks()[link.kind].origin)
        rows.append((*_cells(*named), place))
    title = f"图谱：{kind_word(near.centre)}：{node_label(near.centre)}"
    return Table(title, _columns("graph"), tuple(rows), today, basis_notes((), today)[1:])


def gaps_table(gaps: Gaps, today: date) -> Table:
    """What the documents leave open, one line an entry."""
    return Table("未能回答的问题", _columns("gaps"), tuple(_gap_rows(gaps)), today)


def _gap_rows(gaps: Gaps) -> Iterator[Row]:
    kinds = load_words()["gap_kind"]
    for group in gaps.refusals:
        topic = label("topic", group.topic) if group.topic else ""
        for asked in group.questions:
            near = [TableCell(clause.citation, clause_url(clause)) for clause in asked.nearest[:1]] or [TableCell("")]
            head = (kinds[group.status], group.district or "", topic, asked.question, group.reason)
            yield (*_cells(*head, str(asked.count), render_moment(asked.last_at)), *near)
    for said in gaps.feedback:
        place = TableCell(said.clause.citation, clause_url(said.clause)) if said.clause else TableCell("")
        reason = "：".join(filter(None, (choice_label(said.choice), said.comment)))
        head = (kinds["feedback"], said.district or "", "", said.question, reason)
        yield (*_cells(*head, str(said.count), render_moment(said.last_at)), place)
    for vague in gaps.vague:
        for one in vague.duties:
            start, end = one.duty.span
            place = TableCell(one.citation, f"/documents/{one.document.slug}?mark={start}-{end}#{one.clause.eid}")
            where = (kinds["vague"], vague.district or "", label("topic", vague.topic))
            yield (*_cells(*where, one.duty.quote, "、".join(one.words), "", ""), place)
