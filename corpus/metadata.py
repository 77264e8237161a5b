"""What the head and the foot of a document say about it: number, title, issuer, jurisdiction, dates, basis.

Nothing is guessed: what a document does not say stays unknown.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from corpus.dates import DATE_PATTERN, find_dates, is_date
from corpus.errors import DocumentNumberError
from corpus.lexicon import PatternEntry, build_patterns, load_json, load_words
from corpus.looks import TITLE_NOTES, ends_as_title
from corpus.model import Basis, Clause, Metadata, Paragraph
from corpus.numbers import find_document_numbers, is_document_number, parse_document_number
from corpus.numerals import CHINESE_NUMERAL_CHARS, parse_numeral
from corpus.places import read_jurisdiction
from corpus.text import fold, fold_text

_COPIES = re.compile("印[制刷]?([0-9]+)份")
_TITLE_AND_NUMBER = re.compile("《((?:[^《》]|《[^《》]*》)+)》(?:（([^（）]{2,30}?号)）)?")
_START = "起(?:正式)?(?:施行|执行|实施|生效|试行)"
_EFFECT = re.compile(f"(?<!》)自({DATE_PATTERN}){_START}")
_EFFECT_AT_ISSUE = re.compile(
    "自(?:发布|印发|公布|下发)之日(?:起满?([0-9]{1,3}|[一二三四五六七八九十百]{1,4})(?:日|天)后"
    f"起?(?:施行|实施|执行|生效)|{_START})"
)
_OWN_VALIDITY = re.compile("本[^，。]{1,14}(?:有效期|试行期|施行期)|^(?:有效期|试行期|施行期)")
_OFFICIAL_DATE = re.compile(f"^（?{DATE_PATTERN}.*(?:通过|批准|公布|发布|修正|修订)")
_ADOPTED_BY = re.compile("(?:^|[|，。；（经])([^|，。；（）经]{2,30}?(?:人民代表大会(?:常务委员会)?|人民政府))第")
_COMING_INTO_FORCE = re.compile(f"自{DATE_PATTERN}起")
_TERM = re.compile("第[一二三四五六七八九十0-9]{1,4}届")
_MAX_TITLE_LINES = 5
_HEAD_WORDS = ("目录", "目次")


def read_metadata(root: Clause) -> Metadata:
    """The metadata that the clause tree's front, preamble, closing, signature and colophon state."""
    front = _paragraphs(root, "front", top=True)
    signature, colophon = _paragraphs(root, "signature"), _paragraphs(root, "colophon")
    tail = [*signature, *colophon]
    issued = next((clause for clause in root.children if clause.kind == "issued"), None)
    number = _number(front)
    title = _title(front)
    issuer = _issuer(front, signature, colophon)
    printed_on, printed_by = _printed(colophon)
    issued_on = _issued_on(signature, front) or printed_on
    effective_on, expires_on = _validity(root, issued_on)
    jurisdiction, aliases = read_jurisdiction(issuer, title)
    return Metadata(
        number=number,
        title=title,
        issuer=issuer,
        jurisdiction=jurisdiction,
        jurisdiction_aliases=aliases,
        addressees=_addressees(front),
        issued_on=issued_on,
        printed_on=printed_on,
        printed_by=printed_by,
        copies=_copies(tail),
        keywords=_keywords(tail),
        effective_on=effective_on,
        expires_on=expires_on,
        trial="试行" in title or (issued is not None and "试行" in issued.heading),
        basis=_basis(_basis_paragraphs(root)),
        issued_title=issued.heading if issued else None,
    )


def _paragraphs(root: Clause, kind: str, *, top: bool = False) -> list[Paragraph]:
    nodes = root.children if top else tuple(root.walk())
    return [paragraph for clause in nodes if clause.kind == kind for paragraph in clause.paragraphs]


def _number(front: Sequence[Paragraph]) -> str | None:
    """The document number that stands alone in a line of the head, in its standard spelling."""
    for paragraph in front:
        folded = fold_text(paragraph.text)
        if is_document_number(folded):
            try:
                return str(parse_document_number(folded))
            except DocumentNumberError:
                continue
    return None


def _title(front: Sequence[Paragraph]) -> str:
    """The title without spaces; the lines it is broken over joined."""
    return "".join(fold_text(line) for line in _title_lines(front))


def _title_lines(front: Sequence[Paragraph]) -> list[str]:
    """The lines of the title: those below the document number if a title stands there, else those above it."""
    lines = [paragraph.text for paragraph in front if fold_text(paragraph.text)]
    at = next((at for at, line in enumerate(lines) if is_document_number(fold_text(line))), None)
    if at is None:
        return _take_title(lines)
    below = _take_title(lines[at + 1 :])
    return below if below and ends_as_title(fold_text(below[-1])) else _take_title(lines[:at]) or below


def _take_title(lines: Sequence[str]) -> list[str]:
    if len(lines) > 1 and fold_text(lines[0]).endswith("文件") and "关于" not in lines[0]:
        lines = lines[1:]
    taken: list[str] = []
    for line in lines[:_MAX_TITLE_LINES]:
        folded = fold_text(line)
        if folded in TITLE_NOTES and taken:
            return [*taken, line]
        if folded.endswith("：") or folded.startswith("（") or folded in _HEAD_WORDS:
            break
        if is_date(folded) or _OFFICIAL_DATE.match(folded):
            break
        taken.append(line)
        if ends_as_title(folded) and not _goes_on(lines, len(taken)):
            break
    return taken


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether the next line still belongs to the title: it ends in 的通知 or is nothing but （试行）."""
    following = fold_text(lines[at]) if at < len(lines) else ""
    return following in TITLE_NOTES or following.endswith(("的通知", "的意见", "的决定", "的办法", "的方案"))


def _issuer(front: Sequence[Paragraph], signature: Sequence[Paragraph], colophon: Sequence[Paragraph]) -> str | None:
    """The issuers, joined by 、: before 关于 in the title, else under the text, in the letterhead, in the colophon.

    Last the body that adopted it: （2023年6月15日青禾区人民政府第18次常务会议通过）.
    """
    before, found, _ = "\n".join(_title_lines(front)).partition("关于")
    heads = [fold_text(paragraph.text) for paragraph in front[:1]]
    letterhead = [head.removesuffix("文件") for head in heads if head.endswith("文件")]
    for lines in (
        [before] if found else [],
        [paragraph.text for paragraph in signature],
        letterhead,
        [paragraph.text for paragraph in colophon],
    ):
        names = _bodies(lines)
        if names:
            return "、".join(names)
    for paragraph in front:
        match = _ADOPTED_BY.search(re.sub(DATE_PATTERN, "|", fold_text(paragraph.text)))
        if match:
            return _TERM.sub("", match[1])
    return None


def _bodies(lines: Sequence[str]) -> list[str]:
    """The names of bodies that stand apart in ``lines``; none where something else stands there too."""
    names: list[str] = []
    ends = load_words("corpus", "metadata", "issuer_suffixes") + load_words("corpus", "closing", "organisation_ends")
    for line in lines:
        rest = re.sub(f"{DATE_PATTERN}印?发?$", "", fold_text(line))
        if not rest or "：" in rest or "《" in rest:
            continue
        parts = [fold_text(part) for part in line.replace("、", " ").split()]
        whole = [rest] if not all(part.endswith(ends) for part in parts) else parts
        names += [name for name in whole if name.endswith(ends)]
    return list(dict.fromkeys(names))


def _addressees(front: Sequence[Paragraph]) -> tuple[str, ...]:
    for paragraph in reversed(front):
        folded = fold_text(paragraph.text)
        if folded.endswith("："):
            return tuple(part for part in _split_list(folded.removesuffix("：")) if part)
    return ()


def _split_list(text: str) -> list[str]:
    """The parts between 、 and ，, not cut inside brackets."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "（") - (char == "）")
        if char in "、，" and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _issued_on(signature: Sequence[Paragraph], front: Sequence[Paragraph]) -> date | None:
    for paragraph in signature:
        dates = find_dates(fold_text(paragraph.text))
        if dates:
            return dates[-1][0]
    lines = [_COMING_INTO_FORCE.sub("", fold_text(paragraph.text)) for paragraph in front]
    dated = [found for line in lines if _OFFICIAL_DATE.match(line) for found in find_dates(line)]
    return max(day for day, _, _ in dated) if dated else None


def _printed(colophon: Sequence[Paragraph]) -> tuple[date | None, str | None]:
    """Date and office of printing, from …印发; the office may stand in the line above."""
    above = ""
    for paragraph in colophon:
        folded = fold_text(paragraph.text)
        dates = find_dates(folded)
        if dates and folded.endswith(("印发", "印")):
            day, start, _ = dates[0]
            return day, folded[:start] or above or None
        above = folded
    return None, None


def _copies(tail: Sequence[Paragraph]) -> int | None:
    for paragraph in tail:
        match = _COPIES.search(fold_text(paragraph.text))
        if match:
            return int(match[1])
    return None


def _keywords(tail: Sequence[Paragraph]) -> tuple[str, ...]:
    for paragraph in tail:
        head, found, rest = paragraph.text.replace(":", "：").partition("主题词：")
        if found and not head.strip():
            return tuple(rest.split())
    return ()


@cache
def validity_patterns() -> tuple[PatternEntry, ...]:
    """The patterns of data/metadata.json for how long a document is in force, on folded text."""
    numeral = f"[0-9]{{1,2}}|[{CHINESE_NUMERAL_CHARS}]{{1,3}}"
    pieces = {"date": DATE_PATTERN, "n": numeral}
    return build_patterns(load_json("corpus", "metadata")["validity"], pieces, where="corpus/data/metadata.json")


def _validity(root: Clause, issued_on: date | None) -> tuple[date | None, date | None]:
    """The first and the last day in force, as the sentences on the document itself state them."""
    effective: date | None = None
    ending: re.Match[str] | None = None
    rule = ""
    for sentence in _own_sentences(root):
        effective = _effective(sentence, issued_on) or effective
        for entry in validity_patterns():
            match = entry.regex.search(sentence)
            if match:
                ending, rule = match, entry.id
    return effective, _expiry(ending[1], rule, effective) if ending else None


def _own_sentences(root: Clause) -> list[str]:
    """The folded sentences that say from when or until when the document itself is in force."""
    out: list[str] = []
    for clause in root.walk():
        for paragraph in clause.paragraphs:
            if "起" not in paragraph.text and "期" not in paragraph.text:
                continue
            for sentence in re.split("[。；]", fold_text(paragraph.text)):
                stated = clause.kind != "preamble" and _EFFECT_AT_ISSUE.search(sentence)
                if stated or _EFFECT.search(sentence) or _OWN_VALIDITY.search(sentence):
                    out.append(sentence)
    return out


def _effective(sentence: str, issued_on: date | None) -> date | None:
    stated = _EFFECT.search(sentence)
    if stated:
        dates = find_dates(stated[1])
        return dates[0][0] if dates else None
    at_issue = _EFFECT_AT_ISSUE.search(sentence)
    if at_issue is None or issued_on is None or not at_issue[1]:
        return issued_on if at_issue else None
    return issued_on + timedelta(days=parse_numeral(at_issue[1]) or 0)


def _expiry(stated: str, rule: str, effective: date | None) -> date | None:
    """The last day in force: the date stated, else the day before the same day years or months after the first."""
    if rule in ("until", "from_to"):
        dates = find_dates(stated)
        return dates[0][0] if dates else None
    count = parse_numeral(stated)
    if effective is None or not count:
        return None
    months = effective.month - 1 + count * (12 if rule == "years" else 1)
    year, month = effective.year + months // 12, months % 12 + 1
    if year > date.max.year:
        return None
    day = min(effective.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def _basis_paragraphs(root: Clause) -> list[Paragraph]:
    """Where a document names its basis: preambles, closings, the first article (根据《…》，制定本办法)."""
    first = next((clause for clause in root.walk() if clause.kind == "article"), None)
    made = [p for p in first.paragraphs[:1] if "制定" in p.text] if first else []
    return [*_paragraphs(root, "preamble"), *_paragraphs(root, "closing"), *made]


def _basis(paragraphs: Sequence[Paragraph]) -> tuple[Basis, ...]:
    """The documents named after 根据, 按照 … in the first paragraphs, with their numbers where given."""
    verbs = load_words("corpus", "metadata", "basis_verbs")
    out: list[Basis] = []
    for paragraph in paragraphs:
        view = fold(paragraph.text, paragraph.span[0])
        starts = [at for verb in verbs if (at := view.text.find(verb)) >= 0]
        if not starts:
            continue
        for match in _TITLE_AND_NUMBER.finditer(view.text, min(starts)):
            if not _is_basis(view.text, min(starts), match.start()):
                break
            if view.text.endswith(("简称", "简称为"), 0, match.start()):
                continue
            out.append(Basis(match[1], _basis_number(match[2]), view.span(match.start(), match.end())))
    return tuple(out)


def _is_basis(text: str, start: int, at: int) -> bool:
    """Still in the list that follows the verb: no sentence has ended in between."""
    return "。" not in text[start:at]


def _basis_number(text: str | None) -> str | None:
    found = find_document_numbers(text) if text else ()
    return str(found[0][0]) if found else None
