"""The journal: questions that could not be answered, and what users report of answers.

It is kept apart from all that is read from documents: no import, rebuild or removal of a document touches it. It holds
no personal data of its own; equal entries are counted, not multiplied; each kind has a limit, past which what was met
longest ago goes. Writing uses a connection of its own that hardly waits, so that nobody is held up by it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias, TypeVar

from sqlite_utils import Database

from corpus import fold_text
from index.codec import dump
from index.connection import Connections, open_database, translated
from index.errors import StoreMissingError

T = TypeVar("T")
EntryKind: TypeAlias = Literal["refusal", "feedback"]

MOST_REFUSALS = 5000
MOST_FEEDBACK = 2000
LONGEST_QUESTION = 500
LONGEST_COMMENT = 500
_MOST: dict[EntryKind, int] = {"refusal": MOST_REFUSALS, "feedback": MOST_FEEDBACK}
_WAIT_SECONDS = 0.2
_ENDS = "。？！，、；：.~…"


@dataclass(frozen=True, slots=True)
class CitedClause:
    """A clause as an entry names it: slug of the document, eid, and the citation as it was shown."""

    document: str
    eid: str
    citation: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A question that got no answer, how it was understood, why, and what was nearest.

    Several districts that it was about stand in ``district`` with 、 between them. ``count`` is how often it was
    asked, between ``first_at`` and ``last_at`` (with time zone).
    """

    question: str
    district: str | None
    status: str
    reason: str
    first_at: datetime
    last_at: datetime
    topic: str | None = None
    asks: tuple[str, ...] = ()
    nearest: tuple[CitedClause, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user found wrong with the answer to a question: a choice by its id, and a comment that may be empty.

    ``clause`` is the one that was shown; None where none was.
    """

    question: str
    district: str | None
    choice: str
    first_at: datetime
    last_at: datetime
    comment: str = ""
    clause: CitedClause | None = None
    count: int = 1


class Journal:
    """The journal of one store; reached as `Store.journal`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def add_refusal(self, entry: Refusal) -> None:
        """Keep ``entry``; one with the same folded question and district is counted up and takes its other fields.

        A question longer than LONGEST_QUESTION is cut. Raises IndexFolderError where it cannot be kept at once.
        """
        question = entry.question[:LONGEST_QUESTION]
        data = {
            "question": question,
            "status": entry.status,
            "reason": entry.reason,
            "topic": entry.topic,
            "asks": entry.asks,
            "nearest": [_pack_clause(clause) for clause in entry.nearest],
        }
        self._add("refusal", entry, _key(question), data)

    def add_feedback(self, entry: Feedback) -> None:
        """Keep ``entry``; the same report on the same answer is counted up. Long texts are cut.

        Raises IndexFolderError where it cannot be kept at once.
        """
        question, comment = entry.question[:LONGEST_QUESTION], entry.comment[:LONGEST_COMMENT]
        clause = _pack_clause(entry.clause) if entry.clause else None
        data = {"question": question, "choice": entry.choice, "comment": comment, "clause": clause}
        place = clause[:2] if clause else []
        self._add("feedback", entry, dump([_key(question), *place, entry.choice, fold_text(comment)]), data)

    def refusals(self, *, district: str | None = None) -> tuple[Refusal, ...]:
        """The refusals (those about one district where given), most frequent first, then the latest first."""
        return self._entries("refusal", district, _refusal)

    def feedback(self, *, district: str | None = None) -> tuple[Feedback, ...]:
        """The feedback (on one district where given), most frequent first, then the latest first."""
        return self._entries("feedback", district, _feedback)

    def _add(self, kind: EntryKind, entry: Refusal | Feedback, key: str, data: dict[str, Any]) -> None:
        row = [kind, entry.district or "", key, entry.count, _utc(entry.first_at), _utc(entry.last_at), dump(data)]
        with self._writing() as db:
            known = db.execute("SELECT 1 FROM journal WHERE kind = ? AND district = ? AND key = ?", row[:3]).fetchone()
            db.execute(_UPSERT, row)
            if not known:
                db.execute(_DROP_OLDEST, [kind, _MOST[kind]])

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        """A short write transaction that waits for others no longer than _WAIT_SECONDS."""
        path = self._connections.path
        if not path.exists():  # SQLite would make an empty file
            raise StoreMissingError(f"数据目录中没有知识库：{path.parent}", hint="请运行 quanze build。")
        with translated(path):
            db = open_database(path, busy_seconds=_WAIT_SECONDS)
            try:
                db.conn.execute("BEGIN IMMEDIATE")
                yield db
                db.conn.execute("COMMIT")
            finally:
                db.close()

    def _entries(self, kind: EntryKind, district: str | None, decode: Callable[[tuple[Any, ...]], T]) -> tuple[T, ...]:
        with self._connections.reading() as db:
            rows = db.execute(
                "SELECT district, count, first_at, last_at, data FROM journal"
                " WHERE kind = ? AND (? IS NULL OR instr('、' || district || '、', '、' || ? || '、'))"
                " ORDER BY count DESC, last_at DESC, id DESC",
                [kind, district, district],
            ).fetchall()
        return tuple(map(decode, rows))


_UPSERT = (
    "INSERT INTO journal (kind, district, key, count, first_at, last_at, data) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (kind, district, key) DO UPDATE SET count = count + excluded.count, data = excluded.data,"
    " first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)"
)
_DROP_OLDEST = (
    "DELETE FROM journal WHERE id IN"
    " (SELECT id FROM journal WHERE kind = ? ORDER BY last_at DESC, id DESC LIMIT -1 OFFSET ?)"
)


def _key(question: str) -> str:
    """What makes two questions equal: the folded words without the punctuation at their end."""
    folded = fold_text(question)
    return folded.rstrip(_ENDS) or folded


def _utc(moment: datetime) -> str:
    """``moment`` in UTC to the second, in a form whose order is that of time. Needs a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment of the journal has a time zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _pack_clause(clause: CitedClause) -> list[str]:
    return [clause.document, clause.eid, clause.citation]


def _refusal(row: tuple[Any, ...]) -> Refusal:
    district, count, first_at, last_at, text = row
    data = json.loads(text)
    return Refusal(
        question=data["question"],
        district=district or None,
        status=data["status"],
        reason=data["reason"],
        first_at=datetime.fromisoformat(first_at),
        last_at=datetime.fromisoformat(last_at),
        topic=data["topic"],
        asks=tuple(data["asks"]),
        nearest=tuple(CitedClause(*clause) for clause in data["nearest"]),
        count=count,
    )


def _feedback(row: tuple[Any, ...]) -> Feedback:
    district, count, first_at, last_at, text = row
    data = json.loads(text)
    return Feedback(
        question=data["question"],
        district=district or None,
        choice=data["choice"],
        first_at=datetime.fromisoformat(first_at),
        last_at=datetime.fromisoformat(last_at),
        comment=data["comment"],
        clause=CitedClause(*data["clause"]) if data["clause"] else None,
        count=count,
    )
