"""Questions put to the graph. Each follows edges from one node; none walks the whole graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus import Deadline
from graph.build import Graph, deadline_key, duty_key, find_department, jurisdiction_key, topic_key
from graph.model import Finding


def neighbours(graph: Graph, key: str, kind: str | None = None) -> tuple[tuple[str, str, str], ...]:
    """The nodes one edge away as (edge kind, direction "out" or "in", key).

    Only edges of ``kind`` where given. () where unknown.
    """
    if key not in graph:
        return ()
    found = [(data["kind"], "out", target) for _, target, data in graph.out_edges(key, data=True)]
    found += [(data["kind"], "in", source) for source, _, data in graph.in_edges(key, data=True)]
    return tuple(item for item in dict.fromkeys(found) if kind is None or item[0] == kind)


def _sources(graph: Graph, key: str, kind: str) -> Iterator[str]:
    if key in graph:
        yield from dict.fromkeys(source for source, _, data in graph.in_edges(key, data=True) if data["kind"] == kind)


def _targets(graph: Graph, key: str, kind: str) -> Iterator[str]:
    if key in graph:
        yield from dict.fromkeys(target for _, target, data in graph.out_edges(key, data=True) if data["kind"] == kind)


def _ids(keys: Iterator[str]) -> tuple[str, ...]:
    return tuple(key.removeprefix("duty:") for key in keys)


def duties_of_department(
    graph: Graph, name: str, jurisdiction: str | None, aliases: Sequence[str] = ()
) -> tuple[str, ...]:
    """The ids of the duties that a department bears, by any of its spellings."""
    return _ids(_targets(graph, find_department(graph, name, jurisdiction, aliases), "bears"))


def duties_towards(graph: Graph, name: str, jurisdiction: str | None, aliases: Sequence[str] = ()) -> tuple[str, ...]:
    """The ids of the duties that others have towards a department."""
    return _ids(_sources(graph, find_department(graph, name, jurisdiction, aliases), "towards"))


def duties_within(graph: Graph, deadline: Deadline) -> tuple[str, ...]:
    """The ids of all duties with the same time limit (all three-day duties)."""
    return _ids(_sources(graph, deadline_key(deadline), "within"))


def duties_about(graph: Graph, topic: str, jurisdiction: str | None = None) -> tuple[str, ...]:
    """The ids of the duties of a topic; only those of one jurisdiction where it is given."""
    return _ids(
        key
        for key in _sources(graph, topic_key(topic), "about")
        if jurisdiction is None or graph.nodes[key]["jurisdiction"] == jurisdiction
    )


def departments_of(graph: Graph, jurisdiction: str | None) -> tuple[str, ...]:
    """The canonical names of a jurisdiction's departments and roles, in the order in which they were met."""
    keys = _sources(graph, jurisdiction_key(jurisdiction), "part_of")
    return tuple(graph.nodes[key]["label"] for key in keys if graph.nodes[key]["kind"] == "department")


def clauses_of_duty(graph: Graph, duty_id: str) -> tuple[str, ...]:
    """The nodes of the clauses that lay down a duty."""
    return tuple(_sources(graph, duty_key(duty_id), "lays_down"))


def findings(graph: Graph) -> tuple[Finding, ...]:
    """What does not agree in the documents, with its clauses."""
    found: tuple[Finding, ...] = graph.graph["findings"]
    return found
