"""Citations: a clause's official form, and the clause that a reference in running text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from corpus.markers import parse_marker
from corpus.model import ClausePath, ClauseRecord, DocumentRecord, Span
from corpus.numerals import CHINESE_NUMERAL_CHARS, parse_numeral
from corpus.text import Folded, fold

Step: TypeAlias = tuple[str, int, int]  # form of numbering, number, second number (第十条之一)

_CN = f"[{CHINESE_NUMERAL_CHARS}]{{1,7}}"
_N = f"(?:{_CN}|[0-9]{{1,3}})"
_REFERENCES = (
    ("article", re.compile(f"第({_N})条(?:之({_N}))?(?:第({_N})款)?(?:第?（({_N})）项|第({_N})项)?(?:第({_N})目)?")),
    (
        "part",
        re.compile(
            f"第({_N})(?:部分|大点)(?:({_CN})、)?(?:的?第?（({_CN})）(?:项|点|部分|条)?|第({_N})(?:项|点))?"
            "(?:的?第?([0-9]{1,2})[目项点]?)?(?:第?（([0-9]{1,2})）)?"
        ),
    ),
    (
        "short",
        re.compile(
            f"(?<![{CHINESE_NUMERAL_CHARS}第])({_CN})、?（({_CN})）[.、]?"
            "(?:第?([0-9]{1,2})(?![0-9年月日份个家天%]))?[目项点.]?(?:（([0-9]{1,2})）)?"
        ),
    ),
    ("attachment", re.compile(f"附件({_N})")),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A clause reference in running text: its steps from the outside in, the paragraph (款) it names or None."""

    steps: tuple[Step, ...]
    paragraph: int | None
    span: Span
    text: str


def find_references(text: str) -> tuple[Reference, ...]:
    """All clause references in ``text``, none inside another: 三（一）2, 第三部分第（一）项第2目, 附件2."""
    view = fold(text)
    found: list[tuple[int, int, Reference]] = []
    for kind, regex in _REFERENCES:
        for match in regex.finditer(view.text):
            if any(match.start() < end and start < match.end() for start, end, _ in found):
                continue
            steps, paragraph = _STEPS[kind](match)
            reference = Reference(steps, paragraph, view.span(match.start(), match.end()), match.group())
            found.append((match.start(), match.end(), reference))
    found.sort(key=lambda item: item[0])
    return tuple(reference for _, _, reference in _with_attachments(found, view))


def _with_attachments(found: Sequence[tuple[int, int, Reference]], view: Folded) -> list[tuple[int, int, Reference]]:
    """``found`` with what directly follows 附件 or 附件2 made one with it: 附件2第一部分."""
    out: list[tuple[int, int, Reference]] = []
    for start, end, reference in found:
        before = out[-1] if out and out[-1][1] == start and out[-1][2].steps[0][0] == "attachment" else None
        steps = before[2].steps if before else ()
        at = before[0] if before else start
        if before:
            out.pop()
        elif view.text.endswith("附件", 0, start):
            steps, at = (("attachment", 0, 0),), start - len("附件")
        joined = replace(reference, steps=(*steps, *reference.steps), span=view.span(at, end), text=view.text[at:end])
        out.append((at, end, joined))
    return out


def _number(text: str | None) -> int:
    return (parse_numeral(text) or 0) if text else 0


def _step(form: str, text: str | None) -> tuple[Step, ...]:
    return ((form, _number(text), 0),) if text else ()


def _article_steps(match: re.Match[str]) -> tuple[tuple[Step, ...], int | None]:
    article: tuple[Step, ...] = (("article", _number(match[1]), _number(match[2])),)
    return article + _step("cn_paren", match[4] or match[5]) + _step("ar_dot", match[6]), _number(match[3]) or None


def _part_steps(match: re.Match[str]) -> tuple[tuple[Step, ...], int | None]:
    """第三部分 is the list number 三, but where another follows (第二部分一、) it is a part above that."""
    outer = _step("part", match[1]) + _step("cn_dot", match[2]) if match[2] else _step("cn_dot", match[1])
    inner = _step("cn_paren", match[3] or match[4]) + _step("ar_dot", match[5]) + _step("ar_paren", match[6])
    return outer + inner, None


def _short_steps(match: re.Match[str]) -> tuple[tuple[Step, ...], int | None]:
    return _step("cn_dot", match[1]) + _step("cn_paren", match[2]) + _step("ar_dot", match[3]) + _step(
        "ar_paren", match[4]
    ), None


def _attachment_steps(match: re.Match[str]) -> tuple[tuple[Step, ...], int | None]:
    return _step("attachment", match[1]), None


_STEPS = {"article": _article_steps, "part": _part_steps, "short": _short_steps, "attachment": _attachment_steps}


def path_steps(path: ClausePath) -> tuple[Step, ...]:
    """The steps that ``path`` consists of, comparable with those of a reference."""
    return tuple(_path_step(number) for number in path)


def _path_step(number: str) -> Step:
    if number.startswith("附件"):
        return "attachment", _number(number.removeprefix("附件")), 0
    marker = parse_marker(number) or parse_marker(f"{number}、")
    return (marker.form.id, marker.value, marker.sub) if marker else (number, 0, 0)


def find_cited(reference: Reference, clauses: Iterable[ClauseRecord]) -> tuple[ClauseRecord, ...]:
    """The clauses whose path is the reference's, else those whose path ends with it.

    第二部分 also names a part. Of two lists with the same numbers in an article, 第二款第（一）项 names the one below
    that paragraph.
    """
    numbered = [(clause, path_steps(clause.path)) for clause in clauses if clause.path]
    steps = reference.steps
    part = tuple(("part", *step[1:]) if step[0] == "cn_dot" else step for step in steps)
    found = (
        tuple(clause for clause, path in numbered if path == steps)
        or tuple(clause for clause, path in numbered if path == part)
        or tuple(clause for clause, path in numbered if path[-len(steps) :] == steps)
    )
    return _below_paragraph(found, reference, [clause for clause, _ in numbered])


def _below_paragraph(
    found: tuple[ClauseRecord, ...], reference: Reference, clauses: Sequence[ClauseRecord]
) -> tuple[ClauseRecord, ...]:
    if reference.paragraph is None or len(found) < 2:
        return found
    article = next((clause for clause in clauses if clause.path == found[0].path[:1]), None)
    if article is None or reference.paragraph > len(article.paragraphs):
        return found
    start = article.paragraphs[reference.paragraph - 1].span[1]
    after = article.paragraphs[reference.paragraph :]
    end = after[0].span[0] if after else article.span[1]
    return tuple(clause for clause in found if start <= clause.span[0] < end) or found


_WORDS = {
    "part": "{n}",
    "chapter": "{n}",
    "section": "{n}",
    "article": "{n}",
    "cn_dot": "第{n}部分",
    "cn_paren": "第{n}项",
    "ar_dot": "第{n}目",
    "ar_paren": "第{n}点",
    "ar_half": "第{n}点",
    "circled": "第{n}点",
    "attachment": "{n}",
}


def render_path(path: ClausePath) -> str:
    """``path`` in official words: 第三部分第（一）项第2目, 第五条第（一）项. Empty for the document itself.

    Below a part (第二部分) the number 一、 stays as printed.
    """
    steps = path_steps(path)
    words = _WORDS | {"cn_dot": "{n}、"} if any(form == "part" for form, _, _ in steps) else _WORDS
    return "".join(
        words.get(form, "第{n}项").format(n=number) for (form, _, _), number in zip(steps, path, strict=True)
    )


def render_citation(document: DocumentRecord, clause: ClauseRecord | None = None) -> str:
    """The official citation: title, then number in brackets, then part or article, paragraph, item.

    Titles inside the title stand in 〈〉 (GB/T 15834-2011 4.15.3.4).
    """
    title = document.metadata.title.replace("《", "〈").replace("》", "〉")
    number = f"（{document.metadata.number}）" if document.metadata.number else ""
    return f"《{title}》{number}{render_path(clause.path) if clause else ''}"
