"""The facade apart from asking: documents, clauses, duties, search, citations, errors, health."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import Knowledge, import_paths
from corpus import UserError
from index import StoreMissingError

from .helpers import make_notice, write_texts

WEIBIN_TITLE = "卫滨区人民政府办公室关于建立综合行政执法协调联动机制的通知"


def shown(knowledge: Knowledge, citation: str) -> list[tuple[str, str]]:
    """The clauses that a citation names, as slug and eid."""
    return [(record.slug, clause.eid) for record, clause in knowledge.show(citation)]


@pytest.mark.parametrize(
    "citation",
    [
        "卫政办〔2024〕1号三（一）2",
        "卫政办[2024]1号 第三部分第（一）项第2目",
        f"《{WEIBIN_TITLE}》（卫政办〔2024〕1号）第三部分第（一）项第2目",
        f"《{WEIBIN_TITLE}》三（一）2",
        "卫滨区三（一）2",
        "卫滨三(一)2",
        "weibin/3.1.2",
        "weibin#3.1.2",
        "/documents/weibin#3.1.2",
        "documents/weibin#3.1.2",
    ],
)
def test_show_one_clause(knowledge: Knowledge, citation: str) -> None:
    """A clause is found by number, title or district with its path in any form, and by its permanent link."""
    assert shown(knowledge, citation) == [("weibin", "3.1.2")]


def test_statements_of_a_document(knowledge: Knowledge) -> None:
    """The limits of a fine at once are known, each with its clause and words; an unknown document is an error."""
    found = [item for item in knowledge.statements(document="xinzhou") if item.kind == "money"]
    assert [(item.subject, item.relation, item.value) for item in found] == [
        ("公民", "at_most", 200),
        ("法人或者其他组织", "at_most", 3000),
    ]
    assert {item.clause for item in found} == {("三", "（三）", "1", "（1）")}
    assert set(found) <= set(knowledge.statements())
    with pytest.raises(UserError):
        knowledge.statements(document="不存在")


def test_show_every_official_citation(knowledge: Knowledge) -> None:
    """The official citation of every numbered clause of every shipped document leads back to that clause."""
    astray = [
        (record.slug, clause.eid)
        for record in knowledge.documents()
        for clause in knowledge.clauses(record.slug)
        if clause.kind == "level"
        and (record.slug, clause.eid) not in shown(knowledge, knowledge.citation(record, clause))
    ]
    assert astray == []


def test_show_every_permanent_link(knowledge: Knowledge) -> None:
    """Every clause of every shipped document is reached by its permanent link, alone."""
    astray = [
        (record.slug, clause.eid)
        for record in knowledge.documents()
        for clause in knowledge.clauses(record.slug)
        if shown(knowledge, f"/documents/{record.slug}#{clause.eid}") != [(record.slug, clause.eid)]
    ]
    assert astray == []


def test_show_a_whole_document(knowledge: Knowledge) -> None:
    """A citation without a clause shows the document's outermost clauses."""
    assert {slug for slug, _ in shown(knowledge, "卫政办〔2024〕1号")} == {"weibin"}
    assert ("weibin", "3") in shown(knowledge, "卫政办〔2024〕1号")


@pytest.mark.parametrize(
    "citation",
    [
        "weibin/9.9.9",
        "卫政办〔2024〕1号九（九）",
        "金水区三（一）",
        "金政办〔2020〕5号三（一）",
        "《不存在的办法》三（一）",
        "",
    ],
)
def test_show_nothing(knowledge: Knowledge, citation: str) -> None:
    """What is not in the store is not shown, nor the same clause of another document for it."""
    assert shown(knowledge, citation) == []


@pytest.mark.parametrize(
    "name", ["weibin", "卫政办〔2024〕1号", "卫政办[2024]1号", WEIBIN_TITLE, f"《{WEIBIN_TITLE}》"]
)
def test_document_by_any_name(knowledge: Knowledge, name: str) -> None:
    """A document is found by slug, by number in any brackets, by title with or without 《》."""
    assert knowledge.document(name).slug == "weibin"
    assert knowledge.clauses(name) == knowledge.clauses("weibin")


@pytest.mark.parametrize(
    "call",
    [
        lambda knowledge: knowledge.document("没有的文件"),
        lambda knowledge: knowledge.clauses("没有的文件"),
        lambda knowledge: knowledge.duties(document="没有的文件"),
        lambda knowledge: knowledge.duties(district="金水区"),
        lambda knowledge: knowledge.search("移送", district="金水区"),
        lambda knowledge: knowledge.ask("几天内移送", district="金水区"),
        lambda knowledge: knowledge.ask("几天内移送", district=""),
    ],
    ids=["document", "clauses", "duties-document", "duties-district", "search", "ask", "ask-empty"],
)
def test_unknown_names(knowledge: Knowledge, call: Callable[[Knowledge], object]) -> None:
    """An unknown document or district is an error the user can mend: what is missing and what to do, in Chinese."""
    with pytest.raises(UserError) as caught:
        call(knowledge)
    assert "知识库中没有" in caught.value.message
    assert any("\u4e00" <= char <= "\u9fff" for char in caught.value.hint)


def test_no_knowledge_base(tmp_path: Path) -> None:
    """Opening a folder without a knowledge base says what to run, and makes nothing."""
    with pytest.raises(StoreMissingError) as caught:
        Knowledge.open(tmp_path / "nothing")
    assert "quanze build" in caught.value.hint
    assert not (tmp_path / "nothing").exists()


def test_districts_and_findings(knowledge: Knowledge) -> None:
    """Every document's district is listed once; the figures that do not agree are found with their clause."""
    assert len(knowledge.districts()) == len(knowledge.documents()) == 5
    (finding,) = knowledge.findings()
    assert finding.kind == "inconsistent"
    assert finding.clauses[0] == ("xinzhou", "3.1.1")


def test_duties_filtered(knowledge: Knowledge) -> None:
    """Duties are chosen by document, district, department and topic, and all that is given holds."""
    assert {duty.document for duty in knowledge.duties(document="卫政办〔2024〕1号")} == {"weibin"}
    assert {duty.jurisdiction for duty in knowledge.duties(district="山亭")} == {"山亭区"}
    assert {duty.topic for duty in knowledge.duties(topic="case_transfer")} == {"case_transfer"}
    both = knowledge.duties(district="忻州开发区", department="综合行政执法局")
    assert both
    assert all(any("综合行政执法局" in actor for actor in duty.actors) for duty in both)
    assert {duty.document for duty in both} == {"xinzhou"}


def test_search_within(knowledge: Knowledge) -> None:
    """Full text keeps to the district, the topic and the number of clauses asked for."""
    hits = knowledge.search("案件移送", district="山亭", limit=3)
    assert {hit.document.slug for hit in hits} == {"shanting"}
    assert len(hits) == 3
    assert knowledge.search("案件移送", topic="case_transfer", limit=5)
    assert knowledge.search("", limit=5) == ()


def test_healthy(knowledge: Knowledge) -> None:
    """A knowledge base just built is sound in every respect that is looked at."""
    assert [check.name for check in knowledge.doctor() if not check.ok] == []


@pytest.mark.parametrize("changed", ["应当在3个工作日内移送", "卫政办〔2024〕1号"])
def test_doctor_finds_a_flipped_byte(copied: Path, changed: str) -> None:
    """One bit turned over in the words of a document is found, and the check says what to do."""
    path = copied / "quanze.db"
    raw = bytearray(path.read_bytes())
    place = raw.index(changed.encode())
    raw[place + len("应".encode()) - 1] ^= 1
    path.write_bytes(raw)
    opened = Knowledge.open(copied)
    failed = [check for check in opened.doctor() if not check.ok]
    opened.close()
    assert [check.name for check in failed] == ["数据库"]
    assert failed[0].detail
    assert failed[0].hint


def test_doctor_sees_what_was_not_built(copied: Path, tmp_path: Path) -> None:
    """A file imported but not built yet is reported with what to run."""
    opened = Knowledge.open(copied)
    import_paths(copied, [write_texts(tmp_path / "new", {"hongshan.txt": make_notice("红杉区")})])
    failed = {check.name: check.hint for check in opened.doctor() if not check.ok}
    opened.close()
    assert "职责提取" in failed
    assert "quanze build" in failed["职责提取"]
