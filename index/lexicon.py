"""The words and patterns in ``data/``, loaded on first use; corpus checks them."""

from __future__ import annotations

import re
from functools import cache

from corpus import PatternEntry, build_patterns, load_json, load_words


def words(name: str, key: str = "words") -> tuple[str, ...]:
    """The words under ``key`` of ``data/<name>.json``."""
    return load_words("index", name, key)


@cache
def pattern_entry(name: str) -> PatternEntry:
    """The pattern of ``data/<name>.json`` with its examples; ``{unit}`` in it stands for any of the file's units."""
    data = load_json("index", name)
    units = "|".join(sorted(map(re.escape, data.get("units", ())), key=len, reverse=True))
    return build_patterns(data["patterns"], {"unit": units}, where=f"index/data/{name}.json")[0]


def pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern of ``data/<name>.json``."""
    return pattern_entry(name).regex
