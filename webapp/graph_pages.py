"""The graph: where to begin, the neighbourhood of a node as picture and table, and its export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from assistant import (
    DutyEntry,
    GraphNode,
    Knowledge,
    Link,
    Neighbourhood,
    NodeGroup,
    entries_of,
    find_department_row,
    find_neighbourhood,
    find_nodes,
    neighbourhood_graph,
    render_graphml,
    render_node_link,
    show_node,
)
from corpus import UserError
from webapp.errors import InputError, http_status
from webapp.graph_svg import draw
from webapp.graph_words import (
    clause_address,
    department_address,
    edge_looks,
    edge_word,
    kind_word,
    node_address,
    node_label,
    node_looks,
)
from webapp.inputs import clean_text, parse_district, parse_name, parse_page
from webapp.provider import get_knowledge

blueprint = Blueprint("graph_pages", __name__, url_prefix="/graph")
PAGE = 50
FEW, MANY = 12, 300  # nodes of a kind to begin with: of every kind, of the kind chosen
MAX_KEY = 300
FILTERS: dict[str, Callable[..., Any]] = {
    "department_address": department_address,
    "clause_address": clause_address,
    "node_address": node_address,
    "node_label": node_label,
    "kind_word": kind_word,
    "edge_word": edge_word,
}


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for: a node, one district or all, some kinds of edges or all (empty)."""

    node: str
    district: str | None
    kinds: tuple[str, ...]

    @property
    def state(self) -> dict[str, Any]:
        """The parameters that stay when going on to another node."""
        return {"district": self.district, "edge": list(self.kinds) or None}


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge in the table: its two nodes, and the words of the clause where a number of powers is stated."""

    link: Link
    source: GraphNode
    target: GraphNode
    quote: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """One page of what the picture is about: duties, then other edges."""

    number: int
    last: int
    entries: tuple[DutyEntry, ...]
    relations: tuple[Relation, ...]


@blueprint.get("")
def graph() -> tuple[str, int]:
    """Where to begin; with ``node`` what stands around that node, narrowed by ``district`` and ``edge``."""
    if not clean_text(request.args.get("node", "")):
        return _start()
    view = parse_view()
    knowledge = get_knowledge()
    near = find_view(knowledge, view)
    page = render_template(
        "graph.html",
        view=view,
        near=near,
        drawing=draw(near),
        heading=heading_of(knowledge, near),
        summary=summary_of(near),
        table=_table(knowledge, near, parse_page(request.args.get("page"))),
        edge_looks=edge_looks(),
        clause_document=_clause_document(knowledge, near.centre),
    )
    return page, 200


def _start() -> tuple[str, int]:
    knowledge = get_knowledge()
    words, district = clean_text(request.args.get("q", "")), request.args.get("district")
    kind = request.args.get("kind", "")
    problem: UserError | None = None
    found: tuple[NodeGroup, ...] = ()
    try:
        place = parse_district(district)
        name = parse_name(words)
        found = find_nodes(knowledge.graph(), words=name, district=place, kind=kind or None, most=MANY if kind else FEW)
    except UserError as error:
        problem = error
    page = render_template(
        "graph_start.html",
        groups=found,
        looks=node_looks(),
        kind=kind,
        words=words,
        district=district,
        districts=knowledge.districts(),
        error=problem,
    )
    return page, http_status(problem) if problem else 200


@blueprint.get("/export")
def export() -> Response:
    """A file: ``format`` svg, graphml or json; of the neighbourhood of ``node``, without one of the whole graph."""
    kind = request.args.get("format", "")
    if kind not in _EXPORTS:
        raise InputError("没有这种导出格式。", hint="format 可以是 svg、graphml 或 json。")
    whole = not clean_text(request.args.get("node", ""))
    response = _EXPORTS[kind](None if whole else parse_view())
    name = f"quanze-graph{'' if whole else '-part'}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _export_svg(view: View | None) -> Response:
    if view is None:
        raise InputError("整张图谱不画成一张图。", hint="请选定一个节点再导出图片，或导出 GraphML、JSON。")
    knowledge = get_knowledge()
    near = find_view(knowledge, view)
    text = render_template(
        "graph_export.svg", drawing=draw(near), heading=heading_of(knowledge, near), summary=summary_of(near)
    )
    return Response(text.strip() + "\n", mimetype="image/svg+xml")


def _export_graphml(view: View | None) -> Response:
    return Response(render_graphml(_chosen(view)), mimetype="application/graphml+xml")


def _export_json(view: View | None) -> Response:
    return jsonify(render_node_link(_chosen(view)))


_EXPORTS: dict[str, Callable[[View | None], Response]] = {
    "svg": _export_svg,
    "graphml": _export_graphml,
    "json": _export_json,
}


def _chosen(view: View | None) -> Any:
    knowledge = get_knowledge()
    return knowledge.graph() if view is None else neighbourhood_graph(knowledge.graph(), find_view(knowledge, view))


def parse_view() -> View:
    """What the address of the request asks for. Raises InputError."""
    node = clean_text(request.args.get("node", ""))
    if not node:
        hint = "请在 node 参数中填写图谱中的节点，例如 topic:case_transfer。"
        raise InputError("没有指明节点。", hint=hint, code="empty_input")
    kinds = tuple(dict.fromkeys(clean_text(kind) for kind in request.args.getlist("edge") if clean_text(kind)))
    known = [kind for kind in edge_looks() if kind != "supposed"]
    unknown = next((kind for kind in kinds if kind not in known), None)
    if unknown is not None:
        raise InputError(f"没有“{unknown[:40]}”这种关系。", hint=f"edge 可以是：{'、'.join(known)}。")
    return View(node[:MAX_KEY], parse_district(request.args.get("district")), kinds)


def find_view(knowledge: Knowledge, view: View) -> Neighbourhood:
    """The neighbourhood asked for. Raises UserError: unknown node, or department with those near it."""
    graph = knowledge.graph()
    kind, _, rest = view.node.partition(":")
    district, _, name = rest.partition("/")
    if kind == "department" and name and view.node not in graph:
        find_department_row(knowledge, district, name)
    return find_neighbourhood(graph, view.node, district=view.district, kinds=view.kinds)


def heading_of(knowledge: Knowledge, near: Neighbourhood) -> str:
    """What the picture shows, in one line; a clause with its document."""
    centre = near.centre
    place = centre.district
    if centre.kind == "clause":
        place = knowledge.document(centre.key.removeprefix("clause:").partition("/")[0]).name
    return f"{kind_word(centre)}：{node_label(centre)}" + (f"（{place}）" if place else "")


def summary_of(near: Neighbourhood) -> str:
    """What is drawn and what is left out, for those who cannot see the picture."""
    drawn = sum(len(column.nodes) for column in near.columns)
    left_out = sum(column.left_out for column in near.columns)
    told = f"画出 {drawn} 个节点、{len(near.ties)} 条关系"
    more = f"，另有 {left_out} 个节点未画出" if left_out else ""
    return f"{told}{more}。从左到右分列，全部内容见表格。"


def _table(knowledge: Knowledge, near: Neighbourhood, number: int) -> TablePage:
    last = max(1, -(-max(len(near.duties), len(near.relations)) // PAGE))
    number = min(number, last)
    part = slice((number - 1) * PAGE, number * PAGE)
    graph = knowledge.graph()
    relations = (
        Relation(link, show_node(graph, link.source), show_node(graph, link.target), _quote(knowledge, link))
        for link in near.relations[part]
    )
    return TablePage(number, last, entries_of(knowledge, near.duties[part]), tuple(relations))


def _quote(knowledge: Knowledge, link: Link) -> str:
    """The words that state the number of powers that an edge leads to or comes from."""
    ends = [end for end in (link.source, link.target) if end.startswith("power_set:")]
    if not ends or link.clause is None:
        return ""
    slug, _, eid = link.clause.removeprefix("clause:").partition("/")
    wanted = ends[0].partition("/")[2]
    stated = (power for power in knowledge.powers(slug) if power.eid == eid and power.name == wanted)
    return next((power.quote for power in stated), "")


def _clause_document(knowledge: Knowledge, centre: GraphNode) -> str | None:
    """The address of the text that the centre stands for: a clause, the clause of a duty, a stored document."""
    clause = centre.key if centre.kind == "clause" else centre.clause
    if clause:
        return clause_address(clause)
    if centre.kind == "document" and centre.word != "absent":
        return f"/documents/{centre.key.removeprefix('document:')}"
    return None
