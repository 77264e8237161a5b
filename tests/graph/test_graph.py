"""The graph built from two invented documents, and the questions put to it."""

from __future__ import annotations

from functools import cache

import pytest

from corpus import Deadline
from graph import (
    Graph,
    build_graph,
    clauses_of_duty,
    departments_of,
    duties_about,
    duties_of_department,
    duties_towards,
    duties_within,
    extract_facts,
    findings,
    neighbours,
)
from tests.graph.support import ARTICLES, NOTICE, read

EDGE_KINDS = {
    "issued_by",
    "part_of",
    "lays_down",
    "bears",
    "towards",
    "within",
    "about",
    "exercises",
    "member_of",
    "cites",
    "next_step",
}


@cache
def sample() -> Graph:
    """The graph of both documents."""
    documents = [read(NOTICE, "qingtong.txt"), read(ARTICLES, "yunling.txt")]
    return build_graph(
        [record for record, _ in documents],
        {record.slug: clauses for record, clauses in documents},
        [extract_facts(record, clauses) for record, clauses in documents],
    )


def test_every_node_and_edge_says_what_it_is() -> None:
    """Nodes have kind and label, edges a kind of the design, and clauses named by edges are nodes."""
    graph = sample()
    assert all({"kind", "label"} <= data.keys() for _, data in graph.nodes(data=True))
    assert {data["kind"] for _, _, data in graph.edges(data=True)} <= EDGE_KINDS
    assert all(data["clause"] in graph for _, _, data in graph.edges(data=True) if "clause" in data)


@pytest.mark.parametrize("name", ["区综合行政执法局", "综合执法局", "青桐区综合行政执法局"])
def test_duties_of_a_department_by_any_spelling(name: str) -> None:
    """All spellings of a body lead to the same duties."""
    found = duties_of_department(sample(), name, "青桐区")
    assert found
    assert found == duties_of_department(sample(), "综合行政执法局", "青桐区")


def test_duties_towards_a_department() -> None:
    """Duties of others that are directed to a body."""
    graph = sample()
    assert set(duties_towards(graph, "区综合行政执法局", "青桐区")) & set(
        duties_about(graph, "case_transfer", "青桐区")
    )


def test_one_deadline_is_one_node() -> None:
    """All duties with one limit are one hop away from it, across documents; 工作日 and 日 are apart."""
    graph = sample()
    days = duties_within(graph, Deadline("", "duration", 30, "day", "within"))
    assert {duty.split("-")[0] for duty in days} == {"yunling"}
    assert duties_within(graph, Deadline("", "duration", 5, "day", "within")) == ()
    assert len(duties_within(graph, Deadline("", "duration", 5, "workday", "within"))) == 1
    assert {duty.split("-")[0] for duty in duties_within(graph, Deadline("", "immediate"))} == {"qingtong", "yunling"}


def test_districts_stay_apart() -> None:
    """A topic's duties can be had for one district; departments belong to theirs."""
    graph = sample()
    both = duties_about(graph, "inspection")
    assert set(duties_about(graph, "inspection", "云岭县")) < set(both)
    assert "农业农村局" in departments_of(graph, "青桐区")
    assert "农业农村局" not in departments_of(graph, "云岭县")


def test_a_duty_leads_to_its_clause() -> None:
    """Each duty is laid down by a clause that is part of a document."""
    graph = sample()
    duty = duties_of_department(graph, "区农业农村局", "青桐区")[0]
    (clause,) = clauses_of_duty(graph, duty)
    assert clause == "clause:qingtong/1.1"
    assert ("part_of", "out", "clause:qingtong/1") in neighbours(graph, clause)


def test_number_of_powers_and_finding() -> None:
    """Power sets hold what is stated, parts point to their whole, and the contradiction is kept with the graph."""
    graph = sample()
    part = "power_set:青桐区/直接行使行政处罚权事项"
    assert graph.nodes[part]["stated"] == 120
    assert neighbours(graph, part, "member_of")[0] == ("member_of", "out", "power_set:青桐区/集中行使行政处罚权")
    assert [finding.kind for finding in findings(graph)] == ["inconsistent"]


def test_unknown_node_has_no_neighbours() -> None:
    """A key that is not in the graph gives nothing, no error."""
    assert neighbours(sample(), "department:青桐区/无此单位") == ()
    assert duties_of_department(sample(), "无此局", "青桐区") == ()
