"""What the pages show."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from corpus import UserError
from tests.webapp.fake import CITATION, CLAUSE, QUOTE_AT, TRANSFER, FakeKnowledge

PAGES = (
    "/",
    "/?q=案件几天内移送给谁",
    "/?q=什么时候下雨",
    "/search",
    "/search?q=移送",
    "/search?q=没有",
    "/documents",
    "/documents/east",
    "/documents/west",
    "/documents/east/source",
    "/documents/east/1.1",
    "/documents/east/att1",
    "/documents/east/front",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_a_whole_chinese_page_with_its_own_title(client: FlaskClient, address: str) -> None:
    """Each page comes with status 200, a title, one first heading and the language of the text."""
    page = client.get(address)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert '<html lang="zh-CN">' in text
    assert re.search(r"<title>.+ - 权责通</title>", text)
    assert len(re.findall(r"<h1[ >]", text)) == 1


@pytest.mark.parametrize("address", PAGES)
def test_no_page_carries_inline_script_style_or_outside_address(client: FlaskClient, address: str) -> None:
    """The strict content policy has nothing to block, and text from documents stays text."""
    text = client.get(address).get_data(as_text=True)
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?! src=\"/static/)", text)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text)
    assert "<b>案件</b>" not in text


def test_the_first_page_asks_with_get_and_says_how_fresh_it_is(client: FlaskClient) -> None:
    """The question goes into the address; the number of documents and today's date are shown."""
    text = client.get("/").get_data(as_text=True)
    assert '<form class="box" action="/" method="get"' in text
    assert "依据截至 2026-11-21 已入库的 2 份文件" in text
    assert 'class="examples"' in text


def test_an_answer_shows_who_to_whom_when_and_the_exception(client: FlaskClient) -> None:
    """The card has the fields, the marked words of the clause, the citation and the link to the marked clause."""
    text = client.get("/?q=案件几天内移送给谁").get_data(as_text=True)
    for shown in (
        "谁来办",
        "移送给谁",
        "多长时间",
        "什么情况",
        "情况紧急的，24小时内",
        CITATION,
        "东山区 · 案件移送 · 时限",
    ):
        assert shown in text
    assert "<mark><b>3个工作日内</b></mark>" in text
    assert f'href="/documents/east?mark={QUOTE_AT}-{QUOTE_AT + len(TRANSFER)}#1.1"' in text
    assert 'data-copy="citation-1" hidden' in text


def test_a_refusal_gives_the_reason_and_calls_the_nearest_clause_no_basis(client: FlaskClient) -> None:
    """A question without an answer is no error: it says why, and what is near."""
    page = client.get("/?q=什么时候下雨")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "知识库中的文件没有规定这件事。" in text
    assert "仅供参考" in text
    assert "<dl" not in text


def test_the_box_keeps_question_and_district(client: FlaskClient) -> None:
    """After the reply the box still holds what was asked."""
    text = client.get("/?q=移送给谁&district=东山区").get_data(as_text=True)
    assert 'value="移送给谁"' in text
    assert "<option selected>东山区</option>" in text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/?q=" + "案" * 2001, "最多 2000 个字"),
        ("/?q=移送&district=火星", "知识库中没有“火星”的文件"),
        ("/?q=%00%01", "没有填写问题"),
        ("/search?q=" + "案" * 201, "最多 200 个字"),
        ("/search?q=移送&district=火星", "知识库中没有“火星”的文件"),
    ],
)
def test_bad_input_is_told_of_above_the_box(client: FlaskClient, address: str, told: str) -> None:
    """The page says in Chinese what is wrong, with status 400."""
    page = client.get(address)
    assert page.status_code == 400
    assert told in page.get_data(as_text=True)
    assert 'role="alert"' in page.get_data(as_text=True)


def test_control_characters_in_a_question_do_no_harm(client: FlaskClient) -> None:
    """They are dropped, and the question is answered."""
    page = client.get("/?q=案件%00移送%1b给谁%0a")
    assert page.status_code == 200
    assert "\x00" not in page.get_data(as_text=True)


def test_search_marks_the_words_found(client: FlaskClient) -> None:
    """A hit shows its place and marks the words in the text."""
    text = client.get("/search?q=移送").get_data(as_text=True)
    assert "找到 1 条" in text
    assert '<mark class="word">移送</mark>' in text
    assert 'href="/documents/east#1.1"' in text


def test_search_without_hits_says_what_to_try(client: FlaskClient) -> None:
    """No result is told in words."""
    assert "没有找到含这些词的条款" in client.get("/search?q=没有").get_data(as_text=True)


def test_the_reader_has_each_clause_once_under_its_eid(client: FlaskClient) -> None:
    """Every clause is an anchor with a link to its own page; tables are tables; warnings are shown."""
    text = client.get("/documents/east").get_data(as_text=True)
    for eid in ("front", "1", "1.1", "1.2", "att1", "colophon"):
        assert text.count(f'id="{eid}"') == 1
        assert text.count(f'href="/documents/east/{eid}"') >= 1
    assert "<td>承办人</td>" in text
    assert "标题跨行，已合并" in text
    assert "各项之和与总数不一致。" in text
    assert '<span class="head head-2">（二）协助。</span>乙方应当及时协助。' in text


def test_the_reader_marks_the_characters_asked_for(client: FlaskClient) -> None:
    """`mark=a-b` highlights those characters; a wrong value highlights nothing."""
    marked = client.get(f"/documents/east?mark={QUOTE_AT}-{QUOTE_AT + 2}").get_data(as_text=True)
    assert "<mark>甲方</mark>" in marked
    assert "<mark" not in client.get("/documents/east?mark=9-x").get_data(as_text=True)


def test_a_clause_page_has_citation_duties_and_neighbours(client: FlaskClient) -> None:
    """The page of one clause can be cited, and shows what was read from it."""
    text = client.get("/documents/east/1.1").get_data(as_text=True)
    for shown in (
        CITATION,
        "从本条读出的职责",
        "机器提取，待审核",
        "一、工作制度",
        'rel="prev"',
        'rel="next"',
    ):
        assert shown in text
    assert CLAUSE.paragraphs[1].text in text


@pytest.mark.parametrize("address", ["/nothing", "/documents/nothing", "/documents/east/9.9", "/documents/nothing/1"])
def test_what_is_not_there_is_a_chinese_404(client: FlaskClient, address: str) -> None:
    """The page says so and leads back."""
    page = client.get(address)
    assert page.status_code == 404
    assert "返回首页" in page.get_data(as_text=True)


def test_a_fault_of_ours_shows_a_calm_page_and_nothing_of_its_cause(client: FlaskClient) -> None:
    """No traceback and no message of the exception reaches the user."""
    page = client.get("/?q=崩溃")
    text = page.get_data(as_text=True)
    assert page.status_code == 500
    assert "系统出错了" in text
    assert "secret" not in text
    assert "Traceback" not in text


@pytest.mark.parametrize("address", ["/", "/?q=移送", "/search?q=移送", "/documents", "/documents/east"])
def test_without_a_knowledge_base_pages_say_what_to_do(empty_client: FlaskClient, address: str) -> None:
    """Status 503 with the hint of the error."""
    page = empty_client.get(address)
    assert page.status_code == 503
    assert "请运行 quanze build。" in page.get_data(as_text=True)


def test_health_is_good_with_a_knowledge_base(client: FlaskClient) -> None:
    """It tells the number of documents."""
    assert client.get("/healthz").get_json() == {"status": "ok", "documents": 2}


def test_health_is_bad_without_one(empty_client: FlaskClient) -> None:
    """Status 503 and the reason as JSON."""
    reply = empty_client.get("/healthz")
    assert reply.status_code == 503
    assert reply.get_json()["error"]["code"] == "knowledge_unavailable"


def test_security_headers_are_on_every_response(client: FlaskClient) -> None:
    """Pages, files, JSON and errors carry the same protection."""
    for address in ("/", "/static/quanze.css", "/api/v1/documents", "/nothing", "/?q=崩溃"):
        with client.get(address) as response:
            headers = response.headers
        policy = headers["Content-Security-Policy"]
        for rule in (
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ):
            assert rule in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("code", "status"), [("index_unusable", 503), ("store_busy", 503), ("not_in_store", 404), ("other", 400)]
)
def test_the_status_tells_whose_turn_it_is(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, code: str, status: int
) -> None:
    """What the data folder lacks is 503, what is not there 404, what the user typed 400."""

    def fail(*given: object, **named: object) -> None:
        raise UserError("说明", hint="办法", code=code)

    monkeypatch.setattr(FakeKnowledge, "search", fail)
    monkeypatch.setattr(FakeKnowledge, "explore", fail)
    monkeypatch.setattr(FakeKnowledge, "clauses", fail)
    for address in ("/search?q=移送", "/documents/east", "/api/v1/search?q=移送"):
        assert client.get(address).status_code == status


@pytest.mark.parametrize(
    "attack", ['"><script>alert(1)</script>', "'onmouseover='x", "{{ 7*7 }}", "移送</title><b>", "../../etc/passwd"]
)
@pytest.mark.parametrize(
    "address", ["/?q=", "/search?q=", "/?q=移送&district=", "/documents/", "/documents/east?mark="]
)
def test_what_the_user_sends_comes_back_as_text(client: FlaskClient, address: str, attack: str) -> None:
    """Nothing sent becomes part of the page's markup."""
    text = client.get(address + quote(attack)).get_data(as_text=True)
    assert "<script>" not in text
    assert "<b>" not in text.replace("<mark><b>", "")
    assert "49" not in re.sub(r"20\d\d-\d\d-\d\d|value=\"[^\"]*\"", "", text)
    assert "root:" not in text


def test_posting_to_a_page_is_refused(client: FlaskClient) -> None:
    """Pages only take GET."""
    page = client.post("/documents")
    assert page.status_code == 405
    assert "GET" in page.headers["Allow"]
