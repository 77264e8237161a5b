"""Each page's data as a file: /export/<what>.<xlsx, docx, csv, json>, with the parameters of the page."""

from __future__ import annotations

import io
from collections.abc import Callable

from flask import Blueprint, Response, request, send_file

from assistant import (
    CONTENT_TYPES,
    FORMATS,
    Table,
    export_name,
    export_tables,
    list_departments,
    profile_department,
)
from webapp.ask_state import parse_state
from webapp.document_pages import today
from webapp.errors import InputError
from webapp.export_tables import (
    answer_table,
    clauses_table,
    department_table,
    departments_table,
    gaps_table,
    graph_table,
)
from webapp.graph_pages import find_view, parse_view
from webapp.inputs import MAX_WORDS, clean_text, parse_district, parse_limit, parse_name, parse_topic
from webapp.journal_inputs import parse_gap_kinds
from webapp.provider import get_knowledge
from webapp.reader_view import list_documents
from webapp.tables import documents_table, duties_table

blueprint = Blueprint("export_pages", __name__, url_prefix="/export")


@blueprint.get("/<what>.<form>")
def export(what: str, form: str) -> Response:
    """The file of what a page shows; ``what`` is one of _TABLES."""
    known = next((name for name in FORMATS if name == form), None)
    if known is None or what not in _TABLES:
        wanted = clean_text(f"{what}.{form}")[:40]
        hint = f"名称：{'、'.join(_TABLES)}；格式：{'、'.join(FORMATS)}。"
        raise InputError(f"没有“{wanted}”这种导出。", hint=hint, code="not_found")
    table = _TABLES[what]()
    data = export_tables((table,), known, base=request.url_root)
    name = export_name(table.title, known)
    return send_file(io.BytesIO(data), mimetype=CONTENT_TYPES[known], as_attachment=True, download_name=name)


def _answer() -> Table:
    state = parse_state(request.args)
    return answer_table(get_knowledge().ask(state.question, districts=state.districts, topic=state.topic), today())


def _documents() -> Table:
    knowledge = get_knowledge()
    words, district = clean_text(_given("q"))[:MAX_WORDS], clean_text(_given("district"))
    rows = list_documents(knowledge.documents(), {}, today(), district=district, words=words)
    return documents_table([row.document for row in rows], today())


def _clauses() -> Table:
    knowledge = get_knowledge()
    record = knowledge.document(_required("document", "文件", "weibin"))
    clauses = knowledge.clauses(record.slug)
    return clauses_table(record, clauses, [knowledge.citation(record, clause) for clause in clauses], today())


def _duties() -> Table:
    knowledge = get_knowledge()
    found = knowledge.duties(
        document=clean_text(_given("document")) or None,
        department=clean_text(_given("department")) or None,
        topic=parse_topic(_given("topic")),
        district=parse_district(_given("district")),
    )
    return duties_table((duty for duty in found if duty.status != "rejected"), knowledge.documents(), today())


def _departments() -> Table:
    district, words = parse_district(_given("district")), parse_name(_given("q"))
    return departments_table(list_departments(get_knowledge(), district=district, words=words), today())


def _department() -> Table:
    district, name = _required("district", "辖区", "卫滨区"), _required("name", "部门", "各镇办")
    return department_table(profile_department(get_knowledge(), district, name), today())


def _graph() -> Table:
    knowledge = get_knowledge()
    return graph_table(knowledge.graph(), find_view(knowledge, parse_view()), today())


def _gaps() -> Table:
    kinds, limit = parse_gap_kinds(request.args.getlist("kind")), parse_limit(_given("limit"), default=100)
    return gaps_table(
        get_knowledge().gaps(district=parse_district(_given("district")), kinds=kinds, limit=limit), today()
    )


_TABLES: dict[str, Callable[[], Table]] = {
    "answer": _answer,
    "documents": _documents,
    "clauses": _clauses,
    "duties": _duties,
    "departments": _departments,
    "department": _department,
    "graph": _graph,
    "gaps": _gaps,
}


def _given(name: str) -> str:
    return request.args.get(name, "")


def _required(name: str, what: str, example: str) -> str:
    value = clean_text(_given(name))
    if not value:
        raise InputError(f"没有指明{what}。", hint=f"请填写参数 {name}，例如 {name}={example}。", code="empty_input")
    return value
