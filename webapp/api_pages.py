"""The JSON API explained: its OpenAPI description, and a page with requests to copy and their real replies."""

from __future__ import annotations

import html
import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask.testing import FlaskClient
from markupsafe import Markup
from werkzeug.test import TestResponse

from webapp.openapi import build_description, build_parameter, load_api, read_type

blueprint = Blueprint("api_pages", __name__)

_SHOWN_TEXT = 60
_PAGE = {"Referer": "http://localhost/api"}  # so that an example that finds no answer is not kept as a question


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter in words: what it means, what it may hold."""

    name: str
    required: bool
    bounds: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A request, and the reply to it, shortened.

    ``body`` is None where nothing is sent with it, ``reply`` where it is not shown.
    """

    path: str
    query: tuple[tuple[str, str], ...]
    body: str | None
    reply: str | None

    @property
    def address(self) -> str:
        """The address with its parameters."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    def command(self, base: str) -> str:
        """The same as a command line; ``base`` is what the address begins with."""
        words = ["curl", "-s", f"{base}{self.path}"]
        if self.query:
            words.insert(2, "-G")
        lines = [
            shlex.join(words),
            *(f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in self.query),
        ]
        if self.body is not None:
            lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(self.body)}"]
        return " \\\n  ".join(lines)


@dataclass(frozen=True, slots=True)
class OperationView:
    """A route as the page shows it."""

    id: str
    method: str
    path: str
    title: str
    parameters: tuple[ParameterView, ...]
    body: tuple[tuple[str, str], ...]
    reply: str
    errors: tuple[int, ...]
    sample: Sample | None


@blueprint.get("/api/v1/openapi.json")
def description() -> Response:
    """The OpenAPI 3.1 description."""
    return jsonify(build_description())


@blueprint.get("/api")
def api() -> str:
    """The page for people; with ``show``, the id of a route, also what its example gives now."""
    told = load_api()
    asked = request.args.get("show")
    groups = [
        (
            group,
            [_view(one, _sample(one, one["id"] == asked)) for one in told["operations"] if one["group"] == group["id"]],
        )
        for group in told["groups"]
    ]
    shapes = [(name, entry.get("description", ""), _fields(entry)) for name, entry in told["schemas"].items()]
    return render_template(
        "api.html", told=told, groups=groups, shapes=shapes, base=request.host_url.rstrip("/"), shape_name=shape_name
    )


@blueprint.app_template_filter("code")
def mark_code(text: str) -> Markup:
    """``text`` for the inside of an element, its quotation marks left as they are, which halves a JSON text.

    >>> mark_code('{"a": "<b>"}')
    Markup('{"a": "&lt;b&gt;"}')
    """
    return Markup(html.escape(text, quote=False))


def _view(operation: Mapping[str, Any], sample: Sample | None) -> OperationView:
    parameters = tuple(map(view_parameter, operation["parameters"]))
    body = load_api()["schemas"][operation["body"].removeprefix("@")] if "body" in operation else {}
    return OperationView(
        operation["id"],
        operation["method"].upper(),
        operation["path"],
        operation["title"],
        parameters,
        _fields(body) if "fields" in body else (("", body["description"]),) if body else (),
        operation["reply"],
        tuple(operation["errors"]),
        sample,
    )


def view_parameter(name: str) -> ParameterView:
    """The parameter called ``name`` in the data, in words."""
    built = build_parameter(name)
    schema = built["schema"]
    several = schema.get("type") == "array"
    inner = schema["items"] if several else schema
    bounds = [f"{inner['minimum']} 至 {inner['maximum']}"] if "maximum" in inner else []
    bounds += [f"最多 {inner['maxLength']} 字"] if "maxLength" in inner else []
    bounds += [f"最多 {schema['maxItems']} 个"] if several else []
    bounds += ["、".join(inner["enum"])] if len(inner.get("enum", ())) in range(1, 13) else []
    return ParameterView(built["name"], built.get("required", False), "；".join(bounds), built["description"])


def _fields(entry: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Names and meanings of the fields of a schema of the data."""
    return tuple((name, text.partition(" — ")[2]) for name, text in entry.get("fields", {}).items())


def shape_name(reply: str) -> tuple[str, bool]:
    """The name of the schema that a reply has, and whether the reply is a list of them.

    >>> shape_name("[@Duty]"), shape_name("@Reply")
    (('Duty', True), ('Reply', False))
    """
    schema = read_type(reply)
    several = schema.get("type") == "array"
    return str((schema["items"] if several else schema)["$ref"]).rpartition("/")[2], several


def _sample(operation: Mapping[str, Any], shown: bool) -> Sample | None:
    """The example of ``operation``, its reply only where it is ``shown``; None where it is not to be tried."""
    if operation.get("sample", {}) is None:
        return None
    path, query = example_request(operation)
    body = json.dumps(operation["body_example"], ensure_ascii=False) if "body_example" in operation else None
    sent = "@reply.json" if "body_from" in operation else body
    reply = _write(_call(current_app.test_client(), operation).get_json()) if shown else None
    return Sample(path, tuple(query), sent, reply)


def _call(client: FlaskClient, operation: Mapping[str, Any]) -> TestResponse:
    """What the present knowledge base replies to the example of ``operation``, whatever its status."""
    path, query = example_request(operation)
    body = operation.get("body_example")
    if "body_from" in operation:
        body = _call(client, get_operation(operation["body_from"])).get_json()
    return client.open(path, method=operation["method"].upper(), query_string=query, json=body, headers=_PAGE)


def get_operation(id: str) -> Mapping[str, Any]:
    """The operation of the data called ``id``, which must be there."""
    return next(operation for operation in load_api()["operations"] if operation["id"] == id)


def example_request(operation: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """Path and parameters of the example of ``operation``: what it requires, and what its sample adds."""
    entries = [load_api()["parameters"][name] for name in operation["parameters"]]
    values = {entry["name"]: entry["example"] for entry in entries if entry.get("required")}
    values |= operation.get("sample") or {}
    path = operation["path"]
    for entry in entries:
        if entry["in"] == "path":
            path = path.replace(f"{{{entry['name']}}}", quote(str(values.pop(entry["name"])), safe=""))
    pairs = [(name, value if isinstance(value, list) else [value]) for name, value in values.items()]
    return path, [(name, str(value)) for name, held in pairs for value in held]


def _write(reply: Any) -> str:
    return json.dumps(shorten(reply), ensure_ascii=False, indent=1)


def shorten(value: Any) -> Any:
    """``value`` with one item of every list, told how many more there are, and with long texts cut.

    >>> shorten([1, 2, 3])
    [1, '…另有 2 项']
    """
    if isinstance(value, dict):
        return {name: shorten(inner) for name, inner in value.items()}
    if isinstance(value, list) and value and not all(isinstance(item, int | str) for item in value[:4]):
        more = [f"…另有 {len(value) - 1} 项"] if len(value) > 1 else []
        return [shorten(value[0]), *more]
    if isinstance(value, str) and len(value) > _SHOWN_TEXT:
        return f"{value[: _SHOWN_TEXT - 1]}…"
    return value
