"""The full-text search page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from assistant import SearchHit
from corpus import UserError
from webapp.errors import http_status
from webapp.inputs import parse_district, parse_words
from webapp.marking import Piece, excerpt, find_shared_words, find_words, mark_text
from webapp.provider import get_knowledge

blueprint = Blueprint("search_pages", __name__)


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit with the heading and the part of its text that are shown, the words searched for marked."""

    hit: SearchHit
    heading: tuple[Piece, ...]
    pieces: tuple[Piece, ...]


@blueprint.get("/search")
def search() -> tuple[str, int]:
    """The search box; with ``q`` also the clauses found."""
    knowledge = get_knowledge()
    words, district = request.args.get("q", ""), request.args.get("district")
    hits: tuple[HitView, ...] | None = None
    problem: UserError | None = None
    if words.strip():
        try:
            found = knowledge.search(parse_words(words), district=parse_district(district))
            hits = tuple(build_hit_view(hit, words) for hit in found)
        except UserError as error:
            problem = error
    page = render_template(
        "search.html", words=words, district=district, hits=hits, error=problem, districts=knowledge.districts()
    )
    return page, http_status(problem) if problem else 200


def build_hit_view(hit: SearchHit, query: str) -> HitView:
    """The view of ``hit`` for ``query``."""
    text = " ".join(hit.clause.own_text.split())
    heading = " › ".join(" ".join(part.split()) for part in hit.clause.headings)
    words = find_shared_words(f"{text} {heading}", query)
    shown = excerpt(text, words)
    return HitView(
        hit,
        mark_text(heading, keys=find_words(heading, words)),
        mark_text(shown, keys=find_words(shown, words)),
    )
