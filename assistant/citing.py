"""What a clause cites: clauses of its own document, other documents of the store, and texts that are not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus import (
    ClauseRecord,
    DocumentRecord,
    Paragraph,
    Reference,
    Span,
    find_cited,
    find_document_numbers,
    find_references,
    fold_text,
    load_words,
    path_steps,
)

_TITLE = re.compile(r"《([^《》]{2,120})》")
_NOT_CITING = ("front", "signature", "colophon")
_BETWEEN = re.compile(r"[\s，、及和与]*")
_NOTE = re.compile(r"[（(][^（）()]{1,12}[）)]")
_INNER = str.maketrans("《》", "〈〉")


@dataclass(frozen=True, slots=True)
class Cited:
    """One place where a clause cites something: the words that do so with their span in the citing document.

    ``document`` is None where the text is not in the store, ``clause`` where the whole document is meant or the clause
    is not known. ``name`` is what the text calls it.
    """

    source: tuple[str, str]  # slug and eid of the citing clause
    text: str
    span: Span
    name: str
    document: DocumentRecord | None = None
    clause: ClauseRecord | None = None


@dataclass(frozen=True)
class Shelf:
    """The documents of the store by folded number and by folded title."""

    names: Mapping[str, DocumentRecord]

    def find(self, title: str | None, number: str | None) -> DocumentRecord | None:
        """The document of that number or title, or None."""
        by_number = self.names.get(fold_text(number)) if number else None
        return by_number or (self.names.get(_title_key(title)) if title else None)


@dataclass(frozen=True, slots=True)
class _Named:
    """A document as a text names it."""

    span: Span
    title: str | None
    number: str | None
    document: DocumentRecord | None


def build_shelf(documents: Iterable[DocumentRecord]) -> Shelf:
    """The shelf of ``documents``."""
    names: dict[str, DocumentRecord] = {}
    for record in documents:
        meta = record.metadata
        for title in filter(None, (meta.title, meta.issued_title)):
            names.setdefault(_title_key(title), record)
        if meta.number:
            names[fold_text(meta.number)] = record
    return Shelf(names)


def find_citings(record: DocumentRecord, clauses: Sequence[ClauseRecord], shelf: Shelf) -> tuple[Cited, ...]:
    """What the clauses of ``record`` cite, in reading order; a document's naming of itself is left out.

    Letterhead, signature and colophon cite nothing. The clauses of other documents of the store are not looked up:
    their ``clause`` is None and the reference stands in ``text``.
    """
    by_last: dict[object, list[ClauseRecord]] = {}
    for clause in clauses:
        if clause.path:
            by_last.setdefault(path_steps(clause.path[-1:])[0], []).append(clause)
    citing = (clause for clause in clauses if clause.kind not in _NOT_CITING)
    return tuple(
        cited
        for clause in citing
        for paragraph in clause.paragraphs
        if paragraph.kind == "text"
        for cited in _cited_by(record, clause, paragraph, shelf, by_last)
    )


def _cited_by(
    record: DocumentRecord,
    clause: ClauseRecord,
    paragraph: Paragraph,
    shelf: Shelf,
    by_last: Mapping[object, Sequence[ClauseRecord]],
) -> Iterator[Cited]:
    named = _named_documents(paragraph.text, shelf)
    references = find_references(paragraph.text)
    source, start = (record.slug, clause.eid), paragraph.span[0]
    taken: set[Reference] = set()
    for item in named:
        follows = next((ref for ref in references if _follows(paragraph.text, item.span[1], ref.span[0])), None)
        if follows:
            taken.add(follows)
        end = follows.span[1] if follows else item.span[1]
        if item.document is not None and item.document.slug == record.slug and follows is None:
            continue
        target = _own_clause(follows, clause, by_last) if follows and _is(item.document, record) else None
        text = paragraph.text[item.span[0] : end]
        name = item.title or item.number or text
        yield Cited(source, text, (start + item.span[0], start + end), name, item.document, target)
    for reference in references:
        if reference in taken or _is_foreign(paragraph.text[: reference.span[0]]) or _inside(reference.span, named):
            continue
        target = _own_clause(reference, clause, by_last)
        if target is not None:
            a, b = reference.span
            yield Cited(source, paragraph.text[a:b], (start + a, start + b), record.name, record, target)


def _named_documents(text: str, shelf: Shelf) -> list[_Named]:
    """The documents that ``text`` names by title, number, or both one after the other."""
    numbers = list(find_document_numbers(text))
    out: list[_Named] = []
    for match in _TITLE.finditer(text):
        title = match[1]
        number = next((found for found in numbers if 0 <= found[1][0] - match.end() <= 1), None)
        document = shelf.find(title, str(number[0]) if number else None)
        if number is None and document is None and not _is_document_title(title):
            continue
        end = match.end() if number is None else number[1][1] + text[number[1][1] :].startswith(("）", ")"))
        out.append(_Named((match.start(), end), " ".join(title.split()), str(number[0]) if number else None, document))
    for printed, span in numbers:
        if not any(item.span[0] <= span[0] < item.span[1] for item in out):
            out.append(_Named(span, None, str(printed), shelf.find(None, str(printed))))
    return sorted(out, key=lambda item: item.span)


def _own_clause(
    reference: Reference, clause: ClauseRecord, by_last: Mapping[object, Sequence[ClauseRecord]]
) -> ClauseRecord | None:
    found = find_cited(reference, by_last.get(reference.steps[-1], ())) if reference.steps else ()
    return found[0] if len(found) == 1 and found[0].eid != clause.eid else None


def _is(document: DocumentRecord | None, record: DocumentRecord) -> bool:
    return document is not None and document.slug == record.slug


def _follows(text: str, end: int, start: int) -> bool:
    return end <= start and _BETWEEN.fullmatch(_NOTE.sub("", text[end:start])) is not None


def _inside(span: Span, named: Iterable[_Named]) -> bool:
    return any(item.span[0] <= span[0] < item.span[1] for item in named)


def _title_key(title: str) -> str:
    return fold_text(title).translate(_INNER).strip("〈〉")


def _is_document_title(title: str) -> bool:
    """Whether a title in 《》 is that of a document rather than of a form or a paper (《案件移送函》)."""
    plain = _NOTE.sub("", fold_text(title)).strip()
    return plain.endswith(load_words("assistant", "citing", "document_ends"))


def _is_foreign(before: str) -> bool:
    """Whether a reference that stands behind ``before`` is to a clause of another text: 行政处罚法第五条."""
    said = fold_text(before[-20:])
    own = load_words("assistant", "citing", "own_names")
    return said.endswith(load_words("assistant", "citing", "foreign_ends")) and not said.endswith(own)
