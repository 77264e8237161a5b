"""The size of the letters: a switch in the head of every page that works without JavaScript."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, request

COOKIE = "quanze_type"
LARGE = "large"
_YEAR = 365 * 24 * 3600
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")

blueprint = Blueprint("type_pages", __name__)


@blueprint.record
def set_up(state: Any) -> None:
    """Tells templates how large the letters are wanted."""
    state.app.jinja_env.globals.update(large_type=is_large)


@blueprint.get("/type")
def choose() -> Response:
    """Keeps the ``size`` in a cookie, and goes back to the page that it was chosen on."""
    response = Response(status=303, headers={"Location": page_of(request.referrer or "")})
    if request.args.get("size") == LARGE:
        response.set_cookie(COOKIE, LARGE, max_age=_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(COOKIE, samesite="Lax", httponly=True)
    return response


def is_large() -> bool:
    """Whether large letters are wanted."""
    return request.cookies.get(COOKIE) == LARGE


def page_of(address: str) -> str:
    """Path and query of ``address``, which lead to a page of this site wherever it came from; else the first page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    local = parts.path + (f"?{parts.query}" if parts.query else "")
    return local if _LOCAL.fullmatch(local) else "/"
