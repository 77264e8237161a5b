"""What the assistant takes and gives: the shapes of DESIGN.md as frozen dataclasses.

``reply_to_dict`` and its like in ``assistant.render`` turn them into the JSON of DESIGN.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from corpus import ClausePath, ClauseRecord, Deadline, DocumentRecord, Duty, Modality, Span

RelatedRole: TypeAlias = Literal["leads", "cooperates", "excluded", "dispute", "exception", "extension", "urgent"]
ReplyStatus: TypeAlias = Literal["answered", "not_stated", "no_basis"]


@dataclass(frozen=True, slots=True)
class Analysis:
    """How the question was understood. ``asks`` holds kinds such as who, deadline, materials, steps, amount, meta."""

    district: str | None
    asks: tuple[str, ...]
    topic: str | None
    terms: tuple[str, ...]
    districts: tuple[str, ...] = ()  # candidates where the name fits several, or all that are to be compared
    department: str | None = None
    references: tuple[str, ...] = ()  # clause references and document numbers found in the question
    shown: str = ""  # the line shown to the user: 按：卫滨区 · 案件移送 · 时限


@dataclass(frozen=True, slots=True)
class Related:
    """A clause that stands beside an answer, in a role to it. ``label`` is what users read for the role; ``duty`` the
    one that tells it, where it is just one.
    """

    role: RelatedRole
    label: str
    actors: tuple[str, ...]
    text: str
    clause: ClauseRecord
    citation: str
    quote: str
    quote_span: Span
    duty: Duty | None = None

    @property
    def url(self) -> str:
        return f"/documents/{self.clause.document}#{self.clause.eid}"


@dataclass(frozen=True, slots=True)
class Card:
    """One answer from one clause; ``related`` is what other clauses of the same document say beside it."""

    document: DocumentRecord
    clause: ClauseRecord
    citation: str
    text: str
    quote: str
    quote_span: Span
    actors: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    action: str | None = None
    condition: str | None = None
    modality: Modality | None = None
    deadlines: tuple[Deadline, ...] = ()
    confidence: float = 0.0
    duty: Duty | None = None  # the one that action, condition and modality come from, see `assistant.proof`
    related: tuple[Related, ...] = ()  # see `assistant.boundary`

    @property
    def path(self) -> ClausePath:
        return self.clause.path

    @property
    def url(self) -> str:
        return f"/documents/{self.document.slug}#{self.clause.eid}"


@dataclass(frozen=True, slots=True)
class Nearest:
    """A clause shown with a refusal: near the question, but not an answer to it."""

    document: DocumentRecord
    clause: ClauseRecord
    citation: str
    quote: str

    @property
    def url(self) -> str:
        return f"/documents/{self.document.slug}#{self.clause.eid}"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user chose in place of what the question says: districts (() are all), a topic; None is no choice."""

    districts: tuple[str, ...] | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to one question: answered with cards, or refused with a reason and what is nearest."""

    question: str
    status: ReplyStatus
    text: str
    analysis: Analysis
    answers: tuple[Card, ...] = ()
    reason: str | None = None
    nearest: tuple[Nearest, ...] = ()
    id: str | None = None
    chosen: Chosen | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A clause found by full text, with its score (higher is better)."""

    document: DocumentRecord
    clause: ClauseRecord
    score: float
