"""assistant: question → analysis → evidence → answer, and the build that ties store, index and graph together.

Holds the one facade, `Knowledge`, that web app and command line call. May import corpus, index and graph, never webapp.
Add a synonym in `data/synonyms.json`, a question form in `data/asks.json`, a step of answering as a module.
"""

from assistant.build import BuildSummary, Imported, build_knowledge, import_paths
from assistant.model import Analysis, Card, Nearest, Reply, ReplyStatus, SearchHit
from assistant.render import clause_to_dict, document_to_dict, duty_to_dict, hits_to_dict, reply_to_dict
from assistant.service import Check, Knowledge, UnknownDistrictError
from graph import Finding

__all__ = [
    "Analysis",
    "BuildSummary",
    "Card",
    "Check",
    "Finding",
    "Imported",
    "Knowledge",
    "Nearest",
    "Reply",
    "ReplyStatus",
    "SearchHit",
    "UnknownDistrictError",
    "build_knowledge",
    "clause_to_dict",
    "document_to_dict",
    "duty_to_dict",
    "hits_to_dict",
    "import_paths",
    "reply_to_dict",
]
