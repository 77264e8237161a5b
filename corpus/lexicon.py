"""Loading of the word and pattern files in ``data/``: read once, checked; errors name file, entry and reason."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from corpus.errors import QuanzeError


class LexiconError(QuanzeError):
    """A data file of this project is wrong: our fault, named with file and entry."""


@dataclass(frozen=True, slots=True)
class PatternEntry:
    """A pattern of a data file with the texts it must and must not match (from their start, on folded text)."""

    id: str
    regex: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


def load_json(package: str, name: str) -> dict[str, Any]:
    """The object in ``data/<name>.json`` of ``package``. Raises LexiconError where it is no JSON object."""
    text = files(package).joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    try:
        data = json.loads(text)
    except ValueError as error:
        raise LexiconError(f"{package}/data/{name}.json: {error}") from error
    if not isinstance(data, dict):
        raise LexiconError(f"{package}/data/{name}.json: an object is expected")
    return data


def build_patterns(
    entries: Sequence[Mapping[str, Any]], pieces: Mapping[str, str], *, where: str
) -> tuple[PatternEntry, ...]:
    """The entries' patterns with ``{piece}`` replaced, compiled.

    Raises LexiconError for a missing key, a double id, a bad pattern.
    """
    seen: set[str] = set()
    out = []
    for entry in entries:
        name = str(entry.get("id", "?"))
        if name in seen or "pattern" not in entry or not entry.get("examples"):
            raise LexiconError(f"{where}, entry {name}: an own id, a pattern and examples are expected")
        seen.add(name)
        out.append(
            PatternEntry(
                name,
                compile_pattern(str(entry["pattern"]), pieces, where=f"{where}, entry {name}"),
                tuple(entry["examples"]),
                tuple(entry.get("counter_examples", ())),
            )
        )
    return tuple(out)


def compile_pattern(pattern: str, pieces: Mapping[str, str], *, where: str) -> re.Pattern[str]:
    """``pattern`` with its named pieces put in."""
    for name, piece in pieces.items():
        pattern = pattern.replace("{" + name + "}", piece)
    try:
        return re.compile(pattern)
    except re.error as error:
        raise LexiconError(f"{where}: {error}") from error


@cache
def load_words(package: str, name: str, key: str) -> tuple[str, ...]:
    """The list of words under ``key`` in ``data/<name>.json`` of ``package``."""
    words = load_json(package, name).get(key)
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise LexiconError(f"{package}/data/{name}.json, {key}: a list of words is expected")
    return tuple(dict.fromkeys(words))
