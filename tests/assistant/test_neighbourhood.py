"""What stands around a node, on the shipped documents and on a graph of several thousand nodes made up here."""

from __future__ import annotations

import time
from functools import cache
from io import BytesIO

import networkx
import pytest

from assistant import Knowledge, find_neighbourhood, find_nodes, neighbourhood_graph, render_graphml, render_node_link
from assistant.neighbourhood import MOST_IN_COLUMN, MOST_NODES, UnknownNodeError
from corpus import ClauseRecord, Deadline, DocumentRecord, Duty, Facts, Metadata
from graph import Graph, build_graph

CENTRES = (
    "department:卫滨区/各镇办",
    "topic:case_transfer",
    "deadline:duration/3/workday",
    "deadline:vague/及时",
    "power_set:忻州经济开发区/集中行使行政处罚权",
    "document:weibin",
    "document:新政〔2023〕15号",
    "duty:weibin-d017",
    "clause:weibin/3.1",
    "jurisdiction:山亭区",
)
DUTIES = 3000
BODIES = 900


@cache
def large() -> Graph:
    """A graph of more than 5,000 nodes: three districts, each duty with a clause, two bodies and a time limit."""
    records, clauses, facts = [], {}, []
    for place in ("甲区", "乙区", "丙区"):
        slug = {"甲区": "a", "乙区": "b", "丙区": "c"}[place]
        records.append(DocumentRecord(slug, "0", f"{slug}.txt", "utf-8", Metadata(title=place, jurisdiction=place), 0))
        clauses[slug] = [clause(slug, number) for number in range(DUTIES // 3)]
        facts.append(Facts(slug, tuple(duty(slug, place, number) for number in range(DUTIES // 3))))
    return build_graph(records, clauses, facts)


def clause(slug: str, number: int) -> ClauseRecord:
    """The clause with this number."""
    eid, path = f"art_{number + 1}", (f"第{number + 1}条",)
    return ClauseRecord(slug, eid, "", number, "article", path[0], "", path, (), (), (0, 1), (0, 1), "", "", "0")


def duty(slug: str, place: str, number: int) -> Duty:
    """The duty of that clause."""
    return Duty(
        f"{slug}-d{number}", slug, slug, place, f"art_{number + 1}", (f"第{number + 1}条",), 1, "", (0, 1),
        (f"第{number % (BODIES // 3)}号执法局",), True, "obligation", f"办理第{number}件事",
        (f"第{(number + 7) % (BODIES // 3)}号执法局",), None,
        (Deadline("及时", "vague") if number % 2 else Deadline("3日内", "duration", 3, "day", "within"),),
        "case_transfer", "made", 0.9,
    )  # fmt: skip


@pytest.mark.parametrize("key", CENTRES)
def test_a_picture_is_small_and_always_the_same(knowledge: Knowledge, key: str) -> None:
    """At most 40 nodes with the lines for what is left out, no column overfull, the centre among them, no loose end."""
    graph = knowledge.graph()
    near = find_neighbourhood(graph, key)
    drawn = [[node.key for node in column.nodes] for column in near.columns]
    assert sum(map(len, drawn)) <= MOST_NODES
    assert max(map(len, drawn)) <= MOST_IN_COLUMN
    assert any(key in column for column in drawn)
    for tie in near.ties:
        for column, end in tie.places:
            assert end in drawn[column]
    assert near == find_neighbourhood(graph, key)


@pytest.mark.parametrize("key", CENTRES)
def test_what_is_not_drawn_is_counted(knowledge: Knowledge, key: str) -> None:
    """Drawn and left out make up all nodes of a column; the table has all duties."""
    near = find_neighbourhood(knowledge.graph(), key)
    middle = [node.key for node in near.columns[1].nodes]
    if all(node.startswith("duty:") for node in middle) and not near.relations:
        assert len(middle) + near.columns[1].left_out == len(near.duties)
    assert {tie.link for tie in near.ties} <= set(near.links)


def test_columns_go_from_departments_over_duties_to_counterparts_and_limits(knowledge: Knowledge) -> None:
    """The 3 workdays of handing over a case, from the bearer to the limit."""
    near = find_neighbourhood(knowledge.graph(), "deadline:duration/3/workday")
    kinds = [{node.kind for node in column.nodes} for column in near.columns]
    assert kinds == [{"department"}, {"duty"}, {"deadline", "department"}]
    labels = {node.label for node in near.columns[0].nodes}
    assert labels == {"各镇办", "区级有关执法部门"}


def test_a_department_shows_both_what_it_owes_and_what_is_owed_to_it(knowledge: Knowledge) -> None:
    """It stands on the left for the one and on the right for the other."""
    near = find_neighbourhood(knowledge.graph(), "department:卫滨区/各镇办")
    assert [near.centre.key in [node.key for node in column.nodes] for column in near.columns] == [True, False, True]


def test_a_district_filter_keeps_only_its_duties(knowledge: Knowledge) -> None:
    """Of a topic all districts share."""
    graph = knowledge.graph()
    near = find_neighbourhood(graph, "topic:case_transfer", district="山亭区")
    assert near.duties
    assert {graph.nodes[key]["jurisdiction"] for key in near.duties} == {"山亭区"}
    assert "卫滨区" in near.districts


def test_an_edge_filter_keeps_only_edges_of_its_kinds_and_those_to_the_topic(knowledge: Knowledge) -> None:
    """What the picture is about stays."""
    near = find_neighbourhood(knowledge.graph(), "topic:case_transfer", kinds=["within"])
    assert {tie.link.kind for tie in near.ties} == {"within", "about"}
    assert dict(near.kinds)["bears"] > 0


def test_a_filter_that_leaves_nothing_still_shows_the_centre(knowledge: Knowledge) -> None:
    """Alone."""
    near = find_neighbourhood(knowledge.graph(), "department:卫滨区/各镇办", kinds=["cites"])
    assert [node.key for column in near.columns for node in column.nodes] == ["department:卫滨区/各镇办"]
    assert near.links == ()


def test_a_bearer_only_supposed_is_marked(knowledge: Knowledge) -> None:
    """And comes after those that a clause names."""
    near = find_neighbourhood(knowledge.graph(), "department:忻州经济开发区/管理委员会")
    assert any(not tie.sure for tie in near.ties)
    first = find_neighbourhood(knowledge.graph(), "department:卫滨区/各镇办")
    assert all(tie.sure for tie in first.ties)


def test_powers_show_their_whole_and_their_parts(knowledge: Knowledge) -> None:
    """1031 of 1059, with 139 and 874 in it."""
    near = find_neighbourhood(knowledge.graph(), "power_set:忻州经济开发区/集中行使行政处罚权")
    assert [node.label.split()[1] for node in near.columns[2].nodes] == ["1059", "139", "874"]


def test_an_unknown_node_is_told(knowledge: Knowledge) -> None:
    """With what to do."""
    with pytest.raises(UnknownNodeError) as raised:
        find_neighbourhood(knowledge.graph(), "topic:nothing")
    assert "topic:nothing" in raised.value.message


@pytest.mark.parametrize("key", ["topic:case_transfer", "deadline:vague/及时", "jurisdiction:甲区", "document:a"])
def test_a_node_with_thousands_of_edges_gives_a_small_picture_quickly(key: str) -> None:
    """In a graph of more than 5,000 nodes; the limit is generous, since the machine of a test may be busy."""
    graph = large()
    assert graph.number_of_nodes() > 5000
    start = time.perf_counter()
    near = find_neighbourhood(graph, key)
    assert time.perf_counter() - start < 1
    assert sum(len(column.nodes) for column in near.columns) <= MOST_NODES
    assert sum(column.left_out for column in near.columns) > 100


def test_a_duty_with_too_many_ends_is_cut_not_dropped() -> None:
    """A duty of sixty bodies shows as many as there is room for."""
    many = tuple(f"第{number}号办事处" for number in range(60))
    one = duty("a", "甲区", 0)
    crowded = Duty(**{name: getattr(one, name) for name in one.__slots__} | {"actors": many})
    record = DocumentRecord("a", "0", "a.txt", "utf-8", Metadata(title="甲", jurisdiction="甲区"), 1)
    graph = build_graph([record], {"a": [clause("a", 0)]}, [Facts("a", (crowded,))])
    near = find_neighbourhood(graph, "topic:case_transfer")
    assert len(near.columns[0].nodes) == MOST_IN_COLUMN
    assert near.columns[0].left_out == 60 - MOST_IN_COLUMN


def test_nodes_to_begin_with_come_by_kind(knowledge: Knowledge) -> None:
    """Those with most edges first; duties only where words are given."""
    groups = {group.kind: group for group in find_nodes(knowledge.graph(), most=5)}
    assert set(groups) == {"department", "topic", "deadline", "power_set", "document"}
    degrees = [node.degree for node in groups["department"].nodes]
    assert degrees == sorted(degrees, reverse=True)
    assert groups["topic"].total == 22
    assert len(groups["topic"].nodes) == 5


@pytest.mark.parametrize(
    ("words", "kind", "label"),
    [("案件移送", "topic", "案件移送"), ("ajys", "topic", "案件移送"), ("3个工作日", "deadline", "3个工作日内"),
     ("卫政办", "document", "卫滨区人民政府办公室关于建立综合行政执法协调联动机制的通知"), ("劝阻当事人", "duty", "劝阻当事人停止违法行为")],
)  # fmt: skip
def test_nodes_are_found_by_name_pinyin_or_words(knowledge: Knowledge, words: str, kind: str, label: str) -> None:
    """Each kind."""
    groups = {group.kind: group for group in find_nodes(knowledge.graph(), words=words)}
    assert label in [node.label for node in groups[kind].nodes]


def test_one_kind_of_one_district_can_be_asked_for(knowledge: Knowledge) -> None:
    """As the start page does."""
    (group,) = find_nodes(knowledge.graph(), kind="department", district="山亭区", most=300)
    assert {node.district for node in group.nodes} == {"山亭区"}
    assert len(group.nodes) == group.total


@pytest.mark.parametrize("key", CENTRES)
def test_a_neighbourhood_exported_as_graphml_opens_again(knowledge: Knowledge, key: str) -> None:
    """With all its nodes and edges, also those not drawn, and their kinds."""
    graph = knowledge.graph()
    near = find_neighbourhood(graph, key)
    part = neighbourhood_graph(graph, near)
    again = networkx.read_graphml(BytesIO(render_graphml(part)), force_multigraph=True)
    assert set(again) == set(part)
    assert again.number_of_edges() == len(near.links)
    assert {data["kind"] for _, data in again.nodes(data=True)} <= {data["kind"] for _, data in graph.nodes(data=True)}


def test_the_whole_graph_opens_again_in_both_forms(knowledge: Knowledge) -> None:
    """Nothing is lost but what is None; tuples become text."""
    graph = knowledge.graph()
    again = networkx.read_graphml(BytesIO(render_graphml(graph)), force_multigraph=True)
    assert set(again) == set(graph)
    assert again.number_of_edges() == graph.number_of_edges()
    assert "；" in again.nodes["department:忻州经济开发区/管理委员会"]["aliases"]
    linked = networkx.node_link_graph(render_node_link(graph), edges="links")
    assert linked.number_of_edges() == graph.number_of_edges()


def test_characters_that_xml_forbids_do_not_break_an_export() -> None:
    """A control character in a name becomes a space."""
    graph = networkx.MultiDiGraph()
    graph.add_node("a", kind="topic", label="甲\x0b乙\ufffe")
    assert networkx.read_graphml(BytesIO(render_graphml(graph))).nodes["a"]["label"] == "甲 乙 "
