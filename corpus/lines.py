"""Source text to clean lines, each with the place of every character in the source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from corpus.markers import Marker, parse_marker
from corpus.text import fold_text

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\t]+")
_MARKDOWN = re.compile(r"#{1,6}(?:\s+|$)")
_COMMENT = re.compile("<!--[^<>]{0,200}-->")
_TERMINAL = "。！？；：…"
_CLOSERS = "”’》〉）〕」』】\"'"
_PAIRS = ("（）", "《》", "〈〉", "“”", "〔〕")
_PROSE = re.compile("[，。；！？]")
_SHORT = 20
_SENTENCE_END = re.compile("[。！？]")


@dataclass(frozen=True)
class Line:
    """A line or a paragraph joined from lines. ``offsets`` has one source offset a character."""

    text: str
    offsets: list[int] = field(repr=False)

    @cached_property
    def folded(self) -> str:
        """The text as `fold_text` makes it: no white space, one spelling."""
        return fold_text(self.text)

    @cached_property
    def marker(self) -> Marker | None:
        """The number it starts with, None where it starts with none."""
        return parse_marker(self.text)

    @cached_property
    def content(self) -> str:
        """The folded text after the number."""
        return fold_text(self.text[self.marker.length :]) if self.marker else self.folded

    @cached_property
    def is_row(self) -> bool:
        """Whether it is a row of a table: cells between tabs or bars."""
        return "\t" in self.text or self.text.startswith("|")

    @cached_property
    def last(self) -> str:
        """The last character before closing quotes and brackets, '' where there is none."""
        return self.folded.rstrip(_CLOSERS)[-1:]

    @property
    def is_finished(self) -> bool:
        """Whether it ends as a sentence, a list entry or an introduction does."""
        return self.last != "" and self.last in _TERMINAL

    @cached_property
    def has_prose(self) -> bool:
        """Whether it has the punctuation of a sentence."""
        return bool(_PROSE.search(self.folded))

    @cached_property
    def has_sentence_end(self) -> bool:
        """Whether a sentence ends in it."""
        return bool(_SENTENCE_END.search(self.folded))

    @cached_property
    def unclosed(self) -> str:
        """The closing brackets and quotes that are still missing, '' where all are closed."""
        return "".join(pair[1] for pair in _PAIRS if self.folded.count(pair[0]) > self.folded.count(pair[1]))

    @cached_property
    def is_layout(self) -> bool:
        """Whether words stand apart as in a list of posts: 组 长: 赵新中 管委会副主任. One stray space is no list."""
        text = self.text[self.marker.length :] if self.marker else self.text
        gaps = len(_APART.findall(text))
        arranged = gaps > 1 or "：" in self.folded or len(self.folded) <= _SHORT
        return not self.has_sentence_end and gaps > 0 and arranged and "，" not in self.folded

    def joined(self, other: Line) -> Line:
        """This line and the next as one; a space stays only between two Latin words."""
        space = _is_latin(self.text[-1:]) and _is_latin(other.text[:1])
        between = [self.offsets[-1] + 1] if space else []
        line = Line(f"{self.text}{' ' * space}{other.text}", [*self.offsets, *between, *other.offsets])
        line.__dict__["folded"] = self.folded + other.folded  # fills the cache: folding goes character by character
        return line


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


_APART = re.compile("[\u4e00-\u9fff）][:：]? [\u4e00-\u9fff]")


def split_lines(text: str, *, markdown: bool = False) -> list[Line]:
    """The lines of ``text`` that hold something.

    True of each: something visible in it, no white space at its ends, runs of white space are one space, tabs only
    between the cells of a table row. Invisible characters alone on a line go with the line before. With ``markdown``,
    heading marks and comments are left out.
    """
    lines: list[Line] = []
    at = 0
    for match in [*_LINE_END.finditer(text), None]:
        end = match.start() if match else len(text)
        line = _clean(text[at:end], at, markdown=markdown)
        if line.folded or (line.text.strip() and not lines):
            lines.append(line)
        elif line.text.strip():
            lines[-1] = Line(lines[-1].text + line.text, lines[-1].offsets + line.offsets)
        at = match.end() if match else end
    return lines


def _clean(raw: str, start: int, *, markdown: bool) -> Line:
    if markdown:
        mark = _MARKDOWN.match(raw.lstrip())
        if mark:
            skipped = len(raw) - len(raw.lstrip()) + mark.end()
            raw, start = raw[skipped:], start + skipped
        raw = _COMMENT.sub(lambda match: " " * len(match.group()), raw)
    row = _is_row(raw)
    if not row:
        raw = raw.replace("\t", " ")
    out: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in [*_SPACES.finditer(raw), None]:
        end = match.start() if match else len(raw)
        out.append(raw[at:end])
        offsets.extend(range(start + at, start + end))
        if match:
            out.append(" ")
            offsets.append(start + end)
            at = match.end()
    text = "".join(out)
    if row:
        return _row(text, offsets)
    kept = text.strip()
    skip = len(text) - len(text.lstrip())
    return Line(kept, offsets[skip : skip + len(kept)])


def _is_row(raw: str) -> bool:
    body = raw.lstrip()
    if "\t" not in body:
        return False
    if "\t" not in body.rstrip():
        return len(body) <= 40 and "。" not in body
    marker = parse_marker(body)
    return "\t" in body[marker.length :].strip() if marker else True


def _row(text: str, offsets: list[int]) -> Line:
    """The row without spaces beside its tabs."""
    keep = [
        at
        for at, char in enumerate(text)
        if char != " " or (0 < at < len(text) - 1 and text[at - 1] != "\t" and text[at + 1] != "\t")
    ]
    return Line("".join(text[at] for at in keep), [offsets[at] for at in keep])
