"""Marking, outlines and inputs: the small functions under the pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Paragraph
from tests.webapp.fake import EAST, Part, lay_out
from webapp import wording
from webapp.errors import InputError
from webapp.inputs import clean_text, parse_batch, parse_limit, parse_span, parse_topic
from webapp.marking import excerpt, find_shared_words, find_words, mark_text
from webapp.outline import build_outline, join_text, table_rows

spans = st.tuples(st.integers(-5, 60), st.integers(-5, 60))


@given(st.text(max_size=50), st.integers(0, 9), st.none() | spans, st.lists(spans, max_size=4))
def test_pieces_joined_give_the_text_back(
    text: str, start: int, quote: tuple[int, int] | None, keys: list[tuple[int, int]]
) -> None:
    """Whatever the spans are."""
    assert "".join(piece.text for piece in mark_text(text, start=start, quote=quote, keys=keys)) == text


@given(st.text("移送案件的", max_size=30), st.text("移送案件的 ", max_size=12))
def test_shared_words_stand_in_both_texts(text: str, query: str) -> None:
    """And an excerpt around them is part of the text."""
    words = find_shared_words(text, query)
    assert all(word in text and word in query for word in words)
    assert excerpt(text, words, length=10).strip("…") in text


def test_words_are_found_only_inside_the_quote() -> None:
    """Spans count from the document's start."""
    assert find_words("甲方甲方", ["甲方"], start=10, within=(12, 14)) == ((12, 14),)


def test_an_excerpt_shows_the_words() -> None:
    """A long text is cut around the place where they stand."""
    assert "移送期限" in excerpt("前" * 300 + "移送期限" + "后" * 300, ("移送期限",))


def test_outline_holds_each_clause_once_in_reading_order() -> None:
    """Its heads and paragraphs are the document's text."""
    nodes = [node for top in build_outline(EAST) for node in top.walk()]
    assert [node.record.eid for node in nodes] == ["front", "1", "1.1", "1.2", "att1", "colophon"]
    told = [node.head + "".join(part.text for part in node.parts if isinstance(part, Paragraph)) for node in nodes]
    assert "".join(told).replace("\n", "") == join_text(EAST).replace("\n", "")


def test_the_text_joined_from_clauses_keeps_every_span() -> None:
    """So that spans of the document point to the right words."""
    text = join_text(EAST)
    assert all(text[slice(*record.span)] == record.text for record in EAST)


def test_a_paragraph_after_sub_clauses_stays_there() -> None:
    """Own paragraphs and sub-clauses stand in the order of the text."""
    (top,) = build_outline(
        lay_out("d", (Part("1", "一、", "总则", ("前。", Part("1.1", "1.", "", ("项。",), run_in=True), "后。")),))
    )
    assert [part.text if isinstance(part, Paragraph) else part.head for part in top.parts] == ["前。", "1.", "后。"]
    assert top.children[0].title == "1.项。"


def test_table_rows_have_equal_length() -> None:
    """Short rows are filled up."""
    assert table_rows(Paragraph("甲\t乙\n丙", (0, 5), "table")) == (("甲", "乙"), ("丙", ""))


@given(st.text())
def test_cleaned_text_can_always_be_encoded(text: str) -> None:
    """Cleaning twice is cleaning once."""
    cleaned = clean_text(text)
    cleaned.encode()
    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned


@pytest.mark.parametrize(("text", "span"), [("3-9", (3, 9)), ("9-3", None), ("a", None), (None, None), ("1-1", None)])
def test_spans_in_addresses(text: str | None, span: tuple[int, int] | None) -> None:
    """Anything odd is no span."""
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["0", "201", "-1", "1e3", "９９９９９"])
def test_limits_out_of_range_are_refused(text: str) -> None:
    """The message gives the range."""
    with pytest.raises(InputError) as caught:
        parse_limit(text)
    assert "1 至 200" in caught.value.hint


def test_topics_are_known_by_both_names() -> None:
    """Identifier and Chinese name mean the same."""
    assert parse_topic("案件移送") == parse_topic("case_transfer") == "case_transfer"
    assert parse_topic(None) is None
    assert parse_topic("联合执法") == parse_topic("联动执法") == parse_topic("联合/联动执法") == "joint_enforcement"


def test_a_batch_line_that_cannot_be_used_is_named() -> None:
    """The message gives the line."""
    assert parse_batch('\ufeff{"id": 1, "question": "甲"}\n\n'.encode(), name="f", field="question") == (("1", "甲"),)
    for bad in ("{", "[1]", '{"question": 1}', '{"id": {}, "question": "甲"}'):
        with pytest.raises(InputError, match="f 第 2 行"):
            parse_batch(f"\n{bad}".encode(), name="f", field="question")


def test_word_lists_follow_their_examples() -> None:
    """Every rule for the name of the counterpart field meets its examples and not its counter-examples."""
    entries = wording.load_words()["counterpart_labels"]
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in entries:
        assert {wording.counterpart_label(example) for example in entry["examples"]} == {entry["label"]}
        assert entry["label"] not in {wording.counterpart_label(example) for example in entry["counter_examples"]}
