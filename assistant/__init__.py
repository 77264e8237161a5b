"""assistant: question → analysis → evidence → answer, and the build that ties store, index and graph together.

Holds the one facade, `Knowledge`, that web app and command line call. May import corpus, index and graph, never webapp.
Add a synonym in `data/synonyms.json`, a question form in `data/asks.json`, a step of answering as a module.
"""

from assistant.build import BuildSummary, Imported, build_knowledge, import_paths
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
from assistant.model import Analysis, Card, Nearest, Reply, ReplyStatus, SearchHit
from assistant.render import clause_to_dict, document_to_dict, duty_to_dict, hits_to_dict, reply_to_dict
from assistant.service import Check, Knowledge, UnknownDistrictError
from assistant.strictness import ORDER_NOTE
from graph import Finding

__all__ = [
    "CONTENT_TYPES",
    "FORMATS",
    "GRAPH_FORMATS",
    "ORDER_NOTE",
    "Analysis",
    "BuildSummary",
    "Card",
    "Check",
    "CompareCell",
    "CompareEntry",
    "CompareRow",
    "Contrast",
    "DiffPiece",
    "District",
    "Finding",
    "GraphFormat",
    "Imported",
    "Knowledge",
    "Limit",
    "Matrix",
    "Nearest",
    "Reply",
    "ReplyStatus",
    "SearchHit",
    "Table",
    "TableCell",
    "TableFormat",
    "TextDiff",
    "TopicRows",
    "UnknownDistrictError",
    "build_knowledge",
    "clause_to_dict",
    "document_to_dict",
    "duty_to_dict",
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
]
