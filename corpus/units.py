"""A document's large pieces: the main or covering text, the text it issues, attachments and their list, colophon.

A covering notice issues another text whose numbering restarts; attachments restart it again; the colophon is no clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal, TypeAlias

from corpus.dates import is_date
from corpus.lexicon import load_words
from corpus.lines import Line
from corpus.looks import (
    TITLE_NOTES,
    is_attachment_line,
    is_closing,
    is_colophon,
    is_display,
    is_organisation,
    is_signature,
    is_title,
)
from corpus.normalise import Placed
from corpus.numerals import CHINESE_NUMERAL_CHARS, parse_numeral
from corpus.text import fold_text

PieceKind: TypeAlias = Literal["main", "issued", "list", "tail", "attachment", "colophon"]

_QUOTED = re.compile("《([^《》]{4,120})》")
_NUMBER = f"[0-9]{{1,2}}|[{CHINESE_NUMERAL_CHARS}]{{1,3}}"
_ATTACHMENT = re.compile(f"[-—]?附(?:件({_NUMBER})?|(?=：))[：:.、]?(.{{0,400}})")
_ENTRY = re.compile("(?<![0-9.])([0-9]{1,2})[.、](?![0-9])")
_MAX_TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """The paragraphs ``[start, end)`` of one piece of a document.

    ``main`` is the covering text where there is an ``issued`` one; ``list`` names the attachments, ``tail``
    is what closes the text below that list. ``number`` is an attachment's, None where it has none. ``title`` counts the
    lines of the issued text's title.
    """

    kind: PieceKind
    start: int
    end: int
    number: int | None = None
    title: int = 0


def find_pieces(paragraphs: Sequence[Placed]) -> tuple[Piece, ...]:
    """The pieces of a document, none empty; they cover all its paragraphs in order."""
    lines = [placed.line for placed in paragraphs]
    end = _colophon_start(lines)
    issued, title = _find_issued(lines[:end])
    finder = _Finder(lines[:end])
    starts = [_Start("main", 0)]
    if issued is not None:
        starts += [start for start in finder.find(0, issued) if start.kind == "list"]
        starts.append(_Start("issued", issued, title=title))
    starts += finder.find(issued + title if issued is not None else 0, end)
    starts.append(_Start("colophon", end))
    pieces: list[Piece] = []
    for start, following in pairwise([*starts, _Start("colophon", len(lines))]):
        pieces += _cut(lines, start, following.at)
    return tuple(piece for piece in pieces if piece.start < piece.end)


@dataclass(frozen=True, slots=True)
class _Start:
    kind: PieceKind
    at: int
    number: int | None = None
    title: int = 0
    length: int = 0  # paragraphs that a list takes


def _cut(lines: Sequence[Line], start: _Start, end: int) -> list[Piece]:
    """The piece from ``start``; below a list of attachments what closes the text is a piece of its own."""
    if start.kind != "list":
        return [Piece(start.kind, start.at, end, start.number, start.title)]
    tail = end
    while tail > start.at + start.length and (is_signature(lines[tail - 1]) or is_closing(lines[tail - 1])):
        tail -= 1
    return [Piece("list", start.at, tail), Piece("tail", tail, end)]


def _colophon_start(lines: Sequence[Line]) -> int:
    """The index of the first line of the colophon at the end; an issuer's name belongs to the line 印发 below it."""
    at = len(lines)
    while at and (is_colophon(lines[at - 1]) or (at < len(lines) and _is_printer(lines[at - 1], lines[at]))):
        at -= 1
    return at if at else len(lines)


def _is_printer(line: Line, below: Line) -> bool:
    return line.marker is None and is_organisation(line) and is_colophon(below) and "印" in below.folded[-2:]


@cache
def _issue_verbs() -> tuple[str, ...]:
    return load_words("corpus", "metadata", "issue_verbs")


@cache
def _issue_title() -> re.Pattern[str]:
    return re.compile(f"关于(?:{'|'.join(_issue_verbs())})(.{{4,80}}?)的通知")


def issued_titles(lines: Sequence[Line]) -> tuple[str, ...]:
    """The titles that the sentences of a covering notice issue: 现将《…》印发给你们."""
    out: list[str] = []
    for line in lines:
        if any(verb in line.folded for verb in _issue_verbs()):
            out.extend(_QUOTED.findall(line.folded))
            match = _issue_title().search(line.folded)
            if match:
                out.append(match[1].strip("《》"))
    return tuple(dict.fromkeys(out))


def _find_issued(lines: Sequence[Line]) -> tuple[int | None, int]:
    """The first line of the issued text and how many lines its title takes; (None, 0) where nothing is issued."""
    begun = False
    titles: tuple[str, ...] = ()
    seen = 0
    for at, line in enumerate(lines):
        if begun and _may_be_title(line):
            titles, seen = (*titles, *issued_titles(lines[seen:at])), at
            count = _title_lines(lines, at, titles)
            if count:
                start = at - 1 if at and _is_bare_attachment(lines[at - 1]) else at
                return start, count + at - start
        begun = begun or line.has_sentence_end
    return None, 0


def _is_bare_attachment(line: Line) -> bool:
    """附件, 附件1：: a line with the word and perhaps a number."""
    match = _ATTACHMENT.fullmatch(line.folded)
    return match is not None and not match[2]


def _may_be_title(line: Line) -> bool:
    return (
        line.marker is None
        and not line.is_row
        and not line.has_sentence_end
        and not is_display(line)
        and not is_attachment_line(line)
    )


def _title_lines(lines: Sequence[Line], at: int, titles: Sequence[str]) -> int:
    joined = ""
    for count, line in enumerate(lines[at : at + _MAX_TITLE_LINES], 1):
        if not titles or not _may_be_title(line):
            break
        joined += line.folded
        if any(_same_title(joined, title) for title in titles):
            return count + (lines[at + count].folded in TITLE_NOTES if at + count < len(lines) else 0)
    return 1 if titles and _stands_below_signature(lines, at) else 0


def _stands_below_signature(lines: Sequence[Line], at: int) -> bool:
    """Whether the ``at``-th line is a title directly below the date of the covering text."""
    if not at or at + 1 >= len(lines) or not is_title(lines[at]) or is_display(lines[at + 1]):
        return False
    above = lines[at - 1]
    return is_date(above.folded) or (is_display(above) and not is_colophon(above))


def _same_title(line: str, title: str) -> bool:
    """Whether a line is the title, perhaps with the issuer before it or 的 left out in the notice."""
    line, title = (fold_text(text).strip("《》").replace("的", "") for text in (line, title))
    shorter, longer = sorted((line, title), key=len)
    return len(shorter) >= 4 and shorter in longer and len(shorter) >= 0.6 * len(longer)


class _Finder:
    """Finds attachments and their lists; remembers which titles a list has named."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._listed: dict[str, int] = {}
        self._started: set[int] = set()

    def find(self, start: int, end: int) -> list[_Start]:
        """What starts between the paragraphs ``start`` and ``end``, below the first sentence there."""
        out: list[_Start] = []
        begun, at = False, start
        while at < end:
            found = self._start(at) if begun else None
            if found:
                out.append(found)
            line = self._lines[at]
            begun = begun or line.has_sentence_end or line.marker is not None
            at += max(1, found.length if found else 1)
        return out

    def _start(self, at: int) -> _Start | None:
        line = self._lines[at]
        match = _ATTACHMENT.fullmatch(line.folded) if is_attachment_line(line) else None
        if match:
            entries = _list_entries(self._lines, at)
            if entries:
                self._listed.update({title: number for number, title in entries if title})
                return _Start("list", at, length=_list_length(self._lines, at))
            return self._attachment(at, parse_numeral(match[1]) if match[1] else None)
        number = self._listed.get(line.folded) if line.marker is None else None
        return self._attachment(at, number) if number and number not in self._started else None

    def _attachment(self, at: int, number: int | None) -> _Start:
        if number:
            self._started.add(number)
        return _Start("attachment", at, number)


def _list_length(lines: Sequence[Line], at: int) -> int:
    """How many lines the list of attachments at ``at`` takes."""
    count = 1
    while at + count < len(lines):
        line = lines[at + count]
        numbered = line.marker is not None and line.marker.form.id == "ar_dot" and not line.has_sentence_end
        if not numbered and not (is_attachment_line(line) and _title_of(line)):
            break
        count += 1
    return count


def _list_entries(lines: Sequence[Line], at: int) -> tuple[tuple[int, str], ...]:
    """Number and title of each entry of the list of attachments that starts at ``at``; empty where none does."""
    count = _list_length(lines, at)
    below = lines[at + count] if at + count < len(lines) else None
    title = _title_of(lines[at])
    ends = below is None or is_signature(below) or is_closing(below) or is_attachment_line(below)
    several = count > 1 and (not title or is_attachment_line(lines[at + 1]) or ends)
    if several or (title and "：" in lines[at].folded[:5] and ends):
        return tuple(entry for line in lines[at : at + count] for entry in _entries(line))
    return ()


def _entries(line: Line) -> list[tuple[int, str]]:
    """The entries in one line: 1.名单 2.登记表."""
    if line.marker:
        return [(line.marker.value, _clean_title(line.content))]
    match = _ATTACHMENT.fullmatch(line.folded)
    if match is None or not match[2]:
        return []
    places = [found for number, found in enumerate(_ENTRY.finditer(match[2]), 1) if int(found[1]) == number]
    if not places:
        return [(parse_numeral(match[1] or "") or 1, _clean_title(match[2]))]
    ends = [*(found.start() for found in places[1:]), len(match[2])]
    return [(int(f[1]), _clean_title(match[2][f.end() : end])) for f, end in zip(places, ends, strict=True)]


def _clean_title(text: str) -> str:
    return text.strip("；").strip("《》")


def _title_of(line: Line) -> str:
    return next((title for _, title in _entries(line)), "")
