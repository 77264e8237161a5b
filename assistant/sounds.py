"""How Chinese words sound: one syllable without tone for each character, exactly, nearly, and in Latin letters."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from corpus import load_json


def sounds_of(text: str) -> tuple[str, ...]:
    """One syllable without tone for each character of ``text``; other characters stand for themselves."""
    return tuple(map(_syllable, text))


def near_sounds_of(text: str) -> tuple[str, ...]:
    """The same with syllables that many speakers do not tell apart made equal: zhong and zong, bin and bing."""
    return tuple(_near(_syllable(char)) for char in text)


def letters_of(text: str) -> str:
    """The pinyin of ``text`` without tones or gaps: weibinqu for 卫滨区."""
    return "".join(map(_syllable, text))


def initials_of(text: str) -> str:
    """The first letter of the pinyin of each character: wbq for 卫滨区."""
    return "".join(_syllable(char)[:1] for char in text)


@lru_cache(maxsize=16384)
def _syllable(char: str) -> str:
    from pypinyin import lazy_pinyin  # loads its tables on import, so only when a question is asked

    return "".join(lazy_pinyin(char))


@lru_cache(maxsize=2048)
def _near(syllable: str) -> str:
    for pattern, stands_for in _confused():
        syllable = pattern.sub(stands_for, syllable)
    return syllable


@cache
def _confused() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What of a syllable is taken for what."""
    return tuple((re.compile(pair["heard"]), pair["as"]) for pair in load_json("assistant", "writing")["confused"])
