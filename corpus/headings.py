"""Where a heading ends and the text of its clause begins."""

from __future__ import annotations

import re

from corpus.lines import Line
from corpus.looks import reads_as_sentence
from corpus.text import fold, fold_text

_MAX_RUN_IN = 25
_MAX_PART = 15
_MAX_ALONE = 40
_BRACKETED = re.compile("[【（〔]([^【】（）〔〕]{2,20})[】）〕]")


def heading_end(line: Line, *, has_content: bool) -> int:
    """How many characters of ``line`` its number and heading take; just the number's where it has no heading.

    ``has_content`` says whether paragraphs or sub-clauses follow in the same clause: a short line without an end is
    a heading only then, else it is the item itself.
    """
    marker = line.marker
    if marker is None:
        return 0
    text = line.text[marker.length :]
    if marker.form.rank < 40:
        return len(line.text)
    if marker.form.kind == "article":
        bracketed = _BRACKETED.match(fold_text(text))
        if bracketed and len(fold_text(text)) > bracketed.end():
            return marker.length + fold(text).offsets[bracketed.end() - 1] + 1
    if not line.has_sentence_end and not line.is_finished and len(line.content) <= _MAX_ALONE:
        outermost = marker.form.id == "cn_dot"
        return len(line.text) if has_content or outermost else marker.length
    return marker.length + _run_in_end(text)


def _run_in_end(text: str) -> int:
    """The length of a heading that runs into the text, with its full stop (推行权责清单。结合…); 0 where none does."""
    view = fold(text)
    at = view.text.find("。")
    if at < 0 or at > _MAX_RUN_IN or at == len(view.text) - 1 or not _may_be_heading(view.text[:at]):
        return 0
    return view.offsets[at] + 1


def _may_be_heading(sentence: str) -> bool:
    return not reads_as_sentence(sentence) and all(len(part) <= _MAX_PART for part in sentence.split("，"))
