"""The check of annotated files against the clause trees finds wrong paths and misplaced quotes."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from bench import paths
from corpus import ClausePath, ClauseRecord, clause_records, parse_document, read_source

TEXT = """某某区人民政府办公室关于案件移送的通知

各镇人民政府：

为规范案件移送，现通知如下。

一、总体要求

各部门应当密切配合。

二、移送办法

（一）移送期限

1.各镇应当在5个工作日内移送。

2.情况紧急的，应当立即移送。

（二）反馈。接收部门应当在三日内反馈。
"""


@pytest.fixture
def tree(tmp_path: Path) -> paths.Tree:
    """The clauses of a small notice by path."""
    file = tmp_path / "notice.txt"
    file.write_text(TEXT, "utf-8")
    clauses: dict[ClausePath, list[ClauseRecord]] = defaultdict(list)
    for clause in clause_records(parse_document(read_source(file))):
        clauses[clause.path].append(clause)
    return {path: tuple(found) for path, found in clauses.items()}


def checked(tree: paths.Tree, **entry: Any) -> paths.Counts:
    """The counts for one annotated line."""
    counts = paths.Counts()
    paths.check_entry(counts, "gold:1", {"id": "x-1", "doc": "x"} | entry, tree)
    return counts


def test_right_duty_has_no_miss(tree: paths.Tree) -> None:
    """A duty with its path, paragraph and words is found in every view; white space and width do not matter."""
    counts = checked(tree, clause=["二", "（一）", "1"], paragraph=1, quote="各镇应当在 ５ 个工作日内移送")
    assert [count.total for count in (counts.paths, counts.quotes, counts.own_text, counts.paragraph)] == [1, 1, 1, 1]
    assert counts.paths.misses + counts.quotes.misses + counts.own_text.misses + counts.paragraph.misses == []


def test_quote_in_a_sub_clause_is_inside_the_clause(tree: paths.Tree) -> None:
    """A quote below the clause named lies inside it, but not in its own text."""
    counts = checked(tree, clause=["二", "（一）"], quote="应当立即移送")
    assert counts.quotes.misses == []
    assert len(counts.own_text.misses) == 1


@pytest.mark.parametrize("clause", [["二", "（二）"], []], ids=["another clause", "no number"])
def test_quote_elsewhere_is_a_miss(tree: paths.Tree, clause: list[str]) -> None:
    """A quote from another clause is a miss, also where the path named is empty and its clause the document."""
    assert len(checked(tree, clause=clause, quote="应当立即移送").quotes.misses) == 1


def test_preamble_is_under_the_empty_path(tree: paths.Tree) -> None:
    """What stands before the first number is found under the empty path."""
    assert checked(tree, clause=[], quote="为规范案件移送").quotes.misses == []


def test_unknown_paths_are_misses(tree: paths.Tree) -> None:
    """Each path that a question names is looked up; the one that is not there is named with its place."""
    counts = checked(tree, clauses=[["二", "（二）"], ["二", "（九）"]], question="几日内反馈？")
    assert counts.paths.total == 2
    assert counts.paths.misses == ["gold:1 x-1: x has no clause ['二', '（九）']"]


def test_files_are_read_line_by_line(tmp_path: Path) -> None:
    """Every line that is not blank is read with its place."""
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps({"id": "a"}) + "\n\n" + json.dumps({"id": "b"}) + "\n", "utf-8")
    assert [(place, entry["id"]) for place, entry in paths.read_lines([file])] == [
        ("gold.jsonl:1", "a"),
        ("gold.jsonl:3", "b"),
    ]
