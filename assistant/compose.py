"""A scored unit to an answer card: quote, actors, deadlines, direct answer. Puts together what the clause says; adds
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.bundles import Bundle, Unit, is_sure
from assistant.evidence import Scored, asks_several, decisive_duties, has_hard_deadline
from assistant.lexicon import PACKAGE
from assistant.model import Card, Nearest
from assistant.question import Question
from corpus import ClauseRecord, Deadline, Duty, Span, fold, fold_text, load_words, render_citation

_LONGEST_QUOTE = 160
_LONGEST_CARRIED = 420
_AS_GOOD = 0.9
_LONG_CONDITION = 20  # characters; shorter ones stay in the direct answer


def build_card(question: Question, scored: Scored, others: Sequence[Scored] = ()) -> Card:
    """The card that answers ``question`` from the unit of ``scored`` and those of ``others`` that carry on in its
    paragraph.
    """
    bundle, unit = scored.bundle, _widen(question, scored, others)
    carried = [unit] if unit is not scored.unit else [unit, *_carry_on(question, scored, others)]
    span = min(part.span[0] for part in carried), max(part.span[1] for part in carried)
    if unit.kind == "sentence" and question.wants("steps"):
        span = _steps_span(unit)
    spanned = [
        other for other in bundle.units(unit.clause.eid) if span[0] <= other.span[0] and other.span[1] <= span[1]
    ]
    parts = spanned if unit.kind == "sentence" else carried
    borne = [duty for part in parts for duty in part.duties]
    duties = _distinct(borne) if question.wants("steps") else decisive_duties(question, borne)
    lead = duties[0] if duties else None
    quoted = _in_context(unit, span)
    return Card(
        document=bundle.record,
        clause=unit.clause,
        citation=render_citation(bundle.record, unit.clause),
        text=_direct_answer(question, bundle, unit, span, duties),
        quote=bundle.text(quoted),
        quote_span=quoted,
        answer_span=span,
        actors=_distinct(name for duty in duties if is_sure(duty) for name in duty.actors),
        counterparts=_distinct(name for duty in duties for name in duty.counterparts),
        action=lead.action if lead else None,
        condition=lead.condition if lead else None,
        modality=lead.modality if lead else None,
        deadlines=_deadlines(question, parts, duties),
        confidence=round(min(0.99, scored.certainty), 2),
    )


def _carry_on(question: Question, scored: Scored, others: Sequence[Scored]) -> list[Unit]:
    """The sentences of the same paragraph that say what the best one leaves unsaid of the question, or say as much of
    it.
    """
    unit = scored.unit
    if unit.kind != "sentence":
        return []
    start, end = _paragraph_span(unit)
    beside = [
        other for other in others
        if other.unit.clause.eid == unit.clause.eid and other.bundle is scored.bundle
        and other.unit is not unit and start <= other.unit.span[0] and other.unit.span[1] <= end
    ]  # fmt: skip
    said, kept = set(scored.said), []
    continues, sequels = load_words(PACKAGE, "asks", "continues"), load_words(PACKAGE, "asks", "sequels")
    for other in sorted(beside, key=lambda item: -item.score):
        new = other.said - said
        timed = (
            question.wants("deadline", "days")
            and other.score >= _AS_GOOD * scored.score
            and has_hard_deadline(other.unit)
        )
        reach = min(unit.span[0], other.unit.span[0]), max(unit.span[1], other.unit.span[1])
        listing = question.wants("materials", "what") and any(word in other.unit.folded for word in continues)
        sequel = other.unit.span[0] >= unit.span[1] and other.unit.folded.startswith(sequels)
        if (new or timed or listing or sequel) and reach[1] - reach[0] <= _LONGEST_CARRIED:
            kept.append(other.unit)
            said |= other.said
    return kept


def _paragraph_span(unit: Unit) -> Span:
    held = [p.span for p in unit.clause.paragraphs if p.span[0] <= unit.span[0] and unit.span[1] <= p.span[1]]
    return held[0] if held else unit.span


def _in_context(unit: Unit, span: Span) -> Span:
    """The paragraph around ``span`` where it is not too long to read, so that what goes before and follows is seen."""
    around = _paragraph_span(unit) if unit.kind == "sentence" else span
    fits = around[0] <= span[0] and span[1] <= around[1] and around[1] - around[0] <= _LONGEST_CARRIED
    return around if fits else span


def _steps_span(unit: Unit) -> Span:
    """The running text of the clause where it is short, else the paragraph: steps go on from one to the next."""
    texts = [p.span for p in unit.clause.paragraphs if p.kind == "text"]
    whole = (texts[0][0], texts[-1][1]) if texts else unit.span
    inside = whole[0] <= unit.span[0] and unit.span[1] <= whole[1]
    return whole if inside and whole[1] - whole[0] <= _LONGEST_CARRIED else _paragraph_span(unit)


def build_nearest(scored: Scored) -> Nearest:
    """The unit of ``scored`` as something to look at beside a refusal."""
    bundle, unit = scored.bundle, scored.unit
    return Nearest(bundle.record, unit.clause, render_citation(bundle.record, unit.clause), bundle.text(unit.span))


def _widen(question: Question, scored: Scored, others: Sequence[Scored]) -> Unit:
    """The whole list instead of one of its items, where a list was asked for and the words that introduce it are as
    near, or several of its items are. Not where the item alone speaks of something asked for.
    """
    bundle, unit = scored.bundle, scored.unit
    parent = bundle.by_eid.get(unit.clause.parent)
    if (
        not question.wants("materials", "steps", "what", "condition")
        or parent is None
        or unit.kind == "list"
        or unit.clause.heading
        or unit.clause.kind not in ("level", "point", "indent")
    ):
        return unit
    whole = next((other for other in bundle.units(parent.eid) if other.kind == "list"), None)
    if whole is None or _stands_out(question, scored, whole):
        return unit
    lead = whole.folded + whole.heading
    introduced = sum(any(form in lead for form in term.forms) for term in question.terms)
    several = question.wants("materials") or asks_several(question)
    wanted = len(scored.said) / 2 if several else len(scored.said)
    return whole if introduced >= wanted or (several and _has_equals(scored, others)) else unit


def _stands_out(question: Question, scored: Scored, whole: Unit) -> bool:
    """Whether something asked for stands in this item, and neither in its siblings nor in the words before the list."""
    bundle, clause = scored.bundle, scored.unit.clause
    beside = (item for item in bundle.children.get(clause.parent, ()) if item.eid != clause.eid)
    elsewhere = whole.folded + whole.heading + whole.around + fold_text("".join(item.own_text for item in beside))
    said = [term for term in question.terms if term in scored.said]
    return any(not any(form in elsewhere for form in term.forms) for term in said)


def _has_equals(scored: Scored, others: Sequence[Scored]) -> bool:
    """Whether an item beside it is about as near."""
    clause, bundle = scored.unit.clause, scored.bundle
    return any(
        other.score >= _AS_GOOD * scored.score and other.unit.clause.eid != clause.eid
        for other in others
        if other.bundle is bundle and other.unit.clause.parent == clause.parent
    )


def _deadlines(question: Question, parts: Sequence[Unit], duties: Sequence[Duty]) -> tuple[Deadline, ...]:
    """The time limits of the decisive duties, and those of the same act that stand beside them as exceptions and
    extensions.
    """
    stated = _distinct(deadline for part in parts for deadline in part.deadlines)
    if question.wants("steps"):
        return tuple(sorted(stated, key=lambda deadline: deadline.span))
    acts = {duty.action[-2:] for duty in duties}
    own = {
        deadline
        for part in parts
        for duty in part.duties
        if duty in duties or duty.action[-2:] in acts
        for deadline in duty.deadlines
    }
    kept = [d for d in stated if d in own or d.note or d.relation == "extend_not_exceed"]
    if not kept and question.wants("deadline", "days"):
        kept = list(stated)
    return tuple(sorted(kept, key=lambda deadline: deadline.span))


def _distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


def _direct_answer(question: Question, bundle: Bundle, unit: Unit, span: Span, duties: Sequence[Duty]) -> str:
    if question.wants("quote_source"):
        return f"见{name_place(unit.clause)}：“{_trim(bundle.text(span))}”"
    if unit.kind == "post" and unit.post:
        post = unit.post
        body = post.body or ""
        return f"{post.person}，{post.office or ''}，{body}{post.role}".replace("，，", "，")
    if unit.kind == "list":
        count = len(bundle.children.get(unit.clause.eid, ()))
        return (f"共{count}项。\n" if question.wants("amount") else "") + list_text(bundle, unit.clause)
    if unit.kind == "table":
        return "、".join(cell.strip() for cell in bundle.text(span).replace("\n", "\t").split("\t") if cell.strip())
    said = _trim(bundle.text(span))
    if question.wants("who", "to_whom", "deadline", "days") and not question.wants("condition", "steps", "permission"):
        said = _without_condition(said, duties)
    return _permission(question, duties) + _subject(said, duties) + said


def name_place(clause: ClauseRecord) -> str:
    """The short form of a clause with its heading: 三（一）4（案件移送制度）."""
    heading = clause.heading or (
        clause.headings[-1].lstrip("（）()一二三四五六七八九十、.0123456789 ") if clause.headings else ""
    )
    path = "".join(clause.path)
    return f"{path}（{heading}）" if heading and path else path or heading


def list_text(bundle: Bundle, clause: ClauseRecord) -> str:
    """A clause's own words and its items, in order."""
    parts = [clause.heading or ""] if not clause.paragraphs else []
    parts += [" ".join(p.text.split()) for p in clause.paragraphs[:1]]
    for item in bundle.children.get(clause.eid, ()):
        first = " ".join(item.paragraphs[0].text.split()) if item.paragraphs else item.heading
        parts.append(f"{item.num.strip('（）')}. {first}" if not item.num.startswith("（") else f"{item.num}{first}")
    parts += [p.text for p in clause.paragraphs[1:] if p.kind == "text" and len(p.text) < _LONGEST_QUOTE]
    return "\n".join(part for part in parts if part)


def _trim(text: str) -> str:
    return "".join(text.split("\n")).strip().rstrip("；;，,")


def _permission(question: Question, duties: Sequence[Duty]) -> str:
    """Yes or no, where the decisive duty itself permits or forbids."""
    if not question.wants("permission") or not duties:
        return ""
    return {"permission": "可以。", "prohibition": "不得。"}.get(duties[0].modality, "")


def _without_condition(said: str, duties: Sequence[Duty]) -> str:
    """The sentence without the long condition it begins with, which the card shows in a field of its own."""
    view = fold(said)
    for duty in duties[:1]:
        condition = fold_text(duty.condition or "")
        if len(condition) >= _LONG_CONDITION and view.text.startswith(f"{condition}，"):
            return said[view.offsets[len(condition)] + 1 :].lstrip()
    return said


def _subject(said: str, duties: Sequence[Duty]) -> str:
    """The actors where the words said do not name them but what stands around them does."""
    folded = fold_text(said)
    names = _distinct(name for duty in duties if is_sure(duty) for name in duty.actors)
    if not names or any(fold_text(name) in folded for name in names):
        return ""
    return "、".join(names) + ("" if folded.startswith(load_words(PACKAGE, "asks", "modal_starts")) else "：")
