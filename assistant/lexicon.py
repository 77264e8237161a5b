"""The assistant's word lists: concepts with their synonyms, question forms. Loaded once, checked on loading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpus import LexiconError, PatternEntry, build_patterns, fold_text, load_json, load_words

PACKAGE = "assistant"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that people ask about, under all its names. ``official`` are the names that documents use, ``is_body``
    tells departments and persons from matters.
    """

    id: str
    official: tuple[str, ...]
    spoken: tuple[str, ...]
    is_body: bool


@cache
def load_concepts() -> dict[str, Concept]:
    """All concepts by id. Raises LexiconError for a double id or a concept without an official name."""
    out: dict[str, Concept] = {}
    for entry in load_json(PACKAGE, "synonyms")["concepts"]:
        official = tuple(fold_text(word) for word in entry.get("official", ()))
        if entry["id"] in out or not official:
            raise LexiconError(
                f"assistant/data/synonyms.json, {entry['id']}: an own id and an official word are expected"
            )
        spoken = tuple(fold_text(word) for word in entry.get("spoken", ()))
        out[entry["id"]] = Concept(entry["id"], official, spoken, bool(entry.get("body", False)))
    return out


@cache
def concept_forms() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """One regex of all names, longest first, and the concepts that each name stands for."""
    names: dict[str, list[str]] = {}
    for concept in load_concepts().values():
        for word in (*concept.official, *concept.spoken):
            names.setdefault(word, []).append(concept.id)
    longest_first = sorted(names, key=lambda word: (-len(word), word))
    regex = re.compile("|".join(map(re.escape, longest_first)))
    return regex, {word: tuple(dict.fromkeys(ids)) for word, ids in names.items()}


@cache
def ask_patterns() -> tuple[PatternEntry, ...]:
    """The question forms in the order they are tried."""
    data = load_json(PACKAGE, "asks")
    return build_patterns(data["asks"], data["pieces"], where="assistant/data/asks.json")


@cache
def fillers() -> frozenset[str]:
    """Words of questions that tell no clause from another."""
    return frozenset(load_words(PACKAGE, "asks", "fillers"))


@cache
def politeness() -> tuple[str, ...]:
    """Words of courtesy, longest first."""
    return tuple(sorted(load_words(PACKAGE, "asks", "politeness"), key=len, reverse=True))


@cache
def statute_words() -> frozenset[str]:
    """Words that written rules use, unlike those of everyday speech."""
    return frozenset(load_words(PACKAGE, "statute_words", "words"))
