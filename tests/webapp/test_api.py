"""The JSON API: shapes of the contract, and errors."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.webapp.fake import CITATION

REPLY = {"id", "question", "status", "text", "analysis", "answers", "reason", "nearest"}
CARD = {
    "jurisdiction", "document", "clause", "eid", "citation", "text", "quote", "quote_span", "actors", "counterparts",
    "action", "condition", "modality", "deadlines", "confidence", "url", "proof", "related",
}  # fmt: skip
DEADLINE = {"text", "kind", "value", "unit", "relation", "from", "note"}
DOCUMENT = {
    "number", "title", "slug", "issuer", "jurisdiction", "issued_on", "effective_on", "expires_on", "trial", "status",
    "sha256", "clauses",
}  # fmt: skip


def test_ask_by_get_and_by_post_give_the_same_reply(client: FlaskClient) -> None:
    """Both have the shape of the contract."""
    asked = client.get("/api/v1/ask", query_string={"q": "案件移送给谁", "id": "7"}).get_json()
    posted = client.post("/api/v1/ask", json={"question": "案件移送给谁", "id": "7"}).get_json()
    assert asked == posted
    assert set(asked) == REPLY
    assert set(asked["answers"][0]) == CARD
    assert set(asked["answers"][0]["deadlines"][0]) == DEADLINE
    assert asked["answers"][0]["citation"] == CITATION
    assert asked["id"] == "7"


def test_a_refused_question_is_no_error(client: FlaskClient) -> None:
    """Status 200, no answers, a reason and what is nearest."""
    response = client.post("/api/v1/ask", json={"question": "什么时候下雨"})
    reply = response.get_json()
    assert response.status_code == 200
    assert (reply["status"], reply["answers"]) == ("no_basis", [])
    assert reply["reason"]
    assert reply["nearest"]


def test_search_gives_hits_best_first(client: FlaskClient) -> None:
    """The query comes back with its hits."""
    found = client.get("/api/v1/search?q=移送&limit=5&topic=案件移送").get_json()
    assert found["query"] == "移送"
    assert {"document", "clause", "eid", "heading", "text", "score"} <= set(found["hits"][0])


def test_documents_and_their_clauses(client: FlaskClient) -> None:
    """Documents are a list; clauses are named by slug or number."""
    documents = client.get("/api/v1/documents").get_json()
    assert set(documents[0]) >= DOCUMENT
    by_slug = client.get("/api/v1/documents/east/clauses").get_json()
    by_number = client.get("/api/v1/clauses", query_string={"document": "东政办〔2024〕1号"}).get_json()
    assert by_slug == by_number
    assert {"document", "eid", "path", "kind", "heading", "paragraphs", "span", "source_span"} <= set(by_slug[0])


def test_duties_carry_the_fields_of_the_schema(client: FlaskClient) -> None:
    """With the words that say so, the rule that found it, and its status."""
    duty = client.get("/api/v1/duties?document=east").get_json()[0]
    assert {
        "id", "doc", "clause", "paragraph", "quote", "actors", "actor_stated", "modality", "action", "counterparts", "condition",
        "deadlines", "topic", "span", "rule", "confidence", "status",
    } <= set(duty)  # fmt: skip


def test_json_is_sent_in_chinese(client: FlaskClient) -> None:
    """Characters are not written as escapes."""
    assert "甲方" in client.get("/api/v1/duties").get_data(as_text=True)


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        ("{", "application/json", "invalid_json"),
        ("[]", "application/json", "invalid_json"),
        ("[" * 30000, "application/json", "invalid_json"),
        ('{"question": 5}', "application/json", "invalid_input"),
        ('{"question": ""}', "application/json", "empty_input"),
        ("{}", "application/json", "empty_input"),
        ('{"question": "移送", "district": "火星"}', "application/json", "unknown_district"),
        (json.dumps({"question": "案" * 10_000}, ensure_ascii=False), "application/json", "input_too_long"),
        ('{"question": "移送"}', "text/plain", "invalid_content_type"),
        ("question=移送", "application/x-www-form-urlencoded", "invalid_content_type"),
    ],
)
def test_a_body_that_cannot_be_used_is_told_of(client: FlaskClient, body: str, kind: str, code: str) -> None:
    """Status 400 with code, message and hint."""
    response = client.post("/api/v1/ask", data=body.encode(), content_type=kind)
    error = response.get_json()["error"]
    assert (response.status_code, error["code"]) == (400, code)
    assert error["message"]
    assert error["hint"]


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/api/v1/ask", 400, "empty_input"),
        ("GET", "/api/v1/search?q=移送&limit=0", 400, "invalid_input"),
        ("GET", "/api/v1/search?q=移送&limit=abc", 400, "invalid_input"),
        ("GET", "/api/v1/search?q=移送&topic=天气", 400, "unknown_topic"),
        ("GET", "/api/v1/clauses", 400, "empty_input"),
        ("GET", "/api/v1/duties?district=火星", 400, "unknown_district"),
        ("GET", "/api/v1/documents/nothing/clauses", 404, "not_found"),
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("DELETE", "/api/v1/documents", 405, "method_not_allowed"),
        ("GET", "/api/v1/ask?q=崩溃", 500, "server_error"),
    ],
)
def test_errors_have_one_shape(client: FlaskClient, method: str, address: str, status: int, code: str) -> None:
    """Every error is an object with code, message and hint."""
    response = client.open(address, method=method)
    assert (response.status_code, response.get_json()["error"]["code"]) == (status, code)
    assert set(response.get_json()["error"]) == {"code", "message", "hint"}
    assert "secret" not in response.get_data(as_text=True)


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    """Status 413."""
    response = client.post("/api/v1/ask", data=b" " * 100_000, content_type="application/json")
    assert (response.status_code, response.get_json()["error"]["code"]) == (413, "too_large")


def test_half_a_surrogate_pair_does_no_harm(client: FlaskClient) -> None:
    """A character that cannot be encoded is dropped from the question."""
    response = client.post(
        "/api/v1/ask", data=b'{"question": "\\u79fb\\u9001\\ud800"}', content_type="application/json"
    )
    assert response.status_code == 200
    assert response.get_json()["question"] == "移送"


def test_without_a_knowledge_base_the_api_says_so(empty_client: FlaskClient) -> None:
    """Status 503 as JSON."""
    response = empty_client.get("/api/v1/documents")
    assert (response.status_code, response.get_json()["error"]["code"]) == (503, "knowledge_unavailable")
