"""assistant: question → analysis → evidence → answer, and the build that ties store, index and graph together.

Holds the one facade, `Knowledge`, that web app and command line call. May import corpus, index and graph, never webapp.
Add a synonym in `data/synonyms.json`, a question form in `data/asks.json`, a step of answering as a module.
"""

from assistant.build import BuildSummary, Imported, build_knowledge, import_paths
from assistant.gaps import GAP_KINDS, GapKind, Gaps, choice_label, clause_url, gaps_to_dict
from assistant.given import ReplyFormatError
from assistant.journal import Choice, Report, ReportError, hide_private, load_choices
from assistant.model import Analysis, Card, Nearest, Reply, ReplyStatus, SearchHit
from assistant.render import clause_to_dict, document_to_dict, duty_to_dict, hits_to_dict, reply_to_dict
from assistant.service import Check, Knowledge, UnknownDistrictError
from assistant.verifying import BROKEN, HOLDS, Verification, verifications_to_dict
from graph import Finding
from index import LONGEST_COMMENT, CitedClause, Feedback, Refusal

__all__ = [
    "BROKEN",
    "GAP_KINDS",
    "HOLDS",
    "LONGEST_COMMENT",
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
    "Imported",
    "Knowledge",
    "Nearest",
    "Refusal",
    "Reply",
    "ReplyFormatError",
    "ReplyStatus",
    "Report",
    "ReportError",
    "SearchHit",
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
    "reply_to_dict",
    "verifications_to_dict",
]
