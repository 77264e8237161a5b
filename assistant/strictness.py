"""Putting time limits of different kinds into one order, for looking at only: nothing is converted or called equal.

立即 before hours, days, workdays, weeks, months and years by their length; recurring ones (每月一次), those counted
back from an event (会前十日) and dates after them; 及时 and the like after all that fix a length; then no time limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from corpus import Deadline, DeadlineUnit, fold_text

LimitKind: TypeAlias = Literal["immediate", "duration", "recurring", "before", "date", "vague", "unstated", "none"]

ORDER_NOTE = (
    "由严到宽只用于排列：先立即，再按小时、日、工作日、周、月、年的长短（1个工作日按1.4日折算，不表示与日相等）；"
    "每月一次等周期、会前十日等提前量、具体日期依次在后；及时、尽快等未规定具体期限的再后；"
    "有规定而未写期限的又在其后；无规定的最后。"
)
_KINDS: tuple[LimitKind, ...] = (
    "immediate", "duration", "recurring", "before", "date", "vague", "unstated", "none",
)  # fmt: skip
_DAYS: dict[DeadlineUnit, float] = {
    "hour": 1 / 24, "day": 1, "workday": 7 / 5, "week": 7, "month": 30, "quarter": 91, "year": 365,
}  # fmt: skip
_UNITS = tuple(_DAYS)


@dataclass(frozen=True, slots=True, order=True)
class Strictness:
    """A place in the order from strict to loose; smaller is stricter. Two are equal only for the same kind, number and
    unit: 7日 and 1周 stand side by side, 3日 stands before 3个工作日.
    """

    kind: int
    days: float = 0.0
    unit: int = 0
    words: str = ""

    @property
    def name(self) -> LimitKind:
        """Which kind of time limit it is."""
        return _KINDS[self.kind]


UNSTATED = Strictness(_KINDS.index("unstated"))
NONE = Strictness(_KINDS.index("none"))


def strictness(deadline: Deadline) -> Strictness:
    """The place of ``deadline``. What has no number or unit stands by its words after those of its kind that have."""
    kind = limit_kind(deadline)
    place = _KINDS.index(kind)
    if kind == "immediate":
        return Strictness(place)
    if kind in ("date", "vague") or deadline.value is None or deadline.unit is None:
        return Strictness(place, float("inf"), 0, fold_text(deadline.text))
    days = float(deadline.value) * _DAYS[deadline.unit]
    return Strictness(place, -days if kind == "before" else days, _UNITS.index(deadline.unit))


def limit_kind(deadline: Deadline) -> LimitKind:
    """The kind that ``deadline`` is ordered with."""
    if deadline.kind == "duration" and deadline.relation == "before":
        return "before"
    return deadline.kind
