"""Values of corpus as JSON text and back, exactly.

Metadata, duties, power statements, posts and statements come back equal; offsets and paragraphs have a short
form of their own.
Keys that this version does not know are passed over, missing ones take the dataclass's default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from corpus import Basis, Deadline, Duty, Metadata, Paragraph, Post, PowerStatement, Problem, Span, Statement

T = TypeVar("T")
_DATES = ("issued_on", "printed_on", "effective_on", "expires_on")


def dump(value: Any) -> str:
    """Short JSON, Chinese as it is; dates in ISO form."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_encode)


def _encode(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of the store")


def to_json(value: Metadata | Duty | PowerStatement | Post | Statement) -> str:
    """The dataclass as a JSON object by field names."""
    return dump(asdict(value))


def metadata_from_json(text: str) -> Metadata:
    """The metadata that `to_json` wrote."""
    data = json.loads(text)
    for key in _DATES:
        data[key] = date.fromisoformat(data[key]) if data.get(key) else None
    data["basis"] = tuple(_make(Basis, item, span=_span) for item in data.get("basis", ()))
    return _make(Metadata, data, jurisdiction_aliases=tuple, addressees=tuple, keywords=tuple)


def duty_from_json(text: str) -> Duty:
    """The duty that `to_json` wrote."""
    data = json.loads(text)
    data["deadlines"] = tuple(_make(Deadline, item, span=_span) for item in data.get("deadlines", ()))
    return _make(Duty, data, clause=tuple, span=_span, actors=tuple, counterparts=tuple)


def power_from_json(text: str) -> PowerStatement:
    """The power statement that `to_json` wrote."""
    return _make(PowerStatement, json.loads(text), clause=tuple, span=_span)


def post_from_json(text: str) -> Post:
    """The post that `to_json` wrote."""
    return _make(Post, json.loads(text), clause=tuple, span=_span)


def statement_from_json(text: str) -> Statement:
    """The statement that `to_json` wrote."""
    return _make(Statement, json.loads(text), clause=tuple, span=_span)


def pack_problems(problems: Iterable[Problem]) -> str:
    """The problems as ``[[start, end, message], …]``."""
    return dump([[*problem.span, problem.message] for problem in problems])


def unpack_problems(text: str) -> tuple[Problem, ...]:
    """The problems that `pack_problems` wrote."""
    return tuple(Problem((start, end), message) for start, end, message in json.loads(text))


def pack_paragraphs(paragraphs: Iterable[Paragraph], normal_text: str) -> str:
    """The paragraphs as ``[[start, end, kind], …]``; the text is a fourth part where it is not simply its span."""
    rows: list[list[int | str]] = []
    for paragraph in paragraphs:
        start, end = paragraph.span
        row: list[int | str] = [start, end, paragraph.kind]
        rows.append(row if normal_text[start:end] == paragraph.text else [*row, paragraph.text])
    return dump(rows)


def unpack_paragraphs(text: str, normal_text: str) -> tuple[Paragraph, ...]:
    """The paragraphs that `pack_paragraphs` wrote, with the same normalised text."""
    return tuple(
        Paragraph(own[0] if own else normal_text[start:end], (start, end), kind)
        for start, end, kind, *own in json.loads(text)
    )


def pack_offsets(offsets: Sequence[int]) -> str:
    """Runs in which offset and index grow together, as ``[index, offset, index, offset, …]`` of their beginnings."""
    runs = [
        number
        for index, offset in enumerate(offsets)
        if not index or offset != offsets[index - 1] + 1
        for number in (index, offset)
    ]
    return dump(runs)


def unpack_offsets(text: str, length: int) -> tuple[int, ...]:
    """The ``length`` offsets that `pack_offsets` wrote."""
    runs = json.loads(text)
    out: list[int] = []
    for at in range(0, len(runs), 2):
        end = runs[at + 2] if at + 2 < len(runs) else length
        out.extend(range(runs[at + 1], runs[at + 1] + end - runs[at]))
    return tuple(out)


def _span(value: Sequence[int]) -> Span:
    return value[0], value[1]


@cache
def _known(kind: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


def _make(kind: type[T], data: dict[str, Any], **convert: Callable[[Any], Any]) -> T:
    known = _known(cast(Hashable, kind))
    return kind(
        **{key: convert[key](value) if key in convert else value for key, value in data.items() if key in known}
    )
