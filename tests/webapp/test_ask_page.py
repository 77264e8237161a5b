"""The question page: trial due dates, corrections of the analysis, other districts, examples, the size of letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from assistant import Knowledge
from corpus import Deadline
from webapp.app import create_app
from webapp.ask_state import AskState, parse_start, parse_state
from webapp.config import WebConfig
from webapp.due_view import build_due_limits, render_trial
from webapp.errors import InputError
from webapp.example_questions import Template, fill_in, load_roles, offer_questions
from webapp.type_pages import page_of

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"
WEIGHT = 100 * 1024


@pytest.fixture
def shipped(data_dir: Path) -> FlaskClient:
    """A client of the web app over the shipped documents; its clock stands at Friday 2026-11-20."""
    return create_app(WebConfig(data_dir, today=lambda: date(2026, 11, 20))).test_client()


def page(client: FlaskClient, **query: str) -> str:
    """The first page with these parameters."""
    reply = client.get("/", query_string=query)
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def links(text: str) -> Iterator[dict[str, list[str]]]:
    """The parameters of each link to another form of the question."""
    for address in re.findall(r'href="(/\?[^"]+)"', text):
        yield parse_qs(urlsplit(Markup(address).unescape()).query)


def part(text: str, name: str) -> str:
    """The first element of this class, to the end of its section or list."""
    return text[text.index(f'class="{name}"') :].split("</section>")[0]


# Due dates


def test_a_card_shows_the_last_day_if_counted_from_today(client: FlaskClient) -> None:
    """As a trial, with the first day, and what is not counted."""
    text = part(page(client, q="移送给谁"), "due")
    for shown in (
        "试算",
        "假定 2026-11-21（星期六）起算，当日不计入",
        "未计法定节假日和调休",
        "按工作日：<strong>2026-11-25（星期三）</strong>",
        "情况紧急的，24小时内",
        "2026-11-22（星期日）同一时刻",
    ):
        assert shown in text


def test_the_first_day_can_be_chosen(client: FlaskClient) -> None:
    """It stays in the address, with everything else that was chosen."""
    text = page(client, q="移送给谁", district="东山区", topic="case_transfer", **{"from": "2026-11-16"})
    assert "2026-11-19（星期四）" in text
    form = re.search(r'<form class="start".*?</form>', text, re.DOTALL)
    assert form
    for field in ('name="q" value="移送给谁"', 'name="district" value="东山区"', 'value="case_transfer"', "2026-11-16"):
        assert field in form[0]


def test_a_limit_in_days_has_two_readings_and_names_the_rule(shipped: FlaskClient) -> None:
    """三日 of a document is never taken for working days or natural days as a fact."""
    text = part(page(shipped, q=QUESTION, district="山亭区"), "due")
    assert "“日”按自然日：<strong>2026-11-23（星期一）" in text
    assert "“日”按工作日：<strong>2026-11-25（星期三）" in text
    assert "《中华人民共和国行政处罚法》第八十五条" in text


def test_a_weekend_is_pointed_out() -> None:
    """Whether the last day moves on is for the rules that apply."""
    limits = build_due_limits([Deadline("一日内", "duration", 1, "day", "within")] * 2, date(2026, 11, 20))
    assert [reading.caution != "" for reading in limits[0].readings] == [True, False]
    assert len(limits) == 1
    assert "星期五" in render_trial(date(2026, 11, 20))


@pytest.mark.parametrize(
    ("hours", "words"), [(2, "起算时刻后 2 小时"), (36, "2026-11-21（星期六）同一时刻再过 12 小时")]
)
def test_hours_run_from_the_moment(hours: int, words: str) -> None:
    """No hour of the day is made up."""
    (found,) = build_due_limits([Deadline("时限", "duration", hours, "hour", "within")], date(2026, 11, 20))
    assert found.readings[0].words == words


def test_no_length_no_date(shipped: FlaskClient) -> None:
    """及时 is no date, and a meeting every month is none."""
    assert 'class="due"' not in page(shipped, q="山亭区涉嫌犯罪的案件移送给谁？")


@pytest.mark.parametrize("given", ["2026-02-30", "20261121", "明天", "1999-12-31", "2100-01-01", "２０２６-01-01"])
def test_a_bad_first_day_is_told(client: FlaskClient, given: str) -> None:
    """With how to write it."""
    reply = client.get("/", query_string={"q": "移送给谁", "from": given})
    assert reply.status_code == 400
    assert "日期应写成 2026-11-21 的样子" in reply.get_data(as_text=True)
    with pytest.raises(InputError):
        parse_start(given)


# Corrections


def test_the_address_keeps_what_was_chosen() -> None:
    """And leaves out what was not."""
    state = AskState("几日？", "山亭区", "case_transfer", date(2026, 11, 21))
    query = {name: values[0] for name, values in parse_qs(urlsplit(state.url).query).items()}
    assert parse_state(query) == state
    assert AskState("几日？").url == "/?q=" + quote("几日？")
    assert [AskState("几日？", name).districts for name in (None, "各区", "山亭区")] == [None, (), ("山亭区",)]


def test_a_chosen_district_overrules_the_question_and_the_page_says_so(shipped: FlaskClient) -> None:
    """With the way back."""
    text = page(shipped, q=QUESTION, district="山亭区")
    assert 'card-1">山亭区' in text
    assert "问题里写的是卫滨区，现在按您另选的辖区查。" in text
    assert "另选的辖区" not in page(shipped, q=QUESTION, district="卫滨区")


def test_every_district_and_all_of_them_are_one_link_away(shipped: FlaskClient) -> None:
    """From the analysis, and as the same question in the other districts."""
    text = page(shipped, q=QUESTION)
    offered = {query["district"][0] for query in links(text) if "district" in query}
    assert offered == {document["jurisdiction"] for document in shipped.get("/api/v1/documents").get_json()} | {"各区"}
    others = {query["district"][0] for query in links(part(text, "elsewhere")) if "district" in query}
    assert others == offered - {"卫滨区"}
    assert "/compare?topic=case_transfer" in part(text, "elsewhere")


def test_all_districts_can_be_asked_whatever_the_question_names(shipped: FlaskClient) -> None:
    """各区 is a choice like any other."""
    reply = shipped.get("/api/v1/ask", query_string={"q": QUESTION, "district": "各区"}).get_json()
    assert reply["analysis"]["district"] is None
    assert len({card["jurisdiction"] for card in reply["answers"]}) > 1


def test_a_chosen_topic_is_shown_and_can_be_taken_back(shipped: FlaskClient) -> None:
    """It makes a question of one that names nothing to look for."""
    bare = {"q": "多久一次？", "district": "山亭区"}
    assert 'class="card"' not in page(shipped, **bare)
    text = page(shipped, **bare, topic="joint_meeting")
    assert 'class="card"' in text
    assert "山亭区 · 联席会议" in text
    assert "不按“联席会议”查" in text


def test_the_api_takes_the_same_corrections(shipped: FlaskClient) -> None:
    """By GET and by POST; what is unknown is told."""
    query = {"q": QUESTION, "district": "山亭区", "topic": "案件移送"}
    got = shipped.get("/api/v1/ask", query_string=query).get_json()
    body = {"question": QUESTION, "district": "山亭区", "topic": "case_transfer"}
    assert got == shipped.post("/api/v1/ask", json=body).get_json()
    assert {card["jurisdiction"] for card in got["answers"]} == {"山亭区"}
    refused = shipped.get("/api/v1/ask", query_string={"q": QUESTION, "topic": "天气"})
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (400, "unknown_topic")


def test_a_corrected_reply_can_be_verified(shipped: FlaskClient) -> None:
    """What was answered for the chosen district holds."""
    reply = shipped.get("/api/v1/ask", query_string={"q": QUESTION, "district": "山亭区"}).get_json()
    assert shipped.post("/api/v1/verify", json=reply).get_json()["holding"] == 1


def test_a_name_for_the_page(client: FlaskClient) -> None:
    """/ask leads to it with its question."""
    assert client.get("/ask?q=%E7%A7%BB&topic=x").headers["Location"].endswith("/?q=%E7%A7%BB&topic=x")


# Examples


def test_examples_are_well_formed() -> None:
    """Four short questions for each of four kinds of user, no district written out, identifiers used once."""
    roles = load_roles()
    templates = [template for role in roles for template in role.templates]
    assert [len(role.templates) for role in roles] == [4, 4, 4, 4]
    assert len({template.id for template in templates}) == len(templates)
    assert all(len(template.question) <= 40 for template in templates)
    assert all(set(re.findall(r"\{\w+\}", one.question)) <= {"{district}", "{other}"} for one in templates)


def test_each_question_offered_is_answered(shipped: FlaskClient, knowledge: Knowledge) -> None:
    """Nobody is sent into a refusal by the first page."""
    offers = offer_questions(knowledge.topic_counts(), knowledge.districts())
    questions = [question for offer in offers for question in offer.questions]
    home = shipped.get("/").get_data(as_text=True)
    assert len(questions) == 16
    assert [one for one in questions if knowledge.ask(one).status != "answered"] == []
    assert [one for one in questions if one not in home] == []


def test_examples_name_only_districts_of_the_store() -> None:
    """And are left out where a store cannot fill them."""
    assert offer_questions({}, ("东山区",)) == ()
    offers = offer_questions({("东山区", "case_transfer"): 2}, ("东山区", "西山区"))
    questions = [question for offer in offers for question in offer.questions]
    assert questions
    assert not any("西山区" in one or "{" in one for one in questions)


def test_districts_with_many_duties_take_turns() -> None:
    """The one with few is named only where two are needed."""
    counts: dict[tuple[str | None, str], int] = {("甲区", "t"): 8, ("乙区", "t"): 6, ("丙区", "t"): 1}
    names = [fill_in(Template("x", "t", "{district}"), counts, ("甲区", "乙区", "丙区"), turn) for turn in range(3)]
    assert names == ["甲区", "乙区", "甲区"]
    assert fill_in(Template("x", "t", "{district}{other}"), {("甲区", "t"): 1}, ("甲区",), 0) is None


# Large letters, weight, safety


def test_large_letters_are_kept_in_a_cookie(client: FlaskClient) -> None:
    """For all pages, until they are switched back; the switch leads back to the page."""
    reply = client.get("/type?size=large", headers={"Referer": "http://localhost/search?q=%E7%A7%BB"})
    assert (reply.status_code, reply.headers["Location"]) == (303, "/search?q=%E7%A7%BB")
    assert "SameSite=Lax" in reply.headers["Set-Cookie"]
    for address in ("/", "/documents", "/nothing"):
        assert '<html lang="zh-CN" class="large">' in client.get(address).get_data(as_text=True)
    client.get("/type?size=normal")
    assert 'class="large"' not in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("http://other/a?b=1", "/a?b=1"),
        ("http://other//evil", "/"),
        ("http://other/\\evil", "/"),
        ("http://[", "/"),
        ("", "/"),
        ("evil:x", "/"),
        ("http://other", "/"),
    ],
)
def test_the_switch_leads_nowhere_else(address: str, page: str) -> None:
    """Wherever the request comes from, it goes on to a page of this site."""
    assert page_of(address) == page


def test_pages_differ_by_cookie(client: FlaskClient) -> None:
    """So that no cache gives one user the letters of another."""
    assert "Cookie" in client.get("/").headers["Vary"]


@pytest.mark.parametrize("address", ["/", f"/?q={quote(QUESTION)}", f"/?q={quote(QUESTION)}&district={quote('各区')}"])
def test_the_page_is_light(shipped: FlaskClient, address: str) -> None:
    """With its styles and scripts, not packed, at most 100 KB."""
    text = shipped.get(address).get_data(as_text=True)
    folder = Path(str(shipped.application.static_folder))
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', text)
    assert len(text.encode()) + sum((folder / file).stat().st_size for file in files) <= WEIGHT


def test_what_the_user_sends_comes_back_as_text(client: FlaskClient) -> None:
    """In links, hidden fields and the list of questions."""
    text = page(client, q='移送"><script>', district="东山区", topic="filing")
    assert "<script>" not in text
    assert '移送"' not in text
