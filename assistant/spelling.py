"""Homophones in questions: 争义 for 争议, 忻洲 for 忻州. Only words of closed lists are put right; the user is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SHORTEST, _LONGEST = 2, 6


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question and the word of the same sound that it is read as."""

    said: str
    read: str


def correct(
    text: str, words: frozenset[str], cut: Callable[[str], Sequence[str]], is_known: Callable[[str], bool]
) -> tuple[str, tuple[Correction, ...]]:
    """Folded ``text`` with what only sounds like one of ``words`` replaced by it, and what was replaced.

    ``cut`` gives the words that a text consists of: a misspelt word falls into several of them. Such a run is replaced
    where it is none of ``words`` itself and not ``is_known``; longer runs first.
    """
    tokens = list(cut(text))
    by_sound = _by_sound(words)
    found: list[Correction] = []
    at = 0
    while at < len(tokens):
        for end in range(min(len(tokens), at + _LONGEST), at, -1):
            said = "".join(tokens[at:end])
            if not _SHORTEST <= len(said) <= _LONGEST:
                continue
            if said in words:
                at = end - 1
                break
            read = by_sound.get(_sounds(said))
            torn = end - at > 1 and any(len(token) == 1 for token in tokens[at:end])
            if read and torn and not is_known(said):
                found.append(Correction(said, read))
                tokens[at:end] = [read]
                break
        at += 1
    return "".join(tokens), tuple(found)


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
