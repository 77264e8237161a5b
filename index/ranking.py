"""The best clauses for the terms of a question: BM25 added up term by term, over Whoosh's postings.

Whoosh's own matcher trees are not used. Their block skipping loses scores (`AndMaybeMatcher`) or fails an assertion
(`RequireMatcher`) in whoosh-reloaded 2.7.5, and walking them costs several times as much. The rarest term comes first,
so that what the time limit leaves out counts least.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from index.tokens import QueryTerms

FIELD = "content"
MAX_TERMS = 12
COMMON_SHARE = 0.02
COMMON_FROM = 1000  # clauses; among fewer any term may bring a clause in
PAIR_BOOST = 0.5
MAX_CANDIDATES = 1000  # best clauses by their rare terms whose common terms are looked at
_K1, _B = 1.2, 0.75
_CHECK_EVERY = 1024  # postings between two looks at the clock


@dataclass(frozen=True, slots=True)
class _Term:
    """A term that is in the index, in how many clauses it is, and the most that it can add to a score."""

    text: str
    count: int
    weight: float


def find_best(
    searcher: Any, terms: QueryTerms, allowed: Set[int] | None, limit: int, deadline: float
) -> list[tuple[int, float]]:
    """Document numbers and scores of the best clauses, best first, out of ``allowed`` (None: of all).

    The rarest terms are taken, ``MAX_TERMS`` of the words and as many of the pairs. Where there are many clauses to
    choose from, a clause must hold a rare term (or the rarest that is found); terms in more than ``COMMON_SHARE`` of
    all clauses only add to the score. ``deadline`` is a reading of `time.monotonic`; past it the best so far are
    returned.
    """
    reader = searcher.reader()
    chosen = sorted(
        [*_rarest(searcher, terms.words, 1.0), *_rarest(searcher, terms.pairs, PAIR_BOOST)], key=lambda term: term.count
    )
    total = reader.doc_count()
    choice = total if allowed is None else len(allowed)
    most = COMMON_SHARE * total if choice >= COMMON_FROM else total
    lengths = _Lengths(searcher)
    scores: dict[int, float] = {}
    ordered = sorted(allowed) if allowed is not None else []
    for term in chosen:
        postings = searcher.postings(FIELD, term.text)
        if scores and term.count > most:
            found = _among(postings, sorted(heapq.nlargest(MAX_CANDIDATES, scores, key=scores.__getitem__)))
        elif allowed is not None:
            found = _among(postings, ordered) if len(ordered) < term.count else _within(_all(postings), allowed)
        else:
            found = _all(postings)
        if not _add(scores, found, term, lengths, deadline):
            break
    return heapq.nlargest(limit, scores.items(), key=lambda item: (item[1], -item[0]))


def _rarest(searcher: Any, terms: Iterable[str], boost: float) -> list[_Term]:
    reader = searcher.reader()
    counted = sorted((count, term) for term in terms if (count := reader.doc_frequency(FIELD, term)))
    return [_Term(term, count, boost * searcher.idf(FIELD, term) * (_K1 + 1)) for count, term in counted[:MAX_TERMS]]


def _add(
    scores: dict[int, float], postings: Iterable[tuple[int, float]], term: _Term, lengths: _Lengths, deadline: float
) -> bool:
    """Add the term's part to the scores; False where the time is up."""
    for count, (number, frequency) in enumerate(postings):
        if count % _CHECK_EVERY == 0 and time.monotonic() > deadline:
            return False
        part = term.weight * frequency / (frequency + lengths[number])
        scores[number] = scores.get(number, 0.0) + part
    return True


def _all(postings: Any) -> Iterator[tuple[int, float]]:
    while postings.is_active():
        yield postings.id(), postings.weight()
        postings.next()


def _within(postings: Iterable[tuple[int, float]], allowed: Set[int]) -> Iterator[tuple[int, float]]:
    return (pair for pair in postings if pair[0] in allowed)


def _among(postings: Any, numbers: Iterable[int]) -> Iterator[tuple[int, float]]:
    """The postings of these ascending numbers, skipping what lies between."""
    for number in numbers:
        if not postings.is_active():
            return
        postings.skip_to(number)
        if postings.is_active() and postings.id() == number:
            yield number, postings.weight()


class _Lengths(dict[int, float]):
    """BM25's length part of a clause, looked up once."""

    def __init__(self, searcher: Any) -> None:
        super().__init__()
        self._length = searcher.reader().doc_field_length
        self._average = searcher.avg_field_length(FIELD) or 1.0

    def __missing__(self, number: int) -> float:
        value: float = _K1 * ((1 - _B) + _B * self._length(number, FIELD, 1) / self._average)
        self[number] = value
        return value
