"""Homophones in questions: 争义 for 争议, 忻洲 for 忻州. Only words of closed lists are put right; the user is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

_SHORTEST, _LONGEST = 2, 6


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question and the word of the same sound that it is read as."""

    said: str
    read: str


class Vocabulary(Protocol):
    """What is known of words."""

    def cut(self, text: str) -> Sequence[str]:
        """All words of a text."""
        ...

    def known(self, word: str) -> bool:
        """Whether a clause of the store holds the word."""
        ...

    def is_function_word(self, word: str) -> bool:
        """Whether it is a function or question word."""
        ...

    def tells_little(self, word: str) -> bool:
        """Whether it is an adverb, a pronoun, a particle or the like."""
        ...

    def is_place(self, word: str) -> bool:
        """Whether it is the name of a place in the dictionary."""
        ...


def correct(text: str, words: frozenset[str], vocabulary: Vocabulary) -> tuple[str, tuple[Correction, ...]]:
    """Folded ``text`` with what only sounds like one of ``words`` replaced by it, and what was replaced.

    A misspelt word falls into several when the text is cut, one of them a single character that means nothing alone.
    Such a run is replaced where it is none of ``words`` itself and no clause holds it; longer runs first.
    """
    tokens = list(vocabulary.cut(text))
    found: list[Correction] = []
    at = 0
    while at < len(tokens):
        runs = [(end, "".join(tokens[at:end])) for end in range(min(len(tokens), at + _LONGEST), at, -1)]
        right = next((end for end, said in runs if said in words), None)
        if right is None:
            for end, said in runs:
                read = _read_as(said, tokens[at:end], words, vocabulary)
                if read:
                    found.append(Correction(said, read))
                    tokens[at:end] = [read]
                    break
        at = right or at + 1
    return "".join(tokens), tuple(found)


def _read_as(said: str, tokens: Sequence[str], words: frozenset[str], vocabulary: Vocabulary) -> str | None:
    torn = any(len(token) == 1 and not vocabulary.is_function_word(token) for token in tokens)
    if (
        len(tokens) < 2
        or not torn
        or not said.isalnum()
        or not _SHORTEST <= len(said) <= _LONGEST
        or vocabulary.known(said)
    ):
        return None
    return _by_sound(words).get(_sounds(said))


@lru_cache(maxsize=8)
def _by_sound(words: frozenset[str]) -> dict[tuple[str, ...], str]:
    """The words by their sound; of words that sound alike the one that comes first stands for all."""
    return {_sounds(word): word for word in sorted(words, reverse=True) if _SHORTEST <= len(word) <= _LONGEST}


def _sounds(text: str) -> tuple[str, ...]:
    """One syllable without tone for each character; other characters stand for themselves."""
    from pypinyin import lazy_pinyin  # loads its tables on import, so only when a question is asked

    return tuple(syllable for char in text for syllable in lazy_pinyin(char))


def closed_list(lists: Iterable[Iterable[str]]) -> frozenset[str]:
    """All words of ``lists`` that are long enough to be told by their sound."""
    return frozenset(word for words in lists for word in words if len(word) >= _SHORTEST)
