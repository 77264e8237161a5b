"""The Chinese words that pages and command line show for identifiers, read from `data/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from corpus import ClauseRecord, Deadline, DocumentRecord

_DATA = Path(__file__).parent / "data"
WordList: TypeAlias = Literal[
    "modality",
    "duty_status",
    "document_status",
    "reply_status",
    "gap_kind",
    "clause_kind",
    "topic",
    "outcome",
    "stage",
    "route",
    "route_answer",
]


@cache
def load_words() -> dict[str, Any]:
    """The lists of `data/words.json` by name."""
    words: dict[str, Any] = json.loads((_DATA / "words.json").read_text(encoding="utf-8"))
    return words


def topic_words() -> Mapping[str, str]:
    """The topics by identifier, in their order, with the names that users read."""
    from assistant import load_topics  # here, so that commands that name no topic start fast

    return load_topics().labels


def label(word_list: WordList, identifier: str) -> str:
    """What users read for ``identifier``; the identifier itself where the list has no word for it."""
    words = topic_words() if word_list == "topic" else load_words()[word_list]
    return str(words.get(identifier, identifier))


def counterpart_label(action: str | None) -> str:
    """The name of the field that holds the counterparts of ``action``.

    >>> counterpart_label("移送案件"), counterpart_label(None)
    ('移送给谁', '涉及对象')
    """
    words = load_words()
    matching = (
        entry["label"] for entry in words["counterpart_labels"] if any(act in (action or "") for act in entry["acts"])
    )
    return str(next(matching, words["counterpart_default"]))


def render_deadline(deadline: Deadline) -> str:
    """``deadline`` as written, and in words where it fixes no length of time."""
    return f"{deadline.text}（未规定具体期限）" if deadline.kind == "vague" else deadline.text


def render_moment(moment: datetime) -> str:
    """``moment`` on this machine's clock: 2026-11-21 20:05."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def clause_name(clause: ClauseRecord) -> str:
    """The short name of a clause: its path (三（一）2), the word for its kind where it has none, or its heading."""
    return "".join(clause.path) or label("clause_kind", clause.kind)


def document_name(document: DocumentRecord) -> str:
    """What lists call a document: its title, or its number or the name of its file where it has none."""
    return document.metadata.title or document.metadata.number or document.source_name
