"""Time limits in sentences of invented districts."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import find_deadlines

CASES = [
    ("应当在3个工作日内移送", ("duration", 3, "workday", "within")),
    ("应于１０日内答复", ("duration", 10, "day", "within")),
    ("十五 个工作 日内办结", ("duration", 15, "workday", "within")),
    ("二十四小时内报告", ("duration", 24, "hour", "within")),
    ("两个月内完成整改", ("duration", 2, "month", "within")),
    ("半年内完成", ("duration", 6, "month", "within")),
    ("在3至5日内回复", ("duration", 5, "day", "within")),
    ("自收到之日起三十日以内提出", ("duration", 30, "day", "within")),
    ("时限为5个工作日", ("duration", 5, "workday", "within")),
    ("最长不得超过60日", ("duration", 60, "day", "not_exceed")),
    ("可以延长到三十日", ("duration", 30, "day", "not_exceed")),
    ("延长期限最长不得超过十个工作日", ("duration", 10, "workday", "extend_not_exceed")),
    ("经批准可以延长三十日", ("duration", 30, "day", "extend_not_exceed")),
    ("应当于会前三日送达材料", ("duration", 3, "day", "before")),
    ("提前2个工作日通知", ("duration", 2, "workday", "before")),
    ("在开展行动五日前提出申请", ("duration", 5, "day", "before")),
    ("有效期届满前三十日内申请", ("duration", 30, "day", "before")),
    ("公示期不得少于7日", ("duration", 7, "day", "at")),
    ("于当日录入平台", ("duration", 0, "day", "within")),
    ("下一个工作日报送", ("duration", 1, "workday", "within")),
    ("每日记录巡查情况", ("recurring", 1, "day", "within")),
    ("每周五17时前报送", ("recurring", 1, "week", "before")),
    ("于每月 20 日报送", ("recurring", 1, "month", "at")),
    ("每月5日前汇总", ("recurring", 1, "month", "before")),
    ("每季度首月10日前上报", ("recurring", 1, "quarter", "before")),
    ("每半年开展一次评查", ("recurring", 6, "month", "within")),
    ("每年12月底前总结", ("recurring", 1, "year", "before")),
    ("原则上每两个月召开一次", ("recurring", 2, "month", "within")),
    ("至少每周巡查一遍", ("recurring", 1, "week", "within")),
    ("进行年度考核", ("recurring", 1, "year", "within")),
    ("应当立即制止", ("immediate", None, None, None)),
    ("第一时间上报", ("immediate", None, None, None)),
    ("应当当场受理", ("immediate", None, None, None)),
    ("及时移送", ("vague", None, None, None)),
    ("应在规定时限内反馈", ("vague", None, None, None)),
    ("可以适当延长办理期限", ("vague", None, None, None)),
    ("应当提前通知公安机关", ("vague", None, None, None)),
    ("自2024年1月1日起施行", ("date", None, None, "at")),
    ("于2025年6月底前完成", ("date", None, None, "before")),
]

NONE = [
    "实行二十四小时值班制度",
    "开通24小时热线",
    "本办法有效期两年",
    "处15日以下拘留",
    "处三年以下有期徒刑",
    "2023年5月6日印发",
    "青政办发〔2023〕7号",
    "解决处置不及时的问题",
    "采取定期检查等方式",
    "可以当场作出行政处罚决定",
    "年龄不得超过六十周岁",
    "近三年内没有违法记录",
    "一年内两次以上违反本规定的",
    "未满十四周岁的",
    "每一个执法环节",
    "办公室设在三楼",
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_time_limit_is_read(text: str, expected: tuple[object, ...]) -> None:
    """A phrase gives one deadline of this kind, value, unit and relation, with its own words."""
    found = find_deadlines(text)
    assert [(item.kind, item.value, item.unit, item.relation) for item in found] == [expected]
    assert text[slice(*found[0].span)] == found[0].text


@pytest.mark.parametrize("text", NONE)
def test_other_times_are_no_time_limits(text: str) -> None:
    """Dates of documents, validity, penalties, faults and names of methods are no deadlines."""
    assert find_deadlines(text) == ()


STARTS = [
    ("应当自收到书面征询之日起五日内出具意见", "收到书面征询", None),
    ("认为不属于本部门管辖的，应当在三日内移送", "认为不属于本部门管辖", None),
    ("接到通知后二小时内到场", "接到通知", None),
    ("在作出处罚决定后，应于五日内抄送", "作出处罚决定", None),
    ("情况紧急的，应当在24小时内移送", None, "情况紧急的"),
    ("一般应当在五日内答复", None, "原文限定为“一般”"),
]


@pytest.mark.parametrize(("text", "event", "note"), STARTS, ids=[text for text, _, _ in STARTS])
def test_start_and_condition_are_kept(text: str, event: str | None, note: str | None) -> None:
    """The event that a limit runs from, and the condition or reservation under which it holds, in the words of the text."""
    (found,) = find_deadlines(text)
    assert (found.runs_from, found.note) == (event, note)


def test_each_limit_of_a_paragraph_is_found() -> None:
    """The base limit, its exception and its extension are three deadlines, in reading order."""
    text = "应当在五日内答复；情况紧急的，立即答复；案情复杂的，可以延长，但延长期限不得超过十日。"
    assert [(d.kind, d.value, d.relation) for d in find_deadlines(text)] == [
        ("duration", 5, "within"),
        ("immediate", None, None),
        ("duration", 10, "extend_not_exceed"),
    ]


@given(st.text(alphabet="自收到之日起三十五3日内前每月年工作小时立即及时不得超过，。；（）延长", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text raises; spans are in order, do not overlap, and carry the words they claim."""
    found = find_deadlines(text)
    assert all(text[slice(*item.span)] == item.text for item in found)
    assert all(a.span[1] <= b.span[0] for a, b in itertools.pairwise(found))
