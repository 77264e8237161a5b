"""Text to search terms, the same way for clauses and for questions.

Three kinds of terms stand together in one field and cannot be taken for one another: words as jieba cuts them (移送),
single Han characters (移), and pairs of neighbouring characters with ``~`` in front (~移送). Numbers before a unit are
there once more in digits with ``=`` in front, so that 三日 and 3日 meet (=3日).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpus import parse_numeral
from index import lexicon
from index.dictionary import fingerprint, load_tokenizer

_FORM = "1"  # raise when the terms of the same text change, so that indexes are built again
_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{_HAN}]+")
_PLACE = b"ns"
_LITTLE = (b"d", b"r", b"c", b"p", b"u", b"y", b"e", b"o", b"q", b"m", b"f", b"zg")  # adverbs, pronouns, particles …
_HAN_CHAR = re.compile(f"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The terms of a question: words, numbers and lone characters; and the pairs of neighbouring characters."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]


class Segmenter:
    """Cuts text with a dictionary of its own; loads it on first use. Safe to be used from many threads.

    ``words`` come from the lexicons of whoever opens it, besides those in ``data/words.json``. ``cache_dir`` is a
    private folder.
    """

    def __init__(self, words: Iterable[str] = (), *, cache_dir: Path | None = None) -> None:
        own = lexicon.words("words")
        self._words = (*own, *sorted(set(words) - set(own)))
        self._not_words = lexicon.words("words", "not_words")
        self._cache_dir = cache_dir
        self._lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the same text would give other terms."""
        return f"{_FORM}-{fingerprint(self._words, self._not_words)}"

    def tokens_for_index(self, text: str) -> list[str]:
        """All terms of ``text``, each as often as it stands there: words, then characters and pairs, then numbers."""
        text = normalise(text)
        out = [word for word in self._tokenizer.cut_for_search(text, HMM=False) if _is_word(word)]
        for run in _HAN_RUN.findall(text):
            out.extend(run)
            out.extend(_pairs(run))
        out.extend(_numbers(text))
        return out

    def tokens_for_query(self, text: str) -> QueryTerms:
        """The distinct terms of a question without stop words; with them where nothing else is left."""
        text = normalise(text)
        stop = frozenset(lexicon.words("stop_words"))
        cut = list(self._tokenizer.cut(text, HMM=False))
        kept = [word for word in cut if word not in stop and _is_term(word)]
        if not kept:
            stop, kept = frozenset(), [word for word in cut if _is_term(word)]
        words: list[str] = []
        for word in kept:
            parts = [part for part in self._tokenizer.cut_for_search(word, HMM=False) if _is_word(part)]
            words.extend([part for part in parts if part not in stop] or word)
        runs = _HAN_RUN.findall("".join(word if word not in stop else " " for word in cut))
        pairs = [pair for run in runs for pair in _pairs(run)]
        return QueryTerms(tuple(dict.fromkeys([*words, *_numbers(text)])), tuple(dict.fromkeys(pairs)))

    def search_words(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The numbers (=3日) and the words that a clause must hold to hold all of ``text``, stop words left out.

        A number before a unit counts once, as number; a word made of shorter ones is asked for by these.
        """
        text = normalise(text)
        numbers = tuple(dict.fromkeys(_numbers(text)))
        rest = lexicon.pattern("numbers").sub(_only_words, text)
        found = self.tokens_for_query(rest).words if _is_term(rest) else ()
        words = [word for word in found if not word.startswith("=")]
        if numbers and all(word in lexicon.words("stop_words") for word in words):
            words = []
        return numbers, _without_composed(words, rest)

    def cut(self, text: str) -> tuple[str, ...]:
        """The words that ``text`` consists of, all of them in order."""
        return tuple(self._tokenizer.cut(text, HMM=False))

    def is_function_word(self, word: str) -> bool:
        """Whether ``word`` is one of the function and question words that are not searched for."""
        return word in lexicon.words("stop_words")

    def tells_little(self, word: str) -> bool:
        """Whether ``word`` is an adverb, a pronoun, a particle or a count without digits by jieba's dictionary."""
        kind = _word_class(word)
        return kind.startswith(_LITTLE) and not any(char.isdigit() for char in word)

    def is_place(self, word: str) -> bool:
        """Whether ``word`` is the name of a place by jieba's dictionary."""
        return _word_class(word) == _PLACE

    @property
    def _tokenizer(self) -> Any:
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        return load_tokenizer(self._words, self._not_words, self._cache_dir)


@cache
def _word_classes() -> bytes:
    """The lines of jieba's own dictionary: word, frequency, part of speech."""
    return b"\n" + files("jieba").joinpath("dict.txt").read_bytes() + b"\n"


def _word_class(word: str) -> bytes:
    """The part of speech of ``word`` in jieba's dictionary; empty where it is not in there."""
    lines = _word_classes()
    at = lines.find(b"\n" + word.encode() + b" ")
    return lines[at + 1 : lines.index(b"\n", at + 1)].split()[-1] if at >= 0 else b""


def normalise(text: str) -> str:
    """``text`` in NFKC and lower case, as it is cut."""
    return unicodedata.normalize("NFKC", text).lower()


def _is_term(word: str) -> bool:
    return any(char.isalnum() for char in word)


def _is_word(word: str) -> bool:
    """A word of its own right; single Han characters come with the characters."""
    return _is_term(word) and not (len(word) == 1 and _HAN_CHAR.match(word))


def _pairs(run: str) -> Iterator[str]:
    return (f"~{run[at : at + 2]}" for at in range(len(run) - 1))


def _without_composed(words: Iterable[str], text: str) -> tuple[str, ...]:
    """``words`` of ``text`` without those whose every character other words of it stand for, the longest gone first.

    >>> _without_composed(("案件", "移送", "案件移送"), "案件移送")
    ('案件', '移送')
    """
    spans = {word: range(at, at + len(word)) for word in words if (at := text.find(word)) >= 0}
    for word in sorted(spans, key=len, reverse=True):
        others = {place for other, span in spans.items() if other != word for place in span}
        if others.issuperset(spans[word]):
            del spans[word]
    return tuple(word for word in words if word in spans)


def _only_words(match: re.Match[str]) -> str:
    """A space for what `_numbers` takes as a number, else the words themselves."""
    return match.group() if parse_numeral(match["number"]) is None else " "


def find_numbers(text: str) -> frozenset[str]:
    """The numbers before a unit in ``text``, as terms: =3日."""
    return frozenset(_numbers(normalise(text)))


def han_runs(text: str) -> list[str]:
    """The runs of Chinese characters in normalised ``text``."""
    return _HAN_RUN.findall(text)


def _numbers(text: str) -> Iterator[str]:
    for match in lexicon.pattern("numbers").finditer(text):
        value = parse_numeral(match["number"])
        if value is not None:
            yield f"={value}{match['unit']}"
