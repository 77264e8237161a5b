"""Duties of documents of invented districts, annotated by hand before anybody saw what the program reads in them.

The measures are those of the annotation scheme: a duty is found where a predicted one of the same clause shares at
least half of the shorter quote; deadlines are compared by kind, value, unit and, for durations, relation, a clause at a
time. The floors lie a little below what was reached, so that a fall is seen.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from corpus import Duty, clause_records, document_record, parse_document, read_source
from graph import extract_facts

HERE = Path(__file__).resolve().parent
FOLDERS = (HERE.parent / "golden" / "duties", HERE / "golden")
NAMES = sorted(path.stem for folder in FOLDERS for path in folder.glob("*.txt"))
HARD = ("duration", "immediate", "recurring", "date")
SURE = 0.9
Row: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[tuple[str, ...], str, object, object, object]


@dataclass(frozen=True, slots=True)
class Measures:
    """How a document's duties were read, each between 0 and 1; ``sure`` are counts of (right, given) at 0.9 and more."""

    duties: float
    deadlines: float
    stated: float
    understood: float
    modality: float
    topic: float
    sure: tuple[int, int]


FLOORS = Measures(0.91, 0.96, 0.92, 0.80, 0.93, 0.77, (0, 0))
# Documents hardly worked on: floors a little below what is reached, below those of the others.
LOWER = {
    "chengxi": Measures(0.92, 0.96, 0.90, 0.55, 0.95, 0.77, (0, 0)),
    "anling": Measures(0.92, 0.96, 0.95, 0.80, 0.95, 0.67, (0, 0)),
    "gucheng": Measures(0.92, 0.96, 0.92, 0.75, 0.94, 0.70, (0, 0)),
    "dongliang": Measures(0.92, 0.94, 0.95, 0.80, 0.94, 0.72, (0, 0)),
}


def norm(text: str) -> str:
    """``text`` in NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_gold(name: str) -> tuple[Path, list[Row]]:
    """The text's path and its annotated duties."""
    folder = next(folder for folder in FOLDERS if (folder / f"{name}.txt").exists())
    lines = (folder / f"{name}.duties.jsonl").read_text(encoding="utf-8").splitlines()
    return folder / f"{name}.txt", [json.loads(line) for line in lines if line]


def path_of(steps: Sequence[str]) -> tuple[str, ...]:
    """A clause path that compares equal whatever the width of its brackets."""
    return tuple(map(norm, steps))


def overlap(first: str, second: str) -> float:
    """The longest common run as a share of the shorter text."""
    one, two = norm(first), norm(second)
    run = SequenceMatcher(None, one, two, autojunk=False).find_longest_match().size
    return run / min(len(one), len(two))


def align(gold: Sequence[Row], duties: Sequence[Duty]) -> list[tuple[Row, Duty]]:
    """Pairs of one clause, each side used once, best overlap first; a common actor decides between equals."""
    candidates = []
    for g, row in enumerate(gold):
        for d, duty in enumerate(duties):
            if path_of(row["clause"]) != path_of(duty.clause):
                continue
            share = overlap(row["quote"], duty.quote)
            if share >= 0.5:
                candidates.append((share + 0.2 * bool(names(row["actors"]) & names(duty.actors)), g, d))
    pairs, taken_gold, taken = [], set[int](), set[int]()
    for _, g, d in sorted(candidates, reverse=True):
        if g not in taken_gold and d not in taken:
            taken_gold.add(g)
            taken.add(d)
            pairs.append((gold[g], duties[d]))
    return pairs


def names(actors: Iterable[str]) -> set[str]:
    """Actors for comparison."""
    return set(map(norm, actors))


def key_of(clause: Sequence[str], kind: str, value: object, unit: object, relation: object) -> Key:
    """What of a deadline is compared."""
    if kind == "immediate":
        return path_of(clause), kind, None, None, None
    return path_of(clause), kind, value, unit, relation if kind == "duration" else None


def f1(right: int, gold: int, given: int) -> float:
    """Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was given."""
    return 2 * right / (gold + given) if gold + given else 1.0


def share(flags: Sequence[bool]) -> float:
    """The share of true ones; 1 of none."""
    return sum(flags) / len(flags) if flags else 1.0


@cache
def measure(name: str) -> Measures:
    """What is read in the document ``name``, compared with its annotation."""
    path, gold = read_gold(name)
    document = parse_document(read_source(path))
    duties = extract_facts(document_record(document), clause_records(document)).duties
    pairs = align(gold, duties)
    wanted = {
        key_of(row["clause"], d["kind"], d["value"], d["unit"], d["relation"])
        for row in gold
        for d in row["deadlines"]
        if d["kind"] in HARD
    }
    found = {
        key_of(duty.clause, d.kind, d.value, d.unit, d.relation)
        for duty in duties
        for d in duty.deadlines
        if d.kind in HARD
    }
    stated = [(names(row["actors"]), names(duty.actors)) for row, duty in pairs if row["actor_stated"]]
    understood = [(row, duty) for row, duty in pairs if not row["actor_stated"] and row["actors"]]
    matched = {id(duty) for _, duty in pairs}
    sure = [id(duty) in matched for duty in duties if duty.confidence >= SURE]
    return Measures(
        f1(len(pairs), len(gold), len(duties)),
        f1(len(wanted & found), len(wanted), len(found)),
        f1(sum(len(a & b) for a, b in stated), sum(len(a) for a, _ in stated), sum(len(b) for _, b in stated)),
        share([bool(names(row["actors"]) & names(duty.actors)) for row, duty in understood]),
        share([row["modality"] == duty.modality for row, duty in pairs]),
        share([row["topic"] == duty.topic for row, duty in pairs]),
        (sum(sure), len(sure)),
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("what", ["duties", "deadlines", "stated", "understood", "modality", "topic"])
def test_document_is_read_as_annotated(name: str, what: str) -> None:
    """No figure of a document annotated by hand falls below its floor."""
    assert getattr(measure(name), what) >= getattr(LOWER.get(name, FLOORS), what)


def test_there_are_documents_of_both_structures() -> None:
    """At least four annotated documents are there, in articles and in parts."""
    firsts = {row["clause"][0][0] for name in NAMES for row in read_gold(name)[1] if row["clause"]}
    assert len(NAMES) >= 4
    assert {"第", "一"} <= firsts


def test_confidence_means_something() -> None:
    """Of the duties given with a confidence of 0.9 or more, at least 95 in 100 are right."""
    counts = [measure(name).sure for name in NAMES]
    right, given = (sum(column) for column in zip(*counts, strict=True))
    assert given >= 50
    assert right / given >= 0.95


@pytest.mark.parametrize("name", NAMES)
def test_quotes_are_the_text(name: str) -> None:
    """Each duty's quote is the normalised text at its span, and so is each deadline's text."""
    document = parse_document(read_source(read_gold(name)[0]))
    for duty in extract_facts(document_record(document), clause_records(document)).duties:
        assert document.normal.text[slice(*duty.span)] == duty.quote
        for deadline in duty.deadlines:
            assert document.normal.text[slice(*deadline.span)] == deadline.text
