"""Parses a large collection of laws in Markdown and checks what must be true of each clause tree.

    python -m bench.laws FOLDER-or-TAR [--jobs 2] [--only WORD]

No text fails; the leaves joined are the text; article numbers run on without a gap. What does not hold is listed with
the reason. Exit code 1 where a text fails, loses a character, or too many have gaps.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from corpus import Clause, Document, UserError, leaves, parse_document, parse_numeral, read_source, render_numeral

LEAST_GAPLESS = 0.97
_COMMENT = re.compile(r"<!--[^<>]*-->")
_TABLE_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t:-]*$", re.MULTILINE)
_MARKS = str.maketrans("", "", "#*|`")
_ARTICLE_LINE = re.compile(r"^[ \t\u3000]*第[零〇一二三四五六七八九十百千\d]+条[ \u3000]", re.MULTILINE)
_ARTICLE_NUMBER = re.compile(r"第(?P<main>[^条之]+)条(?:之(?P<added>.+))?")
_RESTARTS = {"document", "issued", "attachment"}
_CONTEXT = 20


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one text; `failure`, `lost` and `gap` say what went wrong, empty where nothing did."""

    name: str
    characters: int = 0
    seconds: float = 0.0
    articles: int = 0
    article_lines: int = 0
    failure: str = ""
    lost: str = ""
    gap: str = ""


def plain(text: str) -> str:
    """`text` without white space, Markdown marks (# * | `), comments and table rules; for comparing only."""
    text = _TABLE_RULE.sub("", _COMMENT.sub("", text.removeprefix("\ufeff")))
    return "".join(text.split()).translate(_MARKS)


def find_loss(source: str, document: Document) -> str:
    """Where the leaves joined first differ from the source, with the words around it; empty where they do not."""
    wanted = plain(source)
    found = plain("\n".join(document.normal.text[start:end] for start, end in leaves(document)))
    if wanted == found:
        return ""
    at = next(at for at, (a, b) in enumerate(zip_longest(wanted, found)) if a != b)
    return f"source …{wanted[at : at + _CONTEXT]}… leaves …{found[at : at + _CONTEXT]}…"


def article_sequences(clause: Clause) -> Iterator[list[str]]:
    """The article numbers below `clause` in reading order, one list for each text whose numbering starts anew."""
    own: list[str] = []
    pending = list(reversed(clause.children))
    while pending:
        child = pending.pop()
        if child.kind in _RESTARTS:
            yield from article_sequences(child)
            continue
        if child.kind == "article":
            own.append(child.num)
        pending.extend(reversed(child.children))
    if own:
        yield own


def find_gap(numbers: Sequence[str], source: str) -> str:
    """What first breaks the run 第一条, 第二条, 第二条之一, 第三条 …, and whether the source does too; else empty."""
    main, added = 0, 0
    for number in numbers:
        match = _ARTICLE_NUMBER.fullmatch(number)
        value = parse_numeral(match["main"]) if match else None
        more = parse_numeral(match["added"]) if match and match["added"] else 0
        if value is None or more is None:
            return f"{number}: no number"
        if (value, more) not in {(main + 1, 0), (main, added + 1)}:
            return _gap_reason(number, (main, added), (value, more), source)
        main, added = value, more
    return ""


def _gap_reason(number: str, before: tuple[int, int], here: tuple[int, int], source: str) -> str:
    if here == before:
        return f"{number} repeated"
    if here < before:
        return f"{number} after article {before[0]}"
    missing = f"第{render_numeral(before[0] + 1)}条"
    there = any(plain(line).startswith(missing) for line in source.splitlines())
    where = "though a line of the source begins with it" if there else "no line of the source begins with it"
    return f"{missing} missing before {number}: {where}"


def examine(path: Path) -> Report:
    """What became of the text at `path`. A crash of the parser is a report too: finding those is what this is for."""
    try:
        source = read_source(path)
        started = time.perf_counter()
        document = parse_document(source)
    except UserError as error:
        return Report(path.name, failure=error.message)
    except Exception as error:  # noqa: BLE001 - one text must not end the run over thousands
        return Report(path.name, failure=f"{type(error).__name__}: {error}")
    seconds = time.perf_counter() - started
    sequences = list(article_sequences(document.root))
    gaps = [gap for numbers in sequences if (gap := find_gap(numbers, source.text))]
    return Report(
        path.name,
        characters=len(source.text),
        seconds=seconds,
        articles=sum(map(len, sequences)),
        article_lines=len(_ARTICLE_LINE.findall(source.text)),
        lost=find_loss(source.text, document),
        gap=gaps[0] if gaps else "",
    )


@contextmanager
def texts(place: Path) -> Iterator[list[Path]]:
    """The Markdown files below a folder or in a tar file, which is unpacked for as long as the context lasts."""
    if place.is_dir():
        yield sorted(place.rglob("*.md"))
        return
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(place) as archive:
            archive.extractall(folder, filter="data")
        yield sorted(Path(folder).rglob("*.md"))


def print_list(title: str, lines: Iterable[str]) -> None:
    """Prints a title with the number of lines, and the lines."""
    listed = list(lines)
    print(f"\n{title}: {len(listed)}")
    for line in listed:
        print(f"  {line}")


def print_reports(reports: Sequence[Report], elapsed: float) -> bool:
    """Prints all that was measured; whether everything that must hold does."""
    failed = [report for report in reports if report.failure]
    lost = [report for report in reports if report.lost]
    with_articles = [report for report in reports if report.articles or report.article_lines]
    gaps = [report for report in with_articles if report.gap]
    # A parser that drops what breaks the run would look gapless: such texts do not count as gapless either.
    unfound = [report for report in with_articles if report.articles < report.article_lines and not report.gap]
    gapless = len(with_articles) - len(gaps) - len(unfound)
    share = gapless / len(with_articles) if with_articles else 1.0
    print_list("failed", (f"{report.name}: {report.failure}" for report in failed))
    print_list("text lost or invented", (f"{report.name}: {report.lost}" for report in lost))
    print_list("article numbers with a gap", (f"{report.name}: {report.gap}" for report in gaps))
    print_list(
        "fewer articles than lines that begin like one",
        (f"{report.name}: {report.articles} of {report.article_lines}" for report in unfound),
    )
    characters = sum(report.characters for report in reports)
    seconds = sum(report.seconds for report in reports) or 1e-9
    slowest = max(reports, key=lambda report: report.seconds)
    print(f"\ntexts              {len(reports):>12,}")
    print(f"characters         {characters:>12,}")
    print(f"articles           {sum(report.articles for report in reports):>12,}")
    print(f"read without fault {len(reports) - len(failed):>12,}  ({1 - len(failed) / len(reports):.2%})")
    print(f"nothing lost       {len(reports) - len(failed) - len(lost):>12,}")
    print(f"gapless            {gapless:>12,}  of {len(with_articles):,} with articles ({share:.2%})")
    print(f"parsing            {seconds:>12.1f} s of one core, {characters / seconds:,.0f} characters/s")
    print(f"whole run          {elapsed:>12.1f} s, {len(reports) / elapsed:,.0f} texts/s")
    print(f"slowest            {slowest.seconds:>12.2f} s {slowest.name} ({slowest.characters:,} characters)")
    return not failed and not lost and share >= LEAST_GAPLESS


def main() -> int:
    """Runs the check over the collection named on the command line; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", type=Path, help="a folder or tar file of Markdown texts")
    parser.add_argument("--jobs", type=int, default=2, help="processes at the same time (2)")
    parser.add_argument("--only", default="", help="only texts with this word in their name")
    arguments = parser.parse_args()
    with texts(arguments.place) as paths:
        chosen = [path for path in paths if arguments.only in path.name]
        if not chosen:
            parser.error(f"no such Markdown texts in {arguments.place}")
        started = time.perf_counter()
        with multiprocessing.Pool(arguments.jobs) as pool:
            reports = list(pool.imap(examine, chosen, chunksize=8))
        elapsed = time.perf_counter() - started
    return 0 if print_reports(reports, elapsed) else 1


if __name__ == "__main__":
    sys.exit(main())
