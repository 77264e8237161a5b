"""corpus: text to tree. Readers, joining broken lines, metadata, the clause tree, and the values all folders share.

Pure: only `load.py` touches the disk. May not import any other folder of the project.
Add a file format in `load.py`, a heading form in `data/headings.json`, a shared value in `model.py`.
"""

from corpus.citation import Reference, find_cited, find_references, path_steps, render_citation, render_path
from corpus.dates import DATE_PATTERN, find_dates
from corpus.errors import DocumentNumberError, QuanzeError, SourceError, UserError
from corpus.lexicon import LexiconError, PatternEntry, build_patterns, compile_pattern, load_json, load_words
from corpus.load import SUFFIXES, decode_source, read_source
from corpus.model import (
    Basis,
    Clause,
    ClauseKind,
    ClausePath,
    ClauseRecord,
    Deadline,
    DeadlineKind,
    DeadlineRelation,
    DeadlineUnit,
    Document,
    DocumentNumber,
    DocumentRecord,
    Duty,
    DutyStatus,
    Facts,
    Metadata,
    Modality,
    NormalText,
    Paragraph,
    Post,
    PowerStatement,
    Problem,
    Source,
    Span,
)
from corpus.numbers import find_document_numbers, parse_document_number
from corpus.numerals import CHINESE_NUMERAL_CHARS, parse_numeral, render_numeral
from corpus.parse import clause_records, document_record, leaves, parse_document
from corpus.text import Folded, fold, fold_text

__all__ = [
    "CHINESE_NUMERAL_CHARS",
    "DATE_PATTERN",
    "SUFFIXES",
    "Basis",
    "Clause",
    "ClauseKind",
    "ClausePath",
    "ClauseRecord",
    "Deadline",
    "DeadlineKind",
    "DeadlineRelation",
    "DeadlineUnit",
    "Document",
    "DocumentNumber",
    "DocumentNumberError",
    "DocumentRecord",
    "Duty",
    "DutyStatus",
    "Facts",
    "Folded",
    "LexiconError",
    "Metadata",
    "Modality",
    "NormalText",
    "Paragraph",
    "PatternEntry",
    "Post",
    "PowerStatement",
    "Problem",
    "QuanzeError",
    "Reference",
    "Source",
    "SourceError",
    "Span",
    "UserError",
    "build_patterns",
    "clause_records",
    "compile_pattern",
    "decode_source",
    "document_record",
    "find_cited",
    "find_dates",
    "find_document_numbers",
    "find_references",
    "fold",
    "fold_text",
    "leaves",
    "load_json",
    "load_words",
    "parse_document",
    "parse_document_number",
    "parse_numeral",
    "path_steps",
    "read_source",
    "render_citation",
    "render_numeral",
    "render_path",
]
