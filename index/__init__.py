"""index: keep and find. The store (SQLite) and full text (Whoosh, jieba); documents in, records and hits out.

May import corpus only, and not know graph. No type of SQLite or Whoosh and no SQL leaves this folder. A table is added
in `schema.py` as a new migration, another engine beside `whoosh_index.py` under the protocol of `fulltext.py`, a word
in `data/`.
"""

from index.errors import (
    IndexBusyError,
    IndexFolderError,
    IndexUnusable,
    NotInStore,
    StoreBusyError,
    StoreDamagedError,
    StoreMissingError,
    StoreTooNewError,
    StoreUnwritableError,
)
from index.expressions import (
    FACET_NAMES,
    GROUPS,
    HAS_DEADLINE,
    NO_DEADLINE,
    AllOf,
    Among,
    AnyOf,
    Choices,
    DepartmentHit,
    DocumentCounts,
    DutyHit,
    Expression,
    Facet,
    FacetName,
    Found,
    Group,
    Labels,
    Page,
    Phrase,
    Sort,
    Without,
    Words,
)
from index.fulltext import DutyEntry, Entry, Filters, FullText, Hit, build_entry
from index.journal import LONGEST_COMMENT, CitedClause, Feedback, Journal, Refusal
from index.store import Added, Changes, Store, Version
from index.tokens import QueryTerms, Segmenter
from index.whoosh_index import WhooshIndex

__all__ = [
    "FACET_NAMES",
    "GROUPS",
    "HAS_DEADLINE",
    "LONGEST_COMMENT",
    "NO_DEADLINE",
    "Added",
    "AllOf",
    "Among",
    "AnyOf",
    "Changes",
    "Choices",
    "CitedClause",
    "DepartmentHit",
    "DocumentCounts",
    "DutyEntry",
    "DutyHit",
    "Entry",
    "Expression",
    "Facet",
    "FacetName",
    "Feedback",
    "Filters",
    "Found",
    "FullText",
    "Group",
    "Hit",
    "IndexBusyError",
    "IndexFolderError",
    "IndexUnusable",
    "Journal",
    "Labels",
    "NotInStore",
    "Page",
    "Phrase",
    "QueryTerms",
    "Refusal",
    "Segmenter",
    "Sort",
    "Store",
    "StoreBusyError",
    "StoreDamagedError",
    "StoreMissingError",
    "StoreTooNewError",
    "StoreUnwritableError",
    "Version",
    "WhooshIndex",
    "Without",
    "Words",
    "build_entry",
]
