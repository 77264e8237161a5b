"""Holds annotated duties and questions against the clause trees.

    python -m bench.paths GOLD.jsonl… [--data DIR]

Every clause path that a line names must exist in its document, and every duty's quote must lie inside the clause it
names (compared after NFKC, white space removed). Without --data the shipped documents are built into a temporary folder
first. Exit code 1 where something is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from assistant import Knowledge, build_knowledge
from corpus import ClausePath, ClauseRecord, UserError

Tree: TypeAlias = Mapping[ClausePath, tuple[ClauseRecord, ...]]


@dataclass(slots=True)
class Count:
    """How many were looked at, and a line for each miss."""

    total: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, found: bool, miss: str) -> None:
        """Counts one more, with `miss` where it was not found."""
        self.total += 1
        if not found:
            self.misses.append(miss)


@dataclass(frozen=True, slots=True)
class Counts:
    """All that is counted; `own_text` and `paragraph` are stricter views of `quotes`, for information."""

    paths: Count = field(default_factory=Count)
    quotes: Count = field(default_factory=Count)
    own_text: Count = field(default_factory=Count)
    paragraph: Count = field(default_factory=Count)


def plain(text: str) -> str:
    """`text` for comparing: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_lines(paths: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of all files, each with the place it stands at: file:line."""
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip():
                yield f"{path.name}:{number}", json.loads(line)


def named_paths(entry: Mapping[str, Any]) -> list[ClausePath]:
    """The clause paths that a duty (`clause`) or a question (`clauses`) names."""
    paths = [entry["clause"]] if "clause" in entry else entry.get("clauses", [])
    return [tuple(path) for path in paths]


def load_tree(knowledge: Knowledge, name: str) -> Tree:
    """A document's clauses by path; () holds those that no number leads to. UserError for an unknown document."""
    tree: dict[ClausePath, list[ClauseRecord]] = defaultdict(list)
    for clause in knowledge.clauses(knowledge.document(name).slug):
        tree[clause.path].append(clause)
    return {path: tuple(clauses) for path, clauses in tree.items()}


def check_entry(counts: Counts, place: str, entry: Mapping[str, Any], tree: Tree) -> None:
    """Counts the paths of one line, and for a duty where its quote lies."""
    for path in named_paths(entry):
        counts.paths.add(path in tree, f"{place} {entry['id']}: {entry['doc']} has no clause {list(path)}")
    if "quote" not in entry or "clause" not in entry:
        return
    path = tuple(entry["clause"])
    clauses, quote = tree.get(path, ()), plain(entry["quote"])
    place = f"{place} {entry['id']} {list(path)}"
    # The empty path names what no number leads to; its clause is the document, in which any quote lies.
    wholes = [clause.text if path else clause.own_text for clause in clauses]
    counts.quotes.add(any(quote in plain(text) for text in wholes), f"{place}: not in the clause: {entry['quote']}")
    owned = any(quote in plain(clause.own_text) for clause in clauses)
    counts.own_text.add(owned, f"{place}: only in a sub-clause: {entry['quote']}")
    if path and entry.get("paragraph"):
        numbered = [clause.paragraphs[entry["paragraph"] - 1 : entry["paragraph"]] for clause in clauses]
        within = any(quote in plain(paragraph.text) for found in numbered for paragraph in found)
        counts.paragraph.add(within, f"{place}: not in paragraph {entry['paragraph']}: {entry['quote']}")


def check_files(knowledge: Knowledge, files: Sequence[Path]) -> Counts:
    """The counts over all files; a document that is not in the store counts as a missing path."""
    counts, trees = Counts(), dict[str, Tree]()
    for place, entry in read_lines(files):
        name = entry["doc"]
        if name not in trees:
            try:
                trees[name] = load_tree(knowledge, name)
            except UserError as error:
                counts.paths.add(False, f"{place}: {error.message}")
                trees[name] = {}
        check_entry(counts, place, entry, trees[name])
    return counts


def print_count(title: str, count: Count, *, listed: bool = True) -> None:
    """Prints one line with found and total, and the misses below it where asked to."""
    found = count.total - len(count.misses)
    share = found / count.total if count.total else 1.0
    print(f"{title:<44}{found:>6} of {count.total:<6}{share:>8.2%}")
    for miss in count.misses if listed else ():
        print(f"  {miss}")


def main() -> int:
    """Runs the check over the files named on the command line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, help="annotated duties or questions, JSON Lines")
    parser.add_argument("--data", type=Path, help="a data folder that is built already")
    parser.add_argument("--all", action="store_true", help="list also the misses of the stricter views")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data or Path(folder)
        if arguments.data is None:
            build_knowledge(data)
        counts = check_files(Knowledge.open(data), arguments.gold)
    print_count("clause paths that exist", counts.paths)
    print_count("quotes inside the clause", counts.quotes)
    print_count("quotes in the clause's own text", counts.own_text, listed=arguments.all)
    print_count("quotes in the paragraph named", counts.paragraph, listed=arguments.all)
    return 1 if counts.paths.misses or counts.quotes.misses else 0


if __name__ == "__main__":
    sys.exit(main())
