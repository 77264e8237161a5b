"""assistant: question → analysis → evidence → answer, and the build that ties store, index and graph together.

Holds the one facade, `Knowledge`, that web app and command line call. May import corpus, index and graph, never webapp.
Add a synonym in `data/synonyms.json`, a question form in `data/asks.json`, a step of answering as a module.
"""

from assistant.build import BuildSummary, Imported, build_knowledge, import_paths
from assistant.citing import Cited
from assistant.exploring import Exploration, FoundDuty
from assistant.model import Analysis, Card, Nearest, Reply, ReplyStatus, SearchHit
from assistant.query_language import Understood, load_fields
from assistant.render import clause_to_dict, document_to_dict, duty_to_dict, hits_to_dict, reply_to_dict
from assistant.service import Check, Knowledge, UnknownDistrictError
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
    "Nearest",
    "Page",
    "Reply",
    "ReplyStatus",
    "SearchHit",
    "Sort",
    "Suggested",
    "Suggestion",
    "Understood",
    "UnknownDistrictError",
    "build_knowledge",
    "clause_to_dict",
    "document_to_dict",
    "duty_to_dict",
    "hits_to_dict",
    "import_paths",
    "load_fields",
    "reply_to_dict",
]
