"""Question to reply: route, evidence, decision. A decision is an answer or a refusal with its reason."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.boundary import with_related
from assistant.bundles import Bundle
from assistant.certainty import CERTAIN
from assistant.compose import build_card, build_nearest
from assistant.direct import answer_about_document, answer_post_count, answer_sums, choose_documents, is_about_document
from assistant.evidence import HARD_KINDS, Reader, Scored, asked_duties, gather, has_figure
from assistant.model import Analysis, Card, Nearest, Reply
from assistant.question import Question, describe
from corpus import Deadline, DocumentRecord, PowerStatement, find_cited, fold_text, render_citation
from graph import Finding, choose_topic, load_topics
from index import Filters

_SERIAL = re.compile("([0-9]{1,4})号(?:文|通知|意见|办法|文件)")
_NEAR_SCORE = 0.6  # shares of the nearest unit's score and coverage that the rule asked about must have
_NEAR_COVERAGE = 0.75
_MAX_CARDS = 8
_NEARLY_BEST = 0.55
_NEAREST = 3


class Base(Reader, Protocol):
    """What answering needs of the knowledge base."""

    def documents(self) -> tuple[DocumentRecord, ...]: ...

    def powers(self, slug: str) -> tuple[PowerStatement, ...]: ...

    def findings(self) -> tuple[Finding, ...]: ...


def answer(question: Question, base: Base, *, id: str | None = None) -> Reply:
    """The reply to ``question``. Never a card of another district than those the question names."""
    question = _with_numbers(question, base.documents())
    analysis = _analyse(question)
    obstacle = _obstacle(question, base.documents())
    if obstacle:
        return _refusal(question, analysis, "no_basis", obstacle, (), id)
    records = _in_scope(question, base.documents())
    bundles = [base.bundle(record.slug) for record in records] if _needs_bundles(question) else []
    cards = _direct(question, bundles, base)
    if cards:
        return _reply(question, analysis, cards, id)
    if cards is not None and not (question.terms and question.wants("effect_meta", "addressees_meta")):
        return _refusal(question, analysis, "not_stated", "文件没有写明所问的内容。", (), id)
    return _decide(question, analysis, gather(question, base, _filters(question, records)), base, id)


def _with_numbers(question: Question, records: Sequence[DocumentRecord]) -> Question:
    """``question`` with the numbers of the store that it means, also in 把卫政办〔2024〕1号 and 44号文."""
    known = [record.metadata.number for record in records if record.metadata.number]
    meant = [next((one for one in known if number.endswith(one)), number) for number in question.numbers]
    for serial in _SERIAL.findall(question.plain) if not meant else ():
        fitting = [record.metadata.number for record in _in_scope(question, records) if record.metadata.number]
        fitting = [number for number in fitting if number.endswith(f"〕{serial}号")]
        meant.extend(fitting if len(fitting) == 1 else ())
    figures = tuple(figure for figure in question.figures if not any(f"{figure}号" in number for number in meant))
    return replace(question, numbers=tuple(dict.fromkeys(meant)), figures=figures)


def _obstacle(question: Question, records: Sequence[DocumentRecord]) -> str | None:
    """Why the question cannot be looked up as it stands, in words for the user; None where it can."""
    if question.scope.options:
        return f"问题中的辖区名称对应多个辖区（{'、'.join(question.scope.options)}），请写明是哪一个。"
    known = {record.metadata.number for record in records}
    missing = [number for number in question.numbers if number not in known]
    if missing:
        return f"知识库中没有{'、'.join(missing)}这份文件，不能用其他文件的规定代答。"
    if question.scope.unknown and not question.scope.districts:
        return f"知识库中没有{question.scope.unknown}的文件，不能用其他辖区的规定代答。"
    if not (question.terms or question.references or question.numbers or question.is_meta or question.figures):
        hint = "请写明要查的事项、部门、文件或条款，例如：“卫滨区案件移送几日内？”。"
        return f"问题里没有可供查找的事项。{hint}"
    return None


def _analyse(question: Question) -> Analysis:
    words = "".join(form for term in question.terms for form in term.forms[:1]) or question.plain
    topic = choose_topic(words, {})
    return describe(question, topic, load_topics().labels.get(topic) if topic != "general" else None)


def _in_scope(question: Question, records: Sequence[DocumentRecord]) -> list[DocumentRecord]:
    numbered = [record for record in records if record.metadata.number in question.numbers]
    if numbered:
        return numbered
    if question.scope.districts:
        order = {district: at for at, district in enumerate(question.scope.districts)}
        named = [record for record in records if record.metadata.jurisdiction in order]
        return sorted(named, key=lambda record: order[record.metadata.jurisdiction or ""])
    return list(records)


def _filters(question: Question, records: Sequence[DocumentRecord]) -> list[Filters]:
    if any(record.metadata.number in question.numbers for record in records):
        return [Filters(document=record.slug) for record in records]
    return [Filters(district=district) for district in question.scope.districts] or [Filters()]


def _needs_bundles(question: Question) -> bool:
    return (
        is_about_document(question)
        or bool(question.references)
        or question.wants("amount")
        or len(question.figures) > 1
    )


def _direct(question: Question, bundles: Sequence[Bundle], base: Base) -> tuple[Card, ...] | None:
    """The cards where a question goes straight to a document, a clause or a list; None where evidence has to be
    weighed.
    """
    if question.references and not question.wants("quote_source"):
        cards = [card for bundle in bundles for card in _cited_cards(question, bundle)]
        if cards or question.scope.districts or question.numbers:
            return tuple(cards[:_MAX_CARDS])
    if is_about_document(question):
        chosen = choose_documents(question, bundles)
        return tuple(card for bundle in chosen if (card := answer_about_document(question, bundle)))[:_MAX_CARDS]
    for bundle in bundles:
        found = answer_sums(question, bundle, base.powers(bundle.record.slug), base.findings()) or answer_post_count(
            question, bundle
        )
        if found:
            return (found,)
    return None


def _cited_cards(question: Question, bundle: Bundle) -> list[Card]:
    out = []
    for reference in question.references:
        for clause in find_cited(reference, bundle.clauses):
            text = " ".join(clause.text.split())
            if text.removeprefix("".join(clause.num.split())):
                duties = tuple(duty for duty in bundle.duties if duty.eid == clause.eid)
                actors = tuple(dict.fromkeys(name for duty in duties for name in duty.actors))
                deadlines = tuple(dict.fromkeys(deadline for duty in duties for deadline in duty.deadlines))
                citation = render_citation(bundle.record, clause)
                out.append(
                    Card(
                        bundle.record,
                        clause,
                        citation,
                        text,
                        clause.text,
                        clause.span,
                        actors,
                        deadlines=deadlines,
                        confidence=0.95,
                    )
                )
    return [card for card in out if len(card.clause.paragraphs) or card.clause.kind != "attachment"]


def _decide(question: Question, analysis: Analysis, scored: Sequence[Scored], base: Base, id: str | None) -> Reply:
    near = _near(question, scored)
    stating = _stating(question, near)
    if _is_answered(question, stating, near):
        best = [item for item in _best_of_each(question, stating) if item.certainty >= CERTAIN]
        cards = (with_related(build_card(question, item, scored), question, item.bundle) for item in best)
        return _reply(question, analysis, tuple(cards), id)
    covered = [item for item in near if item.certainty >= CERTAIN]
    if covered:
        return _refusal(question, analysis, "not_stated", _unstated(question, covered[0]), covered, id)
    where = "、".join(question.scope.districts)
    reason = f"已入库的{where}文件没有规定所问的事项。" if where else "已入库的文件没有规定所问的事项。"
    return _refusal(question, analysis, "no_basis", reason + _elsewhere(question, base), scored, id)


def _near(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """Those that speak of the matter, with the figures that the question names, in their order."""
    return [item for item in scored if item.on_matter and not _lacks_figures(question, item)]


def _stating(question: Question, near: Sequence[Scored]) -> list[Scored]:
    """Those of ``near`` that state an answer, in their order; without those too far behind to be given."""
    several = len(question.scope.districts) > 1
    least = _NEAR_SCORE * _NEARLY_BEST * near[0].score if near and not several else -math.inf
    return [item for item in near if item.score >= least and states(question, item)]


def _is_answered(question: Question, stating: Sequence[Scored], near: Sequence[Scored]) -> bool:
    """Whether the best of what states an answer is likely right, and the rule of the matter.

    A number of days is no answer where a sentence of the same clause is nearer and has a limit without one: 应尽快通报.
    """
    if not stating or stating[0].certainty < CERTAIN or not _governs(stating[0], near[0]):
        return False
    nearest, best = near[0].unit, stating[0].unit
    beside = nearest is not best and nearest.clause is best.clause
    return not (beside and question.wants("days") and nearest.deadlines)


def _elsewhere(question: Question, base: Base) -> str:
    """Where the document of another district deals with what those that the question names do not; else nothing."""
    if not question.scope.districts:
        return ""
    near = _near(question, gather(question, base, [Filters()]))
    stating = _stating(question, near)
    if not _is_answered(question, stating, near):
        return ""
    best = stating[0]
    if best.bundle.record.metadata.jurisdiction in question.scope.districts:
        return ""
    where = best.bundle.record.metadata.jurisdiction or best.bundle.record.name
    cited = render_citation(best.bundle.record, best.unit.clause)
    return f"{where}有这方面的规定（{cited}），不能用来代答。"


def _governs(stating: Scored, nearest: Scored) -> bool:
    """Whether what states an answer speaks of the matter about as well as the nearest of all, so as to be its rule."""
    return stating.score >= _NEAR_SCORE * nearest.score and stating.coverage >= _NEAR_COVERAGE * nearest.coverage


def states(question: Question, item: Scored) -> bool:
    """Whether the unit states the kind of thing that was asked for, so that it can be an answer."""
    unit = item.unit
    if question.wants("phone"):
        return any(char.isdigit() for char in unit.folded) and "电话" in unit.folded
    if question.wants("money") and not question.wants("permission"):
        return "元" in unit.folded and has_figure(unit.folded)
    if question.wants("percent"):
        return "%" in unit.folded or "百分之" in unit.folded
    if question.wants("person_name"):
        return unit.post is not None
    if question.wants("disposition"):
        return "处分" in unit.folded
    if question.wants("days") and not question.wants("permission"):
        wanted = ("recurring",) if question.wants("recurrence") else HARD_KINDS
        return any(deadline.kind in wanted for deadline in _limits(question, item))
    if question.wants("deadline") and not question.wants("who", "to_whom", "steps", "what", "materials"):
        return bool(unit.deadlines)
    if question.wants("amount") and not question.wants("who", "to_whom", "materials"):
        return has_figure(unit.folded) or unit.kind == "list"
    return unit.kind != "table" or question.wants("materials", "what", "amount")


def _limits(question: Question, item: Scored) -> tuple[Deadline, ...]:
    """The time limits of the acts that were asked about, not of others in the same sentence."""
    asked = asked_duties(question, item.unit.duties)
    acts = {duty.action[-2:] for duty in asked}
    named = [form for term in question.terms if not term.is_body for form in term.forms]
    own = {
        deadline
        for duty in item.unit.duties
        if duty.action[-2:] in acts or any(form in fold_text(duty.action) for form in named)
        for deadline in duty.deadlines
    }
    return tuple(deadline for deadline in item.unit.deadlines if deadline in own)


def _lacks_figures(question: Question, item: Scored) -> bool:
    """Whether the question names a figure that the clause does not have."""
    text = item.unit.folded + item.unit.near + item.unit.around
    return any(figure not in text for figure in question.figures)


def _best_of_each(question: Question, items: Sequence[Scored]) -> list[Scored]:
    """The best unit of each district, best first; of the districts named, in the order the question names them."""
    best: dict[str, Scored] = {}
    for item in items:
        if item.score >= _NEARLY_BEST * items[0].score or question.scope.districts:
            best.setdefault(item.bundle.record.metadata.jurisdiction or item.bundle.record.slug, item)
    order = question.scope.districts
    if len(order) > 1:
        return [best[district] for district in order if district in best]
    return list(best.values())[:_MAX_CARDS]


def _unstated(question: Question, item: Scored) -> str:
    vague = [deadline.text for deadline in item.unit.deadlines if deadline.kind == "vague"]
    if question.wants("days", "deadline"):
        return f"文件只写明“{vague[0]}”，未规定具体期限。" if vague else "相关条款没有规定期限。"
    return "相关条款没有写明所问的内容。"


def _reply(question: Question, analysis: Analysis, cards: tuple[Card, ...], id: str | None) -> Reply:
    lines = [f"{card.document.metadata.jurisdiction or card.document.name}：{card.text}" for card in cards]
    return Reply(
        question.text,
        "answered",
        "\n".join(lines[:1] if len(question.scope.districts) < 2 else lines),
        analysis,
        cards,
        id=id,
    )


def _refusal(
    question: Question, analysis: Analysis, status: str, reason: str, scored: Sequence[Scored], id: str | None
) -> Reply:
    nearest: list[Nearest] = []
    for item in scored:
        near = build_nearest(item)
        if item.coverage > 0.2 and all(near.url != other.url for other in nearest):
            nearest.append(near)
        if len(nearest) == _NEAREST:
            break
    return Reply(
        question.text,
        "not_stated" if status == "not_stated" else "no_basis",
        reason,
        analysis,
        (),
        reason,
        tuple(nearest),
        id,
    )
