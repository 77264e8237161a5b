"""The graph, or a part of it, for other programs: GraphML and node-link JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from graph.build import Graph
from graph.queries import Link

_JOINED = "；"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def subgraph_of(graph: Graph, nodes: Iterable[str], links: Iterable[Link]) -> Graph:
    """The part of ``graph`` with these nodes, these edges and the nodes at their ends; attributes are those of the
    whole.
    """
    import networkx  # as in graph.build: only who draws or exports needs it

    part = networkx.MultiDiGraph()
    for key in nodes:
        part.add_node(key, **graph.nodes[key])
    for link in links:
        for end in (link.source, link.target):
            part.add_node(end, **graph.nodes[end])
        part.add_edge(link.source, link.target, key=link.key, **graph.edges[link.source, link.target, link.key])
    return part


def plain_graph(graph: Graph) -> Graph:
    """A copy of ``graph`` in which every attribute is a string, a number or a truth value, and every edge key unique.

    Tuples are joined with ；, tuples in tuples with a space; what is None is left out, characters that XML does not
    allow become spaces.
    """
    import networkx

    plain = networkx.MultiDiGraph()
    for key, data in graph.nodes(data=True):
        plain.add_node(key, **_plain(data))
    for number, (source, target, data) in enumerate(graph.edges(data=True), start=1):
        plain.add_edge(source, target, key=f"e{number}", **_plain(data))
    return plain


def render_graphml(graph: Graph) -> bytes:
    """``graph`` as GraphML in UTF-8, its attributes made plain. Opens in Gephi, yEd, Cytoscape and networkx."""
    import networkx

    out = BytesIO()
    networkx.write_graphml(plain_graph(graph), out, encoding="utf-8", prettyprint=True)
    return out.getvalue()


def render_node_link(graph: Graph) -> dict[str, Any]:
    """``graph`` in the node-link form of networkx: ``nodes`` with ``id``; ``links`` with their two ends and ``key``."""
    return {
        "directed": True,
        "multigraph": True,
        "graph": {},
        "nodes": [{"id": key, **data} for key, data in graph.nodes(data=True)],
        "links": [
            {"source": source, "target": target, "key": key, **data}
            for source, target, key, data in graph.edges(keys=True, data=True)
        ],
    }


def _plain(data: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    return {name: _plain_value(value) for name, value in data.items() if value is not None}


def _plain_value(value: Any) -> str | int | float | bool:
    if isinstance(value, str):
        return _NOT_XML.sub(" ", value)
    if isinstance(value, int | float):
        return value
    return _JOINED.join(
        " ".join(str(part) for part in item if part is not None) if isinstance(item, tuple) else str(item)
        for item in value
    )
