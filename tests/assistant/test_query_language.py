"""How queries are read: operators, phrases, fields, and that what is written wrongly is told, never raised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Choices, Knowledge, Page
from assistant.query_language import Field, FieldReading, Understood, load_fields, read_query
from index import AllOf, Among, AnyOf, Phrase, Without, Words


def read(query: str) -> Understood:
    """`query` read with words cut at nothing and fields that name documents."""

    def read_field(field: Field, value: str) -> FieldReading:
        return FieldReading(Among("document", frozenset({f"{field.id}:{value}"})), value, known=value != "火星")

    return read_query(query, lambda text: [text] if any(char.isalnum() for char in text) else [], read_field)


def field(name: str, value: str) -> Among:
    return Among("document", frozenset({f"{name}:{value}"}))


A, B, C = Words("甲"), Words("乙"), Words("丙")


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("甲", A),
        ("甲 乙", AllOf((A, B))),
        ("甲　乙", AllOf((A, B))),
        ("甲 AND 乙", AllOf((A, B))),
        ("甲 and 乙", AllOf((A, B))),
        ("甲 OR 乙 丙", AnyOf((A, AllOf((B, C))))),
        ("(甲 OR 乙) 丙", AllOf((AnyOf((A, B)), C))),
        ("（甲 OR 乙）丙", AllOf((AnyOf((A, B)), C))),
        ("甲 NOT 乙", AllOf((A, Without(B)))),
        ("甲 -乙", AllOf((A, Without(B)))),
        ("NOT (甲 乙)", Without(AllOf((A, B)))),
        ("NOT NOT 甲", A),
        ('"甲 乙"', Phrase("甲 乙")),
        ("“甲乙”丙", AllOf((Phrase("甲乙"), C))),
        ("标题:移送", field("title", "移送")),
        ("标题：移送 甲", AllOf((field("title", "移送"), A))),
        ('部门:"综合 执法"', field("department", "综合 执法")),
        ("部门: 司法局", field("department", "司法局")),
        ("-地区:卫滨", Without(field("district", "卫滨"))),
        ("", AllOf(())),
        ("   ", AllOf(())),
    ],
)
def test_queries_are_read(query: str, expression: object) -> None:
    """A space is AND, OR binds least, brackets first; full-width signs count as half-width ones."""
    understood = read(query)
    assert (understood.expression, understood.notices) == (expression, ())


@pytest.mark.parametrize(
    ("query", "expression", "told"),
    [
        ('"甲乙', Phrase("甲乙"), "引号没有成对"),
        ("(甲 乙", AllOf((A, B)), "左括号"),
        ("甲) 乙", AllOf((A, B)), "右括号"),
        ("甲 AND", A, "AND 的一边"),
        ("OR 甲", A, "OR 的一边"),
        ("甲 OR", A, "OR 的一边"),
        ("NOT", AllOf(()), "NOT 后面没有"),
        ("标题:", AllOf(()), "“标题:”后面没有写内容"),
        ("甲 标题:", A, "后面没有写内容"),
        ("颜色:红", Words("颜色 红"), "没有“颜色”这个检索字段"),
        ("地区:火星", field("district", "火星"), "没有辖区为“火星”的内容"),
        ("(" * 40 + "甲", A, "括号超过"),
    ],
)
def test_what_is_written_wrongly_is_told_and_read_as_well_as_can_be(query: str, expression: object, told: str) -> None:
    """Each fault gives one sentence in Chinese that names it."""
    understood = read(query)
    assert understood.expression == expression
    assert any(told in notice for notice in understood.notices), understood.notices


def test_the_explanation_says_how_it_was_read() -> None:
    """Words, phrases, fields and operators in Chinese."""
    said = read("甲 (乙 OR “丙丁”) NOT 标题:移送").said
    assert said == "含“甲”，并且（含“乙”，或者含原话“丙丁”），并且不要文件标题或条款标题含“移送”"


def test_the_words_looked_for_leave_out_those_not_wanted() -> None:
    """They are marked in the hits, so that denied ones are none of them."""
    assert read('甲 "乙丙" -丁 NOT (戊 -己) 标题:庚').words == ("甲", "乙丙", "己", "庚")


@given(st.text(alphabet='甲乙 :：()（）"“”-标题部门ANDORNOT\x00', max_size=60) | st.text(max_size=60))
def test_any_text_is_read(query: str) -> None:
    """Nothing raises, and there is always an explanation."""
    assert read(query).said


def test_each_field_has_names_and_an_example_that_is_read() -> None:
    """No name twice; the example of the data belongs to its field."""
    names = [name for item in load_fields() for name in item.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("query", "district"),
    [("地区:卫滨 移送", "卫滨区"), ("文号:〔2024〕1号 移送", "卫滨区"), ("标题:协调配合 移送", "山亭区")],
)
def test_fields_over_the_shipped_documents(knowledge: Knowledge, query: str, district: str) -> None:
    """Each field narrows to what it names."""
    explored = knowledge.explore(query)
    assert explored.hits
    assert {hit.document.metadata.jurisdiction for hit in explored.hits} == {district}


@pytest.mark.parametrize("query", ["部门:综合行政执法局 时限:有", "主题:案件移送 类型:不得", "年份:2021 类型:应当"])
def test_fields_of_duties(knowledge: Knowledge, query: str) -> None:
    """Department, topic, modality, deadline and year find duties that have them."""
    duties = [found.duty for found in knowledge.explore(query, Choices(), Page("duties", limit=200)).duties]
    assert duties
    for duty in duties:
        assert "部门" not in query or any("综合行政执法局" in actor for actor in duty.actors)
        assert "时限" not in query or any(limit.kind != "vague" for limit in duty.deadlines)
        assert "主题" not in query or duty.topic == "case_transfer"
        assert "不得" not in query or duty.modality == "prohibition"
        assert "应当" not in query or duty.modality == "obligation"


def test_words_that_no_clause_has_together_are_looked_for_one_by_one(knowledge: Knowledge) -> None:
    """And the reply says so; a filter that leaves nothing does not loosen the search."""
    relaxed = knowledge.explore("联席会议 葡萄")
    assert relaxed.relaxed
    assert relaxed.hits
    assert "之一" in relaxed.understood.said
    assert not knowledge.explore("移送 材料", Choices(year=("1999",))).relaxed
    assert not knowledge.explore('"联席会议" 葡萄').relaxed


def test_hits_hold_all_words(knowledge: Knowledge) -> None:
    """In their text or the headings above."""
    for hit in knowledge.explore("案件移送 材料", Choices(), Page(limit=100)).hits:
        text = "".join((*hit.clause.headings, hit.clause.own_text))
        assert all(word in text for word in ("案件", "移送", "材料"))


def test_documents_named_by_the_query_are_offered(knowledge: Knowledge) -> None:
    """By number or a part of the title."""
    assert [record.slug for record in knowledge.explore("卫政办〔2024〕1号").documents] == ["weibin"]
    assert [record.slug for record in knowledge.explore("山亭区人民政府办公室").documents] == ["shanting"]
