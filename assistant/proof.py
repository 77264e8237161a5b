"""The duty that a card's act comes from: with the hashes of document and clause it is the proof that goes into a reply,
so that `assistant.verifying` can recompute it later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from assistant.bundles import Bundle
from assistant.model import Card, Reply
from corpus import Duty, Span


def with_duties(reply: Reply, bundle: Callable[[str], Bundle]) -> Reply:
    """``reply`` with each card's decisive duty; ``bundle`` gives a document by its slug."""
    if not any(card.action for card in reply.answers):
        return reply
    cards = tuple(
        replace(card, duty=find_duty(card, bundle(card.document.slug).duties)) if card.action else card
        for card in reply.answers
    )
    return replace(reply, answers=cards)


def find_duty(card: Card, duties: Iterable[Duty]) -> Duty | None:
    """The first of ``duties`` in the card's quote that has its act, modality and condition; None where none has."""
    return next(
        (
            duty
            for duty in duties
            if duty.action == card.action
            and duty.modality == card.modality
            and duty.condition == card.condition
            and duty.status != "rejected"
            and overlap(duty.span, card.quote_span)
        ),
        None,
    )


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans have a character in common."""
    return one[0] < other[1] and other[0] < one[1]
