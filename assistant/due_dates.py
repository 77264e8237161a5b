"""From a time limit and a first day to the last day on which it is kept: one trial reading for each way to count.

A time limit stays as written; this counts only what it is asked to, says by which reading, and knows no holidays of its
own: whoever has a calendar hands in which days are working days.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Literal, TypeAlias

from corpus import Deadline

Reading: TypeAlias = Literal["natural", "workday", "calendar", "clock", "same_day"]
IsWorkday: TypeAlias = Callable[[date], bool]

_COUNTED = frozenset({"within", "not_exceed"})  # an extension runs from an end that is not known, 会前五日 backwards
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MOST = 3660  # days, weeks, months …: more than any time limit of an act
_MARGIN = 20  # years that so many working days at most take


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day under one reading; under ``clock`` it ends ``hours`` after the moment of ``day`` that is the hour
    and minute at which counting began.
    """

    reading: Reading
    day: date
    hours: int = 0


def is_monday_to_friday(day: date) -> bool:
    """Whether ``day`` is one of Monday to Friday; public holidays and working Saturdays are not known here."""
    return day.weekday() < 5


def find_due_dates(
    deadline: Deadline, start: date, *, is_workday: IsWorkday = is_monday_to_friday
) -> tuple[DueDate, ...]:
    """The last day of ``deadline`` under each reading that its unit allows, where what it runs from happens on
    ``start``; () where it fixes no length of time that runs forward from there (及时, 每月, 会前五日, 延长十日).

    The day of ``start`` does not count, the next day is the first (民法典 201). 日 is read as 自然日 and as 工作日.
    A month ends on the day of the same number or on its last day (民法典 202). Hours run from the moment itself.
    """
    value, unit = deadline.value, deadline.unit
    if deadline.kind != "duration" or deadline.relation not in _COUNTED or value is None:
        return ()
    count = int(value)
    if count != value or not 0 <= count <= _MOST or start.year + count + _MARGIN > MAXYEAR:
        return ()
    if unit == "hour":
        return (DueDate("clock", start + timedelta(days=count // 24), count % 24),)
    if unit in ("day", "workday") and count == 0:
        return (DueDate("same_day", start),)
    if unit == "workday":
        return (DueDate("workday", _add_workdays(start, count, is_workday)),)
    if unit == "day":
        natural = DueDate("natural", start + timedelta(days=count))
        return natural, DueDate("workday", _add_workdays(start, count, is_workday))
    if unit == "week":
        return (DueDate("calendar", start + timedelta(weeks=count)),)
    return (DueDate("calendar", _add_months(start, count * _MONTHS[unit])),) if unit in _MONTHS else ()


def _add_workdays(start: date, count: int, is_workday: IsWorkday) -> date:
    """The ``count``-th working day after ``start``."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def _add_months(start: date, count: int) -> date:
    """The day of the same number ``count`` months after ``start``, or the last day of that month."""
    years, month = divmod(start.month - 1 + count, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
