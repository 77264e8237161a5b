"""What a line is by its look alone: a page number, a date, an issuer's name, a title, a line of the colophon."""

from __future__ import annotations

import re
from functools import cache

from corpus.dates import DATE_PATTERN, is_date
from corpus.lexicon import PatternEntry, build_patterns, load_json, load_words
from corpus.lines import Line
from corpus.numbers import is_document_number

TITLE_NOTES = ("（试行）", "（暂行）", "（草案）")
_DISPLAY_LENGTH = 60
_INLINE_LIST = re.compile("附件?：1[.、][^。，]{2,400}")


@cache
def closing_patterns(key: str) -> tuple[PatternEntry, ...]:
    """The patterns under ``key`` (closing, colophon, display) of data/closing.json, on folded text."""
    return build_patterns(
        load_json("corpus", "closing")[key], {"date": DATE_PATTERN}, where=f"corpus/data/closing.json, {key}"
    )


def is_page_number(line: Line) -> bool:
    """Whether a line is nothing but a page number: — 3 —, 第3页 共10页."""
    page = next(entry for entry in closing_patterns("display") if entry.id == "page")
    return bool(page.regex.fullmatch(line.folded))


def is_colophon(line: Line) -> bool:
    """Whether a line belongs to the colophon (版记) whatever its place: printed by, copies, keywords, copies to."""
    return any(entry.regex.fullmatch(line.folded) for entry in closing_patterns("colophon"))


def is_display(line: Line) -> bool:
    """Whether a line stands alone by its nature: a date, a document number, （此件公开发布）, a colophon line."""
    text = line.folded
    return (
        is_date(text)
        or is_document_number(text)
        or is_colophon(line)
        or any(entry.regex.fullmatch(text) for entry in closing_patterns("display"))
    )


def is_attachment_line(line: Line) -> bool:
    """Whether a line starts an attachment or the list of them: 附件, 附件 2, 附件3：, - 附件：, 附：."""
    text = line.folded.lstrip("-—")
    if not text.startswith(("附件", "附：")):
        return False
    return (len(text) <= _DISPLAY_LENGTH and not line.has_prose) or _INLINE_LIST.fullmatch(text) is not None


def is_organisation(line: Line) -> bool:
    """Whether a line may be the name of an issuer under a text."""
    return (
        not line.has_prose
        and len(line.folded) <= 40
        and line.folded.endswith(load_words("corpus", "closing", "organisation_ends"))
    )


def is_title(line: Line) -> bool:
    """Whether a line looks like the title of a document or a form."""
    short = 10 <= len(line.folded) <= 2 * _DISPLAY_LENGTH
    return line.marker is None and not line.has_prose and short and ends_as_title(line.folded)


def reads_as_sentence(folded: str, least: int = 1) -> bool:
    """Whether folded words hold what a heading does not: a modal verb, 由, a condition.

    Words of fewer than ``least`` characters do not count, nor what only looks like one (应急, 主要).
    """
    for word in load_words("corpus", "headings", "harmless_words"):
        folded = folded.replace(word, "")
    said = load_words("corpus", "headings", "not_in_run_in_heading")
    return any(word in folded for word in said if len(word) >= least)


def ends_as_title(folded: str) -> bool:
    """Whether folded text ends with the word for a kind of document, 》 or （试行） behind it left out."""
    text = folded.removesuffix("》")
    for note in TITLE_NOTES:
        text = text.removesuffix(note)
    return text.endswith(load_words("corpus", "headings", "title_nouns"))


def is_signature(line: Line) -> bool:
    """Whether a line may stand under a text: an issuer's name, a date, （此件公开发布）."""
    return line.marker is None and not line.is_row and (is_display(line) or is_organisation(line))


def is_closing(line: Line) -> bool:
    """Whether a paragraph without a number speaks of the document as a whole: 本机制自发布之日起执行."""
    return line.marker is None and any(entry.regex.match(line.folded) for entry in closing_patterns("closing"))
