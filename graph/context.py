"""Who acts where a sentence does not say: from item labels, lead-ins of the parent, the sentence before, the issuer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from corpus import ClauseRecord, DocumentRecord, fold_text
from graph.departments import canonical_department, find_departments, lex_text
from graph.segments import Piece

ActorSource: TypeAlias = Literal["carried", "context", "issuer", "nobody"]

_DUTY_HEADINGS = ("职责", "职能", "任务", "分工")
_OTHER_LEVELS = ("镇", "乡", "各", "街道", "级", "所在地", "有关", "其")
_ISSUING_HEADS = re.compile("政府|管委会|管理委员会")
_NOT_READ = frozenset(("document", "front", "signature", "attachment", "colophon"))


@dataclass(frozen=True, slots=True)
class Understood:
    """The actors that the context names, and where that comes from."""

    names: tuple[str, ...] = ()
    source: ActorSource = "nobody"


NOBODY = Understood()


def is_read(clause: ClauseRecord) -> bool:
    """Whether duties are read from this kind of clause."""
    return clause.kind not in _NOT_READ


def label_actors(heading: str) -> tuple[str, ...]:
    """The bodies that a heading consists of (综合行政执法局) or whose duties it announces (联席会议办公室主要职责).

    Else none.
    """
    text = fold_text(heading).rstrip("。：:")
    if not text:
        return ()
    mentions = lex_text(text).mentions
    if not mentions or mentions[0].span[0] != 0:
        return ()
    rest = text[mentions[-1].span[1] :]
    covered = sum(mention.span[1] - mention.span[0] for mention in mentions)
    if not rest and covered >= len(text) - 2 * (len(mentions) - 1):
        return tuple(mention.name for mention in mentions)
    return tuple(mention.name for mention in mentions) if rest.endswith(_DUTY_HEADINGS) and len(rest) <= 8 else ()


def issuer_name(record: DocumentRecord, clauses: Iterable[ClauseRecord]) -> str | None:
    """What the text most often calls the government or committee that issues it.

    Its full name where the text does not name it.

    None for any other issuer: an office (办公室) or a bureau lays down duties of others, so nothing is understood
    from it.
    """
    issuer = fold_text(record.metadata.issuer or "")
    if not issuer.endswith(("人民政府", "管理委员会", "管委会")):
        return None
    metadata = record.metadata
    places = tuple(filter(None, (metadata.jurisdiction, *metadata.jurisdiction_aliases)))
    wanted = _core(issuer, metadata.jurisdiction, places)
    names: Counter[str] = Counter()
    for clause in clauses:
        if not is_read(clause):
            continue
        for paragraph in clause.paragraphs:
            for mention in find_departments(paragraph.text) if _ISSUING_HEADS.search(paragraph.text) else ():
                if mention.kind == "body" and _core(mention.name, metadata.jurisdiction, places) == wanted:
                    names[mention.name] += 1
    return names.most_common(1)[0][0] if names else issuer


def _core(name: str, jurisdiction: str | None, places: Sequence[str]) -> str:
    """The head of a body's name, by which a text's short form and the full name of the issuer agree."""
    canonical = canonical_department(name, jurisdiction, places)
    for head in ("管理委员会", "人民政府"):
        if canonical.endswith(head) and not any(level in canonical for level in _OTHER_LEVELS):
            return head
    return canonical


def find_parties(piece: Piece) -> tuple[str, ...]:
    """Two bodies that a piece without a subject names side by side (各镇办与区级有关执法部门); else none."""
    for first, second in pairwise(piece.mentions):
        between = piece.text[first.span[1] - piece.start : second.span[0] - piece.start]
        if between in ("与", "和") and {first.kind, second.kind} <= {"body", "role"}:
            return (first.name, second.name)
    return ()
