"""What is told of a department, from the shipped documents and from invented districts."""

from __future__ import annotations

import pytest

from assistant import (
    Knowledge,
    UnknownDepartmentError,
    compare_departments,
    department_to_dict,
    list_departments,
    profile_department,
)
from assistant.departments import deadline_length, sounds_of
from corpus import Deadline, UserError


def test_departments_are_listed_by_district_with_roles_apart(knowledge: Knowledge) -> None:
    """Every district of the store has its list; bodies and roles do not mix; numbers fall."""
    groups = list_departments(knowledge)
    assert [group.district for group in groups] == list(knowledge.districts())
    for group in groups:
        assert all(not row.role for row in group.bodies)
        assert all(row.role for row in group.roles)
        ranks = [row.duties + row.owed + row.powers for row in group.bodies]
        assert ranks[0] == max(ranks)


@pytest.mark.parametrize("words", ["综合行政执法局", "zhxzzfj", "ZHZFJ", "zonghexingzheng", "执法局 综合"])
def test_a_department_is_found_by_part_of_its_name_and_by_pinyin(knowledge: Knowledge, words: str) -> None:
    """Initials may leave some letters out."""
    found = {row.name for group in list_departments(knowledge, district="山亭区", words=words) for row in group.bodies}
    assert "综合行政执法局" in found
    assert "人民法院" not in found


def test_words_that_fit_nothing_give_nothing(knowledge: Knowledge) -> None:
    """No district is listed without departments."""
    assert list_departments(knowledge, words="海关总署") == ()


def test_an_unknown_district_names_those_there_are(knowledge: Knowledge) -> None:
    """The message can be shown."""
    with pytest.raises(UserError, match="火星") as raised:
        list_departments(knowledge, district="火星")
    assert "山亭区" in raised.value.hint


def test_every_profile_quotes_the_documents_word_for_word(knowledge: Knowledge) -> None:
    """Of every department: each duty, power and post stands in its document at its span, and its topics add up."""
    for group in list_departments(knowledge):
        for row in (*group.bodies, *group.roles):
            profile = profile_department(knowledge, row.district, row.name)
            duties = [entry for topic in profile.topics for entry in topic.entries]
            assert len(duties) + len(profile.rights) == row.duties
            assert len(profile.owed) == row.owed
            for entry in (*duties, *profile.rights, *profile.owed, *profile.supposed):
                assert knowledge.bundle(entry.duty.document).text(entry.duty.span) == entry.duty.quote
            for power in profile.powers:
                statement = power.statement
                assert knowledge.bundle(statement.document).text(statement.span) == statement.quote


def test_the_bearer_of_a_duty_has_it_in_its_profile(knowledge: Knowledge) -> None:
    """3 workdays and 24 hours for handing over a case, the shorter first, and vague limits last."""
    profile = profile_department(knowledge, "卫滨区", "各镇办")
    texts = [limit.deadline.text for limit in profile.limits]
    assert texts.index("24小时内") < texts.index("3个工作日内")
    kinds = [limit.deadline.kind for limit in profile.limits]
    assert kinds == sorted(kinds, key=["immediate", "duration", "recurring", "date", "vague"].index)
    assert "case_transfer" in [topic.topic for topic in profile.topics]


def test_what_is_only_supposed_is_kept_apart(knowledge: Knowledge) -> None:
    """A duty whose bearer no clause names is no duty of the department in any count."""
    profile = profile_department(knowledge, "忻州经济开发区", "管理委员会")
    assert profile.supposed
    shown = {entry.duty.id for topic in profile.topics for entry in topic.entries}
    assert shown.isdisjoint(entry.duty.id for entry in profile.supposed)
    assert all(entry.duty.confidence < 0.65 for entry in profile.supposed)


def test_powers_and_posts_are_told_with_their_numbers_and_holders(knowledge: Knowledge) -> None:
    """The four numbers of powers of Xinzhou; the head of the group of Hangkonggang."""
    powers = profile_department(knowledge, "忻州经济开发区", "综合行政执法局").powers
    assert {entry.statement.stated for entry in powers} == {1059, 1031, 139, 874}
    place = "郑州新郑综合保税区（郑州航空港区）"
    posts = profile_department(knowledge, place, "联动执法机制领导小组").posts
    assert posts[0].post.role == "组长"


def test_partners_count_duties_in_both_directions(invented: Knowledge) -> None:
    """Who hands over and who receives see the same duties from their two sides."""
    sender = profile_department(invented, "红杉区", "农业农村局")
    receiver = profile_department(invented, "红杉区", "综合行政执法局")
    assert [(partner.row.name, partner.towards) for partner in sender.partners] == [
        ("综合行政执法局", len(receiver.owed))
    ]
    assert [(partner.row.name, partner.received) for partner in receiver.partners] == [
        ("农业农村局", len(receiver.owed))
    ]
    assert receiver.owed[0].duty.deadlines


@pytest.mark.parametrize("name", ["区综合执法局", "红杉区综合执法局", "综合行政执法局"])
def test_any_spelling_leads_to_the_same_department(invented: Knowledge, name: str) -> None:
    """Level, district and short form make no difference."""
    assert profile_department(invented, "红杉区", name).row.key == "department:红杉区/综合行政执法局"


def test_the_same_department_elsewhere_and_how_its_limits_differ(invented: Knowledge) -> None:
    """The same rule with other numbers of days differs in limits, in no topic."""
    profile = profile_department(invented, "红杉区", "农业农村局")
    others = {row.district: row for row in profile.elsewhere}
    assert set(others) == {"白榆高新技术产业开发区", "青桐高新技术产业开发区"}
    difference = compare_departments(invented, profile, others["白榆高新技术产业开发区"])
    assert difference.only_here == difference.only_there == ()
    (limits,) = difference.limits
    assert "两个工作日内" in [limit.deadline.text for limit in limits.here]
    assert "三日内" in [limit.deadline.text for limit in limits.there]


def test_a_topic_on_one_side_only_is_told(knowledge: Knowledge) -> None:
    """Each side's topics without a counterpart, none on both."""
    profile = profile_department(knowledge, "山亭区", "综合行政执法局")
    difference = compare_departments(knowledge, profile, profile.elsewhere[0])
    here = {topic.topic for topic in difference.only_here}
    there = {topic.topic for topic in difference.only_there}
    assert here
    assert here.isdisjoint(there)
    assert here.isdisjoint(difference.shared)


def test_a_body_within_a_district_is_not_the_district_of_its_name(knowledge: Knowledge) -> None:
    """The development zone in Shanting is not the one of Xinzhou."""
    assert profile_department(knowledge, "山亭区", "经济开发区管理委员会").elsewhere == ()


@pytest.mark.parametrize("name", ["宗合执法局", "综合执法", "%2F", "", "a//b", "<b>"])
def test_an_unknown_department_is_told_with_near_names(knowledge: Knowledge, name: str) -> None:
    """Whatever the name is made of."""
    with pytest.raises(UnknownDepartmentError) as raised:
        profile_department(knowledge, "山亭区", name)
    assert "山亭区" in raised.value.message
    assert raised.value.hint


def test_near_names_hold_the_one_that_was_meant(knowledge: Knowledge) -> None:
    """A homophone is enough to be found."""
    with pytest.raises(UnknownDepartmentError) as raised:
        profile_department(knowledge, "山亭区", "宗合行政执法局")
    assert raised.value.near[0].name == "综合行政执法局"


def test_limits_sort_by_length() -> None:
    """At once, hours, days, months; then recurring, dates, vague."""
    limits = [
        Deadline("及时", "vague"),
        Deadline("每月", "recurring", 1, "month"),
        Deadline("一个月内", "duration", 1, "month", "within"),
        Deadline("3日内", "duration", 3, "day", "within"),
        Deadline("24小时内", "duration", 24, "hour", "within"),
        Deadline("立即", "immediate"),
    ]
    assert sorted(limits, key=deadline_length) == [*limits[::-1][:4], limits[1], limits[0]]


def test_sounds_are_initials_and_syllables() -> None:
    """Without tones; what is no Chinese character stands for itself."""
    assert sounds_of("司法局") == ("sfj", "sifaju")


def test_the_json_shape_holds_proof(knowledge: Knowledge) -> None:
    """Duties carry document, clause and quote."""
    shape = department_to_dict(profile_department(knowledge, "卫滨区", "各镇办"))
    assert shape["kind"] == "body"
    for duty in (*shape["owed"], *shape["deadlines"], *(duty for topic in shape["topics"] for duty in topic["duties"])):
        assert duty["document"]
        assert duty["quote"]
        assert duty["eid"]
