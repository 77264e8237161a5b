"""Keeping refused questions for the legal office, after the reply has been sent, so that nobody waits for it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, after_this_request, current_app, request

from assistant import Knowledge, Reply
from webapp.config import WebConfig

_OWN_LISTS = ("/gaps", "/feedback", "/feedback/thanks", "/api")


def set_up(app: Flask, config: WebConfig) -> None:
    """Makes ``app`` record as ``config`` says; templates ask ``recording()``."""
    app.extensions["quanze_journal"] = config
    app.jinja_env.globals.update(recording=is_recording)


def is_recording() -> bool:
    """Whether the running app keeps refused questions and feedback."""
    return journal_config().journal


def journal_config() -> WebConfig:
    """The configuration of the running app."""
    config: WebConfig = current_app.extensions["quanze_journal"]
    return config


def record_refusal(knowledge: Knowledge, reply: Reply) -> None:
    """Keeps ``reply``, where it is a refusal, once the response to the present request has been sent.

    Who only looks again at a question from the lists of the legal office, or at an example of the API, has not asked
    it.
    """
    if reply.status == "answered" or not is_recording() or _looks_again():
        return
    when = journal_config().now()

    @after_this_request
    def record(response: Response) -> Response:
        response.call_on_close(lambda: knowledge.record_refusal(reply, when=when))
        return response


def _looks_again() -> bool:
    came_from = urlsplit(request.referrer or "")
    return came_from.netloc == request.host and came_from.path in _OWN_LISTS
