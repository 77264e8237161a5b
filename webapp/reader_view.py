"""The reader, ready for its templates: rows of the list of documents, facts of a clause, the source with its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant import Cited, DocumentCounts, Knowledge
from corpus import Basis, ClauseRecord, DocumentRecord, Duty, Span, UserError, fold_text, path_steps
from webapp.marking import Piece, mark_text
from webapp.validity import Validity, find_validity
from webapp.wording import clause_name


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the list: how it stands today and how much was read from it."""

    document: DocumentRecord
    validity: Validity
    counts: DocumentCounts


@dataclass(frozen=True, slots=True)
class CitedView:
    """A citation as it is listed: the words, what it names, where it leads, and the document that it stands in."""

    text: str
    name: str
    url: str | None
    place: str


@dataclass(frozen=True, slots=True)
class ClauseFacts:
    """What is known of a clause: its duties, what it cites, where it is cited; and its four forms of citation."""

    document: DocumentRecord
    clause: ClauseRecord
    duties: tuple[Duty, ...]
    cites: tuple[CitedView, ...]
    cited_by: tuple[CitedView, ...]
    citation: str
    short: str

    @property
    def limits(self) -> int:
        """How many of its duties state a time limit."""
        return sum(any(deadline.kind != "vague" for deadline in duty.deadlines) for duty in self.duties)

    @property
    def with_text(self) -> str:
        """Citation and words of the clause."""
        return f"{self.citation}：“{self.clause.text}”"


@dataclass(frozen=True, slots=True)
class ClauseCounts:
    """How many facts a clause has of its own."""

    duties: int = 0
    cites: int = 0
    cited_by: int = 0

    @property
    def text(self) -> str:
        """The counts in words; empty where there are none."""
        parts = (("职责", self.duties), ("引用", self.cites), ("被引用", self.cited_by))
        return " · ".join(f"{word} {count}" for word, count in parts if count)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a source file; ``first`` where the marked place begins in it."""

    pieces: tuple[Piece, ...]
    first: bool = False


_RANKS = {"part": 1, "chapter": 1, "section": 2, "cn_dot": 1, "attachment": 1, "cn_paren": 2, "ar_dot": 3, "article": 3}
_LOWEST_RANK = 4


def heading_rank(clause: ClauseRecord) -> int:
    """The typographic rank of a heading by GB/T 9704-2012 7.3.3: 一、is 1, （一）2, 1. 3, （1）4; titles 0.

    It is told by the form of the number, not by the depth: 一、of a text that a notice issues is 1 as well.
    """
    if clause.kind == "issued" or not clause.path:
        return 0 if clause.kind == "issued" else 1
    return _RANKS.get(path_steps(clause.path)[-1][0], _LOWEST_RANK)


def list_documents(
    documents: Iterable[DocumentRecord], counts: Mapping[str, DocumentCounts], today: date, *, district: str, words: str
) -> tuple[DocumentRow, ...]:
    """The rows of the documents of ``district`` ('' for all) that hold all ``words`` in title, number or issuer."""
    wanted = [fold_text(word) for word in words.split()]
    return tuple(
        DocumentRow(document, find_validity(document, today), counts.get(document.slug, DocumentCounts()))
        for document in documents
        if not district or document.metadata.jurisdiction == district
        if all(word in _searched(document) for word in wanted)
    )


def _searched(document: DocumentRecord) -> str:
    meta = document.metadata
    return fold_text("\n".join((meta.title, meta.number or "", meta.issuer or "", meta.issued_title or "")))


def count_facts(duties: Iterable[Duty], cites: Iterable[Cited], cited_by: Iterable[Cited]) -> dict[str, ClauseCounts]:
    """The number of facts of each clause of one document, by eid; clauses without any are left out."""
    borne = Counter(duty.eid for duty in duties)
    out = Counter(cited.source[1] for cited in cites)
    into = Counter(cited.clause.eid for cited in cited_by if cited.clause is not None)
    return {eid: ClauseCounts(borne[eid], out[eid], into[eid]) for eid in {*borne, *out, *into}}


def build_facts(knowledge: Knowledge, document: DocumentRecord, clause: ClauseRecord) -> ClauseFacts:
    """What is known of a clause."""
    slug = document.slug
    cites = [cited for cited in knowledge.citings(slug) if cited.source[1] == clause.eid]
    into = [cited for cited in knowledge.cited_by(slug) if cited.clause is not None and cited.clause.eid == clause.eid]
    return ClauseFacts(
        document,
        clause,
        tuple(duty for duty in knowledge.duties(document=slug) if duty.eid == clause.eid),
        tuple(map(view_citing, cites)),
        view_cited_by(knowledge, into),
        knowledge.citation(document, clause),
        short_citation(document, clause),
    )


def view_citing(cited: Cited) -> CitedView:
    """A citation as the citing document lists it; ``url`` is None where the text is not in the store."""
    if cited.document is None:
        return CitedView(cited.text, cited.name, None, "")
    target = f"#{cited.clause.eid}" if cited.clause else ""
    return CitedView(cited.text, cited.name, f"/documents/{cited.document.slug}{target}", "")


def view_cited_by(knowledge: Knowledge, found: Sequence[Cited]) -> tuple[CitedView, ...]:
    """Citations as the cited document lists them: each leads to the place where it stands, the words marked."""
    clauses = knowledge.clauses_by_id(cited.source for cited in found)
    names = {document.slug: document.name for document in knowledge.documents()}
    views = []
    for cited in found:
        slug, eid = cited.source
        if (slug, eid) in clauses:
            a, b = cited.span
            place = f"{names.get(slug, slug)} {clause_name(clauses[slug, eid])}"
            views.append(CitedView(cited.text, cited.name, f"/documents/{slug}?mark={a}-{b}#{eid}", place))
    return tuple(views)


def short_citation(document: DocumentRecord, clause: ClauseRecord) -> str:
    """The short form: number (or title) and path, 卫政办〔2024〕1号，三（一）2."""
    name = document.metadata.number or f"《{document.metadata.title}》"
    path = "".join(clause.path)
    return f"{name}，{path}" if path else name


def find_basis(knowledge: Knowledge, document: DocumentRecord) -> tuple[tuple[Basis, DocumentRecord | None], ...]:
    """The documents that a document names as its basis, each with its record where it is in the store."""
    return tuple((basis, _stored(knowledge, basis)) for basis in document.metadata.basis)


def _stored(knowledge: Knowledge, basis: Basis) -> DocumentRecord | None:
    for name in (basis.number, basis.title):
        if name:
            try:
                return knowledge.document(name)
            except UserError:
                continue
    return None


def build_source_lines(text: str, marked: Span | None) -> tuple[SourceLine, ...]:
    """The lines of a source, the characters ``marked`` highlighted."""
    lines: list[SourceLine] = []
    at, told = 0, False
    for line in text.splitlines(keepends=True):
        shown = line.rstrip("\r\n")
        holds = marked is not None and at < marked[1] and marked[0] < at + len(shown)
        lines.append(SourceLine(mark_text(shown, start=at, quote=marked if holds else None), holds and not told))
        told = told or holds
        at += len(line)
    return tuple(lines)
