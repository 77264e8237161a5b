"""Statements of money, counts and validity: 对公民处以200元以下罚款, 共设6个大队, 有效期五年.

What a clause states is kept in its words, with the number read from them. A range is two statements. Deadlines, dates,
ordinals and shares (第三条, 三倍, 5‰) are none. The forms are data (``data/statements.json``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpus import (
    ClauseRecord,
    DocumentRecord,
    Folded,
    LexiconError,
    Paragraph,
    PowerStatement,
    Span,
    Statement,
    StatementKind,
    StatementRelation,
    fold,
    parse_numeral,
)
from graph.context import is_read
from graph.lexicon import Pattern, Token, build_patterns, find_words, load_data

_KINDS: tuple[StatementKind, ...] = ("money", "count", "validity")
_RELATIONS: tuple[StatementRelation, ...] = ("at_most", "at_least", "below", "above", "exactly")
_STRICT: dict[StatementRelation, StatementRelation] = {"at_most": "below", "at_least": "above"}
_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SENTENCE_ENDS = "。；！？"
_PIECE_ENDS = "，。；：、！？（）“”"
_LONGEST_BEFORE = 90
_LONGEST_THING = 16
_LONGEST_UNKNOWN = 4
_HEADS = "ghjoxnt"  # classes of words (see `graph.lexicon`) that can end a name
_CELL = re.compile(r"[^\t\n]+")


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: Pattern
    kind: StatementKind
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementWords:
    """The forms and words of ``data/statements.json``; words of relation longest first."""

    rules: tuple[_Rule, ...]
    subjects: tuple[Pattern, ...]
    persons: tuple[Pattern, ...]
    before: tuple[tuple[str, StatementRelation], ...]
    after: Mapping[str, StatementRelation]
    between: tuple[str, ...]
    people_units: frozenset[str]
    bare_heads: frozenset[str]
    no_things: frozenset[str]
    unit_names: Mapping[str, str]
    noun_classes: frozenset[str]
    lead_classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Measure:
    """One number with its relation; ``text`` is its words."""

    relation: StatementRelation
    value: int | float | None
    text: str


@dataclass(frozen=True, slots=True)
class _Found:
    """What a pattern found in a folded text: ``start`` and ``end`` of the words that state it."""

    start: int
    end: int
    kind: StatementKind
    subject: str | None
    unit: str | None
    measures: tuple[_Measure, ...]


@cache
def load_statement_words() -> StatementWords:
    """The forms of ``data/statements.json``; raises LexiconError for an entry that is not whole."""
    data = load_data("statements")
    pieces: dict[str, str] = {}
    for name, text in data["pieces"].items():
        for known, replacement in pieces.items():
            text = text.replace("{" + known + "}", replacement)
        pieces[name] = text
    unknown = {entry["relation"] for entry in data["relations"]} - set(_RELATIONS)
    if unknown:
        raise LexiconError(f"graph/data/statements.json, relations: {sorted(unknown)} is none of {_RELATIONS}")
    before = [(word, entry["relation"]) for entry in data["relations"] for word in entry["before"]]
    return StatementWords(
        tuple(_build_rule(pattern) for pattern in build_patterns("statements", data["patterns"], pieces)),
        build_patterns("statements", data["subjects"], pieces),
        build_patterns("statements", data["persons"], pieces),
        tuple(sorted(before, key=lambda pair: -len(pair[0]))),
        {word: entry["relation"] for entry in data["relations"] for word in entry["after"]},
        tuple(data["between"]),
        frozenset(data["people_units"]),
        frozenset(data["bare_heads"]),
        frozenset(data["no_things"]),
        data["unit_names"],
        frozenset(data["noun_classes"]),
        frozenset(data["lead_classes"]),
    )


def _build_rule(pattern: Pattern) -> _Rule:
    kind = pattern.fields.get("kind")
    if kind not in _KINDS:
        raise LexiconError(f"graph/data/statements.json, entry {pattern.id}: kind is none of {_KINDS}")
    return _Rule(pattern, kind, tuple(pattern.fields.get("needs", ())))


def find_statements(
    record: DocumentRecord, clauses: Iterable[ClauseRecord], *, powers: Sequence[PowerStatement] = ()
) -> tuple[Statement, ...]:
    """The statements of money, counts and validity in a document's clauses, in reading order.

    A count that one of ``powers`` already gives is left out. ``quote`` is the text of the document at ``span``.
    """
    taken = [power.span for power in powers]
    statements: list[Statement] = []
    for clause in clauses:
        if not is_read(clause):
            continue
        for paragraph in clause.paragraphs:
            for view in _views(paragraph):
                for found in _find_all(view.text):
                    if found.kind != "count" or not _overlaps(view.span(found.start, found.end), taken):
                        statements.extend(_build(record, clause, paragraph, view, found, len(statements)))
    return tuple(statements)


def _views(paragraph: Paragraph) -> Iterator[Folded]:
    """The paragraph folded; a table cell by cell, so that no number runs from one cell into the next."""
    if paragraph.kind == "text":
        yield fold(paragraph.text, paragraph.span[0])
        return
    for cell in _CELL.finditer(paragraph.text):
        yield fold(cell.group(), paragraph.span[0] + cell.start())


def _overlaps(span: Span, taken: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _build(
    record: DocumentRecord, clause: ClauseRecord, paragraph: Paragraph, view: Folded, found: _Found, before: int
) -> Iterator[Statement]:
    span = view.span(found.start, found.end)
    base = paragraph.span[0]
    for number, measure in enumerate(found.measures, start=before + 1):
        yield Statement(
            id=f"{record.slug}-s{number:02d}",
            document=record.slug,
            jurisdiction=record.metadata.jurisdiction,
            eid=clause.eid,
            clause=clause.path,
            kind=found.kind,
            subject=found.subject,
            relation=measure.relation,
            value=measure.value,
            unit=found.unit,
            text=measure.text,
            quote=paragraph.text[span[0] - base : span[1] - base],
            span=span,
        )


def _find_all(text: str) -> list[_Found]:
    """All that the patterns find in folded text, in its order; of two over the same number the first pattern's."""
    found: list[_Found] = []
    taken = bytearray(len(text))
    for rule in load_statement_words().rules:
        if rule.needs and not any(need in text for need in rule.needs):
            continue
        for match in rule.pattern.regex.finditer(text):
            start, end = _number_span(match)
            item = None if any(taken[start:end]) else _read(text, match, rule.kind)
            if item is not None:
                taken[start:end] = b"\1" * (end - start)
                found.append(item)
    return sorted(found, key=lambda item: item.start)


def _group(match: re.Match[str], name: str) -> str | None:
    return match[name] if name in match.re.groupindex else None


def _number_span(match: re.Match[str]) -> Span:
    name = "high" if _group(match, "high") else "date"
    return match.start("low" if _group(match, "low") else name), match.end(name)


def _read(text: str, match: re.Match[str], kind: StatementKind) -> _Found | None:
    words = load_statement_words()
    number = _number_span(match)[0]
    relation, words_at = _relation_before(text, number)
    per = match.start("per") if _group(match, "per") else number
    measures = _measures(text, match, relation, min(words_at, per))
    if any(measure.value is None for measure in measures) and not _group(match, "date"):
        return None
    unit = "元" if kind == "money" else _group(match, "unit")
    start, end = min(match.start(), words_at), match.end()
    if kind == "count":
        subject, span = _thing(text, match, words_at)
    else:
        subject, span = _subject(text, kind, min(words_at, per) if kind == "money" else match.start())
    start, end = min(start, span[0]), max(end, span[1])
    return _Found(start, end, kind, subject, words.unit_names.get(unit or "", unit), measures)


def _relation_before(text: str, at: int) -> tuple[StatementRelation | None, int]:
    """The relation whose words stand right before ``at`` (不得少于, 至少配备), and where they begin."""
    words = load_statement_words()
    joined = next((word for word in words.between if text.endswith(word, 0, at)), "")
    for end in dict.fromkeys((at, at - len(joined))):
        for word, relation in words.before:
            if text.endswith(word, 0, end):
                return relation, end - len(word)
    return None, at


def _measures(text: str, match: re.Match[str], before: StatementRelation | None, start: int) -> tuple[_Measure, ...]:
    """The one number of a match, or the lower and the upper end of a range."""
    date = _group(match, "date")
    if date is not None:
        return (_Measure("exactly", None, date),)
    after, strict = _group(match, "after"), _group(match, "inclusive") == "不含"
    relation = load_statement_words().after.get(after or "", "exactly")
    if strict:
        relation = _STRICT.get(relation, relation)
    if relation == "exactly" and _group(match, "more"):
        relation = "above"
    low, high = _group(match, "low"), match["high"]
    if low is None:
        return (_Measure(before or relation, _amount(high), text[start : match.end()]),)
    upper: StatementRelation = "below" if strict or _group(match, "open") else "at_most"
    split = match.end("join") if match["join"] == "以上" else None
    return (
        _Measure("at_least", _lower(low, high, match), text[start : split or match.end()]),
        _Measure(upper, _amount(high), text[split or start : match.end()]),
    )


def _lower(low: str, high: str, match: re.Match[str]) -> int | float | None:
    """The lower end of a range; 5至10万元 is said of two numbers of 万."""
    value, scale = _amount(low), high.lstrip("0123456789.，")
    bare = _amount(high.removesuffix(scale))
    written_out = "元" in match.string[match.end("low") : match.start("join")]
    if low[-1:].isdecimal() and scale and not written_out and value is not None and bare is not None and value < bare:
        return _amount(low + scale)
    return value


def _amount(text: str) -> int | float | None:
    """The number that ``text`` writes: 3000, 1，200.5, 1.5万, 五万, 半; None where it writes none."""
    if text == "半":
        return 0.5
    digits = text.rstrip("百千万亿")
    if not digits[:1].isdecimal():
        return parse_numeral(text)
    factor = 1
    for char in text[len(digits) :]:
        factor *= _SCALES[char]
    value = round(float(digits.replace("，", "")) * factor, 4)
    return int(value) if value.is_integer() else value


def _subject(text: str, kind: StatementKind, at: int) -> tuple[str | None, Span]:
    """Whom or what the number before ``at`` is about, by the nearest form of the same sentence; and its words' span."""
    lowest = max(0, at - _LONGEST_BEFORE)
    lowest = max(lowest, *(text.rfind(end, lowest, at) + 1 for end in _SENTENCE_ENDS))
    before = text[lowest:at]
    for pattern in load_statement_words().subjects:
        if pattern.fields["kind"] != kind:
            continue
        matches = list(pattern.regex.finditer(before))
        if matches:
            match = matches[-1]
            return match["subject"], (lowest + match.start("subject") - (pattern.id == "towards"), at)
    return None, (at, at)


def _thing(text: str, match: re.Match[str], at: int) -> tuple[str | None, Span]:
    """What is counted: the nouns behind the number (6个大队), else before it (共有成员单位18家), else before its lead.

    ``at`` is where the number with its relation begins. 人 is a noun itself, so that nothing is looked for behind it.
    """
    words = load_statement_words()
    found = None if match["unit"] in words.people_units else _nouns_behind(text, match.end())
    if found is None and _group(match, "lead"):
        found = _nouns_before(text, match.end("lead"), at) or _nouns_before(text, 0, match.start(), known=True)
    elif found is None:
        found = _nouns_before(text, 0, min(match.start(), at))
    return (None, (at, at)) if found is None else (text[slice(*found)], found)


def _nouns_behind(text: str, at: int) -> Span | None:
    words = load_statement_words()
    begin = at + text.startswith("的", at)
    end, named = begin, False
    piece = _piece(text, begin, begin + _LONGEST_THING)
    person = next((match for form in words.persons if (match := form.regex.match(piece))), None)
    if person is not None:
        return begin, begin + person.end()
    for token in find_words(piece, begin):
        loose = named and token.word.letter == "u" and token.end < begin + len(piece)
        if loose or not _is_noun(token) or text[token.start : token.end] in words.no_things:
            break
        end, named = token.end, named or token.word.letter in _HEADS
    return (begin, end) if end - begin > 1 else None


def _piece(text: str, start: int, stop: int) -> str:
    piece = text[start:stop]
    return piece[: min((at for mark in _PIECE_ENDS if (at := piece.find(mark)) >= 0), default=len(piece))]


def _nouns_before(text: str, floor: int, at: int, *, known: bool = False) -> Span | None:
    """The nouns that end at ``at``; with ``known`` the last of them has to be a word of the lists."""
    words = load_statement_words()
    lowest = max(floor, at - 2 * _LONGEST_THING)
    lowest = max(lowest, *(text.rfind(end, lowest, at) + 1 for end in _PIECE_ENDS))
    tokens = find_words(text[lowest:at], lowest)
    first = len(tokens)
    while first and (_is_noun(tokens[first - 1]) or tokens[first - 1].word.letter in words.lead_classes):
        first -= 1
    if first == len(tokens) or (known and tokens[-1].word.letter not in _HEADS):
        return None
    if first and text[tokens[first].start : at] in words.bare_heads and tokens[first - 1].word.is_verb:
        first -= 1
    return (tokens[first].start, at) if at - tokens[first].start > 1 else None


def _is_noun(token: Token) -> bool:
    letter, size = token.word.letter, token.end - token.start
    return letter in load_statement_words().noun_classes and (letter != "u" or size <= _LONGEST_UNKNOWN)
