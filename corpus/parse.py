"""A source to a document, and a document to the flat records that the store keeps."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePath

from corpus.metadata import read_metadata
from corpus.model import Clause, ClauseRecord, Document, DocumentRecord, Metadata, Source, Span
from corpus.normalise import normalise
from corpus.tree import build_tree

_SLUG = re.compile("[^0-9a-z\u4e00-\u9fff]+")
_MAX_SLUG = 60


def parse_document(source: Source, *, slug: str | None = None) -> Document:
    """The document in ``source``; any text at all parses, what is odd is listed in ``problems``.

    Without ``slug`` one is made: from the file's name where that is ASCII, else from number or title.
    """
    normalised = normalise(source.text, markdown=source.name.lower().endswith(".md"))
    root, problems = build_tree(normalised)
    metadata = read_metadata(root)
    return Document(
        slug or _make_slug(source, metadata), source, normalised.normal, metadata, root, normalised.problems + problems
    )


def _make_slug(source: Source, metadata: Metadata) -> str:
    stem = PurePath(source.name).stem
    for name in (stem if stem.isascii() else "", metadata.number or "", metadata.title, stem):
        slug = _SLUG.sub("-", name.lower()).strip("-")[:_MAX_SLUG]
        if slug:
            return slug
    return source.sha256[:12]


def leaves(document: Document) -> tuple[Span, ...]:
    """The spans of all headings and paragraphs in reading order; between them stands only white space."""
    spans = []
    for clause in document.root.walk():
        if clause.heading_span:
            spans.append(clause.heading_span)
        spans.extend(paragraph.span for paragraph in clause.paragraphs)
    return tuple(sorted(spans))


def document_record(document: Document) -> DocumentRecord:
    """What the store keeps of ``document`` beside its text and clauses."""
    count = sum(1 for clause in document.root.walk() if clause is not document.root)
    return DocumentRecord(
        document.slug,
        document.source.sha256,
        document.source.name,
        document.source.encoding,
        document.metadata,
        count,
        document.problems,
    )


def clause_records(document: Document) -> tuple[ClauseRecord, ...]:
    """All clauses of ``document`` but the root, flat, in reading order."""
    out: list[ClauseRecord] = []
    for child in document.root.children:
        _flatten(document, child, "", (), out)
    return tuple(out)


def _flatten(
    document: Document, clause: Clause, parent: str, headings: tuple[str, ...], out: list[ClauseRecord]
) -> None:
    text = document.normal.text
    whole = text[slice(*clause.span)]
    own_heading = text[slice(*clause.heading_span)] if clause.heading_span else ""
    own = [own_heading, *(paragraph.text for paragraph in clause.paragraphs)]
    out.append(
        ClauseRecord(
            document=document.slug,
            eid=clause.eid,
            parent=parent,
            position=len(out),
            kind=clause.kind,
            num=clause.num,
            heading=clause.heading,
            path=clause.path,
            headings=headings,
            paragraphs=clause.paragraphs,
            span=clause.span,
            source_span=document.normal.source_span(clause.span),
            text=whole,
            own_text="\n".join(part for part in own if part),
            sha256=hashlib.sha256(whole.encode()).hexdigest(),
        )
    )
    below = (*headings, own_heading.replace("\n", "")) if clause.heading else headings
    for child in clause.children:
        _flatten(document, child, clause.eid, below, out)
