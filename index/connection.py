"""Connections to the store's file: one a thread, errors in words for the user, write transactions that queue.

No sqlite3 error leaves this module except those that are our own bug (constraints, wrong SQL).
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from index.errors import IndexFolderError, StoreBusyError, StoreDamagedError, StoreMissingError, StoreUnwritableError
from index.schema import migrate, needs_migration

BUSY_SECONDS = 10.0
_REBUILD_HINT = "请从备份恢复，或移走该文件后重新运行 quanze build 并导入原始文件。"
_UNWRITABLE = (
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
)


class Connections:
    """The connections of one process to one store, handed out one a thread; `close` closes them all."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._local = threading.local()
        self._opened: list[tuple[threading.Thread, Database]] = []
        self._guard = threading.Lock()
        self._writer = threading.RLock()
        self._closed = False

    def get(self) -> Database:
        """This thread's connection, opened where there is none. Raises IndexFolderError."""
        db: Database | None = getattr(self._local, "db", None)
        if db is None or self._closed:
            if self._closed:
                raise StoreMissingError("知识库已关闭。", hint="请重新打开后再试。")
            db = self._open()
            self._local.db = db
        return db

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """One state of the store for several queries; inside a write transaction, that transaction's state."""
        with translated(self.path):
            db = self.get()
            if db.conn.in_transaction:
                yield db
                return
            db.conn.execute("BEGIN")
            try:
                yield db
            finally:
                db.conn.rollback()

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """A write transaction, all or nothing; inside another one of this thread, a part of it.

        Threads of this process queue on a lock, other processes on SQLite's. Raises IndexFolderError.
        """
        with translated(self.path), self._writer:
            db = self.get()
            if db.conn.in_transaction:
                with db.atomic():
                    yield db
                return
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.conn.execute("COMMIT")
            finally:
                if db.conn.in_transaction:
                    db.conn.execute("ROLLBACK")

    def close(self) -> None:
        """Close the connections of all threads. No thread may be inside a query."""
        with self._guard:
            self._closed = True
            for _, db in self._opened:
                db.close()
            self._opened.clear()

    def _open(self) -> Database:
        with translated(self.path), self._guard:
            for thread, old in self._opened:
                if not thread.is_alive():
                    old.close()
            self._opened = [pair for pair in self._opened if pair[0].is_alive()]
            db = open_database(self.path, busy_seconds=self._busy_seconds)
            self._opened.append((threading.current_thread(), db))
            return db


def open_database(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Database:
    """A connection to the store at ``path``: foreign keys on, transactions explicit. Raises IndexFolderError."""
    with translated(path):
        conn = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
        try:
            conn.execute("PRAGMA foreign_keys = ON")
            conn.execute("PRAGMA synchronous = FULL")  # an acknowledged review survives a power cut
            return Database(conn, execute_plugins=False)
        except BaseException:
            conn.close()
            raise


def prepare_database(path: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> None:
    """Check the file at ``path`` and bring it to the newest schema; with ``create`` make it where it is missing.

    Raises StoreMissingError, StoreDamagedError, StoreTooNewError, StoreBusyError, StoreUnwritableError; the file is
    then as it was.
    """
    if not create and not path.exists():
        raise StoreMissingError(
            f"数据目录中没有知识库：{path.parent}", hint="请先运行 quanze build，或用 --data 指定数据目录。"
        )
    if create:
        _make_private(path)
    with translated(path):
        db = open_database(path, busy_seconds=busy_seconds)
        try:
            if needs_migration(db):
                _migrate(db)
            if db.conn.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                db.conn.execute("PRAGMA journal_mode = WAL")
        finally:
            db.close()


def _migrate(db: Database) -> None:
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        migrate(db)  # looks at the version again: another process may have been first
        db.conn.execute("COMMIT")
    finally:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")


def _make_private(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnwritableError(
            f"无法建立数据目录：{path.parent}（{error.strerror}）", hint="请检查路径、权限和磁盘空间。"
        ) from error


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of SQLite as errors that the user can read; our own bugs pass unchanged."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if isinstance(error, (sqlite3.IntegrityError, sqlite3.ProgrammingError)):
            raise
        found = _explain(error, path)
        if found is None:
            raise
        raise found from error


def _explain(error: sqlite3.DatabaseError, path: Path) -> IndexFolderError | None:
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusyError(f"知识库正被其他程序占用：{path}", hint="请等待其他导入或重建任务结束后重试。")
    if code == sqlite3.SQLITE_NOTADB:
        return StoreDamagedError(f"文件不是数据库：{path}", hint=_REBUILD_HINT)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT):
        return StoreDamagedError(f"数据库文件已损坏：{path}", hint=_REBUILD_HINT)
    if code in _UNWRITABLE:
        return StoreUnwritableError(f"无法读写数据库文件：{path}（{error}）", hint="请检查文件权限和磁盘空间。")
    return None
