"""The Flask factory: pages, API, headers, error pages."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from corpus import UserError
from webapp import (
    api,
    api_pages,
    ask_pages,
    compare_pages,
    department_pages,
    document_api,
    document_pages,
    export_pages,
    graph_api,
    graph_pages,
    journal_api,
    journal_pages,
    recording,
    search_pages,
    type_pages,
    wording,
)
from webapp.config import WebConfig
from webapp.errors import KnowledgeUnavailable, http_status
from webapp.marking import mark_text
from webapp.outline import Node, table_rows
from webapp.provider import KnowledgeProvider, get_knowledge

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_HTTP_ERRORS = {
    400: ("bad_request", "请求无法识别", "请检查地址或重新填写后再试。"),
    403: ("forbidden", "不接受来自其他网站的提交", "请从本系统的页面提交。"),
    404: ("not_found", "没有这个页面", "请核对地址，或从上方导航重新进入。"),
    405: ("method_not_allowed", "不支持这种请求方式", "请查看接口说明中该地址支持的方式。"),
    413: ("too_large", "提交的内容太大", "请缩短内容后再试。"),
    429: ("too_many_requests", "提交得太频繁", "请过几分钟再提交。"),
    414: ("too_large", "地址太长", "请缩短问题后再试。"),
}
_SERVER_ERROR = ("server_error", "系统出错了", "请稍后再试。如果再次出现，请把时间和所做的操作告诉管理人员。")
_BLUEPRINTS = (
    ask_pages,
    search_pages,
    document_pages,
    department_pages,
    graph_pages,
    compare_pages,
    journal_pages,
    type_pages,
    export_pages,
    api_pages,
    api,
    document_api,
    graph_api,
    journal_api,
)


def create_app(config: WebConfig) -> Flask:
    """The web app over the knowledge base in ``config.data_dir``, which need not be there yet."""
    app = Flask("webapp")
    app.config.update(MAX_CONTENT_LENGTH=config.max_body, MAX_FORM_MEMORY_SIZE=config.max_body)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["quanze"] = KnowledgeProvider(config.data_dir)
    recording.set_up(app, config)
    for module in _BLUEPRINTS:
        app.register_blueprint(module.blueprint)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/favicon.ico", view_func=favicon)
    app.after_request(add_headers)
    app.register_error_handler(UserError, show_user_error)
    app.register_error_handler(KnowledgeUnavailable, show_unavailable)
    app.register_error_handler(HTTPException, show_http_error)
    _set_up_templates(app, config)
    return app


def _set_up_templates(app: Flask, config: WebConfig) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        label=lambda identifier, word_list: wording.label(word_list, identifier),
        deadline=wording.render_deadline,
        clause_name=wording.clause_name,
        document_name=wording.document_name,
        counterpart_label=wording.counterpart_label,
        moment=wording.render_moment,
        table_rows=table_rows,
        **graph_pages.FILTERS,
    )
    app.jinja_env.tests["clause"] = lambda part: isinstance(part, Node)
    app.jinja_env.globals.update(mark_text=mark_text, today=config.today)


def healthz() -> Response:
    """Whether the knowledge base can be used: 200 with the number of documents, or 503."""
    return jsonify({"status": "ok", "documents": len(get_knowledge().documents())})


def favicon() -> BaseResponse:
    """Where the icon is, for browsers that ask for it by its old name."""
    return redirect(url_for("static", filename="favicon.svg"), code=301)


def add_headers(response: Response) -> Response:
    """``response`` with the headers that keep other sites out and pages fresh."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.add("Cookie")
    return response


def show_user_error(error: UserError) -> tuple[Any, int]:
    """The page or JSON for something that the user can mend."""
    return _show(http_status(error), error.code, error.message, error.hint)


def show_unavailable(error: KnowledgeUnavailable) -> tuple[Any, int]:
    """The page or JSON that says there is no knowledge base to ask."""
    return _show(503, error.code, error.message, error.hint)


def show_http_error(error: HTTPException) -> Any:
    """The page or JSON for an HTTP error; a fault of ours shows nothing of its cause."""
    status = error.code or 500
    if status < 400:
        return error
    code, message, hint = _HTTP_ERRORS.get(status, _HTTP_ERRORS[400] if status < 500 else _SERVER_ERROR)
    body, _ = _show(status, code, message, hint)
    headers = [(name, value) for name, value in error.get_headers() if re.fullmatch("Allow|Retry-After", name)]
    return body, status, headers


def _show(status: int, code: str, message: str, hint: str) -> tuple[Any, int]:
    if request.path.startswith("/api/") or request.path == "/healthz":
        return jsonify({"error": {"code": code, "message": message, "hint": hint}}), status
    return render_template("error.html", status=status, message=message, hint=hint), status
