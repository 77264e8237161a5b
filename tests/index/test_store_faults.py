"""What happens to the store when files are damaged, held by others, written by many, or of another version."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from corpus import Facts, Statement
from index import (
    Store,
    StoreBusyError,
    StoreDamagedError,
    StoreMissingError,
    StoreTooNewError,
    StoreUnwritableError,
)
from index.schema import APPLICATION_ID, MIGRATIONS, Migration, migrate, needs_migration

from .helpers import TEXT, build_document, build_duty


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one document and a duty, closed."""
    with Store.open(tmp_path / "data", create=True) as store:
        store.add_document(build_document())
        store.replace_facts(Facts("weibin", (build_duty(),)))
    return tmp_path / "data"


def run_sql(folder: Path, sql: str) -> None:
    connection = sqlite3.connect(folder / "quanze.db")
    with connection:
        connection.executescript(sql)
    connection.close()


def test_missing_store(tmp_path: Path) -> None:
    """Without create nothing is made, and the message says what to run."""
    with pytest.raises(StoreMissingError) as caught:
        Store.open(tmp_path / "data")
    assert "quanze build" in caught.value.hint
    assert not (tmp_path / "data").exists()


def test_not_a_database(folder: Path) -> None:
    """A file that is no database is refused and left as it is."""
    path = folder / "quanze.db"
    path.write_bytes(b"this is a text" * 1000)
    with pytest.raises(StoreDamagedError, match="不是数据库"):
        Store.open(folder, create=True)
    assert path.read_bytes() == b"this is a text" * 1000


def test_database_of_another_program(tmp_path: Path) -> None:
    """A sound database that is not ours is refused and gets no tables of ours."""
    run_sql(tmp_path, "CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreDamagedError, match="不是权责通"):
        Store.open(tmp_path, create=True)
    tables = sqlite3.connect(tmp_path / "quanze.db")
    assert tables.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]
    tables.close()


def test_truncated_database(folder: Path) -> None:
    """A file cut in half is reported as damaged."""
    path = folder / "quanze.db"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StoreDamagedError, match="损坏"):
        Store.open(folder)


def test_newer_schema_is_refused_unchanged(folder: Path) -> None:
    """A store of a later version says so and stays as it is."""
    run_sql(folder, "PRAGMA user_version = 999")
    before = (folder / "quanze.db").read_bytes()
    with pytest.raises(StoreTooNewError, match="999"):
        Store.open(folder, create=True)
    assert (folder / "quanze.db").read_bytes() == before


def test_locked_store(folder: Path) -> None:
    """A store that another process holds is reported after the waiting time."""
    other = sqlite3.connect(folder / "quanze.db", isolation_level=None)
    with Store.open(folder, busy_seconds=0.1) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError):
            store.set_state("key", "value")
        assert store.document("weibin").slug == "weibin"  # readers do not wait
        other.execute("ROLLBACK")
        store.set_state("key", "value")
    other.close()


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A path below a file is reported, not raised as an OSError."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnwritableError):
        Store.open(tmp_path / "file" / "data", create=True)


def test_closed_store_is_not_opened_again(folder: Path) -> None:
    """After close every call fails in words."""
    store = Store.open(folder)
    store.close()
    with pytest.raises(StoreMissingError):
        store.documents()


def test_eight_threads_write_and_read(tmp_path: Path) -> None:
    """Eight threads, fifteen writes each: none is lost, none fails, the store is sound."""
    failures: list[BaseException] = []

    def work(store: Store, thread: int) -> None:
        try:
            for count in range(15):
                name = f"{thread}-{count}"
                store.add_document(build_document(name, text=TEXT + name, number=name))
                assert store.clauses(name)
        except BaseException as error:  # noqa: BLE001  # handed to the main thread, which fails the test
            failures.append(error)

    with Store.open(tmp_path, create=True) as store:
        threads = [threading.Thread(target=work, args=(store, number)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(store.documents()) == 8 * 15
        assert store.revision() == 8 * 15
        assert store.verify() == ()


def test_connections_of_ended_threads_are_closed(folder: Path) -> None:
    """A server whose threads come and go does not pile up open files."""
    with Store.open(folder) as store:
        for _ in range(20):
            thread = threading.Thread(target=store.documents)
            thread.start()
            thread.join()
        assert len(store._connections._opened) <= 1


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("UPDATE texts SET normal_text = replace(normal_text, '3个工作日', '5个工作日')", "条款“1.1”"),
        ("UPDATE texts SET raw = CAST(replace(CAST(raw AS TEXT), '3个', '5个') AS BLOB)", "原文"),
        ("UPDATE texts SET offsets = '[0,1]'", "规范化文本"),
        ("UPDATE clauses SET heading = '别的' WHERE eid = '1'", "条款结构"),
        ("UPDATE documents SET metadata = replace(metadata, '2024-01-05', '2024-01-06')", "文件登记信息"),
        ("UPDATE duties SET data = replace(data, '移送', '移交')", "职责"),
        ("UPDATE actors SET name_key = name_key || '某'", "责任主体"),
        ("DELETE FROM clauses WHERE eid = '1.1'", "条款结构"),
        ("DELETE FROM texts", "原文缺失"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM documents", "引用错误"),
    ],
)
def test_verify_names_what_was_changed(folder: Path, sql: str, finding: str) -> None:
    """Whatever is changed behind the store's back is found, with document and clause."""
    run_sql(folder, sql)
    with Store.open(folder) as store:
        found = store.verify()
    assert any(finding in line for line in found)


def test_verify_finds_a_flipped_bit_anywhere_in_the_content(folder: Path) -> None:
    """One bit in a stored text is found although SQLite itself sees nothing wrong."""
    run_sql(folder, "PRAGMA wal_checkpoint(TRUNCATE)")
    path = folder / "quanze.db"
    clean = path.read_bytes()
    at = [clean.index(word.encode()) for word in ("情况紧急的", "卫政办〔2024〕1号", "case_transfer", "职责分工")]
    for place in [*at, clean.index("情况紧急的".encode()) + random.Random(7).randrange(15)]:
        damaged = bytearray(clean)
        damaged[place] ^= 1
        path.write_bytes(bytes(damaged))
        with Store.open(folder) as store:
            assert store.verify(), place
    path.write_bytes(clean)
    with Store.open(folder) as store:
        assert store.verify() == ()


def test_verify_reports_a_torn_page(folder: Path) -> None:
    """A page of noise ends in a finding, not in an exception."""
    path = folder / "quanze.db"
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = random.Random(1).randbytes(4096)
    path.write_bytes(bytes(data))
    with Store.open(folder) as store:
        assert store.verify()


def with_database(path: Path, work: Callable[[Database], None]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    work(Database(connection, execute_plugins=False))
    connection.close()


def test_migrations_run_forward_once_and_keep_the_data(folder: Path) -> None:
    """A later version's migrations are applied to an earlier store with its data, once."""
    later = (
        *MIGRATIONS,
        Migration(
            MIGRATIONS[-1].version + 1, "ALTER TABLE documents ADD COLUMN note TEXT; CREATE TABLE extra (id INTEGER);"
        ),
    )

    def work(db: Database) -> None:
        assert needs_migration(db, later)
        migrate(db, later)
        assert not needs_migration(db, later)
        migrate(db, later)
        assert db.execute("SELECT slug, note FROM documents").fetchall() == [("weibin", None)]

    with_database(folder / "quanze.db", work)
    with pytest.raises(StoreTooNewError):
        Store.open(folder)


def test_store_of_the_first_schema_is_brought_forward(folder: Path) -> None:
    """A store made before there were statements opens with its documents, is sound, and takes statements."""

    def back_to_first(db: Database) -> None:
        db.execute("DROP TABLE statements")
        db.execute("DROP TABLE journal")
        db.execute("DELETE FROM seals WHERE part = 'statements'")
        db.execute("PRAGMA user_version = 1")

    with_database(folder / "quanze.db", back_to_first)
    stated = Statement(
        "s1", "weibin", None, "1", ("一",), "count", "大队", "exactly", 6, "个", "6个", "共设6个大队", (0, 6)
    )
    with Store.open(folder) as store:
        assert [record.slug for record in store.documents()] == ["weibin"]
        assert store.statements() == ()
        assert store.verify() == ()
        store.replace_facts(Facts("weibin", statements=(stated,)))
        assert store.statements() == (stated,)
        assert store.verify() == ()


def test_failed_migration_leaves_the_earlier_version(folder: Path) -> None:
    """A migration that fails half way is undone by the transaction that the caller holds."""
    broken = (
        *MIGRATIONS,
        Migration(MIGRATIONS[-1].version + 1, "CREATE TABLE extra (id INTEGER); INSERT INTO nowhere VALUES (1);"),
    )

    def work(db: Database) -> None:
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            migrate(db, broken)
        db.execute("ROLLBACK")

    with_database(folder / "quanze.db", work)
    with Store.open(folder) as store:
        assert store.verify() == ()


def test_store_is_marked_as_ours(folder: Path) -> None:
    """Application id, schema version and journal mode are set in the file."""

    def work(db: Database) -> None:
        read = [
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version", "journal_mode")
        ]
        assert read == [APPLICATION_ID, MIGRATIONS[-1].version, "wal"]

    with_database(folder / "quanze.db", work)
