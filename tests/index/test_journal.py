"""The journal: equal entries counted, bounds kept, untouched by documents, and never in anybody's way."""

from __future__ import annotations

import sqlite3
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlite_utils import Database

from corpus import Facts
from index import (
    CitedClause,
    Feedback,
    IndexFolderError,
    Refusal,
    Store,
    StoreBusyError,
    StoreMissingError,
    StoreUnwritableError,
    journal,
)
from index.schema import MIGRATIONS, migrate

from .helpers import TEXT, build_document, build_duty

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NEAREST = (CitedClause("weibin", "1.1", "《机制》（卫政办〔2024〕1号）第一部分第（一）项"),)
REFUSAL = Refusal("卫滨区几点开饭？", "卫滨区", "no_basis", "没有规定。", NOON, NOON, "general", ("deadline",), NEAREST)
FEEDBACK = Feedback("几日内移送？", "卫滨区", "wrong_clause", NOON, NOON, "应为第二条", NEAREST[0])


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with one document, one refusal and one report."""
    store.add_document(build_document())
    store.replace_facts(Facts("weibin", (build_duty(),)))
    store.journal.add_refusal(REFUSAL)
    store.journal.add_feedback(FEEDBACK)
    return store


def test_entries_come_back_as_they_went_in(filled: Store) -> None:
    """With all their fields."""
    assert filled.journal.refusals() == (REFUSAL,)
    assert filled.journal.feedback() == (FEEDBACK,)


@pytest.mark.parametrize("again", ["卫滨区几点开饭", "卫滨区 几点开饭?", "卫滨区几点开饭？？", "　卫滨区几点开饭。"])
def test_equal_questions_are_counted(filled: Store, again: str) -> None:
    """Whatever their spaces, width and final punctuation; the reason is that of the last time."""
    later = NOON + timedelta(days=2)
    filled.journal.add_refusal(replace(REFUSAL, question=again, reason="新的理由。", first_at=later, last_at=later))
    (kept,) = filled.journal.refusals()
    assert (kept.count, kept.first_at, kept.last_at, kept.reason) == (2, NOON, later, "新的理由。")


def test_the_same_question_on_another_district_is_another_entry(filled: Store) -> None:
    """Also where no district was understood."""
    filled.journal.add_refusal(replace(REFUSAL, district="海淀区"))
    filled.journal.add_refusal(replace(REFUSAL, district=None))
    assert [entry.district for entry in filled.journal.refusals()] == [None, "海淀区", "卫滨区"]


def test_a_clock_that_was_set_back_does_not_turn_first_and_last_round(filled: Store) -> None:
    """First stays the earliest, last the latest."""
    earlier = NOON - timedelta(days=1)
    filled.journal.add_refusal(replace(REFUSAL, first_at=earlier, last_at=earlier))
    (kept,) = filled.journal.refusals()
    assert (kept.first_at, kept.last_at) == (earlier, NOON)


def test_times_are_kept_in_utc_and_need_a_zone(filled: Store) -> None:
    """Noon in Beijing is four in the morning."""
    beijing = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=8)))
    filled.journal.add_refusal(replace(REFUSAL, first_at=beijing, last_at=beijing))
    assert filled.journal.refusals()[0].last_at == datetime(2026, 11, 22, 4, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        filled.journal.add_refusal(replace(REFUSAL, last_at=datetime(2026, 11, 22)))


def test_the_most_frequent_comes_first_then_the_latest(store: Store) -> None:
    """Those asked once are ordered by time."""
    for hours, question in enumerate(("甲", "乙", "丙", "甲")):
        moment = NOON + timedelta(hours=hours)
        store.journal.add_refusal(replace(REFUSAL, question=question, first_at=moment, last_at=moment))
    assert [(entry.question, entry.count) for entry in store.journal.refusals()] == [("甲", 2), ("丙", 1), ("乙", 1)]


def test_entries_are_found_by_district(filled: Store) -> None:
    """An entry about two districts is found by each, and by no part of a name."""
    filled.journal.add_refusal(replace(REFUSAL, question="比较", district="卫滨区、山亭区"))
    assert len(filled.journal.refusals(district="卫滨区")) == 2
    assert [entry.question for entry in filled.journal.refusals(district="山亭区")] == ["比较"]
    assert filled.journal.refusals(district="山亭") == ()
    assert len(filled.journal.feedback(district="卫滨区")) == 1
    assert filled.journal.feedback(district="山亭区") == ()


def test_the_same_report_is_counted_and_another_kept_apart(filled: Store) -> None:
    """Sent twice it stands there once; another choice, comment or clause is another report."""
    for other in (
        FEEDBACK,
        replace(FEEDBACK, choice="outdated"),
        replace(FEEDBACK, comment="应为第三条"),
        replace(FEEDBACK, clause=None),
    ):
        filled.journal.add_feedback(other)
    assert [entry.count for entry in filled.journal.feedback()] == [2, 1, 1, 1]


def test_each_kind_is_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit what was met longest ago goes, however often it was met; the other kind is not touched."""
    monkeypatch.setattr(journal, "_MOST", {"refusal": 3, "feedback": 1})
    store.journal.add_feedback(FEEDBACK)
    for minutes, question in enumerate(("甲", "甲", "乙", "丙", "丁", "戊")):
        moment = NOON + timedelta(minutes=minutes)
        store.journal.add_refusal(replace(REFUSAL, question=question, first_at=moment, last_at=moment))
    assert [entry.question for entry in store.journal.refusals()] == ["戊", "丁", "丙"]
    assert len(store.journal.feedback()) == 1


def test_long_texts_are_cut(store: Store) -> None:
    """So that the size of the journal is bounded too."""
    store.journal.add_refusal(replace(REFUSAL, question="案" * 2000))
    store.journal.add_feedback(replace(FEEDBACK, question="案" * 2000, comment="错" * 2000))
    assert len(store.journal.refusals()[0].question) == journal.LONGEST_QUESTION
    assert len(store.journal.feedback()[0].comment) == journal.LONGEST_COMMENT


def test_documents_come_and_go_without_touching_the_journal(filled: Store) -> None:
    """Neither reading again, nor a new text, nor removal changes it; it changes no revision and no seal."""
    revision = filled.revision()
    filled.journal.add_refusal(replace(REFUSAL, question="另一个"))
    assert filled.revision() == revision
    filled.add_document(build_document(), reparse=True)
    filled.add_document(build_document(text=TEXT.replace("3个", "5个")))
    filled.replace_facts(Facts("weibin"))
    filled.remove_document("weibin")
    assert len(filled.journal.refusals()) == 2
    assert filled.journal.feedback() == (FEEDBACK,)
    assert filled.verify() == ()


def test_a_store_of_the_second_schema_gets_a_journal_and_keeps_its_data(tmp_path: Path) -> None:
    """Documents and duties are as before, and entries can be kept."""
    second = tuple(step for step in MIGRATIONS if step.version <= 2)
    assert [step.version for step in second] == [1, 2]
    connection = sqlite3.connect(tmp_path / "quanze.db", isolation_level=None)
    migrate(Database(connection, execute_plugins=False), second)
    connection.close()
    folder = tmp_path / "other"
    with Store.open(folder, create=True) as newest:
        newest.add_document(build_document())
        newest.replace_facts(Facts("weibin", (build_duty(),)))
    connection = sqlite3.connect(folder / "quanze.db")
    connection.executescript("DROP TABLE journal; PRAGMA user_version = 2;")
    connection.close()
    for path in (tmp_path, folder):
        with Store.open(path) as store:
            assert store.journal.refusals() == ()
            store.journal.add_refusal(REFUSAL)
            assert store.journal.refusals() == (REFUSAL,)
            assert store.verify() == ()
    with Store.open(folder) as store:
        assert [record.slug for record in store.documents()] == ["weibin"]
        assert store.duties() == (build_duty(),)


def test_a_locked_store_is_given_up_on_at_once(filled: Store) -> None:
    """Within a fraction of a second, whatever the store's own waiting time; reading goes on."""
    other = sqlite3.connect(filled.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    with pytest.raises(StoreBusyError):
        filled.journal.add_refusal(replace(REFUSAL, question="另一个"))
    assert time.monotonic() - started < 2
    assert len(filled.journal.refusals()) == 1
    other.execute("ROLLBACK")
    other.close()
    filled.journal.add_refusal(replace(REFUSAL, question="另一个"))
    assert len(filled.journal.refusals()) == 2


def test_an_import_of_the_same_process_is_not_waited_for(filled: Store) -> None:
    """A transaction that another thread holds open for long."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with filled.transaction():
            held.set()
            done.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    try:
        with pytest.raises(IndexFolderError):
            filled.journal.add_refusal(replace(REFUSAL, question="另一个"))
    finally:
        done.set()
        thread.join()


def test_a_store_that_cannot_be_written_is_told_of(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read-only, full, or gone; a file that is gone is not made anew."""
    opened = journal.open_database

    def open_read_only(path: Path, **options: float) -> Database:
        db = opened(path, **options)
        db.conn.execute("PRAGMA query_only = ON")
        return db

    monkeypatch.setattr(journal, "open_database", open_read_only)
    with pytest.raises(StoreUnwritableError):
        filled.journal.add_refusal(REFUSAL)
    filled.close()
    for file in filled.path.parent.iterdir():
        file.unlink()
    with pytest.raises(StoreMissingError):
        filled.journal.add_refusal(REFUSAL)
    assert not filled.path.exists()


def test_many_threads_write_at_once(filled: Store) -> None:
    """Every entry that was taken is counted; one that was not is told of."""
    taken: list[bool] = []

    def work() -> None:
        for _ in range(10):
            try:
                filled.journal.add_refusal(REFUSAL)
                taken.append(True)
            except StoreBusyError:
                taken.append(False)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 40
    assert filled.journal.refusals()[0].count == 1 + sum(taken)
