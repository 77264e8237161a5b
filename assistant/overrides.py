"""What a user corrects in the analysis of a question: the districts it is about, the topic it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.districts import Scope
from assistant.model import Chosen
from assistant.question import Question, Term
from corpus import UserError, fold_text
from graph import load_topics

_GENERAL = "general"
_TELLING = 3.0  # the least weight of a topic's term that speaks for it alone


class UnknownTopicError(UserError):
    """A topic that is not in the list."""

    code = "unknown_topic"


def with_chosen(question: Question, chosen: Chosen) -> Question:
    """``question`` with what its user chose in place of what it says. Raises UnknownTopicError."""
    if chosen.districts is not None:
        question = with_districts(question, chosen.districts)
    return question if chosen.topic is None else with_topic(question, chosen.topic)


def with_districts(question: Question, districts: Sequence[str]) -> Question:
    """``question`` asked about these jurisdictions, whatever it names itself; none are all."""
    return replace(question, scope=Scope(tuple(dict.fromkeys(districts)), rest=question.scope.rest))


def with_topic(question: Question, topic: str) -> Question:
    """``question`` as one about ``topic``, an identifier: its name and telling terms are one more thing asked for.

    Raises UnknownTopicError.
    """
    labels = load_topics().labels
    if topic not in labels:
        raise UnknownTopicError(f"没有“{topic[:40]}”这个事项。", hint=f"可选的事项：{'、'.join(labels.values())}。")
    label = fold_text(labels[topic])
    named = any(label in term.forms for term in question.terms)
    added = () if named or topic == _GENERAL else (Term(label, _forms(label, topic), topic),)
    return replace(question, topic=topic, terms=(*question.terms, *added))


def _forms(label: str, topic: str) -> tuple[str, ...]:
    """The topic's name, then the terms that tell it from others, the most telling first."""
    terms = load_topics().terms.values()
    weighed = [(weight, term) for group in terms for term, owner, weight in group if owner == topic]
    telling = sorted((pair for pair in weighed if pair[0] >= _TELLING), key=lambda pair: (-pair[0], pair[1]))
    return tuple(dict.fromkeys((label, *(term for _, term in telling))))
