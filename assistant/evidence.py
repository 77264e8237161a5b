"""Evidence for a question: the units that speak of what it speaks of, scored, best first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.bundles import Bundle, Unit, is_sure
from assistant.certainty import Signs, estimate
from assistant.lexicon import PACKAGE, statute_words
from assistant.question import Question, Term
from corpus import CHINESE_NUMERAL_CHARS, Duty, fold_text, load_words
from index import Filters, Hit

_CANDIDATES = 60
_COVER = {
    "folded": 1.0,
    "bearers": 0.9,
    "heading": 0.85,
    "near": 0.75,
    "below": 0.7,
    "around": 0.6,
}  # is it spoken of at all?
_POINT = {
    "folded": 1.0,
    "bearers": 0.8,
    "heading": 0.6,
    "near": 0.4,
    "below": 0.4,
    "around": 0.4,
}  # is it spoken of just here?
_MISSING = 0.8  # of the weight of the rarest, for a word of written rules that the candidates lack
_MISSING_SPOKEN = 0.3  # the same for a name of a concept that only speech has
_MISSING_WORD = 0.05  # and for any other word, which may be just a way of speaking
_PAIR_WEIGHT = 0.35
_RUN_WEIGHT = 0.04  # for each character over three that question and unit have in a row
_RUN_MOST = 8
_RANK_WEIGHT = 0.15
HARD_KINDS = frozenset({"duration", "recurring", "immediate", "date"})


class Reader(Protocol):
    """What evidence is gathered from."""

    def find(self, words: str, filters: Filters, limit: int) -> tuple[Hit, ...]: ...

    def bundle(self, slug: str) -> Bundle: ...

    def known(self, word: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with its score. ``coverage`` is the share of what was asked that unit and surroundings speak of; ``said``
    the terms that stand in the unit itself; ``on_matter`` whether it speaks of more than the bodies the question names;
    ``signs`` what tells whether an answer from it is right.
    """

    bundle: Bundle
    unit: Unit
    score: float
    coverage: float
    signs: Signs
    said: frozenset[Term]
    on_matter: bool

    @property
    def certainty(self) -> float:
        """How likely it is, from 0 to 1, that an answer from it is right."""
        return estimate(self.signs)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the words of a question tell among the candidates: each term with its forms that stand in any of them, each
    pair of characters, and the share of the terms that are missing from all of them though written rules use them.
    """

    terms: dict[Term, float]
    forms: dict[Term, tuple[str, ...]]
    pairs: dict[str, float]
    missing: float


def gather(question: Question, reader: Reader, filters: Sequence[Filters]) -> tuple[Scored, ...]:
    """The scored units of the best clauses that full text finds under each of ``filters``, best first."""
    ranks: dict[tuple[str, str], float] = {}
    for allowed in filters:
        for words in _searches(question):
            hits = reader.find(words, allowed, _CANDIDATES)
            best = hits[0].score if hits else 1.0
            for hit in hits:
                key = (hit.document, hit.eid)
                ranks[key] = max(ranks.get(key, 0.0), hit.score / best if best else 0.0)
    bundles = {slug: reader.bundle(slug) for slug in dict.fromkeys(slug for slug, _ in ranks)}
    found = [(bundles[slug], eid, rank) for (slug, eid), rank in ranks.items()]
    units = [(bundle, unit, rank) for bundle, eid, rank in _with_parents(found) for unit in bundle.units(eid)]
    candidates = [unit for _, unit, _ in units]
    texts = _clause_texts(candidates)
    weights = _weights(question.terms, texts)
    missing = sum(weights[term] for term in question.terms if _is_sign(term, texts, reader))
    share = missing / sum(weights.values()) if missing else 0.0
    weighed = _Weighed(weights, _standing(weights, candidates), _pair_weights(question.plain, candidates), share)
    scored = [_score(question, bundle, unit, rank, weighed) for bundle, unit, rank in units]
    return tuple(sorted(scored, key=lambda item: (-item.score, item.unit.clause.document, item.unit.span)))


def _searches(question: Question) -> Iterable[str]:
    yield question.plain
    official = " ".join(form for term in question.terms for form in term.forms[:2])
    if official:
        yield official


def _with_parents(found: Sequence[tuple[Bundle, str, float]]) -> list[tuple[Bundle, str, float]]:
    """The clauses found and those that their lists belong to."""
    out = {(bundle.record.slug, eid): (bundle, eid, rank) for bundle, eid, rank in found}
    for bundle, eid, rank in found:
        parent = bundle.by_eid[eid].parent
        if parent and (bundle.record.slug, parent) not in out:
            out[bundle.record.slug, parent] = (bundle, parent, 0.8 * rank)
    return list(out.values())


def _clause_texts(units: Sequence[Unit]) -> tuple[str, ...]:
    """What the units of each clause say, one text a clause."""
    clauses: dict[tuple[str, str], list[str]] = {}
    for unit in units:
        clauses.setdefault((unit.clause.document, unit.clause.eid), []).append(unit.folded + unit.heading)
    return tuple("\n".join(parts) for parts in clauses.values())


def _weights(terms: Sequence[Term], texts: Sequence[str]) -> dict[Term, float]:
    """How much each term tells: rare ones among the candidates more, a word of everyday speech little."""
    out = {}
    for term in terms:
        count = sum(1 for text in texts if any(form in text for form in term.forms))
        weight = math.log(1 + (len(texts) + 1) / (count + 1))
        if count == 0:
            weight *= _share_of_missing(term)
        out[term] = weight
    return out


def _share_of_missing(term: Term) -> float:
    if _is_written(term):
        return _MISSING
    return _MISSING_SPOKEN if term.concept else _MISSING_WORD


def _is_written(term: Term) -> bool:
    """Whether it is a word that written rules use; a word of everyday speech tells nothing by its absence."""
    return term.is_official or term.text in statute_words()


def _is_sign(term: Term, texts: Sequence[str], reader: Reader) -> bool:
    """Whether it tells that the documents asked do not deal with the matter: a word that written rules use, in none of
    the candidates. A name that other documents use has to be there itself: 联席会议 is not just any meeting.
    """
    if (term.concept and term.is_body) or not _is_written(term):
        return False
    exact = term.is_official and reader.known(term.text)
    forms = (term.text,) if exact else term.forms
    return not any(form in text for text in texts for form in forms)


def _standing(terms: Iterable[Term], units: Sequence[Unit]) -> dict[Term, tuple[str, ...]]:
    """The forms of each term that stand in or around any of the units; most of a concept's names do not."""
    whole = "\n".join({getattr(unit, name): None for unit in units for name in _COVER})
    return {term: tuple(form for form in term.forms if form in whole) for term in terms}


def _pair_weights(plain: str, units: Sequence[Unit]) -> dict[str, float]:
    """The pairs of characters of the question, and how much each tells: those that few units have more."""
    pairs = {plain[at : at + 2] for at in range(len(plain) - 1) if plain[at : at + 2].isalnum()}
    counts = {pair: sum(pair in unit.folded for unit in units) for pair in pairs}
    return {pair: math.log(1 + len(units) / (1 + count)) for pair, count in counts.items()}


def _score(question: Question, bundle: Bundle, unit: Unit, rank: float, weighed: _Weighed) -> Scored:
    weights = weighed.terms
    places = {term: _place(unit, forms) for term, forms in weighed.forms.items()}
    total = sum(weights.values()) or 1.0
    coverage = sum(weights[term] * _COVER[place] for term, place in places.items() if place) / total
    pointing = sum(weights[term] * _POINT[place] for term, place in places.items() if place) / total
    held = [pair for pair in weighed.pairs if pair in unit.folded]
    shared = len(held) / len(weighed.pairs) if held else 0.0
    signs = Signs(
        pairs=sum(weighed.pairs[pair] for pair in held) / sum(weighed.pairs.values()) if held else 0.0,
        coverage=coverage,
        missing=weighed.missing,
        asks_days=question.wants("days"),
    )
    run = min(_longest_run(question.plain, unit.folded) - 3, _RUN_MOST)
    fit = fit_of(question, unit)
    score = pointing + _PAIR_WEIGHT * shared + _RUN_WEIGHT * max(run, 0) + _RANK_WEIGHT * rank + fit
    said = frozenset(term for term, place in places.items() if place == "folded")
    matters = [place for term, place in places.items() if not term.is_body]
    bodies = [term for term in said if term.is_body]
    on_matter = not matters or any(matters) or len(bodies) > 1
    return Scored(bundle, unit, score, coverage, signs, said, on_matter)


def _place(unit: Unit, forms: Sequence[str]) -> str | None:
    for name in _COVER if forms else ():
        text = getattr(unit, name)
        for form in forms:
            if form in text:
                return name
    return None


def _longest_run(first: str, second: str) -> int:
    """The length of the longest run of characters that both texts have; runs below four count as three."""
    longest = 3
    for at in range(len(first) - longest):
        while at + longest < len(first) and first[at : at + longest + 1] in second:
            longest += 1
    return longest


def has_hard_deadline(unit: Unit) -> bool:
    """Whether the unit states a time limit that can be kept or missed."""
    return any(deadline.kind in HARD_KINDS for deadline in unit.deadlines)


def fit_of(question: Question, unit: Unit) -> float:
    """How well the unit's kind of statement suits the kind of answer asked for; may be below zero."""
    fit = 0.0
    if question.wants("deadline", "days"):
        fit += 0.25 if has_hard_deadline(unit) else 0.1 if unit.deadlines else -0.1
    if question.wants("who") and any(duty.actors and is_sure(duty) for duty in unit.duties):
        fit += 0.08
    if _is_named_actor(question, unit):
        fit += 0.06
    if question.wants("to_whom") and any(duty.counterparts for duty in unit.duties):
        fit += 0.12
    if question.wants("what") and _is_subject(question, unit):
        fit += 0.15
    if question.wants("permission") and any(duty.modality in ("permission", "prohibition") for duty in unit.duties):
        fit += 0.1
    if question.wants("amount", "money", "copies_meta") and has_figure(unit.folded):
        fit += 0.15
    if (question.wants("materials", "steps") or asks_several(question)) and _lists(unit):
        fit += 0.12
    if question.wants("steps") and _headed(unit, "steps_headings"):
        fit += 0.1
    if question.wants("what") and _headed(unit, "duties_headings"):
        fit += 0.1
    if question.wants("condition") and "的，" in unit.folded:
        fit += 0.05
    if question.wants("who") and _fills_role(question, unit):
        fit += 0.25
    if unit.kind == "post" and not question.wants("who", "amount", "what"):
        fit -= 0.3
    if _is_about_form(question, unit):
        fit += 0.2 if question.wants("materials", "what") else 0.0
    elif unit.clause.kind == "attachment" or unit.kind == "table":
        fit -= 0.2
    if unit.clause.kind in ("front", "signature", "colophon"):
        fit -= 0.3
    return fit


def _fills_role(question: Question, unit: Unit) -> bool:
    """Whether the unit says who holds a role that the question names: 组长 is not named by 副组长."""
    if unit.post:
        return unit.post.role in question.plain.replace(f"副{unit.post.role}", "")
    verbs = load_words(PACKAGE, "asks", "holding_verbs")
    roles = [role for role in load_words(PACKAGE, "asks", "roles") if role in question.plain]
    return any(f"{verb}{role}" in unit.folded.replace("办公室", "") for role in roles for verb in verbs)


def asks_several(question: Question) -> bool:
    """Whether several things are asked for: 哪些, 分别."""
    return any(word in question.plain for word in load_words(PACKAGE, "asks", "plural"))


def _lists(unit: Unit) -> bool:
    """Whether it gives several things one by one."""
    return unit.kind == "list" or any(word in unit.folded for word in load_words(PACKAGE, "asks", "listing"))


def _is_about_form(question: Question, unit: Unit) -> bool:
    return unit.kind == "table" and any(word in question.plain for word in load_words(PACKAGE, "asks", "about_forms"))


def _headed(unit: Unit, key: str) -> bool:
    return any(word in unit.heading or word in unit.around for word in load_words(PACKAGE, "asks", key))


def decisive_duties(question: Question, duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Those of ``duties`` that speak of what was asked, best first: with at least half as many terms as the best."""
    counted = _count_terms(question, duties)
    kept = [duty for duty, count in counted.items() if 2 * count >= max(counted.values())]
    return tuple(sorted(kept, key=lambda duty: (-counted[duty], duty.span)))


def asked_duties(question: Question, duties: Iterable[Duty]) -> tuple[Duty, ...]:
    """Those of ``duties`` that speak of most of what was asked: the acts that the question is about."""
    counted = _count_terms(question, duties)
    return tuple(duty for duty, count in counted.items() if count == max(counted.values()))


def _count_terms(question: Question, duties: Iterable[Duty]) -> dict[Duty, int]:
    """How many of the question's terms each duty speaks of."""
    texts = {duty: fold_text(duty.quote + (duty.condition or "")) for duty in duties}
    return {
        duty: sum(any(form in text for form in term.forms) for term in question.terms) for duty, text in texts.items()
    }


def _is_named_actor(question: Question, unit: Unit) -> bool:
    """Whether a body that the question names does what the unit says, rather than having it done to it."""
    actors = "，".join(fold_text(name) for duty in unit.duties if duty.actor_stated for name in duty.actors)
    return any(form in actors for term in question.terms if term.is_body for form in term.forms)


def _is_subject(question: Question, unit: Unit) -> bool:
    """Whether somebody named in the question bears a duty of the unit: what must X do?"""
    return any(form in unit.bearers for term in question.terms for form in term.forms)


def has_figure(folded: str) -> bool:
    """Whether a text states a count or a sum: 1059项, 200元, 三类."""
    numerals = f"0123456789{CHINESE_NUMERAL_CHARS}"
    if "百分之" in folded or "%" in folded:
        return True
    return any(
        char in "项个名人件份元类种条家分" and folded[at - 1] in numerals for at, char in enumerate(folded) if at
    )
