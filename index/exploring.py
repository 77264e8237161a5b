"""Expressions evaluated over an index, narrowed by choices, counted by facet, ordered and cut into pages."""

from __future__ import annotations

import heapq
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, TypeVar

from index.catalogue import Catalogue, ClauseRow, DutyRow, plain
from index.expressions import (
    FACET_NAMES,
    AllOf,
    Among,
    AnyOf,
    Choices,
    DepartmentHit,
    DutyHit,
    Expression,
    Facet,
    Found,
    Group,
    Hit,
    Page,
    Phrase,
    Without,
    Words,
)
from index.ranking import FIELD, find_best
from index.tokens import Segmenter, find_numbers, han_runs

_RAREST = 3  # pairs of a phrase whose postings are read; the text itself decides
_DEPARTMENT = FACET_NAMES.index("department")
Row = TypeVar("Row", ClauseRow, "_DutyItem")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number with its unit, in whichever spelling: =3日."""

    term: str


@dataclass(frozen=True, slots=True)
class _DutyItem:
    """A duty with its clause."""

    row: ClauseRow
    duty: DutyRow

    @property
    def facets(self) -> tuple[tuple[str, ...], ...]:
        return self.duty.facets


@dataclass(frozen=True, slots=True)
class _Scope:
    """What an expression finds within some choices: totals, counts, and all hits of one group in reading order."""

    totals: dict[Group, int]
    facets: tuple[Facet, ...]
    rows: Sequence[ClauseRow] = ()
    items: Sequence[_DutyItem] = ()
    departments: Sequence[DepartmentHit] = ()


class Explorer:
    """Answers for one state of an index. ``searcher`` and ``catalogue`` show the same state."""

    def __init__(self, searcher: Any, catalogue: Catalogue, segmenter: Segmenter, deadline: float) -> None:
        self._searcher = searcher
        self._catalogue = catalogue
        self._segmenter = segmenter
        self._deadline = deadline

    def explore(self, expression: Expression, choices: Choices, page: Page) -> Found:
        """The hits of ``expression`` that fit ``choices``: how many in each group, and one page with its facets."""
        resolved = self._resolve(expression)
        key = (resolved, choices, page.group)
        scope: _Scope | None = self._catalogue.scopes.get(key)
        if scope is None:
            scope = self._catalogue.keep_scope(key, self._measure(resolved, choices, page.group))
        return Found(
            scope.totals,
            self._clause_page(expression, scope.rows, page) if scope.rows else (),
            self._duty_page(expression, scope.items, page) if scope.items else (),
            tuple(scope.departments[page.offset : page.offset + page.limit]),
            scope.facets,
        )

    def _measure(self, resolved: Any, choices: Choices, group: Group) -> _Scope:
        """How much of each group fits, with the hits and the counts of the group asked for."""
        rows = [self._catalogue.rows[number] for number in sorted(self._fitting(resolved))]
        items = [_DutyItem(row, duty) for row in rows for duty in row.duties if self._duty_fits(resolved, row, duty)]
        clauses, almost_clauses = narrow([row for row in rows if not row.in_attachment], choices)
        attached, almost_attached = narrow([row for row in rows if row.in_attachment], choices)
        kept, almost_items = narrow(items, choices)
        departments = _departments(kept, choices)
        totals: dict[Group, int] = {
            "clauses": len(clauses),
            "duties": len(kept),
            "departments": len(departments),
            "attachments": len(attached),
        }
        if group == "duties":
            return _Scope(totals, count_values(kept, almost_items), items=kept)
        if group == "departments":
            return _Scope(totals, _count_bodies(kept, almost_items, choices), departments=departments)
        if group == "attachments":
            return _Scope(totals, count_values(attached, almost_attached), rows=attached)
        return _Scope(totals, count_values(clauses, almost_clauses), rows=clauses)

    # What fits

    def _resolve(self, expression: Expression) -> Any:
        """``expression`` with every Words taken apart into the words and numbers that it asks for."""
        if isinstance(expression, Words):
            numbers, words = self._segmenter.search_words(expression.text)
            return AllOf((*map(Phrase, words), *map(_Number, numbers))) if words or numbers else AnyOf(())  # type: ignore[arg-type]
        if isinstance(expression, AllOf):
            return AllOf(tuple(map(self._resolve, expression.parts)))
        if isinstance(expression, AnyOf):
            return AnyOf(tuple(map(self._resolve, expression.parts)))
        if isinstance(expression, Without):
            return Without(self._resolve(expression.part))
        return expression

    def _fitting(self, expression: Any) -> frozenset[int]:
        known = self._catalogue.results.get(expression)
        return known if known is not None else self._catalogue.keep(expression, self._find(expression))

    def _find(self, expression: Any) -> frozenset[int]:
        numbers = self._catalogue.numbers
        if isinstance(expression, AllOf):
            parts = sorted(map(self._fitting, expression.parts), key=len)
            return parts[0].intersection(*parts[1:]) if parts else numbers
        if isinstance(expression, AnyOf):
            return frozenset().union(*map(self._fitting, expression.parts))
        if isinstance(expression, Without):
            return numbers - self._fitting(expression.part)
        if isinstance(expression, _Number):
            return self._holding(expression.term) & numbers
        if isinstance(expression, Among):
            at, rows = FACET_NAMES.index(expression.facet), self._catalogue.rows.values()
            return frozenset(row.number for row in rows if not expression.values.isdisjoint(row.facets[at]))
        return self._find_phrase(expression)

    def _find_phrase(self, phrase: Phrase) -> frozenset[int]:
        wanted, rows = plain(phrase.text), self._catalogue.rows
        near = [rows[number] for number in self._near(wanted) if number in rows]
        if phrase.in_heading:
            return frozenset(row.number for row in near if wanted in row.heading)
        return frozenset(row.number for row in near if wanted in row.text)

    def _near(self, wanted: str) -> frozenset[int]:
        """Clauses that hold the rarest characters and pairs of ``wanted``; all where it has no Chinese character."""
        terms = [term for run in han_runs(wanted) for term in _characters(run)]
        if not terms:
            return self._catalogue.numbers if wanted else frozenset()
        frequency = self._searcher.reader().doc_frequency
        rarest = sorted(dict.fromkeys(terms), key=lambda term: frequency(FIELD, term))[:_RAREST]
        return frozenset.intersection(*map(self._holding, rarest))

    def _holding(self, term: str) -> frozenset[int]:
        if not self._searcher.reader().doc_frequency(FIELD, term):
            return frozenset()
        return frozenset(self._searcher.postings(FIELD, term).all_ids())

    def _duty_fits(self, expression: Any, row: ClauseRow, duty: DutyRow) -> bool:
        """Whether a duty's own words, under the headings of its clause, fit."""
        if isinstance(expression, AllOf):
            return all(self._duty_fits(part, row, duty) for part in expression.parts)
        if isinstance(expression, AnyOf):
            return any(self._duty_fits(part, row, duty) for part in expression.parts)
        if isinstance(expression, Without):
            return not self._duty_fits(expression.part, row, duty)
        if isinstance(expression, _Number):
            return any(expression.term in find_numbers(text) for text in (row.head, duty.text))
        if isinstance(expression, Among):
            return not expression.values.isdisjoint(duty.facets[FACET_NAMES.index(expression.facet)])
        wanted = plain(expression.text)
        return wanted in row.heading if expression.in_heading else wanted in duty.text or wanted in row.head

    # Order

    def _clause_page(self, expression: Expression, rows: Sequence[ClauseRow], page: Page) -> tuple[Hit, ...]:
        ranked = self._ranked(expression, frozenset(row.number for row in rows), page)
        found = self._catalogue.rows
        return tuple(Hit(found[number].document, found[number].eid, score) for number, score in ranked[page.offset :])

    def _duty_page(self, expression: Expression, items: Sequence[_DutyItem], page: Page) -> tuple[DutyHit, ...]:
        by_clause: dict[int, list[DutyRow]] = {}
        for item in items:
            by_clause.setdefault(item.row.number, []).append(item.duty)
        rows = self._catalogue.rows
        ranked = self._ranked(expression, frozenset(by_clause), page)
        duties = (DutyHit(rows[number].document, duty.id) for number, _ in ranked for duty in by_clause[number])
        return tuple(islice(duties, page.offset, page.offset + page.limit))

    def _ranked(self, expression: Expression, allowed: frozenset[int], page: Page) -> list[tuple[int, float]]:
        """Clauses and scores, enough of them for the page: the best first, or by document."""
        wanted = page.offset + page.limit
        text = " ".join(_positive_texts(expression))
        best: list[tuple[int, float]] = []
        if text and page.sort == "relevance":
            terms = self._segmenter.tokens_for_query(text)
            best = find_best(self._searcher, terms, allowed, wanted, self._deadline)
        if len(best) < wanted:
            rest = allowed - {number for number, _ in best}
            after = heapq.nsmallest(wanted - len(best), rest, key=self._catalogue.order.__getitem__)
            best += [(number, 0.0) for number in after]
        return best


def narrow(rows: Iterable[Row], choices: Choices) -> tuple[list[Row], dict[int, list[Row]]]:
    """The rows that fit all choices; and, by the place of a facet, those that fit all but what is chosen of it."""
    chosen = [(at, frozenset(choices.of(name))) for at, name in enumerate(FACET_NAMES) if choices.of(name)]
    if not chosen:
        return list(rows), {}
    fitting: list[Row] = []
    almost: dict[int, list[Row]] = {at: [] for at, _ in chosen}
    for row in rows:
        missed = [at for at, values in chosen if values.isdisjoint(row.facets[at])]
        if not missed:
            fitting.append(row)
        elif len(missed) == 1:
            almost[missed[0]].append(row)
    return fitting, almost


def count_values(fitting: Sequence[Row], almost: Mapping[int, Sequence[Row]]) -> tuple[Facet, ...]:
    """For every value of every facet, how many rows there would be were it the only one chosen of the facet."""
    return tuple(
        Facet(
            name,
            _most_first(Counter(chain.from_iterable(row.facets[at] for row in chain(fitting, almost.get(at, ()))))),
        )
        for at, name in enumerate(FACET_NAMES)
    )


def _departments(items: Iterable[_DutyItem], choices: Choices) -> list[DepartmentHit]:
    """The bodies that bear the duties, those with most of them first."""
    chosen = frozenset(choices.department)
    counts: Counter[tuple[str | None, str]] = Counter()
    documents: dict[tuple[str | None, str], dict[str, None]] = {}
    for item in items:
        for name in item.duty.departments:
            if not chosen or name in chosen:
                counts[item.row.district, name] += 1
                documents.setdefault((item.row.district, name), {})[item.row.document] = None
    ordered = sorted(counts, key=lambda key: (-counts[key], key[0] or "", key[1]))
    return [
        DepartmentHit(district, name, counts[district, name], tuple(documents[district, name]))
        for district, name in ordered
    ]


def _count_bodies(
    fitting: Sequence[_DutyItem], almost: Mapping[int, Sequence[_DutyItem]], choices: Choices
) -> tuple[Facet, ...]:
    """For every value of every facet, how many bodies there would be were it the only one chosen of the facet."""
    chosen = frozenset(choices.department)
    facets = []
    for at, name in enumerate(FACET_NAMES):
        bodies = set()
        for item in chain(fitting, almost.get(at, ())):
            for body in item.duty.departments:
                if at == _DEPARTMENT:
                    bodies.add((body, item.row.district, body))
                elif not chosen or body in chosen:
                    bodies.update((value, item.row.district, body) for value in item.duty.facets[at])
        facets.append(Facet(name, _most_first(Counter(value for value, _, _ in bodies))))
    return tuple(facets)


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _positive_texts(expression: Expression) -> Iterable[str]:
    if isinstance(expression, Words | Phrase):
        yield expression.text
    elif isinstance(expression, AllOf | AnyOf):
        for part in expression.parts:
            yield from _positive_texts(part)


def _characters(run: str) -> list[str]:
    return [f"~{run[at : at + 2]}" for at in range(len(run) - 1)] or [run]


def make_explorer(searcher: Any, catalogue: Catalogue, segmenter: Segmenter, seconds: float) -> Explorer:
    """An explorer whose ranking ends after ``seconds`` with the best found so far."""
    return Explorer(searcher, catalogue, segmenter, time.monotonic() + seconds)
