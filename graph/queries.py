"""Questions put to the graph. Each follows edges from one node; none walks the whole graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import Deadline
from graph.build import Graph, deadline_key, duty_key, find_department, jurisdiction_key, topic_key
from graph.departments import canonical_department, load_level_prefixes
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


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the graph: its kind, its two nodes, the node of the clause that says so, its key among its like."""

    source: str
    target: str
    kind: str
    clause: str | None
    key: str


def _link(source: str, target: str, key: str, data: Mapping[str, Any]) -> Link:
    return Link(source, target, data["kind"], data.get("clause"), key)


def links_from(graph: Graph, key: str, *kinds: str) -> tuple[Link, ...]:
    """The edges that go out from a node, of the given kinds or of all; () where the node is unknown."""
    if key not in graph:
        return ()
    edges = graph.out_edges(key, keys=True, data=True)
    return tuple(_link(*edge) for edge in edges if not kinds or edge[3]["kind"] in kinds)


def links_to(graph: Graph, key: str, *kinds: str) -> tuple[Link, ...]:
    """The edges that come in to a node, of the given kinds or of all; () where the node is unknown."""
    if key not in graph:
        return ()
    edges = graph.in_edges(key, keys=True, data=True)
    return tuple(_link(*edge) for edge in edges if not kinds or edge[3]["kind"] in kinds)


def department_keys(graph: Graph, jurisdiction: str | None) -> tuple[str, ...]:
    """The nodes of a jurisdiction's departments and roles, in the order in which they were met."""
    keys = _sources(graph, jurisdiction_key(jurisdiction), "part_of")
    return tuple(key for key in keys if graph.nodes[key]["kind"] == "department")


def base_name(name: str, jurisdiction: str | None) -> str:
    """The canonical ``name`` of a department without the level that stands for its own jurisdiction.

    Unlike the node's label also where the jurisdiction's name has a bracket behind it.

    >>> base_name("区联动执法机制领导小组", "郑州新郑综合保税区（郑州航空港区）"), base_name("镇人民政府", "卫滨区")
    ('联动执法机制领导小组', '镇人民政府')
    """
    return canonical_department(name, _unbracketed(jurisdiction))


def _unbracketed(jurisdiction: str | None) -> str:
    return (jurisdiction or "").partition("（")[0]


def corresponding_departments(graph: Graph, key: str, jurisdictions: Iterable[str | None]) -> tuple[str, ...]:
    """The nodes of the departments of the same name, but for the level before it, in other ``jurisdictions``."""
    if key not in graph:
        return ()
    own = graph.nodes[key].get("jurisdiction")
    base = base_name(graph.nodes[key]["label"], own)
    found = []
    for place in jurisdictions:
        levels = [level for level in load_level_prefixes() if _unbracketed(place).endswith(level)]
        found += [find_department(graph, name, place) for name in (base, *(level + base for level in levels))]
    there = ((other, graph.nodes[other]) for other in dict.fromkeys(found) if other in graph)
    return tuple(
        other
        for other, data in there
        if data.get("jurisdiction") != own and base_name(data["label"], data.get("jurisdiction")) == base
    )
