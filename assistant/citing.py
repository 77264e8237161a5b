"""What a clause cites: clauses of its own document, other documents of the store, and texts that are not in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

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
Step: TypeAlias = tuple[str, int, int]
ClausesOf: TypeAlias = Callable[[str], Sequence[ClauseRecord]]


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

    def find_ending(self, number: str) -> DocumentRecord | None:
        """The document whose number is ``number`` or its end, since words may stand before it: 依青政发〔2023〕5号."""
        folded = fold_text(number)
        ends = (folded[at:] for at in range(max(folded.find("〔"), 1)))
        return next((self.names[end] for end in ends if end in self.names), None)


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


def find_citings(
    record: DocumentRecord, clauses: Sequence[ClauseRecord], shelf: Shelf, clauses_of: ClausesOf
) -> tuple[Cited, ...]:
    """What the clauses of ``record`` cite, in reading order; a document's naming of itself is left out.

    Letterhead, signature and colophon cite nothing. ``clauses_of`` gives the clauses of another document of the store.
    """
    citing = (clause for clause in clauses if clause.kind not in _NOT_CITING)
    return tuple(
        cited
        for clause in citing
        for paragraph in clause.paragraphs
        if paragraph.kind == "text"
        for cited in _cited_by(_Citing(record, clause, clauses, shelf, clauses_of), paragraph)
    )


@dataclass(frozen=True, slots=True)
class _Citing:
    """A clause with what its citations are looked up in."""

    record: DocumentRecord
    clause: ClauseRecord
    clauses: Sequence[ClauseRecord]
    shelf: Shelf
    clauses_of: ClausesOf

    def find(self, reference: Reference | None, document: DocumentRecord | None) -> ClauseRecord | None:
        """The one clause of ``document`` that a reference names, or None; never the citing clause itself."""
        if reference is None or document is None or not reference.steps:
            return None
        clauses = self.clauses if document.slug == self.record.slug else self.clauses_of(document.slug)
        last = reference.steps[-1]
        near = [clause for clause in clauses if clause.path and _step(clause.path[-1]) == last]
        found = find_cited(reference, near)
        same = len(found) == 1 and (found[0].document, found[0].eid) == (self.record.slug, self.clause.eid)
        return found[0] if len(found) == 1 and not same else None


def _cited_by(citing: _Citing, paragraph: Paragraph) -> Iterator[Cited]:
    text, start = paragraph.text, paragraph.span[0]
    source = (citing.record.slug, citing.clause.eid)
    named = _named_documents(text, citing.shelf)
    references = find_references(text)
    taken: set[Reference] = set()
    for item in named:
        follows = next((ref for ref in references if _follows(text, item.span[1], ref.span[0])), None)
        if follows:
            taken.add(follows)
        elif item.document is not None and item.document.slug == citing.record.slug:
            continue
        a, b = item.span[0], follows.span[1] if follows else item.span[1]
        name = item.title or item.number or text[a:b]
        target = citing.find(follows, item.document)
        yield Cited(source, text[a:b], (start + a, start + b), name, item.document, target)
    for reference in references:
        a, b = reference.span
        if reference in taken or _is_foreign(text[:a]) or _inside(reference.span, named):
            continue
        target = citing.find(reference, citing.record)
        if target is not None:
            yield Cited(source, text[a:b], (start + a, start + b), citing.record.name, citing.record, target)


def _named_documents(text: str, shelf: Shelf) -> list[_Named]:
    """The documents that ``text`` names by title, number, or both one after the other, in its order."""
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
            known = shelf.find_ending(str(printed))
            start = span[0] if known is None else _begin(text, span, known)
            out.append(_Named((start, span[1]), None, known.metadata.number if known else str(printed), known))
    return sorted(out, key=lambda item: item.span)


@lru_cache(maxsize=4096)
def _step(number: str) -> Step:
    return path_steps((number,))[0]


def _begin(text: str, span: Span, document: DocumentRecord) -> int:
    """Where in ``span`` the number of ``document`` begins, words before it (依, 按照) left out."""
    agency = (document.metadata.number or "").partition("〔")[0]
    at = text.rfind(agency, *span)
    return at if at >= 0 else span[0]


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
