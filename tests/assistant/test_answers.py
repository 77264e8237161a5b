"""Answers on the shipped documents: the right clause, who, by when, to whom, lists, figures, posts, facts."""

from __future__ import annotations

import pytest

from assistant import Card, Knowledge


def ask_one(knowledge: Knowledge, question: str) -> Card:
    """The one card that answers ``question``."""
    reply = knowledge.ask(question)
    assert reply.status == "answered", reply.reason
    assert len(reply.answers) == 1, [card.clause.eid for card in reply.answers]
    return reply.answers[0]


def limits(card: Card) -> list[tuple[str, float | None, str | None]]:
    """The card's time limits: kind, value, unit."""
    return [(deadline.kind, deadline.value, deadline.unit) for deadline in card.deadlines]


@pytest.mark.parametrize(
    ("question", "slug", "eid"),
    [
        ("卫滨区发现案件不归自己管，几天内移送给谁？", "weibin", "3.1.2"),
        ("卫滨碰到火烧眉毛的案子，多少个小时内得转出去？", "weibin", "3.1.2"),
        ("卫滨区的争议协商不成怎么办，由谁决定？", "weibin", "3.6"),
        ("卫滨区镇办需要技术支撑，区级部门几天内提出书面意见？", "weibin", "3.5"),
        ("山亭区联席会议多久召开一次？", "shanting", "1.4"),
        ("山亭区情况复杂的，咨询意见最多可以延期几天？", "shanting", "4.2.2"),
        ("山亭区作出行政处罚决定后几日内抄送相关部门？", "shanting", "3.4"),
        ("忻州开发区行业主管部门发现案件线索，多少个工作日内移交？", "xinzhou", "4.2"),
        ("高新区具体行政行为目录每月哪一天报送备案？", "gaoxin", "2.5"),
        ("高新区周报最迟什么时候报给谁？", "gaoxin", "2.4"),
        ("航空港区相关部门实施联合执法几日前提出申请？", "hangkonggang", "7.3"),
    ],
)
def test_the_clause_that_answers(knowledge: Knowledge, question: str, slug: str, eid: str) -> None:
    """A plain question about one rule is answered with the clause that lays it down."""
    card = ask_one(knowledge, question)
    assert (card.document.slug, card.clause.eid) == (slug, eid)


def test_who_to_whom_and_when_at_once(knowledge: Knowledge) -> None:
    """Who, to whom, the rule's limit and its exception come together, and all of it is said."""
    card = ask_one(knowledge, "卫滨区发现案件不归自己管，几天内移送给谁？")
    assert card.actors == ("各镇办", "区级有关执法部门")
    assert card.counterparts == ("有管辖权的一方",)
    assert limits(card) == [("duration", 3, "workday"), ("duration", 24, "hour")]
    assert card.deadlines[1].note == "情况紧急的"
    assert card.modality == "obligation"
    assert card.action is not None
    assert "移送" in card.action
    assert all(words in card.text for words in ("3个工作日内", "24小时内", "有管辖权的一方"))
    assert card.citation.endswith("（卫政办〔2024〕1号）第三部分第（一）项第2目")


def test_only_the_limits_asked_for(knowledge: Knowledge) -> None:
    """The limits of other acts in the same clause (立即劝阻) stay out of the card."""
    card = ask_one(knowledge, "卫滨区发现案件不归自己管，几天内移送给谁？")
    assert "immediate" not in {deadline.kind for deadline in card.deadlines}


def test_urgent_case(knowledge: Knowledge) -> None:
    """A limit that holds for urgent cases only says so."""
    card = ask_one(knowledge, "山亭区发现违法行为不归自己管，几天内移送？")
    assert limits(card) == [("duration", 3, "day"), ("immediate", None, None)]


def test_extension_comes_with_the_rule(knowledge: Knowledge) -> None:
    """The longest extension stands beside the limit that it extends; 工作日 and 日 stay apart."""
    card = ask_one(knowledge, "忻州开发区行业主管部门发现案件线索，多少个工作日内移交给谁？")
    assert ("duration", 10, "workday") in limits(card)
    assert [d.value for d in card.deadlines if d.relation == "extend_not_exceed" and d.unit == "day"] == [30]
    assert "综合行政执法局" in card.counterparts


def test_recurring_limit(knowledge: Knowledge) -> None:
    """How often something happens is a recurring limit."""
    assert ("recurring", 1, "month") in limits(ask_one(knowledge, "山亭区联席会议多久召开一次？"))


def test_who_holds_a_post(knowledge: Knowledge) -> None:
    """A question for the holder of a post gets person and office."""
    card = ask_one(knowledge, "郑州航空港区联动执法领导小组的组长是谁？")
    assert "赵新中" in card.text
    assert "管委会副主任" in card.text


def test_how_many_hold_a_post(knowledge: Knowledge) -> None:
    """The holders of a role are counted and named, also those on whose lines the role is not repeated."""
    card = ask_one(knowledge, "航空港区领导小组有几个副组长？")
    assert card.text == "副组长共6人：荆姣、闫建民、杨买军、雷建州、杨玉光、王东。"
    assert "赵新中" not in card.quote
    assert "王现金" not in card.quote


def test_how_many_members(knowledge: Knowledge) -> None:
    """Members are counted over all their lines, and deputy heads are not counted as heads."""
    assert ask_one(knowledge, "航空港区领导小组有几个成员？").text.startswith("成员共9人：王现金、")
    assert ask_one(knowledge, "航空港区领导小组有几个组长？").text == "组长共1人：赵新中。"


def test_list_of_papers(knowledge: Knowledge) -> None:
    """A list is given complete and in order, none of it from elsewhere."""
    card = ask_one(knowledge, "山亭区移送案件要附哪些材料？")
    assert card.text.splitlines() == [
        "移送的案件材料",
        "1. 涉嫌违法案件移交函；",
        "2. 案源材料（包括现场检查记录、举报投诉材料等）；",
        "3. 初步证明违法行为事实情况的相关证据材料；",
        "4. 其他需要移交的材料。",
    ]


def test_list_inside_a_sentence(knowledge: Knowledge) -> None:
    """A list that stands in a sentence is quoted with the sentence."""
    card = ask_one(knowledge, "卫滨区移送案件要附哪些材料？")
    assert card.clause.eid == "3.1.3"
    at = [card.text.index(words) for words in ("移送函", "案源材料", "证据材料")]
    assert at == sorted(at)


def test_steps_in_order(knowledge: Knowledge) -> None:
    """The steps of a flow come complete, in their order, with the words that introduce them."""
    card = ask_one(knowledge, "航空港区联动执法流程怎么走？")
    assert card.clause.eid == "5"
    assert [line[:2] for line in card.text.splitlines()[1:]] == [f"{number}." for number in range(1, 8)]


def test_figures_as_stated(knowledge: Knowledge) -> None:
    """A number of powers is given as the document states it."""
    card = ask_one(knowledge, "忻州经济开发区综合行政执法局行使多少项行政处罚权？")
    assert card.clause.eid == "3.1.1"
    assert "1031 项" in card.quote


@pytest.mark.parametrize(
    "question",
    [
        "忻州开发区139项加874项等于1031项吗？",
        "忻州开发区139项和874项加起来对得上1031项吗？",
        "139项加874项是1031项吗？",
    ],
)
def test_parts_that_do_not_add_up(knowledge: Knowledge, question: str) -> None:
    """Stated parts that do not make the stated whole are reported with both, and nothing is made up to fill the gap."""
    card = ask_one(knowledge, question)
    assert card.clause.eid == "3.1.1"
    assert all(figure in card.text for figure in ("1031", "139", "874", "1013", "18"))


def test_amount_of_money(knowledge: Knowledge) -> None:
    """A sum is given with whom it holds for."""
    card = ask_one(knowledge, "忻州开发区简易程序最多罚款多少元？")
    assert card.clause.eid == "3.3.1.1"
    assert "200 元" in card.quote
    assert "3000 元" in card.quote


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("卫滨区这份通知的文号是什么？", ("卫政办〔2024〕1号",)),
        ("卫滨区这份通知的文号是什么，哪天印发的？", ("卫政办〔2024〕1号", "2024年2月4日")),
        ("山政办发〔2021〕13号是哪个单位发的？", ("山亭区人民政府办公室",)),
        ("郑开管〔2010〕76号是哪天印发的？", ("2010年10月19日",)),
        ("忻开管发〔2022〕44号印了多少份？", ("30份",)),
        ("忻州开发区的实施办法一共印了多少份？", ("30份",)),
        ("郑开管〔2010〕76号印了几份？", ("15份",)),
        ("山亭区的意见制定依据是什么？", ("枣办发〔2017〕2号", "山办发〔2017〕23号")),
        ("山亭区的意见是依据哪份文件制定的？", ("枣办发〔2017〕2号", "山办发〔2017〕23号")),
        ("郑综保管〔2013〕88号有几个附件？", ("4个附件", "联动执法单", "综合执法单")),
        ("忻州开发区印发日期", ("2022年6月8日",)),
    ],
)
def test_facts_of_a_document(knowledge: Knowledge, question: str, words: tuple[str, ...]) -> None:
    """Number, issuer, dates, copies, basis and attachments are told as the document prints them."""
    card = ask_one(knowledge, question)
    assert [word for word in words if word not in card.text] == []


def test_copies_are_quoted_where_they_stand(knowledge: Knowledge) -> None:
    """What is said of a document is quoted from the line that states it."""
    card = ask_one(knowledge, "忻开管发〔2022〕44号印了多少份？")
    assert card.clause.kind == "colophon"
    assert "30 份" in card.quote


@pytest.mark.parametrize(
    "question",
    [
        "卫滨区三（一）2怎么规定？",
        "卫滨区三(一)2",
        "卫政办〔2024〕1号第三部分第（一）项第2目",
        "卫政办[2024]1号第三部分第(一)项第2目的内容",
    ],
)
def test_clause_named_outright(knowledge: Knowledge, question: str) -> None:
    """A question that names document and clause gets just that clause, whole."""
    card = ask_one(knowledge, question)
    assert (card.document.slug, card.clause.eid) == ("weibin", "3.1.2")
    assert card.quote == card.clause.text


@pytest.mark.parametrize(
    ("question", "slug", "eid", "place"),
    [
        ("卫滨区“协商不成的，提请区人民政府决定”出自哪一条？", "weibin", "3.6", "三（六）"),
        ("“不得以内设机构的名义移送”写在哪一条？", "weibin", "3.1.4", "三（一）4"),
        ("山亭区“情况复杂的，可以延期，但延长期限不得超过十日”写在哪里的哪一条？", "shanting", "4.2.2", "四（二）2"),
    ],
)
def test_where_a_phrase_stands(knowledge: Knowledge, question: str, slug: str, eid: str, place: str) -> None:
    """Asked where some words stand, the answer names the clause and quotes them."""
    card = ask_one(knowledge, question)
    assert (card.document.slug, card.clause.eid) == (slug, eid)
    assert place in card.text


@pytest.mark.parametrize(
    ("question", "eid", "words"),
    [
        ("山亭区相关部门没有正当理由可以拒绝接受移送的案件吗？", "2.2", "不得拒绝接受"),
        ("山亭区能不能以罚代刑？", "6.2", "不得以罚代刑"),
    ],
)
def test_prohibition_is_said_outright(knowledge: Knowledge, question: str, eid: str, words: str) -> None:
    """May I? is answered with no, first of all, where the clause forbids it."""
    card = ask_one(knowledge, question)
    assert (card.clause.eid, card.modality) == (eid, "prohibition")
    assert card.text.startswith("不得。")
    assert words in card.text


def test_both_halves_of_a_dispute_rule(knowledge: Knowledge) -> None:
    """Who decides a dispute: the first step and what follows where it fails stand in one answer."""
    card = ask_one(knowledge, "卫滨区两家单位对管辖有争议，由谁来定？")
    assert card.clause.eid == "3.6"
    assert "协商" in card.text
    assert "区人民政府" in card.text


def test_invented_district(invented: Knowledge) -> None:
    """A document nobody has seen before is answered from in the same way: nothing depends on the shipped ones."""
    card = ask_one(invented, "红杉区的农业农村局发现案子不归自己管，几天内转给谁？")
    assert card.actors == ("区农业农村局",)
    assert card.counterparts == ("区综合执法局",)
    assert limits(card) == [("duration", 2, "workday"), ("immediate", None, None)]
    papers = ask_one(invented, "红杉区移送案件要附哪些材料？")
    assert papers.text.splitlines()[1:] == ["1. 案件移送函；", "2. 现场检查记录；", "3. 初步证据材料。"]


@pytest.mark.parametrize(
    "question", ["卫滨区案件移送几天内？", "卫滨区案件移送几日内？", "移送 期限 卫滨", "卫滨 移送 几天"]
)
def test_shortest_question_gets_the_rule(knowledge: Knowledge, question: str) -> None:
    """Many clauses speak of a transfer; the answer is the one that limits it, with the exception."""
    card = knowledge.ask(question).answers[0]
    assert (card.document.slug, card.clause.eid) == ("weibin", "3.1.2")
    assert {"3个工作日内", "24小时内"} <= {deadline.text for deadline in card.deadlines}
