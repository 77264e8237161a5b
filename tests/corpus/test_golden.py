"""Golden trees: the shipped documents as they are read, the invented ones as a person read them first."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from corpus import fold_text
from tests.corpus.helpers import GOLDEN, INVENTED, SHIPPED, clauses, parsed, tree_row

REWRITE = os.environ.get("QUANZE_REWRITE_GOLDEN") == "1"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_tree(path: Path) -> None:
    """The tree of a shipped document is the one kept in golden/trees (rewritten with QUANZE_REWRITE_GOLDEN=1 only)."""
    rows = [tree_row(clause) for clause in clauses(parsed(path))]
    kept = GOLDEN / "trees" / f"{path.stem}.tree.jsonl"
    if REWRITE:
        kept.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    assert rows == kept.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("path", INVENTED, ids=lambda path: path.stem)
def test_invented_tree(path: Path) -> None:
    """The tree of an invented document is the one written by hand: eid, kind, path, heading, how its paragraphs begin."""
    kept = path.with_name(f"{path.stem}.tree.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [json.loads(row) for row in kept]
    found = clauses(parsed(path))
    assert [[c.eid, c.kind, "/".join(c.path), c.heading] for c in found] == [row[:4] for row in expected]
    for clause, (eid, *_, beginnings) in zip(found, expected, strict=True):
        own = [fold_text(paragraph.text) for paragraph in clause.paragraphs]
        assert len(own) == len(beginnings), (eid, own)
        for text, beginning in zip(own, beginnings, strict=True):
            assert text.startswith(fold_text(beginning)), eid


def test_every_invented_document_has_a_tree() -> None:
    """No document without its tree, no tree without its document."""
    trees = {path.name.removesuffix(".tree.jsonl") for path in (GOLDEN / "documents").glob("*.tree.jsonl")}
    assert {path.stem for path in INVENTED} == trees
    assert len(INVENTED) >= 8
