"""Numbers at the start of a paragraph: 第五条, 一、, （一）, 1., （1）, ①; recognised by form, not yet by place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus.lexicon import load_json, load_words
from corpus.model import ClauseKind
from corpus.numerals import CHINESE_NUMERAL_CHARS, parse_numeral
from corpus.text import fold

_CN = f"[{CHINESE_NUMERAL_CHARS}]{{1,7}}"
_AR = "[0-9]{1,3}"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HEAD = 24  # characters of a paragraph that can belong to its number
_MARKER_START = frozenset("第（(" + CHINESE_NUMERAL_CHARS + "0123456789０１２３４５６７８９" + CIRCLED)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of numbering: its name, the regex on folded text, its usual depth, and the kind of clause it opens."""

    id: str
    regex: re.Pattern[str]
    rank: int
    kind: ClauseKind


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a paragraph.

    ``value`` is its integer, ``sub`` the second number of 第十条之一 (0 where none). ``printed`` is the number as
    printed for a path; ``length`` counts the characters of the paragraph up to the text after it.
    ``reference`` is true where the words after it make it a reference (第三条第二款规定…) rather than a heading.
    """

    form: Form
    value: int
    sub: int
    printed: str
    length: int
    reference: bool


@cache
def forms() -> tuple[Form, ...]:
    """All forms, in the order they are tried."""
    out = []
    for entry in load_json("corpus", "headings")["forms"]:
        pattern = entry["pattern"].replace("{n}", f"(?:{_CN}|{_AR})").replace("{cn}", _CN).replace("{ar}", _AR)
        pattern = pattern.replace("{circled}", f"[{CIRCLED}]")
        out.append(Form(entry["id"], re.compile(pattern), entry["rank"], entry["kind"]))
    return tuple(out)


@cache
def _reference_ends() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return load_words("corpus", "headings", "reference_after"), load_words(
        "corpus", "headings", "reference_after_article"
    )


def parse_marker(text: str) -> Marker | None:
    """The number that ``text`` starts with; None where it starts with none.

    >>> parse_marker("（一）移送范围").printed, parse_marker("1. 监督").printed, parse_marker("第 21 条 争议").printed
    ('（一）', '1', '第21条')
    """
    view = fold(text[:_HEAD])
    if not view.text or view.text[0] not in _MARKER_START:
        return None
    for form in forms():
        match = form.regex.match(view.text)
        if match:
            return _marker(form, match.group(), text, view.offsets[match.end() - 1] + 1)
    return None


def _marker(form: Form, matched: str, text: str, end: int) -> Marker | None:
    if form.id == "circled":
        value, sub, printed = CIRCLED.index(matched) + 1, 0, matched
    else:
        numbers = re.findall(f"{_CN}|{_AR}", matched)
        value, sub = parse_numeral(numbers[0]) or 0, (parse_numeral(numbers[1]) or 0) if len(numbers) > 1 else 0
        printed = matched.rstrip("、.．") if form.id in ("cn_dot", "ar_dot", "cn_paren", "ar_paren") else matched
    if value == 0:
        return None
    after = text[end:]
    stripped = after.lstrip()
    reference = _is_reference(form, stripped, spaced=len(stripped) < len(after))
    return Marker(form, value, sub, printed, len(text) - len(stripped), reference)


def _is_reference(form: Form, after: str, *, spaced: bool) -> bool:
    plain, article = _reference_ends()
    if form.id == "article" and not spaced:
        return after.startswith(article)
    return form.id in ("cn_paren", "ar_paren") and after.startswith(plain)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number that follows another in the same form."""

    value: int
    sub: int = 0

    def is_next(self, marker: Marker) -> bool:
        """Whether ``marker`` comes directly after this number: 第十条 → 第十条之一 or 第十一条."""
        if marker.sub:
            return marker.value == self.value and marker.sub == self.sub + 1
        return marker.value == self.value + 1
