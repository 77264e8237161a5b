"""How many of the annotated questions are answered rightly, beside plain full text on the same questions.

    python -m bench.accuracy [FILES…] [--list] [--save]

Without FILES the questions in and below tests/golden/questions/ are asked. Those about a shipped document are asked of
the shipped documents; the others of the shipped documents together with those that they are about, from --documents.

The second answerer, BM25, knows no structure: the best clause of each document by full text, its own text as the
answer, always. It is judged kindly: a long text counts as saying all that it holds, deadlines need only stand in it.

What is gained, lost or worded otherwise since the record in bench/results/accuracy.json is listed by id; --save puts
today's measurement in its place.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from rich.console import Console
from rich.table import Table

from assistant import Knowledge, SearchHit, build_knowledge, import_paths, reply_to_dict
from bench.scoring import (
    CARDS_READ,
    Json,
    Question,
    Share,
    Verdict,
    count_shares,
    document_key,
    judge,
    load_questions,
    plain,
)
from corpus import SUFFIXES, UserError, parse_document, read_source

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "golden" / "questions"
DOCUMENTS = ROOT / "tests" / "golden"
SHIPPED = ROOT / "corpus" / "documents"
RESULTS = ROOT / "bench" / "results" / "accuracy.json"
HITS = 30
WIDTH = 100
ANSWERERS = ("Quanze", "BM25")
Answerer: TypeAlias = Callable[[Knowledge, Question], Json]


@dataclass(frozen=True, slots=True)
class Measured:
    """The verdicts of one answerer and the seconds that each question took it, in the order of the questions."""

    verdicts: tuple[Verdict, ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of questions that are right now and were not, were right and are not, or stayed so with another answer.

    ``new`` were not asked before.
    """

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]
    new: tuple[str, ...]


def ask_quanze(knowledge: Knowledge, question: Question) -> Json:
    """The reply of the product."""
    return reply_to_dict(knowledge.ask(question.text, id=question.id))


def ask_bm25(knowledge: Knowledge, question: Question) -> Json:
    """A reply from full text alone: the best clause of each document, best first, with its own text as the answer."""
    best: dict[str, SearchHit] = {}
    for hit in knowledge.search(question.text, limit=HITS):
        best.setdefault(hit.document.slug, hit)
    cards = [_plain_card(hit) for hit in best.values()][:CARDS_READ]
    return {"status": "answered" if cards else "no_basis", "answers": cards}


def _plain_card(hit: SearchHit) -> dict[str, Any]:
    meta = hit.document.metadata
    return {
        "document": {"number": meta.number, "title": meta.title},
        "clause": list(hit.clause.path),
        "text": hit.clause.own_text,
        "quote": hit.clause.own_text,
        "actors": [],
        "counterparts": [],
    }


@contextmanager
def open_knowledge(documents: Sequence[Path] = ()) -> Iterator[Knowledge]:
    """A knowledge base of the shipped documents and ``documents``, in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        build_knowledge(data_dir)
        if documents:
            import_paths(data_dir, documents)
            build_knowledge(data_dir)
        knowledge = Knowledge.open(data_dir)
        try:
            yield knowledge
        finally:
            knowledge.close()


def names_of(path: Path) -> frozenset[str]:
    """The keys of the number and the title of the document in a file; what it lacks is left out."""
    meta = parse_document(read_source(path)).metadata
    return frozenset(document_key(name) for name in (meta.number, meta.title) if name)


def shipped_names(catalogue: Path = SHIPPED / "catalogue.json") -> frozenset[str]:
    """The keys of the numbers and titles of the shipped documents."""
    entries = json.loads(catalogue.read_text("utf-8"))
    return frozenset(document_key(entry[field]) for entry in entries for field in ("number", "title"))


def find_documents(names: Collection[str], folder: Path) -> tuple[Path, ...]:
    """The files below ``folder`` that hold the documents with these numbers or titles.

    ValueError for a name without a file.
    """
    wanted = {document_key(name): name for name in names}
    found: dict[Path, frozenset[str]] = {}
    for path in sorted(folder.rglob("*")) if wanted else ():
        if path.suffix.lower() in SUFFIXES and path.is_file() and (fits := names_of(path) & wanted.keys()):
            found[path] = fits
    missing = sorted(wanted[name] for name in wanted.keys() - frozenset().union(*found.values()))
    if missing:
        raise ValueError(f"no document for {'、'.join(missing)} in {folder}")
    return tuple(found)


def measure(knowledge: Knowledge, questions: Sequence[Question], answerer: Answerer) -> Measured:
    """Asks each question once, after one that is not timed: with the first, lexicons and documents are loaded."""
    for question in questions[:1]:
        answerer(knowledge, question)
    verdicts, seconds = [], []
    for question in questions:
        started = time.perf_counter()
        reply = answerer(knowledge, question)
        seconds.append(time.perf_counter() - started)
        verdicts.append(judge(question, reply))
    return Measured(tuple(verdicts), tuple(seconds))


def measure_all(questions: Sequence[Question], folder: Path) -> dict[str, Measured]:
    """What each answerer made of the questions, by its name. ValueError where a document is not to be had."""
    shipped = shipped_names()
    ours = [question for question in questions if document_key(question.doc) in shipped]
    others = [question for question in questions if document_key(question.doc) not in shipped]
    documents = find_documents({question.doc for question in others}, folder)
    parts: dict[str, list[Measured]] = {name: [] for name in ANSWERERS}
    for asked, added in ((ours, ()), (others, documents)):
        if not asked:
            continue
        with open_knowledge(added) as knowledge:
            for name, answerer in zip(ANSWERERS, (ask_quanze, ask_bm25), strict=True):
                parts[name].append(measure(knowledge, asked, answerer))
    return {name: _join(measured) for name, measured in parts.items()}


def _join(parts: Sequence[Measured]) -> Measured:
    verdicts = tuple(verdict for part in parts for verdict in part.verdicts)
    return Measured(verdicts, tuple(second for part in parts for second in part.seconds))


def record(measured: Mapping[str, Measured]) -> dict[str, Any]:
    """What is kept of a measurement: the shares of each answerer, and the product's answer to each question.

    Without times, so that the same answers give the same file.
    """
    shares = {name: count_shares(each.verdicts) for name, each in measured.items()}
    return {
        "shares": {
            name: {row: {"right": share.right, "of": share.of} for row, share in rows.items()}
            for name, rows in shares.items()
        },
        "answers": {
            verdict.question.id: {
                "right": verdict.right,
                "failed": list(verdict.failed),
                "status": verdict.status,
                "clause": list(verdict.clause),
                "text": verdict.text,
            }
            for verdict in measured[ANSWERERS[0]].verdicts
        },
    }


def compare(before: Json, after: Json) -> Changes:
    """What differs between two records of answers, by question id, in the order of ``after``; others are left out."""
    both = [name for name in after if name in before]
    same = [name for name in both if after[name]["right"] == before[name]["right"]]
    moved = [name for name in both if after[name]["right"] != before[name]["right"]]
    return Changes(
        gained=tuple(name for name in moved if after[name]["right"]),
        lost=tuple(name for name in moved if not after[name]["right"]),
        changed=tuple(name for name in same if after[name] != before[name]),
        new=tuple(name for name in after if name not in before),
    )


def load_answers(path: Path) -> dict[str, Any]:
    """The answers of the record in ``path``, by question id; none where there is no such file."""
    return dict(json.loads(path.read_text("utf-8"))["answers"]) if path.is_file() else {}


def save_record(path: Path, kept: Json) -> None:
    """Writes a record with one share and one answer a line, so that a diff can be read."""
    parts = {f"shares of {name}": rows for name, rows in kept["shares"].items()}
    shares = ",\n".join(
        f'  "{name.removeprefix("shares of ")}": {_render_lines(rows, 4)}' for name, rows in parts.items()
    )
    text = f'{{\n"shares": {{\n{shares}\n}},\n"answers": {_render_lines(kept["answers"], 2)}\n}}\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _render_lines(rows: Json, indent: int) -> str:
    """A JSON object with each entry on a line of its own."""
    lines = (f"{' ' * indent}{_dump(key)}: {_dump(value)}" for key, value in rows.items())
    return "{\n" + ",\n".join(lines) + "\n" + " " * (indent - 2) + "}"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def print_shares(console: Console, measured: Mapping[str, Measured]) -> None:
    """Prints the table of shares, the answerers side by side."""
    table = Table(box=None, pad_edge=False)
    table.add_column("")
    for name in measured:
        for heading in (f"{name} right", "of", "share"):
            table.add_column(heading, justify="right", no_wrap=True)
    shares = [count_shares(each.verdicts) for each in measured.values()]
    for row in dict.fromkeys(row for each in shares for row in each):
        table.add_row(row, *(cell for each in shares for cell in _cells(each.get(row))))
    console.print(table)


def _cells(share: Share | None) -> tuple[str, str, str]:
    """The cells of a share; a check that was never made has none."""
    return (str(share.right), str(share.of), f"{share.value:.1%}") if share else ("", "", "")


def print_costs(measured: Mapping[str, Measured]) -> None:
    """Prints per answerer how long asking in process takes, and how much there is to read before one knows."""
    for name, each in measured.items():
        lengths = [len(plain(verdict.text)) for verdict in each.verdicts if verdict.text]
        if len(each.seconds) > 1 and lengths:
            median, tail = statistics.median(each.seconds), statistics.quantiles(each.seconds, n=20)[-1]
            reading = f"direct answer {statistics.median(lengths):.0f} characters (median)"
            print(f"{name}: ask p50 {median * 1000:.1f} ms, p95 {tail * 1000:.1f} ms; {reading}")


def print_misses(verdicts: Sequence[Verdict]) -> None:
    """Prints each question that is not right: id, failed checks, question."""
    for verdict in verdicts:
        if not verdict.right:
            print(f"{verdict.question.id}\t{','.join(verdict.failed)}\t{verdict.question.text}")


def print_changes(changes: Changes) -> None:
    """Prints the ids that differ from the record, one kind a line."""
    for kind, names in asdict(changes).items():
        print(f"{kind:8} {len(names):>4}  {' '.join(names)}".rstrip())


def read_arguments() -> argparse.Namespace:
    """The command line. Ends the process where it asks for what cannot be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="annotated questions, JSON Lines")
    parser.add_argument("--list", action="store_true", help="list every miss of Quanze: id, failed checks, question")
    parser.add_argument("--save", action="store_true", help="put this measurement in place of the record")
    parser.add_argument("--documents", type=Path, default=DOCUMENTS, help="where documents that do not ship are found")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the record to compare with")
    arguments = parser.parse_args()
    if arguments.save and arguments.files and arguments.results == RESULTS:
        parser.error("--save with FILES needs --results: the committed record is of the committed questions")
    return arguments


def main() -> int:
    """Measures, prints, compares, saves where asked to; exit code 2 where questions or documents cannot be used."""
    arguments = read_arguments()
    try:
        questions = load_questions(arguments.files or sorted(QUESTIONS.rglob("*.jsonl")))
        measured = measure_all(questions, arguments.documents)
    except (OSError, ValueError, UserError) as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.list:
        print_misses(measured[ANSWERERS[0]].verdicts)
        print()
    print_shares(Console(width=WIDTH), measured)
    print()
    print_costs(measured)
    kept, before = record(measured), load_answers(arguments.results)
    print(f"\nagainst {arguments.results.name}:" if before else f"\nno record in {arguments.results.name} yet")
    if before:
        print_changes(compare(before, kept["answers"]))
    if arguments.save:
        save_record(arguments.results, kept)
    return 0


if __name__ == "__main__":
    sys.exit(main())
