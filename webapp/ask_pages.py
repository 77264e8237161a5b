"""The first page: the question box, the answer, and the refusal that says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from corpus import DocumentRecord, UserError
from webapp.answer_view import build_card_view, find_summary
from webapp.ask_state import all_districts, parse_state
from webapp.ask_view import build_ask_view
from webapp.due_view import ask_words, render_trial
from webapp.errors import http_status
from webapp.example_questions import offer_questions
from webapp.provider import get_knowledge
from webapp.recording import record_refusal

blueprint = Blueprint("ask_pages", __name__)


@blueprint.get("/")
def ask() -> tuple[str, int]:
    """The question box; with ``q`` also the reply to it. The question stands in the address, so it can be shared.

    ``district`` and ``topic`` correct how it is understood, ``from`` is the day that trial due dates start on.
    """
    if not request.args.get("q", "").strip():
        return _home(), 200
    knowledge = get_knowledge()
    try:
        state = parse_state(request.args)
        reply = knowledge.ask(state.question, districts=state.districts, topic=state.topic)
        view = build_ask_view(state, reply, knowledge)
    except UserError as error:
        return _home(error), http_status(error)
    record_refusal(knowledge, reply)
    start = state.start or current_app.jinja_env.globals["today"]()  # type: ignore[operator]
    cards = tuple(build_card_view(card, start) for card in reply.answers)
    page = render_template(
        "reply.html",
        reply=reply,
        summary=find_summary(reply),
        cards=cards,
        state=state,
        view=view,
        start=start,
        trial=render_trial(start),
        rules=ask_words()["rules"],
        **_box(state.question, reply.analysis.district if state.districts else state.district),
    )
    return page, 200


@blueprint.get("/ask")
def ask_by_name() -> Response:
    """The same page under its name."""
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"/?{query}" if query else "/", code=301)


def _home(error: UserError | None = None) -> str:
    given: Mapping[str, str] = request.args
    knowledge = get_knowledge()
    latest = sorted(knowledge.documents(), key=_age)[:3]
    offers = offer_questions(knowledge.topic_counts(), knowledge.districts())
    box = _box(given.get("q", ""), given.get("district"))
    return render_template("home.html", error=error, offers=offers, latest=latest, **box)


def _box(question: str, district: str | None) -> dict[str, Any]:
    """What every page with the question box shows."""
    knowledge = get_knowledge()
    return {
        "question": question,
        "district": district,
        "districts": knowledge.districts(),
        "everywhere": all_districts(),
        "documents": knowledge.documents(),
    }


def _age(document: DocumentRecord) -> int:
    issued = document.metadata.issued_on or document.metadata.printed_on
    return -issued.toordinal() if issued else 0
