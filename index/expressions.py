"""What can be asked of full text besides plain words: expressions, choices among facets, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

FacetName: TypeAlias = Literal["district", "document", "topic", "department", "modality", "deadline", "year"]
Group: TypeAlias = Literal["clauses", "duties", "departments", "attachments"]
Sort: TypeAlias = Literal["relevance", "document"]

FACET_NAMES: tuple[FacetName, ...] = ("district", "document", "topic", "department", "modality", "deadline", "year")
GROUPS: tuple[Group, ...] = ("clauses", "duties", "departments", "attachments")
HAS_DEADLINE, NO_DEADLINE = "yes", "no"


@dataclass(frozen=True, slots=True)
class Words:
    """Clauses that hold every word of ``text``, wherever; numbers before a unit in either spelling."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Clauses that hold ``text`` character by character, white space aside; in the heading only where so asked."""

    text: str
    in_heading: bool = False


@dataclass(frozen=True, slots=True)
class Among:
    """Clauses that have one of ``values`` in a facet; none where there are no values."""

    facet: FacetName
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Clauses that fit every part."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Clauses that fit one of the parts."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Clauses that do not fit ``part``."""

    part: Expression


Expression: TypeAlias = Words | Phrase | Among | AllOf | AnyOf | Without


@dataclass(frozen=True, slots=True)
class Choices:
    """The values chosen of each facet: a hit has one of them in every facet in which any is chosen."""

    district: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    deadline: tuple[str, ...] = ()
    year: tuple[str, ...] = ()

    def of(self, facet: FacetName) -> tuple[str, ...]:
        """What is chosen of ``facet``."""
        chosen: tuple[str, ...] = getattr(self, facet)
        return chosen


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of which group is wanted, in what order."""

    group: Group = "clauses"
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found, by document slug and eid; a higher score is better, within one search only."""

    document: str
    eid: str
    score: float


@dataclass(frozen=True, slots=True)
class DutyHit:
    """A duty that was found, by document slug and duty id."""

    document: str
    id: str


@dataclass(frozen=True, slots=True)
class DepartmentHit:
    """A department that bears duties found: its district, its name as printed, how many of them, in which documents."""

    district: str | None
    name: str
    duties: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """How many hits there would be for each value, were it the only one chosen of this facet; most first."""

    name: FacetName
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What an exploration found: the number of hits of every group, one page of the group asked for, its facets."""

    totals: dict[Group, int]
    clauses: tuple[Hit, ...] = ()
    duties: tuple[DutyHit, ...] = ()
    departments: tuple[DepartmentHit, ...] = ()
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """How much was read from one document."""

    clauses: int = 0
    duties: int = 0
    with_deadline: int = 0


@dataclass(frozen=True, slots=True)
class Labels:
    """What the index can be searched by: departments and clause headings, each with the number of clauses."""

    departments: dict[str, int] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
