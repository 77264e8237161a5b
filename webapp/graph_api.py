"""Departments and the graph in the JSON API, version 1."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from assistant import (
    department_to_dict,
    departments_to_dict,
    list_departments,
    neighbourhood_to_dict,
    profile_department,
)
from webapp.graph_pages import find_view, parse_view
from webapp.inputs import parse_district, parse_name
from webapp.provider import get_knowledge

blueprint = Blueprint("graph_api", __name__, url_prefix="/api/v1")


@blueprint.get("/departments")
def departments() -> Response:
    """The departments, narrowed by ``district`` and ``q`` (a part of the name, or the initials of its pinyin)."""
    district, words = parse_district(request.args.get("district")), parse_name(request.args.get("q"))
    return jsonify(departments_to_dict(list_departments(get_knowledge(), district=district, words=words)))


@blueprint.get("/departments/<district>/<path:name>", merge_slashes=False)
def department(district: str, name: str) -> Response:
    """All that the documents of ``district`` say of one of its departments, by any of its names."""
    return jsonify(department_to_dict(profile_department(get_knowledge(), district, name)))


@blueprint.get("/graph")
def graph() -> Response:
    """What is drawn around ``node``; ``district`` and ``edge`` (once or more) narrow it."""
    view = parse_view()
    return jsonify(neighbourhood_to_dict(find_view(get_knowledge(), view)))
