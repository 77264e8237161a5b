"""What is true of every text, checked on the shipped and invented documents and on random ones."""

from __future__ import annotations

import random
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import (
    Document,
    clause_records,
    fold_text,
    leaves,
    parse_document,
    parse_numeral,
    read_source,
    render_numeral,
)
from corpus.normalise import normalise
from tests.corpus.helpers import INVENTED, SHIPPED, clauses, leaf_text, parse, parsed

ALL = pytest.mark.parametrize("path", [*SHIPPED, *INVENTED], ids=lambda path: path.stem)

_WORDS = st.sampled_from(
    [
        "区城市管理局",
        "应当",
        "移送",
        "在3个工作日内",
        "有管辖权的部门",
        "的",
        "和",
        "依照",
        "第三条",
        "材料",
        "（试行）",
        "1059 项",
        "办公室",
    ]
)
_STOPS = st.sampled_from(["。", "，", "、", "；", "：", "", " ", "（", "）", "《", "》", "“", "”", "\u3000"])
_PROSE = st.lists(st.tuples(_WORDS, _STOPS), min_size=1, max_size=12).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)
_NUMBERS = st.sampled_from(
    ["一、", "二、", "（一）", "（二）", "(三)", "1.", "2、", "３．", "（1）", "2）", "①", "②", "第一条 ", "第二条", "第三条规定", "第十条之一 ",
     "第一章 ", "第二节 ", "第一编 ", "第二部分 "]
)  # fmt: skip
_LINES = st.one_of(
    st.builds(str.__add__, _NUMBERS, _PROSE),
    _PROSE,
    st.sampled_from(
        [
            "附件",
            "附件1",
            "附件：1.名单 2.登记表",
            "附件2：",
            "— 3 —",
            "第3页共9页",
            "目录",
            "第一章 总则",
            "卫政办〔2024〕1号",
            "2024年2月4日",
            "二〇一〇年十月十九日",
            "抄送：区委办公室。",
            "区人民政府办公室",
            "区人民政府办公室2024年2月4日印发",
            "共印 30 份",
            "特此通知。",
            "现将《移送办法》印发给你们。",
            "移送办法",
            "各镇办：",
            "序号\t单位\t",
            "1\t区司法局\t无",
            "| 甲 | 乙 |",
            "",
            "   ",
            "\u200b",
            "组　长：李明远　主任",
            "本办法自发布之日起施行。",
        ]
    ),
)
COMPOSED = st.lists(_LINES, max_size=25).map("\n".join)
ANY = st.one_of(
    COMPOSED,
    st.text(max_size=200),
    st.text(alphabet="第一二三条、。，（）1.\t\n\r\x0b\x0c\u2028 附件《》“”①", max_size=120),
)


def check(document: Document) -> None:
    """All that must be true of a parsed document, whatever its text."""
    text = document.normal.text
    spans = leaves(document)
    assert all(start <= end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert leaf_text(document) == "".join(text.split())
    eids = [clause.eid for clause in clauses(document)]
    assert len(set(eids)) == len(eids)
    for clause in clauses(document):
        assert all(text[slice(*paragraph.span)] == paragraph.text for paragraph in clause.paragraphs)
        inside = [p.span for p in clause.paragraphs] + [child.span for child in clause.children]
        assert all(clause.span[0] <= start and end <= clause.span[1] for start, end in inside)
    for record in clause_records(document):
        assert text[slice(*record.span)] == record.text
    check_offsets(document)


def check_offsets(document: Document) -> None:
    """Every character of the normalised text stands in the source where its offset says, and they go forward."""
    normal, source = document.normal, document.source.text
    assert len(normal.offsets) == len(normal.text)
    assert all(a <= b for a, b in pairwise(normal.offsets))
    for char, at in zip(normal.text, normal.offsets, strict=True):
        if not char.isspace():
            assert source[at] == char


@ALL
def test_known_documents(path: Path) -> None:
    """The properties hold for the shipped and the invented documents."""
    check(parsed(path))


@ALL
def test_source_span(path: Path) -> None:
    """A clause's span in the source holds the clause's characters, in order; what joining set aside may stand between."""
    document = parsed(path)
    for record in clause_records(document):
        start, end = record.source_span
        rest = iter("".join(document.source.text[start:end].split()))
        assert all(char in rest for char in "".join(record.text.split()))


@ALL
def test_nothing_is_lost(path: Path) -> None:
    """The leaves are the source without white space, page numbers, page headers and Markdown marks."""
    document = parsed(path)
    aside = [
        problem.message.split("“", 1)[1].split("”")[0] for problem in document.problems if "未计入" in problem.message
    ]
    lines = re.sub("<!--[^<>]*-->", "", document.source.text).splitlines()
    if path.suffix == ".md":
        lines = [re.sub(r"^\s*#{1,6}(\s+|$)", "", line) for line in lines]
    for line in aside:
        last = max(at for at, other in enumerate(lines) if other.strip() == line)
        del lines[last]
    assert leaf_text(document) == "".join("".join(lines).split())


@settings(max_examples=300)
@given(ANY)
@example("")
@example("\x00")
@example("— 3\n—")
@example("附件\n附件\n附件")
def test_any_text_parses(text: str) -> None:
    """Any string parses, whatever it holds, and nothing of it is lost."""
    if not text.strip():
        text += "条"
    source = read_text(text)
    check(source)
    assert len(leaf_text(source)) + sum(len(fold_text(p.message)) for p in source.problems) >= len(
        "".join(text.split())
    )


def read_text(text: str) -> Document:
    """`text` parsed as it is, without going through an encoding."""
    document = parse("条")
    source = type(document.source)("text.txt", b"", "0", "utf-8", text)
    return parse_document(source)


@settings(max_examples=400)
@given(ANY)
def test_normalising_twice_is_once(text: str) -> None:
    """Normalised text normalises to itself."""
    once = normalise(text).normal.text
    assert normalise(once).normal.text == once


@given(st.integers(1, 9999))
def test_numerals_there_and_back(number: int) -> None:
    """A numeral written is the numeral read."""
    assert parse_numeral(render_numeral(number)) == number
    assert parse_numeral(str(number)) == number


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_numerals_differ(one: int, other: int) -> None:
    """Two numbers are never written alike."""
    assert (render_numeral(one) == render_numeral(other)) == (one == other)


def breakable(text: str) -> list[int]:
    """Every place inside a paragraph of sentences, between two characters of which the second is a Chinese one."""
    out = []
    start = 0
    for paragraph in text.split("\n"):
        if re.search("[。；]", paragraph) and "\t" not in paragraph:
            found = re.finditer("(?<=[\u4e00-\u9fff，、])[\u4e00-\u9fff]", paragraph)
            out += [start + match.start() for match in found]
        start += len(paragraph) + 1
    return out


def test_breaks_inside_sentences_change_nothing() -> None:
    """A line break or a page break at random inside sentences of the shipped documents changes no clause (99.5 %)."""
    choose = random.Random(20240204)
    failed, count = [], 0
    for path in SHIPPED:
        text = normalise(read_source(path).text).normal.text
        for at in choose.sample(breakable(text), 120):
            mark = choose.choice(["\n", "\n\n", "\r\n", "\n— 3 —\n", "\n\u3000\u3000"])
            count += 1
            if normalise(f"{text[:at]}{mark}{text[at:]}").normal.text != text:
                failed.append(f"{path.stem}: {text[at - 12 : at]}⏎{text[at : at + 12]}")
    assert len(failed) <= 0.005 * count, failed


_TYPICAL = {
    "after 、": "(?<=、)[^\n]",
    "after ，": "(?<=[，,])[^\n]",
    "before 的": "(?<=[\u4e00-\u9fff])的",
    "inside （）": "(?<=（)[\u4e00-\u9fff、]{1,18}(?=）)",
    "inside 《》": "(?<=《)[\u4e00-\u9fff]{1,40}(?=》)",
    "before 。": "(?<=[\u4e00-\u9fff])[。；，、）]",
}


@pytest.mark.parametrize("kind", _TYPICAL)
@pytest.mark.parametrize("path", [*SHIPPED, *INVENTED], ids=lambda path: path.stem)
def test_typical_breaks_change_nothing(path: Path, kind: str) -> None:
    """Where a page usually breaks inside a sentence, every break is mended."""
    text = parsed(path).normal.text
    inside = set(breakable(text)) | {at + 1 for at in breakable(text)}
    found = [match for match in re.finditer(_TYPICAL[kind], text) if match.start() in inside]
    step = max(1, len(found) // 25)
    for match in found[::step]:
        at = (match.start() + match.end()) // 2 if "inside" in kind else match.start()
        assert normalise(f"{text[:at]}\n{text[at:]}").normal.text == text, text[at - 12 : at + 12]


@pytest.mark.parametrize("path", [*SHIPPED, *INVENTED], ids=lambda path: path.stem)
def test_breaks_in_titles_change_nothing(path: Path) -> None:
    """A title broken over two lines is one; only before 关于 a break may be meant (the issuer stands above)."""
    document = parsed(path)
    text = document.normal.text
    front = next(clause for clause in clauses(document) if clause.kind == "front")
    for paragraph in front.paragraphs:
        start, end = paragraph.span
        if "关于" not in paragraph.text:
            continue
        for at in range(start + 2, end - 1):
            if (
                text[at - 1 : at + 1].strip() == text[at - 1 : at + 1]
                and not text.startswith("关于", at)
                and text[at - 1] != "关"
            ):
                assert normalise(f"{text[:at]}\n{text[at:]}").normal.text == text, text[at - 12 : at + 12]


@pytest.mark.parametrize("unit", ["三", "（", "第一条", "、", "“", "）", "一、", "（一）", "1.", "附件", "《", "根据《甲", "《甲《乙》", "印发《甲", "自2024年1月", "2024年", "的", "\t", "\n", "，\n", "一、\n", "（一）是\n", "1.甲；\n",
                                  "附件\n", "附件1\n", "— 1 —\n", "|甲|\n", "目录\n", "第一章\n", "第一条 甲\n"], ids=repr)  # fmt: skip
def test_long_repetitions_take_linear_time(unit: str) -> None:
    """Twenty thousand times the same takes seconds at most, not minutes."""
    document = parse(unit * 20_000 + "完")
    assert leaf_text(document).endswith("完")
