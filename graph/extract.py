"""All that is read from one document's clauses."""

from __future__ import annotations

from corpus import ClauseRecord, DocumentRecord, Facts
from graph.duties import find_duties
from graph.posts import find_posts
from graph.powers import find_powers
from graph.statements import find_statements


def extract_facts(record: DocumentRecord, clauses: tuple[ClauseRecord, ...]) -> Facts:
    """The duties, numbers of powers, posts and other statements of one document.

    ``clauses`` are all its clauses in reading order.
    """
    powers = find_powers(record, clauses)
    return Facts(
        document=record.slug,
        duties=find_duties(record, clauses),
        powers=powers,
        posts=find_posts(record, clauses),
        statements=find_statements(record, clauses, powers=powers),
    )
