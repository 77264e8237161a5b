"""Values to the JSON shapes of DESIGN.md. Nothing is added here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant.model import Analysis, Card, Chosen, Nearest, Related, Reply, SearchHit
from corpus import ClauseRecord, Deadline, DocumentRecord, Duty


def reply_to_dict(reply: Reply) -> dict[str, Any]:
    """The reply of ``ask --json`` and ``POST /api/v1/ask``; ``chosen`` only where a user chose something."""
    return {
        "id": reply.id,
        "question": reply.question,
        "status": reply.status,
        "text": reply.text,
        "analysis": analysis_to_dict(reply.analysis),
        "answers": [card_to_dict(card) for card in reply.answers],
        "reason": reply.reason,
        "nearest": [nearest_to_dict(near) for near in reply.nearest],
        **({"chosen": chosen_to_dict(reply.chosen)} if reply.chosen else {}),
    }


def chosen_to_dict(chosen: Chosen) -> dict[str, Any]:
    """What the user chose in place of what the question says."""
    return {"districts": None if chosen.districts is None else list(chosen.districts), "topic": chosen.topic}


def analysis_to_dict(analysis: Analysis) -> dict[str, Any]:
    """How the question was understood."""
    return {
        "district": analysis.district,
        "districts": list(analysis.districts),
        "asks": list(analysis.asks),
        "topic": analysis.topic,
        "terms": list(analysis.terms),
        "department": analysis.department,
        "references": list(analysis.references),
        "shown": analysis.shown,
    }


def named_to_dict(document: DocumentRecord) -> dict[str, Any]:
    """What a document is called, and its slug."""
    return {"number": document.metadata.number, "title": document.metadata.title, "slug": document.slug}


def _placed(card: Card | Nearest) -> dict[str, Any]:
    return {
        "jurisdiction": card.document.metadata.jurisdiction,
        "document": named_to_dict(card.document),
        "clause": list(card.clause.path),
        "eid": card.clause.eid,
        "citation": card.citation,
    }


def card_to_dict(card: Card) -> dict[str, Any]:
    """One answer card."""
    return {
        **_placed(card),
        "text": card.text,
        "quote": card.quote,
        "quote_span": list(card.quote_span),
        "actors": list(card.actors),
        "counterparts": list(card.counterparts),
        "action": card.action,
        "condition": card.condition,
        "modality": card.modality,
        "deadlines": [deadline_to_dict(deadline) for deadline in card.deadlines],
        "confidence": round(card.confidence, 3),
        "url": card.url,
        "proof": proof_to_dict(card.document, card),
        "related": [related_to_dict(card.document, related) for related in card.related],
    }


def related_to_dict(document: DocumentRecord, related: Related) -> dict[str, Any]:
    """What stands beside an answer in ``document``, in its role."""
    return {
        "role": related.role,
        "label": related.label,
        "clause": list(related.clause.path),
        "eid": related.clause.eid,
        "citation": related.citation,
        "actors": list(related.actors),
        "text": related.text,
        "quote": related.quote,
        "quote_span": list(related.quote_span),
        "url": related.url,
        "proof": proof_to_dict(document, related),
    }


def proof_to_dict(document: DocumentRecord, card: Card | Related) -> dict[str, Any]:
    """What `Knowledge.verify` recomputes: hashes of source and clause, the rule that found the duty and where."""
    return {
        "source_sha256": document.sha256,
        "clause_sha256": card.clause.sha256,
        "rule": card.duty.rule if card.duty else None,
        "duty_span": list(card.duty.span) if card.duty else None,
    }


def nearest_to_dict(near: Nearest) -> dict[str, Any]:
    """A clause that is near a question without answering it."""
    return {**_placed(near), "quote": near.quote, "url": near.url}


def deadline_to_dict(deadline: Deadline) -> dict[str, Any]:
    """A deadline in the fields of the annotation schema."""
    return {
        "text": deadline.text,
        "kind": deadline.kind,
        "value": deadline.value,
        "unit": deadline.unit,
        "relation": deadline.relation,
        "from": deadline.runs_from,
        "note": deadline.note,
    }


def duty_to_dict(duty: Duty) -> dict[str, Any]:
    """A duty in the fields of the annotation schema, with its proof: span, rule, confidence, status."""
    return {
        "id": duty.id,
        "doc": duty.doc,
        "document": duty.document,
        "jurisdiction": duty.jurisdiction,
        "clause": list(duty.clause),
        "eid": duty.eid,
        "paragraph": duty.paragraph,
        "quote": duty.quote,
        "actors": list(duty.actors),
        "actor_stated": duty.actor_stated,
        "modality": duty.modality,
        "action": duty.action,
        "counterparts": list(duty.counterparts),
        "condition": duty.condition,
        "deadlines": [deadline_to_dict(deadline) for deadline in duty.deadlines],
        "topic": duty.topic,
        "span": list(duty.span),
        "rule": duty.rule,
        "confidence": duty.confidence,
        "status": duty.status,
    }


def document_to_dict(document: DocumentRecord) -> dict[str, Any]:
    """A document as ``documents --json`` lists it."""
    meta = document.metadata
    return {
        "number": meta.number,
        "title": meta.title,
        "slug": document.slug,
        "issuer": meta.issuer,
        "jurisdiction": meta.jurisdiction,
        "issued_on": _iso(meta.issued_on),
        "effective_on": _iso(meta.effective_on),
        "expires_on": _iso(meta.expires_on),
        "trial": meta.trial,
        "status": document.status,
        "sha256": document.sha256,
        "clauses": document.clauses,
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def clause_to_dict(clause: ClauseRecord) -> dict[str, Any]:
    """A clause as ``clauses --json`` lists it; its own paragraphs, without those of its sub-clauses."""
    return {
        "document": clause.document,
        "eid": clause.eid,
        "path": list(clause.path),
        "kind": clause.kind,
        "heading": clause.heading,
        "paragraphs": [paragraph.text for paragraph in clause.paragraphs],
        "span": list(clause.span),
        "source_span": list(clause.source_span),
    }


def hits_to_dict(query: str, hits: Iterable[SearchHit], *, id: str | None = None) -> dict[str, Any]:
    """The result of a search, best first."""
    return {
        "id": id,
        "query": query,
        "hits": [
            {
                "document": named_to_dict(hit.document),
                "clause": list(hit.clause.path),
                "eid": hit.clause.eid,
                "heading": hit.clause.heading,
                "text": hit.clause.own_text,
                "score": round(hit.score, 4),
            }
            for hit in hits
        ],
    }
