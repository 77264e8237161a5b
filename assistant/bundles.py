"""A document ready for answering: its clauses in their tree, its duties by clause, its sentences as units of
evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from corpus import ClauseRecord, Deadline, DocumentRecord, Duty, Paragraph, Post, Span, fold, fold_text, load_words

UnitKind = Literal["sentence", "list", "table", "post"]

_SENTENCE_END = re.compile("[。！？]")
_LONG = 110
SURE = 0.65  # the least confidence of more than a reading of who the whole document speaks to
_LONG_ITEM = 90  # characters; longer items on the average are rules of their own, no list


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest piece of text that can carry an answer, with what stands around it, all folded for matching.

    ``span`` counts in the document's normalised text. A list unit is a clause with its items; its span is the
    clause's own text.
    """

    kind: UnitKind
    clause: ClauseRecord
    span: Span
    folded: str
    near: str  # the rest of its paragraph
    heading: str  # its clause's own heading
    around: str  # headings above and the words that introduce its list
    below: str  # the items of its list
    bearers: str  # who bears its duties and towards whom, also where only the context says so
    duties: tuple[Duty, ...]
    deadlines: tuple[Deadline, ...]
    post: Post | None = None


@dataclass(frozen=True)
class Bundle:
    """One document of the store with all that answering needs of it."""

    record: DocumentRecord
    clauses: tuple[ClauseRecord, ...]
    duties: tuple[Duty, ...]
    posts: tuple[Post, ...]

    @cached_property
    def by_eid(self) -> dict[str, ClauseRecord]:
        return {clause.eid: clause for clause in self.clauses}

    @cached_property
    def children(self) -> dict[str, tuple[ClauseRecord, ...]]:
        out: dict[str, list[ClauseRecord]] = {}
        for clause in self.clauses:
            out.setdefault(clause.parent, []).append(clause)
        return {eid: tuple(members) for eid, members in out.items()}

    @cached_property
    def _duties_by_eid(self) -> dict[str, list[Duty]]:
        out: dict[str, list[Duty]] = {}
        for duty in self.duties:
            if duty.status != "rejected":
                out.setdefault(duty.eid, []).append(duty)
        return out

    @cached_property
    def _posts_by_eid(self) -> dict[str, list[Post]]:
        out: dict[str, list[Post]] = {}
        for post in self.posts:
            out.setdefault(post.eid, []).append(post)
        return out

    @cached_property
    def _units(self) -> dict[str, tuple[Unit, ...]]:
        return {}

    def units(self, eid: str) -> tuple[Unit, ...]:
        """The units of one clause, made on first use."""
        if eid not in self._units:
            self._units[eid] = tuple(self._make_units(self.by_eid[eid]))
        return self._units[eid]

    def text(self, span: Span) -> str:
        """The words of the document at ``span``, which lies in one clause."""
        clause = next(
            clause
            for clause in self.clauses
            if not clause.parent and clause.span[0] <= span[0] and span[1] <= clause.span[1]
        )
        return clause.text[span[0] - clause.span[0] : span[1] - clause.span[0]]

    def _make_units(self, clause: ClauseRecord) -> Iterable[Unit]:
        items = [child for child in self.children.get(clause.eid, ()) if child.kind in ("level", "point", "indent")]
        below = fold_text("".join(item.own_text for item in items))
        around = fold_text("".join(clause.headings) + self._lead(clause))
        duties = self._duties_by_eid.get(clause.eid, [])
        posts = self._posts_by_eid.get(clause.eid, [])
        if items and not _is_section(items):
            span = (clause.span[0], max([items[-1].span[1], *(p.span[1] for p in clause.paragraphs[:1])]))
            listed = [duty for item in items for duty in self._duties_by_eid.get(item.eid, ())]
            whole = _unit("list", clause, span, clause.own_text, "", around, below, duties)
            yield replace(whole, bearers=_bearers([*whole.duties, *listed]))
        for paragraph in clause.paragraphs:
            if paragraph.kind == "table":
                yield _unit("table", clause, paragraph.span, paragraph.text, "", around, "", ())
                continue
            post = next((post for post in posts if paragraph.span[0] <= post.span[0] < paragraph.span[1]), None)
            if post and not _SENTENCE_END.search(paragraph.text):
                yield _post_unit(clause, paragraph, post, around)
                continue
            for span in split_pieces(paragraph):
                words = paragraph.text[span[0] - paragraph.span[0] : span[1] - paragraph.span[0]]
                yield _unit("sentence", clause, span, words, paragraph.text, around, "", duties)
        if not clause.paragraphs and not items and clause.heading:
            yield _unit("sentence", clause, clause.span, clause.own_text, "", around, "", ())

    def _lead(self, clause: ClauseRecord) -> str:
        """The words of the parent that introduce the list that ``clause`` stands in."""
        parent = self.by_eid.get(clause.parent)
        if parent is None or not parent.paragraphs or parent.paragraphs[0].span[0] > clause.span[0]:
            return ""
        return parent.paragraphs[0].text[-120:]


def _is_section(items: Sequence[ClauseRecord]) -> bool:
    """Whether the sub-clauses are sections with headings and texts of their own rather than items of a list."""
    headed = sum(1 for item in items if item.heading and item.paragraphs)
    return 2 * headed >= len(items) or sum(len(item.text) for item in items) > _LONG_ITEM * len(items)


def _unit(
    kind: UnitKind,
    clause: ClauseRecord,
    span: Span,
    words: str,
    paragraph: str,
    around: str,
    below: str,
    duties: Iterable[Duty],
) -> Unit:
    within = tuple(duty for duty in duties if duty.span[0] < span[1] and span[0] < duty.span[1])
    deadlines = tuple(
        dict.fromkeys(
            deadline for duty in within for deadline in duty.deadlines
            if deadline.span == (0, 0) or (span[0] <= deadline.span[0] and deadline.span[1] <= span[1])
        )
    )  # fmt: skip
    return Unit(
        kind=kind,
        clause=clause,
        span=span,
        folded=fold_text(words),
        near=fold_text(paragraph),
        heading=fold_text(clause.heading),
        around=around,
        below=below,
        bearers=_bearers(within),
        duties=within,
        deadlines=deadlines,
    )


def _bearers(duties: Iterable[Duty]) -> str:
    names = (name for duty in duties if is_sure(duty) for name in (*duty.actors, *duty.counterparts))
    return fold_text("，".join(dict.fromkeys(names)))


def is_sure(duty: Duty) -> bool:
    """Whether its actors are more than a reading of who the whole document speaks to."""
    return duty.confidence >= SURE


def _post_unit(clause: ClauseRecord, paragraph: Paragraph, post: Post, around: str) -> Unit:
    words = fold_text(f"{paragraph.text}{post.role}{post.body or ''}")
    return Unit("post", clause, paragraph.span, words, "", fold_text(clause.heading), around, "", "", (), (), post)


def split_pieces(paragraph: Paragraph) -> tuple[Span, ...]:
    """The sentences of a paragraph; long ones cut at ；, an exception kept with the rule before it. Spans in the
    document.
    """
    spans: list[Span] = []
    start = paragraph.span[0]
    at = 0
    text = paragraph.text
    ends = [match for match in _SENTENCE_END.finditer(text) if not _inside_brackets(text, match.start())]
    for match in [*ends, None]:
        end = match.end() if match else len(text)
        while match and end < len(text) and text[end] in "”’》）)":
            end += 1
        if text[at:end].strip():
            spans.extend(_split_long(text, at, end))
        at = max(at, end)
    return tuple(_merge_exceptions(text, [(start + a, start + b) for a, b in spans], start))


def _split_long(text: str, start: int, end: int) -> list[Span]:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if end - start <= _LONG or not ({"；", ";"} & set(text[start:end])):
        return [(start, end)]
    cuts = [
        at + 1 for at in range(start, end) if text[at] in "；;" and not _inside_brackets(text[start:end], at - start)
    ]
    edges = [start, *cuts, end]
    return [(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


def _inside_brackets(text: str, at: int) -> bool:
    """Whether brackets or quotes that stand open before ``at`` are closed after it."""
    before, after = fold(text[:at]).text, fold(text[at:]).text
    return any(before.count(opening) > before.count(close) and close in after for opening, close in ("（）", "“”"))


def _merge_exceptions(text: str, spans: list[Span], offset: int) -> list[Span]:
    exceptions = load_words("assistant", "documents", "exception_starts")
    out: list[Span] = []
    for start, end in spans:
        if out and fold_text(text[start - offset : end - offset]).startswith(exceptions):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out
