"""Refusals and feedback on their way into the journal, and what the documents leave open, as the legal office sees it."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import (
    GAP_KINDS,
    Knowledge,
    Report,
    ReportError,
    UnknownDistrictError,
    build_knowledge,
    choice_label,
    gaps_to_dict,
    hide_private,
    load_choices,
)
from assistant.gaps import is_vague
from assistant.journal import private_patterns
from corpus import PatternEntry, UserError

from .helpers import build_from, empty_journal, make_notice

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ASKED = "卫滨区的食堂几点开饭？"


@pytest.fixture
def own(copied: Path) -> Iterator[Knowledge]:
    """The shipped documents in a folder of one's own, with an empty journal."""
    empty_journal(copied)
    opened = Knowledge.open(copied)
    yield opened
    opened.close()


def test_asking_records_nothing(own: Knowledge) -> None:
    """Recording is what callers do."""
    own.ask(ASKED)
    assert own.refusals() == ()


def test_a_refusal_is_kept_with_what_was_understood_and_what_was_nearest(own: Knowledge) -> None:
    """Twice asked, it stands there once."""
    reply = own.ask(ASKED)
    assert own.record_refusal(reply, when=NOON)
    assert own.record_refusal(own.ask(ASKED.rstrip("？")), when=NOON + timedelta(days=1))
    (kept,) = own.refusals()
    assert (kept.district, kept.status, kept.count) == ("卫滨区", reply.status, 2)
    assert kept.reason == reply.reason
    assert [clause.citation for clause in kept.nearest] == [near.citation for near in reply.nearest]
    assert (kept.first_at, kept.last_at) == (NOON, NOON + timedelta(days=1))


def test_an_answer_is_not_kept(own: Knowledge) -> None:
    """Only refusals are."""
    assert not own.record_refusal(own.ask("卫滨区案件移送几日内？"), when=NOON)
    assert own.refusals() == ()


def test_a_rebuild_leaves_the_journal(copied: Path) -> None:
    """Reading all documents again under other rules, too."""
    empty_journal(copied)
    knowledge = Knowledge.open(copied)
    knowledge.record_refusal(knowledge.ask(ASKED), when=NOON)
    knowledge.close()
    connection = sqlite3.connect(copied / "quanze.db")
    with connection:
        connection.execute("UPDATE state SET value = 'other rules' WHERE key = 'reader'")
    connection.close()
    assert build_knowledge(copied).changed == 5
    knowledge = Knowledge.open(copied)
    assert len(knowledge.refusals()) == 1
    knowledge.close()


def test_a_locked_store_costs_nobody_the_answer(own: Knowledge, copied: Path) -> None:
    """The answer comes, recording says that nothing was kept, both soon; feedback is told of."""
    other = sqlite3.connect(copied / "quanze.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    reply = own.ask(ASKED)
    assert reply.status != "answered"
    assert not own.record_refusal(reply, when=NOON)
    with pytest.raises(UserError, match="占用"):
        own.record_feedback(Report(ASKED, "other"), when=NOON)
    assert time.monotonic() - started < 3
    other.execute("ROLLBACK")
    other.close()


def test_feedback_names_the_clause_by_the_store_not_by_the_form(own: Knowledge) -> None:
    """Its citation is the official one."""
    card = own.ask("卫滨区发现案件不归自己管，几天内移送给谁？").answers[0]
    report = Report("几天内移送？", "wrong_content", "应为5日", "卫滨区", card.document.slug, card.clause.eid)
    own.record_feedback(report, when=NOON)
    (kept,) = own.feedback(district="卫滨区")
    assert kept.clause
    assert kept.clause.citation == card.citation
    assert (kept.choice, kept.comment) == ("wrong_content", "应为5日")
    assert own.feedback(district="山亭区") == ()


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (Report("几日？", "nothing"), "没有选择"),
        (Report("几日？", ""), "没有选择"),
        (Report("几日？", "other", "错" * 501), "最多 500 个字"),
        (Report("几日？", "other", document="nothing", eid="1"), "没有“nothing”"),
        (Report("几日？", "other", document="weibin", eid="9.9.9"), "没有条款“9.9.9”"),
        (Report("几日？", "other", eid="1"), "没有“”"),
    ],
)
def test_feedback_that_cannot_be_used_is_told_of(own: Knowledge, report: Report, told: str) -> None:
    """And not kept."""
    with pytest.raises(UserError, match=told):
        own.record_feedback(report, when=NOON)
    assert own.feedback() == ()


def test_personal_numbers_are_taken_out(own: Knowledge) -> None:
    """Of questions and comments, before they are kept; numbers of documents and powers stay."""
    own.record_refusal(own.ask("食堂电话13812345678几点有人接"), when=NOON)
    own.record_feedback(Report("豫G12345违停谁管", "other", "请回 0373-1234567"), when=NOON)
    assert "138" not in own.refusals()[0].question
    kept = own.feedback()[0]
    assert (kept.question, kept.comment) == ("〔已隐去〕违停谁管", "请回 〔已隐去〕")
    for plain in ("卫政办〔2024〕1号三（一）2", "1059项和139项", "2024年1月5日印发", "罚款20000元"):
        assert hide_private(plain) == plain


@pytest.mark.parametrize("entry", private_patterns(), ids=lambda entry: entry.id)
def test_forms_of_personal_numbers(entry: PatternEntry) -> None:
    """Each form is found in its examples, in none of its counter-examples, and quickly in long texts."""
    assert all(entry.regex.search(text) for text in entry.examples)
    assert entry.counter_examples
    assert not any(entry.regex.search(text) for text in entry.counter_examples)
    for text in ("1" * 20000, "a." * 10000, "a@" * 10000, "a@a." * 5000, "豫G" * 10000, "010-" * 5000):
        started = time.monotonic()
        entry.regex.sub("", text)
        assert time.monotonic() - started < 0.5, text[:8]


def test_choices_have_ids_of_their_own_and_each_occasion_has_some() -> None:
    """Of those that are no longer offered the id is shown."""
    ids = [choice.id for choice in load_choices()]
    assert len(ids) == len(set(ids))
    for occasion in ("answer", "refusal"):
        offered = [choice for choice in load_choices() if occasion in choice.occasions]
        assert len(offered) >= 3
        assert offered[-1].id == "other"
    assert choice_label("outdated") == "文件已修改或失效"
    assert choice_label("gone") == "gone"


def test_gaps_are_grouped_by_district_and_reason(own: Knowledge) -> None:
    """With counts, the last time and the nearest clauses; the most frequent of a district first."""
    questions = (ASKED, "卫滨区的食堂几点开饭", "卫滨区食堂在哪里开饭", "山亭区的食堂几点开饭")
    for hour, question in enumerate(questions):
        own.record_refusal(own.ask(question), when=NOON + timedelta(hours=hour))
    gaps = own.gaps(kinds=("no_basis", "not_stated"))
    assert [group.district for group in gaps.refusals] == sorted(group.district or "" for group in gaps.refusals)
    assert sum(group.count for group in gaps.refusals) == 4
    first = next(group for group in gaps.refusals if group.district == "卫滨区")
    assert first.questions[0].count == 2
    assert gaps.found == {"refusals": 3, "feedback": 0, "vague": 0}
    assert len(own.gaps(district="山亭区").refusals) == 1
    assert len(own.gaps(kinds=("feedback",)).refusals) == 0
    assert sum(len(group.questions) for group in own.gaps(limit=1).refusals) == 1


def test_gaps_of_an_unknown_district_are_told_of(own: Knowledge) -> None:
    """In words."""
    with pytest.raises(UnknownDistrictError):
        own.gaps(district="火星")


def test_vague_duties_are_read_from_the_documents(knowledge: Knowledge) -> None:
    """Only those without any fixed time limit; each with its clause and the words that say so."""
    gaps = knowledge.gaps(kinds=("vague",), limit=10_000)
    listed = [entry for group in gaps.vague for entry in group.duties]
    assert len(listed) == gaps.found["vague"] == sum(map(is_vague, knowledge.duties()))
    assert listed
    for entry in listed:
        assert all(deadline.kind == "vague" for deadline in entry.duty.deadlines)
        start = entry.clause.span[0]
        a, b = entry.duty.span
        assert entry.clause.text[a - start : b - start] == entry.duty.quote
        assert any(word in entry.duty.quote for word in entry.words)


def test_vague_duties_of_one_district(tmp_path: Path) -> None:
    """及时受理 is listed, 五个工作日内 and 立即 are not."""
    data_dir, _, _ = build_from(tmp_path, {"a.txt": make_notice("红杉区")})
    knowledge = Knowledge.open(data_dir)
    (group,) = knowledge.gaps(district="红杉区").vague
    knowledge.close()
    assert [entry.words for entry in group.duties] == [("及时",)]
    assert "受理" in group.duties[0].duty.action


def test_gaps_as_json(own: Knowledge) -> None:
    """Every part has its clauses and can be written as JSON."""
    own.record_refusal(own.ask(ASKED), when=NOON)
    own.record_feedback(Report(ASKED, "not_found", "有的", "卫滨区", "weibin", "3.1.2"), when=NOON)
    told = json.loads(json.dumps(gaps_to_dict(own.gaps(), recording=True), ensure_ascii=False))
    assert set(told) == {"recording", "found", "refusals", "feedback", "vague"}
    question = told["refusals"][0]["questions"][0]
    assert set(question) == {"question", "asks", "nearest", "count", "first", "last"}
    assert question["last"] == "2026-11-21T12:00:00+00:00"
    assert told["feedback"][0]["clause"]["url"] == "/documents/weibin#3.1.2"
    assert told["feedback"][0]["label"] == "文件里有规定，没有找到"
    assert {"citation", "words", "actors", "action", "quote", "span", "url"} <= set(told["vague"][0]["duties"][0])


def test_report_error_is_for_the_user() -> None:
    """So that pages show it."""
    assert issubclass(ReportError, UserError)
    assert set(GAP_KINDS) == {"no_basis", "not_stated", "feedback", "vague"}
