"""Requests drawn from the description, within its limits and beyond them: no 500, every reply as described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from webapp.app import create_app
from webapp.config import WebConfig
from webapp.openapi import build_description, build_parameter, load_api, read_type

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = load_api()["operations"]
ODD = (
    "",
    " ",
    "无",
    "0",
    "-1",
    "1e9",
    "ａ＝１",
    "\x00",
    "\U0010ffff",
    "../..",
    "a" * 3000,
    "'\"<>&%",
    "NOT (",
    "[]{}:",
)
BOUNDED = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def served(data_dir: Path) -> Any:
    """The web app over the shipped documents; no question is kept."""
    return create_app(WebConfig(data_dir, journal=False))


@pytest.fixture(scope="module")
def described(served: Any) -> schemathesis.BaseSchema:
    """The description as it is served."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", served)


@pytest.fixture(scope="module")
def client(served: Any) -> FlaskClient:
    """A client of the app."""
    client: FlaskClient = served.test_client()
    return client


def can_be_broken(operation: dict[str, Any]) -> bool:
    """Whether a request can break the description: every string is a path."""
    return "body" in operation or any(build_parameter(name)["in"] == "query" for name in operation["parameters"])


@pytest.mark.parametrize(
    ("operation", "mode"),
    [
        pytest.param(operation, mode, id=f"{operation['id']}-{mode.value}")
        for operation in OPERATIONS
        for mode in GenerationMode
        if mode is GenerationMode.POSITIVE or can_be_broken(operation)
    ],
)
def test_replies_are_as_described(described: Any, operation: dict[str, Any], mode: GenerationMode) -> None:
    """Whether a request keeps to the description or breaks it."""
    route = described[operation["path"]][operation["method"].upper()]
    few = operation["id"] == "verify"  # its body is a whole reply, slow to draw

    @settings(BOUNDED, max_examples=3 if few else 10)
    @given(case=route.as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        case.validate_response(case.call(), checks=CHECKS)

    check()


def values_of(name: str) -> st.SearchStrategy[list[str]]:
    """What a parameter could be given: what fits the shipped documents, what is odd, nothing, several."""
    parameter = build_parameter(name)
    schema = parameter["schema"]
    inner = schema.get("items", schema)
    example = parameter.get("example", [])
    likely = [*(example if isinstance(example, list) else [example]), *inner.get("enum", ())[:8]]
    some = st.sampled_from([str(value) for value in likely] * 3 + list(ODD))
    return st.lists(some, min_size=1 if parameter.get("required") else 0, max_size=3 if "items" in schema else 1)


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one["method"] == "get"], ids=lambda operation: operation["id"]
)
def test_likely_and_odd_parameters_together_are_answered_as_described(
    client: FlaskClient, operation: dict[str, Any]
) -> None:
    """With 200 in the shape of the reply, or with one of the errors told of in the shape of an error."""
    reply_shape, error_shape = (
        jsonschema_rs.Draft202012Validator({**read_type(kind), "components": build_description()["components"]})
        for kind in (operation["reply"], "@Error")
    )
    entries = {name: build_parameter(name) for name in operation["parameters"]}

    @BOUNDED
    @given(given=st.fixed_dictionaries({name: values_of(name) for name in entries}))
    def check(given: dict[str, list[str]]) -> None:
        path = operation["path"]
        query = []
        for name, values in given.items():
            if entries[name]["in"] == "path":
                path = path.replace(f"{{{entries[name]['name']}}}", values[0].replace("/", "") or "x")
            else:
                query += [(entries[name]["name"], value) for value in values]
        reply = client.get(path, query_string=query)
        assert reply.status_code in {200, 404, *operation["errors"]}
        (reply_shape if reply.status_code == 200 else error_shape).validate(reply.get_json())

    check()


WRONG: tuple[Any, ...] = (None, [], {}, [[]], 0, "答复", {"replies": []}, {"replies": [1]}, {"question": 1})
WRONG_QUESTIONS = ({"question": "案件移送几天", "district": []}, {"question": "问" * 2001}, {"question": " "})
WRONG_REPLIES = (
    {"answers": [{}], "question": "？", "status": "answered"},
    {"question": "案件移送几天", "status": "answered", "answers": [{"proof": {"duty_span": [1]}}]},
)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        *(pytest.param("/api/v1/ask", body, id=f"ask-{at}") for at, body in enumerate((*WRONG, *WRONG_QUESTIONS))),
        *(pytest.param("/api/v1/verify", body, id=f"verify-{at}") for at, body in enumerate((*WRONG, *WRONG_REPLIES))),
    ],
)
def test_a_body_of_the_wrong_shape_is_told_of(client: FlaskClient, path: str, body: Any) -> None:
    """With 400 and what to do."""
    reply = client.post(path, json=body)
    assert reply.status_code == 400
    error = reply.get_json()["error"]
    assert error["code"]
    assert error["message"]
    assert error["hint"]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation["id"])
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused_and_the_right_ones_named(
    client: FlaskClient, operation: dict[str, Any], method: str
) -> None:
    """405 with Allow, as JSON."""
    path = operation["path"].replace("{", "").replace("}", "")
    reply = client.open(path, method=method.upper())
    assert reply.status_code == 405
    assert operation["method"].upper() in reply.headers["Allow"]
    assert reply.get_json()["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize(
    ("query", "name"),
    [("kind=laws", "kind"), ("sort=date", "sort"), ("page=0", "page"), ("page=x", "page"), ("deadline=maybe", "deadline"),
     ("modality=must", "modality"), ("limit=0", "limit"), ("topic=天气", "事项")],
)  # fmt: skip
def test_the_search_of_the_api_does_not_guess(client: FlaskClient, query: str, name: str) -> None:
    """What the page takes for the usual is an error for a program."""
    reply = client.get(f"/api/v1/explore?q=移送&{query}")
    assert reply.status_code == 400
    error = reply.get_json()["error"]
    assert name in error["message"] + error["hint"]
