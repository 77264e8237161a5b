"""How the cost of a call grows with its input, as a ratio of two runs in this process; no test depends on a clock time."""

from __future__ import annotations

import time
from collections.abc import Callable

_SMALLEST = 0.02  # seconds; below it a clock says nothing


def is_linear(work: Callable[[int], object], size: int) -> bool:
    """Whether ``work`` of four times ``size`` costs clearly less than the sixteen times that a square would take.

    ``size`` is doubled until the smaller run can be measured. Time of this process only, the better of two runs.
    """
    small = _cost(work, size)
    while small < _SMALLEST and size < 200_000:
        size *= 2
        small = _cost(work, size)
    return _cost(work, 4 * size) < 12 * max(small, _SMALLEST)


def _cost(work: Callable[[int], object], size: int) -> float:
    costs = []
    for _ in range(2):
        started = time.process_time()
        work(size)
        costs.append(time.process_time() - started)
    return min(costs)
