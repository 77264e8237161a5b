"""Statements of numbers of powers (1059 项管理事权, 其中…139 项), what is a part of what, and whether the parts add up.

What a document states is kept as it states it. No item is made up to fill a number; a contradiction is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from corpus import ClauseRecord, DocumentRecord, Paragraph, PowerStatement, fold, parse_numeral
from graph.context import is_read, label_actors
from graph.departments import find_departments
from graph.lexicon import Pattern, build_patterns, load_data
from graph.model import Finding

Mode: TypeAlias = Literal["direct", "cooperating", "entrusted", "all"]
_STOPS = "，。；：、（）"
_LONGEST_PIECE = 80


@dataclass(frozen=True, slots=True)
class PowerWords:
    """The patterns and words of ``data/powers.json``."""

    patterns: tuple[Pattern, ...]
    modes: tuple[tuple[Mode, tuple[str, ...]], ...]
    part_marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of powers in a folded paragraph: ``start`` and ``end`` of the words that state it."""

    start: int
    end: int
    number: int
    name: str
    mode: Mode | None


@cache
def load_power_words() -> PowerWords:
    """The forms of ``data/powers.json``; raises LexiconError for an entry that is not whole."""
    data = load_data("powers")
    patterns = build_patterns("powers", data["patterns"], data["pieces"])
    return PowerWords(
        patterns,
        tuple((entry["mode"], tuple(entry["words"])) for entry in data["modes"]),
        tuple(data["part_marks"]),
    )


def find_powers(record: DocumentRecord, clauses: Iterable[ClauseRecord]) -> tuple[PowerStatement, ...]:
    """The numbers of powers that a document states, in reading order.

    ``part_of`` is the id of the whole, where the text says so.
    """
    found: list[PowerStatement] = []
    for clause in clauses:
        if not is_read(clause):
            continue
        for paragraph in clause.paragraphs:
            if "项" in paragraph.text:
                found.extend(_read_paragraph(record, clause, paragraph, len(found)))
    return tuple(found)


def _read_paragraph(
    record: DocumentRecord, clause: ClauseRecord, paragraph: Paragraph, before: int
) -> list[PowerStatement]:
    view = fold(paragraph.text, paragraph.span[0])
    counts = _find_counts(view.text)
    wholes = _wholes(view.text, counts)
    holder = _holder(view.text, clause)
    ids = [f"{record.slug}-p{before + number:02d}" for number in range(1, len(counts) + 1)]
    statements = []
    for index, count in enumerate(counts):
        span = view.span(count.start, count.end)
        whole = wholes[index]
        statements.append(
            PowerStatement(
                id=ids[index],
                document=record.slug,
                jurisdiction=record.metadata.jurisdiction,
                eid=clause.eid,
                clause=clause.path,
                name=count.name,
                stated=count.number,
                part_of=None if whole is None else ids[whole],
                mode=count.mode,
                holder=holder,
                quote=paragraph.text[span[0] - paragraph.span[0] : span[1] - paragraph.span[0]],
                span=span,
            )
        )
    return statements


def _find_counts(text: str) -> list[_Count]:
    found: list[_Count] = []
    taken = bytearray(len(text))
    for pattern in reversed(load_power_words().patterns):
        for match in pattern.regex.finditer(text):
            number = parse_numeral(match["count"])
            at = match.start("count")
            if number is None or taken[at]:
                continue
            start = max(text.rfind(stop, max(0, at - _LONGEST_PIECE), match.start()) for stop in _STOPS) + 1
            begin = start if match.start("name") < at else at
            found.append(
                _Count(begin, match.end(), number, _name(text, match, start), _mode(text[start : match.end()]))
            )
            taken[begin : match.end()] = b"\1" * (match.end() - begin)
    return sorted(found, key=lambda count: count.start)


def _name(text: str, match: re.Match[str], start: int) -> str:
    """What is counted: the words before the number in its piece (直接行使行政处罚权事项).

    Or those after it (管理事权).
    """
    if match.start("name") < match.start("count"):
        return text[start : match.end("name")]
    return match["name"]


def _mode(said: str) -> Mode | None:
    return next((mode for mode, words in load_power_words().modes if any(word in said for word in words)), None)


def _wholes(text: str, counts: Sequence[_Count]) -> list[int | None]:
    """For each count the index of the whole that it is a part of: before 中的 or before 其中."""
    wholes: list[int | None] = []
    current: int | None = None
    for index, count in enumerate(counts):
        if index == 0:
            wholes.append(None)
            continue
        between = text[counts[index - 1].end : count.start]
        if "。" in between:
            current = None
        elif between.endswith("中的"):
            wholes.append(index - 1)
            current = None
            continue
        elif any(mark in between for mark in load_power_words().part_marks):
            current = index - 1
        wholes.append(current)
    return wholes


def _holder(text: str, clause: ClauseRecord) -> str | None:
    """The body that exercises them.

    The item's label, or the first body that the paragraph names as exercising powers.
    """
    label = label_actors(clause.heading)
    if label:
        return label[0]
    for mention in find_departments(text):
        after = text[mention.span[1] : mention.span[1] + 40]
        if mention.kind == "body" and any(word in after for word in ("行使", "承接", "实施")):
            return mention.name
    return None


def find_findings(statements: Sequence[PowerStatement]) -> tuple[Finding, ...]:
    """A finding for each whole whose stated parts do not add up to it, in the order of the statements."""
    by_id = {statement.id: statement for statement in statements}
    parts: dict[str, list[PowerStatement]] = {}
    for statement in statements:
        if statement.part_of in by_id and not _is_share(statement):
            parts.setdefault(str(statement.part_of), []).append(statement)
    return tuple(
        finding for key, members in parts.items() if (finding := _contradiction(by_id[key], members)) is not None
    )


def _is_share(statement: PowerStatement) -> bool:
    """Whether the statement names one part of a whole without the rest (1059 项中的 1031 项).

    No sum is claimed of such a statement.
    """
    return statement.mode == "all"


def _contradiction(whole: PowerStatement, members: Sequence[PowerStatement]) -> Finding | None:
    total = sum(member.stated for member in members)
    if total == whole.stated or (len(members) == 1 and total < whole.stated):
        return None
    listed = " + ".join(f"{member.stated}（{member.name}）" for member in members)
    clauses = dict.fromkeys((statement.document, statement.eid) for statement in (whole, *members))
    return Finding(
        "inconsistent",
        f"“{whole.name}”写明共{whole.stated}项，各分项为 {listed}，合计{total}项，相差{abs(whole.stated - total)}项。",
        tuple(clauses),
    )
