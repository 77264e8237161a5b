"""Full text behind one door: what goes in, what comes out, and what an engine has to do.

No type of an engine leaves this folder. An engine keeps ids only; the text comes from the store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from corpus import ClauseRecord, DocumentRecord, Duty
from index.expressions import Choices, DocumentCounts, Expression, Found, Hit, Labels, Page


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """One duty as it is indexed with its clause: its own words, and what it can be filtered by."""

    id: str
    text: str
    topic: str
    departments: tuple[str, ...]
    modality: str
    deadline: bool  # 及时 and the like are none


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
    year: str | None = None
    duties: tuple[DutyEntry, ...] = ()

    @property
    def modalities(self) -> tuple[str, ...]:
        """The modalities of its duties."""
        return tuple(dict.fromkeys(duty.modality for duty in self.duties))

    @property
    def has_deadline(self) -> bool:
        """Whether one of its duties has a time limit."""
        return any(duty.deadline for duty in self.duties)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be; None lets everything through."""

    district: str | None = None
    document: str | None = None
    kind: str | None = None
    topic: str | None = None
    department: str | None = None
    modality: str | None = None
    deadline: str | None = None  # yes or no
    year: str | None = None


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

    def explore(self, expression: Expression, choices: Choices = ..., page: Page = ...) -> Found:
        """The hits of an expression narrowed by choices: totals of all groups, one page of one, counts by facet."""
        ...

    def labels(self) -> Labels:
        """Departments and clause headings, each with the number of clauses that have it."""
        ...

    def counts(self) -> Mapping[str, DocumentCounts]:
        """How much was read from each document, by slug."""
        ...

    def close(self) -> None:
        """Let go of files."""
        ...


def build_entry(
    clause: ClauseRecord,
    document: DocumentRecord,
    *,
    topics: Iterable[str] = (),
    departments: Iterable[str] = (),
    duties: Iterable[Duty] = (),
) -> Entry:
    """The entry of a stored clause, with its duties and their topics and departments; ``topics`` and ``departments``
    add to these.
    """
    duties = tuple(duties)
    dated = document.metadata.issued_on or document.metadata.printed_on
    return Entry(
        document=clause.document,
        eid=clause.eid,
        title=document.metadata.title,
        headings=clause.headings,
        text=clause.own_text,
        district=document.metadata.jurisdiction,
        topics=tuple(dict.fromkeys([*topics, *(duty.topic for duty in duties)])),
        departments=tuple(dict.fromkeys([*departments, *(actor for duty in duties for actor in duty.actors)])),
        kind=clause.kind,
        heading=clause.heading,
        year=str(dated.year) if dated else None,
        duties=tuple(map(_build_duty_entry, duties)),
    )


def _build_duty_entry(duty: Duty) -> DutyEntry:
    limited = any(deadline.kind != "vague" for deadline in duty.deadlines)
    words = (*duty.actors, duty.action, *duty.counterparts, duty.condition or "", duty.quote)
    return DutyEntry(duty.id, "\n".join(words), duty.topic, tuple(dict.fromkeys(duty.actors)), duty.modality, limited)
