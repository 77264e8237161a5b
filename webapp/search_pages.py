"""The search page, its hits as a file and as JSON, and the suggestions while typing."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, send_file

from assistant import (
    CONTENT_TYPES,
    FORMATS,
    Exploration,
    Knowledge,
    Page,
    duty_to_dict,
    export_name,
    export_tables,
    hits_to_dict,
    load_fields,
)
from corpus import UserError
from webapp.document_pages import today
from webapp.errors import InputError, http_status
from webapp.inputs import MAX_WORDS, clean_text, parse_limit
from webapp.provider import get_knowledge
from webapp.search_export import MOST_ROWS, build_table
from webapp.search_state import PAGE_SIZE, SearchState, read_exact_state, read_state, search_words
from webapp.search_view import SearchView, build_search_view, describe_document

blueprint = Blueprint("search_pages", __name__)
MOST_SUGGESTIONS = 10


blueprint.add_app_template_filter(describe_document)


@blueprint.get("/search")
def search() -> tuple[str, int]:
    """The search box; with ``q`` or a filter also what is found. The whole search stands in the address."""
    knowledge = get_knowledge()
    view: SearchView | None = None
    problem: UserError | None = None
    words = request.args.get("q", "")
    try:
        state = read_state(request.args)
        if state.asked:
            view = _view(knowledge, state)
    except UserError as error:
        problem = error
    page = render_template(
        "search.html",
        words=words,
        district=request.args.get("district"),
        view=view,
        error=problem,
        districts=knowledge.districts(),
        documents=knowledge.documents(),
        told=search_words(),
        fields=load_fields(),
    )
    return page, http_status(problem) if problem else 200


def _view(knowledge: Knowledge, state: SearchState) -> SearchView:
    """What is found; a page past the last is the last."""
    found = knowledge.explore(state.query, state.choices, state.as_page())
    last = max(1, -(-found.found.totals[state.group] // PAGE_SIZE))
    if state.page > last:
        state = state.on_page(last)
        found = knowledge.explore(state.query, state.choices, state.as_page())
    return build_search_view(state, found, knowledge.documents())


@blueprint.get("/search/export")
def export() -> Response:
    """The hits of one group, at most MOST_ROWS, as a file; ``format`` is one of FORMATS, without it csv."""
    knowledge = get_knowledge()
    form = request.args.get("format", "csv")
    known = next((name for name in FORMATS if name == form), None)
    if known is None:
        raise InputError("不支持这种导出格式。", hint=f"format 可以是：{'、'.join(FORMATS)}。")
    state = read_state(request.args)
    found = knowledge.explore(state.query, state.choices, Page(state.group, state.sort, 0, MOST_ROWS))
    table = build_table(knowledge, state, found, request.host_url.rstrip("/"), today())
    data = export_tables((table,), known, base=request.host_url)
    name = export_name(table.title.replace("：", "-"), known)
    return send_file(io.BytesIO(data), mimetype=CONTENT_TYPES[known], as_attachment=True, download_name=name)


@blueprint.get("/api/v1/explore")
def explore() -> Response:
    """The search page as JSON: how the query was read, the totals of all groups, the counts, one page of hits."""
    state = read_exact_state(request.args)
    size = parse_limit(request.args.get("limit"), default=PAGE_SIZE)
    return jsonify(_to_dict(get_knowledge().explore(state.query, state.choices, state.as_page(size=size))))


def _to_dict(found: Exploration) -> dict[str, Any]:
    return {
        "query": found.query,
        "understood": found.understood.said,
        "notices": list(found.understood.notices),
        "relaxed": found.relaxed,
        "totals": found.found.totals,
        "facets": {
            facet.name: [{"value": value, "count": count} for value, count in facet.counts]
            for facet in found.found.facets
        },
        "hits": hits_to_dict(found.query, found.hits)["hits"],
        "duties": [duty_to_dict(item.duty) for item in found.duties],
        "departments": [asdict(hit) for hit in found.found.departments],
    }


@blueprint.get("/api/v1/suggest")
def suggest() -> Response:
    """Departments, topics, clause headings and documents for what was typed so far; ``part`` is what they replace."""
    typed = clean_text(request.args.get("q", ""))[-MAX_WORDS:]
    found = get_knowledge().suggest(typed, MOST_SUGGESTIONS)
    kinds = search_words()["suggestions"]
    return jsonify(
        {
            "query": typed,
            "part": found.part,
            "suggestions": [
                {
                    "kind": item.kind,
                    "label": kinds[item.kind],
                    "text": item.text,
                    "count": item.count,
                    "document": item.slug,
                }
                for item in found.suggestions
            ],
        }
    )
