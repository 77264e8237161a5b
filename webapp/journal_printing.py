"""What `gaps` and `verify` print for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from webapp.wording import label, render_moment

if TYPE_CHECKING:
    from assistant import Feedback, Gaps, Refusal, Verification


def render_gaps(gaps: Gaps) -> Iterator[str]:
    """The refused questions by district and reason, the feedback, and the duties without a fixed time limit."""
    if gaps.refusals:
        yield f"# 没有得到回答的提问（{gaps.found['refusals']} 个）"
    for group in gaps.refusals:
        topic = f" · {label('topic', group.topic)}" if group.topic and group.topic != "general" else ""
        yield ""
        yield f"〖{group.district or '未写明辖区'}{topic}〗{group.reason}（共 {group.count} 次）"
        for entry in group.questions:
            yield f"  - {entry.question}（{_counted(entry)}）"
            yield from (f"      最接近：{clause.citation}" for clause in entry.nearest[:1])
    if gaps.feedback:
        yield from ("", f"# 意见反馈（{gaps.found['feedback']} 条）", "")
    for report in gaps.feedback:
        yield from _render_feedback(report)
    if gaps.vague:
        yield from ("", f"# 未写明具体期限的职责（{gaps.found['vague']} 项，从文件中读出，不是提问）")
    for vague in gaps.vague:
        yield ""
        yield f"〖{vague.district or '未写明辖区'} · {label('topic', vague.topic)}〗"
        for one in vague.duties:
            yield f"  - {'、'.join(one.words)}：{'、'.join(one.actors) or '（未写明主体）'}：{one.duty.quote}"
            yield f"      {one.citation}"


def _render_feedback(report: Feedback) -> Iterator[str]:
    from assistant import choice_label

    yield f"  - {choice_label(report.choice)}：{report.question}（{_counted(report)}）"
    if report.comment:
        yield f"      {report.comment}"
    if report.clause:
        yield f"      当时给出的条款：{report.clause.citation}"


def _counted(entry: Refusal | Feedback) -> str:
    times = f"{entry.count} 次，" if entry.count > 1 else ""
    return f"{times}最近 {render_moment(entry.last_at)}"


def render_verifications(verdicts: Sequence[Verification]) -> Iterator[str]:
    """One line for each reply, below it what is different; at the end how many hold."""
    from assistant import BROKEN, HOLDS

    for verdict in verdicts:
        yield f"{HOLDS if verdict.holds else BROKEN}  {verdict.id + '  ' if verdict.id else ''}{verdict.question}"
        yield from (f"    {step.name}：{step.detail}" for step in verdict.steps if step.detail)
        for card in verdict.cards:
            told = [step for step in card.steps if step.detail]
            if told:
                yield f"  {card.citation}"
            yield from (f"    {step.name}：{step.detail}" for step in told)
    holding = sum(verdict.holds for verdict in verdicts)
    yield f"共 {len(verdicts)} 份答复：{holding} 份{HOLDS}，{len(verdicts) - holding} 份{BROKEN}。"
