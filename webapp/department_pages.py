"""The departments of each district, and one page for each of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, render_template, request

from assistant import (
    DepartmentProfile,
    DepartmentRow,
    UnknownDepartmentError,
    compare_departments,
    list_departments,
    profile_department,
)
from corpus import UserError
from webapp.errors import http_status
from webapp.inputs import clean_text, parse_district, parse_name
from webapp.provider import get_knowledge

blueprint = Blueprint("department_pages", __name__, url_prefix="/departments")
FEW = 12  # of each kind, where the districts are listed one below the other


@blueprint.get("")
def departments() -> tuple[str, int]:
    """The departments by district; ``district`` and ``q`` (a part of the name, or the initials of its pinyin) narrow
    them.
    """
    knowledge = get_knowledge()
    words, district = clean_text(request.args.get("q", "")), request.args.get("district")
    everything = list_departments(knowledge)
    groups, problem = everything, None
    try:
        groups = list_departments(knowledge, district=parse_district(district), words=parse_name(words))
    except UserError as error:
        problem = error
    page = render_template(
        "departments.html",
        groups=groups,
        counts=[(group.district, len(group.bodies) + len(group.roles)) for group in everything],
        few=None if district or words else FEW,
        words=words,
        district=district,
        districts=knowledge.districts(),
        error=problem,
    )
    return page, http_status(problem) if problem else 200


@blueprint.get("/<district>/<path:name>", merge_slashes=False)
def department(district: str, name: str) -> str:
    """One department: duties, powers, time limits, partners, posts; with ``with`` how it differs from another one."""
    knowledge = get_knowledge()
    profile = profile_department(knowledge, district, name)
    chosen = _chosen(profile, clean_text(request.args.get("with", "")))
    return render_template(
        "department.html",
        profile=profile,
        row=profile.row,
        chosen=chosen,
        difference=compare_departments(knowledge, profile, chosen) if chosen else None,
    )


@blueprint.app_errorhandler(UnknownDepartmentError)
def show_unknown(error: UnknownDepartmentError) -> tuple[Any, int]:
    """The page (or JSON, below /api/) that says that there is no such department, and which are near."""
    if request.path.startswith("/api/"):
        return jsonify({"error": {"code": error.code, "message": error.message, "hint": error.hint}}), 404
    return render_template("department_missing.html", error=error), 404


def _chosen(profile: DepartmentProfile, key: str) -> DepartmentRow | None:
    """The department to compare with: the one asked for, else the first of the same name."""
    candidates = (*profile.elsewhere, *profile.similar)
    asked = next((row for row in candidates if row.key == key), None)
    return asked or next(iter(profile.elsewhere), None)
