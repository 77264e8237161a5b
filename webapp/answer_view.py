"""An answer card, ready for the template: labelled fields, and the clause's text with its decisive words marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from corpus import ClauseRecord, Deadline, Span
from webapp.due_view import DueLimit, build_due_limits
from webapp.marking import Piece, find_words, mark_text
from webapp.wording import counterpart_label, render_deadline

if TYPE_CHECKING:
    from assistant import Card, Related, Reply

_LONGEST = 700


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled field of an answer; ``values`` are shown one a line."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """``card`` with the fields and pieces of text to show, and the address of the clause with its quote marked.

    ``parties`` are who and to whom; ``due`` the trial due dates; ``related`` what stands beside it, each with
    the address of its words.
    """

    card: Card
    parties: tuple[Field, ...]
    fields: tuple[Field, ...]
    pieces: tuple[Piece, ...]
    cut: bool
    url: str
    due: tuple[DueLimit, ...]
    related: tuple[tuple[Related, str], ...]


def build_card_view(card: Card, start: date) -> CardView:
    """The view of ``card``, its time limits counted from ``start``; ``cut`` where not the whole clause is shown."""
    shown = _shown_span(card.clause, card.quote_span)
    first = card.clause.span[0]
    text = card.clause.text[shown[0] - first : shown[1] - first]
    keys = (
        *find_words(text, (*card.actors, *card.counterparts), start=shown[0], within=card.quote_span),
        *find_words(text, (deadline.text for deadline in card.deadlines), start=shown[0]),
    )
    pieces = mark_text(text, start=shown[0], quote=card.quote_span, keys=keys)
    cut = shown != card.clause.span
    due = build_due_limits(card.deadlines, start)
    related = tuple((one, _address(one)) for one in card.related)
    return CardView(card, build_parties(card), build_fields(card), pieces, cut, _address(card), due, related)


def _address(one: Card | Related) -> str:
    a, b = one.quote_span
    return f"/documents/{one.clause.document}?mark={a}-{b}#{one.clause.eid}"


def find_summary(reply: Reply) -> str:
    """The text of a reply with several answers, where it says more than one of them; else empty."""
    repeated = any(card.text and card.text in reply.text for card in reply.answers)
    return "" if repeated or len(reply.answers) < 2 else reply.text


def build_parties(card: Card) -> tuple[Field, ...]:
    """Who acts, and towards whom: those of the two that the card knows."""
    who = Field("谁来办", ("、".join(card.actors),))
    towards = Field(counterpart_label(card.action), ("、".join(card.counterparts),))
    return tuple(field for field in (who, towards) if any(field.values))


def build_fields(card: Card) -> tuple[Field, ...]:
    """The other fields of ``card`` that have something in them: how long, in which case, exceptions."""
    general = tuple(deadline for deadline in card.deadlines if not deadline.note)
    special = tuple(deadline for deadline in card.deadlines if deadline.note)
    fields = (
        Field("多长时间", tuple(_with_start(deadline) for deadline in general)),
        Field("什么情况", (card.condition or "",)),
        Field("另有规定", tuple(f"{deadline.note}，{render_deadline(deadline)}" for deadline in special)),
    )
    return tuple(field for field in fields if any(field.values))


def _with_start(deadline: Deadline) -> str:
    told = not deadline.runs_from or deadline.runs_from in deadline.text
    return render_deadline(deadline) + ("" if told else f"（起算：{deadline.runs_from}）")


def _shown_span(clause: ClauseRecord, quote: Span) -> Span:
    """The whole clause where it is short, else its paragraphs that hold the quote, else the quote alone."""
    if len(clause.text) <= _LONGEST:
        return clause.span
    held = [
        paragraph.span
        for paragraph in clause.paragraphs
        if paragraph.span[0] < quote[1] and quote[0] < paragraph.span[1]
    ]
    if held and held[0][0] <= quote[0] and quote[1] <= held[-1][1]:
        return held[0][0], held[-1][1]
    return quote
