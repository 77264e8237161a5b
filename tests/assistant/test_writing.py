"""Questions in traditional characters and in pinyin are read as what they stand for, and the user is told."""

from __future__ import annotations

import pytest

from assistant import Knowledge
from assistant.closed_list import ClosedList, build_closed_list
from assistant.latin import read_latin
from assistant.question import Question, parse_question
from assistant.simplifying import simplify
from tests.growth import is_linear

XINZHOU = "忻州经济开发区"


def read(knowledge: Knowledge, text: str) -> Question:
    """A question taken apart with the names and words of a knowledge base."""
    return parse_question(text, knowledge.district_names(), knowledge)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山亭區案件移送幾日內", "山亭区案件移送几日内"),
        ("卫滨區爭議由誰決定？", "卫滨区争议由谁决定？"),
        ("聯席會議多久開一次", "联席会议多久开一次"),
        ("綜合行政執法局負責什麼", "综合行政执法局负责什么"),
        ("裡面 裏面 為 爲", "里面 里面 为 为"),
        ("著作權", "著作权"),
        ("案件移送幾日", "案件移送几日"),
        ("縣區", "县区"),
    ],
)
def test_traditional_characters(text: str, expected: str) -> None:
    """Every traditional character becomes the simplified one, in place."""
    assert simplify(text) == expected


@pytest.mark.parametrize(
    "text", ["山亭区案件移送几日内", "", "abc 123 ，。", "朱镕基 陶喆 李堃", "乾安县 瞭望 於潜", "①②㈠ · — “”"]
)
def test_simplified_text_stays(text: str) -> None:
    """Text without a traditional character comes back as it is, also with rare characters and signs."""
    assert simplify(text) == text


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("山亭區案件移送幾日內？", "山亭区案件移送几日内？"),
        ("衛濱區發生管轄爭議由誰決定？", "卫滨区发生管辖争议由谁决定？"),
        ("忻州開發區案件線索幾天內移交？", "忻州开发区案件线索几天内移交？"),
        ("高新區聯席會議由誰召集？", "高新区联席会议由谁召集？"),
        ("衛濱區案件移送要附哪些材料？", "卫滨区案件移送要附哪些材料？"),
    ],
)
def test_traditional_question_is_answered_like_the_simplified_one(
    knowledge: Knowledge, traditional: str, simplified: str
) -> None:
    """The replies are the same, but the analysis tells that simplified characters were read."""
    expected, reply = knowledge.ask(simplified), knowledge.ask(traditional)
    assert [card.url for card in reply.answers] == [card.url for card in expected.answers] != []
    assert reply.analysis.districts == expected.analysis.districts
    assert reply.analysis.shown == f"{expected.analysis.shown} · 按简体理解"
    assert reply.question == traditional


def test_traditional_name_beats_the_district_handed_over(knowledge: Knowledge) -> None:
    """A question that names a district in traditional characters or pinyin is asked of that one."""
    for question in ("山亭區聯席會議多久召開一次？", "shanting qu 联席会议多久召开一次？"):
        assert knowledge.ask(question, district="卫滨区").analysis.districts == ("山亭区",)


def test_full_width_letters_and_digits(knowledge: Knowledge) -> None:
    """Full-width forms are read like half-width ones, in numbers and in pinyin."""
    assert (
        knowledge.ask("卫政办［２０２４］１号三（一）２").answers == knowledge.ask("卫政办〔2024〕1号三（一）2").answers
    )
    assert read(knowledge, "ｗｅｉｂｉｎ　ｑｕ移送").scope.districts == ("卫滨区",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zongheju 几天回函", "综合局几天回函"),
        ("weibin qu yisong qixian", "卫滨区移送期限"),
        ("weibinquyisongqixian", "卫滨区移送期限"),
        ("wei bin qu yi song", "卫滨区移送"),
        ("WeiBin Qu 移送", "卫滨区移送"),
        ("wèibīn qū yísòng期限", "卫滨区移送期限"),
        ("wei4bin1qu1移送", "卫滨区移送"),
        ("wei'bin'qu移送", "卫滨区移送"),
        ("xinzhou", "忻州"),
        ("hang kong gang移送", "航空港移送"),
        ("shanting的lianxihuiyi由谁召集", "山亭的联席会议由谁召集"),
        ("gonganju怎么配合", "公安局怎么配合"),
        ("gaj怎么配合", "公安局怎么配合"),
        ("移送anjian要带什么", "移送案件要带什么"),
        ("lianhe zhifa", "联合执法"),
        ("zonghexingzhengzhifaju 职责", "综合行政执法局职责"),
        ("guanxia zhengyi 由谁决定", "管辖争议由谁决定"),
    ],
)
def test_pinyin_of_the_closed_list(knowledge: Knowledge, text: str, expected: str) -> None:
    """Pinyin is read as the names and matters it spells, with and without gaps, tones and capitals."""
    question = read(knowledge, text)
    assert question.read == expected
    assert question.corrections


@pytest.mark.parametrize(
    "text",
    [
        "APP上传PDF文件",
        "OFD和DOCX能不能导入",
        "发到abc@weibin.gov.cn",
        "weibin.txt在哪",
        "xinzhou_2024.docx",
        "拨打12345",
        "quanze怎么用",
        "e-mail发送",
        "https：//www.xinzhou.gov.cn/weibin",
        "zhfj几天",
        "women怎么办",
        "WPS打不开",
        "GB/T9704",
        "A4纸打印",
        "B2B平台",
        "weibin2024",
    ],
)
def test_other_letters_stay(knowledge: Knowledge, text: str) -> None:
    """Names of programs and files, addresses, numbers and what spells nothing of the list stay as they are."""
    question = read(knowledge, text)
    assert (question.corrections, question.read) == ((), text)


def test_ambiguous_letters_stay(knowledge: Knowledge) -> None:
    """Letters that spell two words of the list, in full or by initials, are read as neither."""
    closed = ClosedList(districts=("青田区", "清天区"), departments=("司法局", "水发局", "食发局"))
    assert read_latin("qingtian qu yisong sfj", closed, knowledge) == ("qingtian qu yisong sfj", ())
    assert read_latin("qingtianqu", closed, knowledge)[1] == ()
    assert read_latin("sifaju", closed, knowledge)[0] == "司法局"


def test_departments_of_the_store_are_in_the_closed_list(knowledge: Knowledge) -> None:
    """Names of bodies that documents name can be typed in pinyin, descriptions of bodies cannot."""
    closed = build_closed_list(knowledge.district_names(), knowledge.department_names())
    assert "区综合行政执法局" in closed.departments
    assert [name for name in closed.departments if name.startswith(("各", "有关", "相关"))] == []


def test_answer_to_pinyin(knowledge: Knowledge) -> None:
    """A question in pinyin gets the answer of the one in characters, and the user is told how it was read."""
    expected, reply = knowledge.ask("卫滨区移送期限"), knowledge.ask("weibin qu yisong qixian")
    assert [card.url for card in reply.answers] == [card.url for card in expected.answers] != []
    assert "“weibin qu yisong qixian”按“卫滨区移送期限”理解" in reply.analysis.shown


@pytest.mark.parametrize(
    "part", ["weibin qu ", "weibinqu", "zhang1'", "山亭區移送", "a", "我们在巡查时发现违法行为怎么办呢，", "移宋争义"]
)
def test_long_question_costs_in_proportion(knowledge: Knowledge, part: str) -> None:
    """Reading a question grows with its length, however it is written."""
    read(knowledge, part)
    assert is_linear(lambda size: read(knowledge, part * (size // len(part))), 2500)


def test_district_in_pinyin_with_a_shared_name(invented: Knowledge) -> None:
    """A name that two districts bear is asked back in pinyin and in traditional characters as well."""
    for question in ("gaoxin qu 案件几天内移送？", "高新區案件幾天內移送？"):
        reply = invented.ask(question)
        assert (reply.status, set(reply.analysis.districts)) == (
            "no_basis",
            {"白榆高新技术产业开发区", "青桐高新技术产业开发区"},
        )
    assert invented.ask("hongshan qu 案件几天内移送？").analysis.districts == ("红杉区",)
