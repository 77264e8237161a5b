"""The documents: their list, the reader, the source, and one page for every clause under an address that stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, cast

from flask import Blueprint, current_app, render_template, request

from assistant import Finding, Knowledge
from corpus import ClauseRecord, DocumentRecord, Span, UserError
from webapp.inputs import MAX_WORDS, clean_text, parse_span
from webapp.outline import Node, build_outline, join_text
from webapp.provider import get_knowledge
from webapp.reader_view import (
    build_facts,
    build_source_lines,
    count_facts,
    find_basis,
    heading_rank,
    list_documents,
    view_cited_by,
    view_citing,
)
from webapp.validity import find_validity

blueprint = Blueprint("document_pages", __name__, url_prefix="/documents")


blueprint.add_app_template_filter(heading_rank)


@blueprint.get("")
def documents() -> str:
    """All documents of the knowledge base; ``district`` and the words ``q`` narrow the list."""
    knowledge = get_knowledge()
    words = clean_text(request.args.get("q", ""))[:MAX_WORDS]
    district = clean_text(request.args.get("district", ""))
    rows = list_documents(knowledge.documents(), knowledge.document_counts(), today(), district=district, words=words)
    return render_template(
        "documents.html",
        documents=knowledge.documents(),
        rows=rows,
        words=words,
        district=district,
        districts=knowledge.districts(),
    )


@blueprint.get("/<slug>")
def document(slug: str) -> str:
    """The reader: clause tree, text, facts; ``mark=12-34`` highlights those characters, ``clause`` opens its facts."""
    knowledge = get_knowledge()
    record, clauses = knowledge.document(slug), knowledge.clauses(slug)
    duties, cites, cited_by = knowledge.duties(document=slug), knowledge.citings(slug), knowledge.cited_by(slug)
    wanted = request.args.get("clause")
    chosen = next((clause for clause in clauses if clause.eid == wanted), None)
    return render_template(
        "document.html",
        document=record,
        nodes=build_outline(clauses),
        citations={clause.eid: knowledge.citation(record, clause) for clause in clauses},
        counts=count_facts(duties, cites, cited_by),
        duty_count=len(duties),
        document_counts=knowledge.document_counts().get(slug),
        cites=tuple(map(view_citing, cites)),
        cited_by=view_cited_by(knowledge, cited_by),
        facts=build_facts(knowledge, record, chosen) if chosen else None,
        validity=find_validity(record, today()),
        basis=find_basis(knowledge, record),
        mark=parse_span(request.args.get("mark")),
        warnings=_warnings(record, clauses),
        findings=_findings(knowledge, slug),
    )


@blueprint.get("/<slug>/source")
def source(slug: str) -> str:
    """The file as it came in, with line numbers; ``clause`` or ``mark=12-34`` highlights the same place in it."""
    knowledge = get_knowledge()
    record, clauses = knowledge.document(slug), knowledge.clauses(slug)
    wanted = request.args.get("clause")
    chosen = next((clause for clause in clauses if clause.eid == wanted), None)
    marked = chosen.source_span if chosen else _source_span(knowledge, slug, clauses, request.args.get("mark"))
    lines = build_source_lines(knowledge.source(slug).text, marked)
    return render_template("source.html", document=record, lines=lines, clause=chosen, marked=marked)


@blueprint.get("/<slug>/<eid>")
def clause(slug: str, eid: str) -> str:
    """One clause: its text, its citation, the facts read from it, and the clauses before and after it."""
    knowledge = get_knowledge()
    record, nodes, at = _find_node(knowledge, slug, eid)
    return render_template(
        "clause.html",
        document=record,
        node=nodes[at],
        facts=build_facts(knowledge, record, nodes[at].record),
        above=_ancestors(nodes, nodes[at].record),
        before=nodes[at - 1] if at else None,
        after=nodes[at + 1] if at + 1 < len(nodes) else None,
    )


@blueprint.get("/<slug>/<eid>/facts")
def facts(slug: str, eid: str) -> str:
    """The facts of a clause as a piece of a page, for the reader's column."""
    knowledge = get_knowledge()
    record, nodes, at = _find_node(knowledge, slug, eid)
    return render_template("facts.html", facts=build_facts(knowledge, record, nodes[at].record))


def _find_node(knowledge: Knowledge, slug: str, eid: str) -> tuple[DocumentRecord, list[Node], int]:
    """A document, its clauses in reading order, and the place of the one asked for. Raises UserError."""
    record, wanted = find_record(knowledge, slug, eid)
    nodes = [node for top in build_outline(knowledge.clauses(slug)) for node in top.walk()]
    return record, nodes, next(place for place, node in enumerate(nodes) if node.record.eid == wanted.eid)


def find_record(knowledge: Knowledge, slug: str, eid: str) -> tuple[DocumentRecord, ClauseRecord]:
    """A document and one of its clauses. Raises UserError where there is none of that name."""
    record = knowledge.document(slug)
    found = next((clause for clause in knowledge.clauses(slug) if clause.eid == eid), None)
    if found is None:
        raise UserError(f"{record.name}中没有“{eid[:40]}”这一条款。", hint="请从文件目录中打开条款。", code="not_found")
    return record, found


def _source_span(knowledge: Knowledge, slug: str, clauses: Sequence[ClauseRecord], mark: str | None) -> Span | None:
    span = parse_span(mark)
    end = max((clause.span[1] for clause in clauses), default=0)
    return knowledge.source_span(slug, span) if span and span[1] <= end else None


def today() -> date:
    """The day that the running app takes for today."""
    return cast("Callable[[], date]", current_app.jinja_env.globals["today"])()


def _ancestors(nodes: Sequence[Node], record: ClauseRecord) -> tuple[Node, ...]:
    by_eid = {node.record.eid: node for node in nodes}
    found: list[Node] = []
    parent = by_eid.get(record.parent)
    while parent is not None:
        found.append(parent)
        parent = by_eid.get(parent.record.parent)
    return tuple(reversed(found))


def _warnings(document: DocumentRecord, clauses: Sequence[ClauseRecord]) -> tuple[tuple[str, str], ...]:
    """What was odd in the document, each with the words it is about."""
    text = join_text(clauses)
    return tuple((problem.message, text[slice(*problem.span)][:60]) for problem in document.problems)


def find_notices(knowledge: Knowledge, record: DocumentRecord) -> list[dict[str, Any]]:
    """What is to be noticed of a document: what does not agree, with its clauses, and what was odd, with its words."""
    told: list[dict[str, Any]] = [
        {
            "message": finding.message,
            "quote": "",
            "urls": [f"/documents/{slug}/{eid}" for slug, eid in finding.clauses],
        }
        for finding in _findings(knowledge, record.slug)
    ]
    odd = _warnings(record, knowledge.clauses(record.slug))
    return told + [{"message": message, "quote": words, "urls": []} for message, words in odd]


def _findings(knowledge: Knowledge, slug: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in knowledge.findings() if any(slug == place for place, _ in finding.clauses))
