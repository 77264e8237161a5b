"""Views of a text that make comparing and matching simple, each with a way back to the characters it came from."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Span

_HALF_TO_FULL = str.maketrans(
    {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "[": "〔", "]": "〕"}
)
_SPECIAL = {"﹝": "〔", "﹞": "〕", "［": "〔", "］": "〕", "【": "〔", "】": "〕", "．": ".", "～": "~"}
_FULL_ASCII = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_TABLE = _HALF_TO_FULL | str.maketrans(_SPECIAL) | str.maketrans(_FULL_ASCII) | dict.fromkeys(map(ord, _INVISIBLE))


@dataclass(frozen=True, slots=True)
class Folded:
    """A text without white space in one canonical spelling, and the place of each of its characters in the original.

    True of ``text``: no white space, no invisible characters; digits and Latin letters half-width; brackets and Chinese
    punctuation full-width; square brackets of document numbers are 〔〕. ``offsets`` has ``len(text)`` entries.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span in the original of ``text[start:end]``."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else (self.offsets[-1] + 1 if self.offsets else 0)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1


def fold_text(text: str) -> str:
    """``text`` without white space, full- and half-width forms made equal. Idempotent; a character stays one or goes.

    >>> fold_text("对 １０５９ 项(含)")
    '对1059项（含）'
    """
    return "".join(text.split()).translate(_TABLE)


def fold(text: str, start: int = 0) -> Folded:
    """The folded view of ``text`` with offsets, counted from ``start``."""
    kept = [(char, start + at) for at, char in enumerate(text) if not char.isspace() and char not in _INVISIBLE]
    return Folded("".join(char for char, _ in kept).translate(_TABLE), tuple(at for _, at in kept))
