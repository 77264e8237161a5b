"""Source text to normalised text: joined paragraphs, one a line, with the way back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.joining import join_lines
from corpus.lines import Line, split_lines
from corpus.looks import is_page_number
from corpus.model import NormalText, Problem, Span

_HEADER_LENGTH = 40
_HEADER_TIMES = 3
_PAGE_LENGTH = (200, 3000)  # characters from one bare page number to the next
_BARE = re.compile("[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph of the normalised text and its span there."""

    line: Line
    span: Span


@dataclass(frozen=True, slots=True)
class Normalised:
    """The normalised text, its paragraphs in order, and what was set aside."""

    normal: NormalText
    paragraphs: tuple[Placed, ...]
    problems: tuple[Problem, ...]


def normalise(text: str, *, markdown: bool = False) -> Normalised:
    """``text`` with torn lines joined, white space tidied, page numbers and page headers set aside (each a Problem).

    True of the result: one paragraph or table row a line; no empty line; no white space at line ends but tabs; no other
    character changed, moved or added but a space between two Latin words. Normalising the result again changes nothing.
    """
    kept, aside = _join(split_lines(text, markdown=markdown))
    offsets: list[int] = []
    placed, at = [], 0
    for line in kept:
        placed.append(Placed(line, (at, at + len(line.text))))
        offsets.extend(line.offsets)
        offsets.append(line.offsets[-1] + 1)
        at += len(line.text) + 1
    whole = "\n".join(line.text for line in kept)
    normal = NormalText(whole, tuple(offsets[: len(whole)]))
    problems = tuple(Problem(_place(normal, line), f"{name}“{line.text}”未计入正文") for line, name in aside)
    return Normalised(normal, tuple(placed), problems)


def _join(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[Line, str]]]:
    """The joined lines, and those set aside each with what it is; a line that joining made a page number goes too."""
    kept, aside = list(lines), []
    while True:
        found = _running(kept)
        aside += [(line, found[at]) for at, line in enumerate(kept) if at in found]
        joined = join_lines([line for at, line in enumerate(kept) if at not in found])
        if not found and len(joined) == len(kept):
            return joined, sorted(aside, key=lambda item: item[0].offsets[0])
        kept = joined


def _running(lines: Sequence[Line]) -> dict[int, str]:
    """The indexes of page numbers and of page headers and footers, each with its name.

    A header is a line without sentence that comes again and again beside a page number; its first occurrence stays.
    """
    pages = {at: "页码" for at, line in enumerate(lines) if is_page_number(line)} | _counted(lines)
    if not pages:
        return {}
    beside = {at for page in pages for at in (page - 1, page + 1) if 0 <= at < len(lines) and at not in pages}
    names = {lines[at].folded for at in beside if _may_be_header(lines[at])}
    times = Counter(line.folded for line in lines if line.folded in names)
    headers: dict[int, str] = {}
    seen: set[str] = set()
    for at, line in enumerate(lines):
        if at in beside and line.folded in seen and times[line.folded] >= _HEADER_TIMES:
            headers[at] = "页眉"
        if line.folded in names:
            seen.add(line.folded)
    return pages | headers


def _counted(lines: Sequence[Line]) -> dict[int, str]:
    """The bare numbers that count on, 3 … 4 … 5, about a page apart: page numbers without dashes."""
    bare = [(at, int(line.folded)) for at, line in enumerate(lines) if _BARE.fullmatch(line.folded)]
    found: dict[int, str] = {}
    for (at, number), (following, next_number) in pairwise(bare):
        apart = lines[following].offsets[0] - lines[at].offsets[0]
        if next_number == number + 1 and _PAGE_LENGTH[0] <= apart <= _PAGE_LENGTH[1]:
            found[at] = found[following] = "页码"
    return found


def _may_be_header(line: Line) -> bool:
    return line.marker is None and not line.is_row and not line.has_prose and len(line.folded) <= _HEADER_LENGTH


def _place(normal: NormalText, line: Line) -> Span:
    """The empty span in the normalised text where a line that was set aside would stand."""
    at = bisect_left(normal.offsets, line.offsets[0])
    return at, at
