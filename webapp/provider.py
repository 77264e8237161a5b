"""One open knowledge base for all requests, opened when first needed."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import current_app

from assistant import Knowledge
from corpus import UserError
from webapp.errors import KnowledgeUnavailable


class KnowledgeProvider:
    """Opens the knowledge base of ``data_dir`` on first use and keeps it; a failed opening is tried again next time."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._lock = threading.Lock()
        self._knowledge: Knowledge | None = None

    def get(self) -> Knowledge:
        """The open knowledge base. Raises KnowledgeUnavailable where there is none that can be used."""
        with self._lock:
            if self._knowledge is None:
                try:
                    self._knowledge = Knowledge.open(self._data_dir)
                except UserError as error:
                    raise KnowledgeUnavailable(error.message, error.hint) from error
            return self._knowledge


def get_knowledge() -> Knowledge:
    """The knowledge base of the running app."""
    provider: KnowledgeProvider = current_app.extensions["quanze"]
    return provider.get()
