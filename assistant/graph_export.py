"""The graph as a file: GraphML for graph programs, JSON in node-link form for all others."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, get_args

from graph import Graph

GraphFormat: TypeAlias = Literal["graphml", "json"]

GRAPH_FORMATS: tuple[GraphFormat, ...] = get_args(GraphFormat)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def export_graph(graph: Graph, form: GraphFormat) -> bytes:
    """``graph`` as UTF-8.

    JSON is ``{"directed", "multigraph", "graph", "nodes": [{"id", "kind", "label", …}], "edges": [{"source", "target",
    "key", "kind", …}]}``, attributes as they are, without those that are None. In GraphML, lists are joined by 、.
    """
    import networkx

    if form == "json":
        data = networkx.node_link_data(_with_attributes(graph, dict), edges="edges")
        return (json.dumps(data, ensure_ascii=False) + "\n").encode()
    out = io.BytesIO()
    networkx.write_graphml_xml(_with_attributes(graph, _flat), out, encoding="utf-8", infer_numeric_types=True)
    return out.getvalue()


def _with_attributes(graph: Graph, change: Any) -> Graph:
    """A copy of ``graph`` with its attributes as ``change`` gives them, in the same order; None left out."""
    import networkx

    copy = networkx.MultiDiGraph()
    for key, attributes in graph.nodes(data=True):
        copy.add_node(key, **change(_told(attributes)))
    for source, target, attributes in graph.edges(data=True):
        copy.add_edge(source, target, **change(_told(attributes)))
    return copy


def _told(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def _flat(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """``attributes`` as GraphML takes them: numbers, truth values and strings."""
    return {
        name: value if isinstance(value, bool | int | float) else _NOT_IN_XML.sub("", _words(value))
        for name, value in attributes.items()
    }


def _words(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)
