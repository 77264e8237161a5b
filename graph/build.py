"""The graph of DESIGN.md as a networkx.MultiDiGraph, built from values: documents, clauses, facts. It reads no text.

Every node has ``kind`` and ``label``; every edge has ``kind`` and, where a clause says so, ``clause``. Keys are made
here only: ``document_key`` and its like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from corpus import (
    Basis,
    ClauseRecord,
    Deadline,
    DocumentRecord,
    Duty,
    Facts,
    Post,
    PowerStatement,
    find_cited,
    find_references,
    fold_text,
    path_steps,
)
from graph.abbreviations import document_abbreviations
from graph.departments import canonical_department, find_departments
from graph.model import Finding
from graph.powers import find_findings
from graph.topics import load_topics

if TYPE_CHECKING:
    import networkx

Graph: TypeAlias = "networkx.MultiDiGraph"

_FLOW_HEADINGS = ("流程", "步骤", "程序")
NOWHERE = "未注明辖区"


def jurisdiction_key(name: str | None) -> str:
    """The node of a jurisdiction; one node for documents that name none."""
    return f"jurisdiction:{name or NOWHERE}"


def document_key(slug: str) -> str:
    """The node of a document in the store."""
    return f"document:{slug}"


def clause_key(slug: str, eid: str) -> str:
    """The node of a clause."""
    return f"clause:{slug}/{eid}"


def department_key(name: str, jurisdiction: str | None, aliases: Sequence[str] = ()) -> str:
    """The node of a department by any of its spellings within a jurisdiction."""
    return f"department:{jurisdiction or NOWHERE}/{canonical_department(name, jurisdiction, aliases)}"


def find_department(graph: Graph, name: str, jurisdiction: str | None, aliases: Sequence[str] = ()) -> str:
    """The node of a department by any of its spellings, the short names that documents define for it among them."""
    key = department_key(name, jurisdiction, aliases)
    full: str = graph.graph.get("abbreviations", {}).get(key, key)
    return full


def deadline_key(deadline: Deadline) -> str:
    """The node that all duties with the same time limit share; vague ones by their words."""
    if deadline.value is None or deadline.unit is None:
        return f"deadline:{deadline.kind}" + (
            f"/{fold_text(deadline.text)}" if deadline.kind in ("vague", "date") else ""
        )
    return f"deadline:{deadline.kind}/{deadline.value}/{deadline.unit}"


def duty_key(duty_id: str) -> str:
    """The node of a duty."""
    return f"duty:{duty_id}"


def topic_key(topic: str) -> str:
    """The node of a topic."""
    return f"topic:{topic}"


def power_set_key(statement: PowerStatement) -> str:
    """The node of a stated number of powers."""
    return f"power_set:{statement.jurisdiction or NOWHERE}/{statement.name}"


@dataclass(slots=True)
class _Builder:
    """The graph while it grows, and the spellings met of each department."""

    graph: Graph
    records: Mapping[str, DocumentRecord]
    spellings: dict[str, Counter[str]] = field(default_factory=dict)

    def node(self, key: str, kind: str, label: str, **attributes: object) -> str:
        """The node ``key``, made where it is not there yet."""
        if key not in self.graph:
            self.graph.add_node(key, kind=kind, label=label, **attributes)
        return key

    def edge(self, source: str, target: str, kind: str, clause: str | None = None, **attributes: object) -> None:
        """An edge, with the clause that says so."""
        said = {"clause": clause} if clause else {}
        self.graph.add_edge(
            source, target, key=kind if clause is None else f"{kind}@{clause}", kind=kind, **said, **attributes
        )

    def department(self, name: str, slug: str) -> str:
        """The node of a department that the document ``slug`` names so."""
        metadata = self.records[slug].metadata
        key = find_department(self.graph, name, metadata.jurisdiction, metadata.jurisdiction_aliases)
        if key not in self.graph:
            mentions = find_departments(name)
            kind = mentions[0].kind if len(mentions) == 1 else "role"
            self.node(key, "department", key.split("/", 1)[1], role=kind != "body", jurisdiction=metadata.jurisdiction)
            self.edge(key, self.jurisdiction(metadata.jurisdiction), "part_of")
        self.spellings.setdefault(key, Counter())[fold_text(name)] += 1
        return key

    def jurisdiction(self, name: str | None) -> str:
        """The node of a jurisdiction."""
        return self.node(jurisdiction_key(name), "jurisdiction", name or NOWHERE)


def build_graph(
    records: Iterable[DocumentRecord], clauses: Mapping[str, Sequence[ClauseRecord]], facts: Iterable[Facts]
) -> Graph:
    """The graph of documents, clauses and facts; ``clauses`` and ``facts`` by document slug.

    Its attribute ``findings`` (``graph.graph["findings"]``) is a tuple of Finding. Facts of an unknown document raise
    KeyError.
    """
    import networkx  # asking a question needs no graph, and this import is a sixth of a start

    by_slug = {record.slug: record for record in records}
    builder = _Builder(networkx.MultiDiGraph(), by_slug)
    for record in by_slug.values():
        _add_document(builder, record)
    builder.graph.graph["abbreviations"] = {}
    for slug, members in clauses.items():
        _add_abbreviations(builder, by_slug[slug], members)
    for slug, members in clauses.items():
        _add_clauses(builder, by_slug[slug], members)
    findings: list[Finding] = []
    for fact in facts:
        for duty in fact.duties:
            _add_duty(builder, duty)
        _add_powers(builder, fact.powers)
        for post in fact.posts:
            _add_post(builder, post)
        findings.extend(find_findings(fact.powers))
    for key, names in builder.spellings.items():
        builder.graph.nodes[key]["aliases"] = tuple(name for name, _ in names.most_common())
    builder.graph.graph["findings"] = tuple(findings)
    return builder.graph


def _add_abbreviations(builder: _Builder, record: DocumentRecord, clauses: Sequence[ClauseRecord]) -> None:
    """Lead the short name that a document defines for one body to that body's node."""
    metadata = record.metadata
    places = metadata.jurisdiction_aliases
    for item in document_abbreviations(clauses):
        short = department_key(item.short, metadata.jurisdiction, places)
        if len(item.full) == 1 and short not in builder.graph.graph["abbreviations"].values():
            full = department_key(item.full[0], metadata.jurisdiction, places)
            if full != short and full not in builder.graph.graph["abbreviations"]:
                builder.graph.graph["abbreviations"][short] = full


def _add_document(builder: _Builder, record: DocumentRecord) -> None:
    metadata = record.metadata
    key = builder.node(
        document_key(record.slug), "document", metadata.title or record.name, number=metadata.number, stored=True
    )
    builder.edge(key, builder.jurisdiction(metadata.jurisdiction), "part_of")
    if metadata.issuer:
        builder.edge(key, builder.department(metadata.issuer, record.slug), "issued_by")
    for basis in metadata.basis:
        builder.edge(key, _cited_document(builder, basis), "cites")


def _cited_document(builder: _Builder, basis: Basis) -> str:
    """The node of a document that another names.

    One that is not in the store gets a node of its own, ``stored`` false.
    """
    for record in builder.records.values():
        same_number = basis.number and record.metadata.number == basis.number
        if same_number or (basis.title and record.metadata.title == basis.title):
            return builder.node(
                document_key(record.slug), "document", record.metadata.title, number=basis.number, stored=True
            )
    name = basis.number or basis.title
    return builder.node(f"document:{name}", "document", basis.title, number=basis.number, stored=False)


def _add_clauses(builder: _Builder, record: DocumentRecord, clauses: Sequence[ClauseRecord]) -> None:
    for clause in clauses:
        label = "".join(clause.path) + (f" {clause.heading}" if clause.heading else "")
        key = builder.node(clause_key(record.slug, clause.eid), "clause", label.strip() or clause.kind, eid=clause.eid)
        parent = clause_key(record.slug, clause.parent) if clause.parent else document_key(record.slug)
        builder.edge(key, parent, "part_of")
    _add_citations(builder, record, clauses)
    _add_steps(builder, record, clauses)


def _add_citations(builder: _Builder, record: DocumentRecord, clauses: Sequence[ClauseRecord]) -> None:
    """References between clauses of one document: 本办法第三条."""
    by_last = _by_last_step(clauses)
    for clause in clauses:
        if clause.kind in ("front", "colophon", "signature"):
            continue
        for paragraph in clause.paragraphs:
            for reference in (
                find_references(paragraph.text) if "第" in paragraph.text or "（" in paragraph.text else ()
            ):
                candidates = by_last.get(reference.steps[-1], ()) if reference.steps else ()
                named = paragraph.text[: reference.span[0]]
                if named.rstrip().endswith(("》", "法", "条例")):
                    continue
                cited = find_cited(reference, candidates)
                if len(cited) == 1 and cited[0].eid != clause.eid:
                    key = clause_key(record.slug, clause.eid)
                    builder.edge(key, clause_key(record.slug, cited[0].eid), "cites", key)


def _by_last_step(clauses: Sequence[ClauseRecord]) -> dict[tuple[str, int, int], list[ClauseRecord]]:
    by_last: dict[tuple[str, int, int], list[ClauseRecord]] = {}
    for clause in clauses:
        if clause.path:
            by_last.setdefault(path_steps(clause.path[-1:])[0], []).append(clause)
    return by_last


def _add_steps(builder: _Builder, record: DocumentRecord, clauses: Sequence[ClauseRecord]) -> None:
    """The items below a heading that announces a flow follow each other."""
    headings = {clause.eid: clause.heading for clause in clauses}
    last: dict[str, str] = {}
    for clause in clauses:
        if clause.kind in ("level", "point", "indent") and headings.get(clause.parent, "").endswith(_FLOW_HEADINGS):
            key = clause_key(record.slug, clause.eid)
            if clause.parent in last:
                builder.edge(last[clause.parent], key, "next_step")
            last[clause.parent] = key


def _add_duty(builder: _Builder, duty: Duty) -> None:
    clause = clause_key(duty.document, duty.eid)
    key = builder.node(
        duty_key(duty.id),
        "duty",
        duty.action,
        modality=duty.modality,
        action=duty.action,
        condition=duty.condition,
        confidence=duty.confidence,
        status=duty.status,
        jurisdiction=duty.jurisdiction,
    )
    builder.edge(clause, key, "lays_down", clause)
    for name in duty.actors:
        builder.edge(builder.department(name, duty.document), key, "bears", clause, stated=duty.actor_stated)
    for name in duty.counterparts:
        builder.edge(key, builder.department(name, duty.document), "towards", clause)
    for deadline in duty.deadlines:
        builder.edge(
            key, _deadline(builder, deadline), "within", clause, relation=deadline.relation, text=deadline.text
        )
    builder.edge(key, builder.node(topic_key(duty.topic), "topic", load_topics().labels[duty.topic]), "about", clause)


def _deadline(builder: _Builder, deadline: Deadline) -> str:
    return builder.node(
        deadline_key(deadline), "deadline", fold_text(deadline.text), value=deadline.value, unit=deadline.unit
    )


def _add_powers(builder: _Builder, statements: Sequence[PowerStatement]) -> None:
    by_id = {statement.id: statement for statement in statements}
    for statement in statements:
        clause = clause_key(statement.document, statement.eid)
        key = builder.node(
            power_set_key(statement),
            "power_set",
            statement.name,
            stated=statement.stated,
            listed=None,
            mode=statement.mode,
        )
        builder.edge(clause, key, "lays_down", clause)
        if statement.holder:
            holder = builder.department(statement.holder, statement.document)
            builder.edge(holder, key, "exercises", clause, mode=statement.mode)
        whole = by_id.get(statement.part_of or "")
        if whole is not None:
            builder.edge(key, power_set_key(whole), "member_of", clause)


def _add_post(builder: _Builder, post: Post) -> None:
    """A person's post in a body, as an attribute of that body's node; persons are no nodes of their own."""
    if post.body is None:
        return
    key = builder.department(post.body, post.document)
    held = (post.role, post.person, post.office, clause_key(post.document, post.eid))
    builder.graph.nodes[key]["posts"] = (*builder.graph.nodes[key].get("posts", ()), held)
