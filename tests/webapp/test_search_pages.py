"""The search page over the shipped documents: tabs, filters, chips, paging, export, suggestions."""

from __future__ import annotations

import csv
import html
import io
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from assistant import FACET_NAMES, GROUPS
from assistant.exports import neutralise
from webapp.app import create_app
from webapp.config import WebConfig
from webapp.search_state import search_words


@pytest.fixture(scope="module")
def shipped(data_dir: Path) -> FlaskClient:
    return create_app(WebConfig(data_dir)).test_client()


def page(client: FlaskClient, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return html.unescape(reply.get_data(as_text=True))


def tabs(text: str) -> dict[str, int]:
    found = re.search(r'<nav class="tabs".*?</nav>', text, re.S)
    assert found
    return {name: int(count) for name, count in re.findall(r'>(\w+) <span class="count">(\d+)<', found[0])}


def total(text: str) -> int:
    found = re.search(r'<h2 id="found">(?:找到 (\d+)|没有找到)', text)
    assert found
    return int(found[1] or 0)


@pytest.mark.parametrize("group", GROUPS)
def test_every_count_shown_is_the_number_of_results_behind_its_link(shipped: FlaskClient, group: str) -> None:
    """Tabs and filter values say what following them gives."""
    text = page(shipped, f"/search?q=移送&kind={group}")
    assert tabs(text)[search_words()["groups"][group]] == total(text)
    links = re.findall(r'<li><a href="([^"]+)"[^>]*><span class="box-mark".*?<span class="count">(\d+)</span>', text)
    assert links or not total(text)
    for address, count in links:
        assert total(page(shipped, address)) == int(count), address


def test_several_values_of_a_filter_add_up_and_chips_take_them_off(shipped: FlaskClient) -> None:
    """Values of one filter are alternatives; each chip leads to the search without it."""
    both = page(shipped, "/search?q=移送&district=卫滨区&district=山亭区&deadline=yes")
    one, other = (total(page(shipped, f"/search?q=移送&district={name}&deadline=yes")) for name in ("卫滨区", "山亭区"))
    assert total(both) == one + other
    chips = dict(re.findall(r'<li><a href="([^"]+)" aria-label="去掉条件 ([^"]+)"', both))
    assert list(chips.values()) == ["辖区：卫滨区", "辖区：山亭区", "时限：写明时限"]
    assert total(page(shipped, next(iter(chips)))) == other
    assert "清除全部条件" in both


def test_paging_shows_every_hit_once(shipped: FlaskClient) -> None:
    """Twenty a page; a page past the last is the last."""
    seen: list[str] = []
    first = page(shipped, "/search?q=应当")
    last = -(-total(first) // 20)
    assert last >= 2
    for number in range(1, last + 1):
        seen += re.findall(r'<p class="hit-title"><a href="([^"]+)"', page(shipped, f"/search?q=应当&page={number}"))
    assert len(seen) == len(set(seen)) == total(first)
    assert f"第 {last} 页" in page(shipped, "/search?q=应当&page=999")
    assert total(page(shipped, "/search?q=应当&page=x")) == total(first)


def test_order_by_document(shipped: FlaskClient) -> None:
    """Clauses of one document stand together, in reading order."""
    text = page(shipped, "/search?q=移送&sort=document")
    slugs = re.findall(r'<p class="hit-title"><a href="/documents/([^#]+)#', text)
    assert len(slugs) > 3
    assert sorted(slugs, key=slugs.index) == slugs
    assert len([1 for before, after in pairwise(slugs) if before != after]) == len(set(slugs)) - 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("案件 AND (移送 OR 移交) NOT 公安", "不要含“公安”"),
        ('"应当在3个工作日内', "引号没有成对"),
        ("颜色:红 移送", "没有“颜色”这个检索字段"),
        ("移送 葡萄", "没有哪一条同时含全部检索词"),
        ("地区:火星", "没有辖区为“火星”的内容"),
        ("(((", "左括号"),
    ],
)
def test_the_page_tells_how_the_query_was_understood(shipped: FlaskClient, query: str, told: str) -> None:
    """In Chinese, and never with an error."""
    assert told in page(shipped, f"/search?q={quote(query)}")


def test_the_words_found_are_marked_in_heading_and_text(shipped: FlaskClient) -> None:
    """Touching words are marked as one."""
    text = page(shipped, "/search?q=案件移送&district=卫滨区")
    assert '（一） <mark class="word">案件移送</mark>制度' in text
    assert '</mark><mark class="word">' not in text


def test_duties_tell_who_what_and_when(shipped: FlaskClient) -> None:
    """With the quote and the link to the marked clause."""
    text = page(shipped, "/search?q=移送&kind=duties&district=卫滨区&deadline=yes")
    assert "3个工作日内" in text
    assert re.search(r'href="/documents/weibin\?mark=\d+-\d+#3\.1\.2"', text)
    assert "机器提取，待审核" in text


def test_departments_lead_to_their_duties(shipped: FlaskClient) -> None:
    """The number shown is that of the duties behind the link."""
    text = page(shipped, "/search?q=移送&kind=departments")
    rows = re.findall(r'data-label="有关职责"><a href="([^"]+)"[^>]*>(\d+) 项', text)
    assert rows
    for address, count in rows[:5]:
        assert total(page(shipped, address)) == int(count)


def test_documents_are_offered_where_the_query_names_one(shipped: FlaskClient) -> None:
    """By number or title."""
    assert "标题或文号相符的文件" in page(shipped, "/search?q=卫政办〔2024〕1号")


@pytest.mark.parametrize("group", GROUPS)
def test_export_has_one_row_for_every_hit(shipped: FlaskClient, group: str) -> None:
    """A CSV file with byte order mark, names of columns, and a link to each clause."""
    reply = shipped.get(f"/search/export?q=&kind={group}")
    assert reply.mimetype == "text/csv"
    assert "attachment" in reply.headers["Content-Disposition"]
    assert reply.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert len(rows) - 1 == total(page(shipped, f"/search?q=&kind={group}"))
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.startswith(tuple("=+-@＝＋－＠")) for row in rows for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1", "＋1", "－1", "＠1", " =1"])
def test_cells_that_look_like_formulas_are_text(cell: str) -> None:
    """Half-width and full-width."""
    assert neutralise(cell) == f"'{cell}"


def test_an_unknown_format_is_refused(shipped: FlaskClient) -> None:
    """With status 400."""
    assert shipped.get("/search/export?q=移送&format=exe").status_code == 400


@pytest.mark.parametrize("group", GROUPS)
def test_the_page_is_there_as_json(shipped: FlaskClient, group: str) -> None:
    """The same totals, counts and hits."""
    reply = shipped.get(f"/api/v1/explore?q=移送&kind={group}&limit=200").get_json()
    assert set(reply["totals"]) == set(GROUPS)
    assert set(reply["facets"]) == set(FACET_NAMES)
    shown = {"clauses": "hits", "attachments": "hits", "duties": "duties", "departments": "departments"}[group]
    assert len(reply[shown]) == reply["totals"][group]


def test_the_json_tells_of_bad_input(shipped: FlaskClient) -> None:
    """As an error in JSON."""
    for address in (
        "/api/v1/explore?q=移送&district=火星",
        "/api/v1/explore?q=" + "案" * 201,
        "/api/v1/explore?topic=x",
    ):
        reply = shipped.get(address)
        assert reply.status_code == 400
        assert reply.get_json()["error"]["message"]


def test_suggestions(shipped: FlaskClient) -> None:
    """Ten at most, with a word for their kind; nothing for nothing."""
    reply = shipped.get("/api/v1/suggest?q=卫滨区 ajys").get_json()
    assert reply["part"] == "ajys"
    assert {"kind": "topic", "label": "事项", "text": "案件移送", "count": 0, "document": None} in reply["suggestions"]
    assert len(reply["suggestions"]) <= 10
    assert shipped.get("/api/v1/suggest").get_json()["suggestions"] == []
    assert shipped.get("/api/v1/suggest?q=%00%1b").get_json()["suggestions"] == []


def test_the_box_keeps_the_filters(shipped: FlaskClient) -> None:
    """A new word is looked for within what was chosen."""
    text = page(shipped, "/search?q=移送&topic=case_transfer&kind=duties&district=卫滨区&page=2")
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    assert hidden == [("topic", "case_transfer"), ("kind", "duties")]
    assert "<option selected>卫滨区</option>" in text
