"""Trial due dates: what is counted, from which day, under which readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import DueDate, find_due_dates, is_monday_to_friday
from corpus import Deadline

FRIDAY = date(2026, 11, 20)
DAYS = st.dates(date(1990, 1, 1), date(2150, 1, 1))
COUNTS = st.integers(0, 3660)


def limit(value: float | None, unit: str | None, relation: str | None = "within", kind: str = "duration") -> Deadline:
    """A time limit of these parts."""
    return Deadline("期限", kind, value, unit, relation)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "found"),
    [
        (3, "workday", (DueDate("workday", date(2026, 11, 25)),)),
        (3, "day", (DueDate("natural", date(2026, 11, 23)), DueDate("workday", date(2026, 11, 25)))),
        (0, "day", (DueDate("same_day", FRIDAY),)),
        (24, "hour", (DueDate("clock", date(2026, 11, 21)),)),
        (2, "hour", (DueDate("clock", FRIDAY, 2),)),
        (36, "hour", (DueDate("clock", date(2026, 11, 21), 12),)),
        (2, "week", (DueDate("calendar", date(2026, 12, 4)),)),
        (3, "month", (DueDate("calendar", date(2027, 2, 20)),)),
        (1, "quarter", (DueDate("calendar", date(2027, 2, 20)),)),
        (1, "year", (DueDate("calendar", date(2027, 11, 20)),)),
    ],
)
def test_each_unit_has_its_readings(value: int, unit: str, found: tuple[DueDate, ...]) -> None:
    """The first day does not count; 日 alone is read both ways."""
    assert find_due_dates(limit(value, unit), FRIDAY) == found


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
    ],
)
def test_a_month_without_that_day_ends_on_its_last(start: date, months: int, end: date) -> None:
    """As 民法典 202 has it."""
    assert find_due_dates(limit(months, "month"), start) == (DueDate("calendar", end),)


@pytest.mark.parametrize(
    "deadline",
    [
        limit(None, None, None, "vague"),
        limit(None, None, None, "immediate"),
        limit(1, "month", "within", "recurring"),
        limit(None, None, "before", "date"),
        limit(10, "day", "before"),
        limit(30, "day", "extend_not_exceed"),
        limit(5, "workday", "at"),
        limit(0.5, "month"),
        limit(None, "day"),
        limit(9999, "day"),
        limit(-1, "day"),
    ],
    ids=lambda deadline: f"{deadline.kind}-{deadline.value}-{deadline.unit}-{deadline.relation}",
)
def test_what_fixes_no_length_from_the_start_is_not_counted(deadline: Deadline) -> None:
    """Vague, recurring, backwards, an extension, a shortest time, parts of a unit, out of all reason."""
    assert find_due_dates(deadline, FRIDAY) == ()


def test_the_end_of_the_calendar_is_no_fault() -> None:
    """Nothing is counted where no date could be given."""
    for unit in ("day", "workday", "week", "month", "quarter", "year"):
        assert find_due_dates(limit(3660, unit), date.max) == ()


def test_a_calendar_may_be_handed_in() -> None:
    """A holiday does not count, a working Saturday does."""
    holiday, working = date(2026, 11, 23), date(2026, 11, 21)
    found = find_due_dates(
        limit(2, "workday"),
        FRIDAY,
        is_workday=lambda day: day == working or (is_monday_to_friday(day) and day != holiday),
    )
    assert found == (DueDate("workday", date(2026, 11, 24)),)


@given(DAYS, COUNTS)
def test_workdays_are_workdays_and_as_many_as_asked(start: date, count: int) -> None:
    """The last day is one of Monday to Friday, and exactly that many lie behind the start."""
    (due,) = find_due_dates(limit(count, "workday"), start)
    passed = (start + timedelta(days=at) for at in range(1, (due.day - start).days + 1))
    assert sum(map(is_monday_to_friday, passed)) == count
    assert count == 0 or is_monday_to_friday(due.day)


@given(DAYS, st.integers(0, 3659), st.sampled_from(["hour", "day", "workday", "week", "month", "quarter", "year"]))
def test_more_is_never_earlier_and_nothing_lies_before_the_start(start: date, count: int, unit: str) -> None:
    """Under each reading."""
    less, more = (find_due_dates(limit(value, unit), start) for value in (count, count + 1))
    assert all(start <= due.day for due in less)
    assert max((due.day, due.hours) for due in less) < max((due.day, due.hours) for due in more)


@given(DAYS, st.integers(1, 3660))
def test_a_workday_reading_is_never_before_the_natural_one(start: date, count: int) -> None:
    """And one more form of words changes nothing: 不得超过 counts as 内 does."""
    natural, workday = find_due_dates(limit(count, "day"), start)
    assert natural.day == start + timedelta(days=count) <= workday.day
    assert find_due_dates(replace(limit(count, "day"), relation="not_exceed"), start) == (natural, workday)
