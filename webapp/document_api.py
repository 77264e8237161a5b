"""One document and one clause in the JSON API, with all that their pages tell; and the tables of the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, jsonify

from assistant import clause_to_dict, document_to_dict, duty_to_dict
from webapp.document_pages import find_notices, find_record, today
from webapp.provider import get_knowledge
from webapp.reader_view import CitedView, build_facts, find_basis, view_cited_by, view_citing
from webapp.validity import find_validity

blueprint = Blueprint("document_api", __name__, url_prefix="/api/v1/documents")


@blueprint.get("/<document>")
def document(document: str) -> Response:
    """A document, named by slug, number or title: where it comes from, whether it is in force, its duties and
    citations.
    """
    knowledge = get_knowledge()
    record = knowledge.document(document)
    validity = find_validity(record, today())
    basis = [
        {"title": named.title, "number": named.number, "document": stored.slug if stored else None}
        for named, stored in find_basis(knowledge, record)
    ]
    printed = record.metadata.printed_on
    return jsonify(
        {
            **document_to_dict(record),
            "addressees": list(record.metadata.addressees),
            "printed_on": printed.isoformat() if printed else None,
            "validity": {"id": validity.id, "text": validity.text, "reason": validity.reason},
            "basis": basis,
            "notices": find_notices(knowledge, record),
            "duties": [duty_to_dict(duty) for duty in knowledge.duties(document=record.slug)],
            "cites": cited_to_dicts(map(view_citing, knowledge.citings(record.slug))),
            "cited_by": cited_to_dicts(view_cited_by(knowledge, knowledge.cited_by(record.slug))),
        }
    )


@blueprint.get("/<document>/clauses/<eid>")
def clause(document: str, eid: str) -> Response:
    """A clause: its words, its citation, the facts read from it."""
    knowledge = get_knowledge()
    record, found = find_record(knowledge, knowledge.document(document).slug, eid)
    facts = build_facts(knowledge, record, found)
    return jsonify(
        {
            **clause_to_dict(found),
            "text": found.text,
            "citation": facts.citation,
            "short_citation": facts.short,
            "url": f"/documents/{record.slug}/{found.eid}",
            "duties": [duty_to_dict(duty) for duty in facts.duties],
            "cites": cited_to_dicts(facts.cites),
            "cited_by": cited_to_dicts(facts.cited_by),
        }
    )


def cited_to_dicts(cited: Iterable[CitedView]) -> list[dict[str, Any]]:
    """Citations as the reader lists them."""
    return [{"text": view.text, "name": view.name, "url": view.url, "place": view.place} for view in cited]
