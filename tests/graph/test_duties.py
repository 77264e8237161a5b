"""Duties, powers and posts of invented districts, in both structural styles."""

from __future__ import annotations

import pytest

from corpus import Duty
from graph import extract_facts, find_findings
from tests.graph.support import ARTICLES, NOTICE, parse, read
from tests.growth import is_linear


def duties_of(text: str) -> tuple[Duty, ...]:
    """The duties of a document with one part that holds ``text``."""
    record, clauses = read(
        f"青桐区人民政府文件\n\n青政发〔2023〕1号\n\n青桐区人民政府\n关于巡查工作的通知\n\n各部门：\n\n一、巡查\n\n{text}\n"
    )
    return extract_facts(record, clauses).duties


@pytest.mark.parametrize("text", [NOTICE, ARTICLES], ids=["levels", "articles"])
def test_quotes_stand_in_the_text(text: str) -> None:
    """Every quote is the text at its span, without a line break; ids count in reading order."""
    normal = parse(text).normal.text
    record, clauses = read(text)
    duties = extract_facts(record, clauses).duties
    assert duties
    assert all(normal[slice(*duty.span)] == duty.quote and "\n" not in duty.quote for duty in duties)
    assert [duty.id for duty in duties] == [f"sample-d{number:03d}" for number in range(1, len(duties) + 1)]


SENTENCES = [
    ("区司法局应当在五日内答复。", [(("区司法局",), True, "obligation")]),
    ("区司法局可以委托街道办事处办理。", [(("区司法局",), True, "permission")]),
    ("区司法局不得拒绝接收。", [(("区司法局",), True, "prohibition")]),
    ("区司法局集中行使行政处罚权。", [(("区司法局",), True, "power")]),
    ("区司法局与区公安分局应当建立会商机制。", [(("区司法局", "区公安分局"), True, "obligation")]),
    ("案件由区司法局负责审查。", [(("区司法局",), True, "obligation")]),
    (
        "区司法局接到举报的，应当受理；不属于本部门管辖的，应当移送。",
        [(("区司法局",), True, "obligation"), (("区司法局",), False, "obligation")],
    ),
    ("由区司法局牵头，区公安分局参与。", [(("区司法局",), True, "obligation"), (("区公安分局",), True, "obligation")]),
    ("协商不成的，报请区人民政府决定。", [((), False, "obligation"), (("区人民政府",), True, "power")]),
    ("区司法局检查时需要区公安分局提供协助的，应当及时提供协助。", [(("区公安分局",), True, "obligation")]),
    ("区司法局应当答复，不得拖延。", [(("区司法局",), True, "obligation"), (("区司法局",), False, "prohibition")]),
    ("区司法局应当将行政许可、行政检查等信息，通过平台及时抄送区公安分局。", [(("区司法局",), True, "obligation")]),
    ("接到通知的部门应当立即派员到场。", [(("接到通知的部门",), True, "obligation")]),
    (
        "依托信息平台，推进信息互通，区司法局应当共享信息。",
        [(("区司法局",), False, "obligation"), (("区司法局",), True, "obligation")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_actors_and_modality(text: str, expected: list[tuple[tuple[str, ...], bool, str]]) -> None:
    """Who acts, whether the quote says so, and with which modality; nobody where nobody is named."""
    assert [(duty.actors, duty.actor_stated, duty.modality) for duty in duties_of(text)] == expected


NO_DUTIES = [
    "本办法所称巡查，是指日常检查。",
    "成员单位由区司法局、区公安分局组成。",
    "为规范巡查工作，制定本办法。",
    "领导小组下设办公室。",
    "本办法适用于全区巡查工作。",
]


@pytest.mark.parametrize("text", NO_DUTIES)
def test_sentences_without_a_duty(text: str) -> None:
    """Purposes, definitions, compositions and scopes lay down no duty."""
    assert duties_of(text) == ()


def test_each_deadline_stays_with_its_act() -> None:
    """The base limit, its exception and its extension are duties of their own, each with its condition."""
    duties = duties_of(
        "区司法局应当在五日内答复；情况紧急的，应当立即答复；案情复杂的，可以延期，但延长期限不得超过十日。"
    )
    assert [(duty.condition, [(d.kind, d.value, d.relation) for d in duty.deadlines]) for duty in duties] == [
        (None, [("duration", 5, "within")]),
        ("情况紧急的", [("immediate", None, None)]),
        ("案情复杂的", [("duration", 10, "extend_not_exceed")]),
    ]


def test_notice_is_read() -> None:
    """Addressees of the covering notice, actors from labels and lead-ins, topics from headings."""
    record, clauses = read(NOTICE)
    duties = {(duty.clause, duty.actors[:1], duty.topic) for duty in extract_facts(record, clauses).duties}
    assert ((), ("各乡镇人民政府",), "general") in duties
    assert (("一", "（一）"), ("区农业农村局",), "case_transfer") in duties
    assert (("二", "（一）", "1"), ("联席会议办公室",), "joint_meeting") in duties
    assert (("三", "2"), ("各街道办事处",), "inspection") in duties


def test_label_that_runs_into_the_text_is_quoted() -> None:
    """A heading that is the subject of what follows belongs to the quote, which then states the actor."""
    record, clauses = read(NOTICE)
    duty = next(duty for duty in extract_facts(record, clauses).duties if duty.clause == ("三", "2"))
    assert duty.actor_stated
    assert duty.quote.startswith("各街道办事处。应当配合")


def test_articles_are_read() -> None:
    """Documents in articles: paragraphs counted, abbreviation in brackets skipped, extension after approval."""
    record, clauses = read(ARTICLES)
    duties = extract_facts(record, clauses).duties
    assert (duties[0].clause, duties[0].actors) == (("第三条",), ("县城市管理局",))
    review = [duty for duty in duties if duty.clause == ("第六条",)]
    assert [(duty.paragraph, duty.actors, duty.modality) for duty in review] == [
        (1, ("当事人",), "permission"),
        (1, ("县人民政府",), "power"),
        (1, ("当事人",), "permission"),
        (2, ("县人民政府",), "obligation"),
        (2, ("县人民政府",), "obligation"),
    ]


def test_numbers_of_powers() -> None:
    """Stated numbers with what they are a part of; parts that do not add up to the whole are a finding with its clause."""
    record, clauses = read(NOTICE)
    powers = extract_facts(record, clauses).powers
    assert [(item.stated, item.mode, item.holder) for item in powers] == [
        (320, None, "区综合行政执法局"),
        (300, "all", "区综合行政执法局"),
        (120, "direct", "区综合行政执法局"),
        (150, "cooperating", "区综合行政执法局"),
    ]
    assert [item.part_of for item in powers] == [None, powers[0].id, powers[1].id, powers[1].id]
    (finding,) = find_findings(powers)
    assert finding.kind == "inconsistent"
    assert "合计270项" in finding.message
    assert finding.clauses == (("sample", "3.1"),)


def test_posts() -> None:
    """Roles hold for the rows below them, names lose their inner space, appointments in sentences count."""
    record, clauses = read(NOTICE)
    posts = extract_facts(record, clauses).posts
    assert [(post.role, post.person, post.office) for post in posts] == [
        ("组长", "周文远", "区政府副区长"),
        ("副组长", "何平", "区综合行政执法局局长"),
        ("副组长", "林晓燕", "区司法局局长"),
        ("成员", "高建国", "区公安分局副局长"),
        ("办公室主任", "何平", None),
    ]
    assert {post.body for post in posts} == {"青桐区综合行政执法协调领导小组"}


@pytest.mark.parametrize("unit", ["1项事项", "担任组长", "经局批准，", "其中1项权力，", "需要局提供", "王 局长 "])
def test_long_hostile_paragraph_takes_linear_time(unit: str) -> None:
    """A paragraph of many thousand equal words costs no more than its length."""

    def work(size: int) -> None:
        record, clauses = read(f"青桐区人民政府文件\n\n一、巡查\n\n{unit * size}。\n")
        extract_facts(record, clauses)

    assert is_linear(work, 500)
