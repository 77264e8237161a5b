"""Full text behind one door: what goes in, what comes out, and what an engine has to do.

No type of an engine leaves this folder. An engine keeps ids only; the text comes from the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from corpus import ClauseRecord, DocumentRecord


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause as it is indexed: its own text, under the title and the headings above it.

    ``text`` holds number, heading and own paragraphs, not the sub-clauses, which are entries of their own.
    ``headings`` are those of its ancestors, ``heading`` its own without the number. ``topics`` and ``departments`` are
    those of the duties it lays down.
    """

    document: str
    eid: str
    title: str
    headings: tuple[str, ...]
    text: str
    district: str | None = None
    topics: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    kind: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be; None lets everything through."""

    district: str | None = None
    document: str | None = None
    kind: str | None = None
    topic: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found, by document slug and eid; a higher score is better, within one search only."""

    document: str
    eid: str
    score: float


class FullText(Protocol):
    """What an engine does. All of it may be called from many threads."""

    @property
    def revision(self) -> int:
        """The store's revision that the index shows."""
        ...

    def update(self, entries: Iterable[Entry], deletions: Collection[str], *, revision: int) -> None:
        """Take out the documents in ``deletions`` and those of ``entries``, then put the entries in; all or nothing."""
        ...

    def search(self, text: str, filters: Filters = Filters(), limit: int = 20) -> tuple[Hit, ...]:  # frozen
        """The best clauses for ``text``, best first."""
        ...

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Titles, headings and departments that begin with ``prefix``, then those that contain it."""
        ...

    def holds(self, word: str) -> bool:
        """Whether any clause holds ``word``."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


def build_entry(
    clause: ClauseRecord, document: DocumentRecord, *, topics: Iterable[str] = (), departments: Iterable[str] = ()
) -> Entry:
    """The entry of a stored clause, with the topics and departments of its duties."""
    return Entry(
        document=clause.document,
        eid=clause.eid,
        title=document.metadata.title,
        headings=clause.headings,
        text=clause.own_text,
        district=document.metadata.jurisdiction,
        topics=tuple(dict.fromkeys(topics)),
        departments=tuple(dict.fromkeys(departments)),
        kind=clause.kind,
        heading=clause.heading,
    )
