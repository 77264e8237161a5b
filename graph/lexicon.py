"""The words and patterns of ``graph/data``, read once and checked; and the lexer that finds the words in a text.

Classes of words, one letter each, so that a text's words can be matched as a string of letters:
``l`` level (区), ``t`` territory (街道), ``q`` quantifier (各, 有关), ``s`` stem of a name (综合行政), ``b`` stem or
verb (监督), ``e`` verb that may stand right before a generic head (移送部门), ``g`` generic head (部门), ``h`` head
(局), ``j`` head of one character that needs a stem before it (处), ``o`` post (局长), ``x`` party outside the
administration (当事人), ``r`` reference (双方), ``c`` conjunction, ``d`` 的, ``y`` 等, ``m`` modal verb, ``p``
preposition, ``k`` connective, ``a`` adverb, ``v`` verb, ``n`` other noun, ``,`` ``;`` ``(`` ``)`` ``[`` ``]``
punctuation, ``u`` a run of characters that no list knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus import LexiconError, Modality, compile_pattern, load_json

_CLASS_ORDER = ",;()[]cdyltqmhgjoxrsbekpavn"  # which class a word of several lists has in a name


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lists.

    Its class letter, the lists it stands in, whether it can be a verb, its modality where it is a modal.
    """

    text: str
    letter: str
    groups: frozenset[str]
    is_verb: bool
    modality: Modality | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word or an unknown run in a folded text, ``[start, end)``."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists ready for the lexer.

    Words by text, and for each first character the lengths that occur, longest first.
    """

    by_text: Mapping[str, Word]
    lengths: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of a data file with the texts that it must and must not be found in.

    ``fields`` holds the entry's other keys.
    """

    id: str
    regex: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    fields: Mapping[str, Any]


_UNKNOWN = Word("", "u", frozenset(), False)


def load_data(name: str) -> dict[str, Any]:
    """The object in ``graph/data/<name>.json``. Raises LexiconError where it is none."""
    return load_json("graph", name)


def build_patterns(name: str, entries: Sequence[Mapping[str, Any]], pieces: Mapping[str, str]) -> tuple[Pattern, ...]:
    """The entries as patterns, ``{piece}`` replaced.

    Raises LexiconError for a missing key, a double id or a bad pattern.
    """
    seen: set[str] = set()
    patterns = []
    for entry in entries:
        key = str(entry.get("id", "?"))
        where = f"graph/data/{name}.json, entry {key}"
        if key in seen or not entry.get("pattern") or not entry.get("examples"):
            raise LexiconError(f"{where}: an own id, a pattern and examples are expected")
        seen.add(key)
        regex = compile_pattern(str(entry["pattern"]), pieces, where=where)
        counter = tuple(entry.get("counter_examples", ()))
        patterns.append(Pattern(key, regex, tuple(entry["examples"]), counter, entry))
    return tuple(patterns)


@cache
def load_words() -> Words:
    """The lists of ``data/words.json``; raises LexiconError for a list without id, class or words."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    seen: set[str] = set()
    for group in load_data("words")["groups"]:
        key = str(group.get("id", "?"))
        if key in seen or group.get("class") not in tuple(_CLASS_ORDER) or not group.get("words"):
            raise LexiconError(
                f"graph/data/words.json, entry {key}: an own id, a class of {_CLASS_ORDER} and words are expected"
            )
        seen.add(key)
        for text in group["words"]:
            groups.setdefault(text, []).append(group)
    by_text = {text: _build_word(text, entries) for text, entries in groups.items()}
    lengths: dict[str, set[int]] = {}
    for text in by_text:
        lengths.setdefault(text[0], set()).add(len(text))
    return Words(by_text, {char: tuple(sorted(sizes, reverse=True)) for char, sizes in lengths.items()})


def _build_word(text: str, entries: Sequence[Mapping[str, Any]]) -> Word:
    letter = min((entry["class"] for entry in entries), key=_CLASS_ORDER.index)
    modality = next((entry["modality"] for entry in entries if "modality" in entry), None)
    is_verb = any(entry["class"] == "v" for entry in entries) and letter not in "hgoxcdp"
    return Word(text, letter, frozenset(str(entry["id"]) for entry in entries), is_verb, modality)


def find_words(text: str, offset: int = 0) -> tuple[Token, ...]:
    """The folded ``text`` cut into tokens without a gap; their places count from ``offset``.

    The longest listed word at each place, else a run of unknown characters.
    """
    return tuple(_scan(text, load_words(), offset))


def _longest(text: str, at: int, words: Words) -> int:
    """The length of the longest listed word at ``at``; 0 where there is none."""
    for length in words.lengths.get(text[at], ()):
        word = text[at : at + length]
        if word in words.by_text:
            return len(word)  # the slice may have been cut short by the end of the text
    return 0


def _shorter(text: str, start: int, end: int, words: Words) -> int:
    """Where the word at ``[start, end)`` had better end, so that a longer one begins inside it; 0 where nowhere.

    县｜市场监管, not 县市｜场.
    """
    for cut in range(end - 1, start, -1):
        if text[start:cut] in words.by_text and cut + _longest(text, cut, words) > end + 1:
            return cut
    return 0


def _scan(text: str, words: Words, offset: int) -> list[Token]:
    out: list[Token] = []
    at, unknown_from, size = 0, 0, len(text)
    while at < size:
        length = _longest(text, at, words)
        if length:
            if unknown_from < at:
                out.append(Token(offset + unknown_from, offset + at, _UNKNOWN))
            out.append(Token(offset + at, offset + at + length, words.by_text[text[at : at + length]]))
            at += length
            unknown_from = at
            continue
        start = out[-1].start - offset if out and unknown_from == at else at
        cut = _shorter(text, start, at, words) if start < at - 1 else 0
        if cut:
            out[-1] = Token(offset + start, offset + cut, words.by_text[text[start:cut]])
            at = unknown_from = cut
        else:
            at += 1
    if unknown_from < size:
        out.append(Token(offset + unknown_from, offset + size, _UNKNOWN))
    return out
