"""What the documents leave open, for the legal office: refused questions by district and reason, what users reported,
and duties whose only time limit is 及时, 尽快 or the like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from assistant.bundles import is_sure
from assistant.journal import load_choices
from corpus import ClauseRecord, DocumentRecord, Duty, render_citation
from index import CitedClause, Feedback, Refusal

GapKind: TypeAlias = Literal["no_basis", "not_stated", "feedback", "vague"]
GAP_KINDS: tuple[GapKind, ...] = ("no_basis", "not_stated", "feedback", "vague")


@dataclass(frozen=True, slots=True)
class RefusalGroup:
    """Refused questions of one district, for one reason, on one topic; the most frequent first.

    ``count`` is how often all of them were asked, ``last_at`` when one of them last was.
    """

    district: str | None
    reason: str
    status: str
    topic: str | None
    count: int
    last_at: datetime
    questions: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class VagueDuty:
    """A duty without a time limit but words such as 及时, with its clause's citation."""

    document: DocumentRecord
    clause: ClauseRecord
    citation: str
    duty: Duty

    @property
    def words(self) -> tuple[str, ...]:
        """The words that stand for a time limit."""
        return tuple(dict.fromkeys(deadline.text for deadline in self.duty.deadlines))

    @property
    def actors(self) -> tuple[str, ...]:
        """Who bears the duty, where that is more than a reading of whom the whole document speaks to."""
        return self.duty.actors if is_sure(self.duty) else ()


@dataclass(frozen=True, slots=True)
class VagueGroup:
    """The duties of one district and topic that fix no time limit, in the order of the documents."""

    district: str | None
    topic: str
    duties: tuple[VagueDuty, ...]


@dataclass(frozen=True, slots=True)
class Gaps:
    """All of it; each part holds at most as many entries as were asked for, ``found`` says how many there are."""

    refusals: tuple[RefusalGroup, ...]
    feedback: tuple[Feedback, ...]
    vague: tuple[VagueGroup, ...]
    found: Mapping[str, int]

    def __bool__(self) -> bool:
        return any(self.found.values())


def wanted_refusals(entries: Iterable[Refusal], kinds: Sequence[GapKind]) -> tuple[Refusal, ...]:
    """Those of ``entries`` whose status is one of ``kinds``."""
    return tuple(entry for entry in entries if entry.status in kinds)


def build_gaps(
    refusals: Sequence[Refusal], feedback: Sequence[Feedback], vague: Sequence[VagueDuty], *, limit: int
) -> Gaps:
    """The report on these entries, of each kind at most ``limit``."""
    found = {"refusals": len(refusals), "feedback": len(feedback), "vague": len(vague)}
    return Gaps(group_refusals(refusals[:limit]), tuple(feedback[:limit]), group_vague(vague[:limit]), found)


def group_refusals(entries: Iterable[Refusal]) -> tuple[RefusalGroup, ...]:
    """``entries`` by district, reason and topic: districts by name (none last), then the most frequent first."""
    members: dict[tuple[str | None, str, str, str | None], list[Refusal]] = {}
    for entry in entries:
        members.setdefault((entry.district, entry.reason, entry.status, entry.topic), []).append(entry)
    groups = [
        RefusalGroup(*key, sum(one.count for one in held), max(one.last_at for one in held), tuple(held))
        for key, held in members.items()
    ]
    return tuple(sorted(groups, key=_refusal_order))


def _refusal_order(group: RefusalGroup) -> tuple[bool, str, int, float]:
    return group.district is None, group.district or "", -group.count, -group.last_at.timestamp()


def is_vague(duty: Duty) -> bool:
    """Whether ``duty`` has a time limit, but none that fixes a length, a date or a recurrence, or says at once."""
    return duty.status != "rejected" and bool(duty.deadlines) and all(one.kind == "vague" for one in duty.deadlines)


def build_vague(duties: Iterable[Duty], documents: Mapping[str, DocumentRecord], clauses: Clauses) -> list[VagueDuty]:
    """Those of ``duties`` that are vague and whose document and clause are among those given."""
    return [
        VagueDuty(documents[duty.document], clause, render_citation(documents[duty.document], clause), duty)
        for duty in duties
        if duty.document in documents and (clause := clauses.get((duty.document, duty.eid)))
    ]


Clauses: TypeAlias = Mapping[tuple[str, str], ClauseRecord]


def group_vague(entries: Iterable[VagueDuty]) -> tuple[VagueGroup, ...]:
    """``entries`` by district and topic, in the order in which they were met."""
    members: dict[tuple[str | None, str], list[VagueDuty]] = {}
    for entry in entries:
        members.setdefault((entry.duty.jurisdiction, entry.duty.topic), []).append(entry)
    return tuple(VagueGroup(*key, tuple(held)) for key, held in members.items())


def gaps_to_dict(gaps: Gaps, *, recording: bool) -> dict[str, Any]:
    """The report of ``gaps --json``; times in ISO 8601, UTC."""
    return {
        "recording": recording,
        "found": dict(gaps.found),
        "refusals": [_group_to_dict(group) for group in gaps.refusals],
        "feedback": [_feedback_to_dict(entry) for entry in gaps.feedback],
        "vague": [
            {"district": group.district, "topic": group.topic, "duties": [_vague_to_dict(one) for one in group.duties]}
            for group in gaps.vague
        ],
    }


def _group_to_dict(group: RefusalGroup) -> dict[str, Any]:
    return {
        "district": group.district,
        "reason": group.reason,
        "status": group.status,
        "topic": group.topic,
        "count": group.count,
        "last": group.last_at.isoformat(),
        "questions": [
            {
                "question": entry.question,
                "asks": list(entry.asks),
                "nearest": [_clause_to_dict(clause) for clause in entry.nearest],
                **_counted(entry),
            }
            for entry in group.questions
        ],
    }


def _feedback_to_dict(entry: Feedback) -> dict[str, Any]:
    return {
        "question": entry.question,
        "district": entry.district,
        "choice": entry.choice,
        "label": choice_label(entry.choice),
        "comment": entry.comment,
        "clause": _clause_to_dict(entry.clause) if entry.clause else None,
        **_counted(entry),
    }


def choice_label(choice: str) -> str:
    """What users read for a choice; its id where it is no longer offered."""
    return next((known.label for known in load_choices() if known.id == choice), choice)


def _counted(entry: Refusal | Feedback) -> dict[str, Any]:
    return {"count": entry.count, "first": entry.first_at.isoformat(), "last": entry.last_at.isoformat()}


def _clause_to_dict(clause: CitedClause) -> dict[str, Any]:
    return {"document": clause.document, "eid": clause.eid, "citation": clause.citation, "url": clause_url(clause)}


def clause_url(clause: CitedClause) -> str:
    """The address of the clause in its document."""
    return f"/documents/{clause.document}#{clause.eid}"


def _vague_to_dict(entry: VagueDuty) -> dict[str, Any]:
    duty = entry.duty
    clause = CitedClause(duty.document, duty.eid, entry.citation)
    return {
        **_clause_to_dict(clause),
        "words": list(entry.words),
        "actors": list(entry.actors),
        "action": duty.action,
        "quote": duty.quote,
        "span": list(duty.span),
    }
