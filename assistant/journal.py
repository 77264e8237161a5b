"""What goes into the journal: a refused reply, and what a user reports of an answer; personal numbers taken out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal, TypeAlias

from assistant.lexicon import PACKAGE
from assistant.model import Reply
from corpus import ClauseRecord, DocumentRecord, PatternEntry, UserError, build_patterns, load_json, render_citation
from index import LONGEST_COMMENT, CitedClause, Feedback, Refusal

Occasion: TypeAlias = Literal["answer", "refusal"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that can be wrong: its id, what users read, and where it is offered."""

    id: str
    label: str
    occasions: tuple[Occasion, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a user sends in about an answer, as typed. ``document`` and ``eid`` name the clause that was shown, both
    empty where none was; ``district`` is the one that the question was about.
    """

    question: str
    choice: str
    comment: str = ""
    district: str | None = None
    document: str = ""
    eid: str = ""


class ReportError(UserError):
    """A report that cannot be kept as it stands."""

    code = "invalid_report"


@cache
def load_choices() -> tuple[Choice, ...]:
    """What can be reported, in the order in which it is offered."""
    entries = load_json(PACKAGE, "journal")["choices"]
    return tuple(Choice(entry["id"], entry["label"], tuple(entry["for"])) for entry in entries)


@cache
def private_patterns() -> tuple[PatternEntry, ...]:
    """The forms of personal numbers, in the order in which they are looked for."""
    data = load_json(PACKAGE, "journal")
    return build_patterns(data["private"], data["pieces"], where="assistant/data/journal.json")


def hide_private(text: str) -> str:
    """``text`` with identity, telephone and account numbers, mail addresses and number plates replaced.

    >>> hide_private("13812345678举报，几日内回复？")
    '〔已隐去〕举报，几日内回复？'
    """
    hidden = str(load_json(PACKAGE, "journal")["hidden"])
    for entry in private_patterns():
        text = entry.regex.sub(hidden, text)
    return text


def build_refusal(reply: Reply, when: datetime) -> Refusal | None:
    """The entry for a refused reply; None for an answered one. ``when`` has a time zone."""
    if reply.status == "answered":
        return None
    analysis = reply.analysis
    return Refusal(
        question=hide_private(reply.question),
        district="、".join(analysis.districts) if analysis.district else None,
        status=reply.status,
        reason=hide_private(reply.reason or reply.text),
        first_at=when,
        last_at=when,
        topic=analysis.topic,
        asks=analysis.asks,
        nearest=tuple(CitedClause(near.document.slug, near.clause.eid, near.citation) for near in reply.nearest),
    )


def build_feedback(report: Report, shown: tuple[DocumentRecord, ClauseRecord] | None, when: datetime) -> Feedback:
    """The entry for ``report``; ``shown`` is the clause that it names, whose district it then counts for.

    Raises ReportError for what cannot be kept.
    """
    comment = report.comment.strip()
    if report.choice not in {choice.id for choice in load_choices()}:
        known = "、".join(choice.label for choice in load_choices())
        raise ReportError("没有选择哪里有问题。", hint=f"请从这几项中选一项：{known}。")
    if len(comment) > LONGEST_COMMENT:
        message = f"补充说明太长：共 {len(comment)} 个字，最多 {LONGEST_COMMENT} 个字。"
        raise ReportError(message, hint="请缩短补充说明后再提交。")
    return Feedback(
        question=hide_private(report.question),
        district=shown[0].metadata.jurisdiction if shown else report.district,
        choice=report.choice,
        first_at=when,
        last_at=when,
        comment=hide_private(comment),
        clause=CitedClause(shown[0].slug, shown[1].eid, render_citation(*shown)) if shown else None,
    )
