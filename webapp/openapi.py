"""The OpenAPI 3.1 description of the JSON API, put together from `data/api.json`, whose notation is read here.

Lists of identifiers come from the code that uses them, so that the description cannot fall behind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, get_args

from assistant import GAP_KINDS, GROUPS, RelatedRole, Sort
from corpus import DeadlineKind, DeadlineRelation, DeadlineUnit, DutyStatus
from webapp.compare_words import compare_words
from webapp.graph_words import edge_looks, node_looks
from webapp.search_state import search_words
from webapp.validity import ValidityId
from webapp.wording import load_words, topic_words

Schema: TypeAlias = dict[str, Any]

_DATA = Path(__file__).parent / "data" / "api.json"
_SEPARATOR = " — "
_SPAN: Schema = {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
_BASES: dict[str, Schema] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "object": {"type": "object"},
    "day": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "date-time"},
    "span": _SPAN,
}
_LISTS: dict[str, Callable[[], Iterable[str]]] = {
    "topic": topic_words,
    "topic_or_name": lambda: (*topic_words(), *topic_words().values()),
    "modality": lambda: load_words()["modality"],
    "document_status": lambda: load_words()["document_status"],
    "reply_status": lambda: load_words()["reply_status"],
    "related_role": lambda: get_args(RelatedRole),
    "gap_kind_or_name": lambda: (*GAP_KINDS, *load_words()["gap_kind"].values()),
    "duty_status": lambda: get_args(DutyStatus),
    "deadline_kind": lambda: get_args(DeadlineKind),
    "deadline_unit": lambda: get_args(DeadlineUnit),
    "deadline_relation": lambda: get_args(DeadlineRelation),
    "validity": lambda: get_args(ValidityId),
    "difference": lambda: compare_words()["difference"],
    "cell_status": lambda: ("fixed", "vague", *compare_words()["status"]),
    "group": lambda: GROUPS,
    "sort": lambda: get_args(Sort),
    "suggestion": lambda: search_words()["suggestions"],
    "node_kind": lambda: (kind for kind in node_looks() if kind not in ("role", "absent")),
    "edge": lambda: (kind for kind in edge_looks() if kind != "supposed"),
    "department_kind": lambda: ("body", "role"),
    "power_mode": lambda: ("direct", "cooperating", "entrusted", "all"),
}


@cache
def load_api() -> Mapping[str, Any]:
    """The contents of `data/api.json`: parameters, groups, operations, schemas, errors."""
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return data


@cache
def build_description() -> Schema:
    """The description as an OpenAPI 3.1 document, to be served as it is."""
    api = load_api()
    paths: dict[str, Any] = {}
    for operation in api["operations"]:
        paths.setdefault(operation["path"], {})[operation["method"]] = _build_operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {name: api[name] for name in ("title", "version", "summary", "description")},
        "servers": [{"url": "/"}],
        "tags": [{"name": group["id"], "description": group["title"]} for group in api["groups"]],
        "paths": paths,
        "components": {
            "parameters": {name: build_parameter(name) for name in api["parameters"]},
            "schemas": {name: _build_schema(entry) for name, entry in api["schemas"].items()},
        },
    }


def _build_operation(operation: Mapping[str, Any]) -> Schema:
    api = load_api()
    replies = {"200": _content("成功。", read_type(operation["reply"]))}
    replies |= {str(code): _content(api["errors"][str(code)], read_type("@Error")) for code in operation["errors"]}
    built: Schema = {
        "operationId": operation["id"],
        "tags": [operation["group"]],
        "summary": operation["title"],
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in operation["parameters"]],
        "responses": replies,
    }
    if "body" in operation:
        media: Schema = {"schema": read_type(operation["body"])}
        if "body_from" not in operation:
            media["example"] = operation["body_example"]
        built["requestBody"] = {
            "required": True,
            "description": f"最多 {operation['most_bytes'] // 1024} KB。",
            "content": {"application/json": media},
        }
    return built


def _content(description: str, schema: Schema) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def build_parameter(name: str) -> Schema:
    """The parameter called ``name`` in the data, as OpenAPI writes it; one that may be repeated is an array."""
    entry = dict(load_api()["parameters"][name])
    schema = read_type(entry["schema"]) if isinstance(entry["schema"], str) else entry["schema"]
    most = entry.pop("many", None)
    if most is not None:
        entry |= {"style": "form", "explode": True}
        schema = {"type": "array", "items": schema, "maxItems": most}
    return entry | {"schema": schema}


def _build_schema(entry: Mapping[str, Any]) -> Schema:
    """A schema of the data; an object holds all its fields and no others, unless the data says so."""
    told = {"description": entry["description"]} if "description" in entry else {}
    if "any" in entry:
        return {**told, "anyOf": [read_type(text) for text in entry["any"]]}
    limits = entry.get("limits", {})
    fields = {name: read_field(text) | limits.get(name, {}) for name, text in entry["fields"].items()}
    required = [name for name in fields if name not in entry.get("optional", ())]
    closed = {} if entry.get("open") else {"additionalProperties": False}
    return {"type": "object", **told, "properties": fields, "required": required, **closed}


def read_field(text: str) -> Schema:
    """The schema of a field written ``type — meaning``."""
    written, _, meaning = text.partition(_SEPARATOR)
    schema = read_type(written)
    return {**schema, "description": meaning} if meaning else schema


def read_type(text: str) -> Schema:
    """The schema of a type as the data writes it.

    >>> read_type("[string]"), read_type("@Duty"), read_type("number?")["type"]
    ({'type': 'array', 'items': {'type': 'string'}}, {'$ref': '#/components/schemas/Duty'}, ['number', 'null'])
    """
    if text.endswith("?"):
        return _or_null(read_type(text[:-1]))
    if re.fullmatch(r"\[.+\]", text):
        return {"type": "array", "items": read_type(text[1:-1])}
    if re.fullmatch(r"\{.+\}", text):
        return {"type": "object", "additionalProperties": read_type(text[1:-1])}
    if re.fullmatch("'.+'", text):
        return {"const": text[1:-1]}
    if text.startswith("@"):
        return {"$ref": f"#/components/schemas/{text[1:]}"}
    if text.startswith("#"):
        return {"type": "string", "enum": list(dict.fromkeys(_LISTS[text[1:]]()))}
    return dict(_BASES[text])


def _or_null(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    widened = {**schema, "type": [schema["type"], "null"]}
    return {**widened, "enum": [*schema["enum"], None]} if "enum" in schema else widened
