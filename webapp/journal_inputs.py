"""Input of `gaps` and `verify`: kinds of gaps, and replies as JSON or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from webapp.errors import InputError
from webapp.inputs import clean_text
from webapp.wording import load_words

if TYPE_CHECKING:
    from assistant import GapKind

_HINT = "请提供 quanze ask --json 或接口 /api/v1/ask 给出的答复：一份、一个列表，或每行一份。"


def parse_gap_kinds(names: Sequence[str]) -> tuple[GapKind, ...]:
    """The kinds named, by identifier or Chinese name; all where none is. Raises InputError."""
    from assistant import GAP_KINDS

    words: dict[str, str] = load_words()["gap_kind"]
    wanted = {clean_text(name) for name in names} - {""}
    unknown = wanted - set(words) - set(words.values())
    if unknown:
        options = "、".join(f"{kind}（{name}）" for kind, name in words.items())
        raise InputError(f"没有“{min(unknown)[:40]}”这一类。", hint=f"可选：{options}。", code="unknown_kind")
    return tuple(kind for kind in GAP_KINDS if not wanted or kind in wanted or words[kind] in wanted)


def parse_replies(raw: bytes, *, name: str) -> list[Any]:
    """The replies in ``raw``: one JSON value (see `list_replies`), or JSON Lines. ``name`` is that of the file.

    Raises InputError with file and line where it is neither. Whether each is a reply is not checked.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} 不是 UTF-8 编码（第 {error.start + 1} 字节）。", hint="请另存为 UTF-8。") from error
    if not text.strip():
        raise InputError(f"{name} 是空的。", hint=_HINT, code="empty_input")
    try:
        return list_replies(json.loads(text), name=name)
    except RecursionError as error:
        raise InputError(f"{name} 的 JSON 嵌套太深。", hint=_HINT, code="invalid_json") from error
    except ValueError:
        return [_parse_line(line, f"{name} 第 {at} 行") for at, line in enumerate(text.split("\n"), 1) if line.strip()]


def _parse_line(line: str, place: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}不是合法的 JSON。", hint=_HINT, code="invalid_json") from error


def list_replies(value: Any, *, name: str) -> list[Any]:
    """The replies that a JSON value holds: itself, its items, or those under ``replies``. Raises InputError."""
    if isinstance(value, dict) and isinstance(value.get("replies"), list):
        value = value["replies"]
    replies = value if isinstance(value, list) else [value]
    if not replies:
        raise InputError(f"{name} 中没有答复。", hint=_HINT, code="empty_input")
    return replies
