"""What the search page is asked for, read from the address and written back into addresses."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from assistant import FACET_NAMES, GROUPS, Choices, FacetName, Group, Page, Sort
from webapp.errors import InputError
from webapp.inputs import MAX_NAME, MAX_WORDS, clean_text, parse_topic, parse_words
from webapp.wording import load_words

PAGE_SIZE = 20
MAX_PAGE = 9999
MAX_CHOICES = 40
_DATA = Path(__file__).parent / "data" / "search.json"


@cache
def search_words() -> dict[str, Any]:
    """The word lists of `data/search.json` by name."""
    words: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return words


@dataclass(frozen=True, slots=True)
class SearchState:
    """A search as its address tells it; ``asked`` false where the page is opened without a search."""

    query: str = ""
    group: Group = "clauses"
    sort: Sort = "relevance"
    page: int = 1
    choices: Choices = Choices()  # noqa: RUF009  # frozen
    asked: bool = False

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of its address; what is as usual is left out."""
        usual = SearchState()
        pairs = [("q", self.query)] if self.query else []
        pairs += [(name, value) for name in FACET_NAMES for value in self.choices.of(name)]
        pairs += [("kind", self.group)] if self.group != usual.group else []
        pairs += [("sort", self.sort)] if self.sort != usual.sort else []
        return pairs + ([("page", str(self.page))] if self.page > 1 else [])

    def url(self, path: str = "/search", **extra: str) -> str:
        """The address of this search."""
        pairs = [*(self.pairs() or [("q", "")]), *extra.items()]
        return f"{path}?{urlencode(pairs)}"

    def in_group(self, group: Group) -> SearchState:
        """The first page of another group."""
        return replace(self, group=group, page=1)

    def sorted_by(self, sort: Sort) -> SearchState:
        """The first page in another order."""
        return replace(self, sort=sort, page=1)

    def on_page(self, page: int) -> SearchState:
        """Another page of the same search."""
        return replace(self, page=page)

    def toggled(self, facet: FacetName, value: str) -> SearchState:
        """The first page with ``value`` chosen, or no more chosen where it was."""
        chosen = self.choices.of(facet)
        values = tuple(item for item in chosen if item != value) if value in chosen else (*chosen, value)
        return replace(self, choices=replace(self.choices, **{facet: values}), page=1)

    def cleared(self) -> SearchState:
        """The first page without any filter."""
        return replace(self, choices=Choices(), page=1)

    def as_page(self, *, size: int = PAGE_SIZE) -> Page:
        """The page as full text is asked for it."""
        return Page(self.group, self.sort, (self.page - 1) * size, size)


def read_state(arguments: MultiDict[str, str]) -> SearchState:
    """The search that ``arguments`` of an address ask for; unknown groups, orders and pages count as the first.

    Raises InputError for words that are too long, or names that are, or a topic that does not exist.
    """
    chosen = {name: _read_values(name, arguments.getlist(name)) for name in FACET_NAMES}
    given = arguments.get("q", "")
    query = parse_words(given) if given.strip() else ""
    group, sort = arguments.get("kind", ""), arguments.get("sort", "")
    number = arguments.get("page", "")
    return SearchState(
        query=query,
        group=next((name for name in GROUPS if name == group), GROUPS[0]),
        sort=next((name for name in get_args(Sort) if name == sort), "relevance"),
        page=min(max(int(number), 1), MAX_PAGE) if re.fullmatch("[0-9]{1,5}", number) else 1,
        choices=Choices(**chosen),
        asked="q" in arguments or any(chosen.values()),
    )


def read_exact_state(arguments: MultiDict[str, str]) -> SearchState:
    """The same for programs. Raises InputError also for a group, order, page, modality or deadline that there is none
    of.
    """
    for name, known in (
        ("kind", GROUPS),
        ("sort", get_args(Sort)),
        ("modality", tuple(load_words()["modality"])),
        ("deadline", tuple(search_words()["deadline"])),
    ):
        unknown = next((value for value in arguments.getlist(name) if value and value not in known), None)
        if unknown is not None:
            message = f"{name} 没有“{clean_text(unknown)[:20]}”这个值。"
            raise InputError(message, hint=f"{name} 可以是：{'、'.join(known)}。", code="unknown_value")
    page = arguments.get("page", "")
    if page and not (re.fullmatch("[0-9]{1,4}", page) and 1 <= int(page) <= MAX_PAGE):
        raise InputError(f"页码“{clean_text(page)[:20]}”不能用。", hint=f"page 应是 1 至 {MAX_PAGE} 的整数。")
    return read_state(arguments)


def _read_values(facet: FacetName, given: list[str]) -> tuple[str, ...]:
    longest = MAX_WORDS if facet == "department" else MAX_NAME * 2
    values = [clean_text(value)[:longest] for value in given[:MAX_CHOICES]]
    if facet == "topic":
        values = [parse_topic(value) or "" for value in values]
    return tuple(dict.fromkeys(value for value in values if value))


def facet_label(facet: FacetName) -> str:
    """What users read for a facet."""
    return str(search_words()["facets"][facet])
