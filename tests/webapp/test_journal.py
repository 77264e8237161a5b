"""Refusals recorded, feedback taken, gaps listed, replies verified: pages, API and command line."""

from __future__ import annotations

import copy
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from assistant import Knowledge
from tests.assistant.helpers import empty_journal
from tests.webapp.fake import CITATION, NOON, FakeKnowledge
from webapp import journal_api, journal_pages, provider
from webapp.app import create_app
from webapp.cli import main
from webapp.config import WebConfig, records_journal
from webapp.journal_inputs import parse_gap_kinds, parse_replies
from webapp.protection import RateLimiter
from webapp.provider import KnowledgeProvider

OURS = {"Origin": "http://localhost"}
REPORT = {"q": "几日内移送？", "about": "东山区", "document": "east", "eid": "1.1", "choice": "wrong_clause", "comment": "应为<b>二</b>"}  # fmt: skip
ASKED = "卫滨区的食堂几点开饭？"
ANSWERED = "卫滨区发现案件不归自己管，几天内移送给谁？"


def fake_of(client: FlaskClient) -> FakeKnowledge:
    """The knowledge base behind a client."""
    holder: KnowledgeProvider = client.application.extensions["quanze"]
    knowledge: Any = holder.get()
    assert isinstance(knowledge, FakeKnowledge)
    return knowledge


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FlaskClient:
    """A client of a web app that records nothing."""
    monkeypatch.setattr(provider, "Knowledge", SimpleNamespace(open=lambda folder: FakeKnowledge()))
    return create_app(WebConfig(tmp_path, journal=False)).test_client()


# Recording


@pytest.mark.parametrize(
    ("address", "posted"),
    [("/?q=什么时候下雨", None), ("/api/v1/ask?q=什么时候下雨", None), ("/api/v1/ask", {"question": "什么时候下雨"})],
)
def test_a_refusal_is_recorded_once_the_response_is_sent(
    client: FlaskClient, address: str, posted: dict[str, str] | None
) -> None:
    """By page and API alike; not before the body has gone out."""
    response = client.post(address, json=posted) if posted else client.get(address)
    assert response.status_code == 200
    response.close()
    assert [entry.question for entry in fake_of(client).kept] == ["什么时候下雨"]


def test_answers_and_errors_are_not_recorded(client: FlaskClient) -> None:
    """Nor the empty page."""
    for address in ("/", "/?q=案件移送给谁", "/?q=%00", "/?q=下雨&district=火星"):
        client.get(address, buffered=True).close()
    assert fake_of(client).kept == []


@pytest.mark.parametrize(
    ("referer", "counts"),
    [("/gaps?kind=no_basis", False), ("/feedback/thanks?q=1", False), ("/", True), ("/?q=什么时候下雨", True)],
)
def test_looking_again_at_a_listed_question_does_not_count(client: FlaskClient, referer: str, counts: bool) -> None:
    """The legal office's own clicks are no questions."""
    client.get("/?q=什么时候下雨", headers={"Referer": f"http://localhost{referer}"}, buffered=True).close()
    assert len(fake_of(client).kept) == counts


def test_nothing_is_recorded_where_that_is_switched_off(silent: FlaskClient) -> None:
    """There is no form then, and the page says so."""
    silent.get("/?q=什么时候下雨", buffered=True).close()
    assert fake_of(silent).kept == []
    for address in ("/?q=什么时候下雨", "/?q=案件移送给谁"):
        assert 'action="/feedback"' not in silent.get(address).get_data(as_text=True)
    assert "没有开启记录" in silent.get("/gaps").get_data(as_text=True)
    assert silent.get("/api/v1/gaps").get_json()["recording"] is False
    for response in (silent.post("/feedback", data=REPORT, headers=OURS), silent.get("/feedback?q=几日")):
        assert response.status_code == 404
        assert "没有开启意见记录" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("value", "records"), [(None, True), ("", True), ("on", True), ("off", False), (" OFF ", False), ("0", False)]
)
def test_recording_is_switched_off_by_the_environment(value: str | None, records: bool) -> None:
    """QUANZE_JOURNAL=off."""
    assert records_journal({} if value is None else {"QUANZE_JOURNAL": value}) is records


# Feedback


def test_each_card_has_a_form_about_its_clause(client: FlaskClient) -> None:
    """It carries question, district and clause; a refusal has one with other choices."""
    answer = client.get("/?q=案件移送给谁&district=东山区").get_data(as_text=True)
    assert "这个答案有问题" in answer
    for name, value in (("q", "案件移送给谁"), ("district", "东山区"), ("document", "east"), ("eid", "1.1")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in answer
    assert "引的条款不对" in answer
    refusal = client.get("/?q=什么时候下雨").get_data(as_text=True)
    assert "文件里有规定，没有找到" in refusal
    assert "引的条款不对" not in refusal
    assert 'name="document"' not in refusal


def test_a_report_is_kept_and_thanked_for(client: FlaskClient) -> None:
    """The page that follows can be loaded again without sending anything, and leads back to the answer."""
    sent = client.post("/feedback", data=REPORT | {"district": "东山区"}, headers=OURS)
    assert sent.status_code == 303
    (kept,) = fake_of(client).reports
    assert (kept.choice, kept.comment, kept.district) == ("wrong_clause", "应为<b>二</b>", "东山区")
    assert kept.clause
    assert kept.clause.eid == "1.1"
    thanks = client.get(sent.headers["Location"]).get_data(as_text=True)
    assert "已记下，谢谢" in thanks
    assert re.search(r'href="/\?q=[^"]+&amp;district=[^"]+">返回刚才的答案', thanks)
    assert len(fake_of(client).reports) == 1


def test_a_report_on_a_refusal_has_no_clause(client: FlaskClient) -> None:
    """Only question and choice."""
    client.post("/feedback", data={"q": "下雨", "choice": "not_found"}, headers=OURS)
    (kept,) = fake_of(client).reports
    assert (kept.question, kept.clause, kept.district) == ("下雨", None, None)


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"choice": ""}, 400, "没有选择哪里有问题"),
        ({"choice": "nothing"}, 400, "没有选择哪里有问题"),
        ({"comment": "错" * 501}, 400, "最多 500 个字"),
        ({"q": ""}, 400, "没有填写问题"),
        ({"q": "案" * 2001}, 400, "最多 2000 个字"),
        ({"about": "火星"}, 400, "知识库中没有“火星”的文件"),
        ({"document": "nothing"}, 404, "知识库中没有文件“nothing”"),
    ],
)
def test_a_report_that_cannot_be_used_comes_back_with_what_was_typed(
    client: FlaskClient, changes: dict[str, str], status: int, told: str
) -> None:
    """And with what to mend."""
    response = client.post("/feedback", data=REPORT | changes, headers=OURS)
    text = response.get_data(as_text=True)
    assert response.status_code == status
    assert told in text
    assert 'role="alert"' in text
    assert "应为&lt;b&gt;二" in text or "错错错" in text
    assert fake_of(client).reports == []


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://localhost.elsewhere.example"}, False),
        ({"Referer": "http://localhost/?q=1"}, True),
        ({"Referer": "http://elsewhere.example/"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://office.example", "X-Forwarded-Host": "office.example"}, True),
    ],
)
def test_only_our_own_pages_can_send_a_report(client: FlaskClient, headers: dict[str, str], accepted: bool) -> None:
    """A form on another site is turned away."""
    response = client.post("/feedback", data=REPORT, headers=headers)
    assert response.status_code == (303 if accepted else 403)
    assert len(fake_of(client).reports) == accepted


def test_reports_are_limited_in_number(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit the page says to wait; other addresses are not concerned."""
    for _ in range(journal_pages.REPORTS):
        assert client.post("/feedback", data=REPORT, headers=OURS).status_code == 303
    refused = client.post("/feedback", data=REPORT, headers=OURS)
    assert refused.status_code == 429
    assert "提交得太频繁" in refused.get_data(as_text=True)
    other = {"REMOTE_ADDR": "10.1.2.3"}
    assert client.post("/feedback", data=REPORT, headers=OURS, environ_overrides=other).status_code == 303


def test_a_report_that_is_too_large_is_refused(client: FlaskClient) -> None:
    """Status 413."""
    assert client.post("/feedback", data=REPORT | {"comment": "a" * 100_000}, headers=OURS).status_code == 413


def test_the_limiter_forgets_what_is_old_and_keys_not_seen_for_long() -> None:
    """Two in ten seconds."""
    limiter = RateLimiter(2, 10)
    assert [limiter.allow("a", now) for now in (0, 1, 2, 10, 10.5, 11)] == [True, True, False, True, False, True]
    for number in range(1500):
        assert limiter.allow(str(number), 11)
    assert limiter.allow("a", 11)


def test_feedback_on_a_page_of_its_own(client: FlaskClient) -> None:
    """The same form under an address, for those who come from elsewhere."""
    text = client.get("/feedback?q=几日&document=east&eid=1.1").get_data(as_text=True)
    assert "引的条款不对" in text
    assert 'name="eid" value="1.1"' in text
    assert "文件里有规定，没有找到" in client.get("/feedback?q=几日").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/gaps", "/gaps?kind=vague", "/feedback", "/feedback?q=1", "/feedback/thanks"])
def test_pages_are_whole_and_carry_nothing_inline(client: FlaskClient, address: str) -> None:
    """As all other pages."""
    page = client.get(address)
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert re.search(r"<title>.+ - 权责通</title>", text)
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?! src=\"/static/)", text)
    assert "<b>" not in text


# Gaps


def test_the_page_of_gaps_shows_three_kinds_apart(client: FlaskClient) -> None:
    """Questions with their nearest clause, reports, duties without a fixed time limit."""
    client.post("/feedback", data=REPORT, headers=OURS)
    text = client.get("/gaps").get_data(as_text=True)
    for shown in (
        "没有得到回答的提问",
        "意见反馈",
        "未写明具体期限的职责",
        "&lt;b&gt;几点&lt;/b&gt;开饭？",
        "引的条款不对",
        "及时",
        CITATION,
    ):
        assert shown in text
    only = client.get("/gaps?kind=feedback").get_data(as_text=True)
    assert "引的条款不对" in only
    assert "没有得到回答的提问" not in only


@pytest.mark.parametrize("address", ["/gaps", "/api/v1/gaps"])
@pytest.mark.parametrize("query", ["district=火星", "kind=天气", "limit=0", "limit=abc"])
def test_filters_that_cannot_be_used_are_told_of(client: FlaskClient, address: str, query: str) -> None:
    """Status 400."""
    assert client.get(f"{address}?{query}").status_code == 400


def test_gaps_by_api(client: FlaskClient) -> None:
    """The shape of the command line."""
    told = client.get("/api/v1/gaps?kind=no_basis&kind=vague").get_json()
    assert told["found"] == {"refusals": 1, "feedback": 0, "vague": 1}
    assert told["refusals"][0]["questions"][0]["nearest"][0]["citation"] == CITATION


def test_kinds_go_by_identifier_and_by_name() -> None:
    """None means all, in their order."""
    assert parse_gap_kinds(()) == parse_gap_kinds(("",)) == ("no_basis", "not_stated", "feedback", "vague")
    assert parse_gap_kinds(("意见反馈", "no_basis")) == ("no_basis", "feedback")


# Over the shipped documents


Quanze = Any


@pytest.fixture
def folder(data_dir: Path, tmp_path: Path) -> Path:
    """A copy of the shipped knowledge base that a test may write to, with an empty journal."""
    shutil.copytree(data_dir, tmp_path / "data")
    Knowledge.open(tmp_path / "data").close()
    empty_journal(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def quanze(folder: Path) -> Quanze:
    """Runs the command line over that copy."""

    def invoke(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(main, ["--data", str(folder), *arguments], **options)

    return invoke


@pytest.fixture
def served(folder: Path) -> Iterator[Flask]:
    """The web app over that copy; its clock stands still."""
    app = create_app(WebConfig(folder, now=lambda: NOON))
    yield app
    app.extensions["quanze"].get().close()


def test_asking_on_the_command_line_is_recorded_unless_in_a_batch(quanze: Quanze) -> None:
    """Or unless told otherwise."""
    batch = json.dumps({"id": "1", "question": "山亭区的食堂几点开饭？"})
    assert quanze("gaps", "--kind", "no_basis", "--kind", "not_stated").exit_code == 1
    for arguments in (("ask", "--no-record", ASKED), ("ask", "--batch", "-")):
        quanze(*arguments, input=batch)
    assert quanze("ask", ASKED, env={"QUANZE_JOURNAL": "off"}).exit_code == 1
    assert json.loads(quanze("gaps", "--json").stdout)["found"]["refusals"] == 0
    quanze("ask", ASKED)
    quanze("ask", ASKED, "--json")
    quanze("ask", "--batch", "-", "--record", input=batch)
    listed = quanze("gaps", "--kind", "没有找到依据", "--kind", "not_stated")
    assert listed.exit_code == 0
    assert f"  - {ASKED}（2 次，最近 " in listed.stdout
    assert "山亭区的食堂几点开饭？" in listed.stdout
    assert "未写明具体期限" not in listed.stdout
    one = json.loads(quanze("gaps", "--json", "--district", "山亭区", "--limit", "1").stdout)
    assert [group["district"] for group in one["refusals"]] == ["山亭区"]
    assert sum(len(group["duties"]) for group in one["vague"]) == 1


def test_gaps_of_the_documents_themselves(quanze: Quanze) -> None:
    """Duties with nothing but 及时 or the like, each with its citation."""
    text = quanze("gaps", "--kind", "vague", "--district", "卫滨区").stdout
    assert "# 未写明具体期限的职责" in text
    assert "（卫政办〔2024〕1号）" in text
    assert quanze("gaps", "--kind", "天气").exit_code == 2
    assert quanze("gaps", "--district", "火星").exit_code == 2


def test_a_locked_store_does_not_hold_up_anybody(quanze: Quanze, served: Flask, folder: Path) -> None:
    """The refusal is given on page, API and command line; a report is told that it could not be kept."""
    client = served.test_client()
    client.get("/", buffered=True)
    other = sqlite3.connect(folder / "quanze.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for address in (f"/?q={ASKED}", f"/api/v1/ask?q={ASKED}"):
        response = client.get(address, buffered=True)
        response.close()
        assert response.status_code == 200
    assert quanze("ask", ASKED).exit_code == 1
    told = client.post("/feedback", data={"q": ASKED, "choice": "other", "comment": "请留意"}, headers=OURS)
    assert told.status_code == 503
    assert "占用" in told.get_data(as_text=True)
    assert "请留意" in told.get_data(as_text=True)
    other.execute("ROLLBACK")
    other.close()
    client.get(f"/?q={ASKED}", buffered=True).close()
    assert client.get("/api/v1/gaps?kind=no_basis").get_json()["found"]["refusals"] == 1


def test_replies_of_the_command_line_are_verified(quanze: Quanze, tmp_path: Path) -> None:
    """One, several in a list, several in lines, from standard input; the exit code is 1 where one does not hold."""
    one = quanze("ask", "--json", ANSWERED).stdout
    reply = json.loads(one)
    changed = copy.deepcopy(reply)
    changed["answers"][0]["deadlines"][0]["value"] = 5
    path = tmp_path / "reply.json"
    path.write_text("\ufeff" + json.dumps(reply, indent=2, ensure_ascii=False), encoding="utf-8")
    held = quanze("verify", str(path))
    assert (held.exit_code, held.stdout.splitlines()[0]) == (0, f"仍然成立  {ANSWERED}")
    for text in (
        json.dumps([reply, changed]),
        f"{one}\n{json.dumps(changed)}\n",
        json.dumps({"replies": [reply, changed]}),
    ):
        broken = quanze("verify", "-", input=text)
        assert broken.exit_code == 1
        assert "已不成立" in broken.stdout
        assert "期限：期限“3个工作日内”的数值不同：答复为“5”，由原文读出的是“3”。" in broken.stdout
        assert broken.stdout.splitlines()[-1] == "共 2 份答复：1 份仍然成立，1 份已不成立。"
    told = json.loads(quanze("verify", "-", "--json", input=json.dumps(changed)).stdout)
    assert (told["total"], told["holding"], told["replies"][0]["holds"]) == (1, 0, False)


def test_a_batch_of_replies_is_verified_as_it_came_out(quanze: Quanze) -> None:
    """The output of `ask --batch` is the input of `verify`."""
    lines = "\n".join(json.dumps({"id": str(at), "question": text}) for at, text in enumerate((ANSWERED, ASKED)))
    replies = quanze("ask", "--batch", "-", input=lines).stdout
    verified = quanze("verify", "-", input=replies)
    assert verified.exit_code == 0
    assert "共 2 份答复：2 份仍然成立" in verified.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "是空的"),
        ("[]", "没有答复"),
        ("no json", "第 1 行不是合法的 JSON"),
        ('{"question": "a"}\n{', "第 2 行不是合法的 JSON"),
        ("[" * 100_000, "嵌套太深"),
        ("1" * 10_000, "不是合法的 JSON"),
        ("null", "不是一份答复"),
        ('{"hits": []}', "字段“question”"),
        ("[1, 2]", "第 1 份答复不是一份答复"),
    ],
)
def test_what_is_no_reply_ends_with_2(quanze: Quanze, text: str, told: str) -> None:
    """In words."""
    result = quanze("verify", "-", input=text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
    assert "建议：" in result.stderr
    assert json.loads(quanze("verify", "-", "--json", input=text).stdout)["error"]["message"]


def test_a_file_that_cannot_be_read_ends_with_2(quanze: Quanze, tmp_path: Path) -> None:
    """Missing, a folder, or of another encoding."""
    assert "没有这个文件" in quanze("verify", str(tmp_path / "nothing")).stderr
    assert "这是一个文件夹" in quanze("verify", str(tmp_path)).stderr
    (tmp_path / "gbk.json").write_bytes("答复".encode("gbk"))
    assert "不是 UTF-8" in quanze("verify", str(tmp_path / "gbk.json")).stderr
    with pytest.raises(Exception, match="不是 UTF-8"):
        parse_replies(b"\xff", name="x")


def test_replies_are_verified_by_api(served: Flask) -> None:
    """One, a list, or under replies; status 200 whatever the verdict."""
    client = served.test_client()
    reply = client.get(f"/api/v1/ask?q={ANSWERED}").get_json()
    changed = copy.deepcopy(reply)
    changed["answers"][0]["proof"]["source_sha256"] = "0" * 64
    for body, holding in ((reply, [True]), ([reply, changed], [True, False]), ({"replies": [changed]}, [False])):
        response = client.post("/api/v1/verify", json=body)
        assert response.status_code == 200
        assert [one["holds"] for one in response.get_json()["replies"]] == holding
    many = [changed] * 60
    assert len(json.dumps(many)) > 64 * 1024
    assert client.post("/api/v1/verify", json=many).get_json()["total"] == 60


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "invalid_json"),
        ("null", "application/json", 400, "invalid_json"),
        ("[" * 50_000, "application/json", 400, "invalid_json"),
        ("[]", "application/json", 400, "empty_input"),
        ("7", "application/json", 400, "invalid_reply"),
        ("{}", "application/json", 400, "invalid_reply"),
        ("{}", "text/plain", 400, "invalid_content_type"),
        (json.dumps([{}] * (journal_api.MAX_REPLIES + 1)), "application/json", 400, "input_too_long"),
        (" " * (journal_api.MAX_VERIFY_BODY + 1), "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_verified_is_told_of(served: Flask, body: str, kind: str, status: int, code: str) -> None:
    """As an error of the one shape."""
    response = served.test_client().post("/api/v1/verify", data=body.encode(), content_type=kind)
    error = response.get_json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert error["message"]
    assert error["hint"]
