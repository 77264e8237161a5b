"""What the tests of corpus share: the shipped and the invented documents, and comparing trees."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Document, decode_source, fold_text, leaves, parse_document, read_source

if TYPE_CHECKING:
    from corpus import Clause

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
SHIPPED = tuple(sorted((ROOT / "corpus" / "documents").glob("*.txt")))
INVENTED = tuple(sorted(path for path in (GOLDEN / "documents").iterdir() if path.suffix in (".txt", ".md")))


@cache
def parsed(path: Path) -> Document:
    """The document in the file at `path`."""
    return parse_document(read_source(path))


def parse(text: str, name: str = "text.txt") -> Document:
    """The document that `text` is."""
    return parse_document(decode_source(name, text.encode()))


def outline(document: Document) -> list[str]:
    """Kind, path and heading of each clause but the root, in reading order: point 第三条/（一）."""
    return [" ".join(filter(None, (c.kind, "/".join(c.path), c.heading))) for c in clauses(document)]


def clauses(document: Document) -> list[Clause]:
    """All clauses but the root, in reading order."""
    return list(document.root.walk())[1:]


def tree_row(clause: Clause) -> str:
    """One line of a golden tree: enough of a clause to see in a diff what changed."""
    own = fold_text("".join(paragraph.text for paragraph in clause.paragraphs))
    row = {
        "eid": clause.eid,
        "path": list(clause.path),
        "kind": clause.kind,
        "heading": clause.heading,
        "paragraphs": len(clause.paragraphs),
        "first": own[:12],
        "last": own[-12:],
    }
    return json.dumps(row, ensure_ascii=False)


def leaf_text(document: Document) -> str:
    """The text of all leaves in order, without white space."""
    text = document.normal.text
    return "".join("".join(text[start:end].split()) for start, end in leaves(document))
