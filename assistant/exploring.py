"""The search page's questions to full text: a query in the query language, filters, one page of one group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from assistant.bundles import Bundle
from assistant.districts import DistrictNames
from assistant.model import SearchHit
from assistant.query_language import Field, FieldReading, Understood, read_query, value_names
from corpus import ClauseRecord, DocumentRecord, Duty, fold_text
from graph import load_topics
from index import Among, AnyOf, Choices, Expression, FacetName, Found, Labels, Page, Phrase, Words

_SHOWN_DOCUMENTS = 3


@dataclass(frozen=True, slots=True)
class FoundDuty:
    """A duty that was found, with its clause and document."""

    document: DocumentRecord
    clause: ClauseRecord
    duty: Duty


@dataclass(frozen=True, slots=True)
class Exploration:
    """What a search found. ``words`` are those looked for, ``relaxed`` true where no hit has all of them; ``documents``
    have the query in title or number.
    """

    query: str
    understood: Understood
    relaxed: bool
    found: Found
    hits: tuple[SearchHit, ...] = ()
    duties: tuple[FoundDuty, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words looked for, to be marked where they stand."""
        return self.understood.words


class Library(Protocol):
    """What an exploration reads."""

    def search_words(self, text: str) -> tuple[str, ...]:
        """The words and numbers that a run of text asks for."""
        ...

    def labels(self) -> Labels:
        """The departments and headings of the index."""
        ...

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents."""
        ...

    def district_names(self) -> DistrictNames:
        """The districts and their names."""
        ...

    def find_all(self, expression: Expression, choices: Choices, page: Page) -> Found:
        """The hits of an expression."""
        ...

    def clauses_by_id(self, ids: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], ClauseRecord]:
        """The clauses of these documents and eids."""
        ...

    def bundle(self, slug: str) -> Bundle:
        """A document with its duties."""
        ...


def explore(library: Library, query: str, choices: Choices, page: Page) -> Exploration:
    """What ``query`` finds within ``choices``, one page of one group.

    Where it is words only and no clause has all of them, those that have any are found, and ``relaxed`` says so.
    """
    understood = read_query(query, library.search_words, partial(_read_field, library))
    found = library.find_all(understood.expression, choices, page)
    relaxed = not any(found.totals.values()) and _should_relax(library, understood)
    if relaxed:
        any_word = AnyOf(tuple(map(Words, understood.words)))
        said = "含" + "".join(f"“{word}”" for word in understood.words) + "之一"
        understood = replace(understood, expression=any_word, said=said)
        found = library.find_all(any_word, choices, page)
    records = {record.slug: record for record in library.documents()}
    return Exploration(
        query, understood, relaxed, found, _hits(library, found, records), _duties(library, found, records),
        _named_documents(query, records.values()) if query.strip() else (),
    )  # fmt: skip


def _should_relax(library: Library, understood: Understood) -> bool:
    """Whether the query is several words that no clause has together, whatever the filters."""
    if not understood.is_plain or len(understood.words) < 2:
        return False
    return not any(library.find_all(understood.expression, Choices(), Page(limit=0)).totals.values())


def _hits(library: Library, found: Found, records: Mapping[str, DocumentRecord]) -> tuple[SearchHit, ...]:
    clauses = library.clauses_by_id((hit.document, hit.eid) for hit in found.clauses)
    return tuple(
        SearchHit(records[hit.document], clauses[hit.document, hit.eid], hit.score)
        for hit in found.clauses
        if hit.document in records and (hit.document, hit.eid) in clauses
    )


def _duties(library: Library, found: Found, records: Mapping[str, DocumentRecord]) -> tuple[FoundDuty, ...]:
    bundles = {slug: library.bundle(slug) for slug in {hit.document for hit in found.duties} if slug in records}
    duties = {(slug, duty.id): duty for slug, bundle in bundles.items() for duty in bundle.duties}
    wanted = [(hit.document, duties[hit.document, hit.id]) for hit in found.duties if (hit.document, hit.id) in duties]
    return tuple(FoundDuty(records[slug], bundles[slug].by_eid[duty.eid], duty) for slug, duty in wanted)


def _named_documents(query: str, records: Iterable[DocumentRecord]) -> tuple[DocumentRecord, ...]:
    wanted = fold_text(query.strip('"“”'))
    named = (record for record in records if len(wanted) > 1 and wanted in _names(record))
    return tuple(sorted(named, key=lambda record: record.slug)[:_SHOWN_DOCUMENTS])


def _names(record: DocumentRecord) -> str:
    meta = record.metadata
    return fold_text("\n".join((meta.title, meta.number or "", meta.issued_title or ""))) + f" {record.slug}"


def _read_field(library: Library, field: Field, value: str) -> FieldReading:
    """What a field of the query language with ``value`` stands for in this library."""
    wanted = fold_text(value)
    if field.id == "heading":
        return FieldReading(Phrase(value, in_heading=True), value)
    if field.id == "title":
        titled = [record.slug for record in library.documents() if wanted in fold_text(record.metadata.title)]
        return FieldReading(AnyOf((Phrase(value, in_heading=True), Among("document", frozenset(titled)))), value)
    if field.id in ("number", "document", "issuer"):
        named = [record for record in library.documents() if wanted in _searched(field.id, record)]
        said = "、".join(record.name for record in named[:_SHOWN_DOCUMENTS]) if field.id == "document" else value
        return _among("document", [record.slug for record in named], said or value)
    if field.id == "department":
        return _among("department", [name for name in library.labels().departments if wanted in fold_text(name)], value)
    return _read_closed(library, field.id, wanted, value)


def _searched(field: str, record: DocumentRecord) -> str:
    meta = record.metadata
    texts = {"number": meta.number, "issuer": meta.issuer, "document": _names(record)}
    return fold_text(texts[field] or "")


def _read_closed(library: Library, field: str, wanted: str, value: str) -> FieldReading:
    """A field whose values are a closed list: the values that the words name."""
    if field == "district":
        names = library.district_names().names
        found = [district for name, districts in names if wanted in name for district in districts]
        return _among("district", found, "、".join(dict.fromkeys(found)) or value)
    if field == "topic":
        labels = load_topics().labels
        found = [topic for topic, label in labels.items() if wanted in label or wanted == topic]
        return _among("topic", found, "、".join(labels[topic] for topic in found) or value)
    if field == "year":
        return _among("year", [wanted.removesuffix("年")], value)
    facet: FacetName = "modality" if field == "modality" else "deadline"
    found = [key for key, words in value_names(field).items() if wanted in words or wanted == key]
    return _among(facet, found, value)


def _among(facet: FacetName, values: Sequence[str], said: str) -> FieldReading:
    return FieldReading(Among(facet, frozenset(values)), said, known=bool(values))
