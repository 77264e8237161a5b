"""What users type or send, checked and cleaned before it goes any further."""

from __future__ import annotations

import json
import re
from typing import Any

from corpus import Span
from webapp.errors import InputError
from webapp.wording import topic_words

MAX_QUESTION = 2000
MAX_WORDS = 200
MAX_LIMIT = 200
MAX_NAME = 60
_UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


def clean_text(text: str) -> str:
    """``text`` without control characters and lone surrogates, each run of them one space; no space at its ends."""
    return _UNUSABLE.sub(" ", text).strip()


def parse_question(text: str) -> str:
    """The question in ``text``, cleaned. Raises InputError where nothing is left or it is longer than MAX_QUESTION."""
    return _bounded(
        text,
        name="问题",
        longest=MAX_QUESTION,
        hint="请用一两句话写明要办的事，例如“发现案件不归我们管，几日内移送给谁？”",
    )


def parse_words(text: str) -> str:
    """The words to search for in ``text``, cleaned. Raises InputError where nothing is left or more than MAX_WORDS."""
    return _bounded(text, name="检索词", longest=MAX_WORDS, hint="请输入条款里可能出现的词，例如“案件移送 材料”。")


def _bounded(text: str, *, name: str, longest: int, hint: str) -> str:
    cleaned = clean_text(text)
    if not cleaned:
        raise InputError(f"没有填写{name}。", hint=hint, code="empty_input")
    if len(cleaned) > longest:
        message = f"{name}太长：共 {len(cleaned)} 个字，最多 {longest} 个字。"
        raise InputError(message, hint=f"请缩短{name}。{hint}", code="input_too_long")
    return cleaned


def parse_limit(text: str | None, *, default: int = 20) -> int:
    """The number of results asked for, 1 to MAX_LIMIT. Raises InputError for anything else."""
    if text is None or not text.strip():
        return default
    if not re.fullmatch(r"[0-9]{1,4}", text.strip()) or not 1 <= int(text) <= MAX_LIMIT:
        raise InputError(f"条数“{clean_text(text)[:20]}”不能用。", hint=f"limit 应是 1 至 {MAX_LIMIT} 的整数。")
    return int(text)


def parse_district(text: str | None) -> str | None:
    """The name of a district in ``text``, cleaned; None where it is empty. Whether it exists is not checked."""
    name = clean_text(text or "")
    return _bounded(name, name="辖区", longest=MAX_NAME, hint="请从列出的辖区中选择。") if name else None


def parse_name(text: str | None) -> str:
    """A part of a name to look for in ``text``, cleaned; empty where there is none. Raises InputError."""
    name = clean_text(text or "")
    return _bounded(name, name="名称", longest=MAX_NAME, hint="请写名称中的几个字，或拼音首字母。") if name else ""


def parse_page(text: str | None) -> int:
    """The number of a page, 1 and up; 1 for anything else."""
    number = text or ""
    return int(number) if re.fullmatch("[1-9][0-9]{0,4}", number) else 1


def parse_span(text: str | None) -> Span | None:
    """The span written ``12-34``; None for anything else, since it only decides what is highlighted."""
    match = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", text or "")
    if not match or int(match[1]) >= int(match[2]):
        return None
    return int(match[1]), int(match[2])


def parse_batch(raw: bytes, *, name: str, field: str) -> tuple[tuple[str | None, str], ...]:
    """``(id, text)`` of each line of a JSON Lines file; blank lines are left out. ``field`` holds the text.

    Raises InputError with file and line where a line is not such an object, before anything is done with the others.
    """
    try:
        lines = raw.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} 不是 UTF-8 编码（第 {error.start + 1} 字节）。", hint="请另存为 UTF-8 后再试。"
        ) from error
    return tuple(
        _parse_batch_line(line, place=f"{name} 第 {number} 行", field=field)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def _parse_batch_line(line: str, *, place: str, field: str) -> tuple[str | None, str]:
    hint = f'每行应是一个对象，例如 {{"id": "1", "{field}": "……"}}。'
    try:
        entry: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}不是合法的 JSON。", hint=hint, code="invalid_json") from error
    if not isinstance(entry, dict) or not isinstance(entry.get(field), str):
        raise InputError(f"{place}缺少字符串字段“{field}”。", hint=hint)
    given = entry.get("id")
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        raise InputError(f"{place}的 id 应是字符串或整数。", hint=hint)
    return (None if given is None else str(given)), str(entry[field])


def parse_topic(text: str | None) -> str | None:
    """The topic named by ``text``, by identifier, by its Chinese name, or by a part of a name with a stroke in it
    (联动执法 of 联合/联动执法); None where it is empty. Raises InputError.
    """
    name = clean_text(text or "")
    topics = topic_words()
    if not name or name in topics:
        return name or None
    found = next((topic for topic, words in topics.items() if name == words or name in _spellings(words)), None)
    if found is None:
        raise InputError(
            f"没有“{name[:40]}”这个事项。", hint=f"可选的事项：{'、'.join(topics.values())}。", code="unknown_topic"
        )
    return found


def _spellings(name: str) -> frozenset[str]:
    """The names that a name with strokes stands for: 联合执法 and 联动执法 for 联合/联动执法."""
    *firsts, last = name.split("/")
    return frozenset((last, *(first + last[len(first) :] for first in firsts)))
