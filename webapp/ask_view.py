"""The links of the question page: the analysis that can be corrected, the same question in the other districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from webapp.ask_state import AskState, all_districts
from webapp.wording import label, topic_words

if TYPE_CHECKING:
    from assistant import Knowledge, Reply

MOST_LINKS = 40  # districts that are listed one by one; beyond that the select box has to do
_GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Way:
    """A link to the same question understood otherwise; ``current`` where that is how it is understood now."""

    name: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class AskView:
    """What stands around a reply. ``overruled`` are the districts that the question names though another was chosen,
    with the way back; ``everywhere`` and ``no_topic`` take a part of the analysis away.
    """

    districts: tuple[Way, ...]
    topics: tuple[Way, ...]
    others: tuple[Way, ...]
    everywhere: Way | None
    no_topic: Way | None
    overruled: Way | None
    compare: Way | None
    scoped: bool


def build_ask_view(state: AskState, reply: Reply, knowledge: Knowledge) -> AskView:
    """The links around ``reply``, the reply to the question of ``state``."""
    asked = reply.analysis.districts if reply.analysis.district else ()
    known = knowledge.districts() if len(knowledge.districts()) <= MOST_LINKS else ()
    everywhere = all_districts()
    ways = tuple(Way(name, state.change(district=name).url, asked == (name,)) for name in known)
    whole = Way(everywhere, state.change(district=everywhere).url, not asked)
    return AskView(
        districts=(whole, *ways) if ways else (),
        topics=_topics(state, reply.analysis.topic),
        others=tuple(way for way in ways if way.name not in asked),
        everywhere=whole if asked else None,
        no_topic=Way(label("topic", state.topic), state.change(topic=None).url) if state.topic else None,
        overruled=_overruled(state, knowledge),
        compare=_compare(reply.analysis.topic, knowledge),
        scoped=bool(asked),
    )


def _topics(state: AskState, found: str | None) -> tuple[Way, ...]:
    words = topic_words()
    return tuple(
        Way(name, state.change(topic=topic).url, topic == found) for topic, name in words.items() if topic != _GENERAL
    )


def _overruled(state: AskState, knowledge: Knowledge) -> Way | None:
    if state.districts is None:
        return None
    named = knowledge.named_districts(state.question)
    if not named or named == state.districts:
        return None
    return Way("、".join(named), state.change(district=None).url)


def _compare(topic: str | None, knowledge: Knowledge) -> Way | None:
    """The comparison of all districts on ``topic``, where any has a duty of it."""
    if topic in (None, _GENERAL) or not any(of == topic for _, of in _held(knowledge)):
        return None
    return Way(label("topic", str(topic)), "/compare?" + urlencode({"topic": topic}))


def _held(knowledge: Knowledge) -> Sequence[tuple[str | None, str]]:
    return [key for key, count in knowledge.topic_counts().items() if count]
