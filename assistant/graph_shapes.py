"""Departments and neighbourhoods to the JSON shapes of the API. Nothing is added here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant.departments import (
    DepartmentProfile,
    DepartmentRow,
    DistrictDepartments,
    LimitEntry,
    PostEntry,
    PowerEntry,
)
from assistant.neighbourhood import GraphNode, Neighbourhood
from assistant.render import deadline_to_dict, duty_to_dict


def row_to_dict(row: DepartmentRow) -> dict[str, Any]:
    """A department as the list shows it; ``node`` is its node in the graph."""
    return {
        "node": row.key,
        "district": row.district,
        "name": row.name,
        "kind": "role" if row.role else "body",
        "aliases": list(row.aliases),
        "duties": row.duties,
        "duties_with_deadline": row.limited,
        "duties_owed": row.owed,
        "power_sets": row.powers,
    }


def departments_to_dict(districts: Iterable[DistrictDepartments]) -> list[dict[str, Any]]:
    """The departments of several districts in one list, bodies before roles."""
    return [row_to_dict(row) for district in districts for row in (*district.bodies, *district.roles)]


def department_to_dict(profile: DepartmentProfile) -> dict[str, Any]:
    """All that is said of a department; duties in the shape of ``duties --json``."""
    return {
        **row_to_dict(profile.row),
        "topics": [
            {
                "topic": topic.topic,
                "label": topic.label,
                "duties": [duty_to_dict(entry.duty) for entry in topic.entries],
            }
            for topic in profile.topics
        ],
        "supposed": [duty_to_dict(entry.duty) for entry in profile.supposed],
        "rights": [duty_to_dict(entry.duty) for entry in profile.rights],
        "powers": [_power_to_dict(entry) for entry in profile.powers],
        "deadlines": [_limit_to_dict(limit) for limit in profile.limits],
        "owed": [duty_to_dict(entry.duty) for entry in profile.owed],
        "partners": [
            {
                "node": partner.row.key,
                "name": partner.row.name,
                "duties_towards": partner.towards,
                "duties_received": partner.received,
                "duties_together": partner.together,
            }
            for partner in profile.partners
        ],
        "posts": [_post_to_dict(entry) for entry in profile.posts],
        "elsewhere": [row_to_dict(row) for row in profile.elsewhere],
    }


def _power_to_dict(entry: PowerEntry) -> dict[str, Any]:
    statement = entry.statement
    return {
        "node": entry.key,
        "name": statement.name,
        "stated": statement.stated,
        "mode": statement.mode,
        "document": statement.document,
        "clause": list(statement.clause),
        "eid": statement.eid,
        "quote": statement.quote,
    }


def _limit_to_dict(limit: LimitEntry) -> dict[str, Any]:
    duty = limit.entry.duty
    return {
        **deadline_to_dict(limit.deadline),
        "duty": duty.id,
        "action": duty.action,
        "document": duty.document,
        "clause": list(duty.clause),
        "eid": duty.eid,
        "quote": duty.quote,
    }


def _post_to_dict(entry: PostEntry) -> dict[str, Any]:
    post = entry.post
    return {
        "role": post.role,
        "person": post.person,
        "office": post.office,
        "document": post.document,
        "clause": list(post.clause),
        "eid": post.eid,
        "quote": post.quote,
    }


def node_to_dict(node: GraphNode) -> dict[str, Any]:
    """A node of the graph."""
    return {
        "id": node.key,
        "kind": node.kind,
        "label": node.label,
        "district": node.district,
        "modality": node.word if node.kind == "duty" else None,
        "clause": node.clause,
        "degree": node.degree,
    }


def neighbourhood_to_dict(near: Neighbourhood) -> dict[str, Any]:
    """What is drawn around a node: ``columns`` of nodes, the edges between them, and how much there is in all."""
    return {
        "node": node_to_dict(near.centre),
        "columns": [
            {"nodes": [node_to_dict(node) for node in column.nodes], "left_out": column.left_out}
            for column in near.columns
        ],
        "edges": [
            {
                "source": tie.link.source,
                "target": tie.link.target,
                "kind": tie.link.kind,
                "clause": tie.link.clause,
                "sure": tie.sure,
            }
            for tie in near.ties
        ],
        "total": {"duties": len(near.duties), "edges": len(near.links)},
        "edge_kinds": dict(near.kinds),
        "districts": list(near.districts),
    }
