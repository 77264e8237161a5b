"""Times the product on the shipped documents, beside baselines of the same run so that machine noise cancels.

    python -m bench.speed [--profile]

Processes are measured first, while this one is still small: a child's peak memory is never below that of the parent
that started it. Times are wall clock; the best or the median of several runs, as said in each line.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import json
import logging
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus import ClauseRecord, DocumentRecord

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"
QUESTIONS = ROOT / "bench" / "questions.txt"
COLD_STARTS = 5
BUILDS = 3
COPIES = 10
ROUNDS = 5
LEAST_SECONDS = 1.0
PROFILE_LINES = 25
BUILD = "from pathlib import Path; from assistant import build_knowledge; build_knowledge(Path({data!r}))"
COMMAND_LINE = "import sys; sys.argv[0] = 'quanze'; from webapp.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Process:
    """A process that ran to its end: seconds of wall clock and of processor, peak memory in MB."""

    seconds: float
    processor: float
    memory: float


def run_process(arguments: Sequence[str]) -> Process:
    """Runs Python with `arguments` in the project folder, output thrown away. CalledProcessError where it fails."""
    command = [sys.executable, *arguments]
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Process(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def measure_processes(data: Path, question: str) -> None:
    """Builds the knowledge base in a process of its own, asks it from cold starts, prints time and memory of both."""
    build = run_process(["-c", BUILD.format(data=str(data))])
    ask_arguments = ["-c", COMMAND_LINE, "--data", str(data), "ask", question, "--json"]
    asks = [run_process(ask_arguments) for _ in range(COLD_STARTS)]
    bare = [run_process(["-c", "pass"]) for _ in range(COLD_STARTS)]
    fastest, median = min(asks, key=lambda run: run.seconds), statistics.median(run.seconds for run in asks)
    baseline = min(run.seconds for run in bare)
    print_line("cold start of quanze ask, best", f"{fastest.seconds * 1000:,.0f} ms", fastest.seconds, baseline)
    print_line("cold start of quanze ask, median", f"{median * 1000:,.0f} ms", median, baseline)
    print_line("baseline: Python that does nothing", f"{baseline * 1000:,.0f} ms")
    print_line("first build as a process", f"{build.seconds:,.2f} s, {build.processor:,.2f} s of processor")
    print_line("peak memory of the build", f"{build.memory:,.0f} MB")
    print_line("peak memory of quanze ask", f"{max(run.memory for run in asks):,.0f} MB")
    print_line("baseline: Python that does nothing", f"{max(run.memory for run in bare):,.0f} MB")


def print_line(title: str, value: str, seconds: float | None = None, baseline: float | None = None) -> None:
    """Prints one figure, with its ratio to a baseline where there is one."""
    ratio = f"{seconds / baseline:>12,.1f} × baseline" if seconds is not None and baseline else ""
    print(f"{title:<42}{value:>44}{ratio}")


def best_seconds(action: Callable[[], object]) -> float:
    """The shortest time of `action`, repeated for at least a second and three times."""
    times: list[float] = []
    while len(times) < 3 or sum(times) < LEAST_SECONDS:
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return min(times)


def read_all(paths: Sequence[Path]) -> list[str]:
    """The SHA-256 of each file as read from the disk: the least that an import must do."""
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def plain_jieba(cache: Path) -> Any:
    """jieba as it comes, ready to cut, silent, with its cache in a folder of ours: the least that cutting costs."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(cache)
    tokenizer.initialize()
    return tokenizer


def write_variants(paths: Sequence[Path], folder: Path) -> list[Path]:
    """Copies of the documents, each with a number of its own so that the store takes them for different ones."""
    numbers = {
        entry["file"]: entry["number"] for entry in json.loads((DOCUMENTS / "catalogue.json").read_text("utf-8"))
    }
    written = []
    for copy in range(1, COPIES + 1):
        for path in paths:
            agency, _, serial = numbers[path.name].rpartition("〕")
            text = path.read_text("utf-8").replace(numbers[path.name], f"{agency}〕{copy}0{serial}")
            written.append(folder / f"{path.stem}-{copy}.txt")
            written[-1].write_text(text, "utf-8")
    return written


def build_from(paths: Sequence[Path]) -> None:
    """Imports the files into a new data folder and builds all from them."""
    from assistant import build_knowledge, import_paths

    with tempfile.TemporaryDirectory() as folder:
        import_paths(Path(folder), paths)
        build_knowledge(Path(folder), shipped=False)


def measure_import(paths: Sequence[Path], tokenizer: Any) -> None:
    """Prints the speed of parsing, and of the whole build, beside hashing and beside plain jieba over the same text."""
    from corpus import clause_records, document_record, parse_document, read_source

    texts = [read_source(path).text for path in paths]
    hashing = best_seconds(lambda: read_all(paths))
    cutting = best_seconds(lambda: [tokenizer.lcut(text) for text in texts])
    parsing = best_seconds(lambda: [parse_document(read_source(path)) for path in paths])
    parsed = [parse_document(read_source(path)) for path in paths]
    read = [(document_record(document), clause_records(document)) for document in parsed]
    extracting = best_seconds(lambda: extract_anew(read))
    building = statistics.median(timed(lambda: build_from(paths)) for _ in range(BUILDS))
    with tempfile.TemporaryDirectory() as folder:
        variants = write_variants(paths, Path(folder))
        building_many = timed(lambda: build_from(variants)) / COPIES
    characters = sum(map(len, texts))
    for title, seconds, baseline in (
        ("baseline: read and SHA-256", hashing, None),
        ("baseline: plain jieba", cutting, None),
        ("read and parse, against SHA-256", parsing, hashing),
        ("read and parse, against jieba", parsing, cutting),
        ("extract duties, against jieba", extracting, cutting),
        (f"import and build, median of {BUILDS}", building, cutting),
        (f"import and build of {len(variants)} documents", building_many, cutting),
    ):
        speed = f"{len(paths) / seconds:,.1f} documents/s, {characters / seconds:,.0f} characters/s"
        print_line(title, speed, seconds, baseline)


def extract_anew(documents: Sequence[tuple[DocumentRecord, tuple[ClauseRecord, ...]]]) -> None:
    """Reads the duties of all documents, with nothing remembered from an earlier reading."""
    from graph import extract_facts
    from graph.departments import lex_text

    lex_text.cache_clear()
    for record, clauses in documents:
        extract_facts(record, clauses)


def timed(action: Callable[[], object]) -> float:
    """The seconds that `action` took."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def measure_questions(data: Path, questions: Sequence[str], tokenizer: Any) -> None:
    """Prints the median and the 95th percentile of answering, warm and in one process, over several rounds."""
    from assistant import Knowledge

    knowledge = Knowledge.open(data)
    replies = [knowledge.ask(question) for question in questions]
    times = [timed(partial(knowledge.ask, question)) for _ in range(ROUNDS) for question in questions]
    cuts = [timed(partial(tokenizer.lcut, question)) for _ in range(ROUNDS) for question in questions]
    knowledge.close()
    median, tail = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    baseline = statistics.median(cuts)
    print_line("ask, p50", f"{median * 1000:,.2f} ms", median, baseline)
    print_line("ask, p95", f"{tail * 1000:,.2f} ms", tail, baseline)
    print_line("baseline: jieba cuts the question, p50", f"{baseline * 1000:,.3f} ms")
    answered = sum(reply.status == "answered" for reply in replies)
    print_line("questions answered, for information", f"{answered} of {len(questions)}")


def profile_all(paths: Sequence[Path], data: Path, questions: Sequence[str]) -> None:
    """Prints, for parsing, building and asking, the functions and the files that took most time of their own."""
    from assistant import Knowledge
    from corpus import parse_document, read_source

    knowledge = Knowledge.open(data)
    knowledge.ask(questions[0])
    stages: tuple[tuple[str, Callable[[], object]], ...] = (
        ("parse", lambda: [parse_document(read_source(path)) for path in paths]),
        ("build", lambda: build_from(paths)),
        ("ask", lambda: [knowledge.ask(question) for question in questions]),
    )
    for title, action in stages:
        profile = cProfile.Profile()
        profile.runcall(action)
        print(f"\n=== {title} ===")
        stats = pstats.Stats(profile)
        stats.sort_stats(pstats.SortKey.TIME).print_stats(PROFILE_LINES)
        print_files(stats)
    knowledge.close()


def print_files(stats: pstats.Stats) -> None:
    """Prints the share of each file in the time of a profile, largest first."""
    totals: dict[str, float] = {}
    for (file, _, _), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        totals[file] = totals.get(file, 0.0) + own
    whole = sum(totals.values())
    for file, own in sorted(totals.items(), key=lambda item: -item[1])[:PROFILE_LINES]:
        print(f"{own / whole:>8.1%}  {os.path.relpath(file, ROOT) if os.path.isabs(file) else file}")


def main() -> int:
    """Measures and prints; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profile", action="store_true", help="print where the time goes instead")
    arguments = parser.parse_args()
    paths = sorted(DOCUMENTS.glob("*.txt"))
    questions = [line for line in QUESTIONS.read_text("utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        if arguments.profile:
            run_process(["-c", BUILD.format(data=str(data))])
            profile_all(paths, data, questions)
            return 0
        print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {len(paths)} documents\n")
        measure_processes(data, questions[0])
        print()
        tokenizer = plain_jieba(data)
        measure_import(paths, tokenizer)
        print()
        measure_questions(data, questions, tokenizer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
