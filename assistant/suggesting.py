"""Suggestions while typing: departments, topics, headings and documents, by characters, pinyin or its initials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from corpus import DocumentRecord, fold_text
from graph import load_topics
from index import Labels

SuggestionKind: TypeAlias = Literal["department", "topic", "heading", "document"]
_KIND_ORDER: tuple[SuggestionKind, ...] = ("department", "topic", "heading", "document")
_LATIN = re.compile("[a-z']+")
_LONGEST_PART = 12
_SHORTEST_PART = 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to search for: its kind, its words, how many clauses have it, and the slug where it is a document."""

    kind: SuggestionKind
    text: str
    count: int = 0
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested for the end of what was typed: ``part`` are the characters that a suggestion replaces."""

    part: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Suggester:
    """All that can be suggested in one state of the store."""

    offered: tuple[Suggestion, ...]

    @cached_property
    def _folded(self) -> tuple[tuple[str, Suggestion], ...]:
        return tuple((fold_text(item.text).lower(), item) for item in self.offered)

    @cached_property
    def _sounds(self) -> tuple[tuple[str, str, Suggestion], ...]:
        """Pinyin without tones, and its initials, of all that is offered."""
        from pypinyin import lazy_pinyin  # loads its tables on import

        spelled = ((lazy_pinyin(item.text), item) for item in self.offered)
        return tuple(
            ("".join(syllables).lower(), "".join(syllable[:1] for syllable in syllables).lower(), item)
            for syllables, item in spelled
        )

    def warm(self) -> None:
        """Works out what the first question would wait for."""
        _ = self._folded, self._sounds

    def suggest(self, typed: str, limit: int = 10) -> Suggested:
        """At most ``limit`` suggestions for the end of ``typed``: all of it, else its last word or letters.

        What begins with it comes before what holds it; departments before topics, headings and documents.
        """
        for part in _parts(typed):
            found = self._find(fold_text(part).lower(), limit)
            if found:
                return Suggested(part, found)
        return Suggested(typed, ())

    def _find(self, wanted: str, limit: int) -> tuple[Suggestion, ...]:
        scored: dict[Suggestion, int] = {}
        for key, item in self._folded:
            if wanted in key and key != wanted:
                scored[item] = 0 if key.startswith(wanted) else 2
        letters = wanted.replace("'", "")
        if len(letters) >= _SHORTEST_PART and _LATIN.fullmatch(wanted):
            for spelled, initials, item in self._sounds:
                if initials.startswith(letters) or spelled.startswith(letters):
                    scored.setdefault(item, 1)
                elif letters in initials or letters in spelled:
                    scored.setdefault(item, 3)
        best = sorted(
            scored, key=lambda item: (scored[item], _KIND_ORDER.index(item.kind), -item.count, len(item.text))
        )
        return tuple(best[:limit])


def build_suggester(labels: Labels, documents: Iterable[DocumentRecord], topics: Iterable[str]) -> Suggester:
    """The suggester of an index's labels, the documents of the store and the ids of the topics that occur."""
    names = load_topics().labels
    metas = [(record.slug, record.metadata) for record in documents]
    called = [(name, slug) for slug, meta in metas for name in (meta.title, meta.number) if name]
    return Suggester(
        (
            *(Suggestion("department", name, count) for name, count in labels.departments.items()),
            *(Suggestion("topic", names[topic]) for topic in topics if topic in names),
            *(Suggestion("heading", heading, count) for heading, count in labels.headings.items()),
            *(Suggestion("document", name, slug=slug) for name, slug in called),
        )
    )


def _parts(typed: str) -> Iterable[str]:
    """The ends of ``typed`` that may be the beginning of a word, the longest first."""
    whole = typed.strip()
    if whole:
        yield whole
    last = re.split(r"[\s，。、；：？！:\"“”()（）-]+", whole)[-1]
    if last and last != whole:
        yield last
    letters = re.search("[A-Za-z']+$", last)
    if letters and letters[0] != last:
        yield letters[0]
        return
    for length in range(min(len(last) - 1, _LONGEST_PART), _SHORTEST_PART - 1, -1):
        yield last[-length:]
