"""Duties from the clauses of one document: who must, may, must not or has the power to do what, towards whom, by when.

``graph.reading`` reads the paragraphs; here they get their context, their place in the document and their topic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from corpus import ClauseRecord, DocumentRecord, Duty, Folded, Paragraph, fold, fold_text
from graph.abbreviations import Abbreviation, document_abbreviations, shorten_names
from graph.acts import load_duty_words
from graph.context import NOBODY, Understood, is_read, issuer_name, label_actors
from graph.deadlines import locate_deadline
from graph.reading import Draft, read_paragraph
from graph.topics import GENERAL, choose_topic, score_headings, score_paragraph

_PUNCTUATION = "，。；：、 "
_WHOLE_DOCUMENT = ("request", "effect")


def find_duties(record: DocumentRecord, clauses: Sequence[ClauseRecord]) -> tuple[Duty, ...]:
    """The duties of a document in reading order, ids ``<slug>-d001`` and so on; ``quote`` is the text at ``span``.

    ``clauses`` are all clauses of the document in reading order. Attachments, head, signature and colophon are not
    read.
    """
    issuer = issuer_name(record, clauses)
    by_eid = {clause.eid: clause for clause in clauses}
    abbreviations = document_abbreviations(clauses)
    subjects: dict[str, Understood] = {}
    found: list[Duty] = []
    for clause in clauses:
        if not is_read(clause) or _under_unread(clause, by_eid):
            continue
        duties, subject = _read_clause(record, clause, _context(clause, by_eid, subjects), issuer, by_eid)
        subjects[clause.eid] = subject
        found.extend(_as_called(duty, abbreviations) for duty in duties)
    return tuple(replace(duty, id=f"{record.slug}-d{number:03d}") for number, duty in enumerate(found, 1))


def _as_called(duty: Duty, abbreviations: Sequence[Abbreviation]) -> Duty:
    """``duty`` with understood actors under the short names that the document defines; stated ones stay as written."""
    if duty.actor_stated or not abbreviations:
        return duty
    return replace(duty, actors=shorten_names(duty.actors, abbreviations))


def _under_unread(clause: ClauseRecord, by_eid: Mapping[str, ClauseRecord]) -> bool:
    parent = by_eid.get(clause.parent)
    while parent is not None and parent.parent != parent.eid:
        if parent.kind == "attachment":
            return True
        parent = by_eid.get(parent.parent)
    return False


def _context(
    clause: ClauseRecord, by_eid: Mapping[str, ClauseRecord], subjects: Mapping[str, Understood]
) -> Understood:
    """The actor that the clause's own heading or the clauses above it name."""
    label = label_actors(clause.heading)
    if label:
        return Understood(label, "context")
    parent = by_eid.get(clause.parent)
    if parent is None or not clause.parent:
        return NOBODY
    above = subjects.get(parent.eid, NOBODY)
    return Understood(above.names, "context") if above.names else NOBODY


def _read_clause(
    record: DocumentRecord,
    clause: ClauseRecord,
    context: Understood,
    issuer: str | None,
    by_eid: Mapping[str, ClauseRecord],
) -> tuple[list[Duty], Understood]:
    """The duties of the clause's own paragraphs, and the actor that its sub-clauses inherit."""
    headings = score_headings([fold_text(heading) for heading in (*clause.headings, clause.heading) if heading])
    noun_items = _lists_nouns(by_eid.get(clause.parent))
    carried = announced = NOBODY
    duties: list[Duty] = []
    for number, paragraph in enumerate(clause.paragraphs, 1):
        if paragraph.kind == "table":
            continue
        view = fold(paragraph.text, paragraph.span[0])
        reading = read_paragraph(view.text, context, carried, issuer, record.metadata.addressees)
        carried = reading.subject if reading.subject.names else carried
        announced = carried if view.text.endswith("：") else announced
        topics = score_paragraph(view.text, headings)
        for index, draft in enumerate(reading.drafts):
            if noun_items and draft.rule.endswith("bare") and all(d.kind == "vague" for d in draft.deadlines):
                continue
            start = _heading_start(clause, paragraph, view, draft) if index == 0 and number == 1 else None
            duties.append(_build_duty(record, clause, number, paragraph, view, draft, topics, start))
    inherited = context if context.names and label_actors(clause.heading) else announced if announced.names else carried
    return duties, Understood(inherited.names or context.names, "context")


def _lists_nouns(parent: ClauseRecord | None) -> bool:
    """Whether the items below ``parent`` are things (材料, 信息).

    Only a modal verb or a time limit makes one a duty then: 行政处罚情况，于每月5日前推送.
    """
    if parent is None:
        return False
    pattern = load_duty_words().noun_items
    return any(pattern.search(part) for part in _colon_parts(parent))


def _colon_parts(parent: ClauseRecord) -> Iterator[str]:
    for paragraph in parent.paragraphs:
        text = fold_text(paragraph.text)
        if text.endswith("："):
            yield text[text.rfind("。") + 1 :]


def _heading_start(clause: ClauseRecord, paragraph: Paragraph, view: Folded, draft: Draft) -> int | None:
    """Where in the document the heading stands that is the subject of the paragraph it runs into.

    1. 综合行政执法局。按照…. None where it is no such heading.
    """
    if not label_actors(clause.heading) or draft.start != 0 or draft.stated or not view.offsets:
        return None
    own = paragraph.span[0] - clause.span[0]
    at = clause.text.rfind(clause.heading, 0, own)
    if at < 0 or "\n" in clause.text[at:own] or own - at > len(clause.heading) + 3:
        return None
    return clause.span[0] + at


def _build_duty(
    record: DocumentRecord,
    clause: ClauseRecord,
    number: int,
    paragraph: Paragraph,
    view: Folded,
    draft: Draft,
    topics: Mapping[str, float],
    start: int | None,
) -> Duty:
    first, last = view.span(draft.start, draft.end)
    span = (first if start is None else start, last)
    words = view.text[draft.start : draft.end]
    deadlines = tuple(
        locate_deadline(deadline, view, paragraph.text, paragraph.span[0]) for deadline in draft.deadlines
    )
    return Duty(
        id="",
        document=record.slug,
        doc=record.name,
        jurisdiction=record.metadata.jurisdiction,
        eid=clause.eid,
        clause=clause.path,
        paragraph=number,
        quote=clause.text[span[0] - clause.span[0] : span[1] - clause.span[0]],
        span=span,
        actors=draft.actors,
        actor_stated=draft.stated or start is not None,
        modality=draft.modality,
        action=_action(view.text, draft),
        counterparts=draft.counterparts,
        condition="，".join(draft.conditions) or None,
        deadlines=deadlines,
        topic=GENERAL if draft.rule in _WHOLE_DOCUMENT else choose_topic(words, topics),
        rule=draft.rule,
        confidence=load_duty_words().confidence.get(draft.rule, 0.5),
    )


def _action(text: str, draft: Draft) -> str:
    """The words of the act without its deadlines and the events they run from.

    All of them where nothing else is said.
    """
    start, end = draft.act
    out, at = "", start
    for deadline in draft.deadlines:
        a, b = deadline.span
        if start <= a < end and deadline.kind in ("duration", "immediate", "vague"):
            out += _without_start(text[at:a], deadline.runs_from)
            at = max(at, min(b, end))
    act = (out + text[at:end]).strip(_PUNCTUATION).removeprefix("则").removeprefix("请")
    return act or text[start:end].strip(_PUNCTUATION)


def _without_start(words: str, event: str | None) -> str:
    """``words`` before a deadline without the event that it runs from: 自收到决定书之日起."""
    for tail in ("之日起", "起", "之后", "后", "之日", "") if event else ():
        if words.endswith(f"{event}{tail}"):
            words = words.removesuffix(f"{event}{tail}")
            break
    return words.rstrip("在于自从")
