"""The first page: the question box, the answer, and the refusal that says why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from corpus import DocumentRecord, UserError
from webapp.answer_view import build_card_view, find_summary
from webapp.errors import http_status
from webapp.inputs import parse_district, parse_question
from webapp.provider import get_knowledge
from webapp.recording import record_refusal
from webapp.wording import load_examples

blueprint = Blueprint("ask_pages", __name__)


@blueprint.get("/")
def ask() -> tuple[str, int]:
    """The question box; with ``q`` also the reply to it. The question stands in the address, so it can be shared."""
    if not request.args.get("q", "").strip():
        return _home(), 200
    knowledge = get_knowledge()
    try:
        question = parse_question(request.args["q"])
        district = parse_district(request.args.get("district"))
        reply = knowledge.ask(question, district=district)
    except UserError as error:
        return _home(error), http_status(error)
    record_refusal(knowledge, reply)
    cards = tuple(build_card_view(card) for card in reply.answers)
    page = render_template(
        "reply.html", reply=reply, summary=find_summary(reply), cards=cards, **_box(question, district)
    )
    return page, 200


def _home(error: UserError | None = None) -> str:
    box = _box(request.args.get("q", ""), request.args.get("district"))
    knowledge = get_knowledge()
    examples = [entry for entry in load_examples() if entry.district in (None, *knowledge.districts())]
    latest = sorted(knowledge.documents(), key=_age)[:3]
    return render_template("home.html", error=error, examples=examples, latest=latest, **box)


def _box(question: str, district: str | None) -> dict[str, Any]:
    """What every page with the question box shows."""
    knowledge = get_knowledge()
    return {
        "question": question,
        "district": district,
        "districts": knowledge.districts(),
        "documents": knowledge.documents(),
    }


def _age(document: DocumentRecord) -> int:
    issued = document.metadata.issued_on or document.metadata.printed_on
    return -issued.toordinal() if issued else 0
