"""Numerals, folded text, dates, document numbers, and the numbers at the start of a paragraph."""

from __future__ import annotations

from datetime import date

import pytest

from corpus import (
    DocumentNumberError,
    find_dates,
    find_document_numbers,
    fold,
    fold_text,
    parse_document_number,
    parse_numeral,
    render_numeral,
)
from corpus.markers import parse_marker


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("二十四", 24, id="tens"),
        pytest.param("十", 10, id="ten"),
        pytest.param("一百零三", 103, id="zero between"),
        pytest.param("二〇一〇", 2010, id="digit by digit"),
        pytest.param("两", 2, id="liang"),
        pytest.param("１０", 10, id="full-width"),
        pytest.param("三万五千", 35000, id="myriads"),
        pytest.param("第三", None, id="no numeral"),
        pytest.param("", None, id="empty"),
    ],
)
def test_numeral(text: str, number: int | None) -> None:
    """Chinese and Arabic numerals as integers."""
    assert parse_numeral(text) == number


@pytest.mark.parametrize("number", [0, 10000, -1])
def test_numeral_out_of_range(number: int) -> None:
    """Numerals are written from 1 to 9999."""
    with pytest.raises(ValueError, match="1 to 9999"):
        render_numeral(number)


def test_fold() -> None:
    """Folding takes out white space, makes the widths equal, and knows where each character stood."""
    view = fold(" 对 １０５９ 项(含) ", 10)
    assert view.text == fold_text(" 对 １０５９ 项(含) ") == "对1059项（含）"
    assert view.span(1, 5) == (13, 17)
    assert view.span(3, 3) == (15, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2024年2月4日印发", [date(2024, 2, 4)], id="arabic"),
        pytest.param("二〇一〇年十月十九日", [date(2010, 10, 19)], id="chinese"),
        pytest.param("2024年13月1日", [], id="impossible"),
        pytest.param("2024年2月", [], id="no day"),
    ],
)
def test_dates(text: str, expected: list[date]) -> None:
    """Whole dates in folded text."""
    assert [day for day, _, _ in find_dates(text)] == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("卫政办〔2024〕1号", "卫政办〔2024〕1号", id="standard"),
        pytest.param("槐开管(2022)31 号", "槐开管〔2022〕31号", id="round brackets, space"),
        pytest.param("国办发[２０２０]１号", "国办发〔2020〕1号", id="square brackets, full-width digits"),
        pytest.param("北城管联〔2023〕第6号", "北城管联〔2023〕6号", id="第"),
    ],
)
def test_document_number(text: str, number: str) -> None:
    """A document number in its standard spelling."""
    assert str(parse_document_number(text)) == number


@pytest.mark.parametrize("text", ["", "卫政办", "2024年1号", "根据卫政办〔2024〕1号文件"])
def test_no_document_number(text: str) -> None:
    """What is no document number is refused with an example of one."""
    with pytest.raises(DocumentNumberError) as caught:
        parse_document_number(text)
    assert "国办发〔2020〕1号" in caught.value.hint


def test_document_numbers_in_running_text() -> None:
    """Numbers in running text come without the words before them."""
    text = "根据国办发〔2020〕1号和《通知》（豫编办〔2021〕239号）的要求"
    found = find_document_numbers(text)
    assert [str(number) for number, _ in found] == ["国办发〔2020〕1号", "豫编办〔2021〕239号"]
    assert [text[slice(*span)] for _, span in found] == ["国办发〔2020〕1号", "豫编办〔2021〕239号"]


@pytest.mark.parametrize(
    ("text", "printed", "rest"),
    [
        pytest.param("第五条　各部门", "第五条", "各部门", id="article"),
        pytest.param("第 21 条 争议", "第21条", "争议", id="article with spaces"),
        pytest.param("第十条之一 网格员", "第十条之一", "网格员", id="inserted article"),
        pytest.param("（一）移送", "（一）", "移送", id="item"),
        pytest.param("(二) 原则", "（二）", "原则", id="half-width brackets"),
        pytest.param("一.协调", "一", "协调", id="dot after a Chinese number"),
        pytest.param("３．办理", "3", "办理", id="full-width"),
        pytest.param("1、监督", "1", "监督", id="1、"),
        pytest.param("(2)一般程序", "（2）", "一般程序", id="(2)"),
        pytest.param("2）笔录", "2）", "笔录", id="2）"),
        pytest.param("①现场", "①", "现场", id="circled"),
        pytest.param("第二部分 任务", "第二部分", "任务", id="part"),
    ],
)
def test_marker(text: str, printed: str, rest: str) -> None:
    """The number a paragraph starts with, and the text after it."""
    marker = parse_marker(text)
    assert marker is not None
    assert (marker.printed, text[marker.length :]) == (printed, rest)


@pytest.mark.parametrize(
    "text", ["一是加强领导", "1.5倍", "2024年", "（试行）", "（市、区）", "三个工作日", "第一责任人", "（2024）1号文"]
)
def test_no_marker(text: str) -> None:
    """What looks like a number but numbers nothing."""
    assert parse_marker(text) is None


@pytest.mark.parametrize("text", ["第三条规定的事项", "第三条、第四条", "（一）项规定的", "第五条第二款"])
def test_reference(text: str) -> None:
    """A number whose next words make it a reference."""
    marker = parse_marker(text)
    assert marker is not None
    assert marker.reference
