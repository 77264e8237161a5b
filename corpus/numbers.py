"""Document numbers (发文字号): 卫政办〔2024〕1号."""

from __future__ import annotations

import re

from corpus.errors import DocumentNumberError
from corpus.lexicon import load_words
from corpus.model import DocumentNumber, Span
from corpus.text import fold, fold_text

_NUMBER = re.compile("([\u4e00-\u9fff]{1,12}?(?:（[\u4e00-\u9fff]{1,4}）)?)[〔（]([12][0-9]{3})[〕）]第?([0-9]{1,5})号")


def parse_document_number(text: str) -> DocumentNumber:
    """The document number (发文字号) that ``text`` consists of.

    Brackets round the year may be 〔〕, [] or （）, digits full-width; spaces do not matter. For running text use
    `find_document_numbers`. Raises DocumentNumberError. Source: GB/T 9704-2012, 7.2.5.

    >>> parse_document_number("国办发〔2020〕1号")
    DocumentNumber(agency='国办发', year=2020, serial=1)
    """
    match = _NUMBER.fullmatch(fold_text(text))
    if match is None:
        raise DocumentNumberError(
            f"不是发文字号：{text[:40]}", hint="发文字号应写成“机关代字〔年份〕序号号”，例如：国办发〔2020〕1号。"
        )
    return DocumentNumber(match[1], int(match[2]), int(match[3]))


def is_document_number(folded: str) -> bool:
    """Whether folded text is one document number and nothing else."""
    return "号" in folded[-1:] and _NUMBER.fullmatch(folded) is not None


def find_document_numbers(text: str) -> tuple[tuple[DocumentNumber, Span], ...]:
    """All document numbers in running text with their spans; words like 根据 before the agency's code are left out."""
    view = fold(text)
    found = []
    for match in _NUMBER.finditer(view.text):
        skip = _words_before(match[1])
        number = DocumentNumber(match[1][skip:], int(match[2]), int(match[3]))
        found.append((number, view.span(match.start() + skip, match.end())))
    return tuple(found)


def _words_before(agency: str) -> int:
    """How many characters of what stands before the year do not belong to the agency's code: 根据 in 根据国办发."""
    words = load_words("corpus", "metadata", "number_before")
    skip = max((at + len(word) for word in words if (at := agency.rfind(word)) >= 0), default=0)
    return skip if skip < len(agency) else 0
