"""Short names that a document defines, and what the reading of a sentence makes of references and persons."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from corpus import ClauseRecord, DocumentRecord, Facts, clause_records, decode_source, document_record, parse_document
from graph import (
    Abbreviation,
    build_graph,
    duties_of_department,
    extract_facts,
    find_abbreviations,
    find_deadlines,
    find_department,
)

Read: TypeAlias = tuple[DocumentRecord, tuple[ClauseRecord, ...], Facts]

RULES = """南坪县燃气安全管理规定

第一条 县城市管理和综合执法局（以下简称“县城管局”）是燃气管理的主管部门，牵头组织燃气安全检查。

第二条 各镇人民政府、街道办事处（以下统称“镇街”）应当设立燃气安全员。重大节日期间，应当每日巡查。

第三条 县城管局应当自受理之日起十日内作出决定。情况复杂的，经局长批准，可以延长，延长期限不得超过五日。

第四条 监管平台由县大数据中心负责运行维护。其应当每年12月底前完成安全测评。

第五条 接受移送的部门应当在三日内立案。该部门认为证据不足的，可以要求补充材料。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县城市管理局（以下简称“县城管局”）负责", (Abbreviation("县城管局", ("县城市管理局",)),)),
        (
            "各镇人民政府、街道办事处(以下统称镇街)应当",
            (Abbreviation("镇街", ("各镇人民政府", "街道办事处")),),
        ),
        ("行政处罚事项清单（以下简称“清单”）", ()),
        ("县城市管理局（联系人张三）负责", ()),
    ],
)
def test_short_names_of_bodies_are_found(text: str, expected: tuple[Abbreviation, ...]) -> None:
    """A short name is found with the bodies before it; short names of things are not."""
    assert find_abbreviations(text) == expected


@pytest.fixture(scope="module")
def read() -> Read:
    """The rules as document record, clauses and facts."""
    document = parse_document(decode_source("rules.txt", RULES.encode()))
    record, clauses = document_record(document), clause_records(document)
    return record, clauses, extract_facts(record, clauses)


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("牵头组织", ("县城市管理和综合执法局",)),
        ("每日巡查", ("镇街",)),
        ("安全测评", ("县大数据中心",)),
        ("要求补充", ("接受移送的部门",)),
    ],
)
def test_references_stand_for_whom_the_text_speaks_of(read: Read, words: str, actors: tuple[str, ...]) -> None:
    """其, 该部门 and a sentence without a subject take their actor from the sentence before."""
    facts = read[2]
    duty = next(duty for duty in facts.duties if words in duty.quote)
    assert duty.actors == actors


def test_short_and_full_name_are_one_department(read: Read) -> None:
    """In the graph a body has one node under its full and its short name, and its duties are found by both."""
    record, clauses, facts = read
    graph = build_graph([record], {record.slug: clauses}, [facts])
    place = record.metadata.jurisdiction
    full, short = "县城市管理和综合执法局", "县城管局"
    assert find_department(graph, short, place) == find_department(graph, full, place)
    assert len(duties_of_department(graph, short, place)) >= 2
    assert set(graph.nodes[find_department(graph, full, place)]["aliases"]) >= {full, short}


def test_extension_names_its_condition_and_its_base() -> None:
    """The note of an extension holds its conditions and the time limit with the act that it extends."""
    base, longer = find_deadlines("应当在十日内作出决定。情况复杂的，经局长批准，可以延长，延长期限不得超过五日。")
    assert base.note is None
    assert longer.note == "情况复杂的，经局长批准（原期限：十日内作出决定）"


@pytest.mark.parametrize(
    "text", ["档案保存期限不少于三年", "视频保存时间不得少于三十日", "未在二十四小时以内报告的", "不能当场出具的"]
)
def test_what_looks_like_a_deadline(text: str) -> None:
    """How long records are kept, and a fault, are no time limits."""
    assert [deadline for deadline in find_deadlines(text) if deadline.kind != "vague"] == []
