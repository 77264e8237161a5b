"""The Whoosh schema, and an entry as its fields."""

from __future__ import annotations

from typing import Any

from whoosh import fields

from index import lexicon
from index.catalogue import pack_details
from index.expressions import HAS_DEADLINE, NO_DEADLINE
from index.fulltext import Entry
from index.tokens import Segmenter

FORMAT = 2  # raise when fields or their content change, so that indexes are built again
MAX_LABEL = 120  # characters; longer ones are no help to whoever types
FILTER_FIELDS = {
    "document": "document",
    "district": "district",
    "kind": "kind",
    "topic": "topics",
    "department": "departments",
    "modality": "modalities",
    "deadline": "deadline",
    "year": "year",
}


def build_schema() -> Any:
    """The schema. ``content`` holds the terms of title, headings and text; positions are not kept.

    ``details`` is what `index.catalogue` keeps at hand of each clause: words and duties, for phrases and counts.
    """
    return fields.Schema(
        document=fields.ID(stored=True),
        eid=fields.STORED,
        content=fields.TEXT(phrase=False),
        labels=fields.KEYWORD,
        district=fields.KEYWORD,
        kind=fields.KEYWORD,
        topics=fields.KEYWORD,
        departments=fields.KEYWORD,
        modalities=fields.KEYWORD,
        deadline=fields.KEYWORD,
        year=fields.KEYWORD,
        details=fields.STORED,
    )


class EntryFields:
    """Turns entries into fields; cuts the title and the headings that neighbours share only once."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._document = ""
        self._cut: dict[str, list[str]] = {}

    def build(self, entry: Entry) -> dict[str, Any]:
        """The fields of one entry."""
        if entry.document != self._document:
            self._document, self._cut = entry.document, {}
        content = [*self._tokens(entry.title)]
        for heading in entry.headings:
            content.extend(self._tokens(heading))
        content.extend(self._segmenter.tokens_for_index(entry.text))
        return {
            "document": entry.document,
            "eid": entry.eid,
            "content": content,
            "labels": _labels(entry),
            "district": [entry.district] if entry.district else [],
            "kind": [entry.kind] if entry.kind else [],
            "topics": list(entry.topics),
            "departments": list(entry.departments),
            "modalities": list(entry.modalities),
            "deadline": [HAS_DEADLINE if entry.has_deadline else NO_DEADLINE],
            "year": [entry.year] if entry.year else [],
            "details": pack_details(entry),
        }

    def _tokens(self, text: str) -> list[str]:
        if text not in self._cut:
            self._cut[text] = self._segmenter.tokens_for_index(text)
        return self._cut[text]


def _labels(entry: Entry) -> list[str]:
    numbers = lexicon.pattern("heading_numbers")
    printed = (entry.title, entry.heading, *entry.headings, *entry.departments)
    labels = (numbers.sub("", label.replace("\n", "")).strip(" 。：:") for label in printed)
    return [label for label in dict.fromkeys(labels) if 1 < len(label) <= MAX_LABEL]
