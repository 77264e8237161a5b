"""The judgement of replies finds each fault it is there for, and figures are counted, compared and kept as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench import accuracy, scoring
from bench.scoring import Question, Share, Verdict

NUMBER = "青政办发〔2023〕7号"
DEADLINE = {"text": "五日内", "kind": "duration", "value": 5, "unit": "day", "relation": "within", "from": None}
ROW = {
    "id": "q1",
    "doc": NUMBER,
    "question": "青桐区发现案件不归自己管，移送给谁、几日内？",
    "persona": "officer",
    "type": "who_deadline",
    "scope": "青桐区",
    "answer": "五日内移送区综合执法局。",
    "actors": [["区综合执法局", "综合执法局"]],
    "deadline": [DEADLINE],
    "clauses": [["二", "（一）"]],
    "must_include": [["五日", "5日"]],
}
CARD = {
    "document": {"number": NUMBER, "title": "青桐区关于案件移送的通知"},
    "clause": ["二", "（一）"],
    "text": "区农业农村局应当在５日内移送。",
    "quote": "附案件移送函",
    "actors": ["区农业农村局"],
    "counterparts": ["区综合执法局"],
    "deadlines": [DEADLINE],
}
OTHER = {**CARD, "document": {"number": "红政办发〔2023〕8号", "title": "红杉区关于案件移送的通知"}}
REFUSED = {"status": "not_stated", "answers": []}


def make_question(**fields: Any) -> Question:
    """The sample question with other fields."""
    return scoring.parse_question({**ROW, **fields})


def make_reply(*cards: dict[str, Any]) -> dict[str, Any]:
    """A reply with these cards, the sample card where none is given."""
    return {"status": "answered", "answers": list(cards) or [CARD]}


def failed(question: Question, reply: dict[str, Any]) -> tuple[str, ...]:
    """The checks that a reply fails."""
    return scoring.judge(question, reply).failed


def test_a_full_reply_passes_every_check() -> None:
    """Also where widths differ and the actor stands among those it goes to."""
    verdict = scoring.judge(make_question(), make_reply())
    assert verdict.right
    assert list(verdict.checks) == ["answered", "clause", "actors", "deadline", "content"]
    assert (verdict.clause, verdict.text) == (("二", "（一）"), CARD["text"])


@pytest.mark.parametrize(
    ("card", "check"),
    [
        pytest.param({"clause": ["二", "（二）"]}, "clause", id="another clause"),
        pytest.param({"clause": ["二"]}, "clause", id="the clause above"),
        pytest.param({"clause": []}, "clause", id="no clause"),
        pytest.param({"counterparts": []}, "actors", id="actor not named"),
        pytest.param({"deadlines": []}, "deadline", id="no deadline"),
        pytest.param({"deadlines": [{**DEADLINE, "unit": "workday"}]}, "deadline", id="workdays for days"),
        pytest.param({"deadlines": [{**DEADLINE, "value": 3}]}, "deadline", id="another number"),
        pytest.param({"deadlines": [{**DEADLINE, "relation": "before"}]}, "deadline", id="before for within"),
        pytest.param({"text": "移送区综合执法局。"}, "content", id="not said"),
        pytest.param({"text": "应当移送。", "quote": "五日内"}, "content", id="only in the quote"),
    ],
)
def test_each_fault_fails_its_check_alone(card: dict[str, Any], check: str) -> None:
    """One fault, one check."""
    assert failed(make_question(), make_reply({**CARD, **card})) == (check,)


@pytest.mark.parametrize(
    "card",
    [
        pytest.param({"clause": ["二", "（一）", "3"]}, id="below the clause"),
        pytest.param({"clause": ["二", "(一)"]}, id="half-width brackets"),
        pytest.param({"counterparts": [], "text": "综合执法局五日内移送"}, id="actor in the text"),
        pytest.param({"deadlines": [{**DEADLINE, "kind": "immediate"}, DEADLINE]}, id="one more deadline"),
    ],
)
def test_what_is_no_fault(card: dict[str, Any]) -> None:
    """A deeper clause, an actor in words, a further deadline."""
    assert failed(make_question(), make_reply({**CARD, **card})) == ()


def test_the_quote_counts_for_long_types() -> None:
    """For lists and flows what stands in the quote is said."""
    assert failed(make_question(type="materials", must_include=[["移送函"]]), make_reply()) == ()


def test_vague_deadlines_are_not_compared() -> None:
    """及时 can be neither right nor wrong."""
    vague = {"kind": "vague", "value": None, "unit": None, "relation": None}
    assert failed(make_question(deadline=[vague]), make_reply({**CARD, "deadlines": []})) == ()


def test_only_the_period_of_recurring_deadlines_is_compared() -> None:
    """The relation counts for durations alone, the value not for 立即."""
    recurring = {**DEADLINE, "kind": "recurring"}
    found = [{**recurring, "relation": "at"}, {"kind": "immediate", "value": 0, "unit": "day"}]
    wanted = [recurring, {"kind": "immediate", "value": None, "unit": None}]
    assert failed(make_question(deadline=wanted), make_reply({**CARD, "deadlines": found})) == ()


def test_plain_text_is_not_judged_on_deadlines() -> None:
    """A card without the field has the check left out."""
    card = {name: value for name, value in CARD.items() if name != "deadlines"}
    assert "deadline" not in scoring.judge(make_question(), make_reply(card)).checks


@pytest.mark.parametrize(
    ("scope", "reply", "expected"),
    [
        pytest.param("青桐区", REFUSED, ("answered",), id="refused"),
        pytest.param("青桐区", make_reply(OTHER, CARD), ("answered",), id="another district first"),
        pytest.param(None, make_reply(OTHER, CARD), (), id="no district named, among the first"),
        pytest.param(None, make_reply(*[OTHER] * 5, CARD), ("answered",), id="sixth"),
        pytest.param(None, make_reply(OTHER), ("answered",), id="another document only"),
    ],
)
def test_the_card_that_counts(scope: str | None, reply: dict[str, Any], expected: tuple[str, ...]) -> None:
    """The first where a district is named, else the document's own among five."""
    assert failed(make_question(scope=scope), reply) == expected


@pytest.mark.parametrize(
    ("scope", "reply", "expected"),
    [
        pytest.param("青桐区", REFUSED, (), id="refused"),
        pytest.param("青桐区", make_reply(), ("refused",), id="answered"),
        pytest.param("青桐区", make_reply(OTHER), ("refused",), id="answered from elsewhere"),
        pytest.param(None, make_reply(), ("refused",), id="no district named, answered"),
        pytest.param(None, make_reply(OTHER), (), id="no district named, another one answers"),
    ],
)
def test_unanswerable_questions(scope: str | None, reply: dict[str, Any], expected: tuple[str, ...]) -> None:
    """Right where nothing is said for the district asked about."""
    assert failed(make_question(type="unanswerable", scope=scope, clauses=[]), reply) == expected


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("青政办发[2023]7号", True),
        ("青政办发〔2023〕第7号", True),
        ("青桐区关于案件 移送的通知", True),
        ("青政办发〔2023〕17号", False),
        ("", False),
    ],
)
def test_documents_by_number_or_title(name: str, same: bool) -> None:
    """Numbers are compared in their official spelling, titles without white space."""
    assert scoring.is_from(CARD, name) is same


def test_a_document_without_a_number() -> None:
    """Is known by its title."""
    card = {"document": {"number": None, "title": "青禾区行政执法协作办法"}}
    assert scoring.is_from(card, "青禾区行政执法协作办法")
    assert not scoring.is_from(card, NUMBER)


def test_questions_are_read_or_the_line_is_named(tmp_path: Path) -> None:
    """A row without a field is an error that names file, line and field."""
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text(json.dumps(ROW) + "\n\n", "utf-8")
    bad.write_text("\n" + json.dumps({"id": "q1"}) + "\n", "utf-8")
    assert scoring.load_questions([good]) == (make_question(),)
    with pytest.raises(ValueError, match=r"bad\.jsonl:2.*'doc'"):
        scoring.load_questions([good, bad])


def test_shares_by_row() -> None:
    """All first, then type, persona, document, scope, check."""
    verdicts = [
        scoring.judge(make_question(), make_reply()),
        scoring.judge(make_question(type="who"), make_reply({**CARD, "counterparts": []})),
        scoring.judge(make_question(type="unanswerable", scope=None), REFUSED),
    ]
    shares = scoring.count_shares(verdicts)
    assert list(shares)[:2] == ["all", "type unanswerable"]
    assert shares["all"] == Share(2, 3)
    assert shares["type who"] == Share(0, 1)
    assert shares["scope names its district"] == Share(1, 2)
    assert shares["check actors"] == Share(1, 2)
    assert shares["check refused"].value == 1.0


def measured(*verdicts: Verdict) -> accuracy.Measured:
    """A measurement that took no time."""
    return accuracy.Measured(verdicts, tuple(0.0 for _ in verdicts))


def test_a_record_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    """One answer a line; no file is no answers."""
    verdicts = [scoring.judge(make_question(id=name), make_reply()) for name in ("q1", "q2")]
    kept = accuracy.record({name: measured(*verdicts) for name in accuracy.ANSWERERS})
    path = tmp_path / "results" / "record.json"
    assert accuracy.load_answers(path) == {}
    accuracy.save_record(path, kept)
    assert json.loads(path.read_text("utf-8")) == kept
    assert accuracy.load_answers(path) == kept["answers"]
    assert sum(CARD["text"] in line for line in path.read_text("utf-8").splitlines()) == 2


def test_changes_against_a_record() -> None:
    """Gained, lost, worded otherwise, new; what was not asked this time is left out."""
    right, wrong = {"right": True, "text": "甲"}, {"right": False, "text": "甲"}
    before = {"a": wrong, "b": right, "c": right, "d": right, "gone": right}
    after = {"a": right, "b": wrong, "c": {**right, "text": "乙"}, "d": right, "e": wrong}
    assert accuracy.compare(before, after) == accuracy.Changes(gained=("a",), lost=("b",), changed=("c",), new=("e",))


def test_documents_are_found_by_name(project: Path) -> None:
    """By number as printed or by title, each file once; a name without a file is an error that tells the name."""
    folder = project / "tests" / "golden" / "documents"
    found = accuracy.find_documents(["北城管联〔2023〕第6号", "青禾区行政执法协作办法"], folder)
    assert [path.name for path in found] == ["beitang_joint.txt", "qinghe_regulation.txt"]
    assert accuracy.find_documents([], folder) == ()
    with pytest.raises(ValueError, match="没有这份文件"):
        accuracy.find_documents(["没有这份文件"], folder)


def test_the_plain_answerer_always_answers_with_a_clause(knowledge: accuracy.Knowledge) -> None:
    """One card a document, with the words of its best clause."""
    reply = accuracy.ask_bm25(knowledge, make_question(question="卫滨区发现案件不归自己管，几天内移送给谁？"))
    assert reply["status"] == "answered"
    assert reply["answers"][0]["clause"] == ["三", "（一）", "2"]
    assert "3个工作日内" in scoring.plain(reply["answers"][0]["text"])
    numbers = [card["document"]["number"] for card in reply["answers"]]
    assert len(numbers) == len(set(numbers))
