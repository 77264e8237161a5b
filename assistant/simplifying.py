"""Questions in traditional characters, read in simplified ones. Documents are not touched."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_PLAIN = "gb2312"  # holds the simplified characters in common use and nothing that is only traditional
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")


def simplify(text: str) -> str:
    """``text`` in simplified characters, as long as before; the very same where no character of it is traditional.

    >>> simplify("山亭區案件移送幾日內")
    '山亭区案件移送几日内'
    """
    if not any(_is_traditional(char) for char in _beyond_plain(text)):
        return text
    out: str = _converter().convert(text)
    return out if len(out) == len(text) else "".join(_converter().convert(char) for char in text)


def _beyond_plain(text: str) -> frozenset[str]:
    """The Chinese characters of ``text`` that are none of the simplified ones in common use."""
    if len(text.encode(_PLAIN, errors="ignore").decode(_PLAIN)) == len(text):
        return frozenset()
    return frozenset(char for char in text if _HAN.match(char) and not char.encode(_PLAIN, errors="ignore"))


def _is_traditional(char: str) -> bool:
    return bool(_converter().convert(char) != char)


@cache
def _converter() -> Any:
    from opencc import OpenCC  # loads its tables, so only for a character that is not in common use

    return OpenCC("t2s")
