"""Calendar dates as documents write them."""

from __future__ import annotations

import re
from datetime import date

from corpus.numerals import parse_numeral

_NUMBER = "[0-9〇○零一二三四五六七八九十]"
DATE_PATTERN = f"{_NUMBER}{{4}}年{_NUMBER}{{1,3}}月{_NUMBER}{{1,3}}日"
_DATE = re.compile(f"({_NUMBER}{{4}})年({_NUMBER}{{1,3}})月({_NUMBER}{{1,3}})日")


def find_dates(folded: str) -> tuple[tuple[date, int, int], ...]:
    """All whole dates in folded text with their places: 2024年2月4日, 二〇一〇年十月十九日; no impossible ones."""
    found = []
    for match in _DATE.finditer(folded):
        parts = [parse_numeral(group) for group in match.groups()]
        if None not in parts:
            try:
                found.append((date(*[part for part in parts if part is not None]), match.start(), match.end()))
            except ValueError:
                continue
    return tuple(found)


def is_date(folded: str) -> bool:
    """Whether folded text is one date and nothing else."""
    return bool(_DATE.fullmatch(folded))
