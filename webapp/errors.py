"""Errors of the webapp folder.

QuanzeError
├── UserError               what a user can mend (web 400, command line exit code 2)
│   ├── InputError          a question, number or body that cannot be used
│   └── ServerStartError    the address cannot be listened on
└── KnowledgeUnavailable    there is no usable knowledge base (web 503)
"""

from __future__ import annotations

from corpus import QuanzeError, UserError


class InputError(UserError):
    """Something the user typed or sent that cannot be used."""


class ServerStartError(UserError):
    """The web server cannot listen where it was told to."""

    code = "cannot_listen"


class KnowledgeUnavailable(QuanzeError):
    """The knowledge base is missing or unusable; ``message`` and ``hint`` in Chinese, safe to show."""

    code = "knowledge_unavailable"

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


_NOT_THERE = frozenset({"not_found", "not_in_store"})
_UNAVAILABLE = ("store_", "index_", "data_folder")


def http_status(error: UserError) -> int:
    """The HTTP status that tells of ``error``: 404 not there, 503 the data folder cannot be used now, else 400."""
    if error.code in _NOT_THERE:
        return 404
    return 503 if error.code.startswith(_UNAVAILABLE) else 400
