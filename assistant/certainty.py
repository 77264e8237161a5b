"""How likely it is that an answer from a clause is right: a logistic model of four signs.

The weights were fitted to annotated questions by logistic regression and rounded; they are few on purpose, so that they
hold for other documents and questions too. `python -m bench.certainty` fits them anew, to whether the best evidence
stands in a clause that answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CERTAIN = 0.6  # the least likelihood of being right that an answer has to have
_BASE = 0.0
_PAIRS = 4.1
_COVERAGE = 2.7
_MISSING = -3.2
_ASKS_DAYS = -0.8


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells whether a unit answers a question: shares from 0 to 1, weighed by rarity.

    ``pairs`` of the question's pairs of characters that the unit has, ``coverage`` of its terms that unit and
    surroundings speak of, ``missing`` of the terms that written rules use and yet no candidate has. ``asks_days`` tells
    whether a number is asked.
    """

    pairs: float
    coverage: float
    missing: float
    asks_days: bool


def estimate(signs: Signs) -> float:
    """The likelihood, 0 to 1, that an answer from the unit with these signs is right."""
    total = (
        _BASE
        + _PAIRS * signs.pairs
        + _COVERAGE * signs.coverage
        + _MISSING * signs.missing
        + _ASKS_DAYS * signs.asks_days
    )
    return 1 / (1 + math.exp(-total))
