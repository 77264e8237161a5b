"""Which district a question means, and that no other district answers for it."""

from __future__ import annotations

import pytest

from assistant import Card, Knowledge, Nearest, Reply, UnknownDistrictError
from assistant.districts import build_names, find_scope

WEIBIN, SHANTING, XINZHOU = "卫滨区", "山亭区", "忻州经济开发区"
GAOXIN, HANGKONGGANG = "郑州高新技术产业开发区", "郑州新郑综合保税区（郑州航空港区）"


@pytest.mark.parametrize(
    ("name", "district"),
    [
        ("卫滨区", WEIBIN),
        ("卫滨", WEIBIN),
        ("山亭", SHANTING),
        ("忻州经济开发区", XINZHOU),
        ("忻州开发区", XINZHOU),
        ("忻州经开区", XINZHOU),
        ("忻州", XINZHOU),
        ("郑州高新技术产业开发区", GAOXIN),
        ("郑州高新区", GAOXIN),
        ("郑州新郑综合保税区（郑州航空港区）", HANGKONGGANG),
        ("郑州新郑综合保税区(郑州航空港区)", HANGKONGGANG),
        ("航空港区", HANGKONGGANG),
        ("综保区", HANGKONGGANG),
    ],
)
def test_names_of_a_district(knowledge: Knowledge, name: str, district: str) -> None:
    """A district is known by its full name, its aliases, in any brackets, and the short form people use."""
    assert knowledge.ask(f"{name}的执法经费从哪里出？").analysis.districts == (district,)


def test_one_name_is_shared_by_no_two_mentions(knowledge: Knowledge) -> None:
    """A long name counts once, although shorter names of the same and of other districts stand inside it."""
    scope = find_scope("郑州新郑综合保税区（郑州航空港区）案件移送", build_names(knowledge.documents()), knowledge)
    assert scope.districts == (HANGKONGGANG,)
    assert scope.rest == "案件移送"


@pytest.mark.parametrize("place", ["忻州市", "郑州市", "天山区", "金水区", "青桐县"])
def test_unknown_place_is_refused(knowledge: Knowledge, place: str) -> None:
    """A place without documents gets no answer from another, also not where a short name begins the same (忻州市)."""
    reply = knowledge.ask(f"{place}案件移送几天内？")
    assert (reply.status, reply.answers) == ("no_basis", ())
    assert place in (reply.reason or "")


def test_higher_place_before_the_district(knowledge: Knowledge) -> None:
    """The city that a district belongs to, named before it, changes neither district nor answer."""
    plain, full = (knowledge.ask(f"{name}案件移送几日内？") for name in ("卫滨区", "新乡市卫滨区"))
    assert full.analysis.district == WEIBIN
    assert [card.clause.eid for card in full.answers] == [card.clause.eid for card in plain.answers] != []


@pytest.mark.parametrize("place", ["金水区", "红杉区"])
def test_unknown_place_beside_a_known_one(knowledge: Knowledge, place: str) -> None:
    """Of a known and an unknown district the known one is answered, as if the other had not been named."""
    cards = knowledge.ask(f"卫滨区和{place}案件几天内移送？").answers
    assert [(card.document.slug, card.clause.eid) for card in cards] == [("weibin", "3.1.2")]


def test_beginning_of_two_names_is_asked_back(knowledge: Knowledge) -> None:
    """A short form that begins the names of two districts in the store is taken for neither of them."""
    reply = knowledge.ask("郑州的联席会议由谁召开？")
    assert reply.answers == ()
    assert set(reply.analysis.districts) == {GAOXIN, HANGKONGGANG}


@pytest.mark.parametrize(
    "question", ["五个区对案件移送的期限有什么不同？", "各区案件移送几天内？", "两个区的规定有什么差别？"]
)
def test_all_districts_are_no_unknown_place(knowledge: Knowledge, question: str) -> None:
    """Words for several districts at once are not taken for the name of an unknown place."""
    assert "知识库中没有" not in (knowledge.ask(question).reason or "")


def test_shared_alias_is_asked_back(invented: Knowledge) -> None:
    """A name that two districts bear is answered with the question which one, both being named."""
    reply = invented.ask("高新区案件几天内移送？")
    assert (reply.status, reply.answers) == ("no_basis", ())
    assert set(reply.analysis.districts) == {"白榆高新技术产业开发区", "青桐高新技术产业开发区"}
    assert all(district in (reply.reason or "") for district in reply.analysis.districts)


def test_full_name_settles_a_shared_alias(invented: Knowledge) -> None:
    """With the name written out, each of the two answers for itself."""
    said = {name: invented.ask(f"{name}高新区案件几天内移送？").answers for name in ("白榆", "青桐")}
    assert [card.deadlines[0].text for card in said["白榆"]] == ["三日内"]
    assert [card.deadlines[0].text for card in said["青桐"]] == ["五个工作日内"]


def test_several_districts_in_the_order_named(invented: Knowledge) -> None:
    """A question that names two districts gets one card of each, in its order."""
    cards = invented.ask("红杉区和青桐高新区案件几天内移送？").answers
    assert [card.document.metadata.jurisdiction for card in cards] == ["红杉区", "青桐高新技术产业开发区"]


def test_no_district_named_gives_one_card_each(invented: Knowledge) -> None:
    """A question that names none gets the best card of every district that has a rule."""
    cards = invented.ask("农业农村局案件移送几天内？").answers
    assert sorted(card.document.slug for card in cards) == ["baiyu", "hongshan", "qingtong"]


def test_no_card_of_another_district(scoped_replies: dict[tuple[str, str], Reply], knowledge: Knowledge) -> None:
    """A question asked of a district is never answered, nor refused, with a clause of a district it does not name."""
    strangers = []
    for (district, question), reply in scoped_replies.items():
        own = set(reply.analysis.districts) or {district}
        shown: tuple[Card | Nearest, ...] = (*reply.answers, *reply.nearest)
        numbered = {record.slug for record in knowledge.documents() if (record.metadata.number or "?") in question}
        strangers += [
            (district, question, item.document.slug)
            for item in shown
            if item.document.metadata.jurisdiction not in own and item.document.slug not in numbered
        ]
    assert strangers == []


def test_district_of_the_question_stands(scoped_replies: dict[tuple[str, str], Reply]) -> None:
    """The district handed over counts where the question names none, and only there."""
    wrong = [
        (district, question)
        for (district, question), reply in scoped_replies.items()
        if reply.analysis.district not in (district, None) and reply.analysis.district[:2] not in question
        and not (reply.analysis.district == GAOXIN and "高新区" in question)
    ]  # fmt: skip
    assert wrong == []


def test_named_district_beats_the_one_handed_over(knowledge: Knowledge) -> None:
    """A question that names a district is asked of that one, and comes back in the words it was asked."""
    question = "山亭区联席会议多久召开一次？"
    reply = knowledge.ask(question, district="卫滨区")
    assert (reply.question, reply.analysis.districts) == (question, (SHANTING,))
    scoped = knowledge.ask("案件几天内移送？", district="卫滨", id="q-2")
    assert (scoped.id, scoped.question, scoped.analysis.district) == ("q-2", "案件几天内移送？", WEIBIN)


def test_unknown_district_handed_over(knowledge: Knowledge) -> None:
    """A district that the store does not know is an error that names those it knows."""
    with pytest.raises(UnknownDistrictError) as caught:
        knowledge.ask("案件几天内移送？", district="金水区")
    assert "金水区" in caught.value.message
    assert all(district in caught.value.hint for district in knowledge.districts())


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("太原经开区移送几天", "太原经开区"),
        ("郑州经开区联合执法要提前几天报方案", "郑州经开区"),
        ("郑州金水区的周报星期几交", "郑州金水区"),
        ("忻州忻府区移送几天", "忻州忻府区"),
        ("杭州综保区联动执法谁牵头", "杭州综保区"),
    ],
)
def test_district_that_only_shares_a_piece_of_a_name(knowledge: Knowledge, question: str, unknown: str) -> None:
    """A zone of another place, and another district of a place that a zone is named after, are none of the store's."""
    reply = knowledge.ask(question)
    assert reply.status == "no_basis"
    assert unknown in (reply.reason or "")


@pytest.mark.parametrize(
    ("question", "district"),
    [("新乡卫滨区移送几天", "卫滨区"), ("枣庄山亭移送几天", "山亭区"), ("山西忻州开发区移送几天", "忻州经济开发区")],
)
def test_higher_place_before_a_district(knowledge: Knowledge, question: str, district: str) -> None:
    """The city or province that a district lies in may stand before it."""
    reply = knowledge.ask(question)
    assert reply.status == "answered"
    assert reply.analysis.district == district
