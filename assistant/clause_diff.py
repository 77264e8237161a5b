"""Two texts set side by side, with the words that only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from corpus import fold_text

MAX_WORDS = 3000
_LEAST_SHARED = 2


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """A run of text; ``own`` where the other side does not have it."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class TextDiff:
    """Both texts in pieces that give them back when joined. ``marked`` is false where they are too long to compare;
    ``shared`` is the share of words that both have, 0 to 1.
    """

    left: tuple[DiffPiece, ...]
    right: tuple[DiffPiece, ...]
    marked: bool
    shared: float


def diff_words(left: Sequence[str], right: Sequence[str]) -> TextDiff:
    """The differences of two texts given as words. Full- and half-width forms and white space make no difference.

    A shared run of fewer than two letters between two differences counts as different, so that no lone particle is left
    standing. Texts of more than MAX_WORDS words come back unmarked.
    """
    if max(len(left), len(right)) > MAX_WORDS:
        return TextDiff(_whole(left), _whole(right), False, 0.0)
    a, b = [fold_text(word) for word in left], [fold_text(word) for word in right]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    own_left, own_right = [True] * len(a), [True] * len(b)
    shared = 0
    for start, other, length in matcher.get_matching_blocks():
        inner = start + other > 0 and start + other + 2 * length < len(a) + len(b)
        if inner and _letters(a[start : start + length]) < _LEAST_SHARED:
            continue
        own_left[start : start + length] = own_right[other : other + length] = [False] * length
        shared += length
    return TextDiff(_pieces(left, own_left), _pieces(right, own_right), True, 2 * shared / max(1, len(a) + len(b)))


def _letters(words: Iterable[str]) -> int:
    return sum(char.isalnum() for word in words for char in word)


def _whole(words: Sequence[str]) -> tuple[DiffPiece, ...]:
    return (DiffPiece("".join(words), False),)


def _pieces(words: Sequence[str], own: Sequence[bool]) -> tuple[DiffPiece, ...]:
    runs = groupby(zip(own, words, strict=True), key=lambda item: item[0])
    return tuple(DiffPiece("".join(word for _, word in run), flag) for flag, run in runs)
