"""Texts cut into pieces, so that templates can mark some of their words without ever handling HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from corpus import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``quoted`` where it belongs to the quote, ``key`` where it is decisive or searched for."""

    text: str
    quoted: bool = False
    key: bool = False


def mark_text(text: str, *, start: int = 0, quote: Span | None = None, keys: Iterable[Span] = ()) -> tuple[Piece, ...]:
    """``text`` in pieces that give it back when joined.

    Spans count from the document's start, ``text`` begins at ``start``. They may overlap and reach beyond the text.
    """
    spans = [(max(a - start, 0), min(b - start, len(text))) for a, b in keys]
    quoted = (max(quote[0] - start, 0), min(quote[1] - start, len(text))) if quote else (0, 0)
    cuts = sorted({0, len(text), *(at for span in (*spans, quoted) if span[0] < span[1] for at in span)})
    return tuple(
        Piece(text[a:b], quoted=_covers(quoted, a), key=any(_covers(span, a) for span in spans))
        for a, b in pairwise(cuts)
    )


def _covers(span: Span, at: int) -> bool:
    return span[0] <= at < span[1]


def find_words(text: str, words: Iterable[str], *, start: int = 0, within: Span | None = None) -> tuple[Span, ...]:
    """The spans of ``words`` in ``text`` (it begins at ``start``), only those inside ``within`` where it is given."""
    found: list[Span] = []
    for word in words:
        at = text.find(word) if word else -1
        while at >= 0:
            span = (start + at, start + at + len(word))
            if within is None or (within[0] <= span[0] and span[1] <= within[1]):
                found.append(span)
            at = text.find(word, at + len(word))
    return tuple(sorted(found))


def find_shared_words(text: str, query: str, *, shortest: int = 2) -> tuple[str, ...]:
    """The longest pieces of ``query`` that stand in ``text``, from left to right, none shorter than ``shortest``.

    >>> find_shared_words("案件移送制度", "移送案件的制度")
    ('移送', '案件', '制度')
    """
    found: list[str] = []
    for token in re.split(r"[\W_的了吗呢]+", query):
        at = 0
        while at < len(token):
            end = at
            while end < len(token) and token[at : end + 1] in text:
                end += 1
            if end - at >= shortest:
                found.append(token[at:end])
            at = max(at + 1, end if end - at >= shortest else 0)
    return tuple(dict.fromkeys(found))


def excerpt(text: str, words: Iterable[str], *, length: int = 120) -> str:
    """About ``length`` characters of ``text`` around the place where most ``words`` stand together, … where cut."""
    if len(text) <= length:
        return text
    starts = [span[0] for span in find_words(text, words)] or [0]
    best = max(starts, key=lambda at: (sum(at <= other < at + length for other in starts), -at))
    begin = max(0, min(best - length // 6, len(text) - length))
    end = begin + length
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")
