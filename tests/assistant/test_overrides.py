"""What a user corrects overrules what the question says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Knowledge, UnknownDistrictError, UnknownTopicError

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"


def places(knowledge: Knowledge, question: str, districts: tuple[str, ...] | None) -> set[str | None]:
    """The districts of the cards."""
    reply = knowledge.ask(question, districts=districts)
    return {card.document.metadata.jurisdiction for card in reply.answers}


@pytest.mark.parametrize("question", [QUESTION, "金水区发现案件不归自己管，几天内移送给谁？", "几天内移送给谁？"])
def test_a_district_overrules_the_one_named(knowledge: Knowledge, question: str) -> None:
    """Also one that is not in the store, and none at all; a short name will do."""
    assert places(knowledge, question, ("山亭",)) == {"山亭区"}
    assert knowledge.ask(question, districts=("山亭",)).analysis.district == "山亭区"


def test_no_districts_are_all(knowledge: Knowledge) -> None:
    """And None leaves the question as it is."""
    assert len(places(knowledge, QUESTION, ())) > 1
    assert places(knowledge, QUESTION, None) == {"卫滨区"}
    chosen = knowledge.ask(QUESTION, districts=("卫滨区",))
    assert knowledge.ask(QUESTION) == replace(chosen, chosen=None)


def test_a_topic_is_one_more_thing_asked_for(knowledge: Knowledge) -> None:
    """It makes a question answerable that names nothing, and gives the same answer to one that says it already."""
    assert knowledge.ask("山亭区多久一次？").status == "no_basis"
    reply = knowledge.ask("山亭区多久一次？", topic="joint_meeting")
    assert reply.status == "answered"
    assert (reply.analysis.topic, reply.analysis.shown.split(" · ")[1]) == ("joint_meeting", "联席会议")
    assert knowledge.ask(QUESTION, topic="case_transfer").text == knowledge.ask(QUESTION).text


def test_the_topic_of_the_rest_asks_for_nothing(knowledge: Knowledge) -> None:
    """其他 names no matter."""
    assert knowledge.ask("山亭区多久一次？", topic="general").status == "no_basis"


def test_what_is_unknown_is_told(knowledge: Knowledge) -> None:
    """A district without documents, a topic that is not in the list."""
    with pytest.raises(UnknownDistrictError):
        knowledge.ask(QUESTION, districts=("金水区",))
    with pytest.raises(UnknownTopicError):
        knowledge.ask(QUESTION, topic="weather")


def test_the_districts_that_a_question_names_itself(knowledge: Knowledge) -> None:
    """In its order, by any name."""
    assert knowledge.named_districts("山亭和卫滨区比") == ("山亭区", "卫滨区")
    assert knowledge.named_districts("几天内移送？") == ()
