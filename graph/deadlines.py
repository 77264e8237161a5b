"""Time limits in running text: a grammar of number, unit, relation, start and recurrence (TIMEX3 DURATION, SET, DATE).

A deadline stays as written; turning it into a calendar date is another function's work. The patterns are data
(``data/deadlines.json``), put together from named pieces; where two fit, the one that stands first in the file holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from corpus import Deadline, DeadlineRelation, DeadlineUnit, Folded, LexiconError, fold, parse_numeral
from graph.lexicon import Pattern, build_patterns, load_data

_SEPARATORS = "，。；：！？（）"
_LONGEST_PIECE = 120
_LONGEST_CONDITION = 40
_MOST_CONDITIONS = 3
_UNITS: tuple[DeadlineUnit, ...] = ("hour", "day", "workday", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: Pattern
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns in their order, what is no deadline, and the words that start and qualify one."""

    rules: tuple[_Rule, ...]
    excluded: tuple[_Rule, ...]
    triggers: re.Pattern[str]
    units: Mapping[str, str]
    qualifiers: tuple[str, ...]
    start_words: tuple[str, ...]
    start_tails: tuple[str, ...]
    events: tuple[str, ...]
    lead_words: tuple[str, ...]
    exceptions: tuple[str, ...]
    permits: tuple[str, ...]


@cache
def load_grammar() -> _Grammar:
    """The grammar of ``data/deadlines.json``; raises LexiconError for an entry that is not whole."""
    data = load_data("deadlines")
    pieces: dict[str, str] = {}
    for name, text in data["pieces"].items():
        for known, replacement in pieces.items():
            text = text.replace("{" + known + "}", replacement)
        pieces[name] = text
    rules = tuple(_build_rule(pattern) for pattern in build_patterns("deadlines", data["patterns"], pieces))
    excluded = tuple(_build_rule(pattern) for pattern in build_patterns("deadlines", data["not_deadlines"], pieces))
    needs = sorted({need for rule in rules for need in rule.needs})
    starts = data["starts"]
    return _Grammar(
        rules,
        excluded,
        re.compile("|".join(map(re.escape, needs))),
        data["units"],
        tuple(data["qualifiers"]),
        tuple(starts["words"]),
        tuple(starts["tails"]),
        tuple(starts["events"]),
        tuple(sorted(starts["lead_words"], key=len, reverse=True)),
        tuple(data["exceptions"]["words"]),
        tuple(data["exceptions"]["permits"]),
    )


def _build_rule(pattern: Pattern) -> _Rule:
    needs = pattern.fields.get("needs")
    if not needs:
        raise LexiconError(f"graph/data/deadlines.json, entry {pattern.id}: needs is missing")
    return _Rule(pattern, tuple(needs))


def find_deadlines(text: str) -> tuple[Deadline, ...]:
    """The time limits in ``text``, in reading order; ``span`` counts in ``text``, ``text`` of each is a piece of it.

    >>> [(d.kind, d.value, d.unit, d.relation) for d in find_deadlines("应当在3个工作日内移送；情况紧急的，立即移送")]
    [('duration', 3, 'workday', 'within'), ('immediate', None, None, None)]
    """
    folded = fold(text)
    return tuple(locate_deadline(deadline, folded, text, 0) for deadline in find_folded_deadlines(folded.text))


def locate_deadline(deadline: Deadline, folded: Folded, text: str, start: int) -> Deadline:
    """``deadline`` found in ``folded.text`` with its words and span as in ``text``, which begins at ``start``."""
    a, b = folded.span(*deadline.span)
    return replace(deadline, text=text[a - start : b - start], span=(a, b))


def find_folded_deadlines(text: str) -> tuple[Deadline, ...]:
    """The time limits in the folded ``text``, spans counted in it."""
    grammar = load_grammar()
    if not grammar.triggers.search(text):
        return ()
    taken = bytearray(len(text))
    for match, _ in _matches(grammar.excluded, text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found: list[Deadline] = []
    for match, pattern in _matches(grammar.rules, text):
        start, end = match.span()
        if start == end or any(taken[start:end]):
            continue
        deadline = _build_deadline(match, pattern, text, grammar)
        if deadline is not None:
            taken[start:end] = b"\1" * (end - start)
            found.append(deadline)
    return tuple(_link_extensions(sorted(found, key=lambda deadline: deadline.span), text))


def _matches(rules: tuple[_Rule, ...], text: str) -> Iterator[tuple[re.Match[str], Pattern]]:
    for rule in rules:
        if any(need in text for need in rule.needs):
            for match in rule.pattern.regex.finditer(text):
                yield match, rule.pattern


def _build_deadline(match: re.Match[str], pattern: Pattern, text: str, grammar: _Grammar) -> Deadline | None:
    kind = pattern.fields["kind"]
    groups = match.groupdict()
    value, unit, relation = None, None, None
    if kind in ("duration", "recurring"):
        value, unit = _measure(groups, pattern.fields, grammar.units)
        if value is None or unit is None:
            return None
        relation = _relation(match.group(), pattern.fields, kind)
    elif kind == "date":
        said = groups.get("rel") or groups.get("rel2") or ""
        relation = "before" if said.endswith("前") else "at"
    runs_from = find_start(text, match.start()) if kind in ("duration", "immediate") else None
    note = find_note(text, match.start(), match.group()) if kind in ("duration", "immediate", "recurring") else None
    return Deadline(match.group(), kind, value, unit, relation, runs_from, note, match.span())


def _relation(said: str, fields: Mapping[str, Any], kind: str) -> DeadlineRelation:
    if kind == "recurring" and said.endswith("前"):
        return "before"
    relation: DeadlineRelation = fields.get("relation", "at")
    return relation


def _measure(
    groups: Mapping[str, str | None], fields: Mapping[str, Any], units: Mapping[str, str]
) -> tuple[int | float | None, DeadlineUnit | None]:
    """Value and unit that a match states; both None where the number cannot be read."""
    if "value" in fields:
        return fields["value"], fields["unit"]
    if fields.get("half"):
        return 6, "month"
    said = (groups.get("u") or "").removeprefix("个").removesuffix("度") if groups.get("u") != "季度" else "季度"
    name = units.get("季度" if said == "季" else said)
    value = _number(groups.get("n")) if groups.get("n") else 1
    if value is None or name is None:
        return None, None
    if groups.get("h"):
        value += 0.5
    return _convert(value, name)


def _convert(value: int | float, name: str) -> tuple[int | float, DeadlineUnit | None]:
    if name == "minute":
        return round(value / 60, 4), "hour"
    if name == "year" and value == 0.5:
        return 6, "month"
    return value, next((unit for unit in _UNITS if unit == name), None)


def _number(text: str | None) -> int | float | None:
    if text == "半":
        return 0.5
    if text and "." in text:
        return float(text)
    return parse_numeral(text or "")


def find_start(text: str, at: int) -> str | None:
    """The event from which a time limit that stands at ``at`` runs, in the words of the folded ``text``.

    None where unstated.
    """
    grammar = load_grammar()
    begin = _piece_start(text, at)
    event = _event_before(text[begin:at], grammar)
    if event or begin == 0 or text[begin - 1] != "，" or not _is_lead_in(text[begin:at], grammar):
        return event
    before = text[_piece_start(text, begin - 1) : begin - 1]
    if before.startswith("或") or any(word in before for word in grammar.exceptions):
        return None  # of several alternatives the last is not the start of all
    event = _event_before(before, grammar)
    if event:
        return event
    at_event = [before.find(word) for word in grammar.events if word in before]
    if not at_event or not (before.endswith(("的", "后")) or min(at_event) <= 12):
        return None
    words = before[min(at_event) :].removesuffix("的").strip("自")
    ends = [words.find(tail) for tail in ("之日起", "后") if tail in words]
    return words[: min(ends)] if ends else words or None


def _piece_start(text: str, at: int) -> int:
    """Where the piece of the sentence around ``at`` begins; looked for over a bounded distance."""
    lowest = max(0, at - _LONGEST_PIECE)
    while at > lowest and text[at - 1] not in _SEPARATORS:
        at -= 1
    return at


def _is_lead_in(piece: str, grammar: _Grammar) -> bool:
    """Whether ``piece`` holds nothing but modal verbs and the like, as 应当在 does."""
    while piece:
        word = next((word for word in grammar.lead_words if piece.startswith(word)), None)
        if word is None:
            return len(piece) <= 2
        piece = piece[len(word) :]
    return True


def _event_before(piece: str, grammar: _Grammar) -> str | None:
    tail = next((tail for tail in grammar.start_tails if piece.endswith(tail)), None)
    if tail is None:
        at = piece.rfind("自")
        event = piece[at + 1 :] if at >= 0 else ""
        return event if len(event) >= 2 and event[0] not in "行己身觉" else None
    body = piece[: -len(tail)]
    for word in grammar.start_words:
        at = body.rfind(word)
        if at >= 0 and len(body) - at > 2:
            return body[at + len(word) :]
    at = min((body.find(word) for word in grammar.events if word in body), default=-1)
    return body[at:] if at >= 0 else body or None


def _conditions_before(text: str, begin: int, grammar: _Grammar) -> tuple[str, ...]:
    """The exceptional conditions in the pieces before the one that begins at ``begin``: 情况复杂的, 经…批准.

    A piece that only permits the extension (可延期一次) is passed over.
    """
    found: list[str] = []
    for _ in range(_MOST_CONDITIONS):
        if begin == 0 or text[begin - 1] != "，":
            break
        end, begin = begin - 1, _piece_start(text, begin - 1)
        piece = text[begin:end]
        if piece.startswith(grammar.permits):
            continue
        if len(piece) > _LONGEST_CONDITION or not any(word in piece for word in grammar.exceptions):
            break
        found.insert(0, piece)
    return tuple(found)


def _link_extensions(found: list[Deadline], text: str) -> Iterator[Deadline]:
    """``found`` in reading order, each extension with the time limit that it extends and that one's act in its note."""
    base: Deadline | None = None
    for deadline in found:
        if deadline.relation == "extend_not_exceed" and base is not None:
            start, end = base.span
            stop = min(len(text), start + _LONGEST_CONDITION)
            act_end = next((at for at in range(end, stop) if text[at] in _SEPARATORS), None)
            said = text[start:act_end] if act_end is not None else base.text
            note = f"{deadline.note}（原期限：{said}）" if deadline.note else f"原期限：{said}"
            deadline = replace(deadline, note=note)
        elif deadline.kind == "duration" and deadline.relation in ("within", "not_exceed"):
            base = deadline
        yield deadline


def find_note(text: str, at: int, said: str) -> str | None:
    """The condition or the reservation (一般, 原则上) under which the time limit at ``at`` holds.

    None where there is none.
    """
    grammar = load_grammar()
    begin = _piece_start(text, at)
    conditions = "，".join(_conditions_before(text, begin, grammar))
    notes = [conditions] if conditions else []
    qualifier = next((word for word in grammar.qualifiers if word in text[begin:at] or word in said), None)
    if qualifier:
        notes.append(f"原文限定为“{qualifier}”")
    return "；".join(notes) or None
