"""assistant: question → analysis → evidence → answer, and the build that ties store, index and graph together.

Holds the one facade, `Knowledge`, that web app and command line call. May import corpus, index and graph, never webapp.
Add a synonym in `data/synonyms.json`, a question form in `data/asks.json`, a step of answering as a module.
"""

from assistant.build import (
    BuildSummary,
    Imported,
    build_knowledge,
    import_paths,
)
from assistant.certainty import CERTAIN
from assistant.citing import (
    Cited,
)
from assistant.clause_diff import (
    DiffPiece,
    TextDiff,
)
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
from assistant.compare_render import (
    matrix_to_dict,
)
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
from assistant.due_dates import (
    DueDate,
    find_due_dates,
    is_monday_to_friday,
)
from assistant.explain import (
    Candidate,
    Explanation,
    explanation_to_dict,
)
from assistant.exploring import (
    Exploration,
    FoundDuty,
)
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
from assistant.gaps import (
    GAP_KINDS,
    GapKind,
    Gaps,
    choice_label,
    clause_url,
    gaps_to_dict,
)
from assistant.given import (
    ReplyFormatError,
)
from assistant.graph_shapes import (
    department_to_dict,
    departments_to_dict,
    neighbourhood_to_dict,
)
from assistant.journal import (
    Choice,
    Report,
    ReportError,
    hide_private,
    load_choices,
)
from assistant.model import (
    Analysis,
    Card,
    Nearest,
    Related,
    RelatedRole,
    Reply,
    ReplyStatus,
    SearchHit,
)
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
from assistant.overrides import (
    UnknownTopicError,
)
from assistant.query_language import (
    Understood,
    load_fields,
)
from assistant.render import (
    clause_to_dict,
    document_to_dict,
    duty_to_dict,
    hits_to_dict,
    named_to_dict,
    reply_to_dict,
)
from assistant.service import (
    Check,
    Knowledge,
    UnknownDistrictError,
)
from assistant.strictness import (
    ORDER_NOTE,
)
from assistant.suggesting import (
    Suggested,
    Suggestion,
)
from assistant.verifying import (
    BROKEN,
    HOLDS,
    Verification,
    verifications_to_dict,
)
from graph import (
    NOWHERE,
    Finding,
    Link,
    load_topics,
    render_graphml,
    render_node_link,
)
from index import (
    FACET_NAMES,
    GROUPS,
    LONGEST_COMMENT,
    Choices,
    CitedClause,
    DepartmentHit,
    DocumentCounts,
    Facet,
    FacetName,
    Feedback,
    Found,
    Group,
    Page,
    Refusal,
    Sort,
)

__all__ = [
    "BROKEN",
    "CERTAIN",
    "CONTENT_TYPES",
    "FACET_NAMES",
    "FORMATS",
    "GAP_KINDS",
    "GROUPS",
    "HOLDS",
    "LONGEST_COMMENT",
    "NOWHERE",
    "ORDER_NOTE",
    "Analysis",
    "BuildSummary",
    "Candidate",
    "Card",
    "Check",
    "Choice",
    "Choices",
    "Cited",
    "CitedClause",
    "Column",
    "CompareCell",
    "CompareEntry",
    "CompareRow",
    "Contrast",
    "DepartmentHit",
    "DepartmentProfile",
    "DepartmentRow",
    "DiffPiece",
    "Difference",
    "District",
    "DistrictDepartments",
    "DocumentCounts",
    "DueDate",
    "DutyEntry",
    "Explanation",
    "Exploration",
    "Facet",
    "FacetName",
    "Feedback",
    "Finding",
    "Found",
    "FoundDuty",
    "GapKind",
    "Gaps",
    "GraphNode",
    "Group",
    "Imported",
    "Knowledge",
    "Limit",
    "LimitEntry",
    "Link",
    "Matrix",
    "Named",
    "Nearest",
    "Neighbourhood",
    "NodeGroup",
    "Page",
    "Refusal",
    "Related",
    "RelatedRole",
    "Reply",
    "ReplyFormatError",
    "ReplyStatus",
    "Report",
    "ReportError",
    "SearchHit",
    "Sort",
    "Suggested",
    "Suggestion",
    "Table",
    "TableCell",
    "TableFormat",
    "TextDiff",
    "Tie",
    "TopicDuties",
    "TopicRows",
    "Understood",
    "UnknownDepartmentError",
    "UnknownDistrictError",
    "UnknownTopicError",
    "Verification",
    "build_knowledge",
    "choice_label",
    "clause_to_dict",
    "clause_url",
    "compare_departments",
    "department_to_dict",
    "departments_to_dict",
    "document_to_dict",
    "duty_to_dict",
    "entries_of",
    "explanation_to_dict",
    "export_name",
    "export_tables",
    "find_contrasts",
    "find_department_row",
    "find_due_dates",
    "find_neighbourhood",
    "find_nodes",
    "gaps_to_dict",
    "hide_private",
    "hits_to_dict",
    "import_paths",
    "is_monday_to_friday",
    "keep_differences",
    "list_departments",
    "load_choices",
    "load_fields",
    "load_topics",
    "matrix_to_dict",
    "named_to_dict",
    "neighbourhood_graph",
    "neighbourhood_to_dict",
    "profile_department",
    "render_graphml",
    "render_node_link",
    "reply_to_dict",
    "show_node",
    "table_to_dict",
    "verifications_to_dict",
]
