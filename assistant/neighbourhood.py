"""What stands around a node of the graph, in columns from left to right (部门 → 职责 → 相对方、时限), and no more of it
than a reader can take in; the rest is counted.

Only edges of the centre and of its duties, powers and clauses are followed: the cost does not grow with the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from assistant.departments import fits_words, is_borne, sounds_of
from corpus import UserError, fold_text
from graph import NOWHERE, Graph, Link, links_from, links_to, subgraph_of

MOST_NODES = 36  # with a line for what is left out in each column no more than 40
MOST_IN_COLUMN = 13
NodeKind: TypeAlias = Literal[
    "jurisdiction", "document", "clause", "department", "duty", "deadline", "topic", "power_set"
]
CENTRE_KINDS: tuple[str, ...] = ("department", "topic", "deadline", "power_set", "document", "duty", "clause")
_COLUMNS = 3
_HARD = ("deadline:duration", "deadline:recurring", "deadline:immediate")


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node as users read it.

    ``district`` is None where it belongs to none. ``word`` tells more of the kind: the modality of a duty, ``role``
    for a role, ``absent`` for a document that is not in the store. ``clause`` is the node of the clause that lays a
    duty down, ``clause_name`` its path. ``degree`` counts its edges.
    """

    key: str
    kind: str
    label: str
    district: str | None
    word: str | None
    clause: str | None
    clause_name: str | None
    degree: int


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge to be drawn, and the columns of its two ends; ``sure`` is false for a bearer only supposed."""

    link: Link
    columns: tuple[int, int]
    sure: bool = True

    @property
    def places(self) -> tuple[tuple[int, str], tuple[int, str]]:
        """Both ends as (column, node)."""
        return (self.columns[0], self.link.source), (self.columns[1], self.link.target)


@dataclass(frozen=True, slots=True)
class Column:
    """The nodes drawn in a column, from top to bottom, and how many more belong there."""

    nodes: tuple[GraphNode, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What is drawn around ``centre``, and all of it for the table.

    ``duties`` are the nodes of all its duties in reading order, ``links`` all its edges, ``relations`` those of them
    that belong to no duty. ``kinds`` counts the edges by kind before the filter, ``districts`` are those of its duties.
    """

    centre: GraphNode
    columns: tuple[Column, ...]
    ties: tuple[Tie, ...]
    duties: tuple[str, ...]
    links: tuple[Link, ...]
    relations: tuple[Link, ...]
    kinds: tuple[tuple[str, int], ...]
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NodeGroup:
    """Nodes of one kind that a reader may begin with, those with most edges first, and how many there are in all."""

    kind: str
    nodes: tuple[GraphNode, ...]
    total: int


class UnknownNodeError(UserError):
    """A node that the graph does not have."""

    code = "not_found"


# A strand is what is drawn or left out together: a duty with its ends, or a single edge.
_Strand: TypeAlias = tuple[Tie, ...]


def show_node(graph: Graph, key: str) -> GraphNode:
    """The node ``key`` as users read it. Raises UnknownNodeError."""
    if key not in graph:
        raise UnknownNodeError(f"图谱中没有“{key[:60]}”。", hint="请从图谱首页选择部门、事项、时限、权力或文件。")
    data: dict[str, Any] = graph.nodes[key]
    kind = data["kind"]
    clause = next((link.source for link in links_to(graph, key, "lays_down")), None) if kind == "duty" else None
    label = data["label"] or key.partition(":")[2]
    if kind == "power_set":
        label = f"{label} {data['stated']} 项"
    name = graph.nodes[clause]["label"].partition(" ")[0] if clause else None
    return GraphNode(key, kind, label, _district(key, data), _word(data), clause, name, graph.degree(key))


def _district(key: str, data: dict[str, Any]) -> str | None:
    if data["kind"] in ("department", "power_set"):
        return key.partition(":")[2].partition("/")[0]
    if data["kind"] == "duty":
        return data["jurisdiction"] or NOWHERE
    return None


def _word(data: dict[str, Any]) -> str | None:
    if data["kind"] == "duty":
        return str(data["modality"])
    if data["kind"] == "department" and data["role"]:
        return "role"
    return "absent" if data["kind"] == "document" and not data.get("stored") else None


def find_neighbourhood(
    graph: Graph, key: str, *, district: str | None = None, kinds: Iterable[str] = ()
) -> Neighbourhood:
    """What stands around the node ``key``.

    Of its duties only those of ``district``, of its edges only those of ``kinds``, where given. Each column holds at
    most MOST_IN_COLUMN nodes, all of them together at most MOST_NODES. The same graph gives the same picture. Raises
    UnknownNodeError.
    """
    centre = show_node(graph, key)
    strands = [strand for strand in _STRANDS[centre.kind](graph, key) if strand]
    districts = _districts_of(graph, strands)
    counted = _count_kinds(strands)
    strands = [strand for strand in strands if district is None or _strand_district(graph, strand) in (None, district)]
    chosen = frozenset(kinds)
    if chosen:
        strands = [kept for kept in (_keep(strand, key, chosen) for strand in strands) if kept]
    drawn = _choose(graph, key, strands)
    ties = tuple(dict.fromkeys(tie for strand in drawn for tie in strand))
    links = tuple(dict.fromkeys(tie.link for strand in strands for tie in strand))
    duties = tuple(dict.fromkeys(duty for duty in map(_duty_of, strands) if duty))
    return Neighbourhood(
        centre=centre,
        columns=_columns(graph, centre, strands, ties),
        ties=ties,
        duties=duties,
        links=links,
        relations=tuple(dict.fromkeys(tie.link for strand in strands if not _duty_of(strand) for tie in strand)),
        kinds=counted,
        districts=districts,
    )


def neighbourhood_graph(graph: Graph, near: Neighbourhood) -> Graph:
    """All that the neighbourhood holds, also what is not drawn, as a graph of its own."""
    return subgraph_of(graph, (near.centre.key,), near.links)


def find_nodes(
    graph: Graph, *, words: str = "", district: str | None = None, kind: str | None = None, most: int = 12
) -> tuple[NodeGroup, ...]:
    """The nodes to begin with, by kind; at most ``most`` of each. Only those of ``kind`` where it is given.

    Where ``words`` are given only nodes whose names fit them (a part of the name, its pinyin or the initials of it),
    duties among them; where ``district`` is given only those of that district or of none.
    """
    groups = []
    for name_of_kind, entries in _entries(graph).items():
        if (name_of_kind == "duty" and not words) or kind not in (None, name_of_kind):
            continue
        found = [
            key
            for key, name, place, sounds in entries
            if (district is None or place in (None, district)) and (not words or fits_words(words, (name,), sounds))
        ]
        if found:
            groups.append(NodeGroup(name_of_kind, tuple(show_node(graph, key) for key in found[:most]), len(found)))
    return tuple(groups)


_Entry: TypeAlias = tuple[str, str, str | None, tuple[tuple[str, str], ...]]


@lru_cache(maxsize=2)
def _entries(graph: Graph) -> dict[str, tuple[_Entry, ...]]:
    """By kind: node, folded name, district, sounds; most edges first. Made once a graph, as departments are."""
    found: dict[str, list[tuple[int, _Entry]]] = {kind: [] for kind in CENTRE_KINDS if kind != "clause"}
    for key, data in graph.nodes(data=True):
        if data["kind"] in found:
            name = fold_text(data["label"] or key.partition(":")[2])
            sounds = (sounds_of(name),) if data["kind"] not in ("duty", "deadline") else ()
            entry = key, name + fold_text(data.get("number") or ""), _district(key, data), sounds
            found[data["kind"]].append((-graph.degree(key), entry))
    return {kind: tuple(entry for _, entry in sorted(members, key=lambda m: m[0])) for kind, members in found.items()}


# What stands around a node of each kind


def _duty_strand(graph: Graph, key: str, *, extra: str | None = None) -> _Strand:
    """A duty with its bearers on its left, its counterparts, time limits and ``extra`` on its right; () if rejected."""
    if graph.nodes[key]["status"] == "rejected":
        return ()
    sure = is_borne(graph, key)
    left = tuple(Tie(link, (0, 1), sure) for link in links_to(graph, key, "bears"))
    right = tuple(Tie(link, (1, 2)) for link in links_from(graph, key, "towards", "within"))
    more = tuple(Tie(link, (1, 2)) for link in links_from(graph, key, extra)) if extra else ()
    return _together(left + right + more)


def _together(ties: Iterable[Tie]) -> _Strand:
    """One tie for each two places and kind, though two clauses may say so."""
    return tuple({(tie.places, tie.link.kind): tie for tie in ties}.values())


def _around_department(graph: Graph, key: str) -> Iterator[_Strand]:
    own = [link.target for link in links_from(graph, key, "bears")]
    for link in links_from(graph, key, "bears"):
        yield _duty_strand(graph, link.target)
    for link in links_to(graph, key, "towards"):
        if link.source not in own:
            yield _duty_strand(graph, link.source)
    for link in links_from(graph, key, "exercises"):
        yield (Tie(link, (0, 1)), *(Tie(part, (1, 2)) for part in links_from(graph, link.target, "member_of")))
    for link in links_to(graph, key, "issued_by"):
        yield (Tie(link, (1, 0)),)


def _around_topic(graph: Graph, key: str) -> Iterator[_Strand]:
    for link in links_to(graph, key, "about"):
        yield _duty_strand(graph, link.source, extra="about")


def _around_deadline(graph: Graph, key: str) -> Iterator[_Strand]:
    for duty in dict.fromkeys(link.source for link in links_to(graph, key, "within")):
        yield _duty_strand(graph, duty)


def _around_duty(graph: Graph, key: str) -> Iterator[_Strand]:
    for link in links_to(graph, key, "lays_down"):
        yield (Tie(link, (0, 1)),)
    for tie in _duty_strand(graph, key, extra="about"):
        yield (tie,)


def _around_power_set(graph: Graph, key: str) -> Iterator[_Strand]:
    for link in links_to(graph, key, "lays_down", "exercises"):
        yield (Tie(link, (0, 1)),)
    for link in links_from(graph, key, "member_of"):
        yield (Tie(link, (1, 2)),)
    for link in links_to(graph, key, "member_of"):
        yield (Tie(link, (2, 1)),)


def _around_document(graph: Graph, key: str) -> Iterator[_Strand]:
    for link in links_from(graph, key, "issued_by", "cites"):
        yield (Tie(link, (0, 1)),)
    for link in links_to(graph, key, "cites"):
        yield (Tie(link, (1, 0)),)
    for link in links_to(graph, key, "part_of"):
        yield (Tie(link, (1, 0)),)
        for below in links_to(graph, link.source, "part_of"):
            yield (Tie(link, (1, 0)), Tie(below, (2, 1)))


def _around_clause(graph: Graph, key: str) -> Iterator[_Strand]:
    for link in links_from(graph, key, "part_of"):
        yield (Tie(link, (1, 0)),)
    for link in links_to(graph, key, "cites", "next_step"):
        yield (Tie(link, (0, 1)),)
    for link in links_from(graph, key, "lays_down", "cites", "next_step"):
        yield (Tie(link, (1, 2)),)
    for link in links_to(graph, key, "part_of"):
        yield (Tie(link, (2, 1)),)


def _around_jurisdiction(graph: Graph, key: str) -> Iterator[_Strand]:
    for link in links_to(graph, key, "part_of"):
        yield (Tie(link, (1, 0)),)


_STRANDS: dict[str, Callable[[Graph, str], Iterator[_Strand]]] = {
    "department": _around_department,
    "topic": _around_topic,
    "deadline": _around_deadline,
    "duty": _around_duty,
    "power_set": _around_power_set,
    "document": _around_document,
    "clause": _around_clause,
    "jurisdiction": _around_jurisdiction,
}


# Filters


def _duty_of(strand: _Strand) -> str | None:
    """The duty that a strand belongs to."""
    ends = (end for tie in strand for end in (tie.link.source, tie.link.target))
    return next((end for end in ends if end.startswith("duty:")), None)


def _strand_district(graph: Graph, strand: _Strand) -> str | None:
    duty = _duty_of(strand)
    return (graph.nodes[duty]["jurisdiction"] or NOWHERE) if duty else None


def _districts_of(graph: Graph, strands: Iterable[_Strand]) -> tuple[str, ...]:
    found = (_strand_district(graph, strand) for strand in strands)
    return tuple(dict.fromkeys(place for place in found if place))


def _count_kinds(strands: Iterable[_Strand]) -> tuple[tuple[str, int], ...]:
    counted: dict[str, set[Link]] = {}
    for strand in strands:
        for tie in strand:
            counted.setdefault(tie.link.kind, set()).add(tie.link)
    return tuple((kind, len(links)) for kind, links in counted.items())


def _keep(strand: _Strand, centre: str, kinds: frozenset[str]) -> _Strand:
    """What of a strand is left when only edges of ``kinds`` are wanted; () where the centre is cut off.

    The edge between a topic or time limit and its duties is what the picture is about, and stays.
    """
    about = centre.startswith(("topic:", "deadline:"))
    kept = tuple(
        tie for tie in strand if tie.link.kind in kinds or (about and centre in (tie.link.source, tie.link.target))
    )
    reached = any(centre in (tie.link.source, tie.link.target) for tie in kept)
    return kept if reached else ()


# What is drawn


def _choose(graph: Graph, centre: str, strands: Sequence[_Strand]) -> list[_Strand]:
    """The strands that are drawn, in their order: the weightier first, as long as there is room."""
    room = _Room()
    chosen = []
    for at in _by_weight(graph, centre, strands):
        if room.take(strands[at]):
            chosen.append((at, strands[at]))
    if not chosen and strands:
        some = [tie for tie in strands[0] if room.take((tie,))]
        chosen.append((0, tuple(some)))
    return [strand for _, strand in sorted(chosen, key=lambda item: item[0])]


class _Room:
    """The places taken so far, each a node in a column."""

    def __init__(self) -> None:
        self._taken: list[set[str]] = [set() for _ in range(_COLUMNS)]

    def take(self, strand: _Strand) -> bool:
        """Whether all ends of a strand find a place; they are taken then."""
        wanted: list[set[str]] = [set(taken) for taken in self._taken]
        for tie in strand:
            for column, key in tie.places:
                wanted[column].add(key)
        if sum(map(len, wanted)) > MOST_NODES or max(map(len, wanted)) > MOST_IN_COLUMN:
            return False
        self._taken = wanted
        return True


def _by_weight(graph: Graph, centre: str, strands: Sequence[_Strand]) -> list[int]:
    """Their places in the order in which they are given room.

    First what is no duty, two of the centre's own duties for each one owed to it; among them those with a time limit,
    then those with a counterpart, those of an unsure bearer last.
    """
    bands: dict[int, list[int]] = {0: [], 1: [], 2: []}
    for at, strand in enumerate(strands):
        owed = any(tie.link.kind == "towards" and tie.link.target == centre for tie in strand)
        bands[0 if _duty_of(strand) is None else 2 if owed else 1].append(at)
    order = [(0.0, 0, rank, at) for rank, at in enumerate(bands[0])]
    for band, share in ((1, 0.5), (2, 1.0)):
        weighed = sorted(bands[band], key=lambda at: (_lightness(strands[at]), at))
        order += [(1 + rank * share, band, rank, at) for rank, at in enumerate(weighed)]
    return [at for *_, at in sorted(order)]


def _lightness(strand: _Strand) -> int:
    if not all(tie.sure for tie in strand):
        return 3
    if any(tie.link.kind == "within" and tie.link.target.startswith(_HARD) for tie in strand):
        return 0
    return 1 if any(tie.link.kind in ("within", "towards") for tie in strand) else 2


def _columns(graph: Graph, centre: GraphNode, strands: Iterable[_Strand], ties: Sequence[Tie]) -> tuple[Column, ...]:
    """The nodes of each column: the middle in reading order, those beside it near what they are tied to."""
    everything = _places(tie for strand in strands for tie in strand)
    drawn = _places(ties)
    if not any(drawn):
        return (Column((centre,), 0),)
    order = [list(column) for column in drawn]
    rank = {key: at for at, key in enumerate(order[1])}
    for side in (0, 2):
        order[side].sort(key=lambda key, side=side: _middle(key, side, ties, rank))  # type: ignore[misc]
    return tuple(
        Column(tuple(show_node(graph, key) for key in keys), len(all_keys) - len(keys))
        for keys, all_keys in zip(order, everything, strict=True)
    )


def _places(ties: Iterable[Tie]) -> tuple[dict[str, None], ...]:
    columns: tuple[dict[str, None], ...] = tuple({} for _ in range(_COLUMNS))
    for tie in ties:
        for column, key in tie.places:
            columns[column][key] = None
    return columns


def _middle(key: str, side: int, ties: Iterable[Tie], rank: dict[str, int]) -> float:
    """The mean rank of the middle nodes that a node beside them is tied to."""
    ranks = [
        rank[other]
        for tie in ties
        for (column, end), (_, other) in (tie.places, tie.places[::-1])
        if column == side and end == key and other in rank
    ]
    return sum(ranks) / len(ranks) if ranks else 0.0
