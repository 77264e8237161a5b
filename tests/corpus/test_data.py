"""The data files: all load, every pattern compiles, takes its examples and leaves its counter-examples."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from corpus import LexiconError, PatternEntry, build_patterns, compile_pattern, fold_text, load_json, load_words
from corpus.looks import closing_patterns
from corpus.markers import forms
from corpus.metadata import validity_patterns
from tests.corpus.helpers import ROOT, SHIPPED

_DATA = sorted((ROOT / "corpus" / "data").glob("*.json"))


@pytest.mark.parametrize("path", _DATA, ids=lambda path: path.stem)
def test_file_loads(path: Path) -> None:
    """Every data file is an object with a source, and its lists of words hold no word twice."""
    data = load_json("corpus", path.stem)
    assert data["source"]
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], str):
            assert load_words("corpus", path.stem, key) == tuple(value), key


@pytest.mark.parametrize(
    ("entry", "whole"),
    [pytest.param(entry, False, id=f"closing-{entry.id}") for entry in closing_patterns("closing")]
    + [pytest.param(entry, True, id=f"colophon-{entry.id}") for entry in closing_patterns("colophon")]
    + [pytest.param(entry, True, id=f"display-{entry.id}") for entry in closing_patterns("display")]
    + [pytest.param(entry, False, id=f"validity-{entry.id}") for entry in validity_patterns()],
)
def test_pattern(entry: PatternEntry, whole: bool) -> None:
    """A pattern takes its examples from their start (as a whole where it is used so) and none of its counter-examples."""
    match = entry.regex.fullmatch if whole else entry.regex.match
    assert all(match(fold_text(example)) for example in entry.examples)
    assert not any(match(fold_text(example)) for example in entry.counter_examples)


@pytest.mark.parametrize("entry", load_json("corpus", "headings")["forms"], ids=lambda entry: entry["id"])
def test_form(entry: dict[str, list[str]]) -> None:
    """A form of numbering is the first to take its examples and takes none of its counter-examples."""
    form = next(form for form in forms() if form.id == entry["id"])
    for example in entry["examples"]:
        first = next(other for other in forms() if other.regex.match(fold_text(example)))
        assert first is form, example
    assert not any(form.regex.match(fold_text(example)) for example in entry["counter_examples"])


def test_wrong_entries_are_named() -> None:
    """A wrong entry is refused with its file, its id and the reason."""
    with pytest.raises(LexiconError, match=r"where, entry a"):
        build_patterns([{"id": "a", "pattern": "x"}], {}, where="where")
    with pytest.raises(LexiconError, match=r"where, entry a"):
        build_patterns([{"id": "a", "pattern": "x", "examples": ["x"]}] * 2, {}, where="where")
    with pytest.raises(LexiconError, match="where"):
        compile_pattern("(", {}, where="where")
    with pytest.raises(LexiconError, match="no_such_key"):
        load_words("corpus", "headings", "no_such_key")


def test_catalogue() -> None:
    """The catalogue names every shipped document with the SHA-256 of its bytes."""
    entries = json.loads((ROOT / "corpus" / "documents" / "catalogue.json").read_text(encoding="utf-8"))
    assert [entry["file"] for entry in entries] == [path.name for path in SHIPPED]
    for entry, path in zip(entries, SHIPPED, strict=True):
        assert entry["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
