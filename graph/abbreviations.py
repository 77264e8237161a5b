"""Short names that a document defines for its bodies: 区城市管理和综合执法局（以下简称“区城管执法局”）."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus import ClauseRecord, fold_text
from graph.departments import DepartmentMention, lex_text

_DEFINED = re.compile(
    r"（(?:以下|下文|下)(?:简称|统称|合称|并称|称)(?:为)?[“「\"]?([^“”「」\"（），。；]{1,20})[”」\"]?）"
)
_LEAST_SHARED = 3


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short name and the body that it stands for; several bodies where the text names them together (统称)."""

    short: str
    full: tuple[str, ...]


def find_abbreviations(text: str) -> tuple[Abbreviation, ...]:
    """The short names of bodies that ``text`` defines, in reading order; those of other things are left out.

    >>> find_abbreviations("各镇人民政府、街道办事处（以下统称“镇街”）应当巡查")
    (Abbreviation(short='镇街', full=('各镇人民政府', '街道办事处')),)
    """
    if "称" not in text:
        return ()
    folded = fold_text(text)
    found = []
    for match in _DEFINED.finditer(folded):
        full = _named_before(folded, lex_text(folded).mentions, match.start())
        if full:
            found.append(Abbreviation(match.group(1), full))
    return tuple(found)


def _named_before(text: str, mentions: Sequence[DepartmentMention], at: int) -> tuple[str, ...]:
    """The bodies whose names, joined by 、 and the like, end at ``at``."""
    names: list[str] = []
    for mention in reversed(mentions):
        start, end = mention.span
        if end > at:
            continue
        if end != at and text[end:at] not in ("、", "和", "与", "及", "以及"):
            break
        names.append(mention.name)
        at = start
    return tuple(reversed(names))


def document_abbreviations(clauses: Iterable[ClauseRecord]) -> tuple[Abbreviation, ...]:
    """The short names that the clauses of a document define; the first definition of each holds."""
    found: dict[str, Abbreviation] = {}
    for clause in clauses:
        for paragraph in clause.paragraphs:
            for item in find_abbreviations(paragraph.text):
                found.setdefault(item.short, item)
    return tuple(found.values())


def shorten_names(names: Sequence[str], abbreviations: Iterable[Abbreviation]) -> tuple[str, ...]:
    """``names`` as the document goes on to call them.

    A name that is the end of a full one stands for it: 联合监管专班 for 区燃气安全联合监管专班.
    """
    for item in abbreviations:
        if len(item.full) > 1 and set(item.full) <= set(names):
            rest = [name for name in names if name not in item.full]
            names = (item.short, *rest)
        elif len(item.full) == 1:
            names = tuple(item.short if _is_meant(name, item) else name for name in names)
    return tuple(dict.fromkeys(names))


def _is_meant(name: str, item: Abbreviation) -> bool:
    full = item.full[0]
    return name == full or (len(name) > max(_LEAST_SHARED, len(item.short)) and full.endswith(name))
