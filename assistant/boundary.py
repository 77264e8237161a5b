"""What stands beside an answer in the same document: for a question of whose matter something is, who leads, who
cooperates, who explicitly may not, and how a dispute about competence is settled; for any answer the exceptions,
extensions and urgent cases of the same act that another sentence or clause states.

Rather nothing than something wrong: a duty is taken where it is sure, and where it speaks of the matter that both the
question and the answer speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any, cast

from assistant.bundles import Bundle, Unit
from assistant.lexicon import PACKAGE
from assistant.model import Card, Related, RelatedRole
from assistant.proof import find_duty, overlap
from assistant.question import Question, Term
from corpus import (
    ClauseRecord,
    Duty,
    PatternEntry,
    Span,
    build_patterns,
    compile_pattern,
    fold_text,
    load_json,
    load_words,
    render_citation,
)

MOST_RELATED = 4
_SURE = 0.7  # the least confidence of a duty that is shown
_MOST_OF_A_ROLE = 2
_LONGEST = 200  # characters of a quote
_MANY = 8  # duties; where more speak of a matter, it is what the whole document is about
_SEVERAL = 2
_NEAR_SIBLINGS = 2  # clauses after the answer's own that may state an exception to it
_WHERE = "assistant/data/boundary.json"


@dataclass(frozen=True, slots=True)
class _Role:
    """A part that a body can have in a matter: the modalities and the beginnings of the actions that tell it."""

    id: RelatedRole
    modalities: frozenset[str]
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Found:
    """A duty in the role that it gives to its actors, with the words that say so. ``shared`` counts the terms of the
    matter that its sentence has.
    """

    role: RelatedRole
    duties: tuple[Duty, ...]
    clause: ClauseRecord
    span: Span
    shared: int


def with_related(card: Card, question: Question, bundle: Bundle) -> Card:
    """``card`` with what stands beside it in ``bundle``, its document: at most `MOST_RELATED` items, by role.

    Nothing else of the card changes.
    """
    matter = _find_matter(question, card)
    asked = {entry.id for entry in question_patterns() if question.wants("who") and entry.regex.search(question.plain)}
    found: list[_Found] = []
    if asked and matter:
        found += _find_roles(question, matter, asked, card, bundle)
    if "competence" in asked and _is_about_competence(card, bundle):
        found += _find_dispute(card, bundle)
    found += _find_supplements(question, card, bundle)
    chosen = _choose(found)
    return replace(card, related=tuple(_build(one, bundle) for one in chosen)) if chosen else card


@cache
def question_patterns() -> tuple[PatternEntry, ...]:
    """The ways of asking whose matter something is: for competence, for a role."""
    return _patterns("questions")


@cache
def role_patterns() -> tuple[PatternEntry, ...]:
    """The beginnings of actions that tell a role."""
    return _patterns("roles")


@cache
def supplement_patterns() -> tuple[PatternEntry, ...]:
    """What sentences that state an exception, an extension or an urgent case have."""
    return _patterns("supplements")


@cache
def single_pattern(key: str) -> re.Pattern[str]:
    """The one pattern under ``key``: ``dispute``, ``not_excluded``, ``bare``."""
    return compile_pattern(_data()[key]["pattern"], _pieces(), where=f"{_WHERE}, {key}")


@cache
def role_labels() -> dict[RelatedRole, str]:
    """What users read for each role, in the order in which roles are shown."""
    labels: dict[RelatedRole, str] = _data()["labels"]
    return labels


def _patterns(key: str) -> tuple[PatternEntry, ...]:
    return build_patterns(_data()[key], _pieces(), where=f"{_WHERE}, {key}")


def _pieces() -> dict[str, str]:
    return dict(_data()["pieces"])


@cache
def _data() -> dict[str, Any]:
    return load_json(PACKAGE, "boundary")


@cache
def _roles() -> tuple[_Role, ...]:
    modalities = {entry["id"]: frozenset(entry["modality"]) for entry in _data()["roles"]}
    return tuple(_Role(cast(RelatedRole, entry.id), modalities[entry.id], entry.regex) for entry in role_patterns())


def _find_matter(question: Question, card: Card) -> tuple[Term, ...]:
    """The terms of the question that name the matter itself, as far as the answer speaks of them; none where it speaks
    of less than half of them, or where all of them are general (案件, 执法).
    """
    said = fold_text("".join((card.quote, card.clause.heading, *card.clause.headings)))
    parts = set(load_words(PACKAGE, "boundary", "no_matter"))
    asked = [term for term in question.terms if not term.is_body and parts.isdisjoint(term.forms)]
    terms = tuple(term for term in asked if _speaks(said, term))
    return terms if 2 * len(terms) >= len(asked) and _tells(said, terms) else ()


def _speaks(folded: str, term: Term) -> bool:
    return any(form in folded for form in term.forms)


def _find_roles(
    question: Question, matter: Sequence[Term], asked: set[str], card: Card, bundle: Bundle
) -> list[_Found]:
    """The duties that give somebody a role in the matter; none where so many do that the whole document is about it.

    Left out is what the answer itself says: its own duty, and who leads of its actors. Where just a role was asked and
    the answer says who leads, others lead only where they speak of each of several things asked.
    """
    own = find_duty(card, bundle.duties)
    led = own is not None and _role_of(own) == "leads" and "competence" not in asked
    bodies = _bodies_named_by(question, matter, bundle)
    found = []
    for duty in bundle.duties:
        role = _role_of(duty)
        one = _place(duty, role, matter, bodies, bundle) if role else None
        if one is None or duty is own:
            continue
        known = overlap(duty.span, card.quote_span) and set(duty.actors) <= set(card.actors)
        rival = led and (len(matter) < _SEVERAL or one.shared < len(matter))
        if role != "leads" or not (known or rival):
            found.append(one)
    return found if len(found) <= _MANY else []


def _bodies_named_by(question: Question, matter: Sequence[Term], bundle: Bundle) -> tuple[str, ...]:
    """The bodies that have the matter in their names, longest names first: 联动执法领导小组 is not 联动执法. Those that
    the question itself names are none of them.
    """
    forms = {form for term in matter for form in term.forms}
    asked = [term.text for term in question.terms if term.is_body]
    names = {name for duty in bundle.duties for name in (*duty.actors, *duty.counterparts)} - forms
    named = {name for name in names if any(form in name for form in forms) and not any(one in name for one in asked)}
    return tuple(sorted(map(fold_text, named), key=lambda name: (-len(name), name)))


def _place(
    duty: Duty, role: RelatedRole, matter: Sequence[Term], bodies: Sequence[str], bundle: Bundle
) -> _Found | None:
    """Where the duty gives the role, None where it does not speak of the matter: neither in its own words nor, if its
    act has no object of its own (由…牵头，…参加), in the piece of the sentence that it stands in.
    """
    unit = _unit_of(duty, bundle)
    if unit is None or not _tells(unit.folded, matter):
        return None
    piece = _piece_of(duty, unit)
    words = _without(bodies, fold_text(_words_at(piece, unit.clause)))
    named = _tells(_without(bodies, fold_text(duty.quote)), matter)
    bare = single_pattern("bare").search(duty.action) is not None
    if not (named or (bare and _tells(words, matter))) or not _covers(words, unit, matter):
        return None
    span = duty.span if named or piece[1] - piece[0] > _LONGEST else piece
    return _Found(role, (duty,), unit.clause, span, sum(_speaks(words, term) for term in matter))


def _covers(words: str, unit: Unit, matter: Iterable[Term]) -> bool:
    """Whether ``words`` speak of the whole matter; of what is general in it (案件) the headings may."""
    general = set(load_words(PACKAGE, "boundary", "general_matter"))
    whole = "\n".join((words, unit.heading, unit.around))
    return all(_speaks(words if general.isdisjoint(term.forms[:1]) else whole, term) for term in matter)


def _without(names: Iterable[str], folded: str) -> str:
    for name in names:
        folded = folded.replace(name, "，")
    return folded


def _words_at(span: Span, clause: ClauseRecord) -> str:
    return clause.text[span[0] - clause.span[0] : span[1] - clause.span[0]]


def _piece_of(duty: Duty, unit: Unit) -> Span:
    """The part of its sentence between semicolons that a duty stands in."""
    start, end = unit.span
    text = _words_at(unit.span, unit.clause)
    cuts = [start, *(start + at + 1 for at, char in enumerate(text) if char in "；;"), end]
    first = max(cut for cut in cuts if cut <= max(duty.span[0], start))
    last = min(cut for cut in cuts if cut >= min(duty.span[1], end))
    return first, last


def _tells(folded: str, matter: Iterable[Term]) -> bool:
    """Whether a text speaks of a part of the matter that is not general."""
    general = set(load_words(PACKAGE, "boundary", "general_matter"))
    return any(_speaks(folded, term) and general.isdisjoint(term.forms[:1]) for term in matter)


def _role_of(duty: Duty) -> RelatedRole | None:
    if duty.confidence < _SURE or not duty.actors or duty.status == "rejected" or duty.topic == "dispute":
        return None
    role = next((one for one in _roles() if duty.modality in one.modalities and one.regex.match(duty.action)), None)
    if role is None or (role.id == "excluded" and single_pattern("not_excluded").search(fold_text(duty.quote))):
        return None
    return role.id


def _unit_of(duty: Duty, bundle: Bundle) -> Unit | None:
    """The sentence that lays down the duty."""
    return next((unit for unit in bundle.units(duty.eid) if unit.kind == "sentence" and duty in unit.duties), None)


def _is_about_competence(card: Card, bundle: Bundle) -> bool:
    """Whether the answer is about enforcing something, so that bodies can dispute whose it is: not about funds."""
    own = find_duty(card, bundle.duties)
    topics = {own.topic} if own else {duty.topic for duty in bundle.duties if overlap(duty.span, card.quote_span)}
    return bool(topics) and topics <= set(load_words(PACKAGE, "boundary", "competence_topics"))


def _find_dispute(card: Card, bundle: Bundle) -> Iterator[_Found]:
    """The rule on disputes about competence, with what follows in its paragraph; none where the answer is that rule.
    One that has disputes in its heading goes before one that mentions them among other things.
    """
    pattern, headed = single_pattern("dispute"), load_words(PACKAGE, "boundary", "dispute_headings")
    duties = [duty for duty in bundle.duties if duty.topic == "dispute" and duty.confidence >= _SURE]
    units = [unit for duty in duties if (unit := _unit_of(duty, bundle)) and pattern.search(unit.folded)]
    if not units:
        return
    best = min(units, key=lambda unit: not any(word in unit.heading + unit.around for word in headed))
    settling = _settling(best, bundle)
    span = settling[0].span[0], settling[-1].span[1]
    if all(not overlap(unit.span, card.quote_span) for unit in units):
        borne = tuple(duty for unit in settling for duty in unit.duties if duty.confidence >= _SURE)
        yield _Found("dispute", borne, best.clause, span, 0)


def _settling(unit: Unit, bundle: Bundle) -> list[Unit]:
    """``unit`` and the sentences right after it in its paragraph that tell how the dispute goes on, as far as a quote
    may be long.
    """
    interim = load_words(PACKAGE, "boundary", "interim_starts")
    units = [other for other in bundle.units(unit.clause.eid) if other.kind == "sentence"]
    kept = [unit]
    for other in units[units.index(unit) + 1 :]:
        about = any(duty.topic == "dispute" for duty in other.duties) and not other.folded.startswith(interim)
        if not about or other.span[1] - unit.span[0] > _LONGEST or not _same_paragraph(unit, other):
            break
        kept.append(other)
    return kept


def _same_paragraph(one: Unit, other: Unit) -> bool:
    return any(
        paragraph.span[0] <= one.span[0] and other.span[1] <= paragraph.span[1] for paragraph in one.clause.paragraphs
    )


def _find_supplements(question: Question, card: Card, bundle: Bundle) -> Iterator[_Found]:
    """The exceptions, extensions and urgent cases of the answer's act that stand in the sentences after the quote or in
    the clauses after its own. Extensions and urgent cases are told where there is a time limit that they change.
    """
    acts = _find_acts(question, card)
    for unit in _following(card, bundle) if card.action else ():
        for duty in unit.duties:
            role = _supplement_of(duty)
            if role is None or (role != "exception" and not card.deadlines):
                continue
            if _has_same_bodies(card, duty) and (_names(duty, acts) or _carries_on(card, unit, role)):
                yield _Found(role, (duty,), unit.clause, duty.span, 0)


def _supplement_of(duty: Duty) -> RelatedRole | None:
    if duty.confidence < _SURE or not duty.actors:
        return None
    folded = fold_text(duty.quote)
    found = next((entry.id for entry in supplement_patterns() if entry.regex.search(folded)), None)
    return cast(RelatedRole, found) if found else None


def _find_acts(question: Question, card: Card) -> tuple[Term, ...]:
    """The terms of the question that name the act of the answer, other than general ones."""
    action = fold_text(card.action or "")
    general = set(load_words(PACKAGE, "boundary", "general_matter"))
    return tuple(
        term for term in question.terms
        if not term.is_body and general.isdisjoint(term.forms[:1]) and _speaks(action, term)
    )  # fmt: skip


def _following(card: Card, bundle: Bundle) -> Iterator[Unit]:
    own = card.clause
    siblings = bundle.children.get(own.parent, ())
    at = next((at for at, clause in enumerate(siblings) if clause.eid == own.eid), len(siblings))
    for clause in siblings[at : at + 1 + _NEAR_SIBLINGS]:
        for unit in bundle.units(clause.eid):
            if unit.kind == "sentence" and unit.span[0] >= card.quote_span[1]:
                yield unit


def _has_same_bodies(card: Card, duty: Duty) -> bool:
    return not {*card.actors, *card.counterparts}.isdisjoint((*duty.actors, *duty.counterparts))


def _names(duty: Duty, acts: Iterable[Term]) -> bool:
    said = fold_text(duty.quote)
    return any(_speaks(said, term) for term in acts)


def _carries_on(card: Card, unit: Unit, role: RelatedRole) -> bool:
    """Whether a sentence that extends a time limit stands right after the quote: 资料较多的，可以延长."""
    between = _words_at((card.quote_span[1], unit.span[0]), card.clause)
    return role == "extension" and unit.clause.eid == card.clause.eid and not between.strip() and "\n" not in between


def _choose(found: Iterable[_Found]) -> list[_Found]:
    """The best of each role first, then the second best, as many as are shown; in the order of the roles."""
    order = list(role_labels())
    by_role: dict[RelatedRole, list[_Found]] = {role: [] for role in order}
    for one in sorted(found, key=lambda one: (-one.shared, one.span)):
        held = by_role[one.role]
        if all(one.span != other.span for other in held) and len(held) < _MOST_OF_A_ROLE:
            held.append(one)
    turns = [one for turn in zip_longest(*by_role.values()) for one in turn if one is not None]
    return sorted(turns[:MOST_RELATED], key=lambda one: (order.index(one.role), one.span))


def _build(found: _Found, bundle: Bundle) -> Related:
    quote = _words_at(found.span, found.clause)
    actors = tuple(dict.fromkeys(name for duty in found.duties for name in duty.actors))
    said = "".join(quote.split("\n")).strip().rstrip("；;，,")
    named = any(fold_text(name) in fold_text(said) for name in actors)
    return Related(
        role=found.role,
        label=role_labels()[found.role],
        actors=actors,
        text=said if named or not actors else f"{'、'.join(actors)}：{said}",
        clause=found.clause,
        citation=render_citation(bundle.record, found.clause),
        quote=quote,
        quote_span=found.span,
        duty=found.duties[0] if len(found.duties) == 1 else None,
    )
