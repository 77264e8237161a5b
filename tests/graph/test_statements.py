"""Statements of money, counts and validity in sentences of invented districts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Statement, fold_text
from graph import extract_facts, find_statements
from tests.graph.support import NOTICE, parse, read
from tests.growth import is_linear

Row = tuple[str, str | None, str, int | float | None, str | None]

TEMPLATE = """青桐区人民政府办公室关于加强巡查协作的通知

青政办发〔2023〕9号

一、工作要求

（一）巡查工作。{}

青桐区人民政府办公室
2023年5月6日
"""

CASES: list[tuple[str, list[Row]]] = [
    (
        "对公民处以200元以下，对法人或者其他组织处以3000元以下罚款的，可以当场作出处罚决定。",
        [("money", "公民", "at_most", 200, "元"), ("money", "法人或者其他组织", "at_most", 3000, "元")],
    ),
    (
        "逾期不改正的，处五万元以上十万元以下罚款。",
        [("money", None, "at_least", 50_000, "元"), ("money", None, "at_most", 100_000, "元")],
    ),
    (
        "对个人处5至10万元罚款。",
        [("money", "个人", "at_least", 50_000, "元"), ("money", "个人", "at_most", 100_000, "元")],
    ),
    (
        "对单位处1.5万元以上不满5万元的罚款。",
        [("money", "单位", "at_least", 15_000, "元"), ("money", "单位", "below", 50_000, "元")],
    ),
    (
        "可以并处 5000 元至 1 万元罚款。",
        [("money", None, "at_least", 5000, "元"), ("money", None, "at_most", 10_000, "元")],
    ),
    (
        "个人处以５０元以上五百元以下罚款。",
        [("money", "个人", "at_least", 50, "元"), ("money", "个人", "at_most", 500, "元")],
    ),
    ("对公民给予警告，可以并处200元（含）以下罚款。", [("money", "公民", "at_most", 200, "元")]),
    ("处1,000元（不含）以下罚款。", [("money", None, "below", 1000, "元")]),
    ("总投资3.5亿元。", [("money", "总投资", "exactly", 350_000_000, "元")]),
    ("违法所得不足一万五千元的，从轻处罚。", [("money", "违法所得", "below", 15_000, "元")]),
    ("注册资本不得少于人民币100万元。", [("money", "注册资本", "at_least", 1_000_000, "元")]),
    ("货值金额超过一亿二千万元的，集体讨论决定。", [("money", "货值金额", "above", 120_000_000, "元")]),
    ("奖励金额最高不超过5千元。", [("money", "奖励金额", "at_most", 5000, "元")]),
    ("按照每平方米三十元收取。", [("money", None, "exactly", 30, "元")]),
    ("执法支队共设6个大队。", [("count", "大队", "exactly", 6, "个")]),
    ("案件移送表格一式两份。", [("count", "案件移送表格", "exactly", 2, "份")]),
    ("联席会议由12个部门组成。", [("count", "部门", "exactly", 12, "个")]),
    ("委员会由五至九名委员组成。", [("count", "委员", "at_least", 5, "名"), ("count", "委员", "at_most", 9, "名")]),
    ("清单列明31项。", [("count", "清单", "exactly", 31, "项")]),
    ("执法人员不得少于两人。", [("count", "执法人员", "at_least", 2, "人")]),
    ("监督检查人员不得少于二人。", [("count", "监督检查人员", "at_least", 2, "人")]),
    ("应当由两名以上执法人员进行调查。", [("count", "执法人员", "at_least", 2, "名")]),
    ("配备不少于二名专职巡护员。", [("count", "专职巡护员", "at_least", 2, "名")]),
    ("抽取3名专家参加评审。", [("count", "专家", "exactly", 3, "名")]),
    ("共有成员单位十八家。", [("count", "成员单位", "exactly", 18, "家")]),
    ("现有网格员240余人。", [("count", "网格员", "above", 240, "人")]),
    (
        "领导小组设组长1名、副组长3名。",
        [("count", "组长", "exactly", 1, "名"), ("count", "副组长", "exactly", 3, "名")],
    ),
    ("本通知自2024年1月1日起施行，有效期五年。", [("validity", "本通知", "exactly", 5, "年")]),
    ("本通知有效期至2028年12月31日。", [("validity", "本通知", "exactly", None, None)]),
    ("本通知自发布之日起施行，试行期两年。", [("validity", "本通知", "exactly", 2, "年")]),
    ("本通知自发布之日起试行6个月。", [("validity", "本通知", "exactly", 6, "个月")]),
    ("临时通行证的有效期最长不超过三十日。", [("validity", "临时通行证", "at_most", 30, "日")]),
    ("委托书自签发之日起半年内有效。", [("validity", "委托书", "exactly", 0.5, "年")]),
    ("有效期限为三至五年。", [("validity", None, "at_least", 3, "年"), ("validity", None, "at_most", 5, "年")]),
]

NONE = [
    "处违法所得三倍以下罚款，按日加收5‰的滞纳金。",
    "造成数万元损失，涉及几十万元，约200余元。",
    "坚持多元化解，以网格为单元，反对二元对立，2024年元月起报送。",
    "依照第三条、第十二条第二款第一项规定办理。",
    "应当在3个工作日内移送，不得超过三个月，不少于7日。",
    "2023年5月6日印发青政办发〔2023〕7号，位列第三名。",
    "自2024年6月1日起施行。",
    "有效期届满前三十日内申请延续，三日内有效处置。",
    "由一个行政执法部门独立查处，落实三项制度。",
    "设区的市和共同负责的机关，公共场所第二处。",
    "违反规定，处十日以下拘留。",
]


def statements_in(sentence: str) -> tuple[Statement, ...]:
    """The statements of a notice that holds ``sentence``."""
    record, clauses = read(TEMPLATE.format(sentence))
    return find_statements(record, clauses)


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_statement_is_read(sentence: str, expected: list[Row]) -> None:
    """A sentence gives these statements: kind, subject, relation, number and unit, the quote at its span."""
    found = statements_in(sentence)
    assert [(item.kind, item.subject, item.relation, item.value, item.unit) for item in found] == expected
    text = parse(TEMPLATE.format(sentence)).normal.text
    assert all(text[slice(*item.span)] == item.quote for item in found)
    assert all(item.text in fold_text(item.quote) for item in found)


@pytest.mark.parametrize("sentence", NONE)
def test_other_numbers_are_no_statements(sentence: str) -> None:
    """Shares, deadlines, dates, ordinals, document numbers and words that only hold 元 or 共 give nothing."""
    assert statements_in(sentence) == ()


def test_words_of_a_range_are_kept() -> None:
    """Each end of 五万元以上十万元以下 has its own words; both have the whole as their quote."""
    low, high = statements_in("对单位处五万元以上十万元以下罚款。")
    assert (low.text, high.text) == ("五万元以上", "十万元以下")
    assert low.quote == high.quote == "对单位处五万元以上十万元以下"
    assert (low.id[-4:], high.id[-4:]) == ("-s01", "-s02")


def test_date_of_expiry_is_the_text() -> None:
    """A validity that ends on a date has no number; its words are the date."""
    (found,) = statements_in("本通知有效期至2028年12月31日。")
    assert (found.value, found.text) == (None, "2028年12月31日")


def test_cells_of_a_table_are_read_apart() -> None:
    """A number in one cell does not run into the number of the next."""
    record, clauses = read(TEMPLATE.format("标准如下：\n\n2024\t200元以下\n2025\t300元以下"))
    assert 2_024_200 not in [item.value for item in find_statements(record, clauses)]


def test_number_of_powers_is_stated_once() -> None:
    """What is already a power statement is no count as well."""
    record, clauses = read(TEMPLATE.format("区综合行政执法局共承接86项行政处罚事项，下设6个大队。"))
    facts = extract_facts(record, clauses)
    assert [power.stated for power in facts.powers] == [86]
    assert [(item.value, item.subject) for item in facts.statements] == [(6, "大队")]


def test_facts_hold_the_statements() -> None:
    """A notice with a closing on its validity states it, with the clause that says so."""
    record, clauses = read(NOTICE)
    found = [item for item in extract_facts(record, clauses).statements if item.kind == "validity"]
    assert [(item.subject, item.value, item.unit) for item in found] == [("本办法", 2, "年")]
    assert found[0].document == record.slug
    assert found[0].eid in {clause.eid for clause in clauses}


HOSTILE = [
    "三",
    "元",
    "共",
    "1",
    "三元",
    "五万元以上",
    "对",
    "有效期",
    "一式",
    "由",
    "1，000",
    "共设",
    "三至",
    "两名以上",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_long_hostile_text_takes_linear_time(unit: str) -> None:
    """Many times the same word costs no more than its length."""
    record, clauses = read(TEMPLATE.format("甲"))
    clause = next(clause for clause in clauses if clause.paragraphs and "甲" in clause.own_text)

    def work(size: int) -> None:
        paragraph = replace(clause.paragraphs[0], text=unit * size, span=(0, len(unit) * size))
        find_statements(record, [replace(clause, paragraphs=(paragraph,))])

    assert is_linear(work, 2_000)


@given(st.text(alphabet="对公民处以上下元万五十三1，.0共设个大队有效期至年一式份由组成不超过（含）。", max_size=60))
def test_any_text_is_read(text: str) -> None:
    """No text raises; statements come in order, and carry the words they claim."""
    record, clauses = read(TEMPLATE.format(text))
    normal = parse(TEMPLATE.format(text)).normal.text
    found = find_statements(record, clauses)
    assert all(normal[slice(*item.span)] == item.quote for item in found)
    assert all(first.id < second.id for first, second in pairwise(found))
