"""Values come back from JSON exactly as they went in."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from corpus import Basis, Metadata, Paragraph, Post, PowerStatement, Problem
from index import codec

from .helpers import build_duty

spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))
words = st.text(max_size=20)


@given(st.lists(st.integers(0, 3), max_size=200), st.integers(0, 10**6))
def test_offsets_come_back(steps: list[int], first: int) -> None:
    """Any non-decreasing offsets are restored, those that stand still and those that jump too."""
    offsets = tuple(accumulate(steps, initial=first))[: len(steps)]
    assert codec.unpack_offsets(codec.pack_offsets(offsets), len(offsets)) == offsets


def test_offsets_of_a_long_text_are_short() -> None:
    """A text without breaks costs one run however long it is."""
    assert codec.pack_offsets(range(7, 1_000_007)) == "[0,7]"


@given(st.lists(st.builds(Problem, spans, words)))
def test_problems_come_back(problems: list[Problem]) -> None:
    """Problems are restored."""
    assert codec.unpack_problems(codec.pack_problems(problems)) == tuple(problems)


def test_paragraphs_are_kept_as_spans() -> None:
    """A paragraph that is a slice of the text costs its span; another keeps its own words."""
    text = "第一款。\n甲\t乙"
    paragraphs = (Paragraph("第一款。", (0, 4)), Paragraph("甲 乙", (5, 8), "table"))
    packed = codec.pack_paragraphs(paragraphs, text)
    assert packed == '[[0,4,"text"],[5,8,"table","甲 乙"]]'
    assert codec.unpack_paragraphs(packed, text) == paragraphs


@given(
    st.builds(
        Metadata,
        number=st.none() | words,
        title=words,
        addressees=st.lists(words).map(tuple),
        issued_on=st.none() | st.dates(),
        expires_on=st.none() | st.dates(),
        basis=st.lists(st.builds(Basis, words, st.none() | words, spans)).map(tuple),
    )
)
def test_metadata_come_back(metadata: Metadata) -> None:
    """Metadata are restored with dates, tuples and bases."""
    assert codec.metadata_from_json(codec.to_json(metadata)) == metadata


def test_facts_come_back() -> None:
    """Duties, power statements and posts are restored."""
    duty = build_duty()
    power = PowerStatement(
        "p1", "weibin", "卫滨区", "1", ("一",), "管理事权", 1059, None, "all", None, "1059项", (3, 8)
    )
    post = Post("weibin", None, "1", ("一",), "领导小组", "组长", "张三", "区长", "组长：张三", (0, 5))
    assert codec.duty_from_json(codec.to_json(duty)) == duty
    assert codec.power_from_json(codec.to_json(power)) == power
    assert codec.post_from_json(codec.to_json(post)) == post


def test_unknown_and_missing_keys_are_borne() -> None:
    """JSON of another version is read: keys it has too many are passed over, those it lacks take the default."""
    read = codec.metadata_from_json('{"title": "办法", "issued_on": "2024-01-05", "colour": "red"}')
    assert read == Metadata(title="办法", issued_on=date(2024, 1, 5))
