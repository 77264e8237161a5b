"""Between documents and rows: a parsed document as rows of the tables, rows as the records that the store hands out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from corpus import ClauseRecord, Document, DocumentRecord, Metadata, clause_records, fold_text
from corpus import document_record as make_record
from index.codec import (
    dump,
    metadata_from_json,
    pack_offsets,
    pack_paragraphs,
    pack_problems,
    to_json,
    unpack_paragraphs,
    unpack_problems,
)

DOCUMENT_COLUMNS = (
    "slug", "sha256", "identity", "source_name", "encoding", "number_key", "title_key", "issued_title_key",
    "jurisdiction", "issued_on", "metadata", "problems", "clause_count", "status",
)  # fmt: skip
TEXT_COLUMNS = ("raw", "source_text", "normal_text", "offsets")
CLAUSE_COLUMNS = (
    "position", "eid", "parent", "kind", "num", "heading", "path", "headings", "paragraphs",
    '"start"', '"end"', "label_start", "label_end", "source_start", "source_end", "sha256",
)  # fmt: skip
RECORD_COLUMNS = ("slug", "sha256", "source_name", "encoding", "metadata", "clause_count", "problems", "status")


def digest(text: str) -> str:
    """SHA-256 of ``text`` in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def title_key(title: str) -> str:
    """The form of a title by which it is looked up: folded, without 《》 round the whole."""
    folded = fold_text(title)
    return folded[1:-1] if folded.startswith("《") and folded.endswith("》") else folded


def identity(metadata: Metadata, sha256: str) -> str:
    """What makes two files versions of one document: the number, else title with issuer and date, else the bytes.

    A regulation that was amended is another document, told by its date; so neither takes the other's place.
    """
    if metadata.number:
        return "number:" + fold_text(metadata.number)
    if metadata.title and (metadata.issuer or metadata.issued_on):
        return f"title:{title_key(metadata.title)}/{fold_text(metadata.issuer or '')}/{metadata.issued_on or ''}"
    return "bytes:" + sha256


def document_row(document: Document, slug: str) -> tuple[Any, ...]:
    """The row of ``documents`` in the order of DOCUMENT_COLUMNS."""
    metadata, source = document.metadata, document.source
    return (
        slug,
        source.sha256,
        identity(metadata, source.sha256),
        source.name,
        source.encoding,
        fold_text(metadata.number) if metadata.number else None,
        title_key(metadata.title),
        title_key(metadata.issued_title) if metadata.issued_title else None,
        metadata.jurisdiction,
        metadata.issued_on.isoformat() if metadata.issued_on else None,
        to_json(metadata),
        pack_problems(document.problems),
        make_record(document).clauses,
        "current",
    )


def text_row(document: Document) -> tuple[Any, ...]:
    """The row of ``texts`` in the order of TEXT_COLUMNS; the decoded text only where the bytes do not give it back."""
    source = document.source
    own = None if decodes_to(source.raw, source.encoding, source.text) else source.text
    return source.raw, own, document.normal.text, pack_offsets(document.normal.offsets)


def decodes_to(raw: bytes, encoding: str, text: str) -> bool:
    """Whether ``raw`` in ``encoding`` is ``text``."""
    try:
        return raw.decode(encoding) == text
    except (LookupError, UnicodeDecodeError):
        return False


def clause_rows(document: Document) -> Iterator[tuple[Any, ...]]:
    """The rows of ``clauses`` in reading order, without the root, in the order of CLAUSE_COLUMNS."""
    nodes = (clause for clause in document.root.walk() if clause is not document.root)
    for clause, record in zip(nodes, clause_records(document), strict=True):
        paragraphs = pack_paragraphs(record.paragraphs, document.normal.text)
        yield (
            record.position, record.eid, record.parent, record.kind, record.num, record.heading, dump(record.path),
            dump(record.headings), paragraphs, *record.span, *(clause.heading_span or (None, None)),
            *record.source_span, record.sha256,
        )  # fmt: skip


def clause_record(slug: str, row: Sequence[Any], text: str) -> ClauseRecord:
    """The record of a row of ``clauses``, given its document's normalised text."""
    (
        position,
        eid,
        parent,
        kind,
        num,
        heading,
        path,
        headings,
        paragraphs,
        start,
        end,
        label_start,
        label_end,
        *rest,
    ) = row
    source_start, source_end, sha256 = rest
    own = unpack_paragraphs(paragraphs, text)
    label = "" if label_start is None else text[label_start:label_end]
    return ClauseRecord(
        document=slug,
        eid=eid,
        parent=parent,
        position=position,
        kind=kind,
        num=num,
        heading=heading,
        path=tuple(json.loads(path)),
        headings=tuple(json.loads(headings)),
        paragraphs=own,
        span=(start, end),
        source_span=(source_start, source_end),
        text=text[start:end],
        own_text="\n".join(part for part in (label, *(paragraph.text for paragraph in own)) if part),
        sha256=sha256,
    )


def document_record(row: Sequence[Any]) -> DocumentRecord:
    """The record of a row of ``documents`` in the order of RECORD_COLUMNS."""
    slug, sha256, source_name, encoding, metadata, clause_count, problems, status = row
    return DocumentRecord(
        slug=slug,
        sha256=sha256,
        source_name=source_name,
        encoding=encoding,
        metadata=metadata_from_json(metadata),
        clauses=clause_count,
        problems=unpack_problems(problems),
        status=status,
    )
