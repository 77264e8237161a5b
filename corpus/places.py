"""The district that an issuer governs, and the other names it goes by."""

from __future__ import annotations

import re
from functools import cache

from corpus.lexicon import load_json, load_words

_BRACKETS = re.compile("（([^（）]+)）")
_CJK = "[\u4e00-\u9fff]"
_MASK = "□"
_SHORT_PLACE = 6


def read_jurisdiction(issuer: str | None, title: str = "") -> tuple[str | None, tuple[str, ...]]:
    """The district that an issuer governs, and other names for it; (None, ()) where none is named.

    Of several issuers (A、B) the first that names a district counts. Where no issuer does, a title that begins with the
    name of a place (南坪区街道执法工作规则) tells it.

    >>> read_jurisdiction("枣庄市山亭区人民政府办公室")
    ('山亭区', ('枣庄市山亭区', '山亭'))
    """
    for name in (issuer or "").split("、"):
        base = _BRACKETS.sub("", name).removeprefix("中共")
        levels = _levels(base)
        if levels:
            return _named(levels, name)
    levels = _levels(title)[:2]
    place = "".join(levels)
    if place and len(place) <= _SHORT_PLACE and not place.endswith((*_zone_ends(), *_not_place_ends(), "镇", "乡")):
        return _named(levels, "")
    return None, ()


def _named(levels: tuple[str, ...], issuer: str) -> tuple[str, tuple[str, ...]]:
    """Shown name and aliases of the place that ``levels``, the outermost first, make up; the city above is no alias."""
    base = "".join(levels)
    bracketed = tuple(text for text in _BRACKETS.findall(issuer) if _levels(text))
    name = base if levels[-1].endswith(_zone_ends()) else levels[-1]
    shown = name
    aliases = [base]
    if bracketed:
        shown = f"{base}{''.join(f'（{text}）' for text in bracketed)}"
        aliases += bracketed
    for known in (name, *bracketed):
        aliases += _short_names(known)
    return shown, tuple(dict.fromkeys(alias for alias in aliases if alias and alias != shown))


@cache
def _zone_ends() -> tuple[str, ...]:
    return load_words("corpus", "metadata", "zone_ends")


@cache
def _not_place_ends() -> tuple[str, ...]:
    return load_words("corpus", "metadata", "not_place_ends")


@cache
def _place() -> re.Pattern[str]:
    """One group a level: province, city, county or zone, town; the words of a body (市场监督管理局) masked before."""
    province, city, county, town = (
        "|".join(sorted(load_words("corpus", "metadata", f"{level}_ends"), key=len, reverse=True))
        for level in ("province", "city", "county", "town")
    )
    return re.compile(
        f"({_CJK}{{2,7}}?(?:{province}))?({_CJK}{{1,8}}?(?:{city}))?"
        f"({_CJK}{{1,14}}?(?:{county}))?(?:人民政府)?({_CJK}{{1,8}}?(?:{town}))?"
    )


def _levels(text: str) -> tuple[str, ...]:
    """The names of places that ``text`` begins with, the outermost first; the longer reading of a zone's name."""
    masked = text
    for word in load_words("corpus", "metadata", "not_places"):
        masked = masked.replace(word, _MASK * len(word))
    match = _place().match(masked)
    levels = tuple(group for group in match.groups() if group) if match else ()
    generic = load_words("corpus", "metadata", "generic_places")
    return () if any(level in generic for level in levels) else levels


def _short_names(name: str) -> list[str]:
    """Common short forms: X经济开发区 → X开发区, X经开区; 山亭区 → 山亭."""
    for entry in load_json("corpus", "metadata")["short_forms"]:
        if name.endswith(entry["long"]):
            stem = name.removesuffix(entry["long"])
            short = [stem + form for form in entry["short"]]
            return [*short, *((entry["long"], *entry["short"]) if stem else ())]
    plain = re.fullmatch(f"({_CJK}{{2,6}})(?:区|县|市|旗|镇|乡|街道)", name)
    return [plain[1]] if plain and not name.endswith(_zone_ends()) else []
