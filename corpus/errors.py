"""Errors of the corpus folder.

QuanzeError
└── UserError            what a user can mend; its text is safe to show (web 400, command line exit code 2)
    ├── SourceError      a file that cannot be read as text
    └── DocumentNumberError
"""

from __future__ import annotations


class QuanzeError(Exception):
    """Base of all errors that this project raises on purpose."""


class UserError(QuanzeError):
    """A fault that the user can mend. ``message`` says what and where, ``hint`` what to do next; both in Chinese."""

    code = "invalid_input"

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code:
            self.code = code


class SourceError(UserError):
    """A file that cannot be read as text."""

    code = "unreadable_source"


class DocumentNumberError(UserError):
    """A text that is no document number (发文字号)."""

    code = "invalid_document_number"
