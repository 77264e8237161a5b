"""Questions without an answer: the reason in words, and what is nearest, but never a made-up answer."""

from __future__ import annotations

import pytest

from assistant import Knowledge, Reply


def refuse(knowledge: Knowledge, question: str, status: str) -> Reply:
    """The refusal of ``question``, checked for what all refusals share."""
    reply = knowledge.ask(question)
    assert reply.status == status, reply.text
    assert reply.answers == ()
    assert reply.reason
    assert reply.text == reply.reason
    return reply


def test_no_document_of_the_district(knowledge: Knowledge) -> None:
    """A district without documents is named, and nothing of another district is shown for it."""
    reply = refuse(knowledge, "金水区案件几天内移送？", "no_basis")
    assert "没有金水区的文件" in (reply.reason or "")
    assert reply.nearest == ()


@pytest.mark.parametrize(
    "question", ["卫滨区电动自行车上牌需要什么材料？", "山亭区食品安全抽检多久一次？", "高新区小学入学要什么手续？"]
)
def test_not_dealt_with(knowledge: Knowledge, question: str) -> None:
    """A matter that the district's documents do not deal with has no basis, and the reason names the district."""
    reply = refuse(knowledge, question, "no_basis")
    assert (reply.analysis.district or "?") in (reply.reason or "")


def test_rule_of_another_district_does_not_count(knowledge: Knowledge) -> None:
    """Where only other districts have a rule (函告 within five days in 山亭区), this one's question is refused."""
    reply = knowledge.ask("高新区吊销证件的决定几日内书面函告行业主管部门？")
    assert reply.status != "answered"
    assert {near.document.slug for near in reply.nearest} <= {"gaoxin"}


@pytest.mark.parametrize(
    ("question", "eid"),
    [
        ("卫滨区涉嫌犯罪的案件几天内移交司法机关？", "3.7"),
        ("卫滨区镇办接到投诉举报，几天内受理？", "3.2.1"),
        ("山亭区发现涉嫌犯罪的，几日内移送司法机关？", "6.2"),
        ("山亭区发现重大治安隐患，几天内通报有关职能部门？", "4.1"),
    ],
)
def test_only_timely_is_written(knowledge: Knowledge, question: str, eid: str) -> None:
    """Asked for days where the clause says only 及时, the refusal says so and shows the clause."""
    reply = refuse(knowledge, question, "not_stated")
    assert "及时" in (reply.reason or "")
    assert "未规定具体期限" in (reply.reason or "")
    assert eid in [near.clause.eid for near in reply.nearest]


def test_no_limit_at_all(knowledge: Knowledge) -> None:
    """Asked how soon, where the rule has no time limit of any kind, the answer is that none is stated."""
    refuse(knowledge, "山亭区当事人不履行行政决定的，几天内申请强制执行？", "not_stated")


@pytest.mark.parametrize(
    "question", ["卫滨区法制局的电话号码是多少？", "高新区投诉举报受理电话是多少？", "山亭区联席会议办公室的联系电话"]
)
def test_phone_number(knowledge: Knowledge, question: str) -> None:
    """A phone number that no clause states is not answered with a clause about something else."""
    assert knowledge.ask(question).status != "answered"


@pytest.mark.parametrize(
    "question", ["忻州开发区2000项管理事权是哪些？", "山亭区45日内反馈意见吗？", "卫滨区72小时内移送的是什么案件？"]
)
def test_figure_that_no_clause_has(knowledge: Knowledge, question: str) -> None:
    """A question built on a figure that the documents do not have is refused."""
    assert knowledge.ask(question).status != "answered"


@pytest.mark.parametrize("question", ["", "   ", "？", "\n", "。。。", "请问", "您好，谢谢", "怎么办？", "卫滨区"])
def test_nothing_to_look_for(knowledge: Knowledge, question: str) -> None:
    """A question without anything to look for is asked back with an example of a full one."""
    reply = refuse(knowledge, question, "no_basis")
    assert "请写明" in (reply.reason or "")
    assert reply.nearest == ()


def test_clause_that_does_not_exist(knowledge: Knowledge) -> None:
    """A clause that the document does not have is not replaced by another."""
    refuse(knowledge, "卫政办〔2024〕1号第九部分第（九）项怎么规定？", "not_stated")


def test_attachments_of_a_document_without(knowledge: Knowledge) -> None:
    """A fact that the document does not state is said not to be stated."""
    refuse(knowledge, "卫政办〔2024〕1号有几个附件？", "not_stated")


def test_document_that_is_not_there(knowledge: Knowledge) -> None:
    """A document number that the store does not know is answered from no other document."""
    reply = knowledge.ask("金政办〔2020〕5号对案件移送是几日内？")
    assert reply.answers == ()


@pytest.mark.parametrize("question", ["卫滨区执法人员要穿制服吗？", "山亭区执法人员要戴头盔吗？"])
def test_mentioned_is_not_governed(knowledge: Knowledge, question: str) -> None:
    """A clause that merely mentions who or what the question speaks of, but not the matter asked, is no answer."""
    assert knowledge.ask(question).status != "answered"


def test_near_clauses_of_several_documents(invented: Knowledge) -> None:
    """Clauses with the same number in several districts are all shown as near, not only the first."""
    reply = refuse(invented, "综合执法局接到投诉举报几天内受理？", "not_stated")
    assert {near.document.slug for near in reply.nearest} == {"baiyu", "hongshan", "qingtong"}


def test_odd_questions_do_no_harm(knowledge: Knowledge) -> None:
    """Long, garbled, foreign or hostile text gets a reply like any other."""
    odd = [
        "移送" * 2000,
        "\x00\ufffd",
        "DROP TABLE documents; --",
        "(((（（（",
        "*?[a-z]+~^",
        "AND OR NOT",
        "🚗怎么移送",
        "三（一）" * 300,
    ]
    assert {knowledge.ask(text).status for text in odd} <= {"answered", "not_stated", "no_basis"}


def test_a_refusal_names_the_district_that_has_a_rule(knowledge: Knowledge) -> None:
    """Where another district's document deals with it, the refusal says so with the clause, and gives no answer."""
    reply = knowledge.ask("忻州经开区相关部门对咨询意见应在几日内书面答复？")
    assert (reply.status, reply.answers) == ("no_basis", ())
    assert reply.reason
    assert "山亭区有这方面的规定" in reply.reason
    assert "第四部分第（二）项第2目" in reply.reason
    assert reply.reason.endswith("不能用来代答。")
    assert all(near.document.metadata.jurisdiction == "忻州经济开发区" for near in reply.nearest)


def test_no_district_is_sent_to_itself(knowledge: Knowledge) -> None:
    """A refusal about a district names only others as having a rule."""
    for district, question in (
        ("航空港区", "航空港区搞联动要公安到场，得提前几个钟头打招呼？"),
        ("卫滨区", "卫滨区天气"),
    ):
        reply = knowledge.ask(question)
        named = reply.analysis.district
        assert reply.status != "answered", district
        assert f"{named}有这方面的规定" not in (reply.reason or "")
