"""What the address of the question page says, and the addresses of the same question asked a little differently."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from webapp.due_view import ask_words
from webapp.errors import InputError
from webapp.inputs import clean_text, parse_district, parse_question, parse_topic

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class AskState:
    """A question with what its user chose: one district or ``各区``, a topic, the day that trial due dates start on."""

    question: str
    district: str | None = None
    topic: str | None = None
    start: date | None = None

    @property
    def districts(self) -> tuple[str, ...] | None:
        """The districts chosen, () for all of them, None where the question itself decides."""
        if self.district is None:
            return None
        return () if self.district == all_districts() else (self.district,)

    @property
    def url(self) -> str:
        """The address of this question."""
        given = {
            "q": self.question,
            "district": self.district,
            "topic": self.topic,
            "from": self.start.isoformat() if self.start else None,
        }
        return "/?" + urlencode({name: value for name, value in given.items() if value})

    def change(self, **changes: Any) -> AskState:
        """The same question with other choices."""
        return replace(self, **changes)


def all_districts() -> str:
    """What stands for all districts together."""
    return str(ask_words()["all_districts"])


def parse_state(values: Mapping[str, str]) -> AskState:
    """The question and the choices in ``values``: q, district, topic, from. Raises InputError.

    Whether the district exists is not checked.
    """
    return AskState(
        parse_question(values.get("q", "")),
        parse_district(values.get("district")),
        parse_topic(values.get("topic")),
        parse_start(values.get("from")),
    )


def parse_start(text: str | None) -> date | None:
    """The day written ``2026-11-21``; None where it is empty. Raises InputError for anything else."""
    given = clean_text(text or "")
    if not given:
        return None
    try:
        day = date.fromisoformat(given) if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", given) else None
    except ValueError:
        day = None
    if day is None or not _FIRST <= day <= _LAST:
        raise InputError(
            f"起算日“{given[:20]}”不能用。",
            hint=f"日期应写成 2026-11-21 的样子，在 {_FIRST.year} 年至 {_LAST.year} 年之间。",
            code="invalid_date",
        )
    return day
