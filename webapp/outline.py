"""A document's clause records nested again, as the reader and the permalink pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import ClauseRecord, Paragraph

_TITLE = 16


@dataclass(frozen=True, slots=True)
class Node:
    """A clause with what stands in it, in reading order.

    ``head`` is its number and heading as printed, ``run_in`` true where text follows on the same line;
    ``parts`` are its own paragraphs and its sub-clauses.
    """

    record: ClauseRecord
    head: str
    run_in: bool
    parts: tuple[Node | Paragraph, ...]

    @property
    def children(self) -> tuple[Node, ...]:
        """The sub-clauses."""
        return tuple(part for part in self.parts if isinstance(part, Node))

    @property
    def title(self) -> str:
        """One line for a table of contents: number and heading, or number and first words; empty without a number."""
        head = "".join(self.head.split("\n")).rstrip("。：:")
        if self.record.heading or not head:
            return head
        first = self.parts[0] if self.parts else None
        text = first.text if isinstance(first, Paragraph) and first.kind == "text" else ""
        return head + (text if len(text) <= _TITLE else text[:_TITLE] + "…")

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def build_outline(records: Sequence[ClauseRecord]) -> tuple[Node, ...]:
    """The top clauses of a document with all below them; ``records`` are the document's, in any order."""
    below: dict[str, list[ClauseRecord]] = {}
    for record in records:
        below.setdefault(record.parent, []).append(record)
    tops = [_build_node(record, below) for record in below.get("", ())]
    return tuple(sorted(tops, key=_part_start))


def _build_node(record: ClauseRecord, below: dict[str, list[ClauseRecord]]) -> Node:
    children = [_build_node(child, below) for child in below.get(record.eid, ())]
    parts: list[Node | Paragraph] = [*record.paragraphs, *children]
    parts.sort(key=_part_start)
    first = _part_start(parts[0]) if parts else record.span[1]
    head = record.text[: max(first - record.span[0], 0)]
    starts_with_text = bool(parts) and isinstance(parts[0], Paragraph) and parts[0].kind == "text"
    return Node(record, head.strip(), starts_with_text and bool(head.strip()) and "\n" not in head, tuple(parts))


def _part_start(part: Node | Paragraph) -> int:
    return part.record.span[0] if isinstance(part, Node) else part.span[0]


def join_text(records: Sequence[ClauseRecord]) -> str:
    """The whole text of the document whose clauses these are; every character stands where its span says."""
    text = ""
    for record in sorted((record for record in records if not record.parent), key=lambda record: record.span):
        text += "\n" * (record.span[0] - len(text)) + record.text
    return text


def table_rows(paragraph: Paragraph) -> tuple[tuple[str, ...], ...]:
    """The rows of a table paragraph, filled up with empty cells to equal length."""
    rows = [line.split("\t") for line in paragraph.text.split("\n") if line.strip()]
    width = max((len(row) for row in rows), default=0)
    return tuple(tuple(cell.strip() for cell in row) + ("",) * (width - len(row)) for row in rows)
