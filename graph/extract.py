"""All that is read from one document's clauses."""

from __future__ import annotations

from corpus import ClauseRecord, DocumentRecord, Facts
from graph.duties import find_duties
from graph.posts import find_posts
from graph.powers import find_powers


def extract_facts(record: DocumentRecord, clauses: tuple[ClauseRecord, ...]) -> Facts:
    """The duties, statements of powers and posts of one document; ``clauses`` are all its clauses in reading order."""
    return Facts(record.slug, find_duties(record, clauses), find_powers(record, clauses), find_posts(record, clauses))
