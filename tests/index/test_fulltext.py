"""Full text: what is found, how it is filtered, what happens when the index is damaged, killed or in use."""

from __future__ import annotations

import gc
import os
import random
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import Entry, Filters, IndexBusyError, IndexUnusable, Segmenter, Store, WhooshIndex, build_entry
from index.whoosh_index import _write_lock

from .helpers import build_document

ROOT = Path(__file__).parents[2]
ENTRIES = (
    Entry("weibin", "3.1.2", "卫滨区执法协调联动机制", ("三、工作机制", "（一）案件移送"), "各镇办应当在3个工作日内移送；情况紧急的，24小时内移送。",
          "卫滨区", ("case_transfer",), ("各镇办",), "level"),
    Entry("weibin", "3.5", "卫滨区执法协调联动机制", ("三、工作机制",), "（五）技术鉴定。有关部门应在5个工作日内提出书面意见。",
          "卫滨区", ("assistance",), ("区级有关执法部门",), "level", "技术鉴定"),
    Entry("shanting", "2.2", "山亭区协调配合工作意见", ("二、案件移送",), "（二）移送程序。应当自立案之日起三日内移送行业主管部门，依法处罚。",
          "山亭区", ("case_transfer",), ("区综合行政执法局",), "level", "移送程序"),
    Entry("shanting", "3", "山亭区协调配合工作意见", (), "三、联席会议。每季度召开一次。", "山亭区", ("joint_meeting",), ("区司法局",), "level", "联席会议"),
    Entry("xinzhou", "第五条", "忻州经济开发区实施办法", ("第二章 职责",), "第五条 开发区承接1059项管理事权。", "忻州", ("powers",), (), "article"),
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index" / "clauses"


@pytest.fixture
def built(folder: Path, segmenter: Segmenter) -> Iterator[WhooshIndex]:
    opened = WhooshIndex.build(folder, ENTRIES, segmenter, revision=7)
    yield opened
    opened.close()


def found(index: WhooshIndex, text: str, filters: Filters = Filters(), limit: int = 20) -> list[str]:  # noqa: B008
    return [f"{hit.document}/{hit.eid}" for hit in index.search(text, filters, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("移送", "shanting/2.2"),
        ("罚", "shanting/2.2"),
        ("三日", "shanting/2.2"),
        ("3日内移送", "shanting/2.2"),
        ("24小时", "weibin/3.1.2"),
        ("２４小时", "weibin/3.1.2"),
        ("1059项", "xinzhou/第五条"),
        ("几个工作日出鉴定意见？", "weibin/3.5"),
        ("忻州经济开发区", "xinzhou/第五条"),
        ("第二章职责", "xinzhou/第五条"),
        ("联席会议多久开一次", "shanting/3"),
        ("行业主管部门", "shanting/2.2"),
        ("第5条", "xinzhou/第五条"),
    ],
)
def test_search_finds(built: WhooshIndex, text: str, first: str) -> None:
    """Words of one and two characters, numbers in both spellings, words of title and headings."""
    assert found(built, text)[0] == first


def test_scores_fall_and_the_limit_holds(built: WhooshIndex) -> None:
    """Best first, at most as many as asked for, the beginning of the longer list."""
    hits = built.search("应当移送案件")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert built.search("应当移送案件", limit=1) == hits[:1]
    assert built.search("应当移送案件", limit=0) == ()


@pytest.mark.parametrize("text", ["", "？！", "   ", "葡萄", "\x00", 'a" OR district:x', "移送 -受理 AND (", "𠀀𠀁"])
def test_odd_queries_are_no_errors(built: WhooshIndex, text: str) -> None:
    """Nothing that a user types is syntax."""
    assert isinstance(built.search(text), tuple)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(district="山亭区"), ["shanting/2.2"]),
        (Filters(document="weibin"), ["weibin/3.1.2"]),
        (Filters(topic="case_transfer"), ["weibin/3.1.2", "shanting/2.2"]),
        (Filters(department="各镇办"), ["weibin/3.1.2"]),
        (Filters(kind="article"), []),
        (Filters(district="山亭区", topic="joint_meeting"), []),
        (Filters(district="山亭区", document="weibin"), []),
        (Filters(district="没有的区"), []),
    ],
)
def test_filters(built: WhooshIndex, filters: Filters, expected: list[str]) -> None:
    """A hit fits every filter; scores are the same as without."""
    assert sorted(found(built, "移送", filters)) == sorted(expected)
    scores = {hit.eid: hit.score for hit in built.search("移送")}
    assert all(scores[hit.eid] == hit.score for hit in built.search("移送", filters))
    assert found(built, "移送", filters) == found(built, "移送", filters)


def many(count: int) -> Iterator[Entry]:
    """A larger index: 应当 in every clause, a rare word in one of hundred."""
    for number in range(count):
        text = f"应当依法处理第{number}号事项" + ("并移送公安机关" if number % 100 == 0 else "")
        yield Entry(f"d{number // 50}", str(number), "", (), text, "甲区" if number % 2 else "乙区")


def test_common_terms_only_add_in_a_large_index(folder: Path, segmenter: Segmenter) -> None:
    """Among many clauses a rare term is required; within a narrow filter any term brings a clause in."""
    large = WhooshIndex.build(folder, many(2500), segmenter)
    try:
        assert len(large.search("依法移送处理", limit=100)) == 25
        assert len(large.search("依法移送处理", Filters(district="甲区"), limit=100)) == 100  # 移送 is not in 甲区
        assert len(large.search("依法处理", limit=100)) == 100
        assert len(large.search("依法移送处理", Filters(document="d1"), limit=100)) == 50
        assert len(large.search("依法移送处理", Filters(document="d2"), limit=100)) == 50
        assert large.search("依法移送处理", Filters(document="d2"), limit=1)[0].eid == "100"
        assert {int(hit.eid) % 2 for hit in large.search("依法移送", Filters(district="乙区"), limit=100)} == {0}
    finally:
        large.close()


def test_time_limit_gives_the_best_so_far(built: WhooshIndex, folder: Path, segmenter: Segmenter) -> None:
    """A search that runs out of time ends with what it has, not with an error."""
    hasty = WhooshIndex.open(folder, segmenter, time_limit=-1.0)
    try:
        assert hasty.search("移送") == ()
    finally:
        hasty.close()


def test_update_takes_documents_out_and_puts_them_in(built: WhooshIndex) -> None:
    """An update replaces the documents of its entries and removes those named; the searcher sees it at once."""
    assert found(built, "移送") != []
    changed = replace(ENTRIES[0], text="各镇办应当立即报告。")
    built.update([changed], ["shanting"], revision=8)
    assert found(built, "移送") == ["weibin/3.1.2"]  # its heading still says so
    assert found(built, "鉴定") == found(built, "联席会议") == []
    assert found(built, "报告") == ["weibin/3.1.2"]
    assert built.revision == 8
    for revision in range(9, 14):  # deleted clauses stay deleted over several commits
        built.update([ENTRIES[3]], [], revision=revision)
        assert found(built, "联席会议") == ["shanting/3"]


def test_failed_update_changes_nothing(built: WhooshIndex) -> None:
    """An error among the entries undoes the update and releases the lock."""

    def broken() -> Iterator[Entry]:
        yield ENTRIES[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        built.update(broken(), ["shanting"], revision=8)
    assert (built.revision, len(found(built, "移送"))) == (7, 2)
    built.update([], ["shanting"], revision=8)


def test_suggest(built: WhooshIndex) -> None:
    """What begins with the prefix comes first; numbers of headings are left out; removed documents are not offered."""
    assert built.suggest("案件") == ("案件移送",)
    assert built.suggest("移送") == ("移送程序", "案件移送")
    assert built.suggest("各镇") == ("各镇办",)
    assert set(built.suggest("区", limit=3)) <= {"区司法局", "区综合行政执法局", "区级有关执法部门"}
    assert built.suggest("") == built.suggest("葡萄") == ()
    built.update([], ["shanting"], revision=8)
    assert built.suggest("联席") == ()


def test_build_replaces_and_open_searchers_follow(built: WhooshIndex, folder: Path, segmenter: Segmenter) -> None:
    """After a new build, an index that was open before shows the new one."""
    assert found(built, "联席会议")
    for _ in range(3):
        WhooshIndex.build(folder, ENTRIES[:1], segmenter, revision=9).close()
    assert (found(built, "联席会议"), built.revision) == ([], 9)
    assert len(list(folder.glob("build-*"))) == 2


def test_failed_build_leaves_the_last_good_index(built: WhooshIndex, folder: Path, segmenter: Segmenter) -> None:
    """An error while building changes nothing and leaves nothing."""

    def broken() -> Iterator[Entry]:
        yield ENTRIES[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        WhooshIndex.build(folder, broken(), segmenter)
    assert len(list(folder.glob("build-*"))) == 1
    assert len(found(built, "移送")) == 2


def test_killed_build_leaves_the_last_good_index(built: WhooshIndex, folder: Path, segmenter: Segmenter) -> None:
    """kill -9 in the middle of a build: the index serves as before, and the next build clears away the rest."""
    script = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from index import Entry, Segmenter, WhooshIndex

        def entries():
            for number in range(300):
                yield Entry("new", str(number), "", (), f"第{number}号移送事项")
            print("half way", flush=True)
            time.sleep(60)

        WhooshIndex.build(Path(sys.argv[1]), entries(), Segmenter(["权责通事项"]))
        """
    )
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half way\n"
        with pytest.raises(IndexBusyError):
            WhooshIndex.build(folder, ENTRIES, segmenter)
        os.kill(process.pid, signal.SIGKILL)
    assert len(list(folder.glob("build-*"))) == 2
    reopened = WhooshIndex.open(folder, segmenter)
    assert (found(reopened, "移送"), reopened.revision) == (found(built, "移送"), 7)
    reopened.close()
    WhooshIndex.build(folder, ENTRIES[:2], segmenter).close()
    assert len(list(folder.glob("build-*"))) == 2
    assert len(found(built, "移送")) == 1


def test_two_writers(built: WhooshIndex, folder: Path) -> None:
    """A second writer is told to wait, and may write afterwards."""
    with _write_lock(folder), pytest.raises(IndexBusyError):
        built.update([], ["weibin"], revision=8)
    built.update([], ["weibin"], revision=8)


def test_missing_index_is_unusable(folder: Path, segmenter: Segmenter) -> None:
    """Without an index the caller is told to build one."""
    with pytest.raises(IndexUnusable) as caught:
        WhooshIndex.open(folder, segmenter)
    assert "quanze build" in caught.value.hint


def test_index_cut_with_other_words_is_unusable(built: WhooshIndex, folder: Path) -> None:
    """Other words in the dictionary cut otherwise: built again."""
    with pytest.raises(IndexUnusable):
        WhooshIndex.open(folder, Segmenter(["别的词典"]))


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"build": "../../x", "segmenter": "", "revision": 0, "format": 1}', "\x00"]
)
def test_damaged_pointer_is_unusable(built: WhooshIndex, folder: Path, segmenter: Segmenter, content: str) -> None:
    """Whatever stands in CURRENT, opening ends in IndexUnusable; a build mends it."""
    (folder / "CURRENT").write_text(content)
    with pytest.raises(IndexUnusable):
        WhooshIndex.open(folder, segmenter)
    WhooshIndex.build(folder, ENTRIES, segmenter).close()


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Whoosh leaves its files to the collector where it fails
def test_damaged_files_are_unusable_and_built_again(built: WhooshIndex, folder: Path, segmenter: Segmenter) -> None:
    """Every file of the index missing, empty, cut or full of noise: IndexUnusable or a right answer; a build mends it."""
    noise = random.Random(3)
    names = sorted(path.name for path in next(folder.glob("build-*")).iterdir() if path.stat().st_size)
    refused = 0
    for name in names:
        for damage in (None, b"", 0.5, "noise"):
            WhooshIndex.build(folder, ENTRIES, segmenter).close()
            path = _same_kind(folder, name)
            data = path.read_bytes()
            path.unlink()
            if damage is not None:
                path.write_bytes(
                    damage
                    if isinstance(damage, bytes)
                    else data[: len(data) // 2]
                    if damage == 0.5
                    else noise.randbytes(len(data))
                )
            try:
                opened = WhooshIndex.open(folder, segmenter)
                assert len(found(opened, "移送")) == 2
                opened.close()
            except IndexUnusable:
                refused += 1
    gc.collect()
    assert refused >= len(names) * 3


def _same_kind(folder: Path, name: str) -> Path:
    """The file of the current build with the same ending; Whoosh gives segments names by chance."""
    current = max(folder.glob("build-*"))
    return next(path for path in current.iterdir() if path.suffix == Path(name).suffix)


def test_index_folder_is_private(built: WhooshIndex, folder: Path) -> None:
    """Opening an index runs code that is in it: only the owner may write there, or look."""
    assert stat.S_IMODE(os.stat(folder).st_mode) == 0o700
    assert {stat.S_IMODE(os.stat(path).st_mode) for path in folder.glob("build-*")} == {0o700}


def test_eight_threads_search_while_one_updates(built: WhooshIndex) -> None:
    """Searches beside updates: no error, never a half-made state."""
    failures: list[object] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                hits = found(built, "移送")
                if "weibin/3.1.2" not in hits:
                    failures.append(hits)
            except Exception as error:  # noqa: BLE001  # handed to the main thread, which fails the test
                failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for revision in range(6):
        built.update(ENTRIES[:2], ["shanting"] if revision % 2 else [], revision=revision)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_entries_from_the_store(store: Store, folder: Path, segmenter: Segmenter) -> None:
    """A stored clause becomes an entry with title, headings, own text and what its duties say."""
    store.add_document(build_document())
    record = store.document("weibin")
    entries = [build_entry(clause, record, topics=("case_transfer",)) for clause in store.clauses("weibin")]
    index = WhooshIndex.build(folder, entries, segmenter, revision=store.revision())
    assert found(index, "罚没物品", Filters(district="卫滨区", topic="case_transfer", kind="level")) == ["weibin/1.1"]
    assert index.revision == store.revision()
    index.close()
