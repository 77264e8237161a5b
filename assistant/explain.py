"""Why a question got the reply it got: how it was read, by which route it was answered, what was weighed.

The reply comes from the code that answers; what that code reads is watched on the way, so that nothing is told that did
not happen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from assistant.answering import Base, answer, states
from assistant.bundles import Bundle
from assistant.certainty import Signs
from assistant.compose import build_nearest
from assistant.direct import is_about_document
from assistant.evidence import Scored, fit_of, gather
from assistant.model import Reply
from assistant.question import Question, Term
from assistant.render import analysis_to_dict
from corpus import DocumentRecord, PowerStatement, Span
from graph import Finding
from index import Filters, Hit

Route: TypeAlias = Literal["unusable", "clause", "document", "list", "evidence"]
_MOST = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of a clause that was weighed.

    ``score`` is ``text`` (how much of the question it speaks of, and where) and ``fit`` (how well its kind of statement
    suits what is asked); ``certainty``, 0 to 1, is what ``signs`` tell of an answer from it being right; ``place`` is
    the best place of its clause in the full text searches, None where it came with a neighbour. ``states`` tells
    whether it has the kind of thing asked for, ``used`` whether it is an answer.
    """

    citation: str
    url: str
    quote: str
    score: float
    text: float
    fit: float
    signs: Signs
    certainty: float
    place: int | None
    said: tuple[str, ...]
    states: bool
    used: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """A reply with how it came about. ``considered`` counts what was weighed, the best of it are the candidates."""

    question: Question
    reply: Reply
    route: Route
    considered: int = 0
    candidates: tuple[Candidate, ...] = ()


@dataclass
class _Watched:
    """A knowledge base that remembers what full text was asked for and what it found."""

    base: Base
    searches: dict[Filters, None] = field(default_factory=dict)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def find(self, words: str, filters: Filters, limit: int) -> tuple[Hit, ...]:
        """The best clauses by full text."""
        hits = self.base.find(words, filters, limit)
        self.searches[filters] = None
        for place, hit in enumerate(hits, start=1):
            key = (hit.document, hit.eid)
            self.places[key] = min(place, self.places.get(key, place))
        return hits

    def bundle(self, slug: str) -> Bundle:
        """A document ready for answering."""
        return self.base.bundle(slug)

    def known(self, word: str) -> bool:
        """Whether any clause holds the word."""
        return self.base.known(word)

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents."""
        return self.base.documents()

    def powers(self, slug: str) -> tuple[PowerStatement, ...]:
        """The numbers of powers that a document states."""
        return self.base.powers(slug)

    def findings(self) -> tuple[Finding, ...]:
        """What does not agree in the documents."""
        return self.base.findings()


def explain(question: Question, base: Base) -> Explanation:
    """The reply to ``question`` with its route and, where evidence was weighed, the best ten pieces of it."""
    watched = _Watched(base)
    reply = answer(question, watched)
    if not watched.searches:
        return Explanation(question, reply, _route(question, reply))
    scored = gather(question, base, tuple(watched.searches))
    candidates = tuple(_candidate(question, item, reply, watched.places) for item in scored[:_MOST])
    return Explanation(question, reply, "evidence", len(scored), candidates)


def _route(question: Question, reply: Reply) -> Route:
    """The route of a reply that no full text was searched for."""
    if reply.status == "no_basis":
        return "unusable"
    if is_about_document(question):
        return "document"
    return "clause" if question.references else "list"


def _candidate(question: Question, item: Scored, reply: Reply, places: Mapping[tuple[str, str], int]) -> Candidate:
    near, fit = build_nearest(item), fit_of(question, item.unit)
    return Candidate(
        citation=near.citation,
        url=near.url,
        quote=near.quote,
        score=item.score,
        text=item.score - fit,
        fit=fit,
        signs=item.signs,
        certainty=item.certainty,
        place=places.get((item.unit.clause.document, item.unit.clause.eid)),
        said=tuple(sorted(term.text for term in item.said)),
        states=states(question, item),
        used=any(near.url == card.url and _overlap(card.quote_span, item.unit.span) for card in reply.answers),
    )


def _overlap(first: Span, second: Span) -> bool:
    """Whether two spans have characters in common."""
    return first[0] < second[1] and second[0] < first[1]


def explanation_to_dict(explanation: Explanation) -> dict[str, Any]:
    """The object that ``ask --explain --json`` prints."""
    question, reply = explanation.question, explanation.reply
    return {
        "question": question.text,
        "read": question.read,
        "traditional": question.is_traditional,
        "corrections": [{"said": one.said, "read": one.read} for one in question.corrections],
        "analysis": analysis_to_dict(reply.analysis),
        "unknown_district": question.scope.unknown,
        "terms": [_term_to_dict(term) for term in question.terms],
        "figures": list(question.figures),
        "route": explanation.route,
        "status": reply.status,
        "text": reply.text,
        "reason": reply.reason,
        "answers": [card.url for card in reply.answers],
        "considered": explanation.considered,
        "candidates": [_candidate_to_dict(candidate) for candidate in explanation.candidates],
    }


def _term_to_dict(term: Term) -> dict[str, Any]:
    return {"text": term.text, "forms": list(term.forms), "concept": term.concept, "is_body": term.is_body}


def _candidate_to_dict(candidate: Candidate) -> dict[str, Any]:
    numbers = {name: round(getattr(candidate, name), 3) for name in ("score", "text", "fit", "certainty")}
    signs = {name: round(value, 3) for name, value in asdict(candidate.signs).items()}
    return {**asdict(candidate), **numbers, "signs": signs, "said": list(candidate.said)}
