"""What is kept at hand of an index while it is open: words, duties and facet values of each clause.

Whoosh's postings say where characters stand; whether they stand in a row, and how many hits each filter would leave,
is read from here. It is loaded once for every state of the index, about 3 KB a clause, and shared by all threads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from index.expressions import HAS_DEADLINE, NO_DEADLINE, DocumentCounts, Labels
from index.fulltext import DutyEntry, Entry
from index.tokens import normalise

FacetValues: TypeAlias = tuple[tuple[str, ...], ...]  # in the order of expressions.FACET_NAMES
T = TypeVar("T")
KEPT_RESULTS = 64  # sets of clauses that fit an expression
KEPT_SCOPES = 16  # searches with their filters, kept for the next page
_ATTACHMENT = "att"  # what the eid of an attachment and of all in it begins with


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty of an indexed clause: its id, its words as they are compared, its actors, its facet values."""

    id: str
    text: str
    departments: tuple[str, ...]
    facets: FacetValues


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """An indexed clause. ``head`` holds the headings above it and its own, ``text`` these and its own text."""

    number: int
    document: str
    eid: str
    district: str | None
    printed_heading: str
    heading: str
    head: str
    text: str
    facets: FacetValues
    duties: tuple[DutyRow, ...]

    @property
    def in_attachment(self) -> bool:
        """Whether the clause is an attachment or stands in one."""
        return self.eid.startswith(_ATTACHMENT)


@dataclass
class Catalogue:
    """The clauses of one state of the index by their number in it, and what was worked out from them."""

    rows: dict[int, ClauseRow]
    results: dict[object, frozenset[int]] = field(default_factory=dict)
    scopes: dict[object, Any] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The numbers of all clauses."""
        return frozenset(self.rows)

    @cached_property
    def order(self) -> dict[int, int]:
        """The place of each clause when documents stand together by district, each in reading order."""
        ordered = sorted(
            self.rows.values(), key=lambda row: (row.district is None, row.district or "", row.document, row.number)
        )
        return {row.number: place for place, row in enumerate(ordered)}

    @cached_property
    def labels(self) -> Labels:
        """Departments and headings with the number of clauses that have them."""
        headings = Counter(row.printed_heading for row in self.rows.values() if len(row.printed_heading) > 1)
        departments = Counter(name for row in self.rows.values() for name in row.facets[3])
        return Labels(dict(departments), dict(headings))

    @cached_property
    def counts(self) -> dict[str, DocumentCounts]:
        """How much was read from each document, by slug."""
        clauses: Counter[str] = Counter()
        duties: Counter[str] = Counter()
        limited: Counter[str] = Counter()
        for row in self.rows.values():
            clauses[row.document] += 1
            duties[row.document] += len(row.duties)
            limited[row.document] += sum(duty.facets[5] == (HAS_DEADLINE,) for duty in row.duties)
        return {slug: DocumentCounts(clauses[slug], duties[slug], limited[slug]) for slug in clauses}

    def keep(self, key: object, result: frozenset[int]) -> frozenset[int]:
        """``result``, kept under ``key``."""
        if len(self.results) >= KEPT_RESULTS:
            self.results.clear()
        self.results[key] = result
        return result

    def keep_scope(self, key: object, scope: T) -> T:
        """``scope``, kept under ``key``."""
        if len(self.scopes) >= KEPT_SCOPES:
            self.scopes.clear()
        self.scopes[key] = scope
        return scope


def plain(text: str) -> str:
    """``text`` as phrases are compared: NFKC, lower case, no white space but between lines."""
    return "\n".join("".join(line.split()) for line in normalise(text).splitlines())


def pack_details(entry: Entry) -> tuple[Any, ...]:
    """What is stored of an entry, beside its document and eid, for `load_catalogue`."""
    heading = entry.heading.replace("\n", "").strip(" 。：:")
    head = plain("\n".join((*entry.headings, entry.heading)))
    duties = [
        (duty.id, plain(duty.text), duty.topic, duty.departments, duty.modality, duty.deadline) for duty in entry.duties
    ]
    return heading, head, plain(entry.text), entry.district, entry.year, entry.topics, entry.departments, duties


def load_catalogue(searcher: Any) -> Catalogue:
    """The catalogue of all clauses that ``searcher`` sees, deleted ones left out."""
    return Catalogue({row.number: row for row in _load_rows(searcher.reader())})


def _load_rows(reader: Any) -> Iterator[ClauseRow]:
    for number in reader.all_doc_ids():
        stored = reader.stored_fields(number)
        heading, head, text, district, year, topics, departments, packed = stored["details"]
        document, eid = stored["document"], stored["eid"]
        place = _one(district), (document,)
        duties = tuple(_load_duty(DutyEntry(*duty), place, _one(year)) for duty in packed)
        modalities = tuple(dict.fromkeys(duty.facets[4][0] for duty in duties))
        limited = HAS_DEADLINE if any(duty.facets[5] == (HAS_DEADLINE,) for duty in duties) else NO_DEADLINE
        facets = (*place, tuple(topics), tuple(departments), modalities, (limited,), _one(year))
        yield ClauseRow(
            number, document, eid, district, heading, plain(heading), head, f"{head}\n{text}", facets, duties
        )


def _load_duty(duty: DutyEntry, place: FacetValues, year: tuple[str, ...]) -> DutyRow:
    limited = HAS_DEADLINE if duty.deadline else NO_DEADLINE
    facets = (*place, (duty.topic,), duty.departments, (duty.modality,), (limited,), year)
    return DutyRow(duty.id, duty.text, duty.departments, facets)


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()
