"""The Whoosh engine.

The index folder holds one folder a build (``build-000001``) and the file ``CURRENT`` that names the one in use. A
build is written beside the last one and becomes current by one rename, so that a killed build changes nothing; updates
are Whoosh commits, which are whole or nothing too. Opening a Whoosh index runs pickled code: the folder is private, is
never taken from elsewhere, and on any doubt is built again from the store.

Searchers are one a thread and opened anew when ``CURRENT`` changes. `Searcher.refresh` is not used: whoosh-reloaded
2.7.5 puts the old segments back beside the new ones, so that deleted clauses are found again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import index, query
from whoosh.filedb.filestore import FileStorage

from corpus import UserError
from index.catalogue import Catalogue, load_catalogue
from index.errors import IndexBusyError, IndexUnusable, StoreUnwritableError
from index.exploring import make_explorer
from index.expressions import Choices, DocumentCounts, Expression, Found, Hit, Labels, Page
from index.fulltext import Entry, Filters
from index.ranking import FIELD, find_best
from index.tokens import Segmenter, normalise
from index.whoosh_fields import FILTER_FIELDS, FORMAT, EntryFields, build_schema

TIME_LIMIT_SECONDS = 2.0
WRITE_MEMORY_MB = 256
OPEN_ATTEMPTS = 3
OPEN_PAUSE_SECONDS = 0.02
KEPT_FILTERS = 16  # sets of allowed clauses that a thread keeps until the index changes
_POINTER = "CURRENT"
_BUILD_NAME = re.compile(r"build-[0-9]{6}")
_REBUILD = "请运行 quanze build 重建检索索引；文件和条款不受影响。"


@dataclass(frozen=True, slots=True)
class _Pointer:
    """What ``CURRENT`` says."""

    build: str
    segmenter: str
    revision: int
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class _Label:
    """A title, heading or department as it is compared and as it is printed, and in how many clauses it is."""

    key: str
    text: str
    count: int


@dataclass(slots=True)
class _Open:
    """One thread's searcher, the state of ``CURRENT`` it was opened for, and what was already looked up in it."""

    stamp: tuple[int, int]
    searcher: Any
    labels: tuple[_Label, ...] | None = None
    allowed: dict[Filters, frozenset[int]] = field(default_factory=dict)


class WhooshIndex:
    """A full-text index in a folder; see `index.fulltext.FullText`. Use `open` or `build`."""

    def __init__(self, folder: Path, segmenter: Segmenter, *, time_limit: float = TIME_LIMIT_SECONDS) -> None:
        self._folder = folder
        self._segmenter = segmenter
        self._time_limit = time_limit
        self._local = threading.local()
        self._opened: list[tuple[threading.Thread, Any]] = []
        self._guard = threading.Lock()
        self._loading = threading.Lock()
        self._shared: tuple[object, Catalogue] | None = None

    @classmethod
    def open(cls, folder: Path, segmenter: Segmenter, *, time_limit: float = TIME_LIMIT_SECONDS) -> WhooshIndex:
        """The index in ``folder``, read once to see that it is sound.

        Raises IndexUnusable where it is missing, damaged, of another make or cut with other words: build it again then.
        """
        opened = cls(folder, segmenter, time_limit=time_limit)
        try:
            with opened._searching() as searcher:
                _probe(searcher)
        except IndexUnusable:
            opened.close()
            raise
        return opened

    @classmethod
    def build(cls, folder: Path, entries: Iterable[Entry], segmenter: Segmenter, *, revision: int = 0) -> WhooshIndex:
        """A new index of ``entries`` in ``folder``; the one that was there serves until this one is whole.

        Raises IndexBusyError where another process writes there, StoreUnwritableError where the folder cannot be
        written.
        """
        with _unwritable(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        with _write_lock(folder), _unwritable(folder):
            _build(folder, entries, segmenter, revision)
        return cls.open(folder, segmenter)

    @property
    def revision(self) -> int:
        """The store's revision that the index shows. Raises IndexUnusable."""
        return _read_pointer(self._folder).revision

    def update(self, entries: Iterable[Entry], deletions: Collection[str], *, revision: int) -> None:
        """Take out the documents in ``deletions`` and those of ``entries``, then put the entries in; all or nothing.

        Raises IndexBusyError, IndexUnusable, StoreUnwritableError.
        """
        with _write_lock(self._folder), _unwritable(self._folder):
            pointer = self._checked_pointer()
            with _damage_is_unusable():
                stored = index.open_dir(str(self._folder / pointer.build), schema=build_schema())
                writer = stored.writer(limitmb=WRITE_MEMORY_MB)
            _write(writer, stored, entries, deletions, self._segmenter)
            _write_pointer(self._folder, _Pointer(pointer.build, self._segmenter.fingerprint, revision))

    def search(self, text: str, filters: Filters = Filters(), limit: int = 20) -> tuple[Hit, ...]:  # noqa: B008  # frozen
        """The best clauses for ``text``, best first; what was found so far where the time limit is reached.

        A clause has to hold one rare term of the text; common terms only add to its score. Raises IndexUnusable.
        """
        deadline = time.monotonic() + self._time_limit
        terms = self._segmenter.tokens_for_query(text)
        with self._searching() as searcher:
            allowed = None if filters == Filters() else self._allowed(searcher, filters)
            best = find_best(searcher, terms, allowed, limit, deadline)
            found = [(searcher.stored_fields(number), score) for number, score in best]
        return tuple(Hit(stored["document"], stored["eid"], score) for stored, score in found)

    def suggest(self, prefix: str, limit: int = 10) -> tuple[str, ...]:
        """Titles, headings and departments that begin with ``prefix``, then those that contain it."""
        wanted = normalise(prefix).strip()
        if not wanted:
            return ()
        with self._searching() as searcher:
            fitting = [label for label in self._labels(searcher) if wanted in label.key]
            fitting.sort(
                key=lambda label: (not label.key.startswith(wanted), -label.count, len(label.text), label.text)
            )
            live = (label.text for label in fitting if _is_live(searcher, label.text))
            return tuple(islice(live, limit))

    def holds(self, word: str) -> bool:
        """Whether any clause holds ``word``, as a word or as a pair of characters. Raises IndexUnusable."""
        plain = normalise(word)
        terms = [plain, f"~{plain}"] if len(plain) == 2 else [plain]
        with self._searching() as searcher:
            reader = searcher.reader()
            return any(reader.doc_frequency(FIELD, term) > 0 for term in terms)

    def explore(
        self,
        expression: Expression,
        choices: Choices = Choices(),  # noqa: B008  # frozen
        page: Page = Page(),  # noqa: B008  # frozen
    ) -> Found:
        """The hits of ``expression`` narrowed by ``choices``: totals of all groups, one page of one, counts by facet.

        A value's count is that of the hits there would be were it the only one chosen of its facet. Raises
        IndexUnusable.
        """
        with self._searching() as searcher:
            explorer = make_explorer(searcher, self._catalogue(searcher), self._segmenter, self._time_limit)
            return explorer.explore(expression, choices, page)

    def labels(self) -> Labels:
        """Departments and clause headings, each with the number of clauses that have it. Raises IndexUnusable."""
        with self._searching() as searcher:
            return self._catalogue(searcher).labels

    def counts(self) -> Mapping[str, DocumentCounts]:
        """How much was read from each document, by slug. Raises IndexUnusable."""
        with self._searching() as searcher:
            return self._catalogue(searcher).counts

    def close(self) -> None:
        """Close the searchers of all threads."""
        with self._guard:
            self._shared = None
            for _, searcher in self._opened:
                searcher.close()
            self._opened.clear()
        self._local = threading.local()

    @contextmanager
    def _searching(self) -> Iterator[Any]:
        with _damage_is_unusable():
            yield self._searcher()

    def _searcher(self) -> Any:
        stamp = _stamp(self._folder)
        mine: _Open | None = getattr(self._local, "open", None)
        if mine and mine.stamp == stamp:
            return mine.searcher
        searcher = self._open_searcher()
        self._remember(mine, searcher)
        self._local.open = _Open(stamp, searcher)
        return searcher

    def _open_searcher(self) -> Any:
        for attempt in range(OPEN_ATTEMPTS):
            pointer = self._checked_pointer()
            try:
                return index.open_dir(str(self._folder / pointer.build), schema=build_schema()).searcher()
            except FileNotFoundError:  # a writer has just put newer files in their place
                if attempt == OPEN_ATTEMPTS - 1:
                    raise
                time.sleep(OPEN_PAUSE_SECONDS)
        raise AssertionError("the last attempt returns or raises")

    def _allowed(self, searcher: Any, filters: Filters) -> frozenset[int]:
        mine: _Open = self._local.open
        if filters not in mine.allowed:
            if len(mine.allowed) >= KEPT_FILTERS:
                mine.allowed.clear()
            mine.allowed[filters] = _find_allowed(searcher, filters)
        return mine.allowed[filters]

    def _catalogue(self, searcher: Any) -> Catalogue:
        """The catalogue of what ``searcher`` sees, loaded where no thread has done so since the index changed."""
        mine: _Open = self._local.open
        state = (mine.stamp, searcher.reader().generation(), searcher.reader().doc_count_all())
        with self._loading:
            if self._shared is None or self._shared[0] != state:
                self._shared = state, load_catalogue(searcher)
            return self._shared[1]

    def _labels(self, searcher: Any) -> tuple[_Label, ...]:
        mine: _Open = self._local.open
        if mine.labels is None:
            found = ((text.decode("utf-8"), info) for text, info in searcher.reader().iter_field("labels"))
            mine.labels = tuple(_Label(normalise(text), text, info.doc_frequency()) for text, info in found)
        return mine.labels

    def _remember(self, old: _Open | None, searcher: Any) -> None:
        with self._guard:
            kept = []
            for thread, other in self._opened:
                if thread.is_alive() and not (old and other is old.searcher):
                    kept.append((thread, other))
                else:
                    other.close()
            self._opened = [*kept, (threading.current_thread(), searcher)]

    def _checked_pointer(self) -> _Pointer:
        pointer = _read_pointer(self._folder)
        if pointer.format != FORMAT or pointer.segmenter != self._segmenter.fingerprint:
            raise IndexUnusable("检索索引由其他版本的程序或词典建成。", hint=_REBUILD)
        return pointer


def _build(folder: Path, entries: Iterable[Entry], segmenter: Segmenter, revision: int) -> None:
    last = _current_build(folder)
    for path in folder.glob("build-*"):
        if path.name != last:  # left by a killed build, or kept for searchers of the build before the last
            shutil.rmtree(path)
    name = f"build-{int(last[6:]) + 1 if last else 1:06d}"
    (folder / name).mkdir(mode=0o700)
    try:
        stored = index.create_in(str(folder / name), build_schema())
        _write(stored.writer(limitmb=WRITE_MEMORY_MB), stored, entries, (), segmenter)
        for path in (folder / name).iterdir():
            _flush(path)
        _write_pointer(folder, _Pointer(name, segmenter.fingerprint, revision))
    except BaseException:
        shutil.rmtree(folder / name, ignore_errors=True)
        raise


def _write(
    writer: Any, stored: Any, entries: Iterable[Entry], deletions: Collection[str], segmenter: Segmenter
) -> None:
    fields = EntryFields(segmenter)
    gone: set[str] = set()
    try:
        with stored.searcher() as before:
            for slug in deletions:
                writer.delete_by_query(query.Term("document", slug), searcher=before)
                gone.add(slug)
            for entry in entries:
                if entry.document not in gone:
                    writer.delete_by_query(query.Term("document", entry.document), searcher=before)
                    gone.add(entry.document)
                if entry.text.strip():
                    writer.add_document(**fields.build(entry))
        writer.commit()
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _probe(searcher: Any) -> None:
    """Read a little of every part of the index, so that damage shows on opening."""
    reader = searcher.reader()
    for column in ("content", "document"):
        for term in islice(reader.lexicon(column), 3):
            for number in islice(searcher.postings(column, term).all_ids(), 3):
                searcher.stored_fields(number)


def _find_allowed(searcher: Any, filters: Filters) -> frozenset[int]:
    sets = []
    for name, column in FILTER_FIELDS.items():
        value = getattr(filters, name)
        if value is not None:
            known = searcher.reader().doc_frequency(column, value)
            sets.append(frozenset(searcher.postings(column, value).all_ids()) if known else frozenset())
    return frozenset.intersection(*sets)


def _is_live(searcher: Any, label: str) -> bool:
    """Whether a clause that is not deleted has the label; terms of deleted ones stay until segments are merged."""
    return bool(searcher.postings("labels", label).is_active())


def _current_build(folder: Path) -> str | None:
    try:
        return _read_pointer(folder).build
    except IndexUnusable:
        return None


def _read_pointer(folder: Path) -> _Pointer:
    try:
        data = json.loads((folder / _POINTER).read_text(encoding="utf-8"))
        pointer = _Pointer(data["build"], data["segmenter"], int(data["revision"]), int(data["format"]))
    except FileNotFoundError as error:
        raise IndexUnusable("检索索引尚未建立。", hint=_REBUILD) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnusable("检索索引已损坏。", hint=_REBUILD) from error
    if not isinstance(pointer.build, str) or not _BUILD_NAME.fullmatch(pointer.build):
        raise IndexUnusable("检索索引已损坏。", hint=_REBUILD)
    return pointer


def _write_pointer(folder: Path, pointer: _Pointer) -> None:
    new = folder / f"{_POINTER}.new"
    new.write_text(json.dumps(asdict(pointer)), encoding="utf-8")
    _flush(new)
    os.replace(new, folder / _POINTER)


def _stamp(folder: Path) -> tuple[int, int]:
    try:
        status = (folder / _POINTER).stat()
    except OSError as error:
        raise IndexUnusable("检索索引尚未建立。", hint=_REBUILD) from error
    return status.st_mtime_ns, status.st_ino


def _flush(path: Path) -> None:
    """Wait until the file is on the disk: Whoosh itself never does."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _write_lock(folder: Path) -> Iterator[None]:
    lock = FileStorage(str(folder)).lock("WRITE")
    with _unwritable(folder):
        held = lock.acquire()
    if not held:
        raise IndexBusyError("检索索引正由另一个程序更新。", hint="请等待它结束后重试。")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _unwritable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnwritableError(
            f"无法写入检索索引目录：{folder}（{error.strerror or error}）", hint="请检查路径、权限和磁盘空间。"
        ) from error


@contextmanager
def _damage_is_unusable() -> Iterator[None]:
    """Whatever Whoosh raises on files that are not as it wrote them is of any type; all of it means: build it again.

    A name that is not defined is our own fault, whatever the files hold.
    """
    try:
        yield
    except (UserError, NameError):
        raise
    except Exception as error:
        raise IndexUnusable(f"检索索引已损坏（{type(error).__name__}）。", hint=_REBUILD) from error
