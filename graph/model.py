"""Values of this folder that others may hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree, shown to the user with its clauses: pairs of document slug and eid."""

    kind: str
    message: str
    clauses: tuple[tuple[str, str], ...]
