"""What `quanze ask --explain` prints for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from webapp.printing import render_table
from webapp.wording import label

if TYPE_CHECKING:
    from assistant import Candidate, Explanation

_LONGEST_QUOTE = 28
_MOST_FORMS = 6


def render_explanation(explanation: Explanation) -> Iterator[str]:
    """The lines of an explanation: how the question was read, its route, the decision, what was weighed."""
    question, reply = explanation.question, explanation.reply
    yield f"问题：{question.text}"
    if question.read != question.text:
        yield f"读作：{question.read}"
    yield f"理解：{reply.analysis.shown}"
    yield from _render_terms(explanation)
    yield f"路线：{label('route', explanation.route)}"
    yield f"结果：{label('reply_status', reply.status)}。{_render_decision(explanation)}"
    if explanation.candidates:
        shown = len(explanation.candidates)
        yield f"候选：共 {explanation.considered} 段，列出前 {shown} 段（* 为采用）"
        yield from (f"  {line}" for line in render_table([_HEAD, *_rows(explanation.candidates)]))


def _render_terms(explanation: Explanation) -> Iterator[str]:
    """The terms, each with the words that are looked for."""
    terms = explanation.question.terms
    if terms:
        yield "查找："
    rows = []
    for term in terms:
        kind = "主体" if term.is_body else "事项" if term.concept else "词语"
        more = "……" if len(term.forms) > _MOST_FORMS else ""
        rows.append((term.text, kind, "、".join(term.forms[:_MOST_FORMS]) + more))
    if rows:
        yield from (f"  {line}" for line in render_table(rows))


_HEAD = ("", "总分", "词句", "类型", "把握", "检索", "写明", "条款", "原文")


def _rows(candidates: Iterable[Candidate]) -> Iterator[tuple[str, ...]]:
    for number, candidate in enumerate(candidates, start=1):
        quote = "".join(candidate.quote.split())
        yield (
            f"{'*' if candidate.used else ' '}{number}",
            f"{candidate.score:.2f}",
            f"{candidate.text:.2f}",
            f"{candidate.fit:+.2f}",
            f"{candidate.certainty:.0%}",
            "-" if candidate.place is None else str(candidate.place),
            "是" if candidate.states else "否",
            candidate.url.removeprefix("/documents/"),
            quote if len(quote) <= _LONGEST_QUOTE else quote[:_LONGEST_QUOTE] + "…",
        )


def _render_decision(explanation: Explanation) -> str:
    """Why there is an answer, or none, in one sentence or two."""
    reply, best = explanation.reply, max((one.certainty for one in explanation.candidates), default=0.0)
    if reply.status == "answered":
        passed = _passed(explanation.candidates)
        return label("route_answer", explanation.route) + (f"排在前面的 {passed} 段没有写明。" if passed else "")
    if explanation.route != "evidence" or not explanation.candidates:
        return str(reply.reason)
    if reply.status == "not_stated":
        return f"{reply.reason}最近的条款切题的把握为 {best:.0%}，但没有写明所问的。"
    return f"{reply.reason}最近的条款切题的把握只有 {best:.0%}，不足以作答。"


def _passed(candidates: Sequence[Candidate]) -> int:
    """How many candidates before the first that is an answer lack the kind of thing asked for."""
    first = next((at for at, candidate in enumerate(candidates) if candidate.used), 0)
    return sum(not candidate.states for candidate in candidates[:first])
