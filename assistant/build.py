"""Bringing store, facts and full text up to date. Each step is derived from the one before and can be done again."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, TypeAlias

from corpus import (
    SUFFIXES,
    Duty,
    Problem,
    Source,
    UserError,
    decode_source,
    parse_document,
    read_source,
)
from graph import Finding, extract_facts, find_findings
from index import Entry, IndexUnusable, Segmenter, Store, StoreMissingError, WhooshIndex, build_entry

Progress: TypeAlias = Callable[[str, int, int], None]
Outcome: TypeAlias = Literal["added", "unchanged", "replaced", "failed"]

_FACTS_REVISION = "facts_revision"
_READER = "reader"
_BATCH = 50
_READING_PACKAGES = ("corpus", "graph")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file. ``error`` and ``hint`` are None where it was taken."""

    path: Path
    slug: str | None
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    error: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What the knowledge base holds after a build; ``changed`` documents were read again, ``seconds`` it took."""

    documents: int
    clauses: int
    duties: int
    changed: int
    seconds: float
    findings: tuple[Finding, ...]


def no_progress(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


def import_paths(data_dir: Path, paths: Iterable[Path], progress: Progress | None = None) -> tuple[Imported, ...]:
    """Adds the files at ``paths`` (text and Markdown; folders with all below them) to the data folder, made where
    missing.

    A file that cannot be read does not stop the others; its entry says why. Facts and full text follow in
    `build_knowledge`.
    """
    wanted = list(_expand(paths))
    with Store.open(data_dir, create=True) as store:
        return tuple(_import_all(store, wanted, progress if progress is not None else no_progress))


def _expand(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        else:
            yield path


def _import_all(store: Store, paths: list[Path], progress: Progress) -> Iterator[Imported]:
    for start in range(0, len(paths), _BATCH):
        with store.transaction():
            entries = []
            for at, path in enumerate(paths[start : start + _BATCH], start=start + 1):
                entries.append(_import_file(store, path))
                progress("import", at, len(paths))
        yield from entries


def _import_file(store: Store, path: Path) -> Imported:
    try:
        source = read_source(path)
    except UserError as error:
        return Imported(path, None, "failed", error=error.message, hint=error.hint)
    return _import_source(store, source, path, None)


def _import_source(store: Store, source: Source, path: Path, slug: str | None) -> Imported:
    document = parse_document(source, slug=slug)
    added = store.add_document(document)
    return Imported(path, added.slug, added.outcome, document.problems)


def build_knowledge(data_dir: Path, progress: Progress | None = None, *, shipped: bool = True) -> BuildSummary:
    """Brings facts and full text up to what the store holds; on a new data folder first imports the shipped documents.

    Only documents that changed since the last build are read again, unless the reading rules themselves changed.
    A build that is killed leaves the last good state in use.
    """
    started = time.monotonic()
    report = progress if progress is not None else no_progress
    with _open_or_ship(data_dir, report, shipped=shipped) as store:
        _reread_if_rules_changed(store, report)
        changed = _update_facts(store, report)
        index = open_index(store, data_dir, report)
        index.close()
        documents = store.documents()
        duties = sum(1 for _ in store.duties())
        return BuildSummary(
            documents=len(documents),
            clauses=sum(document.clauses for document in documents),
            duties=duties,
            changed=changed,
            seconds=time.monotonic() - started,
            findings=find_findings(store.powers()),
        )


def _open_or_ship(data_dir: Path, progress: Progress, *, shipped: bool) -> Store:
    try:
        return Store.open(data_dir)
    except StoreMissingError:
        store = Store.open(data_dir, create=True)
        if shipped:
            _import_shipped(store, progress)
        return store


def _import_shipped(store: Store, progress: Progress) -> None:
    """The documents of ``corpus/documents``, under the slugs of their catalogue."""
    folder = files("corpus").joinpath("documents")
    catalogue = json.loads(folder.joinpath("catalogue.json").read_text(encoding="utf-8"))
    with store.transaction():
        for at, entry in enumerate(catalogue, start=1):
            name = entry["file"]
            source = decode_source(name, folder.joinpath(name).read_bytes())
            _import_source(store, source, Path(name), entry["slug"])
            progress("import", at, len(catalogue))


def _reread_if_rules_changed(store: Store, progress: Progress) -> None:
    """Parse every stored source again where the code or the word lists that read texts are not those of the last
    build.
    """
    reader = _reader_fingerprint()
    known = store.state(_READER)
    if known == reader:
        return
    if known is not None:
        documents = store.documents()
        for at, record in enumerate(documents, start=1):
            store.add_document(parse_document(store.source(record.slug), slug=record.slug), reparse=True)
            progress("parse", at, len(documents))
        store.set_state(_FACTS_REVISION, "0")
    store.set_state(_READER, reader)


def _reader_fingerprint() -> str:
    digest = hashlib.sha256()
    for package in _READING_PACKAGES:
        root = files(package)
        for entry in sorted([*root.iterdir(), *root.joinpath("data").iterdir()], key=lambda item: item.name):
            if _is_reading_rule(entry):
                digest.update(entry.name.encode() + entry.read_bytes())
    return digest.hexdigest()


def _is_reading_rule(entry: Traversable) -> bool:
    return entry.is_file() and entry.name.endswith((".py", ".json"))


def _update_facts(store: Store, progress: Progress) -> int:
    """Reads duties, powers and posts from the documents that changed; how many those were."""
    since = int(store.state(_FACTS_REVISION) or 0)
    revision = store.revision()
    changed = store.changes(since).changed if since < revision else ()
    for at, slug in enumerate(changed, start=1):
        store.replace_facts(extract_facts(store.document(slug), store.clauses(slug)))
        progress("extract", at, len(changed))
    store.set_state(_FACTS_REVISION, str(store.revision()))
    return len(changed)


def index_folder(data_dir: Path) -> Path:
    """Where the full-text index lives: private, derived, never copied from elsewhere."""
    return data_dir / "index"


@lru_cache(maxsize=4)
def make_segmenter(data_dir: Path) -> Segmenter:
    """The segmenter of index and questions, with its cache in the data folder; one for all that a process opens."""
    return Segmenter(cache_dir=data_dir / "cache")


def open_index(store: Store, data_dir: Path, progress: Progress | None = None) -> WhooshIndex:
    """The full-text index at the store's revision: brought up to date, or built again from the store on any damage."""
    report = progress if progress is not None else no_progress
    folder, segmenter = index_folder(data_dir), make_segmenter(data_dir)
    revision = store.revision()
    try:
        index = WhooshIndex.open(folder, segmenter)
        since = index.revision
        if since == revision:
            return index
        if since < revision:
            changes = store.changes(since)
            index.update(_entries(store, changes.changed, report), changes.removed, revision=revision)
            return index
        index.close()
    except IndexUnusable:
        pass
    slugs = tuple(record.slug for record in store.documents())
    return WhooshIndex.build(folder, _entries(store, slugs, report), segmenter, revision=revision)


def _entries(store: Store, slugs: tuple[str, ...], progress: Progress) -> Iterator[Entry]:
    for at, slug in enumerate(slugs, start=1):
        record = store.document(slug)
        by_clause: dict[str, list[Duty]] = {}
        for duty in store.duties(document=slug):
            by_clause.setdefault(duty.eid, []).append(duty)
        for clause in store.clauses(slug):
            duties = by_clause.get(clause.eid, [])
            yield build_entry(clause, record, duties=[duty for duty in duties if duty.status != "rejected"])
        progress("index", at, len(slugs))
