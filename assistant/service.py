"""`Knowledge`: the one facade that web app and command line call. Thread-safe; sees a new build without being opened
again.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from assistant.answering import answer
from assistant.build import index_folder, make_segmenter, open_index
from assistant.bundles import Bundle
from assistant.citing import Cited, build_shelf, find_citings
from assistant.clause_diff import TextDiff, diff_words
from assistant.compare import Matrix, build_matrix
from assistant.districts import DistrictNames, build_names
from assistant.explain import Explanation, explain
from assistant.exploring import Exploration, explore
from assistant.gaps import GAP_KINDS, GapKind, Gaps, build_gaps, build_vague, is_vague, wanted_refusals
from assistant.journal import Report, build_feedback, build_refusal
from assistant.model import Chosen, Reply, SearchHit
from assistant.overrides import with_chosen
from assistant.proof import with_duties
from assistant.question import Question, parse_question
from assistant.suggesting import Suggested, Suggester, build_suggester
from assistant.verifying import Verification, verify_replies
from corpus import (
    ClauseRecord,
    DocumentRecord,
    Duty,
    Facts,
    PowerStatement,
    Source,
    Span,
    Statement,
    UserError,
    find_cited,
    find_document_numbers,
    find_references,
    fold_text,
    render_citation,
)
from graph import Finding, Graph, build_graph, find_findings
from index import (
    AllOf,
    AnyOf,
    Choices,
    DocumentCounts,
    Expression,
    Feedback,
    Filters,
    Found,
    Hit,
    IndexFolderError,
    IndexUnusable,
    Labels,
    Page,
    Phrase,
    Refusal,
    Segmenter,
    Store,
    WhooshIndex,
)

T = TypeVar("T")
_BUNDLES = 512  # documents kept ready for answering, about 0.2 MB each
_MOST_CITING = 200  # clauses that name a document, looked through for what they cite
_LEAST_TITLE = 6
_INNER_QUOTES = str.maketrans("《》", "〈〉")
_PERMALINK = re.compile(r"(?:/?documents/)?([^\s/#]+)[/#]([\w.~-]+)")


class UnknownDistrictError(UserError):
    """A district that no document of the store comes from."""

    code = "unknown_district"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that `doctor` looked at."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


@dataclass(frozen=True)
class _State:
    """What is derived from one revision of the store."""

    revision: int
    records: tuple[DocumentRecord, ...]
    names: DistrictNames
    findings: tuple[Finding, ...]


class Knowledge:
    """An open knowledge base. Use `Knowledge.open`."""

    def __init__(self, store: Store, index: WhooshIndex, data_dir: Path) -> None:
        self._store = store
        self._index = index
        self._data_dir = data_dir
        self._segmenter = make_segmenter(data_dir)
        self._lock = threading.Lock()
        self._state: _State | None = None
        self._graph: tuple[int, Graph] | None = None
        self._load = lru_cache(maxsize=_BUNDLES)(self._load_bundle)
        self._suggester = lru_cache(maxsize=1)(self._build_suggester)
        self._citings = lru_cache(maxsize=_BUNDLES)(self._find_citings)
        self._cited_by = lru_cache(maxsize=_BUNDLES)(self._find_cited_by)

    @classmethod
    def open(cls, data_dir: Path) -> Knowledge:
        """The knowledge base in ``data_dir``; its full text is built again from the store where it is damaged or
        behind.

        Raises UserError where there is no knowledge base, or it cannot be used.
        """
        store = Store.open(data_dir)
        try:
            return cls(store, open_index(store, data_dir), data_dir)
        except UserError:
            store.close()
            raise

    def close(self) -> None:
        """Let go of files."""
        self._index.close()
        self._store.close()

    # Asking

    def ask(
        self,
        question: str,
        *,
        district: str | None = None,
        districts: Sequence[str] | None = None,
        topic: str | None = None,
        id: str | None = None,
    ) -> Reply:
        """The reply to ``question``. With ``district`` it counts as asked about that district where it names none
        itself. ``districts`` (none are all) and ``topic`` correct how it is understood: they overrule what it says.

        Raises UserError for an unknown district or topic.
        """
        state = self._current()
        named = None if districts is None else tuple(self._district(name, state) for name in districts)
        chosen = Chosen(named, topic)
        parsed = with_chosen(self._parse(question, district, state), chosen)
        reply = with_duties(answer(parsed, self, id=id), self.bundle)
        return reply if chosen == Chosen() else replace(reply, chosen=chosen)

    def named_districts(self, question: str) -> tuple[str, ...]:
        """The jurisdictions that ``question`` names itself, in its order."""
        return parse_question(question, self._current().names, self).scope.districts

    def explain(self, question: str, *, district: str | None = None) -> Explanation:
        """The reply to ``question`` as `ask` gives it, with how it came about. Raises UnknownDistrictError."""
        return explain(self._parse(question, district, self._current()), self)

    def _parse(self, question: str, district: str | None, state: _State) -> Question:
        """The question taken apart, as if it named ``district`` where it names none itself."""
        parsed = parse_question(question, state.names, self)
        if district is None:
            return parsed
        known = self._district(district, state)
        named = any(name in parsed.read for name, _ in state.names.names)
        return parsed if named else replace(parsed, scope=replace(parsed.scope, districts=(known,)))

    def _district(self, district: str, state: _State) -> str:
        """The jurisdiction that ``district`` names. Raises UnknownDistrictError."""
        wanted = fold_text(district)
        for name, bearers in state.names.names:
            if name == wanted and len(bearers) == 1:
                return bearers[0]
        known = "、".join(state.names.all) or "（没有文件）"
        raise UnknownDistrictError(f"知识库中没有“{district}”的文件。", hint=f"可选的辖区：{known}。")

    def verify(self, replies: Sequence[object]) -> tuple[Verification, ...]:
        """Whether replies given earlier (as decoded JSON) still hold. Raises UserError where one is no reply."""
        return verify_replies(
            replies,
            self._store,
            lambda text, place, chosen: self.ask(text, district=place, districts=chosen.districts, topic=chosen.topic),
        )

    # The journal

    def record_refusal(self, reply: Reply, *, when: datetime) -> bool:
        """Keep a refused ``reply`` for the legal office; whether it was kept. ``when`` has a time zone.

        An answered one is not kept. Where the store is locked, full or read-only, nothing is kept and nothing raised.
        """
        entry = build_refusal(reply, when)
        if entry is None:
            return False
        try:
            self._store.journal.add_refusal(entry)
        except IndexFolderError:
            return False
        return True

    def record_feedback(self, report: Report, *, when: datetime) -> None:
        """Keep what a user reports of an answer. Raises UserError where it cannot be used or cannot be kept now."""
        shown = None
        if report.document or report.eid:
            record = self.document(report.document)
            shown = record, self._store.clause(record.slug, report.eid)
        report = replace(report, district=self._named_district(report.district))
        self._store.journal.add_feedback(build_feedback(report, shown, when))

    def refusals(self, *, district: str | None = None) -> tuple[Refusal, ...]:
        """The questions that got no answer, the most frequent first. Raises UnknownDistrictError."""
        return self._store.journal.refusals(district=self._named_district(district))

    def feedback(self, *, district: str | None = None) -> tuple[Feedback, ...]:
        """What users reported, the most frequent first. Raises UnknownDistrictError."""
        return self._store.journal.feedback(district=self._named_district(district))

    def gaps(self, *, district: str | None = None, kinds: Sequence[GapKind] = GAP_KINDS, limit: int = 200) -> Gaps:
        """What the documents leave open, at most ``limit`` entries of each of ``kinds``. Raises UserError."""
        place = self._named_district(district)
        vague = [duty for duty in self._store.duties(district=place) if is_vague(duty)] if "vague" in kinds else []
        clauses = self._store.clauses_by_id((duty.document, duty.eid) for duty in vague)
        documents = {record.slug: record for record in self.documents()}
        return build_gaps(
            wanted_refusals(self._store.journal.refusals(district=place), kinds),
            self._store.journal.feedback(district=place) if "feedback" in kinds else (),
            build_vague(vague, documents, clauses),
            limit=limit,
        )

    def _named_district(self, district: str | None) -> str | None:
        return self._district(district, self._current()) if district else None

    def cut(self, text: str) -> tuple[str, ...]:
        """All words of ``text``."""
        return self._segmenter.cut(text)

    def is_function_word(self, word: str) -> bool:
        """Whether ``word`` is a function or question word."""
        return self._segmenter.is_function_word(word)

    def terms(self, text: str) -> tuple[str, ...]:
        """The words of ``text`` that are worth looking for."""
        return self._segmenter.tokens_for_query(text).words

    # Reading (also what `assistant.answering` reads)

    def find(self, words: str, filters: Filters, limit: int) -> tuple[Hit, ...]:
        """The best clauses by full text."""
        return self._from_index(lambda index: index.search(words, filters, limit))

    def known(self, word: str) -> bool:
        """Whether any clause of the store holds ``word``."""
        return self._from_index(lambda index: index.holds(word))

    def _from_index(self, read: Callable[[WhooshIndex], T]) -> T:
        """What ``read`` gives; the index is built again from the store where it turns out damaged."""
        try:
            return read(self._index)
        except IndexUnusable:
            with self._lock:
                self._index.close()
                self._index = open_index(self._store, self._data_dir)
            return read(self._index)

    def tells_little(self, word: str) -> bool:
        """Whether ``word`` is of a class that no clause is chosen for: adverbs, pronouns, particles."""
        return _tells_little(self._segmenter, word)

    def is_place(self, word: str) -> bool:
        """Whether ``word`` is the name of a place in the dictionary."""
        return _is_place(self._segmenter, word)

    def bundle(self, slug: str) -> Bundle:
        """A document ready for answering."""
        return self._load(slug, self._current().revision)

    def _load_bundle(self, slug: str, revision: int) -> Bundle:
        store = self._store
        return Bundle(
            store.document(slug), store.clauses(slug), store.duties(document=slug), store.posts(document=slug)
        )

    def powers(self, slug: str) -> tuple[PowerStatement, ...]:
        """The numbers of powers that a document states."""
        return self._store.powers(document=slug)

    def statements(self, *, document: str | None = None) -> tuple[Statement, ...]:
        """The statements of money, counts and validity of one document, or of all. Raises UserError."""
        return self._store.statements(document=self.document(document).slug if document else None)

    def search(
        self,
        words: str,
        *,
        district: str | None = None,
        topic: str | None = None,
        department: str | None = None,
        document: str | None = None,
        modality: str | None = None,
        deadline: str | None = None,
        year: str | None = None,
        limit: int = 20,
    ) -> tuple[SearchHit, ...]:
        """The clauses that hold ``words``, best first; ``deadline`` is yes or no. Raises UserError for an unknown
        district or document.
        """
        place = self._district(district, self._current()) if district else None
        slug = self.document(document).slug if document else None
        filters = Filters(place, slug, None, topic, department, modality, deadline, year)
        hits = self.find(words, filters, limit)
        clauses = self._store.clauses_by_id((hit.document, hit.eid) for hit in hits)
        records = {record.slug: record for record in self.documents()}
        return tuple(
            SearchHit(records[hit.document], clauses[hit.document, hit.eid], hit.score)
            for hit in hits
            if hit.document in records and (hit.document, hit.eid) in clauses
        )

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents, by jurisdiction and date."""
        return self._current().records

    def document(self, name: str) -> DocumentRecord:
        """The document with this slug, number or title. Raises UserError."""
        found = self._store.find_document(name)
        if found is None:
            raise UserError(
                f"知识库中没有“{name[:60]}”这份文件。", hint="用 quanze documents 查看已入库的文件。", code="not_found"
            )
        return found

    def clauses(self, slug: str) -> tuple[ClauseRecord, ...]:
        """All clauses of a document, in reading order. Raises UserError."""
        return self._store.clauses(self.document(slug).slug)

    def duties(
        self,
        *,
        document: str | None = None,
        department: str | None = None,
        topic: str | None = None,
        district: str | None = None,
    ) -> tuple[Duty, ...]:
        """The duties that fit all that is given. Raises UserError for an unknown document or district."""
        slug = self.document(document).slug if document else None
        place = self._district(district, self._current()) if district else None
        return self._store.duties(document=slug, department=department, topic=topic, district=place)

    def compare(self, topics: Sequence[str] = (), districts: Sequence[str] = ()) -> Matrix:
        """What the districts' duties say on the topics; none given are all. A district that no document comes from
        stands in the matrix as not in the store. Raises UnknownDistrictError for a name that fits several.
        """
        names = dict(self._current().names.names)
        found = []
        for district in districts:
            bearers = names.get(fold_text(district), (district,))
            if len(bearers) > 1:
                options = "、".join(bearers)
                raise UnknownDistrictError(f"“{district}”可以指几个辖区。", hint=f"请写明是哪一个：{options}。")
            found.append(bearers[0])
        return build_matrix(self, topics, found or self.districts())

    def compare_clauses(self, left: ClauseRecord, right: ClauseRecord) -> TextDiff:
        """The texts of two clauses with the words that only one has."""
        return diff_words(self.cut(left.text), self.cut(right.text))

    def topic_counts(self) -> dict[tuple[str | None, str], int]:
        """How many duties there are of each jurisdiction and topic."""
        return self._store.topic_counts()

    def show(self, citation: str) -> tuple[tuple[DocumentRecord, ClauseRecord], ...]:
        """The clauses that a citation names: document by number, title or district and clause by reference, or both
        by a
        permanent link (weibin/3.1.2); () where none.
        """
        link = _PERMALINK.fullmatch(citation.strip())
        record = self._store.find_document(link[1]) if link else None
        if link and record:
            return tuple((record, clause) for clause in self._store.clauses(record.slug) if clause.eid == link[2])
        records = self._cited_documents(citation)
        references = find_references(_without_titles(citation))
        out = []
        for record in records:
            clauses = self._store.clauses(record.slug)
            for reference in references:
                out += [(record, clause) for clause in find_cited(reference, clauses)]
            if not references and len(records) == 1:
                out += [(record, clause) for clause in clauses if not clause.parent]
        return tuple(out)

    def _cited_documents(self, citation: str) -> tuple[DocumentRecord, ...]:
        state = self._current()
        numbers = {str(number) for number, _ in find_document_numbers(citation)}
        folded = fold_text(citation)
        numbered = tuple(r for r in state.records if r.metadata.number in numbers or _is_named(folded, r))
        if numbered:
            return numbered
        scope = parse_question(citation, state.names, self).scope
        if scope.districts:
            return tuple(r for r in state.records if r.metadata.jurisdiction in scope.districts)
        names_another = numbers or "《" in folded or scope.unknown or scope.options
        return () if names_another else state.records

    def citation(self, document: DocumentRecord, clause: ClauseRecord) -> str:
        """The official citation of a clause."""
        return render_citation(document, clause)

    def districts(self) -> tuple[str, ...]:
        """The jurisdictions that documents come from."""
        return tuple(dict.fromkeys(r.metadata.jurisdiction for r in self.documents() if r.metadata.jurisdiction))

    def findings(self) -> tuple[Finding, ...]:
        """What does not agree in the documents."""
        return self._current().findings

    def graph(self) -> Graph:
        """The graph of departments, duties, deadlines and powers; built from the store, kept until that changes."""
        revision = self._current().revision
        with self._lock:
            if self._graph is None or self._graph[0] != revision:
                records = self._store.documents()
                clauses = {record.slug: self._store.clauses(record.slug) for record in records}
                facts = [self._facts(record.slug) for record in records]
                self._graph = revision, build_graph(records, clauses, facts)
            return self._graph[1]

    def _facts(self, slug: str) -> Facts:
        store = self._store
        return Facts(slug, store.duties(document=slug), store.powers(document=slug), store.posts(document=slug))

    # Exploring

    def explore(self, query: str, choices: Choices = Choices(), page: Page = Page()) -> Exploration:  # noqa: B008  # frozen
        """What a query in the query language finds within ``choices``: totals of every group, one page of one, counts.

        Raises UnknownDistrictError where a district chosen is none of the store's.
        """
        districts = tuple(self._district(name, self._current()) for name in choices.district)
        return explore(self, query, replace(choices, district=districts), page)

    def find_all(self, expression: Expression, choices: Choices, page: Page) -> Found:
        """The hits of an expression."""
        return self._from_index(lambda index: index.explore(expression, choices, page))

    def search_words(self, text: str) -> tuple[str, ...]:
        """The words and numbers that a run of text asks for."""
        numbers, words = self._segmenter.search_words(text)
        return (*words, *(number.removeprefix("=") for number in numbers))

    def labels(self) -> Labels:
        """The departments and headings of all clauses."""
        return self._from_index(lambda index: index.labels())

    def department_names(self) -> tuple[str, ...]:
        """The names of the bodies that the documents name."""
        return tuple(self.labels().departments)

    def document_counts(self) -> Mapping[str, DocumentCounts]:
        """How much was read from each document, by slug."""
        return self._from_index(lambda index: index.counts())

    def district_names(self) -> DistrictNames:
        """The districts and every name each goes by."""
        return self._current().names

    def clauses_by_id(self, ids: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], ClauseRecord]:
        """The clauses of these (slug, eid), those that are not there left out."""
        return self._store.clauses_by_id(ids)

    def suggest(self, typed: str, limit: int = 10) -> Suggested:
        """At most ``limit`` departments, topics, headings and documents for what was typed so far."""
        return self._suggester(self._current().revision).suggest(typed, limit)

    def warm(self) -> None:
        """Works out what the first search and the first suggestion would wait for."""
        self._suggester(self._current().revision).warm()

    def _build_suggester(self, revision: int) -> Suggester:
        found = self.find_all(AllOf(()), Choices(), Page(limit=0))
        topics = next(facet.counts for facet in found.facets if facet.name == "topic")
        return build_suggester(self.labels(), self.documents(), (topic for topic, _ in topics))

    # Citations and sources

    def citings(self, slug: str) -> tuple[Cited, ...]:
        """What the clauses of a document cite, in reading order. Raises UserError."""
        return self._citings(slug, self._current().revision)

    def _find_citings(self, slug: str, revision: int) -> tuple[Cited, ...]:
        bundle = self.bundle(slug)
        return find_citings(
            bundle.record, bundle.clauses, build_shelf(self.documents()), lambda other: self.bundle(other).clauses
        )

    def cited_by(self, slug: str) -> tuple[Cited, ...]:
        """Where clauses of any document cite this document or its clauses, its own first. Raises UserError."""
        return self._cited_by(slug, self._current().revision)

    def _find_cited_by(self, slug: str, revision: int) -> tuple[Cited, ...]:
        meta = self.document(slug).metadata
        names = (Phrase(name) for name in (meta.number, meta.title, meta.issued_title) if name)
        found = self.find_all(AnyOf(tuple(names)), Choices(), Page(limit=_MOST_CITING)).clauses
        others = dict.fromkeys(hit.document for hit in found if hit.document != slug)
        cited = [cited for other in (slug, *others) for cited in self.citings(other)]
        return tuple(item for item in cited if item.document is not None and item.document.slug == slug)

    def source(self, slug: str) -> Source:
        """The file that a document came from. Raises UserError."""
        return self._store.source(self.document(slug).slug)

    def source_span(self, slug: str, span: Span) -> Span:
        """Where characters of a document's text stand in its file, as span of the decoded source. Raises UserError."""
        return self._store.normal_text(self.document(slug).slug).source_span(span)

    # Health

    def doctor(self) -> tuple[Check, ...]:
        """Whether store, facts, index and graph are sound and belong together."""
        faults = self._store.verify()
        facts = int(self._store.state("facts_revision") or 0)
        revision = self._store.revision()
        graph = self.graph()
        return (
            Check(
                "数据库",
                not faults,
                "完好" if not faults else "；".join(faults[:5]),
                "请从备份恢复，或重新导入有问题的文件。",
            ),
            Check(
                "职责提取",
                facts >= revision,
                "已是最新" if facts >= revision else "有文件尚未提取职责",
                "请运行 quanze build。",
            ),
            Check(
                "全文索引",
                self._index.revision == revision,
                f"位于 {index_folder(self._data_dir).name}/",
                "请运行 quanze build。",
            ),
            Check("职责图谱", True, f"{graph.number_of_nodes()} 个节点，{graph.number_of_edges()} 条边"),
            Check("文件", bool(self.documents()), f"{len(self.documents())} 份", "请用 quanze import 导入文件。"),
        )

    def _current(self) -> _State:
        """The state at the store's revision, made anew when that has changed."""
        revision = self._store.revision()
        state = self._state
        if state is None or state.revision != revision:
            records = self._store.documents()
            findings = find_findings(self._store.powers())
            state = self._state = _State(revision, records, build_names(records), findings)
        return state


@lru_cache(maxsize=4096)
@lru_cache(maxsize=4096)
def _is_place(segmenter: Segmenter, word: str) -> bool:
    return segmenter.is_place(word)


@lru_cache(maxsize=4096)
def _tells_little(segmenter: Segmenter, word: str) -> bool:
    return segmenter.tells_little(word)


def _is_named(folded: str, record: DocumentRecord) -> bool:
    """Whether a folded citation holds the title of a document."""
    title = fold_text(record.metadata.title).translate(_INNER_QUOTES)
    return len(title) >= _LEAST_TITLE and title in folded.translate(_INNER_QUOTES)


def _without_titles(citation: str) -> str:
    """``citation`` without what stands in 《》, whose numbers are no clause's."""
    out, depth = [], 0
    for char in citation:
        depth += (char == "《") - (char == "》")
        if depth == 0:
            out.append(char)
    return "".join(out)
