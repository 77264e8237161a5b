"""The words and looks of the drawn graph, read from `data/graph.json`, and the addresses of its nodes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import url_for

from assistant import GraphNode
from webapp.wording import label

_DATA = Path(__file__).parent / "data" / "graph.json"


@dataclass(frozen=True, slots=True)
class Look:
    """How nodes of a kind are named and drawn; colours are hexadecimal."""

    word: str
    plural: str
    shape: str
    fill: str
    stroke: str


@dataclass(frozen=True, slots=True)
class EdgeLook:
    """How edges of a kind are named and drawn; ``dash`` is an SVG dash pattern, empty for a solid line.

    ``origin`` says where an edge comes from that no clause states.
    """

    word: str
    meaning: str
    dash: str
    origin: str = ""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return data


@cache
def node_looks() -> dict[str, Look]:
    """The looks by kind of node; ``role`` and ``absent`` are kinds of their own here."""
    return {kind: Look(**entry) for kind, entry in _data()["kinds"].items()}


@cache
def edge_looks() -> dict[str, EdgeLook]:
    """The looks by kind of edge; ``supposed`` is that of an unsure ``bears``."""
    return {kind: EdgeLook(**entry) for kind, entry in _data()["edges"].items()}


def column_titles(kind: str) -> tuple[str, ...]:
    """The titles of the three columns around a centre of ``kind``."""
    return tuple(_data()["columns"][kind])


def look_of(node: GraphNode) -> Look:
    """The look of a node."""
    looks = node_looks()
    return looks[node.word] if node.word in looks else looks[node.kind]


def kind_word(node: GraphNode) -> str:
    """The word before a node's label: what it is, for a duty its modality (应当, 不得)."""
    return label("modality", node.word or "") if node.kind == "duty" else look_of(node).word


def node_label(node: GraphNode) -> str:
    """The name of a node; that of an unnumbered clause is the word for its kind."""
    return label("clause_kind", node.label) if node.kind == "clause" else node.label


def edge_word(kind: str, sure: bool = True) -> str:
    """The word on an edge."""
    return edge_looks()["supposed" if kind == "bears" and not sure else kind].word


def node_address(node: GraphNode, **state: Any) -> str:
    """The page of a node's neighbourhood; ``state`` are further parameters of the address."""
    return url_for("graph_pages.graph", node=node.key, **state)


def clause_address(key: str, mark: str | None = None) -> str:
    """Where a clause (a node of the graph) stands in the reader; ``mark`` are the characters to highlight, 12-34."""
    slug, _, eid = key.removeprefix("clause:").partition("/")
    return url_for("document_pages.document", slug=slug, mark=mark, _anchor=eid)


def department_address(key: str) -> str:
    """The page of a department (a node of the graph)."""
    district, _, name = key.removeprefix("department:").partition("/")
    return url_for("department_pages.department", district=district, name=name)
