"""Joining lines that a page break or a converter tore apart, by what stands at the tear; blank lines say nothing.

An ordered tuple of small named rules decides for each pair of neighbours: join, keep apart, or no opinion. Passes go on
until nothing changes, so joining twice is joining once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.lexicon import load_words
from corpus.lines import Line
from corpus.looks import (
    ends_as_title,
    is_attachment_line,
    is_display,
    is_organisation,
    is_title,
    reads_as_sentence,
)
from corpus.markers import Marker, Numbering

_SOFT_END = "、，（《〈“‘〔"
_CLOSING_START = "、，。；：！？）》〉”’〕%％"
_SHORT_HEADING = 25
_LONG_HEADING = 40
_HEADING_REST = 8
_MAX_PARAGRAPH = 8000
_ISSUER_REST = 5  # 管理委员会, 办公室: no issuer by itself


@dataclass(frozen=True, slots=True)
class Tear:
    """Two neighbouring lines and what is known around them."""

    before: Line
    after: Line
    following: Line | None
    body_begun: bool
    continues: bool  # the number of `after` continues a list or begins one
    siblings: int  # how the neighbours of `before` in its list look: > 0 sentences, < 0 headings alone


def _rule_length(tear: Tear) -> bool | None:
    """No paragraph is that long; without an end to growing, a hostile file would take quadratic time."""
    return False if len(tear.before.text) > _MAX_PARAGRAPH else None


def _rule_rows(tear: Tear) -> bool | None:
    return False if tear.before.is_row or tear.after.is_row else None


def _rule_attachment(tear: Tear) -> bool | None:
    if is_attachment_line(tear.before) or is_attachment_line(tear.after):
        return False
    return None


def _rule_bare_number(tear: Tear) -> bool | None:
    """第五条⏎正文: the number alone on its line."""
    if tear.before.marker and not tear.before.content and tear.after.marker is None:
        return True
    return None


def _rule_next_sibling(tear: Tear) -> bool | None:
    """The next number of the list that the line before belongs to."""
    before, after = tear.before.marker, tear.after.marker
    if before and after and tear.continues and before.form == after.form and not after.reference:
        return False
    return None


def _rule_soft_end(tear: Tear) -> bool | None:
    """…、⏎…"""
    return True if tear.before.folded[-1:] in _SOFT_END else None


def _rule_closing_start(tear: Tear) -> bool | None:
    """…⏎，…"""
    return True if tear.after.folded[:1] in tuple(_CLOSING_START) else None


def _rule_unclosed(tear: Tear) -> bool | None:
    """（郑州航空⏎港区）: what the line before opened, the line after closes."""
    if not tear.before.unclosed or tear.before.is_finished or tear.before.is_layout:
        return None
    for close in tear.before.unclosed:
        opening = {"）": "（", "》": "《", "〉": "〈", "”": "“", "〕": "〔"}[close]
        head, found, _ = tear.after.folded.partition(close)
        if found and opening not in head:
            return True
    return None


def _rule_finished(tear: Tear) -> bool | None:
    if tear.before.last == "；" and tear.after.marker is None:
        return not tear.before.folded.startswith("“") and not tear.after.folded.startswith(("“", "—"))
    return False if tear.before.is_finished else None


def _rule_number(tear: Tear) -> bool | None:
    """A number after an unfinished line: a heading if it fits a list, else a reference torn off (依照⏎第三十条规定)."""
    marker = tear.after.marker
    if marker is None:
        return None
    if tear.before.marker and tear.before.marker.form.rank < 40:
        return False
    if marker.reference or (
        tear.body_begun and tear.before.folded.endswith(load_words("corpus", "headings", "reference_before"))
    ):
        return not (tear.before.marker and not tear.before.has_prose and not marker.reference)
    return tear.before.has_prose and not tear.continues


def _rule_title(tear: Tear) -> bool | None:
    """关于印发槐安经济开发区执法协调⏎运行规则的通知: a title broken over lines, at the head of a document."""
    before, after = tear.before, tear.after
    if tear.body_begun or not (_may_be_title_line(before) and _may_be_title_line(after)):
        return None
    if "关于" in before.folded and after.folded.startswith("的"):
        return True
    head, about, _ = after.folded.partition("关于")
    if not ends_as_title(after.folded) or (about and not head):
        return None
    rest_of_issuer = about and len(head) <= _ISSUER_REST and not before.folded.endswith(("文件", "号"))
    return True if rest_of_issuer or not _is_whole(before.folded) else None


def _may_be_title_line(line: Line) -> bool:
    return not (line.marker or line.has_prose or line.is_row or line.last == "：" or is_display(line))


def _is_whole(text: str) -> bool:
    """Whether a line at the head needs no other: letterhead, number, issuer, or a title that has its last word."""
    if "关于" in text:
        issues = any(f"关于{verb}" in text for verb in load_words("corpus", "metadata", "issue_verbs"))
        return ends_as_title(text) and (not issues or text.endswith("通知"))
    ends = load_words("corpus", "closing", "organisation_ends")
    return ends_as_title(text) or text.endswith((*ends, "文件", "号", "令", "法", "）", "》", "日"))


def _rule_stands_alone(tear: Tear) -> bool | None:
    if is_display(tear.after) or is_display(tear.before) or tear.before.is_layout or tear.after.is_layout:
        return False
    return None


def _rule_signature(tear: Tear) -> bool | None:
    """An issuer's name over the date or at the end."""
    if is_organisation(tear.after) and (tear.following is None or is_display(tear.following)):
        return False
    return None


def _rule_prose(tear: Tear) -> bool | None:
    """A paragraph whose last sentence is not finished."""
    before = tear.before
    if before.has_sentence_end or (before.marker is None and before.has_prose):
        return True
    return None


def _rule_function_word(tear: Tear) -> bool | None:
    """…由⏎… or …⏎的…: a tear inside a phrase."""
    if not tear.body_begun:
        return None
    if tear.after.folded.startswith(load_words("corpus", "headings", "function_starts")):
        return True
    if tear.siblings < 0 or (tear.before.marker is None and is_title(tear.before)):
        return None
    return True if tear.before.content.endswith(load_words("corpus", "headings", "function_ends")) else None


def _rule_heading(tear: Tear) -> bool | None:
    """A numbered line without an end: a heading alone on its line, or an item torn apart."""
    before, after = tear.before, tear.after
    if before.marker is None:
        return None
    if (
        not after.has_prose
        and len(after.folded) <= _HEADING_REST
        and _is_rest_of_heading(before, after, tear.following)
    ):
        return True
    if before.marker.form.rank < 40:
        return False
    if _is_said(before):
        return True
    if tear.siblings:
        return tear.siblings > 0
    return len(before.content) > (_SHORT_HEADING if before.has_prose else _LONG_HEADING)


def _is_rest_of_heading(before: Line, after: Line, following: Line | None) -> bool:
    """Whether a few words after a heading belong to it (总体⏎要求) rather than begin the text (总体要求⏎按照)."""
    if is_organisation(after) or len(before.content) > _SHORT_HEADING:
        return False
    if following is None or not following.has_prose or (following.marker and not following.marker.reference):
        return True
    nouns = load_words("corpus", "headings", "heading_nouns")
    return not before.content.endswith(nouns) and (after.folded.endswith(nouns) or len(before.content) < 4)


def _rule_plain(tear: Tear) -> bool | None:
    """A line without number and punctuation: a caption stays alone, the beginning of a sentence is joined to it."""
    before = tear.before
    if not tear.body_begun or is_title(before):
        return False
    if len(before.folded) <= 12 and before.folded.endswith(load_words("corpus", "headings", "heading_nouns")):
        return False
    return tear.after.has_prose and not is_title(tear.after)


_RULES: tuple[Callable[[Tear], bool | None], ...] = (
    _rule_length,
    _rule_rows,
    _rule_attachment,
    _rule_bare_number,
    _rule_next_sibling,
    _rule_soft_end,
    _rule_closing_start,
    _rule_unclosed,
    _rule_finished,
    _rule_number,
    _rule_title,
    _rule_stands_alone,
    _rule_signature,
    _rule_prose,
    _rule_function_word,
    _rule_heading,
    _rule_plain,
)


def is_torn(tear: Tear) -> bool:
    """Whether the two lines of ``tear`` are one paragraph."""
    return next(verdict for rule in _RULES if (verdict := rule(tear)) is not None)


def join_lines(lines: Sequence[Line]) -> list[Line]:
    """The paragraphs that ``lines`` make up. Joining the result again changes nothing."""
    current = list(lines)
    while True:
        joined = _join_once(current)
        if len(joined) == len(current):
            return joined
        current = joined


def _join_once(lines: list[Line]) -> list[Line]:
    siblings = _Siblings(lines)
    numbering: dict[str, Numbering] = {}
    out: list[Line] = []
    begun_at = 0  # the first line of the paragraph that is growing
    body_begun = False
    for at, line in enumerate(lines):
        if out:
            following = lines[at + 1] if at + 1 < len(lines) else None
            continues = line.marker is not None and _continues(line.marker, numbering)
            tear = Tear(out[-1], line, following, body_begun, continues, siblings.vote(lines[begun_at], begun_at))
            if is_torn(tear):
                out[-1] = out[-1].joined(line)
                continue
        out.append(line)
        begun_at = at
        if line.marker:
            numbering[line.marker.form.id] = Numbering(line.marker.value, line.marker.sub)
        body_begun = body_begun or line.marker is not None or line.has_sentence_end or line.last == "："
    return out


def _continues(marker: Marker, numbering: dict[str, Numbering]) -> bool:
    last = numbering.get(marker.form.id)
    return (marker.value == 1 and not marker.sub) or (last is not None and last.is_next(marker))


class _Siblings:
    """Which numbers stand in one list, to see how the neighbours of an item look."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._looks: dict[int, list[int]] = {}
        self._runs: dict[int, int] = {}
        open_runs: dict[int, int] = {}
        for at, line in enumerate(lines):
            if line.marker is None or line.marker.reference:
                continue
            rank = line.marker.form.rank
            open_runs = {other: run for other, run in open_runs.items() if other <= rank}
            if line.marker.value == 1 or rank not in open_runs:
                open_runs[rank] = at
            self._runs[at] = open_runs[rank]
            self._looks.setdefault(open_runs[rank], []).append(_look(line))

    def vote(self, line: Line, at: int) -> int:
        """Sentences less headings alone among the other items of the list that ``line``, the ``at``-th, belongs to."""
        if line.marker is None or at not in self._runs:
            return 0
        return sum(self._looks[self._runs[at]]) - _look(line)


def _is_said(line: Line) -> bool:
    """Whether the line is the beginning of a sentence, not a heading of two halves: 应马上劝止，并在半小时内通过.

    A line without a comma only by a word of two characters: 承办单位应当将处理决定.
    """
    return reads_as_sentence(line.content, least=1 if line.has_prose else 2)


def _look(line: Line) -> int:
    if line.has_sentence_end or line.is_finished or len(line.content) > _LONG_HEADING or _is_said(line):
        return 1
    return -1 if not line.has_prose or len(line.content) <= _SHORT_HEADING else 0
