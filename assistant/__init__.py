"""assistant: question → analysis → evidence → answer, and the build that ties store, index and graph together.

Holds the one facade, `Knowledge`, that web app and command line call. May import corpus, index and graph, never webapp.
Add a synonym in `data/synonyms.json`, a question form in `data/asks.json`, a step of answering as a module.
"""

from assistant.build import BuildSummary, Imported, build_knowledge, import_paths
from assistant.gaps import GAP_KINDS, GapKind, Gaps, choice_label, clause_url, gaps_to_dict
from assistant.given import ReplyFormatError
from assistant.journal import Choice, Report, ReportError, hide_private, load_choices
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
from assistant.verifying import BROKEN, HOLDS, Verification, verifications_to_dict
from assistant.clause_diff import DiffPiece, TextDiff
from assistant.compare import (
    CompareCell,
    CompareEntry,
    CompareRow,
    Contrast,
    District,
    Limit,
    Matrix,
    TopicRows,
    find_contrasts,
    keep_differences,
)
from assistant.compare_render import matrix_to_dict
from assistant.exports import (
    CONTENT_TYPES,
    FORMATS,
    Table,
    TableCell,
    TableFormat,
    export_name,
    export_tables,
    table_to_dict,
)
from assistant.graph_export import GRAPH_FORMATS, GraphFormat, export_graph
from assistant.citing import Cited
from assistant.exploring import Exploration, FoundDuty
from assistant.model import Analysis, Card, Nearest, Reply, ReplyStatus, SearchHit
from assistant.query_language import Understood, load_fields
from assistant.render import clause_to_dict, document_to_dict, duty_to_dict, hits_to_dict, reply_to_dict
from assistant.service import Check, Knowledge, UnknownDistrictError
from assistant.strictness import ORDER_NOTE
from graph import Finding
from index import LONGEST_COMMENT, CitedClause, Feedback, Refusal

__all__ = [
    "BROKEN",
    "GAP_KINDS",
    "HOLDS",
    "LONGEST_COMMENT",
    "CONTENT_TYPES",
    "FORMATS",
    "GRAPH_FORMATS",
    "ORDER_NOTE",
from graph import NOWHERE, Finding, Link, render_graphml, render_node_link

__all__ = [
    "NOWHERE",
from assistant.suggesting import Suggested, Suggestion
from graph import Finding
from index import (
    FACET_NAMES,
    GROUPS,
    Choices,
    DepartmentHit,
    DocumentCounts,
    Facet,
    FacetName,
    Found,
    Group,
    Page,
    Sort,
)

__all__ = [
    "FACET_NAMES",
    "GROUPS",
    "Analysis",
    "BuildSummary",
    "Card",
    "Check",
    "Choice",
    "CitedClause",
    "Feedback",
    "Finding",
    "GapKind",
    "Gaps",
    "CompareCell",
    "CompareEntry",
    "CompareRow",
    "Contrast",
    "DiffPiece",
    "District",
    "Finding",
    "GraphFormat",
    "Choices",
    "Cited",
    "DepartmentHit",
    "DocumentCounts",
    "Exploration",
    "Facet",
    "FacetName",
    "Finding",
    "Found",
    "FoundDuty",
    "Group",
    "Imported",
    "Knowledge",
    "Limit",
    "Matrix",
    "Nearest",
    "Refusal",
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
    "Page",
    "Reply",
    "ReplyFormatError",
    "ReplyStatus",
    "Report",
    "ReportError",
    "SearchHit",
    "Table",
    "TableCell",
    "TableFormat",
    "TextDiff",
    "TopicRows",
    "Tie",
    "TopicDuties",
    "UnknownDepartmentError",
    "Sort",
    "Suggested",
    "Suggestion",
    "Understood",
    "UnknownDistrictError",
    "Verification",
    "build_knowledge",
    "choice_label",
    "clause_to_dict",
    "clause_url",
    "document_to_dict",
    "duty_to_dict",
    "gaps_to_dict",
    "hide_private",
    "hits_to_dict",
    "import_paths",
    "load_choices",
    "load_fields",
    "reply_to_dict",
    "verifications_to_dict",
    "export_graph",
    "export_name",
    "export_tables",
    "find_contrasts",
    "hits_to_dict",
    "import_paths",
    "keep_differences",
    "matrix_to_dict",
    "reply_to_dict",
    "table_to_dict",
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
