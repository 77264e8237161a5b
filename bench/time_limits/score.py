"""Compares our deadlines with those that a reader wrote down for each sentence of the sample.

    python -m bench.time_limits.score [VERDICTS.jsonl] [--list] [--write]

A deadline is right where kind, value, unit and, for durations, relation agree; each counts once a sentence. Vague ones
(及时) are not counted. ``--write`` records in the file what was right, missed and extra.

How the reader read: a period in which something must not be done (五年内不得申请) counts, so does the length that a
period may or must have (试用期不得超过六个月, 公示期不得少于三十日: relation ``at``); not how long records are kept, a
permit's validity, penalties, what a condition tells of the past (二年内受过处罚的) or a fault (未在二十四小时内报告).
Exit status 1 below precision .95 or recall .90.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from graph import find_deadlines

VERDICTS = Path(__file__).with_name("verdicts.jsonl")
LEAST_PRECISION, LEAST_RECALL = 0.95, 0.90
Key: TypeAlias = tuple[str, float | None, str | None, str | None]


def key_of(kind: str, value: float | None, unit: str | None, relation: str | None) -> Key:
    """What of a deadline is compared."""
    if kind in ("immediate", "date"):
        return (kind, None, None, None)
    return (kind, value, unit, relation if kind == "duration" else None)


def read_gold(row: Mapping[str, Any]) -> set[Key]:
    """The deadlines that the reader found in the sentence of ``row``."""
    return {key_of(item["kind"], item["value"], item["unit"], item["relation"]) for item in row["gold"]}


def read_ours(sentence: str) -> set[Key]:
    """The deadlines that we find in ``sentence``, vague ones left out."""
    found = (item for item in find_deadlines(sentence) if item.kind != "vague")
    return {key_of(item.kind, item.value, item.unit, item.relation) for item in found}


def judge(row: Mapping[str, Any]) -> dict[str, Any]:
    """``row`` with lists of what was ``right``, ``missed`` and ``extra``."""
    gold, ours = read_gold(row), read_ours(row["sentence"])
    sides = {"right": gold & ours, "missed": gold - ours, "extra": ours - gold}
    return {**row, **{name: sorted(map(list, keys), key=str) for name, keys in sides.items()}}


def main() -> int:
    """Print precision and recall; 1 where one of them is too low."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verdicts", type=Path, nargs="?", default=VERDICTS)
    parser.add_argument("--list", action="store_true", help="print each sentence with a miss")
    parser.add_argument("--write", action="store_true", help="record the verdicts in the file")
    options = parser.parse_args()
    rows = [judge(json.loads(line)) for line in options.verdicts.read_text(encoding="utf-8").splitlines() if line]
    if options.list:
        for row in rows:
            if row["missed"] or row["extra"]:
                print(row["id"], "missed", row["missed"], "extra", row["extra"], row["sentence"])
    if options.write:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        options.verdicts.write_text("".join(lines), encoding="utf-8")
    right, missed, extra = (sum(len(row[name]) for row in rows) for name in ("right", "missed", "extra"))
    precision = right / (right + extra) if right + extra else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    print(f"{len(rows)} sentences, {right + missed} deadlines: precision {precision:.3f}, recall {recall:.3f}")
    return 0 if precision >= LEAST_PRECISION and recall >= LEAST_RECALL else 1


if __name__ == "__main__":
    sys.exit(main())
