"""Building and bringing up to date: what is read again, what survives damage, and what a killed build leaves."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from assistant import Knowledge, build_knowledge, import_paths
from assistant import build as build_module
from index import Store

from .helpers import build_from, make_notice, write_texts

QUICK = 3.0  # seconds; the full build reads and indexes everything and takes several times that
NEW = "红杉区的农业农村局发现案子不归自己管，几天内移送？"
OLD = "卫滨区发现案件不归自己管，几天内移送给谁？"
HONGSHAN = {"hongshan.txt": make_notice("红杉区", agency="红政办发", days="两个工作日")}
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from assistant import build_knowledge

def die(stage, done, total):
    if stage == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

build_knowledge(Path(sys.argv[1]), die)
"""


class Steps:
    """Counts what a build or an import reports to have done, by stage."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        assert 1 <= done <= total
        self.counts[stage] += 1


def eids(knowledge: Knowledge, question: str) -> list[tuple[str, str]]:
    """The clauses that answer ``question``."""
    return [(card.document.slug, card.clause.eid) for card in knowledge.ask(question).answers]


def ask_once(data_dir: Path, question: str) -> list[tuple[str, str]]:
    """The clauses that answer ``question`` in the knowledge base of ``data_dir``, opened and closed for it."""
    opened = Knowledge.open(data_dir)
    try:
        return eids(opened, question)
    finally:
        opened.close()


def test_new_folder_gets_the_shipped_documents(knowledge: Knowledge) -> None:
    """A build on a folder that is not there imports the five shipped documents under their slugs."""
    slugs = {record.slug for record in knowledge.documents()}
    assert slugs == {"gaoxin", "hangkonggang", "shanting", "weibin", "xinzhou"}


def test_new_folder_without_shipped_documents(tmp_path: Path) -> None:
    """Asked to, a build on a new folder leaves it empty, and it can be asked."""
    summary = build_knowledge(tmp_path / "data", shipped=False)
    assert (summary.documents, summary.clauses, summary.duties) == (0, 0, 0)
    opened = Knowledge.open(tmp_path / "data")
    assert opened.ask(OLD).status == "no_basis"
    opened.close()


def test_second_build_changes_nothing(copied: Path) -> None:
    """A build of what is up to date reads nothing, reports the same and is quick."""
    with Store.open(copied) as store:
        before = store.revision()
    steps = Steps()
    summary = build_knowledge(copied, steps)
    assert (summary.documents, summary.changed, dict(steps.counts)) == (5, 0, {})
    assert summary.seconds < QUICK
    assert [finding.kind for finding in summary.findings] == ["inconsistent"]
    with Store.open(copied) as store:
        assert store.revision() == before


def test_import_of_one_more_reads_only_that(copied: Path, tmp_path: Path) -> None:
    """A file added to a built knowledge base is read alone, then answers; the others answer as before."""
    before = ask_once(copied, OLD)
    imported = import_paths(copied, [write_texts(tmp_path / "new", HONGSHAN)])
    assert [(one.slug, one.outcome) for one in imported] == [("hongshan", "added")]
    steps = Steps()
    assert build_knowledge(copied, steps).changed == 1
    assert dict(steps.counts) == {"extract": 1, "index": 1}
    assert ask_once(copied, NEW) == [("hongshan", "1.1")]
    assert ask_once(copied, OLD) == before != []


def test_import_again_is_unchanged(tmp_path: Path) -> None:
    """The same bytes imported again change nothing, under whatever name."""
    data_dir, _, _ = build_from(tmp_path, HONGSHAN)
    other = write_texts(tmp_path / "again", {"other-name.txt": HONGSHAN["hongshan.txt"]})
    again = import_paths(data_dir, [tmp_path / "texts", other])
    assert [(one.slug, one.outcome) for one in again] == [("hongshan", "unchanged")] * 2
    assert build_knowledge(data_dir).changed == 0


def test_changed_file_replaces_the_old(tmp_path: Path) -> None:
    """A document of the same number with other words takes the place of the old one in the answers."""
    data_dir, _, _ = build_from(tmp_path, HONGSHAN)
    changed = make_notice("红杉区", agency="红政办发", days="七日")
    imported = import_paths(data_dir, [write_texts(tmp_path / "new", {"hongshan.txt": changed})])
    assert [one.outcome for one in imported] == ["replaced"]
    assert build_knowledge(data_dir).changed == 1
    opened = Knowledge.open(data_dir)
    (card,) = opened.ask(NEW).answers
    opened.close()
    assert card.deadlines[0].text == "七日内"


def test_unreadable_files_stop_nothing(tmp_path: Path) -> None:
    """Empty, binary and missing files are reported with what to do, the rest is taken, in the order given."""
    folder = write_texts(tmp_path / "texts", {"empty.txt": "", "hongshan.txt": HONGSHAN["hongshan.txt"]})
    (folder / "binary.txt").write_bytes(b"\x00\x01\xff\xfe" * 50)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    steps = Steps()
    imported = import_paths(tmp_path / "data", [tmp_path / "missing.txt", folder], steps)
    outcomes = [(one.path.name, one.outcome) for one in imported]
    assert outcomes == [
        ("missing.txt", "failed"),
        ("binary.txt", "failed"),
        ("empty.txt", "failed"),
        ("hongshan.txt", "added"),
    ]
    assert all(one.error and one.path.name in one.error and one.hint for one in imported if one.outcome == "failed")
    assert dict(steps.counts) == {"import": 4}


@pytest.mark.parametrize("damage", ["garbage", "gone", "emptied"])
def test_damaged_index_is_built_again(copied: Path, damage: str) -> None:
    """An index whose files are garbage or gone is built again from the store, and answers as before."""
    before = ask_once(copied, OLD)
    for path in sorted((copied / "index").rglob("*"), reverse=True):
        if path.is_file():
            path.write_bytes(b"garbage" * 20 if damage == "garbage" else b"") if damage != "gone" else path.unlink()
    assert ask_once(copied, OLD) == before != []
    opened = Knowledge.open(copied)
    assert all(check.ok for check in opened.doctor())
    opened.close()


def test_index_lost_while_open(copied: Path) -> None:
    """An open knowledge base whose index files are taken away goes on answering."""
    opened = Knowledge.open(copied)
    before = ask_once(copied, OLD)
    for path in (copied / "index").rglob("*"):
        if path.is_file():
            path.unlink()
    assert eids(opened, OLD) == before != []
    assert eids(opened, OLD) == before
    opened.close()


@pytest.mark.parametrize("stage", ["extract", "index"])
def test_killed_build_leaves_the_old_state(copied: Path, tmp_path: Path, stage: str) -> None:
    """A build killed half-way leaves the old documents answering, at once and when opened; the next build ends it."""
    open_before = Knowledge.open(copied)
    before = eids(open_before, OLD)
    import_paths(copied, [write_texts(tmp_path / "new", HONGSHAN)])
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", KILLED_AT, str(copied), stage]
    killed = subprocess.run(command, cwd=root, capture_output=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert eids(open_before, OLD) == before != []
    open_before.close()
    assert ask_once(copied, OLD) == before
    build_knowledge(copied)
    assert ask_once(copied, NEW) == [("hongshan", "1.1")]
    assert ask_once(copied, OLD) == before


def test_changed_reading_rules_read_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the rules that read texts changed since the last build, every document is read again, once."""
    other = {"linhai.txt": make_notice("林海区", agency="林政办发", days="三日")}
    data_dir, _, _ = build_from(tmp_path, HONGSHAN | other)
    monkeypatch.setattr(build_module, "_reader_fingerprint", lambda: "other rules")
    steps = Steps()
    assert build_knowledge(data_dir, steps).changed == 2
    assert dict(steps.counts) == {"parse": 2, "extract": 2, "index": 2}
    assert build_knowledge(data_dir).changed == 0
    assert ask_once(data_dir, NEW) == [("hongshan", "1.1")]


def test_open_knowledge_sees_a_later_build(copied: Path, tmp_path: Path) -> None:
    """A knowledge base that is open sees a document built in later: in its list, its districts and its answers."""
    opened = Knowledge.open(copied)
    assert opened.ask(NEW).status == "no_basis"
    import_paths(copied, [write_texts(tmp_path / "new", HONGSHAN)])
    build_knowledge(copied)
    assert "红杉区" in opened.districts()
    assert eids(opened, NEW) == [("hongshan", "1.1")]
    assert [hit.document.slug for hit in opened.search("农业农村局 移送", district="红杉")][:1] == ["hongshan"]
    assert "jurisdiction:红杉区" in opened.graph()
    opened.close()


def test_build_is_private(copied: Path) -> None:
    """A build writes nothing but into the data folder, and what it derives lies in folders of their own."""
    assert {path.name.split("-")[0] for path in copied.iterdir()} == {"quanze.db", "index", "cache"}
