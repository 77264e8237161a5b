"""What the comparison says in Chinese: limits, differences, empty cells."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webapp.wording import label, render_deadline

if TYPE_CHECKING:
    from assistant import CompareCell, CompareEntry, CompareRow, Limit

_DATA = Path(__file__).parent / "data" / "compare.json"


@cache
def compare_words() -> dict[str, Any]:
    """The lists of `data/compare.json` by name."""
    words: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return words


def render_limit(limit: Limit) -> str:
    """A time limit as written, behind the special case that it is for (情况紧急的，立即)."""
    shown = render_deadline(limit.deadline)
    return f"{limit.case.rstrip('，')}，{shown}" if limit.case else shown


def render_limits(cell: CompareCell) -> str:
    """What a cell says on time: its limits, or in words why there is none."""
    if cell.limits:
        return "；".join(map(render_limit, cell.limits))
    return str(compare_words()["status"]["unstated" if cell.entries else cell.status])


def render_cell_head(cell: CompareCell) -> str:
    """What stands first in a cell: its limits, or why it has none to compare."""
    return str(compare_words()["status"]["elsewhere"]) if cell.status == "elsewhere" else render_limits(cell)


def render_ladder(row: CompareRow) -> tuple[str, ...]:
    """The row's first limits from strict to loose, then 未写期限 and 无规定 where some district has none."""
    if len({cell.order for cell in row.cells if cell.compared}) < 2:
        return ()
    words = compare_words()["status"]
    found = [render_deadline(limit.deadline) for limit in row.ladder]
    found += [words[status] for status in ("unstated", "none") if any(cell.status == status for cell in row.cells)]
    return tuple(found)


def render_actors(entry: CompareEntry) -> str:
    """Who acts; （未写明主体） where the clause leaves it open, （据上下文） where only the context says it."""
    if not entry.actors:
        return str(compare_words()["nobody"])
    return "、".join(entry.actors) + ("" if entry.duty.actor_stated else "（据上下文）")


def render_entry(entry: CompareEntry) -> str:
    """A duty on one line: who, must or may, what, by when, and the clause."""
    duty = entry.duty
    place = "".join(duty.clause) or entry.clause.num or entry.document.name
    if entry.extension:
        return f"{duty.quote}（{place}）"
    limits = "；".join(
        f"{limit.note}，{render_deadline(limit)}" if limit.note else render_deadline(limit) for limit in duty.deadlines
    )
    parts = [f"{render_actors(entry)} {label('modality', duty.modality)} {duty.action}"]
    parts += [f"期限：{limits}"] if limits else []
    parts += [f"见“{label('topic', entry.topic)}”事项"] if entry.topic else []
    return f"{'；'.join(parts)}（{place}）"


def render_differences(row: CompareRow) -> tuple[str, ...]:
    """In what the districts differ, in words."""
    words = compare_words()["difference"]
    return tuple(words[name] for name in row.differences)
