"""The JSON API for the legal office: what the documents leave open, and whether replies still hold."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from assistant import gaps_to_dict, verifications_to_dict
from webapp.errors import InputError
from webapp.inputs import parse_district, parse_limit
from webapp.journal_inputs import list_replies, parse_gap_kinds
from webapp.provider import get_knowledge
from webapp.recording import is_recording

blueprint = Blueprint("journal_api", __name__, url_prefix="/api/v1")

MAX_VERIFY_BODY = 2 * 1024 * 1024
MAX_REPLIES = 100


@blueprint.get("/gaps")
def gaps() -> Response:
    """Refused questions, feedback and duties without a fixed time limit, by ``district``, ``kind`` and ``limit``."""
    found = get_knowledge().gaps(
        district=parse_district(request.args.get("district")),
        kinds=parse_gap_kinds(request.args.getlist("kind")),
        limit=parse_limit(request.args.get("limit"), default=100),
    )
    return jsonify(gaps_to_dict(found, recording=is_recording()))


@blueprint.post("/verify")
def verify() -> Response:
    """Whether a reply, a list of replies, or those under ``replies`` still hold; at most MAX_REPLIES."""
    request.max_content_length = MAX_VERIFY_BODY
    replies = list_replies(_body(), name="请求")
    if len(replies) > MAX_REPLIES:
        message = f"一次最多核验 {MAX_REPLIES} 份答复，这次有 {len(replies)} 份。"
        raise InputError(message, hint="请分几次提交，或用命令行 quanze verify。", code="input_too_long")
    return jsonify(verifications_to_dict(get_knowledge().verify(replies)))


def _body() -> Any:
    hint = "请以 Content-Type: application/json 发送接口 /api/v1/ask 给出的答复。"
    if not request.is_json:
        raise InputError("请求的内容类型不是 application/json。", hint=hint, code="invalid_content_type")
    try:
        body: Any = request.get_json(silent=True)
    except RecursionError:
        body = None
    if body is None:
        raise InputError("请求内容不是合法的 JSON。", hint=hint, code="invalid_json")
    return body
