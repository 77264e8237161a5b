"""The weights of `assistant.certainty`, found on annotated questions: what the signs of an answer tell.

    python -m bench.certainty [FILES…]

Without FILES the questions in tests/golden/questions/ and its folder second/ are asked, and those of off_topic.txt,
which no document deals with. For each question whose best piece of evidence states what is asked for, the signs of that
piece are noted and whether it stands in a clause that answers. A logistic regression over these gives the weights; each
set of questions is also left out once, to see what the others' weights make of it.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from assistant import CERTAIN, Candidate, Knowledge
from bench.accuracy import DOCUMENTS, QUESTIONS, find_documents, open_knowledge, shipped_names
from bench.scoring import Question, document_key, is_below, load_questions

OFF_TOPIC = QUESTIONS / "off_topic.txt"
_STEPS = 1000
_RATE = 0.5
_RIDGE = 0.02  # keeps weights small where questions are few
_COSTS = {"right": 1.0, "wrong": 0.3, "refuse": 1.5, "off topic": 0.7}  # what it costs to judge one of them wrongly


@dataclass(frozen=True, slots=True)
class Sample:
    """One question: the set it belongs to, the signs of its best evidence, what an answer from it would be."""

    group: str
    signs: tuple[float, ...]
    outcome: str


def note(knowledge: Knowledge, questions: Sequence[Question], group: str) -> Iterator[Sample]:
    """The samples of annotated questions."""
    for question in questions:
        best = next((one for one in knowledge.explain(question.text).candidates if one.states), None)
        if best is None:
            continue
        right = _is_cited(question, knowledge, best)
        outcome = "refuse" if question.type == "unanswerable" else "right" if right else "wrong"
        yield Sample(group, tuple(float(value) for value in astuple(best.signs)), outcome)


def _is_cited(question: Question, knowledge: Knowledge, candidate: Candidate) -> bool:
    """Whether the clause of a candidate is one that answers the question, or stands in one."""
    slug, eid = candidate.url.removeprefix("/documents/").split("#")
    path = next(clause.path for clause in knowledge.clauses(slug) if clause.eid == eid)
    return not question.clauses or any(is_below(list(path), one) for one in question.clauses)


def note_off_topic(knowledge: Knowledge, texts: Sequence[str]) -> Iterator[Sample]:
    """The samples of questions that no document deals with."""
    for text in texts:
        best = next((one for one in knowledge.explain(text).candidates if one.states), None)
        if best is not None:
            yield Sample("off topic", tuple(float(value) for value in astuple(best.signs)), "off topic")


def fit(samples: Sequence[Sample]) -> tuple[float, ...]:
    """The base and the weight of each sign, by gradient descent on the logistic loss; signs are brought to scale."""
    means = [statistics.fmean(column) for column in zip(*(sample.signs for sample in samples), strict=True)]
    spreads = [statistics.pstdev(column) or 1.0 for column in zip(*(sample.signs for sample in samples), strict=True)]
    scaled = [
        (tuple((sign - mean) / spread for sign, mean, spread in zip(sample.signs, means, spreads, strict=True)), sample)
        for sample in samples
    ]
    weights = [0.0] * (len(means) + 1)
    for _ in range(_STEPS):
        slope = [0.0] + [-_RIDGE * weight for weight in weights[1:]]
        for signs, sample in scaled:
            error = _COSTS[sample.outcome] * ((sample.outcome == "right") - estimate(weights, signs)) / len(samples)
            slope = [step + error * sign for step, sign in zip(slope, (1.0, *signs), strict=True)]
        weights = [weight + _RATE * step for weight, step in zip(weights, slope, strict=True)]
    plain = [weight / spread for weight, spread in zip(weights[1:], spreads, strict=True)]
    base = weights[0] - sum(weight * mean for weight, mean in zip(plain, means, strict=True))
    return base, *plain


def estimate(weights: Sequence[float], signs: Sequence[float]) -> float:
    """The likelihood that the weights give an answer with these signs."""
    total = weights[0] + sum(weight * sign for weight, sign in zip(weights[1:], signs, strict=True))
    return 1 / (1 + math.exp(-total))


def count(weights: Sequence[float], samples: Sequence[Sample]) -> str:
    """How many of the right answers are given, and how many questions that have none are refused, in words."""
    right = [estimate(weights, sample.signs) >= CERTAIN for sample in samples if sample.outcome == "right"]
    none = [
        estimate(weights, sample.signs) < CERTAIN for sample in samples if sample.outcome in ("refuse", "off topic")
    ]
    return f"given {sum(right)} of {len(right)} right answers, refused {sum(none)} of {len(none)} without one"


def gather(files: Sequence[Path]) -> tuple[Sample, ...]:
    """The samples of all questions in ``files`` and of those off topic."""
    shipped = shipped_names()
    out: list[Sample] = []
    with open_knowledge() as knowledge:
        out.extend(note_off_topic(knowledge, OFF_TOPIC.read_text("utf-8").split()))
        for path in files:
            ours = [one for one in load_questions([path]) if document_key(one.doc) in shipped]
            out.extend(note(knowledge, ours, path.parent.name))
    for path in files:
        others = [one for one in load_questions([path]) if document_key(one.doc) not in shipped]
        if others:
            with open_knowledge(find_documents({one.doc for one in others}, DOCUMENTS)) as knowledge:
                out.extend(note(knowledge, others, path.stem))
    return tuple(out)


def main() -> int:
    """Prints the weights of all samples, and what those of the other sets make of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="annotated questions, JSON Lines")
    files = parser.parse_args().files or sorted(QUESTIONS.rglob("*.jsonl"))
    samples = gather(files)
    names = ("base", "pairs", "coverage", "missing", "asks_days")
    print("  ".join(f"{name} {weight:+.2f}" for name, weight in zip(names, fit(samples), strict=True)))
    for group in dict.fromkeys(sample.group for sample in samples):
        weights = fit([sample for sample in samples if sample.group != group])
        print(f"{group} left out: {count(weights, [sample for sample in samples if sample.group == group])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
