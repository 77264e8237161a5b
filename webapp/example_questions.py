"""The questions offered on the first page, with the districts of the knowledge base filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "examples.json"
_PLACES = ("{district}", "{other}")
TopicCounts = Mapping[tuple[str | None, str], int]


@dataclass(frozen=True, slots=True)
class Template:
    """A question with places for districts, and the topic that those have to deal with."""

    id: str
    topic: str
    question: str


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of user, and what is offered to it: templates as they stand in the file."""

    id: str
    name: str
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What one kind of user is offered."""

    id: str
    name: str
    questions: tuple[str, ...]


@cache
def load_roles() -> tuple[Role, ...]:
    """The kinds of users of `data/examples.json`, in the order they are shown."""
    roles = json.loads(_FILE.read_text(encoding="utf-8"))["roles"]
    return tuple(
        Role(
            role["id"],
            role["name"],
            tuple(Template(entry["id"], entry["topic"], entry["question"]) for entry in role["questions"]),
        )
        for role in roles
    )


def offer_questions(counts: TopicCounts, districts: Sequence[str]) -> tuple[Offer, ...]:
    """The questions that ``districts`` can be asked; ``counts`` are their numbers of duties by district and topic.

    A role for which nothing is left is left out.
    """
    offers = (
        Offer(
            role.id,
            role.name,
            tuple(filter(None, (fill_in(one, counts, districts, at) for at, one in enumerate(role.templates)))),
        )
        for role in load_roles()
    )
    return tuple(offer for offer in offers if offer.questions)


def fill_in(template: Template, counts: TopicCounts, districts: Sequence[str], turn: int) -> str | None:
    """The question with districts that have many duties of its topic; None where there are too few of them.

    Those with at least half as many as the first take turns, so that not all questions are about one district.
    """
    held = {district: counts.get((district, template.topic), 0) for district in districts}
    bearers = sorted((name for name in districts if held[name]), key=lambda name: (-held[name], districts.index(name)))
    wanted = [place for place in _PLACES if place in template.question]
    if not bearers or len(bearers) < len(wanted):
        return None
    leading = [name for name in bearers if 2 * held[name] >= held[bearers[0]]]
    turned = [*leading[turn % len(leading) :], *leading[: turn % len(leading)], *bearers[len(leading) :]]
    names = dict(zip(_PLACES, turned, strict=False))
    return re.sub(r"\{\w+\}", lambda match: names[match.group()], template.question)
