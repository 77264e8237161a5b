"""Why a question got the reply it got: reading, route, candidates; and the same reply that `ask` gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant import Knowledge, UnknownDistrictError, explanation_to_dict
from webapp.cli import main

from .helpers import read_questions

ANSWERED = "忻洲开发区案件几天内移宋"


def run(data_dir: Path, *arguments: str) -> Result:
    """What became of the command line."""
    return CliRunner().invoke(main, ["--data", str(data_dir), *arguments])


@pytest.mark.parametrize(
    ("question", "route", "status"),
    [
        ("卫滨区案件移送几天内？", "evidence", "answered"),
        ("卫政办〔2024〕1号三（一）2", "clause", "answered"),
        ("卫滨区文件的发文字号是什么？", "document", "answered"),
        ("金水区案件移送几天？", "unusable", "no_basis"),
        ("山亭区幼儿园几点放学？", "evidence", "no_basis"),
        ("忻州开发区139项和874项加起来对得上1031项吗？", "list", "answered"),
    ],
)
def test_route(knowledge: Knowledge, question: str, route: str, status: str) -> None:
    """The route that a question took is told, whether it led to an answer or not."""
    explanation = knowledge.explain(question)
    assert (explanation.route, explanation.reply.status) == (route, status)
    assert (explanation.candidates != ()) == (route == "evidence" and explanation.considered > 0)


def test_same_reply_as_asked(knowledge: Knowledge) -> None:
    """The reply is that of `ask`: same status, same words, same clauses, with a district handed over as well."""
    for question in read_questions():
        for district in (None, "卫滨区"):
            asked = knowledge.ask(question, district=district)
            reply = knowledge.explain(question, district=district).reply
            assert (reply.status, reply.text, reply.analysis) == (asked.status, asked.text, asked.analysis)
            assert [card.url for card in reply.answers] == [card.url for card in asked.answers]


def test_candidates_are_the_best_in_order(knowledge: Knowledge) -> None:
    """At most ten, best first; parts add up to the score; what is answered with is among them and marked."""
    for question in read_questions():
        explanation = knowledge.explain(question)
        scores = [candidate.score for candidate in explanation.candidates]
        assert len(scores) == min(10, explanation.considered)
        assert scores == sorted(scores, reverse=True)
        for candidate in explanation.candidates:
            assert candidate.text + candidate.fit == pytest.approx(candidate.score)
            assert not candidate.used or candidate.url in {card.url for card in explanation.reply.answers}


def test_corrections_and_terms(knowledge: Knowledge) -> None:
    """How the question was read and what was looked for is in the object."""
    told = explanation_to_dict(knowledge.explain(ANSWERED))
    assert told["read"] == "忻州开发区案件几天内移送"
    assert {"said": "移宋", "read": "移送"} in told["corrections"]
    assert "移交" in next(term["forms"] for term in told["terms"] if term["text"] == "移送")
    assert [candidate["url"] for candidate in told["candidates"] if candidate["used"]] == told["answers"]


def test_unknown_district_handed_over(knowledge: Knowledge) -> None:
    """A district that no document comes from is an error, as it is for `ask`."""
    with pytest.raises(UnknownDistrictError):
        knowledge.explain("案件几天内移送？", district="金水区")


def test_command_line_prints_text(data_dir: Path) -> None:
    """Reading, route, decision and an aligned table of candidates, in Chinese."""
    result = run(data_dir, "ask", "--explain", ANSWERED)
    assert result.exit_code == 0
    assert "“移宋”按“移送”理解" in result.stdout
    assert "路线：比较条款" in result.stdout
    assert "*1" in result.stdout
    assert "xinzhou#4.2" in result.stdout


def test_command_line_prints_an_object(data_dir: Path) -> None:
    """With --json the same as one object; a refusal ends with 1 and gives its reason."""
    result = run(data_dir, "ask", "--explain", "--json", "金水区案件移送几天？")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["route"], told["unknown_district"], told["candidates"]) == ("unusable", "金水区", [])
    assert "金水区" in told["reason"]


@pytest.mark.parametrize("arguments", [("--batch", "-"), ()])
def test_command_line_wants_one_question(data_dir: Path, arguments: tuple[str, ...]) -> None:
    """Neither a batch nor nothing can be explained."""
    result = run(data_dir, "ask", "--explain", *arguments)
    assert result.exit_code == 2
    assert "建议" in result.stderr
