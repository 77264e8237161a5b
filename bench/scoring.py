"""Whether a reply answers an annotated question, check by check.

A question is right where every check of `judge` holds. Texts are compared after NFKC, white space removed. Replies come
in the JSON shape of `quanze ask --json`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from corpus import find_document_numbers

Json: TypeAlias = Mapping[str, Any]
Groups: TypeAlias = tuple[tuple[str, ...], ...]
DeadlineKey: TypeAlias = tuple[str, float | None, str | None, str | None]

# Vague ones (及时) can be neither right nor wrong.
SCORED_DEADLINES: Final = frozenset({"duration", "immediate", "recurring", "date"})
# For these the direct answer alone must say it; for the others the quote counts as said, too.
SHORT_TYPES: Final = frozenset({"who", "deadline", "who_deadline", "permission", "amount"})
UNANSWERABLE: Final = "unanswerable"
CARDS_READ: Final = 5


@dataclass(frozen=True, slots=True)
class Question:
    """An annotated question.

    ``doc`` is the number of the document that answers it, or its title; ``scope`` the district that the question names.
    Of every group in ``actors`` and ``must_include`` one spelling must be said; one of ``clauses`` must be cited.
    """

    id: str
    doc: str
    text: str
    persona: str
    type: str
    scope: str | None
    actors: Groups
    deadlines: frozenset[DeadlineKey]
    clauses: Groups
    must_include: Groups


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a question: its checks, and what the card that counted said.

    ``clause`` is the path cited, () where no card counted; ``text`` the direct answer, empty where there is none.
    """

    question: Question
    checks: Mapping[str, bool]
    status: str
    clause: tuple[str, ...] = ()
    text: str = ""

    @property
    def right(self) -> bool:
        """Whether all checks hold."""
        return all(self.checks.values())

    @property
    def failed(self) -> tuple[str, ...]:
        """The names of the checks that do not hold."""
        return tuple(name for name, holds in self.checks.items() if not holds)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many were right."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 1 where there is nothing to be right about."""
        return self.right / self.of if self.of else 1.0


def plain(text: str | None) -> str:
    """``text`` for comparing: NFKC, without white space; empty for None."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def document_key(name: str | None) -> str:
    """What of a document's number or title is compared; a number in its official spelling (〔2023〕6号 for 第6号)."""
    text = plain(name)
    for number, (start, end) in find_document_numbers(text):
        if (start, end) == (0, len(text)):
            return plain(str(number))
    return text


def load_questions(paths: Iterable[Path]) -> tuple[Question, ...]:
    """The questions of JSON Lines files, in order. ValueError naming file and line where one lacks a field."""
    return tuple(question for path in paths for question in _read_file(path))


def _read_file(path: Path) -> Iterator[Question]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield parse_question(json.loads(line))
        except (KeyError, json.JSONDecodeError) as error:
            raise ValueError(f"{path.name}:{number}: not a question: {error}") from error


def parse_question(row: Json) -> Question:
    """The question that a row of an annotated file describes. KeyError for a missing field."""
    return Question(
        id=row["id"],
        doc=row["doc"],
        text=row["question"],
        persona=row["persona"],
        type=row["type"],
        scope=row["scope"],
        actors=_groups(row["actors"]),
        deadlines=deadline_keys(row["deadline"]),
        clauses=_groups(row["clauses"]),
        must_include=_groups(row["must_include"]),
    )


def _groups(lists: Iterable[Iterable[str]]) -> Groups:
    return tuple(tuple(group) for group in lists)


def deadline_keys(deadlines: Iterable[Json]) -> frozenset[DeadlineKey]:
    """What of the deadlines is compared, vague ones left out: kind, value, unit, and of durations the relation."""
    return frozenset(_deadline_key(deadline) for deadline in deadlines if deadline["kind"] in SCORED_DEADLINES)


def _deadline_key(deadline: Json) -> DeadlineKey:
    kind = deadline["kind"]
    if kind == "immediate":
        return kind, None, None, None
    return kind, deadline.get("value"), deadline.get("unit"), deadline.get("relation") if kind == "duration" else None


def is_from(card: Json, doc: str) -> bool:
    """Whether ``card`` is from the document with this number or title."""
    named = card["document"]
    return document_key(doc) in (document_key(named["number"]), document_key(named["title"]))


def counting_card(question: Question, cards: Sequence[Json]) -> Json | None:
    """The card that is judged: the first, where the question names its district; else the document's own best of five.

    None where it is not from the document that answers the question.
    """
    read = cards[:1] if question.scope else cards[:CARDS_READ]
    return next((card for card in read if is_from(card, question.doc)), None)


def judge(question: Question, reply: Json) -> Verdict:
    """The verdict on ``reply``.

    Checks are `refused` for an unanswerable question; for others `answered`, and where that holds `clause`, `actors`,
    `deadline` and `content`. A card without the field `deadlines` (plain text) is not judged on deadlines as such: what
    it must say of them is part of `content`.
    """
    status = reply["status"]
    card = counting_card(question, reply["answers"]) if status == "answered" else None
    if question.type == UNANSWERABLE:
        # Where no district is named, another district's rule may well answer.
        checks = {"refused": status != "answered" or (question.scope is None and card is None)}
    elif card is None:
        checks = {"answered": False}
    else:
        checks = {"answered": True, **_judge_card(question, card)}
    if card is None:
        return Verdict(question, checks, status)
    return Verdict(question, checks, status, tuple(card["clause"]), card["text"])


def _judge_card(question: Question, card: Json) -> dict[str, bool]:
    said = plain(card["text"])
    heard = said if question.type in SHORT_TYPES else said + plain(card["quote"])
    named = plain("|".join((*card["actors"], *card["counterparts"]))) + said
    checks = {
        "clause": not question.clauses or any(is_below(card["clause"], path) for path in question.clauses),
        "actors": _all_said(question.actors, named),
    }
    if "deadlines" in card:
        checks["deadline"] = question.deadlines <= deadline_keys(card["deadlines"])
    return {**checks, "content": _all_said(question.must_include, heard)}


def is_below(path: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether ``path`` is the path ``wanted`` or one below it."""
    return [plain(step) for step in path[: len(wanted)]] == [plain(step) for step in wanted]


def _all_said(groups: Groups, text: str) -> bool:
    return all(any(plain(spelling) in text for spelling in group) for group in groups)


def count_shares(verdicts: Iterable[Verdict]) -> dict[str, Share]:
    """The share right of all questions and by type, persona, document, scope and check, in that order.

    Keys are ``all`` and, for example, ``type who``.
    """
    results: dict[tuple[int, str], list[bool]] = {}
    for verdict in verdicts:
        question = verdict.question
        rows = (
            "all",
            f"type {question.type}",
            f"persona {question.persona}",
            f"document {question.doc}",
            f"scope {'names its district' if question.scope else 'names none'}",
        )
        for place, row in enumerate(rows):
            results.setdefault((place, row), []).append(verdict.right)
        for name, holds in verdict.checks.items():
            results.setdefault((len(rows), f"check {name}"), []).append(holds)
    return {row: Share(sum(results[place, row]), len(results[place, row])) for place, row in sorted(results)}
