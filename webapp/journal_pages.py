"""What could not be answered, for the legal office; and the form by which users report that an answer is wrong."""

from __future__ import annotations

import time
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from assistant import LONGEST_COMMENT, Choice, Report, choice_label, clause_url, load_choices
from corpus import UserError
from webapp.errors import InputError, http_status
from webapp.inputs import MAX_NAME, clean_text, parse_district, parse_limit, parse_question
from webapp.journal_inputs import parse_gap_kinds
from webapp.protection import RateLimiter, require_same_origin
from webapp.provider import get_knowledge
from webapp.recording import is_recording, journal_config
from webapp.wording import load_words

blueprint = Blueprint("journal_pages", __name__)

REPORTS, WITHIN = 30, 600.0
_FIELDS = ("q", "district", "about", "document", "eid", "choice", "comment")


@blueprint.record
def set_up(state: Any) -> None:
    """Gives each app a limiter of its own, and templates the words of the form."""
    state.app.extensions["quanze_feedback_limit"] = RateLimiter(REPORTS, WITHIN)
    state.app.jinja_env.globals.update(
        feedback_choices=offered_choices, longest_comment=LONGEST_COMMENT, clause_url=clause_url
    )
    state.app.jinja_env.filters.update(choice=choice_label)


def offered_choices(has_clause: bool) -> tuple[Choice, ...]:
    """What can be reported of an answer with a clause, or of a refusal."""
    occasion = "answer" if has_clause else "refusal"
    return tuple(choice for choice in load_choices() if occasion in choice.occasions)


@blueprint.get("/gaps")
def gaps() -> str:
    """Refused questions, feedback, and duties without a fixed time limit; ``district`` and ``kind`` narrow them."""
    knowledge = get_knowledge()
    district = parse_district(request.args.get("district"))
    kinds = parse_gap_kinds(request.args.getlist("kind"))
    found = knowledge.gaps(district=district, kinds=kinds, limit=parse_limit(request.args.get("limit"), default=100))
    return render_template(
        "gaps.html",
        gaps=found,
        vague=[(place, list(groups)) for place, groups in groupby(found.vague, key=lambda group: group.district)],
        kinds=kinds,
        chosen=kinds[0] if len(kinds) == 1 else None,
        all_kinds=load_words()["gap_kind"],
        district=district,
        districts=knowledge.districts(),
    )


@blueprint.get("/feedback")
def feedback() -> str:
    """The form on a page of its own, about the question ``q`` and, where given, a clause."""
    _require_recording()
    return _form(request.args)


@blueprint.post("/feedback")
def send_feedback() -> Response | tuple[str, int]:
    """Keeps a report and leads to the page that says so; what cannot be used is told of above the form."""
    require_same_origin(request)
    _require_recording()
    if not _limiter().allow(request.remote_addr or "", time.monotonic()):
        abort(429)
    try:
        report = _read_report(request.form)
        get_knowledge().record_feedback(report, when=journal_config().now())
    except UserError as error:
        return _form(request.form, error), http_status(error)
    district = parse_district(request.form.get("district"))
    return redirect(url_for("journal_pages.thanks", q=report.question, district=district), code=303)


@blueprint.get("/feedback/thanks")
def thanks() -> str:
    """Says that a report was kept, and leads back to the answer."""
    return render_template(
        "feedback_thanks.html",
        question=clean_text(request.args.get("q", "")),
        district=clean_text(request.args.get("district", "")),
    )


def _limiter() -> RateLimiter:
    limiter: RateLimiter = current_app.extensions["quanze_feedback_limit"]
    return limiter


def _require_recording() -> None:
    if not is_recording():
        raise InputError("本系统没有开启意见记录。", hint="请直接向本单位法制机构反映。", code="not_found")


def _read_report(form: Mapping[str, str]) -> Report:
    document, eid = (clean_text(form.get(name, ""))[:MAX_NAME] for name in ("document", "eid"))
    return Report(
        question=parse_question(form.get("q", "")),
        choice=clean_text(form.get("choice", "")),
        comment=clean_text(form.get("comment", "")),
        district=parse_district(form.get("about")) or parse_district(form.get("district")),
        document=document,
        eid=eid,
    )


def _form(values: Mapping[str, str], error: UserError | None = None) -> str:
    given = {name: clean_text(values.get(name, "")) for name in _FIELDS}
    return render_template("feedback.html", given=given, error=error)
