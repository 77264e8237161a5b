"""What tells an answer from a guess: the signs, and questions that no document deals with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Knowledge
from assistant.certainty import Signs, estimate
from assistant.lexicon import statute_words

OFF_TOPIC = Path(__file__).parent.parent / "golden" / "questions" / "off_topic.txt"
SOME = Signs(pairs=0.2, coverage=0.6, missing=0.2, asks_days=False)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (replace(SOME, pairs=0.4), SOME),
        (replace(SOME, coverage=0.9), SOME),
        (SOME, replace(SOME, missing=0.5)),
        (SOME, replace(SOME, asks_days=True)),
    ],
)
def test_each_sign_tells(better: Signs, worse: Signs) -> None:
    """More of the question said makes an answer likelier; names that are missing and a number asked for, less likely."""
    assert 0 < estimate(worse) < estimate(better) < 1


def test_full_and_empty_evidence() -> None:
    """What says all that is asked is trusted, what says nothing of it is not."""
    assert estimate(Signs(1.0, 1.0, 0.0, False)) > 0.95
    assert estimate(Signs(0.0, 0.0, 1.0, True)) < 0.05


def test_words_of_written_rules_are_told_from_speech() -> None:
    """A trade's term is a word of written rules, a way of speaking is not."""
    words = statute_words()
    assert {"商标", "疫苗", "采伐", "移送", "期限"} <= words
    assert not {"大伙", "琢磨", "撞见", "没法", "桌上"} & words


def test_matters_of_other_laws_are_refused(knowledge: Knowledge) -> None:
    """Of questions about what no document deals with, next to none is answered; a refusal states its reason."""
    texts = OFF_TOPIC.read_text("utf-8").split()
    replies = [knowledge.ask(text) for text in texts]
    answered = [reply.question for reply in replies if reply.status == "answered"]
    assert len(texts) >= 80
    assert len(answered) <= 0.05 * len(texts), answered
    assert all(reply.reason and not reply.answers for reply in replies if reply.status != "answered")


def test_confidence_of_a_card_is_a_likelihood(knowledge: Knowledge) -> None:
    """A card given is held to be right more likely than not."""
    cards = knowledge.ask("卫滨区案件移送几个工作日内？").answers
    assert cards
    assert all(0.6 <= card.confidence <= 0.99 for card in cards)
