"""Units of evidence: sentences with their exceptions, whole lists, spans that hold verbatim."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Knowledge
from assistant.bundles import Bundle, split_pieces
from corpus import Paragraph, fold_text

SHIFT = 7
PIECES = st.sampled_from(
    ["各镇办应当移送", "。", "；", "，", "（", "）", "“", "”", "但情况紧急的", "！", "\n", "三日内", " "]
)


def split(text: str) -> list[str]:
    """The pieces of a paragraph with these words that begins at SHIFT."""
    spans = split_pieces(Paragraph(text, (SHIFT, SHIFT + len(text))))
    return [text[start - SHIFT : end - SHIFT] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("应当移送。可以协商。", ["应当移送。", "可以协商。"]),
        ("应当在三日内移送；情况紧急的，应当立即移送。", ["应当在三日内移送；情况紧急的，应当立即移送。"]),
        ("应当在三日内移送。情况紧急的，应当立即移送。", ["应当在三日内移送。情况紧急的，应当立即移送。"]),
        ("十个工作日内移交。案件案情复杂的，可适当延长。", ["十个工作日内移交。案件案情复杂的，可适当延长。"]),
        ("应当登记“首问。”", ["应当登记“首问。”"]),
        ("没有句号", ["没有句号"]),
    ],
)
def test_pieces(text: str, pieces: list[str]) -> None:
    """A paragraph is cut at the ends of sentences; an exception stays with the rule before it."""
    assert split(text) == pieces


def test_long_sentence_is_cut_at_semicolons() -> None:
    """A long sentence is cut at ；, and its exception is kept with the part it follows."""
    rule, other = "各镇办应当在三日内移送有管辖权的部门处理" * 3, "相关部门应当积极支持各镇办查阅和复制资料" * 3
    assert split(f"{rule}；情况紧急的，应当立即移送；{other}。") == [
        f"{rule}；情况紧急的，应当立即移送；",
        f"{other}。",
    ]


def test_no_cut_inside_brackets() -> None:
    """A ；in brackets or quotation marks is no place to cut."""
    inside = f"各镇办{'应当移送的' * 12}案件（{'材料；' * 12}）应当归档"
    assert split(f"{inside}；相关部门应当支持。") == [f"{inside}；", "相关部门应当支持。"]


def test_no_sentence_ends_inside_brackets() -> None:
    """A 。in brackets does not end the sentence around them."""
    assert split("各镇办应当移送（后期依规调整。另行通知）有管辖权的部门。") == [
        "各镇办应当移送（后期依规调整。另行通知）有管辖权的部门。"
    ]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_pieces_lose_nothing(text: str) -> None:
    """The pieces stand in order, do not overlap, and leave out nothing but blanks."""
    spans = split_pieces(Paragraph(text, (SHIFT, SHIFT + len(text))))
    assert list(spans) == sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(split(text)).split()) == "".join(text.split())


@pytest.fixture(scope="module")
def bundles(knowledge: Knowledge) -> tuple[Bundle, ...]:
    """The shipped documents, ready for answering."""
    return tuple(knowledge.bundle(record.slug) for record in knowledge.documents())


def test_units_are_verbatim(bundles: tuple[Bundle, ...]) -> None:
    """A sentence's words are those at its span, and its span lies inside its clause."""
    wrong = [
        (clause.document, unit.clause.eid, unit.span)
        for bundle in bundles
        for clause in bundle.clauses
        for unit in bundle.units(clause.eid)
        if not clause.span[0] <= unit.span[0] < unit.span[1] <= clause.span[1]
        or (unit.kind == "sentence" and clause.paragraphs and fold_text(bundle.text(unit.span)) != unit.folded)
    ]
    assert wrong == []


def test_every_paragraph_has_a_unit(bundles: tuple[Bundle, ...]) -> None:
    """Nothing that a clause says is out of reach: every paragraph is covered by a unit of its clause."""
    missed = [
        (clause.document, clause.eid, paragraph.span)
        for bundle in bundles
        for clause in bundle.clauses
        for paragraph in clause.paragraphs
        if not any(
            unit.span[0] < paragraph.span[1] and paragraph.span[0] < unit.span[1] for unit in bundle.units(clause.eid)
        )
    ]
    assert missed == []


def test_deadlines_lie_in_their_unit(bundles: tuple[Bundle, ...]) -> None:
    """A time limit belongs to the unit in whose words it stands."""
    wrong = [
        (clause.document, clause.eid, deadline.text)
        for bundle in bundles
        for clause in bundle.clauses
        for unit in bundle.units(clause.eid)
        for deadline in unit.deadlines
        if deadline.span != (0, 0) and fold_text(deadline.text) not in fold_text(bundle.text(unit.span))
    ]
    assert wrong == []
