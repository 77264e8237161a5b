"""Homophones: a misspelt word of a closed list is read as that word, and said to be; everything else stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from assistant import Knowledge
from assistant.closed_list import ClosedList
from assistant.spelling import Correction, correct

from .helpers import read_questions

WORDS = ClosedList(districts=("忻州",), official=("争议", "移送", "联席会议"))


@dataclass(frozen=True)
class Vocabulary:
    """Words as a test wants them: every character is a word unless ``whole``; ``held`` words are in some clause."""

    whole: bool = False
    held: tuple[str, ...] = ()

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text."""
        return [text] if self.whole else list(text)

    def known(self, word: str) -> bool:
        """Whether a clause holds the word."""
        return word in self.held

    def is_function_word(self, word: str) -> bool:
        """的 and 几 are."""
        return word in "的几"

    def tells_little(self, word: str) -> bool:
        """No word of these tests does."""
        return False

    def is_place(self, word: str) -> bool:
        """忻州 is one."""
        return word == "忻州"


@pytest.mark.parametrize(
    ("text", "read", "said"),
    [
        ("管辖争义", "管辖争议", {"争义": "争议"}),
        ("案件椅送几天", "案件移送几天", {"椅送": "移送"}),
        ("忻洲的连席会议", "忻州的联席会议", {"忻洲": "忻州", "连席会议": "联席会议"}),
        ("管辖争议移送", "管辖争议移送", {}),
        ("没有别字", "没有别字", {}),
        ("", "", {}),
    ],
)
def test_words_that_sound_alike(text: str, read: str, said: dict[str, str]) -> None:
    """A run of characters that sounds like a word of the list becomes that word; a right word stays."""
    corrections = tuple(Correction(wrong, right) for wrong, right in said.items())
    assert correct(text, WORDS, Vocabulary()) == (read, corrections)


def test_known_word_stays() -> None:
    """A word that a document holds is no misspelling, whatever it sounds like."""
    assert correct("管辖争义", WORDS, Vocabulary(held=("争义",))) == ("管辖争义", ())


def test_whole_word_stays() -> None:
    """What the segmenter takes for one word is no misspelling of another."""
    assert correct("争义", WORDS, Vocabulary(whole=True)) == ("争义", ())


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("卫滨区发生管辖争议由谁决定？", "卫滨区发生管辖争义由谁决定？", "争义"),
        ("忻州开发区案件几天内移送？", "忻洲开发区案件几天内移送？", "忻洲"),
    ],
)
def test_misspelt_question(knowledge: Knowledge, right: str, wrong: str, told: str) -> None:
    """A misspelt question gets the answer of the right one, and the user is told how it was read."""
    expected, reply = knowledge.ask(right), knowledge.ask(wrong)
    assert [card.quote for card in reply.answers] == [card.quote for card in expected.answers] != []
    assert told in reply.analysis.shown
    assert reply.question == wrong


def test_right_questions_are_left_alone(knowledge: Knowledge) -> None:
    """Nothing is read as another word in questions without a mistake."""
    assert [question for question in read_questions() if "理解" in knowledge.ask(question).analysis.shown] == []
