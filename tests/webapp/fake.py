"""A knowledge base of two small documents, made by hand, with the methods of `assistant.Knowledge`.

It lets pages be tested for what they show, whatever the real one answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from assistant import (
    Analysis,
    Card,
    Check,
    Choices,
    Cited,
    CitedClause,
    DocumentCounts,
    Exploration,
    Facet,
    Feedback,
    Finding,
    Found,
    GapKind,
    Gaps,
    Nearest,
    Page,
    Refusal,
    Reply,
    Report,
    SearchHit,
    Suggested,
    Suggestion,
    Understood,
)
from assistant.gaps import VagueDuty, build_gaps, wanted_refusals
from assistant.journal import build_feedback, build_refusal
from corpus import (
    ClauseRecord,
    Deadline,
    DocumentRecord,
    Duty,
    Metadata,
    Paragraph,
    Problem,
    Source,
    Span,
    UserError,
)
from index import Words


@dataclass(frozen=True)
class Part:
    """A clause to be laid out: paragraphs are strings, sub-clauses are parts; a tab makes a paragraph a table."""

    eid: str
    num: str
    heading: str
    parts: tuple[str | Part, ...]
    kind: Any = "level"
    path: tuple[str, ...] = ()
    run_in: bool = False


def lay_out(slug: str, tops: tuple[Part, ...]) -> tuple[ClauseRecord, ...]:
    """The clause records of a document that consists of `tops`, in reading order."""
    text = "\n".join(render(top) for top in tops)
    records: list[ClauseRecord] = []
    at = 0
    for top in tops:
        records.extend(records_of(slug, top, at, "", (), text))
        at += len(render(top)) + 1
    return tuple(records)


def render(part: Part) -> str:
    """The text of a part."""
    inner = "\n".join(piece if isinstance(piece, str) else render(piece) for piece in part.parts)
    head = part.num + part.heading
    return head + ("" if part.run_in or not head else "\n") + inner


def records_of(
    slug: str, part: Part, start: int, parent: str, headings: tuple[str, ...], text: str
) -> Iterator[ClauseRecord]:
    """The record of a part and of all parts in it."""
    span = (start, start + len(render(part)))
    head = part.num + part.heading
    at = start + len(head) + (0 if part.run_in or not head else 1)
    paragraphs, below = [], []
    for piece in part.parts:
        if isinstance(piece, str):
            kind: Any = "table" if "\t" in piece else "text"
            paragraphs.append(Paragraph(piece, (at, at + len(piece)), kind))
            at += len(piece) + 1
        else:
            below += list(records_of(slug, piece, at, part.eid, (*headings, head), text))
            at += len(render(piece)) + 1
    own = "\n".join([head, *(paragraph.text for paragraph in paragraphs)])
    yield ClauseRecord(
        slug, part.eid, parent, start + 1, part.kind, part.num, part.heading, part.path, headings, tuple(paragraphs),
        span, span, text[slice(*span)], own, "0",
    )  # fmt: skip
    yield from below


TRANSFER = "甲方发现案件不归自己管的，应当在3个工作日内移送给有管辖权的一方；情况紧急的，24小时内移送。"
EAST = lay_out(
    "east",
    (
        Part("front", "", "", ("东政办〔2024〕1号", "东山区人民政府办公室关于<b>案件</b>移送的通知"), "front"),
        Part(
            "1", "一、", "工作制度",
            (
                Part("1.1", "（一）", "案件移送制度", (TRANSFER, "移送时附案卷。"), path=("一", "（一）")),
                Part("1.2", "（二）", "协助。", ("乙方应当及时协助。",), path=("一", "（二）"), run_in=True),
            ),
            path=("一",),
        ),
        Part("att1", "附件1", "", ("案由\t承办人\n甲\t乙",), "attachment", ("附件1",)),
        Part("colophon", "", "", ("东山区人民政府办公室 2024年2月4日印发",), "colophon"),
    ),
)  # fmt: skip
WEST = lay_out("west", (Part("1", "一、", "总则", ("本办法由西山区司法局解释。",), path=("一",)),))
EAST_DOCUMENT = DocumentRecord(
    "east", "a" * 64, "east.txt", "utf-8",
    Metadata(
        number="东政办〔2024〕1号", title="关于<b>案件</b>移送的通知", issuer="东山区人民政府办公室", jurisdiction="东山区",
        issued_on=date(2024, 2, 4), trial=True,
    ),
    len(EAST), (Problem((0, 5), "标题跨行，已合并"),),
)  # fmt: skip
WEST_DOCUMENT = DocumentRecord(
    "west", "b" * 64, "west.txt", "utf-8", Metadata(title="西山区办法", jurisdiction="西山区"), len(WEST)
)
CLAUSE = next(record for record in EAST if record.eid == "1.1")
QUOTE_AT = CLAUSE.span[0] + CLAUSE.text.index(TRANSFER)
DEADLINES = (
    Deadline("3个工作日内", "duration", 3, "workday", "within", "发现案件不归自己管"),
    Deadline("24小时内", "duration", 24, "hour", "within", note="情况紧急的"),
)
DUTY = Duty(
    "east-d1", "east", "东政办〔2024〕1号", "东山区", "1.1", ("一", "（一）"), 1, TRANSFER, (QUOTE_AT, QUOTE_AT + len(TRANSFER)),
    ("甲方",), True, "obligation", "移送案件", ("有管辖权的一方",), None, DEADLINES, "case_transfer", "rule-1", 0.9,
)  # fmt: skip
CITATION = "《关于案件移送的通知》（东政办〔2024〕1号）第一部分第（一）项"


def check(district: str | None) -> None:
    """Refuses a district that is not one of the two."""
    if district not in (None, "东山区", "西山区"):
        raise UserError(
            f"知识库中没有“{district}”的文件。", hint="可选的辖区：东山区、西山区。", code="unknown_district"
        )


CITED = CitedClause("east", "1.1", CITATION)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
VAGUE = VagueDuty(
    EAST_DOCUMENT,
    CLAUSE,
    CITATION,
    replace(DUTY, deadlines=(Deadline("及时", "vague", span=(QUOTE_AT, QUOTE_AT + 2)),)),
)


class FakeKnowledge:
    """Answers questions with 移送 in them, refuses all others; keeps refusals and feedback in memory."""

    def __init__(self) -> None:
        self.kept: list[Refusal] = []
        self.reports: list[Feedback] = []

    def record_refusal(self, reply: Reply, *, when: datetime) -> bool:
        entry = build_refusal(reply, when)
        self.kept += [entry] if entry else []
        return entry is not None

    def record_feedback(self, report: Report, *, when: datetime) -> None:
        check(report.district)
        shown = None
        if report.document or report.eid:
            record = self.document(report.document)
            shown = record, next(clause for clause in self.clauses(record.slug) if clause.eid == report.eid)
        self.reports.append(build_feedback(report, shown, when))

    def gaps(self, *, district: str | None, kinds: Sequence[GapKind], limit: int) -> Gaps:
        check(district)
        refusals = [
            Refusal("<b>几点</b>开饭？", "东山区", "no_basis", "没有规定。", NOON, NOON, nearest=(CITED,)),
            *self.kept,
        ]
        reports = self.reports if "feedback" in kinds else []
        return build_gaps(wanted_refusals(refusals, kinds), reports, [VAGUE] if "vague" in kinds else [], limit=limit)

    def ask(
        self,
        question: str,
        *,
        district: str | None = None,
        districts: Sequence[str] | None = None,
        topic: str | None = None,
        id: str | None = None,
    ) -> Reply:
        for name in (district, *(districts or ())):
            check(name)
        asked = tuple(districts or ())
        analysis = Analysis(
            asked[0] if asked else district, ("who", "deadline"), topic or "case_transfer", ("移送",), asked,
            shown="东山区 · 案件移送 · 时限",
        )  # fmt: skip
        if "崩溃" in question:
            raise RuntimeError("secret detail")
        if "移送" not in question:
            near = Nearest(EAST_DOCUMENT, CLAUSE, CITATION, TRANSFER)
            return Reply(question, "no_basis", "", analysis, (), "知识库中的文件没有规定这件事。", (near,), id)
        card = Card(
            EAST_DOCUMENT, CLAUSE, CITATION, "甲方应当在3个工作日内移送给有管辖权的一方。", TRANSFER, DUTY.span,
            DUTY.actors, DUTY.counterparts, "移送案件", "案件不归自己管", "obligation", DEADLINES, 0.9,
        )  # fmt: skip
        return Reply(question, "answered", "东山区：甲方3个工作日内移送给有管辖权的一方。", analysis, (card,), id=id)

    def search(self, words: str, *, district: str | None = None, **filters: Any) -> tuple[SearchHit, ...]:
        check(district)
        return (SearchHit(EAST_DOCUMENT, CLAUSE, 3.5),) if "移送" in words else ()

    def documents(self) -> tuple[DocumentRecord, ...]:
        return EAST_DOCUMENT, WEST_DOCUMENT

    def document(self, name: str) -> DocumentRecord:
        found = [document for document in self.documents() if name in (document.slug, document.metadata.number)]
        if not found:
            raise UserError(
                f"知识库中没有文件“{name}”。", hint="运行 quanze documents 查看已有文件。", code="not_found"
            )
        return found[0]

    def clauses(self, slug: str) -> tuple[ClauseRecord, ...]:
        return {"east": EAST, "west": WEST}[slug]

    def duties(self, *, document: str | None = None, district: str | None = None, **filters: Any) -> tuple[Duty, ...]:
        check(district)
        return (DUTY,) if document in (None, "east") else ()

    def show(self, citation: str) -> tuple[tuple[DocumentRecord, ClauseRecord], ...]:
        return ((EAST_DOCUMENT, CLAUSE),) if "东政办" in citation else ()

    def findings(self) -> tuple[Finding, ...]:
        return (Finding("inconsistent", "各项之和与总数不一致。", (("east", "1.1"), ("east", "1.2"))),)

    def doctor(self) -> tuple[Check, ...]:
        return Check("数据库", True, "完好", ""), Check("全文索引", False, "缺失", "请运行 quanze build。")

    def districts(self) -> tuple[str, ...]:
        return "东山区", "西山区"

    def named_districts(self, question: str) -> tuple[str, ...]:
        return tuple(name for name in self.districts() if name in question)

    def topic_counts(self) -> dict[tuple[str | None, str], int]:
        return {("东山区", "case_transfer"): 1}

    def citation(self, document: DocumentRecord, clause: ClauseRecord) -> str:
        return CITATION

    def explore(self, query: str, choices: Choices, page: Page) -> Exploration:
        for district in choices.district:
            check(district)
        hits = (SearchHit(EAST_DOCUMENT, CLAUSE, 3.5),) if "移送" in query else ()
        totals: Any = {"clauses": len(hits), "duties": 0, "departments": 0, "attachments": 0}
        facets = (Facet("district", (("东山区", 1),)),) if hits else ()
        understood = Understood(Words(query), f"含“{query}”", words=(query,))
        return Exploration(query, understood, False, Found(totals, facets=facets), hits)

    def suggest(self, typed: str, limit: int = 10) -> Suggested:
        return Suggested(typed, (Suggestion("department", "甲方", 1),) if typed else ())

    def document_counts(self) -> Mapping[str, DocumentCounts]:
        return {"east": DocumentCounts(6, 1, 1), "west": DocumentCounts(1)}

    def citings(self, slug: str) -> tuple[Cited, ...]:
        at = CLAUSE.span[0]
        return (Cited(("east", "1.1"), "《外部办法》", (at, at + 6), "外部办法"),) if slug == "east" else ()

    def cited_by(self, slug: str) -> tuple[Cited, ...]:
        at = next(record for record in EAST if record.eid == "1.2").span[0]
        inner = Cited(("east", "1.2"), "第一部分第（一）项", (at, at + 4), "东政办〔2024〕1号", EAST_DOCUMENT, CLAUSE)
        return (inner,) if slug == "east" else ()

    def clauses_by_id(self, ids: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], ClauseRecord]:
        wanted = set(ids)
        return {
            (record.document, record.eid): record
            for record in (*EAST, *WEST)
            if (record.document, record.eid) in wanted
        }

    def source(self, slug: str) -> Source:
        text = "\n".join(record.text for record in self.clauses(slug) if not record.parent)
        return Source(f"{slug}.txt", text.encode(), "a" * 64, "utf-8", text)

    def source_span(self, slug: str, span: Span) -> Span:
        return span
