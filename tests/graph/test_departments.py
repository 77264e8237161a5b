"""Names of bodies, posts and roles, and their spellings brought together."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import canonical_department, find_departments

CASES = [
    ("应当移送给有管辖权的部门", [("有管辖权的部门", "role")]),
    ("接受移送的单位应当反馈", [("接受移送的单位", "role")]),
    ("区发改局、区司法局等相关部门", [("区发改局", "body"), ("区司法局", "body"), ("相关部门", "role")]),
    ("发改、财政、司法等部门应当配合", [("发改、财政、司法等部门", "role")]),
    ("各乡（镇、街道）应当报送", [("各乡（镇、街道）", "body")]),
    ("镇（街道）综合执法办公室", [("镇（街道）综合执法办公室", "body")]),
    ("由区农业农村局局长签发", [("区农业农村局局长", "post")]),
    ("成员单位主要负责人参加", [("成员单位主要负责人", "post")]),
    ("行政执法人员应当出示证件", [("行政执法人员", "post")]),
    ("报县人民政府批准", [("县人民政府", "body")]),
    ("告知当事人", [("当事人", "role")]),
    ("青桐区人民政府办公室印发", [("青桐区人民政府办公室", "body")]),
    ("监督各成员单位", [("各成员单位", "role")]),
    ("住房和城乡建设局与自然资源局应当", [("住房和城乡建设局", "body"), ("自然资源局", "body")]),
    ("该部门应当答复", [("该部门", "reference")]),
]

NONE = ["依法查处", "全部事项", "发挥作用", "场所管理", "顾全大局", "督办交办", "必要时可以", "纪要和要求"]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_bodies_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    """The names in a phrase and what each is, from how they are built."""
    assert [(mention.name, mention.kind) for mention in find_departments(text)] == expected


@pytest.mark.parametrize("text", NONE)
def test_words_that_only_look_alike(text: str) -> None:
    """A head character inside another word is no body."""
    assert find_departments(text) == ()


SPELLINGS = [
    (("区综合行政执法局", "综合行政执法局", "综合执法局", "青桐区综合行政执法局"), "青桐区", "综合行政执法局"),
    (("县住建局", "县住房和城乡建设局", "云岭县住房城乡建设局"), "云岭县", "住房和城乡建设局"),
    (("区政府", "区人民政府"), "青桐区", "人民政府"),
    (("开发区管委会", "管委会", "管理委员会"), "临江经济开发区", "管理委员会"),
    (("市公安局",), "青桐区", "市公安局"),
    (("区级有关部门",), "青桐区", "区级有关部门"),
]


@pytest.mark.parametrize(("names", "jurisdiction", "expected"), SPELLINGS, ids=[row[2] for row in SPELLINGS])
def test_spellings_of_one_body(names: tuple[str, ...], jurisdiction: str, expected: str) -> None:
    """All spellings of a body in its district have one canonical name; a body of another level keeps its level."""
    assert {canonical_department(name, jurisdiction) for name in names} == {expected}


@given(st.text(alphabet="各区综合行政执法局的部门镇（、街道）由向和有管辖权组长其该办处、，", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text raises; mentions are in order, do not overlap, and have the name that stands at their span."""
    found = find_departments(text)
    assert all(text[slice(*mention.span)] == mention.name for mention in found)
    assert all(a.span[0] < b.span[0] for a, b in itertools.pairwise(found))
