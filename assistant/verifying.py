"""Whether a reply that was given earlier still holds: its proof recomputed from the store, step by step.

For each card: the document is there, its bytes are those the answer rests on, the clause stands where it stood, its
words and the quote are unchanged, the citation is the official one, the clause still gives the duty by the same rule
with the same actors, counterparts and time limits (read anew, with the grammar of time limits), and the direct answer
is what the clause gives. What stands beside a card is proved likewise. A refusal holds while the question is still
refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, TypeAlias

from assistant.given import GivenCard, GivenReply, read_reply
from assistant.lexicon import PACKAGE
from assistant.model import Chosen, Reply
from assistant.proof import overlap
from corpus import ClauseRecord, Deadline, DocumentRecord, Duty, UserError, fold_text, load_json, render_citation
from graph import extract_facts
from index import Store

HOLDS, BROKEN = "仍然成立", "已不成立"
_LONGEST_QUESTION = 2000
_SHOWN = 60
_MANY = 3
Ask: TypeAlias = Callable[[str, str | None, Chosen], Reply]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the proof: its id (`data/proof.json` has its name), whether it holds (None: could not be looked at),
    and what is different.
    """

    id: str
    ok: bool | None
    detail: str = ""

    @property
    def name(self) -> str:
        """What users read for the step."""
        return str(_words()["steps"][self.id])


@dataclass(frozen=True, slots=True)
class CardVerdict:
    """The steps for one card, or for one clause named as nearest."""

    citation: str
    document: str
    eid: str
    steps: tuple[Step, ...]

    @property
    def holds(self) -> bool:
        """Whether no step failed."""
        return all(step.ok is not False for step in self.steps)


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a reply still holds: steps for the reply as a whole, and for each card."""

    id: str | None
    question: str
    steps: tuple[Step, ...]
    cards: tuple[CardVerdict, ...]

    @property
    def holds(self) -> bool:
        """Whether no step failed."""
        return not self.faults

    @property
    def faults(self) -> tuple[Step, ...]:
        """The steps that failed."""
        steps = (*self.steps, *(step for card in self.cards for step in card.steps))
        return tuple(step for step in steps if step.ok is False)

    @property
    def reason(self) -> str | None:
        """What is different, in Chinese; None where the reply holds."""
        return "；".join(dict.fromkeys(step.detail for step in self.faults)) or None


@dataclass(frozen=True)
class _Held:
    """A document as the store holds it now."""

    store: Store
    record: DocumentRecord

    @cached_property
    def clauses(self) -> tuple[ClauseRecord, ...]:
        return self.store.clauses(self.record.slug)

    @cached_property
    def by_eid(self) -> dict[str, ClauseRecord]:
        return {clause.eid: clause for clause in self.clauses}

    @cached_property
    def text(self) -> str:
        return self.store.normal_text(self.record.slug).text

    @cached_property
    def is_intact(self) -> bool:
        return hashlib.sha256(self.store.source(self.record.slug).raw).hexdigest() == self.record.sha256

    @cached_property
    def earlier(self) -> frozenset[str]:
        return frozenset(version.sha256 for version in self.store.versions(self.record.slug))

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The duties read anew from the clauses; those that a person has reviewed as that person left them."""
        stored = self.store.duties(document=self.record.slug)
        reviewed = tuple(duty for duty in stored if duty.status != "machine")
        known = {duty.id for duty in reviewed}
        read = extract_facts(self.record, self.clauses).duties
        return *(duty for duty in read if duty.id not in known), *(d for d in reviewed if d.status != "rejected")


def verify_replies(values: Sequence[object], store: Store, ask: Ask) -> tuple[Verification, ...]:
    """The verdicts on ``values`` (decoded JSON), in their order; ``ask`` puts a question again, with the district
    it was understood to be about and what its user chose.

    Raises ReplyFormatError, before anything is verified, where one of them is no reply.
    """
    several = len(values) > 1
    replies = [read_reply(value, place=f"第 {at} 份答复" if several else "") for at, value in enumerate(values, 1)]
    held: dict[str, _Held] = {}
    return tuple(_verify(reply, store, ask, held) for reply in replies)


def _verify(reply: GivenReply, store: Store, ask: Ask, held: dict[str, _Held]) -> Verification:
    again = _ask_again(reply, ask)
    given = (*(one for card in reply.answers for one in (card, *card.related)), *reply.nearest)
    cards = tuple(_verify_card(card, store, again, held) for card in given)
    return Verification(reply.id, reply.question, tuple(_reply_steps(reply, again)), cards)


def _ask_again(reply: GivenReply, ask: Ask) -> Reply | None:
    """What the question gets now; None where it can no longer be asked."""
    if not reply.question.strip() or len(reply.question) > _LONGEST_QUESTION:
        return None
    for district in dict.fromkeys((reply.district, None)):
        try:
            return ask(reply.question, district, reply.chosen or Chosen())
        except UserError:  # no document of that district is left, or what was chosen is not known
            continue
    return None


def _reply_steps(reply: GivenReply, again: Reply | None) -> Iterator[Step]:
    if reply.status not in ("answered", "not_stated", "no_basis"):
        yield Step("reply", False, f"答复的状态“{reply.status[:_SHOWN]}”无法识别。")
    elif reply.status == "answered":
        if not reply.answers:
            yield Step("reply", False, "答复标为有依据，却没有列出任何条款。")
        elif again is None or again.text != reply.text:
            strange = _strange_words(reply)
            detail = f"答复中的“{strange[:_SHOWN]}”不在所列各条的回答里。" if strange else ""
            yield Step("reply", not strange, detail)
    elif reply.answers:
        yield Step("reply", False, "答复标为没有依据，却列出了作答的条款。")
    elif again is None:
        yield Step("refusal", None, "问题无法重新提出，未核对。")
    elif again.status != reply.status:
        now = again.text if again.status == "answered" else again.reason or again.text
        yield Step("refusal", False, f"现在重新提问，结果不同：{_cut(now)}")
    else:
        yield Step("refusal", True)


def _strange_words(reply: GivenReply) -> str:
    """What the reply's text says beyond the answers of its cards and the names of their places."""
    rest = reply.text
    for words in sorted({card.text or "" for card in reply.answers}, key=len, reverse=True):
        rest = rest.replace(words, "\n") if words else rest
    for card in reply.answers:
        for name in (card.jurisdiction, card.number, card.title):
            rest = rest.replace(f"{name}：", "\n") if name else rest
    return next((line.strip() for line in rest.splitlines() if any(map(str.isalnum, line))), "")


def _verify_card(card: GivenCard, store: Store, again: Reply | None, held: dict[str, _Held]) -> CardVerdict:
    record = store.find_document(card.slug) or (store.find_document(card.number) if card.number else None)
    if record is None:
        name = card.number or card.title or card.slug
        steps = [Step("document", False, f"知识库中已没有这份文件：{name[:_SHOWN]}。")]
    else:
        document = held.setdefault(record.slug, _Held(store, record))
        steps = [_document_step(card, record), _source_step(card, document)]
        clause = document.by_eid.get(card.eid)
        steps.append(_clause_step(card, clause, document))
        if clause is not None:
            found = (step(card, clause, document, again) for step in _STEPS)
            steps += [step for step in found if step is not None]
    return CardVerdict(card.citation, card.slug, card.eid, tuple(steps))


def _document_step(card: GivenCard, record: DocumentRecord) -> Step:
    given = (card.number, card.title, card.jurisdiction)
    meta = record.metadata
    now = (meta.number, meta.title, meta.jurisdiction)
    for name, said, is_now in zip(("文号", "标题", "辖区"), given, now, strict=True):
        if said != is_now:
            detail = f"{name}不同：答复为“{(said or '无')[:_SHOWN]}”，库中“{record.slug}”为“{is_now or '无'}”。"
            return Step("document", False, detail)
    return Step("document", True)


def _source_step(card: GivenCard, held: _Held) -> Step:
    now = held.record.sha256
    if not held.is_intact:
        return Step("source", False, f"库中“{held.record.name}”的原件与登记的 SHA-256 不符，请运行 quanze doctor。")
    if card.proof is None:
        told = "" if card.span is None else "答复没有附校验值，未与原件核对。"
        return Step("source", None if told else True, told)
    given = card.proof.source_sha256
    if given == now:
        return Step("source", True)
    if given in held.earlier:
        detail = f"{held.record.name} 已换成新文本：答复依据的旧文本 SHA-256 为 {given}，现行文本为 {now}。"
    else:
        detail = f"{held.record.name} 不是答复依据的文本：答复的 SHA-256 为 {given[:64]}，库中为 {now}。"
    return Step("source", False, detail)


def _clause_step(card: GivenCard, clause: ClauseRecord | None, held: _Held) -> Step:
    if clause is not None and clause.path == card.path:
        return Step("clause", True)
    place = "".join(card.path)[:_SHOWN] or card.eid[:_SHOWN]
    if clause is not None:
        return Step("clause", False, f"编号 {clause.eid} 现在是“{''.join(clause.path)}”，答复写的是“{place}”。")
    moved = next((other.eid for other in held.clauses if card.path and other.path == card.path), None)
    told = f"“{place}”现在的编号是 {moved}。" if moved else f"{held.record.name} 中已没有“{place}”这一条。"
    return Step("clause", False, told)


def _text_step(card: GivenCard, clause: ClauseRecord, held: _Held, again: Reply | None) -> Step | None:
    now = hashlib.sha256(clause.text.encode()).hexdigest()
    if now != clause.sha256:
        return Step("text", False, "库中该条文字与登记的 SHA-256 不符，请运行 quanze doctor。")
    if card.proof is None:
        return None
    same = card.proof.clause_sha256 == now
    told = f"该条文字已变：答复依据的 SHA-256 为 {card.proof.clause_sha256[:64]}，现为 {now}。"
    return Step("text", same, "" if same else told)


def _quote_step(card: GivenCard, clause: ClauseRecord, held: _Held, again: Reply | None) -> Step:
    span = card.span
    if span is None:
        found = bool(card.quote) and card.quote in held.text
        return Step("quote", found, "" if found else f"该文件中没有这段引文：“{_cut(card.quote)}”")
    if not card.quote or held.text[span[0] : span[1]] != card.quote:
        at = clause.text.find(card.quote) if card.quote else -1
        if at >= 0:
            start = clause.span[0] + at
            told = f"引文仍在该条，但位置已由 {span[0]}–{span[1]} 变为 {start}–{start + len(card.quote)}。"
        else:
            told = f"该条中没有这段引文：“{_cut(card.quote)}”"
        return Step("quote", False, told)
    inside = overlap(span, clause.span)
    return Step("quote", inside, "" if inside else "引文不在所引的这一条里。")


def _citation_step(card: GivenCard, clause: ClauseRecord, held: _Held, again: Reply | None) -> Step:
    now = render_citation(held.record, clause)
    return Step("citation", now == card.citation, "" if now == card.citation else f"引用应写作：{now}。")


def _read_now(card: GivenCard, clause: ClauseRecord, held: _Held) -> list[Duty]:
    span = card.span or clause.span
    return [duty for duty in held.duties if overlap(duty.span, span)]


def _duty_step(card: GivenCard, clause: ClauseRecord, held: _Held, again: Reply | None) -> Step | None:
    if not (card.action or card.actors or card.counterparts):
        return None
    duties = _read_now(card, clause, held)
    return Step("duty", not (fault := _act_fault(card, duties) or _names_fault(card, duties)), fault)


def _act_fault(card: GivenCard, duties: Sequence[Duty]) -> str:
    """Why the act of the card is not what the clause gives now; empty where it is."""
    if card.action is None:
        return ""
    said = (card.action, card.modality, card.condition)
    found = [duty for duty in duties if (duty.action, duty.modality, duty.condition) == said]
    if not found:
        now = "、".join(dict.fromkeys(duty.action for duty in duties[:_MANY])) or "没有"
        return f"由该条已读不出职责“{_cut(card.action)}”，现读出：{_cut(now)}。"
    proof = card.proof
    if proof is None or proof.rule is None:
        return ""
    if all(duty.rule != proof.rule for duty in found):
        return f"职责“{_cut(card.action)}”现由规则 {found[0].rule} 读出，答复记的是 {proof.rule[:_SHOWN]}。"
    if proof.duty_span and all(duty.span != proof.duty_span for duty in found):
        return f"职责“{_cut(card.action)}”的原文位置已变。"
    return ""


def _names_fault(card: GivenCard, duties: Sequence[Duty]) -> str:
    """Why an actor or a counterpart of the card is none that the clause gives now; empty where all are."""
    parts = (
        ("责任主体", card.actors, [name for duty in duties for name in duty.actors]),
        ("相对方", card.counterparts, [name for duty in duties for name in duty.counterparts]),
    )
    for role, given, read in parts:
        missing = [name for name in given if name not in read]
        if missing:
            now = "、".join(dict.fromkeys(read)) or "没有"
            return f"{role}不同：答复为“{_cut('、'.join(missing))}”，由该条读出的是：{_cut(now)}。"
    return ""


def _deadlines_step(card: GivenCard, clause: ClauseRecord, held: _Held, again: Reply | None) -> Step | None:
    if not card.deadlines:
        return None
    duties = _read_now(card, clause, held)
    read = [replace(deadline, span=(0, 0)) for duty in duties for deadline in duty.deadlines]
    faults = [_deadline_fault(deadline, read) for deadline in card.deadlines if deadline not in read]
    return Step("deadlines", not faults, "".join(faults))


def _deadline_fault(given: Deadline, read: Iterable[Deadline]) -> str:
    """In what ``given`` differs from the time limit of the same words that is read now."""
    same = next((deadline for deadline in read if deadline.text == given.text), None)
    if same is None:
        return f"由该条读不出期限“{_cut(given.text)}”。"
    for field, name in _words()["fields"].items():
        said, now = getattr(given, field), getattr(same, field)
        if said != now:
            return f"期限“{_cut(given.text)}”的{name}不同：答复为{_show(said)}，由原文读出的是{_show(now)}。"
    return ""


def _show(value: object) -> str:
    words: Mapping[str, str] = _words()["values"]
    return "“无”" if value is None else f"“{_cut(words.get(str(value), str(value)))}”"


def _answer_step(card: GivenCard, clause: ClauseRecord, held: _Held, again: Reply | None) -> Step | None:
    """Whether the direct answer is what the question gets now, or else nothing but words of the document."""
    text = card.text
    if text is None:
        return None
    answers = again.answers if again else ()
    now = [one.text for one in answers if (one.document.slug, one.clause.eid) == (held.record.slug, clause.eid)]
    if text in now:
        return Step("answer", True)
    said = fold_text("\n".join((clause.text, *clause.headings)))
    known = text
    for name in card.actors:
        known = known.removeprefix(name).lstrip("、：")
    strange = [piece for piece in re.split(r"[\s，。；：、“”（）]+", known) if fold_text(piece) not in said]
    if not strange:
        return Step("answer", True)
    told = f"重新提问得到的是：{_cut(now[0])}" if now else "重新提问已不由该条回答。"
    return Step("answer", False, f"直接回答中的“{_cut(strange[0])}”不是该条的原文；{told}")


_STEPS: tuple[Callable[[GivenCard, ClauseRecord, _Held, Reply | None], Step | None], ...] = (
    _text_step,
    _quote_step,
    _citation_step,
    _duty_step,
    _deadlines_step,
    _answer_step,
)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


@cache
def _words() -> dict[str, Any]:
    return load_json(PACKAGE, "proof")


def verifications_to_dict(verdicts: Sequence[Verification]) -> dict[str, Any]:
    """The result of ``verify --json`` and ``POST /api/v1/verify``."""
    return {
        "total": len(verdicts),
        "holding": sum(verdict.holds for verdict in verdicts),
        "replies": [
            {
                "id": verdict.id,
                "question": verdict.question,
                "holds": verdict.holds,
                "verdict": HOLDS if verdict.holds else BROKEN,
                "reason": verdict.reason,
                "checks": [_step_to_dict(step) for step in verdict.steps],
                "cards": [
                    {
                        "citation": card.citation,
                        "document": card.document,
                        "eid": card.eid,
                        "holds": card.holds,
                        "checks": [_step_to_dict(step) for step in card.steps],
                    }
                    for card in verdict.cards
                ],
            }
            for verdict in verdicts
        ],
    }


def _step_to_dict(step: Step) -> dict[str, Any]:
    return {"check": step.id, "name": step.name, "ok": step.ok, "detail": step.detail}
