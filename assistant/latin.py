"""Pinyin in questions: names and matters of the closed list typed in Latin letters, zongheju for 综合局."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from assistant.closed_list import ClosedList
from assistant.lexicon import PACKAGE
from assistant.spelling import Correction
from assistant.vocabulary import Vocabulary
from corpus import Span, load_words

_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01dc"
_CHUNK = re.compile(f"[0-9@_/\\\\#+.'’{_LETTER}-]+")
_PINYIN = re.compile(f"[{_LETTER}](?:[{_LETTER}'’]|[1-5](?![0-9]))*")
_MARKS = frozenset("\u0300\u0301\u0304\u030c")
_MOST_TOKENS = 12
_LONGEST_RUN = 60  # letters
_LEAST_LETTERS = 4
_LEAST_INITIALS = 3


def read_latin(text: str, closed: ClosedList, vocabulary: Vocabulary) -> tuple[str, tuple[Correction, ...]]:
    """``text`` with the pinyin of words of ``closed`` replaced by these, and what was replaced.

    Words may be run together, set apart by spaces or apostrophes, and bear tones as marks or digits. What could be two
    things stays, and so do Latin words, also those that a clause holds, and names with a dot or another sign in them.
    """
    found: list[Correction] = []
    out, at = [], 0
    for start, end in _runs(text):
        out += [text[at:start], _read_run(text[start:end], closed, vocabulary, found)]
        at = end
    return "".join((*out, text[at:])), tuple(dict.fromkeys(found))


def _runs(text: str) -> list[Span]:
    """Where words in nothing but letters stand, those with a space between them together."""
    runs: list[Span] = []
    for chunk in _CHUNK.finditer(text):
        if _PINYIN.fullmatch(chunk.group()):
            joins = runs and text[runs[-1][1] : chunk.start()] == " "
            runs.append((runs.pop()[0] if joins else chunk.start(), chunk.end()))
    return runs


def _read_run(run: str, closed: ClosedList, vocabulary: Vocabulary, found: list[Correction]) -> str:
    """A run of Latin words with what stands for Chinese words replaced; what was replaced is added to ``found``."""
    tokens = run.split(" ")
    spelled = [_letters(token) for token in tokens]
    kept = [letters in _kept() or vocabulary.known(letters) for letters in spelled]
    out, at = "", 0
    while at < len(tokens):
        end, read = _read_from(at, spelled, kept, closed)
        if read:
            found.append(Correction(" ".join(tokens[at:end]), read))
        gap = " " if out and not read and out[-1].isascii() else ""
        out += gap + (read or tokens[at])
        at = end
    return out


def _read_from(at: int, spelled: Sequence[str], kept: Sequence[bool], closed: ClosedList) -> tuple[int, str | None]:
    """The words that the longest run of tokens from ``at`` stands for, and where it ends; None where for none."""
    for end in range(min(len(spelled), at + _MOST_TOKENS), at, -1):
        letters = "".join(spelled[at:end])
        if not any(kept[at:end]) and _LEAST_LETTERS <= len(letters) <= _LONGEST_RUN:
            read = _split(letters, closed)
            if read:
                return end, read
    initials = spelled[at]
    names = closed.by_initials.get(initials, ()) if len(initials) >= _LEAST_INITIALS and not kept[at] else ()
    return at + 1, names[0] if len(names) == 1 else None


def _split(letters: str, closed: ClosedList) -> str | None:
    """The fewest words whose pinyin makes up ``letters``, in a row; None where none do, or others do as well."""
    ways: list[dict[str, int]] = [{"": 0}, *({} for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - closed.most_letters), end):
            for word in closed.by_letters.get(letters[start:end], ()) if ways[start] else ():
                for way, count in ways[start].items():
                    ways[end][way + word] = min(count + 1, ways[end].get(way + word, count + 1))
        fewest = min(ways[end].values(), default=0)
        ways[end] = dict([(way, count) for way, count in ways[end].items() if count == fewest][:2])
    return next(iter(ways[-1])) if len(ways[-1]) == 1 else None


def _letters(token: str) -> str:
    """A token in plain letters: ``lǜ4`` is lv."""
    marked = unicodedata.normalize("NFD", token.lower()).replace("u\u0308", "v")
    return "".join(char for char in marked if char not in _MARKS and char.isalpha() and char.isascii())


@cache
def _kept() -> frozenset[str]:
    return frozenset(load_words(PACKAGE, "writing", "latin_kept"))
