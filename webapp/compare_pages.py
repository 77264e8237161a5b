"""Districts side by side: an overview, topics × districts, two clauses word by word; the same as files and as JSON."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, jsonify, render_template, request, send_file

from assistant import (
    CONTENT_TYPES,
    FORMATS,
    ORDER_NOTE,
    Knowledge,
    Matrix,
    export_name,
    export_tables,
    find_contrasts,
    keep_differences,
    matrix_to_dict,
    named_to_dict,
)
from corpus import ClauseRecord, DocumentRecord, UserError
from webapp.compare_words import (
    compare_words,
    render_actors,
    render_differences,
    render_ladder,
    render_limit,
)
from webapp.errors import InputError, http_status
from webapp.inputs import clean_text, parse_district, parse_topic, parse_words
from webapp.provider import get_knowledge
from webapp.tables import compare_tables, compare_title
from webapp.wording import topic_words

MAX_DISTRICTS = 40
DEFAULT_DISTRICTS = 8

blueprint = Blueprint("compare_pages", __name__)


@blueprint.get("/compare")
def compare() -> tuple[str, int]:
    """The comparison of the topics and districts in the address; without topics how much each district says on each."""
    knowledge = get_knowledge()
    shown: dict[str, Any] = {"matrix": None, "counts": None, "error": None}
    chosen: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    try:
        chosen = _districts(knowledge)
        topics = parse_topics(request.args.getlist("topic"))
        if topics:
            shown |= _compared(knowledge.compare(topics, chosen))
        else:
            shown["counts"] = knowledge.topic_counts()
    except UserError as error:
        shown["error"] = error
    page = render_template(
        "compare.html",
        topics=topics,
        chosen=_names(shown["matrix"]) or chosen,
        known=knowledge.districts(),
        all_topics=topic_words(),
        only_differences=_is_set("differences"),
        with_quotes=_is_set("quotes"),
        documents=knowledge.documents(),
        words=compare_words(),
        order_note=ORDER_NOTE,
        export_query=urlencode([(key, value) for key, value in request.args.items(multi=True) if value]),
        pick=_pick,
        **shown,
    )
    return page, http_status(shown["error"]) if shown["error"] else 200


def _compared(matrix: Matrix) -> dict[str, Any]:
    """The matrix with what it shows beside the table, as asked for in the address."""
    shown = keep_differences(matrix) if _is_set("differences") else matrix
    return {"matrix": shown, "contrasts": find_contrasts(matrix), "title": compare_title(matrix)}


def _names(matrix: Matrix | None) -> tuple[str, ...]:
    return tuple(district.name for district in matrix.districts) if matrix else ()


@blueprint.get("/compare/export.<form>")
def export(form: str) -> Response:
    """The comparison in the address as a file: xlsx, docx, csv, json."""
    known = next((name for name in FORMATS if name == form), None)
    if known is None:
        raise InputError(
            f"不能导出为“{clean_text(form)[:20]}”。", hint=f"可选的格式：{'、'.join(FORMATS)}。", code="not_found"
        )
    matrix = _asked(get_knowledge())
    tables = compare_tables(matrix, known, _today())
    data = export_tables(tables, known, base=request.url_root)
    name = export_name(compare_title(matrix), known)
    return send_file(io.BytesIO(data), mimetype=CONTENT_TYPES[known], as_attachment=True, download_name=name)


@blueprint.get("/api/v1/compare")
def compare_api() -> Response:
    """The same as JSON, in the shape of ``compare --json``: ``topic`` and ``district`` may be repeated, no topic is all
    of them; ``differences=1`` leaves only rows in which districts differ.
    """
    return jsonify(matrix_to_dict(_asked(get_knowledge())))


@blueprint.get("/compare/clauses")
def clauses() -> tuple[str, int]:
    """Two clauses side by side with the words that only one has; ``a`` and ``b`` are <document>/<eid> or citations."""
    knowledge = get_knowledge()
    shown: dict[str, Any] = {"left": None, "right": None, "diff": None, "error": None}
    a, b = request.args.get("a", ""), request.args.get("b", "")
    if a.strip() or b.strip():
        try:
            left, right = _find_clause(knowledge, a, "第一处"), _find_clause(knowledge, b, "第二处")
            shown |= {"left": left, "right": right, "diff": knowledge.compare_clauses(left[1], right[1])}
        except UserError as error:
            shown["error"] = error
    page = render_template("compare_clauses.html", a=a, b=b, citation_of=knowledge.citation, **shown)
    return page, http_status(shown["error"]) if shown["error"] else 200


@blueprint.get("/api/v1/compare/clauses")
def clauses_api() -> Response:
    """The same two clauses as JSON, each in pieces with what only it has."""
    knowledge = get_knowledge()
    left = _find_clause(knowledge, request.args.get("a", ""), "第一处")
    right = _find_clause(knowledge, request.args.get("b", ""), "第二处")
    diff = knowledge.compare_clauses(left[1], right[1])
    sides = [
        {
            "document": named_to_dict(document),
            "clause": list(clause.path),
            "eid": clause.eid,
            "citation": knowledge.citation(document, clause),
            "pieces": [{"text": piece.text, "own": piece.own} for piece in pieces],
        }
        for (document, clause), pieces in ((left, diff.left), (right, diff.right))
    ]
    return jsonify({"left": sides[0], "right": sides[1], "marked": diff.marked, "shared": round(diff.shared, 3)})


def _find_clause(knowledge: Knowledge, text: str, which: str) -> tuple[DocumentRecord, ClauseRecord]:
    """The one clause that ``text`` names. Raises InputError where it names none or several."""
    if not clean_text(text):
        raise InputError(f"没有填写{which}条款。", hint="请填写文号和条款，例如“卫政办〔2024〕1号三（一）2”。")
    found = knowledge.show(parse_words(text))
    if not found:
        message = f"没有找到{which}条款“{clean_text(text)[:40]}”。"
        raise InputError(message, hint="请核对文号和条款，或从对照表进入。", code="not_found")
    if len(found) > 1:
        named = "；".join(knowledge.citation(*item) for item in found[:3])
        raise InputError(f"{which}条款可以指几处。", hint=f"请写明文号，例如：{named}。")
    return found[0]


def parse_topics(texts: Sequence[str]) -> tuple[str, ...]:
    """The topics named in ``texts``, by identifier or Chinese name, each once. Raises InputError for an unknown one."""
    found = (parse_topic(text) for text in texts)
    return tuple(dict.fromkeys(topic for topic in found if topic))


def parse_districts(texts: Sequence[str]) -> tuple[str, ...]:
    """The districts named in ``texts``, each once. Raises InputError where there are more than MAX_DISTRICTS."""
    names = tuple(dict.fromkeys(name for text in texts if (name := parse_district(text))))
    if len(names) > MAX_DISTRICTS:
        raise InputError(
            f"选了 {len(names)} 个辖区，一次最多比较 {MAX_DISTRICTS} 个。", hint="请减少辖区后再比较。", code="too_many"
        )
    return names


def _districts(knowledge: Knowledge) -> tuple[str, ...]:
    """The districts of the address; where it names none, the first of the store."""
    return parse_districts(request.args.getlist("district")) or knowledge.districts()[:DEFAULT_DISTRICTS]


def _asked(knowledge: Knowledge) -> Matrix:
    matrix = knowledge.compare(parse_topics(request.args.getlist("topic")), _districts(knowledge))
    return keep_differences(matrix) if _is_set("differences") else matrix


def _is_set(name: str) -> bool:
    return request.args.get(name, "") not in ("", "0")


def _today() -> date:
    today: date = current_app.jinja_env.globals["today"]()  # type: ignore[operator]
    return today


def _pick(topics: Sequence[str], districts: Sequence[str]) -> str:
    """The address of a comparison."""
    pairs = [("topic", topic) for topic in topics] + [("district", district) for district in districts]
    return f"/compare?{urlencode(pairs)}"


blueprint.add_app_template_filter(render_limit, "limit")
blueprint.add_app_template_filter(render_ladder, "ladder")
blueprint.add_app_template_filter(render_actors, "bearers")
blueprint.add_app_template_filter(render_differences, "differences")
