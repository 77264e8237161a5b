"""The JSON API, version 1, in the shapes of the command line's ``--json``.

Errors are ``{"error": {"code", "message", "hint"}}`` with a status of 400 and above; a refused question is no error.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from assistant import clause_to_dict, document_to_dict, duty_to_dict, hits_to_dict, reply_to_dict
from webapp.ask_state import AskState, parse_state
from webapp.errors import InputError
from webapp.inputs import clean_text, parse_district, parse_limit, parse_topic, parse_words
from webapp.provider import get_knowledge
from webapp.recording import record_refusal

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/ask")
def ask() -> Response:
    """The reply to the question ``q``; ``district`` (or 各区) and ``topic`` overrule how it is understood."""
    return _reply(parse_state(request.args), request.args.get("id"))


@blueprint.post("/ask")
def ask_posted() -> Response:
    """The reply to a body ``{"question": …, "district": …, "topic": …, "id": …}``; only the first is needed."""
    body = _json_body()
    given = {"q": "question", "district": "district", "topic": "topic"}
    return _reply(parse_state({name: _string(body, key) or "" for name, key in given.items()}), _string(body, "id"))


@blueprint.get("/search")
def search() -> Response:
    """The clauses that ``q`` finds, best first; ``district``, ``topic``, ``department`` and ``limit`` narrow them."""
    knowledge = get_knowledge()
    words = parse_words(request.args.get("q", ""))
    hits = knowledge.search(
        words,
        district=parse_district(request.args.get("district")),
        topic=parse_topic(request.args.get("topic")),
        department=_argument("department"),
        limit=parse_limit(request.args.get("limit")),
    )
    return jsonify(hits_to_dict(words, hits))


@blueprint.get("/documents")
def documents() -> Response:
    """All documents, as a list."""
    return jsonify([document_to_dict(document) for document in get_knowledge().documents()])


@blueprint.get("/documents/<document>/clauses")
def clauses_of(document: str) -> Response:
    """The clauses of a document, named by slug or number, in reading order."""
    return _clauses(document)


@blueprint.get("/clauses")
def clauses() -> Response:
    """The same, with the document in ``document``."""
    document = _argument("document")
    if document is None:
        raise InputError("没有指明文件。", hint="请在 document 参数中填写文件的发文字号或代号。", code="empty_input")
    return _clauses(document)


@blueprint.get("/duties")
def duties() -> Response:
    """The duties, narrowed by ``document``, ``department``, ``topic`` and ``district``."""
    knowledge = get_knowledge()
    found = knowledge.duties(
        document=_argument("document"),
        department=_argument("department"),
        topic=parse_topic(request.args.get("topic")),
        district=parse_district(request.args.get("district")),
    )
    return jsonify([duty_to_dict(duty) for duty in found])


def _reply(state: AskState, id: str | None) -> Response:
    knowledge = get_knowledge()
    asked = clean_text(id) if id else None
    reply = knowledge.ask(state.question, districts=state.districts, topic=state.topic, id=asked)
    record_refusal(knowledge, reply)
    return jsonify(reply_to_dict(reply))


def _clauses(name: str) -> Response:
    knowledge = get_knowledge()
    return jsonify([clause_to_dict(clause) for clause in knowledge.clauses(knowledge.document(name).slug)])


def _argument(name: str) -> str | None:
    return clean_text(request.args.get(name, "")) or None


def _json_body() -> dict[str, Any]:
    hint = '请以 Content-Type: application/json 发送，例如 {"question": "……"}。'
    if not request.is_json:
        raise InputError("请求的内容类型不是 application/json。", hint=hint, code="invalid_content_type")
    try:
        body: Any = request.get_json(silent=True)
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise InputError("请求内容不是合法的 JSON 对象。", hint=hint, code="invalid_json")
    return body


def _string(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"字段“{name}”应是字符串。", hint='例如 {"question": "……"}。')
    return value
