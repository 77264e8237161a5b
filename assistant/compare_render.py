"""A comparison to JSON. Nothing is added here."""

from __future__ import annotations

from typing import Any

from assistant.compare import CompareCell, CompareEntry, CompareRow, Matrix, find_contrasts
from assistant.render import deadline_to_dict, named_to_dict
from assistant.strictness import ORDER_NOTE


def matrix_to_dict(matrix: Matrix) -> dict[str, Any]:
    """The reply of ``compare --json`` and ``GET /api/v1/compare``::

        {"districts": [{"name", "in_store", "documents": [{"number", "title", "slug"}]}],
         "topics": [{"topic", "counts": [n | null, …],
                     "rows": [{"act", "party", "label", "differences": […], "ladder": ["三日内", …], "cells": […]}]}],
         "contrasts": [{"district", "only_here": [{"topic", "act", "party", "label"}], "missing_here": […]}],
         "order": "…"}

    ``counts`` and ``cells`` follow ``districts``. A cell is ``{"district", "status", "rank", "limits": [{…deadline,
    "case"}], "entries": […]}`` with status fixed, vague, unstated, elsewhere, none or not_in_store; its entries are in
    order of relevance, each with ``duty`` (the id), actors, modality, action, counterparts, condition, deadlines,
    clause, eid, document, citation, quote, quote_span, url, actor_stated, status, exception and topic (null, or the
    topic it stands under).
    """
    return {
        "districts": [
            {
                "name": district.name,
                "in_store": bool(district.documents),
                "documents": [named_to_dict(record) for record in district.documents],
            }
            for district in matrix.districts
        ],
        "topics": [
            {"topic": group.topic, "counts": list(group.counts), "rows": [_row_to_dict(row) for row in group.rows]}
            for group in matrix.groups
        ],
        "contrasts": [
            {
                "district": contrasts.district,
                "only_here": [_name(row) for row in contrasts.only_here],
                "missing_here": [_name(row) for row in contrasts.missing_here],
            }
            for contrasts in find_contrasts(matrix)
        ],
        "order": ORDER_NOTE,
    }


def _name(row: CompareRow) -> dict[str, Any]:
    return {"topic": row.topic, "act": row.key.act, "party": row.key.party or None, "label": row.label}


def _row_to_dict(row: CompareRow) -> dict[str, Any]:
    return {
        "act": row.key.act,
        "party": row.key.party or None,
        "label": row.label,
        "differences": list(row.differences),
        "ladder": [limit.deadline.text for limit in row.ladder],
        "cells": [_cell_to_dict(cell) for cell in row.cells],
    }


def _cell_to_dict(cell: CompareCell) -> dict[str, Any]:
    return {
        "district": cell.district,
        "status": cell.status,
        "rank": cell.rank,
        "limits": [{**deadline_to_dict(limit.deadline), "case": limit.case} for limit in cell.limits],
        "entries": [_entry_to_dict(entry) for entry in cell.entries],
    }


def _entry_to_dict(entry: CompareEntry) -> dict[str, Any]:
    duty = entry.duty
    return {
        "duty": duty.id,
        "actors": list(entry.actors),
        "actor_stated": duty.actor_stated,
        "modality": duty.modality,
        "action": duty.action,
        "counterparts": list(duty.counterparts),
        "condition": duty.condition,
        "deadlines": [deadline_to_dict(deadline) for deadline in duty.deadlines],
        "document": entry.document.slug,
        "clause": list(duty.clause),
        "eid": duty.eid,
        "citation": entry.citation,
        "quote": duty.quote,
        "quote_span": list(duty.span),
        "url": entry.url,
        "status": duty.status,
        "exception": entry.exception,
        "topic": entry.topic,
    }
