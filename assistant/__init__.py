"""assistant: question → analysis → evidence → answer, and the build that ties store, index and graph together.

Holds the one facade, `Knowledge`, that web app and command line call. May import corpus, index and graph, never webapp.
Add a synonym in `data/synonyms.json`, a question form in `data/asks.json`, a step of answering as a module.
"""

from assistant.build import BuildSummary, Imported, build_knowledge, import_paths
from assistant.departments import (
    DepartmentProfile,
    DepartmentRow,
    Difference,
    DistrictDepartments,
    DutyEntry,
    LimitEntry,
    Named,
    TopicDuties,
    UnknownDepartmentError,
    compare_departments,
    entries_of,
    find_department_row,
    list_departments,
    profile_department,
)
from assistant.graph_shapes import (
    department_to_dict,
    departments_to_dict,
    neighbourhood_to_dict,
)
from assistant.model import Analysis, Card, Nearest, Reply, ReplyStatus, SearchHit
from assistant.neighbourhood import (
    Column,
    GraphNode,
    Neighbourhood,
    NodeGroup,
    Tie,
    find_neighbourhood,
    find_nodes,
    neighbourhood_graph,
    show_node,
)
from assistant.render import clause_to_dict, document_to_dict, duty_to_dict, hits_to_dict, reply_to_dict
from assistant.service import Check, Knowledge, UnknownDistrictError
from graph import NOWHERE, Finding, Link, render_graphml, render_node_link

__all__ = [
    "NOWHERE",
    "Analysis",
    "BuildSummary",
    "Card",
    "Check",
    "Column",
    "DepartmentProfile",
    "DepartmentRow",
    "Difference",
    "DistrictDepartments",
    "DutyEntry",
    "Finding",
    "GraphNode",
    "Imported",
    "Knowledge",
    "LimitEntry",
    "Link",
    "Named",
    "Nearest",
    "Neighbourhood",
    "NodeGroup",
    "Reply",
    "ReplyStatus",
    "SearchHit",
    "Tie",
    "TopicDuties",
    "UnknownDepartmentError",
    "UnknownDistrictError",
    "build_knowledge",
    "clause_to_dict",
    "compare_departments",
    "department_to_dict",
    "departments_to_dict",
    "document_to_dict",
    "duty_to_dict",
    "entries_of",
    "find_department_row",
    "find_neighbourhood",
    "find_nodes",
    "hits_to_dict",
    "import_paths",
    "list_departments",
    "neighbourhood_graph",
    "neighbourhood_to_dict",
    "profile_department",
    "render_graphml",
    "render_node_link",
    "reply_to_dict",
    "show_node",
]
