"""The description of the API, and the page that explains it: complete, true, usable."""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp import inputs, journal_api, openapi, search_export
from webapp.api_pages import example_request, shorten
from webapp.app import create_app
from webapp.compare_pages import DEFAULT_DISTRICTS, MAX_DISTRICTS
from webapp.config import MAX_BODY, WebConfig
from webapp.openapi import build_description, build_parameter, load_api
from webapp.search_state import MAX_CHOICES, MAX_PAGE

OPERATIONS = load_api()["operations"]


@pytest.fixture(scope="module")
def served(data_dir: Path) -> Flask:
    """The web app over the shipped documents; it keeps no questions."""
    return create_app(WebConfig(data_dir, journal=False))


@pytest.fixture
def shipped(served: Flask) -> FlaskClient:
    """A client of it."""
    return served.test_client()


def schema_of(reference: dict[str, Any]) -> dict[str, Any]:
    """A schema of the description with all that it refers to."""
    return {**reference, "components": build_description()["components"]}


def described() -> set[tuple[str, str]]:
    """Method and path of every operation."""
    return {(method, path) for path, held in build_description()["paths"].items() for method in held}


def test_every_route_is_described_and_no_other(served: Flask) -> None:
    """With its method and the names of its path parameters."""
    routes = {
        (method.lower(), re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in served.url_map.iter_rules()
        if rule.rule.startswith("/api/") or rule.rule == "/healthz"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described() == routes


def test_the_description_is_served_as_it_is(shipped: FlaskClient) -> None:
    """As JSON, version 3.1."""
    reply = shipped.get("/api/v1/openapi.json")
    assert reply.mimetype == "application/json"
    assert reply.get_json() == build_description()
    assert reply.get_json()["openapi"].startswith("3.1.")


def references(value: Any) -> Iterator[str]:
    """All references in a part of the description."""
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_every_reference_leads_somewhere_and_every_part_is_used() -> None:
    """No dead part, no missing one."""
    components = build_description()["components"]
    held = {f"#/components/{kind}/{name}" for kind, parts in components.items() for name in parts}
    assert set(references(build_description())) == held


@pytest.mark.parametrize("name", load_api()["schemas"])
def test_every_schema_is_valid(name: str) -> None:
    """By the rules of JSON Schema 2020-12."""
    jsonschema_rs.Draft202012Validator(schema_of({"$ref": f"#/components/schemas/{name}"}))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["id"])
def test_an_operation_is_complete(operation: dict[str, Any]) -> None:
    """A unique id, a title, a known group, parameters once each, all path parameters; a meaning for every field."""
    assert [one["id"] for one in OPERATIONS].count(operation["id"]) == 1
    assert operation["title"]
    assert operation["group"] in {group["id"] for group in load_api()["groups"]}
    built = [build_parameter(name) for name in operation["parameters"]]
    assert len({one["name"] for one in built}) == len(built)
    assert {one["name"] for one in built if one["in"] == "path"} == set(re.findall(r"\{(\w+)\}", operation["path"]))
    assert all(one["description"] for one in built)


@pytest.mark.parametrize("name", load_api()["parameters"])
def test_an_example_fits_its_parameter(name: str) -> None:
    """By its own schema."""
    parameter = build_parameter(name)
    if "example" in parameter:
        jsonschema_rs.Draft202012Validator(parameter["schema"]).validate(parameter["example"])


def test_every_field_has_a_meaning() -> None:
    """In Chinese."""
    for name, entry in load_api()["schemas"].items():
        for field, text in entry.get("fields", {}).items():
            assert re.search("[一-鿿]", text.partition(" — ")[2]), (name, field)


def test_limits_are_those_of_the_code() -> None:
    """Each number in the data is the one that is checked."""
    told = load_api()["parameters"]
    assert told["question"]["schema"]["maxLength"] == inputs.MAX_QUESTION
    assert told["words"]["schema"]["maxLength"] == told["clause_a"]["schema"]["maxLength"] == inputs.MAX_WORDS
    assert told["district"]["schema"]["maxLength"] == told["name_part"]["schema"]["maxLength"] == inputs.MAX_NAME
    assert told["limit"]["schema"]["maximum"] == told["gap_limit"]["schema"]["maximum"] == inputs.MAX_LIMIT
    assert told["page"]["schema"]["maximum"] == MAX_PAGE
    assert told["districts"]["many"] == MAX_DISTRICTS
    assert f"前 {DEFAULT_DISTRICTS} 个" in told["districts"]["description"]
    assert {told[name]["many"] for name in told if name.startswith("facet_")} == {MAX_CHOICES}
    most = {one["id"]: one["most_bytes"] for one in OPERATIONS if "most_bytes" in one}
    assert most == {"ask_posted": MAX_BODY, "verify": journal_api.MAX_VERIFY_BODY}
    limits = " ".join(entry["most"] for entry in load_api()["limits"])
    numbers = (inputs.MAX_QUESTION, inputs.MAX_WORDS, inputs.MAX_NAME, inputs.MAX_LIMIT, search_export.MOST_ROWS)
    assert all(str(number) in limits for number in (*numbers, journal_api.MAX_REPLIES))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["id"])
def test_the_reply_to_the_example_is_as_described(shipped: FlaskClient, operation: dict[str, Any]) -> None:
    """Over the shipped documents; nothing is left out, nothing added."""
    path, query = example_request(operation)
    body = operation.get("body_example")
    if "body_from" in operation:
        body = shipped.get("/api/v1/ask", query_string={"q": "卫滨区案件移送要几天？"}).get_json()
    reply = shipped.open(path, method=operation["method"].upper(), query_string=query, json=body)
    assert reply.status_code == 200
    jsonschema_rs.Draft202012Validator(schema_of(openapi.read_type(operation["reply"]))).validate(reply.get_json())
    assert reply.get_json()


@pytest.mark.parametrize("group", ["clauses", "duties", "departments", "attachments"])
def test_each_tab_of_the_search_is_as_described(shipped: FlaskClient, group: str) -> None:
    """Clauses, duties, departments, attachments."""
    reply = shipped.get("/api/v1/explore", query_string={"q": "", "kind": group})
    jsonschema_rs.Draft202012Validator(schema_of(openapi.read_type("@Exploration"))).validate(reply.get_json())


@pytest.mark.parametrize(
    "question", ["今天天气怎么样", "没有的区案件移送几天", "卫滨区案件移送要带哪些材料", "卫政办〔2024〕1号"]
)
def test_every_kind_of_reply_is_as_described(shipped: FlaskClient, question: str) -> None:
    """Refusals, lists, and what is asked of the document itself."""
    reply = shipped.get("/api/v1/ask", query_string={"q": question})
    jsonschema_rs.Draft202012Validator(schema_of(openapi.read_type("@Reply"))).validate(reply.get_json())


def test_departments_and_documents_are_all_as_described(shipped: FlaskClient) -> None:
    """Each department that is listed, each document."""
    whole = jsonschema_rs.Draft202012Validator(schema_of(openapi.read_type("@DepartmentDetail")))
    for row in shipped.get("/api/v1/departments").get_json():
        whole.validate(shipped.get(f"/api/v1/departments/{row['district']}/{row['name']}").get_json())
    detail = jsonschema_rs.Draft202012Validator(schema_of(openapi.read_type("@DocumentDetail")))
    for row in shipped.get("/api/v1/documents").get_json():
        detail.validate(shipped.get(f"/api/v1/documents/{row['slug']}").get_json())


def page_of(client: FlaskClient) -> str:
    """The page for people."""
    reply = client.get("/api")
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def test_the_page_names_every_route_and_every_parameter(shipped: FlaskClient) -> None:
    """And every page leads to it."""
    text = page_of(shipped)
    for operation in OPERATIONS:
        assert f"<b>{operation['method'].upper()}</b> {operation['path']}</code>" in text
    for name in load_api()["parameters"].values():
        assert f"<code>{name['name']}</code>" in text
    assert 'href="/api"' in shipped.get("/").get_data(as_text=True)


def test_requests_on_the_page_work_as_they_stand(shipped: FlaskClient) -> None:
    """What curl would send is answered with 200."""
    commands = re.findall(r'<pre class="api-request"[^>]*><code>(.*?)</code>', page_of(shipped), re.S)
    assert len(commands) == len(OPERATIONS) - 1
    for command in commands:
        words = shlex.split(html.unescape(command))
        assert words[:2] == ["curl", "-s"]
        address = next(word for word in words if word.startswith("http"))
        query = [word.split("=", 1) for before, word in pairwise(words) if before == "--data-urlencode"]
        body = next((word for before, word in pairwise(words) if before == "-d"), None)
        path = address.removeprefix("http://localhost")
        if body == "@reply.json":
            body = shipped.get("/api/v1/ask", query_string={"q": "案件移送要几天？"}).get_data(as_text=True)
        send = {"data": body, "content_type": "application/json", "method": "POST"} if body else {"method": "GET"}
        assert shipped.open(path, query_string=dict(query), **send).status_code == 200, command


def test_the_reply_to_an_example_is_worked_out_when_it_is_asked_for(shipped: FlaskClient) -> None:
    """The page alone shows none; each of its links shows the one."""
    assert 'class="api-reply"' not in page_of(shipped)
    ids = re.findall(r'href="/api\?show=(\w+)#', page_of(shipped))
    assert len(ids) == len(OPERATIONS) - 1
    for id in ids:
        (shown,) = re.findall(
            r'<pre class="api-reply"[^>]*><code>(.*?)</code>', shipped.get(f"/api?show={id}").text, re.S
        )
        assert "error" not in json.loads(html.unescape(shown))


def test_links_on_the_page_lead_somewhere(shipped: FlaskClient) -> None:
    """To its own sections, to replies."""
    text = page_of(shipped)
    anchors = set(re.findall(r' id="([^"]+)"', text))
    for link in set(re.findall(r'<a [^>]*href="([^"]+)"', text)):
        if link.startswith("#"):
            assert link[1:] in anchors
        else:
            assert shipped.get(html.unescape(link)).status_code == 200, link


def test_looking_at_the_page_asks_no_question(tmp_path: Path) -> None:
    """An example without an answer is shown as one, but not kept for the legal office."""
    from assistant import build_knowledge

    build_knowledge(tmp_path, shipped=False)
    client = create_app(WebConfig(tmp_path)).test_client()
    assert '"status": "no_basis"' in client.get("/api?show=ask").get_data(as_text=True)
    assert client.get("/api/v1/gaps").get_json()["found"]["refusals"] == 0


def test_without_a_knowledge_base_the_description_is_there(empty_client: FlaskClient) -> None:
    """The description and its page need none; an example says what is missing."""
    assert empty_client.get("/api/v1/openapi.json").status_code == 200
    assert '"code": "knowledge_unavailable"' in empty_client.get("/api?show=ask").get_data(as_text=True)


def test_replies_are_shortened_for_reading() -> None:
    """One item of each list of objects; short lists of words and numbers whole."""
    assert shorten({"a": [{"b": 1}, {"b": 2}], "c": [1, 2], "d": "长" * 100}) == {
        "a": [{"b": 1}, "…另有 1 项"],
        "c": [1, 2],
        "d": "长" * 59 + "…",
    }
