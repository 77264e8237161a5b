"""Suggestions while typing: characters, pinyin, initials; the end of what was typed; soon enough."""

from __future__ import annotations

import time

import pytest

from assistant import Knowledge
from assistant.suggesting import Suggester, Suggestion, build_suggester
from index import Labels

OFFERED = Suggester(
    (
        Suggestion("department", "区综合行政执法局", 9),
        Suggestion("department", "综合行政执法局", 3),
        Suggestion("topic", "案件移送"),
        Suggestion("heading", "案件移送制度", 2),
        Suggestion("heading", "移送程序", 1),
        Suggestion("document", "卫政办〔2024〕1号", slug="weibin"),
    )
)


@pytest.mark.parametrize(
    ("typed", "part", "expected"),
    [
        ("综合", "综合", ["综合行政执法局", "区综合行政执法局"]),
        ("zhxz", "zhxz", ["综合行政执法局", "区综合行政执法局"]),
        ("zonghexing", "zonghexing", ["综合行政执法局", "区综合行政执法局"]),
        ("AJYS", "AJYS", ["案件移送", "案件移送制度"]),
        ("yisong", "yisong", ["移送程序", "案件移送", "案件移送制度"]),
        ("卫滨区 移送", "移送", ["移送程序", "案件移送", "案件移送制度"]),
        ("卫滨区yis", "yis", ["移送程序", "案件移送", "案件移送制度"]),
        ("发现了案件移", "案件移", ["案件移送", "案件移送制度"]),
        ("卫政办[2024]", "卫政办[2024]", ["卫政办〔2024〕1号"]),
        ("葡萄", "葡萄", []),
        ("", "", []),
        ("  ", "  ", []),
    ],
)
def test_suggestions(typed: str, part: str, expected: list[str]) -> None:
    """What begins with it first, then departments, topics, headings; `part` is the end of what was typed."""
    suggested = OFFERED.suggest(typed)
    assert (suggested.part, [item.text for item in suggested.suggestions]) == (part, expected)


def test_what_is_already_typed_is_not_offered() -> None:
    """The whole word is there; longer ones are offered."""
    assert [item.text for item in OFFERED.suggest("案件移送").suggestions] == ["案件移送制度"]


@pytest.mark.parametrize("typed", ["移送", "zh", "区", "ys", "卫政办"])
def test_suggestions_of_the_shipped_documents(knowledge: Knowledge, typed: str) -> None:
    """Ten at most, each once."""
    found = knowledge.suggest(typed).suggestions
    assert 0 < len(found) <= 10
    assert len(set(found)) == len(found)


def test_suggesting_is_quick_among_many_labels() -> None:
    """Ten thousand headings are looked through in well under the time between two keys."""
    headings = {f"第{number}类案件移送办理规程": 1 for number in range(10_000)}
    suggester = build_suggester(Labels({}, headings), (), ("case_transfer",))
    suggester.suggest("ajys")
    started = time.perf_counter()
    for typed in ("ajys", "移送", "规程"):
        assert suggester.suggest(typed).suggestions
    assert time.perf_counter() - started < 0.3
