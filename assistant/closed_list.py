"""The words that what is written otherwise may stand for: districts, departments, concepts, topics; found by sound, by
letters and with one character wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from assistant.districts import DistrictNames
from assistant.lexicon import PACKAGE, ask_patterns, load_concepts
from assistant.sounds import initials_of, letters_of, near_sounds_of, sounds_of
from corpus import fold_text, load_words
from graph import load_topics

Key = TypeVar("Key", str, tuple[str, ...])
SHORTEST, LONGEST = 2, 12  # characters of a word that can be told by its sound
LEAST_TYPED = 4  # characters of a word that can be told although one of them is wrong
_LEAST_SPOKEN = 3
_LEAST_DISTRICT = 7  # the same for a district, since 郑州东区 is not 郑州港区
_LEAST_INITIALS = 3


@dataclass(frozen=True)
class ClosedList:
    """All words that a misspelt one may stand for, folded, each once.

    ``districts`` and ``departments`` are names; ``official`` is what documents call concepts and topics, ``spoken``
    what people call them.
    """

    districts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    official: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """All of them."""
        named = (*self.districts, *self.departments, *self.official, *self.spoken)
        return frozenset(word for word in named if len(word) >= SHORTEST)

    @cached_property
    def by_sound(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The words of each sound; of those of speech, which are many, only the longer ones."""
        told = [word for word in self.spoken if len(word) >= _LEAST_SPOKEN and word.isalpha() and not _asks(word)]
        return _group((sounds_of(word), word) for word in sorted({*self._sounding, *told}))

    @cached_property
    def by_near_sound(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The words of each sound as it is often heard."""
        return _group((near_sounds_of(word), word) for word in self._sounding)

    @cached_property
    def by_rest(self) -> dict[str, tuple[str, ...]]:
        """The names and official words that can be told with one character wrong, by what is left of them without each
        of their characters, and by themselves.
        """
        return _group((rest, word) for word in self._typed for rest in (word, *rests_of(word)))

    @cached_property
    def by_letters(self) -> dict[str, tuple[str, ...]]:
        """The words and what questions are made of by their pinyin."""
        asked = load_words(PACKAGE, "writing", "asked")
        return _group((letters_of(word), word) for word in sorted({*self._sounding, *asked}) if word.isalpha())

    @cached_property
    def most_letters(self) -> int:
        """How long the longest pinyin of `by_letters` is."""
        return max(map(len, self.by_letters), default=0)

    @cached_property
    def by_initials(self) -> dict[str, tuple[str, ...]]:
        """The names of districts and departments by the initials of their pinyin."""
        names = sorted({*self.districts, *self.departments})
        return _group((initials_of(name), name) for name in names if len(name) >= _LEAST_INITIALS and name.isalpha())

    @cached_property
    def _sounding(self) -> tuple[str, ...]:
        named = {*self.districts, *self.departments, *self.official}
        return tuple(word for word in sorted(named) if SHORTEST <= len(word) <= LONGEST and word.isalpha())

    @cached_property
    def _typed(self) -> tuple[str, ...]:
        districts, others = frozenset(self.districts), frozenset((*self.departments, *self.official))
        return tuple(
            word
            for word in self._sounding
            if (word in others and len(word) >= LEAST_TYPED) or (word in districts and len(word) >= _LEAST_DISTRICT)
        )


def _asks(word: str) -> bool:
    """Whether it holds words of a question, as 戴什么 does, which sounds like 带什么."""
    return any(entry.regex.search(word) for entry in ask_patterns())


def rests_of(word: str) -> tuple[str, ...]:
    """``word`` without each of its characters in turn."""
    return tuple(dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word))))


@lru_cache(maxsize=8)
def build_closed_list(names: DistrictNames, departments: tuple[str, ...] = ()) -> ClosedList:
    """The closed list of a store with these ``names`` of districts and of ``departments``."""
    concepts = load_concepts().values()
    bodies = load_words(PACKAGE, "writing", "bodies")
    topics = [label for id, label in load_topics().labels.items() if id != "general"]
    return ClosedList(
        districts=tuple(name for name, _ in names.names),
        departments=tuple(dict.fromkeys(name for name in (*map(fold_text, departments), *bodies) if _is_name(name))),
        official=(*(word for concept in concepts for word in concept.official), *map(fold_text, topics)),
        spoken=tuple(word for concept in concepts for word in concept.spoken),
    )


def _is_name(department: str) -> bool:
    """Whether it is the name of a body, no description of one."""
    return len(department) >= _LEAST_INITIALS and not department.startswith(
        load_words(PACKAGE, "writing", "generic_names")
    )


def _group(pairs: Iterable[tuple[Key, str]]) -> dict[Key, tuple[str, ...]]:
    """The words of each key, each once."""
    out: dict[Key, dict[str, None]] = {}
    for key, word in pairs:
        out.setdefault(key, {})[word] = None
    return {key: tuple(words) for key, words in out.items()}
