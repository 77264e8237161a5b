"""The values that every folder speaks of: documents, clauses, duties, deadlines.

Frozen dataclasses, tuples inside, no behaviour beyond reading themselves. Spans are half-open
``[start, end)`` in code points of the normalised text; ``source_span`` counts in the decoded source.
Names follow Akoma Ntoso 3.0, LegalRuleML 1.0 and TIMEX3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]
ClausePath: TypeAlias = tuple[str, ...]

ClauseKind: TypeAlias = Literal[
    "document",  # the root; holds everything, has no text of its own
    "front",  # letterhead, number, title, addressees
    "preamble",  # paragraphs before the first numbered clause
    "part",  # 编
    "chapter",  # 章
    "section",  # 节
    "article",  # 条
    "point",  # 项: （一） in an article
    "indent",  # 目: 1. in an item of an article
    "level",  # 一、 （一） 1. （1） ① of GB/T 9704-2012 7.3.3
    "issued",  # the text that a covering notice issues
    "closing",  # closing paragraphs that belong to the document
    "signature",  # issuer and date under the text
    "attachment",  # 附件2, or the list 附件：…
    "colophon",  # 版记: printed by, on, copies, keywords
]
ParagraphKind: TypeAlias = Literal["text", "table"]
Modality: TypeAlias = Literal["obligation", "permission", "prohibition", "power"]
DeadlineKind: TypeAlias = Literal["duration", "immediate", "recurring", "date", "vague"]
DeadlineUnit: TypeAlias = Literal["hour", "day", "workday", "week", "month", "quarter", "year"]
DeadlineRelation: TypeAlias = Literal["within", "before", "not_exceed", "extend_not_exceed", "at"]
StatementKind: TypeAlias = Literal["money", "count", "validity"]
StatementRelation: TypeAlias = Literal["at_most", "at_least", "below", "above", "exactly"]
DutyStatus: TypeAlias = Literal["machine", "confirmed", "corrected", "rejected"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in a text, shown to the user as a warning; never an error."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its bytes' SHA-256, the encoding found, and the decoded text."""

    name: str
    raw: bytes
    sha256: str
    encoding: str
    text: str


@dataclass(frozen=True, slots=True)
class NormalText:
    """Joined text, one paragraph a line, and where each of its characters stands in the source.

    ``offsets`` has ``len(text)`` entries, non-decreasing; the newline after a paragraph maps to the end of that
    paragraph.
    """

    text: str
    offsets: tuple[int, ...]

    def source_span(self, span: Span) -> Span:
        """The span in the source from the first to the last character of ``span``."""
        start, end = span
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else (self.offsets[-1] + 1 if self.offsets else 0)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph (款 where it stands in an article); a table is one paragraph with tabs and newlines."""

    text: str
    span: Span
    kind: ParagraphKind = "text"


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of the clause tree.

    ``path`` holds the numbers as printed, brackets full-width, Arabic numbers without their dot; ``eid`` is its ASCII
    form, unique in the document. ``paragraphs`` are the clause's own, without heading and sub-clauses, also those after
    its sub-clauses. ``heading`` is empty where the number runs straight into a sentence; ``heading_span`` covers number
    and heading.
    """

    kind: ClauseKind
    num: str
    heading: str
    path: ClausePath
    eid: str
    span: Span
    heading_span: Span | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    children: tuple[Clause, ...] = ()

    def walk(self) -> Iterator[Clause]:
        """This clause and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """发文字号, GB/T 9704-2012 7.2.5."""

    agency: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.serial}号"


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that this one names as its basis: title without 《》, number as printed or None."""

    title: str
    number: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head and the foot of a document say about it. Nothing is guessed: unknown is None or empty."""

    number: str | None = None
    title: str = ""
    issuer: str | None = None
    jurisdiction: str | None = None
    jurisdiction_aliases: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    issued_on: date | None = None
    printed_on: date | None = None
    printed_by: str | None = None
    copies: int | None = None
    keywords: tuple[str, ...] = ()
    effective_on: date | None = None
    expires_on: date | None = None
    trial: bool = False
    basis: tuple[Basis, ...] = ()
    issued_title: str | None = None  # the title of the text that a covering notice issues


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document: source, normalised text, metadata, clause tree, warnings."""

    slug: str
    source: Source
    normal: NormalText
    metadata: Metadata
    root: Clause
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """One clause as the store keeps it: flat, with its parent's eid ('' for the root's children and the root itself).

    ``text`` is the clause's whole text with its sub-clauses, ``normal.text[span]``. ``own_text`` is its number, heading
    and own paragraphs, one a line. ``headings`` are the headings of its ancestors, outermost first (number and heading
    as printed).
    """

    document: str
    eid: str
    parent: str
    position: int
    kind: ClauseKind
    num: str
    heading: str
    path: ClausePath
    headings: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    span: Span
    source_span: Span
    text: str
    own_text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One document as the store keeps it, without its text."""

    slug: str
    sha256: str
    source_name: str
    encoding: str
    metadata: Metadata
    clauses: int
    problems: tuple[Problem, ...] = ()
    status: str = "current"

    @property
    def name(self) -> str:
        """What a citation calls it: its number, or its title where it has none."""
        return self.metadata.number or self.metadata.title


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit as written (TIMEX3 DURATION, SET, DATE; plus immediate and vague). 工作日 is never 日.

    ``value``, ``unit`` and ``relation`` are None for immediate and vague. 当日 is 0 day, 半年 recurring 6 month.
    ``runs_from`` is the event it runs from in the words of the text; ``note`` the condition under which it holds
    (情况紧急的).
    """

    text: str
    kind: DeadlineKind
    value: int | float | None = None
    unit: DeadlineUnit | None = None
    relation: DeadlineRelation | None = None
    runs_from: str | None = None
    note: str | None = None
    span: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who must, may, must not or has the power to do what, towards whom, by when; with the words that say so.

    ``quote == normal.text[span]``. ``paragraph`` counts the clause's own paragraphs from 1. ``rule`` names the rule
    that found it. ``actor_stated`` is false where the actor is understood from context; ``actors`` may be empty, it is
    never guessed.
    """

    id: str
    document: str  # slug
    doc: str  # number, or title where there is none
    jurisdiction: str | None
    eid: str
    clause: ClausePath
    paragraph: int
    quote: str
    span: Span
    actors: tuple[str, ...]
    actor_stated: bool
    modality: Modality
    action: str
    counterparts: tuple[str, ...] = ()
    condition: str | None = None
    deadlines: tuple[Deadline, ...] = ()
    topic: str = "general"
    rule: str = ""
    confidence: float = 0.5
    status: DutyStatus = "machine"


@dataclass(frozen=True, slots=True)
class PowerStatement:
    """A number of powers that a clause states: 1059 项管理事权, 其中 … 139 项."""

    id: str
    document: str
    jurisdiction: str | None
    eid: str
    clause: ClausePath
    name: str  # what is counted, e.g. 管理事权, 直接行使行政处罚权事项
    stated: int
    part_of: str | None  # id of the whole it is a part of
    mode: Literal["direct", "cooperating", "entrusted", "all"] | None
    holder: str | None  # department that exercises it
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """An amount of money, a count or a time of validity that a clause states: 共设6个大队, 有效期五年.

    以上 and 以下 include the number (民法典 第一千二百五十九条), so that they are at_least and at_most; 超过 is above,
    不满 is below. ``value`` is in whole units (5万元 is 50000 元); it and ``unit`` are None for a validity that ends on
    a date, which then is the ``text``. ``subject`` is whom or what it is about, in the words of the text; ``text`` the
    words of the number, folded; ``quote == normal.text[span]`` holds both.
    """

    id: str
    document: str
    jurisdiction: str | None
    eid: str
    clause: ClausePath
    kind: StatementKind
    subject: str | None
    relation: StatementRelation
    value: int | float | None
    unit: str | None
    text: str
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Post:
    """A post held by a person: role in the body (组长), person, unit and office."""

    document: str
    jurisdiction: str | None
    eid: str
    clause: ClausePath
    body: str | None
    role: str
    person: str
    office: str | None
    quote: str
    span: Span


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was read from one document's clauses."""

    document: str
    duties: tuple[Duty, ...] = ()
    powers: tuple[PowerStatement, ...] = ()
    posts: tuple[Post, ...] = ()
    statements: tuple[Statement, ...] = ()
