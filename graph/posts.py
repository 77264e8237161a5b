"""Posts that persons hold: lists of a body's members (组长：…) and sentences of appointment (…兼任办公室主任)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus import ClauseRecord, DocumentRecord, Paragraph, Post, fold, fold_text
from graph.departments import find_departments, lex_text
from graph.lexicon import Pattern, build_patterns, load_data

_WORD = re.compile(r"[^\s：:，,；;。、]+[：:]?")
_HAN = re.compile(r"[一-龥]{1,4}")
_LONGEST_NAME = 4
_BODY_HEADS = ("领导小组", "联席会议", "指挥部", "委员会", "专班", "工作组", "协调小组")


@dataclass(frozen=True, slots=True)
class PostWords:
    """The words of ``data/posts.json``; ``signals`` are found where persons are named."""

    signals: tuple[Pattern, ...]
    roles: frozenset[str]
    appointed_by: tuple[str, ...]
    surnames: frozenset[str]
    double_surnames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A person in a list; spans count in the paragraph's own text."""

    role: str
    person: str
    office: str
    start: int
    end: int


@cache
def load_post_words() -> PostWords:
    """The words of ``data/posts.json``; raises LexiconError for an entry that is not whole."""
    data = load_data("posts")
    return PostWords(
        build_patterns("posts", data["signals"], {}),
        frozenset(data["roles"]),
        tuple(data["appointed_by"]),
        frozenset(data["surnames"]),
        tuple(data["double_surnames"]),
    )


def find_posts(record: DocumentRecord, clauses: Iterable[ClauseRecord]) -> tuple[Post, ...]:
    """The posts in a document's clauses.

    In reading order. A role stated once holds for the rows below it, up to the next role.
    """
    found: list[Post] = []
    for clause in clauses:
        body: str | None = None
        role = ""
        if not any(_names_posts(paragraph.text) for paragraph in clause.paragraphs):
            continue
        for paragraph in clause.paragraphs:
            body = _body(paragraph.text) or body
            rows = list(_list_rows(paragraph.text, role))
            role = rows[-1].role if rows else ""
            found.extend(_build_post(record, clause, paragraph, row, body) for row in rows)
            if not rows:
                found.extend(_appointments(record, clause, paragraph, body))
    return tuple(found)


def _names_posts(text: str) -> bool:
    """Whether a paragraph can name persons at all: a role with a colon, or a verb of appointment with a post."""
    return any(signal.regex.search(text) for signal in load_post_words().signals)


def _body(text: str) -> str | None:
    """The body whose members follow: the last one that a paragraph names as set up."""
    names = [mention.name for mention in find_departments(text) if mention.name.endswith(_BODY_HEADS)]
    return names[-1] if names else None


def _build_post(
    record: DocumentRecord, clause: ClauseRecord, paragraph: Paragraph, row: _Row, body: str | None
) -> Post:
    span = paragraph.span[0] + row.start, paragraph.span[0] + row.end
    return Post(
        document=record.slug,
        jurisdiction=record.metadata.jurisdiction,
        eid=clause.eid,
        clause=clause.path,
        body=body,
        role=row.role,
        person=row.person,
        office=row.office or None,
        quote=paragraph.text[row.start : row.end],
        span=span,
    )


def _list_rows(text: str, role: str) -> Iterator[_Row]:
    """The rows of a list of members: words set apart by white space, roles by a colon."""
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(text)]
    at = 0
    row_start: int | None = None
    while at < len(words):
        step, found = _role_at(words, at)
        if step:
            role, row_start, at = found, words[at][1], at + step
            continue
        step, person = _person_at(words, at) if role else (0, "")
        if step and at + step < len(words) and _is_office(words[at + step][0]):
            office, _, end = words[at + step]
            start = words[at][1] if row_start is None else row_start
            yield _Row(role, person, fold_text(office), start, end)
            at += step
        at += 1
        row_start = None


def _role_at(words: Sequence[tuple[str, int, int]], at: int) -> tuple[int, str]:
    """How many words make up a role with its colon at ``at`` (组 长：), and the role; 0 where there is none."""
    joined = ""
    for step in range(1, 4):
        if at + step > len(words):
            break
        joined += words[at + step - 1][0]
        if joined.endswith(("：", ":")) and joined[:-1] in load_post_words().roles:
            return step, joined[:-1]
    return 0, ""


def _person_at(words: Sequence[tuple[str, int, int]], at: int) -> tuple[int, str]:
    """How many words make up a person's name at ``at`` (荆 姣), and the name; 0 where there is none."""
    first = words[at][0]
    if (
        len(first) == 1
        and at + 1 < len(words)
        and 1 <= len(words[at + 1][0]) <= 2
        and _is_person(first + words[at + 1][0])
    ):
        return 2, first + words[at + 1][0]
    return (1, first) if _is_person(first) else (0, "")


def _is_person(text: str) -> bool:
    words = load_post_words()
    if not _HAN.fullmatch(text) or not 2 <= len(text) <= 4:
        return False
    if len(text) == 4:
        return text.startswith(words.double_surnames)
    return text[0] in words.surnames or text.startswith(words.double_surnames)


def _is_office(text: str) -> bool:
    return len(text) >= 3 and any(mention.kind in ("body", "post", "role") for mention in find_departments(text))


def _appointments(
    record: DocumentRecord, clause: ClauseRecord, paragraph: Paragraph, body: str | None
) -> Iterator[Post]:
    """…兼任办公室主任: a person's name right before the verb, a post right after it."""
    view = fold(paragraph.text)
    lexed = lex_text(view.text)
    posts = {mention.span[0]: mention for mention in lexed.mentions if mention.kind == "post"}
    for verb in lexed.tokens:
        post = posts.get(verb.end) if verb.word.text in load_post_words().appointed_by else None
        if post is None:
            continue
        person = _person_before(view.text, verb.start)
        if person:
            a, b = view.span(verb.start - len(person), post.span[1])
            yield _build_post(record, clause, paragraph, _Row(post.name, person, "", a, b), body)


def _person_before(text: str, at: int) -> str:
    """The name that fills the piece before ``at``; empty where it holds anything else."""
    start = at
    while start > max(0, at - _LONGEST_NAME - 1) and text[start - 1] not in "，。；：、":
        start -= 1
    return text[start:at] if _is_person(text[start:at]) else ""
