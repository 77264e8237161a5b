"""The documents: their list, the reader, and one page for every clause under an address that stays."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from assistant import Finding, Knowledge
from corpus import ClauseRecord, DocumentRecord, UserError
from webapp.inputs import parse_span
from webapp.outline import Node, build_outline, join_text
from webapp.provider import get_knowledge

blueprint = Blueprint("document_pages", __name__, url_prefix="/documents")


@blueprint.get("")
def documents() -> str:
    """All documents of the knowledge base."""
    return render_template("documents.html", documents=get_knowledge().documents())


@blueprint.get("/<slug>")
def document(slug: str) -> str:
    """The reader: clause tree and text; ``mark=12-34`` highlights those characters."""
    knowledge = get_knowledge()
    record, clauses = knowledge.document(slug), knowledge.clauses(slug)
    return render_template(
        "document.html",
        document=record,
        nodes=build_outline(clauses),
        mark=parse_span(request.args.get("mark")),
        warnings=_warnings(record, clauses),
        findings=_findings(knowledge, slug),
    )


@blueprint.get("/<slug>/source")
def source(slug: str) -> str:
    """The whole text as read, without any formatting."""
    knowledge = get_knowledge()
    record, clauses = knowledge.document(slug), knowledge.clauses(slug)
    return render_template("source.html", document=record, text=join_text(clauses))


@blueprint.get("/<slug>/<eid>")
def clause(slug: str, eid: str) -> str:
    """One clause: its text, its citation, the duties read from it, and the clauses before and after it."""
    knowledge = get_knowledge()
    record, clauses = knowledge.document(slug), knowledge.clauses(slug)
    nodes = [node for top in build_outline(clauses) for node in top.walk()]
    at = next((place for place, node in enumerate(nodes) if node.record.eid == eid), None)
    if at is None:
        raise UserError(f"{record.name}中没有“{eid[:40]}”这一条款。", hint="请从文件目录中打开条款。", code="not_found")
    return render_template(
        "clause.html",
        document=record,
        node=nodes[at],
        citation=knowledge.citation(record, nodes[at].record),
        duties=[duty for duty in knowledge.duties(document=slug) if duty.eid == eid],
        above=_ancestors(nodes, nodes[at].record),
        before=nodes[at - 1] if at else None,
        after=nodes[at + 1] if at + 1 < len(nodes) else None,
    )


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


def _findings(knowledge: Knowledge, slug: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in knowledge.findings() if any(slug == place for place, _ in finding.clauses))
