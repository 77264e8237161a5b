"""Trial due dates of an answer card, in words: each time limit with the last day under each way to count."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant import DueDate
    from corpus import Deadline

_FILE = Path(__file__).parent / "data" / "ask.json"
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DueReading:
    """One way to count: its name, the last day in words, and what to mind about that day."""

    name: str
    day: date
    words: str
    caution: str = ""


@dataclass(frozen=True, slots=True)
class DueLimit:
    """A time limit as written, the case it is for, and its last day under each reading."""

    text: str
    note: str
    readings: tuple[DueReading, ...]


@cache
def ask_words() -> dict[str, Any]:
    """The words of `data/ask.json`."""
    words: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return words


def build_due_limits(deadlines: Iterable[Deadline], start: date) -> tuple[DueLimit, ...]:
    """Those of ``deadlines`` that fix a length of time, counted from ``start``; each wording and case once."""
    from assistant import find_due_dates

    limits = (
        DueLimit(
            deadline.text,
            deadline.note or "",
            tuple(_read(due, deadline) for due in find_due_dates(deadline, start)),
        )
        for deadline in deadlines
    )
    return tuple(dict.fromkeys(limit for limit in limits if limit.readings))


def render_trial(start: date) -> str:
    """The sentence that says that these are trials, and from which day."""
    return str(ask_words()["trial"]).format(start=start.isoformat(), weekday=_weekday(start))


def _read(due: DueDate, deadline: Deadline) -> DueReading:
    names = ask_words()["readings"]
    by_day = due.reading == "workday" and deadline.unit == "day"
    name = names["workday_of_day" if by_day else due.reading]
    rests = due.reading in ("natural", "calendar") and due.day.weekday() >= _SATURDAY
    return DueReading(name, due.day, _words(due, deadline), ask_words()["weekend"] if rests else "")


def _words(due: DueDate, deadline: Deadline) -> str:
    shown = f"{due.day.isoformat()}（{_weekday(due.day)}）"
    if due.reading != "clock":
        return shown
    words = ask_words()
    if not due.hours:
        return f"{shown}{words['same_moment']}"
    if due.hours == deadline.value:
        return str(words["hours_later"]).format(hours=due.hours)
    return shown + str(words["days_and_hours_later"]).format(hours=due.hours)


def _weekday(day: date) -> str:
    return str(ask_words()["weekdays"][day.weekday()])
