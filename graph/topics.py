"""The topic of a duty, from the controlled list: terms of its words, its paragraph and its headings, weighed.

Terms and weights are data (``data/topics.json``). A heading or a paragraph speaks for a topic up to a cap, so that it
does not drown the sentence itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph.lexicon import load_data

GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Topics:
    """Terms as (term, topic, weight) by first character.

    Names in the order of the list; what each part of the context counts.
    """

    terms: Mapping[str, tuple[tuple[str, str, float], ...]]
    labels: Mapping[str, str]
    weights: Mapping[str, float]


@cache
def load_topics() -> Topics:
    """The topics of ``data/topics.json``."""
    data = load_data("topics")
    entries = data["topics"]
    terms: dict[str, list[tuple[str, str, float]]] = {}
    for entry in entries:
        for term, weight in entry["terms"].items():
            terms.setdefault(term[0], []).append((term, entry["id"], float(weight)))
    return Topics(
        {first: tuple(members) for first, members in terms.items()},
        {entry["id"]: str(entry["label"]) for entry in entries},
        {name: float(weight) for name, weight in data["weights"].items()},
    )


def score_text(text: str) -> dict[str, float]:
    """What each topic's terms in the folded ``text`` add up to; topics without any are left out. A term counts once."""
    scores: dict[str, float] = {}
    terms = load_topics().terms
    for char in terms.keys() & set(text):
        for term, topic, weight in terms[char]:
            if term in text:
                scores[topic] = scores.get(topic, 0.0) + weight
    return scores


def score_headings(headings: Sequence[str]) -> dict[str, float]:
    """The scores of a heading path, outermost first; the innermost heading that speaks for a topic counts most."""
    weights = load_topics().weights
    scores: dict[str, float] = {}
    spoken = [said for said in map(score_text, reversed(headings)) if said]
    for depth, said in enumerate(spoken):
        name = "heading" if depth == 0 else "ancestor"
        add_scores(scores, said, weights[name], weights[f"{name}_cap"])
    return scores


def add_scores(scores: dict[str, float], more: Mapping[str, float], weight: float, cap: float) -> None:
    """Add ``more`` to ``scores``, each at most ``cap`` after weighing."""
    for topic, score in more.items():
        scores[topic] = scores.get(topic, 0.0) + min(weight * score, cap)


def score_paragraph(text: str, headings: Mapping[str, float]) -> dict[str, float]:
    """``headings`` with what the folded paragraph ``text`` adds: the context of each of its sentences."""
    weights = load_topics().weights
    scores = dict(headings)
    add_scores(scores, score_text(text), weights["paragraph"], weights["paragraph_cap"])
    return scores


def choose_topic(text: str, context: Mapping[str, float]) -> str:
    """The topic of the folded ``text`` in a context scored before; general where nothing speaks for another."""
    scores = dict(context)
    add_scores(scores, score_text(text), load_topics().weights["sentence"], float("inf"))
    if not scores:
        return GENERAL
    order = list(load_topics().labels)
    return min(scores, key=lambda topic: (-scores[topic], order.index(topic)))
