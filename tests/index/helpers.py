"""Small documents made by hand through corpus's dataclasses, so that these tests need no parser."""

from __future__ import annotations

import hashlib
from datetime import date

from corpus import Basis, Clause, Deadline, Document, Duty, Metadata, NormalText, Paragraph, Problem, Source

TEXT = (
    "卫滨区综合行政执法协作配合机制\n"
    "一、职责分工\n"
    "（一）案件移送。各镇办发现不属于本部门管辖的，应当在3个工作日内移送；情况紧急的，24小时内移送。\n"
    "罚没物品一并移交。\n"
    "二、保障措施\n"
    "本机制自发布之日起执行。\n"
)


def build_document(
    slug: str = "weibin",
    *,
    text: str = TEXT,
    number: str | None = "卫政办〔2024〕1号",
    title: str = "卫滨区综合行政执法协作配合机制",
    jurisdiction: str | None = "卫滨区",
    issued_on: date | None = date(2024, 1, 5),
    prefix: str = "",
) -> Document:
    """A document whose tree is root → 一 (→（一）) and 二; the source has ``prefix`` and CRLF line ends."""
    source_text = prefix + text.replace("\n", "\r\n")
    raw = source_text.encode("utf-8")
    source = Source(f"{slug}.txt", raw, hashlib.sha256(raw).hexdigest(), "utf-8", source_text)
    metadata = Metadata(
        number=number,
        title=title,
        issuer="卫滨区人民政府办公室",
        jurisdiction=jurisdiction,
        jurisdiction_aliases=("卫滨",),
        addressees=("各镇办",),
        issued_on=issued_on,
        basis=(Basis("行政处罚法", None, (0, 3)),),
    )
    normal = NormalText(text, _offsets(text, len(prefix)))
    return Document(slug, source, normal, metadata, _tree(text), (Problem((0, 2), "标题缺少书名号"),))


def build_duty(duty_id: str = "weibin-d001", **changes: object) -> Duty:
    """A duty of the hand-made document."""
    quote = "应当在3个工作日内移送"
    start = TEXT.index(quote)
    fields: dict[str, object] = {
        "id": duty_id,
        "document": "weibin",
        "doc": "卫政办〔2024〕1号",
        "jurisdiction": "卫滨区",
        "eid": "1.1",
        "clause": ("一", "（一）"),
        "paragraph": 1,
        "quote": quote,
        "span": (start, start + len(quote)),
        "actors": ("各镇办", "区级有关 执法部门"),
        "actor_stated": True,
        "modality": "obligation",
        "action": "移送",
        "deadlines": (Deadline("3个工作日内", "duration", 3, "workday", "within", span=(start + 3, start + 9)),),
        "topic": "case_transfer",
        "rule": "hand",
    }
    return Duty(**(fields | changes))  # type: ignore[arg-type]


def _offsets(text: str, shift: int) -> tuple[int, ...]:
    out = []
    for char in text:
        if char == "\n":
            shift += 1
        out.append(len(out) + shift)
    return tuple(out)


def _tree(text: str) -> Clause:
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:index])) for index in range(len(lines) + 1)]

    def paragraph(line: int, skip: int = 0) -> Paragraph:
        start, end = starts[line] + skip, starts[line] + len(lines[line].rstrip("\n"))
        return Paragraph(text[start:end], (start, end))

    def heading(line: int, length: int | None = None) -> tuple[int, int]:
        return starts[line], starts[line] + (length or len(lines[line].rstrip("\n")))

    split = lines[2].index("。") + 1
    item = Clause(
        "level", "（一）", lines[2][3 : split - 1], ("一", "（一）"), "1.1", (starts[2], starts[4] - 1), heading(2, split),
        (paragraph(2, split), paragraph(3)),
    )  # fmt: skip
    first = Clause(
        "level", "一", lines[1][2:-1], ("一",), "1", (starts[1], starts[4] - 1), heading(1), children=(item,)
    )
    second = Clause("level", "二", lines[4][2:-1], ("二",), "2", (starts[4], starts[6]), heading(4), (paragraph(5),))
    front = Clause("front", "", "", (), "front", (0, starts[1] - 1), None, (paragraph(0),))
    return Clause("document", "", "", (), "root", (0, len(text)), children=(front, first, second))
