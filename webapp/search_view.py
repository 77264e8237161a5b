"""The search page, ready for its template: tabs, chips, filters with counts, hits with their words marked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assistant import GROUPS, DepartmentHit, Exploration, FacetName, FoundDuty, SearchHit, Sort
from corpus import DocumentRecord, Span
from webapp.graph_words import department_address
from webapp.marking import Piece, excerpt, find_words, mark_text
from webapp.search_state import PAGE_SIZE, SearchState, facet_label, search_words
from webapp.wording import document_name, label

_OPEN_VALUES = 8
_MOST_VALUES = 60
_PAGES_AROUND = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A word that leads somewhere, with a number; ``chosen`` where it is what the page shows."""

    text: str
    url: str
    count: int = 0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    """A filter: the values shown at once, those shown on demand, and how many are left out."""

    name: FacetName
    label: str
    first: tuple[Link, ...]
    more: tuple[Link, ...]
    left_out: int

    @property
    def chosen(self) -> bool:
        """Whether any value is chosen."""
        return any(link.chosen for link in (*self.first, *self.more))


@dataclass(frozen=True, slots=True)
class HitView:
    """A clause found: the headings above it, its own, and the part of its text that is shown, words marked."""

    hit: SearchHit
    heading: tuple[Piece, ...]
    title: tuple[Piece, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty found, its quote with the words marked, and where it leads."""

    found: FoundDuty
    pieces: tuple[Piece, ...]
    url: str


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A department found, with its page and the searches for its duties found and for all of them."""

    hit: DepartmentHit
    name: tuple[Piece, ...]
    page_url: str | None
    url: str
    all_url: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """All that the search page shows of one search; ``files`` are the words and addresses of its exports."""

    state: SearchState
    exploration: Exploration
    total: int
    tabs: tuple[Link, ...]
    chips: tuple[Link, ...]
    facets: tuple[FacetView, ...]
    sorts: tuple[Link, ...]
    pages: tuple[Link | None, ...]  # None where pages are left out
    hits: tuple[HitView, ...]
    duties: tuple[DutyView, ...]
    departments: tuple[DepartmentView, ...]
    files: tuple[tuple[str, str], ...]

    @property
    def last_page(self) -> int:
        """The number of pages, at least one."""
        return max(1, math.ceil(self.total / PAGE_SIZE))


def build_search_view(state: SearchState, exploration: Exploration, documents: Iterable[DocumentRecord]) -> SearchView:
    """The view of what a search found."""
    totals, words = exploration.found.totals, exploration.words
    names = {document.slug: document.name for document in documents}
    groups = search_words()["groups"]
    return SearchView(
        state=state,
        exploration=exploration,
        total=totals[state.group],
        tabs=tuple(
            Link(groups[name], state.in_group(name).url(), totals[name], name == state.group) for name in GROUPS
        ),
        chips=_build_chips(state, names),
        facets=_build_facets(state, exploration, names),
        sorts=_build_sorts(state),
        pages=_build_pages(state, totals[state.group]),
        hits=tuple(build_hit_view(hit, words) for hit in exploration.hits),
        duties=tuple(_build_duty_view(found, words) for found in exploration.duties),
        departments=tuple(_build_department_view(state, hit, words) for hit in exploration.found.departments),
        files=_files(state),
    )


def build_hit_view(hit: SearchHit, words: Iterable[str]) -> HitView:
    """The view of ``hit`` with ``words`` marked."""
    text = " ".join(hit.clause.own_text.split())
    title = hit.document.metadata.title or ""
    headings = (" ".join(part.split()) for part in hit.clause.headings)
    above = " › ".join(part for part in headings if part not in title)  # the line above has the title
    shown = excerpt(text, words, length=96)
    return HitView(hit, mark_words(above, words), mark_words(hit.clause.heading, words), mark_words(shown, words))


def mark_words(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """``text`` with ``words`` marked, whatever their case; words that touch are marked as one."""
    folded = text.lower() if len(text.lower()) == len(text) else text
    merged: list[Span] = []
    for start, end in find_words(folded, (word.lower() for word in words)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return mark_text(text, keys=merged)


def value_label(facet: FacetName, value: str, names: Mapping[str, str]) -> str:
    """What users read for a value of a facet; ``names`` are those of the documents by slug."""
    if facet == "document":
        return names.get(value, value)
    if facet == "topic":
        return label("topic", value)
    if facet == "modality":
        return label("modality", value)
    if facet == "deadline":
        return str(search_words()["deadline"].get(value, value))
    return f"{value}年" if facet == "year" else value


def _build_chips(state: SearchState, names: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(
        Link(f"{facet_label(facet)}：{value_label(facet, value, names)}", state.toggled(facet, value).url())
        for facet in _facet_names()
        for value in state.choices.of(facet)
    )


def _build_facets(state: SearchState, exploration: Exploration, names: Mapping[str, str]) -> tuple[FacetView, ...]:
    views = []
    for facet in exploration.found.facets:
        chosen = state.choices.of(facet.name)
        counted = [*facet.counts, *((value, 0) for value in chosen if value not in dict(facet.counts))]
        if facet.name == "year":
            counted.sort(reverse=True)
        counted.sort(key=lambda pair: pair[0] not in chosen)
        links = tuple(
            Link(value_label(facet.name, value, names), state.toggled(facet.name, value).url(), count, value in chosen)
            for value, count in counted[:_MOST_VALUES]
        )
        left_out = max(0, len(counted) - _MOST_VALUES)
        if links:
            view = FacetView(facet.name, facet_label(facet.name), links[:_OPEN_VALUES], links[_OPEN_VALUES:], left_out)
            views.append(view)
    return tuple(views)


def _build_sorts(state: SearchState) -> tuple[Link, ...]:
    orders: tuple[Sort, ...] = ("relevance", "document")
    words = search_words()["sorts"]
    return tuple(Link(words[order], state.sorted_by(order).url(), chosen=order == state.sort) for order in orders)


def _build_pages(state: SearchState, total: int) -> tuple[Link | None, ...]:
    last = math.ceil(total / PAGE_SIZE)
    if last < 2:
        return ()
    near = range(state.page - _PAGES_AROUND, state.page + _PAGES_AROUND + 1)
    shown = [page for page in range(1, last + 1) if page in (1, last) or page in near]
    out: list[Link | None] = []
    for page in shown:
        if out and page - 1 not in shown:
            out.append(None)
        out.append(Link(str(page), state.on_page(page).url(), chosen=page == state.page))
    return tuple(out)


def _build_duty_view(found: FoundDuty, words: Iterable[str]) -> DutyView:
    a, b = found.duty.span
    url = f"/documents/{found.document.slug}?mark={a}-{b}#{found.clause.eid}"
    return DutyView(found, mark_words(" ".join(found.duty.quote.split()), words), url)


def _build_department_view(state: SearchState, hit: DepartmentHit, words: Iterable[str]) -> DepartmentView:
    districts = (hit.district,) if hit.district else ()
    choices = replace(state.choices, district=districts, department=(hit.name,))
    here = replace(state, choices=choices, group="duties", page=1)
    alone = replace(SearchState().choices, district=districts, department=(hit.name,))
    everything = SearchState(group="duties", choices=alone)
    return DepartmentView(hit, mark_words(hit.name, words), department_url(hit), here.url(), everything.url())


def _files(state: SearchState) -> tuple[tuple[str, str], ...]:
    first = state.on_page(1)
    made = [(form.upper(), first.url("/search/export", format=form)) for form in ("xlsx", "csv")]
    return (*made, ("JSON", state.url("/api/v1/explore")))


def department_url(hit: DepartmentHit) -> str | None:
    """The page of a department found; None where it belongs to no district."""
    return department_address(f"department:{hit.district}/{hit.name}") if hit.district else None


def _facet_names() -> tuple[FacetName, ...]:
    return tuple(search_words()["facets"])


def describe_document(document: DocumentRecord) -> str:
    """The line under a hit: jurisdiction, date and title of its document, as far as known."""
    meta = document.metadata
    dated = meta.issued_on or meta.printed_on
    parts = (meta.jurisdiction, dated.isoformat() if dated else None, document_name(document))
    return " · ".join(part for part in parts if part)
