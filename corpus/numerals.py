"""Chinese and Arabic numerals, there and back."""

from __future__ import annotations

_DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "Ｏ": 0,
    "O": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE_NUMERAL_CHARS = "零〇○一二两三四五六七八九十百千万亿"


def parse_numeral(text: str) -> int | None:
    """The integer that ``text`` writes, in Arabic (half- or full-width) or Chinese numerals; None where it writes none.

    Digit by digit (二〇一〇) and by place (二千零一十, 十五, 廿 is not taken). 两 is 2.

    >>> parse_numeral("二十四"), parse_numeral("二〇一〇"), parse_numeral("１０"), parse_numeral("一百零三")
    (24, 2010, 10, 103)
    """
    text = text.strip()
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    return _parse_places(text)


def _parse_places(text: str) -> int | None:
    total = section = digit = 0
    seen_digit = False
    for char in text:
        if char in _DIGITS:
            digit, seen_digit = _DIGITS[char], True
        elif char in _UNITS:
            section += (digit if seen_digit else 1) * _UNITS[char]
            digit, seen_digit = 0, False
        elif char in _MYRIADS:
            total += (section + digit) * _MYRIADS[char]
            section, digit, seen_digit = 0, 0, False
        else:
            return None
    return total + section + digit


def render_numeral(number: int) -> str:
    """``number`` (1 to 9999) in Chinese numerals as articles are counted: 十, 二十一, 一百零三.

    >>> render_numeral(10), render_numeral(103), render_numeral(111)
    ('十', '一百零三', '一百一十一')
    """
    if not 1 <= number <= 9999:
        raise ValueError(f"numerals go from 1 to 9999, not {number}")
    digits = "零一二三四五六七八九"
    out, pending_zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if pending_zero else "") + digits[digit] + name
            pending_zero = False
        elif out:
            pending_zero = True
    return out.removeprefix("一") if out.startswith("一十") else out
