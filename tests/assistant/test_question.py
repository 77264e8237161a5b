"""A question taken apart: what is asked for, terms with synonyms and quantities, references and numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant import Knowledge
from assistant.districts import DistrictNames
from assistant.question import Question, number_forms, parse_question

Ask = Callable[[str], Question]
NO_DISTRICTS = DistrictNames(())


@pytest.fixture(scope="module")
def parse(knowledge: Knowledge) -> Ask:
    """Takes a question apart as if no district were known, with the words of the shipped documents."""
    return lambda text: parse_question(text, NO_DISTRICTS, knowledge)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("几天内移送给谁", {"days", "to_whom"}),
        ("由谁受理", {"who"}),
        ("最迟什么时候移送", {"deadline"}),
        ("要带哪些材料", {"materials"}),
        ("流程怎么走", {"steps"}),
        ("有几个副组长", {"amount"}),
        ("能不能不亮证就检查", {"permission"}),
        ("当场要做什么", {"what"}),
        ("这话写在哪一条", {"quote_source"}),
        ("罚多少钱", {"money"}),
        ("在什么情况下可以延期", {"condition"}),
        ("给什么处分", {"disposition"}),
    ],
)
def test_what_is_asked_for(parse: Ask, text: str, asks: set[str]) -> None:
    """Each form of question is understood, also several at once."""
    assert asks <= parse(text).asks


@pytest.mark.parametrize(
    ("text", "kept", "left"),
    [
        ("这句话写在第几条", "quote_source", "amount"),
        ("有没有写几天内反馈", "whether_stated", "days"),
        ("要带哪些材料", "materials", "what"),
        ("一共要带多少材料", "materials", "amount"),
        ("先做什么，流程怎么走", "steps", "what"),
        ("由谁做什么", "who", "what"),
        ("什么时候移送", "deadline", "what"),
        ("几个工作日内移送", "days", "amount"),
        ("周报什么时候交", "deadline", "materials"),
    ],
)
def test_exact_form_overrules_a_general_one(parse: Ask, text: str, kept: str, left: str) -> None:
    """Where a more exact question form holds, the general one that the same words would fit does not count."""
    asks = parse(text).asks
    assert kept in asks
    assert left not in asks


def test_no_ask_in_a_statement(parse: Ask) -> None:
    """Keywords alone ask for nothing in particular."""
    assert parse("联席会议办公室 职责").asks == frozenset()


@pytest.mark.parametrize(
    ("spoken", "official"),
    [
        ("转交", "移送"),
        ("转过去", "移送"),
        ("案子", "案件"),
        ("回话", "反馈"),
        ("马上", "立即"),
        ("拍板", "决定"),
        ("存档", "归档"),
    ],
)
def test_spoken_word_looks_for_the_official_one(parse: Ask, spoken: str, official: str) -> None:
    """A word as people say it finds clauses in the words that documents use."""
    assert official in {form for term in parse(f"多久{spoken}").terms for form in term.forms}


def test_official_word_is_looked_for_first(parse: Ask) -> None:
    """An official word that the question itself uses comes before its synonyms."""
    (term,) = (term for term in parse("多久移交").terms if "移送" in term.forms)
    assert term.forms[0] == "移交"


@pytest.mark.parametrize("word", ["五日", "5日", "五天", "5天"])
def test_a_quantity_in_all_numerals(word: str) -> None:
    """Days are the same in Chinese and Arabic numerals, as 日 and as 天."""
    assert set(number_forms(word)) == {"五日", "5日", "五天", "5天"}


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("24小时", {"24小时", "二十四小时"}),
        ("3个工作日", {"3个工作日", "三个工作日"}),
        ("两个月", {"两个月", "二个月", "2个月"}),
        ("1031项", {"1031项", "一千零三十一项"}),
        ("移送", {"移送"}),
        ("0日", {"0日"}),
        ("99999项", {"99999项"}),
    ],
)
def test_other_quantities(word: str, forms: set[str]) -> None:
    """Units other than days stay what they are, words that are no quantity too: 工作日 never becomes 日."""
    assert set(number_forms(word)) == forms


def test_politeness_is_no_term(parse: Ask) -> None:
    """Courtesies and question words leave the same terms behind."""
    assert parse("您好，请问案件几天内移送？谢谢").terms == parse("案件几天内移送？").terms != ()


@pytest.mark.parametrize("text", ["三（一）2", "三(一)2", "第三部分第（一）项第2目", "第三部分第(一)项第2目"])
def test_clause_reference(parse: Ask, text: str) -> None:
    """A clause is named in any brackets, in short or in official form."""
    (reference,) = parse(f"{text}怎么规定").references
    assert [number for _, number, _ in reference.steps] == [3, 1, 2]


@pytest.mark.parametrize("text", ["卫政办〔2024〕1号", "卫政办[2024]1号", "卫政办（2024）1号"])
def test_document_number(parse: Ask, text: str) -> None:
    """A document number is taken out of the question, in any brackets, and is no figure."""
    question = parse(f"{text}印了多少份")
    assert question.numbers == ("卫政办〔2024〕1号",)
    assert question.figures == ()
    assert "2024" not in question.plain
