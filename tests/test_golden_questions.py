"""The annotated questions about the shipped documents: every statement has its proof, and enough of them are right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Card, Knowledge, Reply, reply_to_dict
from bench.scoring import Question, count_shares, judge, load_questions

FOLDER = Path(__file__).resolve().parent / "golden" / "questions"
SHIPPED = sorted(path for path in FOLDER.rglob("*.jsonl") if path.stem != "invented")
LEAST_RIGHT, LEAST_REFUSED = 0.82, 0.85


@pytest.fixture(scope="module")
def asked(knowledge: Knowledge) -> tuple[tuple[Question, Reply], ...]:
    """Each question with its reply."""
    return tuple((question, knowledge.ask(question.text, id=question.id)) for question in load_questions(SHIPPED))


def cards(asked: tuple[tuple[Question, Reply], ...]) -> Iterator[tuple[Question, Card]]:
    """Each card with the question that it answers."""
    for question, reply in asked:
        for card in reply.answers:
            yield question, card


def stands_in_its_clause(card: Card) -> bool:
    """Whether the quote is what its clause has at the quote's span."""
    start, end = card.quote_span
    first, last = card.clause.span
    own = card.clause.text[start - first : end - first]
    return bool(card.quote) and first <= start < end <= last and own == card.quote


def named_districts(question: Question, knowledge: Knowledge) -> set[str | None]:
    """The jurisdictions whose name or other name stands in the question, or in its scope where it is misspelt."""
    text = f"{question.text} {question.scope}"
    metas = [record.metadata for record in knowledge.documents()]
    return {
        meta.jurisdiction
        for meta in metas
        for name in (meta.jurisdiction, *meta.jurisdiction_aliases)
        if name and name in text
    }


def test_every_quote_is_verbatim_and_inside_its_clause(asked: tuple[tuple[Question, Reply], ...]) -> None:
    """Character for character, at the span that the card gives."""
    assert [(question.id, card.quote) for question, card in cards(asked) if not stands_in_its_clause(card)] == []


def test_a_named_district_gets_no_rule_of_another(
    asked: tuple[tuple[Question, Reply], ...], knowledge: Knowledge
) -> None:
    """Only districts that the question names have cards; one without a document has none."""
    strangers = [
        (question.id, card.document.metadata.jurisdiction)
        for question, card in cards(asked)
        if question.scope and card.document.metadata.jurisdiction not in named_districts(question, knowledge)
    ]
    assert strangers == []


def test_enough_are_right_and_enough_refused(asked: tuple[tuple[Question, Reply], ...]) -> None:
    """Floors under the shares of today, so that a step back is seen."""
    verdicts = [judge(question, reply_to_dict(reply)) for question, reply in asked]
    shares = count_shares(verdicts)
    told = f"right {shares['all']}, refused {shares['check refused']}; wrong: " + " ".join(
        f"{verdict.question.id}({','.join(verdict.failed)})" for verdict in verdicts if not verdict.right
    )
    assert shares["all"].value >= LEAST_RIGHT, told
    assert shares["check refused"].value >= LEAST_REFUSED, told
