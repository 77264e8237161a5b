"""Documents, clauses and facts go into the store and come back."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corpus import (
    Facts,
    Post,
    PowerStatement,
    Statement,
    UserError,
    clause_records,
    document_record,
    parse_document,
    read_source,
)
from index import Changes, NotInStore, Store

from .helpers import TEXT, build_document, build_duty

SHIPPED = sorted((Path(__file__).parents[2] / "corpus" / "documents").glob("*.txt"))


def test_document_comes_back_exactly(store: Store) -> None:
    """Source, normalised text, offsets, record and clauses are what the parser gave."""
    document = build_document()
    assert store.add_document(document).outcome == "added"
    assert store.source("weibin") == document.source
    assert store.normal_text("weibin") == document.normal
    assert store.document("weibin") == document_record(document)
    assert store.clauses("weibin") == clause_records(document)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_document_comes_back_exactly(store: Store, path: Path) -> None:
    """The same holds for real documents, and the store is sound afterwards."""
    document = parse_document(read_source(path))
    slug = store.add_document(document).slug
    assert (store.source(slug), store.normal_text(slug)) == (document.source, document.normal)
    assert (store.document(slug), store.clauses(slug)) == (document_record(document), clause_records(document))
    assert store.verify() == ()


def test_source_text_that_bytes_do_not_give_is_kept(store: Store) -> None:
    """A decoded text that is not simply the decoded bytes comes back too."""
    document = build_document()
    changed = replace(document, source=replace(document.source, text="別的文字", encoding="unknown-8"))
    store.add_document(changed)
    assert store.source("weibin").text == "別的文字"


def test_same_bytes_change_nothing(store: Store) -> None:
    """Adding the same file again, under another name too, is no change."""
    store.add_document(build_document())
    revision = store.revision()
    again = store.add_document(build_document("copy"))
    assert (again.slug, again.outcome, store.revision()) == ("weibin", "unchanged", revision)


def test_reparse_takes_the_new_tree_and_keeps_reviews(store: Store) -> None:
    """With reparse the same bytes are laid out anew; what a person reviewed stays, what the machine read goes."""
    store.add_document(build_document())
    duties = (build_duty(), build_duty("weibin-d002", status="confirmed"))
    store.replace_facts(Facts("weibin", duties))
    document = build_document()
    shorter = replace(document, root=replace(document.root, children=document.root.children[:2]))
    assert store.add_document(shorter, reparse=True).outcome == "replaced"
    assert store.clauses("weibin") == clause_records(shorter)
    assert store.duties() == (duties[1],)
    assert store.versions("weibin") == ()
    assert store.verify() == ()


def test_new_bytes_of_the_same_document_make_a_version(store: Store) -> None:
    """The same number with other bytes takes the place; file and reviewed duties of the earlier one are kept."""
    old, new = build_document(), build_document("other", text=TEXT.replace("3个工作日", "5个工作日"))
    store.add_document(old)
    reviewed = build_duty(status="corrected")
    store.replace_facts(Facts("weibin", (reviewed, build_duty("weibin-d002"))))
    added = store.add_document(new)
    assert (added.slug, added.outcome) == ("weibin", "replaced")
    assert store.source("weibin").raw == new.source.raw
    assert store.duties() == ()
    (version,) = store.versions("weibin")
    assert (version.raw, version.sha256, version.reviewed) == (old.source.raw, old.source.sha256, (reviewed,))
    assert version.metadata == old.metadata
    assert store.verify() == ()


def test_number_is_the_identity_whatever_its_brackets(store: Store) -> None:
    """卫政办[2024]1 号 is 卫政办〔2024〕1号."""
    store.add_document(build_document())
    assert store.add_document(build_document(text=TEXT + "。", number="卫政办[2024]1 号")).outcome == "replaced"


def test_another_document_of_the_same_slug_gets_a_suffix(store: Store) -> None:
    """Slugs stay apart: -2, -3 …"""
    slugs = [
        store.add_document(build_document(text=TEXT + "甲" * count, number=f"卫政办〔2024〕{count}号")).slug
        for count in (1, 2, 3)
    ]
    assert slugs == ["weibin", "weibin-2", "weibin-3"]


def test_documents_in_order_and_by_district(store: Store) -> None:
    """By jurisdiction, date, slug; unknown jurisdictions last."""
    for slug, district, year in (
        ("d", None, 2020),
        ("c", "卫滨区", 2024),
        ("b", "卫滨区", 2023),
        ("a", "山亭区", 2010),
    ):
        store.add_document(
            build_document(slug, text=TEXT + slug, number=slug, jurisdiction=district, issued_on=date(year, 1, 1))
        )
    assert [record.slug for record in store.documents()] == ["b", "c", "a", "d"]
    assert [record.slug for record in store.documents(district="卫滨区")] == ["b", "c"]


@pytest.mark.parametrize(
    "name",
    [
        "weibin",
        "卫政办〔2024〕1号",
        "卫政办[2024] 1 号",
        "《卫滨区综合行政执法协作配合机制》",
        "卫滨区综合行政执法 协作配合机制",
    ],
)
def test_find_document(store: Store, name: str) -> None:
    """A document is found by slug, by number in any brackets, by title."""
    store.add_document(build_document())
    found = store.find_document(name)
    assert found is not None
    assert found.slug == "weibin"


def test_find_document_that_is_not_there(store: Store) -> None:
    """No guess: None."""
    store.add_document(build_document())
    assert store.find_document("卫政办〔2024〕2号") is None
    assert store.find_document("") is None


def test_missing_things_are_user_errors(store: Store) -> None:
    """What is not there is named, with a hint."""
    store.add_document(build_document())
    for call in (
        lambda: store.document("nothing"),
        lambda: store.clauses("nothing"),
        lambda: store.source("nothing"),
        lambda: store.clause("weibin", "9.9"),
        lambda: store.replace_facts(Facts("nothing")),
        lambda: store.remove_document("nothing"),
    ):
        with pytest.raises(NotInStore) as caught:
            call()
        assert isinstance(caught.value, UserError)
        assert caught.value.hint
        assert "nothing" in caught.value.message or "9.9" in caught.value.message


def test_clauses_by_id_keep_the_order_and_leave_out_what_is_missing(store: Store) -> None:
    """Many clauses of several documents at once."""
    store.add_document(build_document())
    store.add_document(build_document("b", text=TEXT + "乙", number="乙〔2024〕1号"))
    found = store.clauses_by_id([("b", "2"), ("weibin", "1.1"), ("weibin", "7"), ("none", "1"), ("b", "2")])
    assert list(found) == [("b", "2"), ("weibin", "1.1")]
    assert found["weibin", "1.1"].headings == ("一、职责分工",)
    assert found["b", "2"] == store.clause("b", "2")


def test_facts_come_back_filtered(store: Store) -> None:
    """Duties by document, department, topic, district; powers, posts and statements by document and district."""
    store.add_document(build_document())
    first = build_duty()
    second = build_duty("weibin-d002", actors=("卫滨区综合行政执法局",), topic="training", span=(0, 5))
    power = PowerStatement(
        "p1", "weibin", "卫滨区", "1", ("一",), "管理事权", 1059, None, "all", None, "1059项", (3, 8)
    )
    post = Post("weibin", "卫滨区", "1", ("一",), "领导小组", "组长", "张三", "区长", "组长：张三", (0, 5))
    limit = Statement(
        "s1",
        "weibin",
        "卫滨区",
        "1",
        ("一",),
        "money",
        "公民",
        "at_most",
        200.5,
        "元",
        "200.5元以下",
        "对公民处200.5元以下",
        (4, 15),
    )
    until = replace(limit, id="s2", kind="validity", relation="exactly", value=None, unit=None, jurisdiction=None)
    store.replace_facts(Facts("weibin", (first, second), (power,), (post,), (limit, until)))
    assert store.duties() == (second, first)
    assert store.duties(document="weibin", topic="training") == (second,)
    assert store.duties(department="综合行政执法局") == (second,)
    assert store.duties(department="区级有关执法部门", district="卫滨区") == (first,)
    assert store.duties(district="山亭区") == store.duties(department="公安") == ()
    assert store.powers(district="卫滨区") == store.powers(document="weibin") == (power,)
    assert store.posts() == (post,)
    assert store.statements() == store.statements(document="weibin") == (limit, until)
    assert store.statements(district="卫滨区") == (limit,)
    assert store.statements(district="山亭区") == ()
    assert store.verify() == ()


def test_reviewed_duties_stay_when_facts_are_replaced(store: Store) -> None:
    """A machine's new reading neither removes nor overwrites what a person has confirmed."""
    store.add_document(build_document())
    confirmed = build_duty(status="confirmed", action="移送案件")
    store.replace_facts(Facts("weibin", (confirmed, build_duty("weibin-d002"))))
    store.replace_facts(Facts("weibin", (build_duty(), build_duty("weibin-d003"))))
    assert {duty.id: duty.action for duty in store.duties()} == {"weibin-d001": "移送案件", "weibin-d003": "移送"}


def test_revision_and_changes(store: Store) -> None:
    """The revision grows with each write; changes name what was written since, and what was removed."""
    start = store.revision()
    store.add_document(build_document())
    store.add_document(build_document("b", text=TEXT + "乙", number="乙〔2024〕1号"))
    after = store.revision()
    assert start < after
    store.set_state("index.revision", str(after))
    assert (store.state("index.revision"), store.state("none"), store.revision()) == (str(after), None, after)
    store.replace_facts(Facts("b"))
    store.remove_document("weibin")
    assert store.changes(after) == Changes(("b",), ("weibin",))
    store.add_document(build_document())
    assert store.changes(start) == Changes(("b", "weibin"), ())


def test_remove_document_leaves_nothing(store: Store) -> None:
    """Clauses, facts, versions and seals go with the document."""
    store.add_document(build_document())
    store.add_document(build_document(text=TEXT + "乙"))
    store.replace_facts(Facts("weibin", (build_duty(),)))
    store.remove_document("weibin")
    assert store.documents() == store.duties() == ()
    assert store.verify() == ()


def test_transaction_is_all_or_nothing(store: Store) -> None:
    """An error inside undoes every write of the transaction, and only a failed part where that is caught."""

    def fail() -> None:
        with store.transaction():
            store.add_document(build_document())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.documents() == ()
    with store.transaction():
        store.add_document(build_document())
        with suppress(NotInStore):
            store.replace_facts(Facts("nothing"))
    assert len(store.documents()) == 1


def test_data_folder_is_private(tmp_path: Path) -> None:
    """Only the owner may look into the folder and the file."""
    with Store.open(tmp_path / "data", create=True) as store:
        assert stat.S_IMODE(os.stat(store.path.parent).st_mode) == 0o700
        assert stat.S_IMODE(os.stat(store.path).st_mode) == 0o600
