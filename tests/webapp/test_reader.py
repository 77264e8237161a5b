"""The list of documents and the reader: validity, counts, facts, citations, the source with the same place marked."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from assistant import Knowledge
from corpus import DocumentRecord
from tests.webapp.fake import CITATION, CLAUSE, EAST, EAST_DOCUMENT
from webapp.app import create_app
from webapp.config import WebConfig
from webapp.reader_view import build_source_lines, heading_rank
from webapp.validity import find_validity

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def shipped(data_dir: Path) -> FlaskClient:
    return create_app(WebConfig(data_dir, today=lambda: TODAY)).test_client()


def page(client: FlaskClient, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200, address
    return html.unescape(reply.get_data(as_text=True))


def stated(**changes: object) -> DocumentRecord:
    status = str(changes.pop("status", "current"))
    metadata = replace(EAST_DOCUMENT.metadata, **({"trial": False} | changes))  # type: ignore[arg-type]
    return replace(EAST_DOCUMENT, metadata=metadata, status=status)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (stated(), "未注明"),
        (stated(trial=True), "试行"),
        (stated(expires_on=date(2027, 1, 1)), "现行有效"),
        (stated(expires_on=TODAY), "现行有效"),
        (stated(expires_on=date(2026, 11, 20)), "已过期"),
        (stated(trial=True, expires_on=date(2020, 1, 1)), "已过期"),
        (stated(effective_on=date(2027, 1, 1)), "尚未施行"),
        (stated(status="repealed"), "已废止"),
    ],
)
def test_validity_is_what_the_document_says_of_itself(document: DocumentRecord, expected: str) -> None:
    """Its dates against today; nothing is guessed where it gives none."""
    validity = find_validity(document, TODAY)
    assert validity.text == expected
    assert validity.reason


def test_the_list_narrows_by_district_and_words(shipped: FlaskClient) -> None:
    """Title, number, issuer; every word has to be there."""

    def slugs(address: str) -> list[str]:
        return re.findall(r'data-label="标题"><a href="/documents/([\w-]+)"', page(shipped, address))

    assert len(slugs("/documents")) == 5
    assert slugs("/documents?district=卫滨区") == ["weibin"]
    assert slugs("/documents?q=协调配合 山亭") == ["shanting"]
    assert slugs("/documents?q=[2024]1号") == ["weibin"]
    assert slugs("/documents?q=葡萄") == []
    assert "没有符合条件的文件" in page(shipped, "/documents?q=葡萄")


def test_counts_of_the_list_are_those_of_the_store(shipped: FlaskClient, knowledge: Knowledge) -> None:
    """And lead to the duties counted."""
    text = page(shipped, "/documents")
    for record in knowledge.documents():
        duties = knowledge.duties(document=record.slug)
        limited = [duty for duty in duties if any(limit.kind != "vague" for limit in duty.deadlines)]
        assert f"的职责 {len(duties)} 项" in text
        assert f"写明时限的职责 {len(limited)} 项" in text
        found = page(shipped, f"/search?document={record.slug}&deadline=yes&kind=duties")
        assert f"找到 {len(limited)} 项" in found


def test_every_clause_of_the_reader_has_permalink_citation_and_facts(
    shipped: FlaskClient, knowledge: Knowledge
) -> None:
    """Each once; the chips count the duties of the clause."""
    for record in knowledge.documents():
        text = page(shipped, f"/documents/{record.slug}")
        duties = knowledge.duties(document=record.slug)
        for clause in knowledge.clauses(record.slug):
            assert text.count(f'id="{clause.eid}"') == 1
            own = sum(duty.eid == clause.eid for duty in duties)
            link = re.search(rf'href="/documents/{record.slug}/{re.escape(clause.eid)}#facts"[^>]*>([^<]+)<', text)
            if clause.own_text.strip() and own:
                assert link
                assert f"职责 {own}" in link[1]
        assert f'data-cite="{knowledge.citation(record, knowledge.clauses(record.slug)[3])}"' in text


def test_facts_of_a_clause(client: FlaskClient) -> None:
    """Duties, what it cites, where it is cited, on the clause's page, in the reader's column, and by themselves."""
    for address in ("/documents/east/1.1", "/documents/east/1.1/facts", "/documents/east?clause=1.1"):
        text = page(client, address)
        assert "从本条读出的职责" in text
        assert "引用 1 处" in text
        assert '《外部办法》 <span class="tag tag-note">未入库</span>' in text
        assert "被引用 1 处" in text
        assert "#1.2" in text
    assert not page(client, "/documents/east/1.1/facts").lstrip().startswith("<!DOCTYPE")
    assert client.get("/documents/east/9.9/facts").status_code == 404


def test_the_clause_page_has_all_forms_of_citation(client: FlaskClient) -> None:
    """Official, short, with the text, and the link."""
    text = page(client, "/documents/east/1.1")
    for shown in (
        CITATION,
        "东政办〔2024〕1号，一（一）",
        f"{CITATION}：“{CLAUSE.text[:8]}",
        "http://localhost/documents/east/1.1",
    ):
        assert shown in text


def test_the_source_is_shown_as_it_came_with_the_same_place_marked(shipped: FlaskClient, knowledge: Knowledge) -> None:
    """The marked characters are those of the clause, broken as in the file; line numbers are those of the file."""
    clause = next(clause for clause in knowledge.clauses("shanting") if clause.eid == "2.2")
    text = page(shipped, "/documents/shanting/source?clause=2.2")
    marked = "".join(re.findall("<mark>(.*?)</mark>", text, re.S))
    assert "".join(marked.split()) == "".join(clause.text.split())
    assert text.count('id="marked"') == 1
    assert text.count("<li") - text.count("<li><a") >= len(knowledge.source("shanting").text.splitlines())
    a, b = clause.span
    assert "<mark>" in page(shipped, f"/documents/shanting/source?mark={a}-{b}")
    assert "<mark>" not in page(shipped, "/documents/shanting/source?mark=1-99999999")
    assert "<mark>" not in page(shipped, "/documents/shanting/source?clause=nothing")


def test_source_lines_give_the_text_back() -> None:
    """All lines, whatever their ends; the mark begins in one of them."""
    lines = build_source_lines("甲\r\n\n乙丙\n丁", (4, 8))
    assert ["".join(piece.text for piece in line.pieces) for line in lines] == ["甲", "", "乙丙", "丁"]
    assert [line.first for line in lines] == [False, False, True, False]
    assert not any(line.first for line in build_source_lines("甲\n乙", None))


def test_headings_are_set_by_the_form_of_their_number() -> None:
    """一、 in 黑体 and （一） in 楷体 wherever they stand."""
    ranks = {record.eid: heading_rank(record) for record in EAST}
    assert (ranks["1"], ranks["1.1"], ranks["att1"]) == (1, 2, 1)


def test_basis_documents_that_are_not_in_the_store_are_named_as_such(shipped: FlaskClient) -> None:
    """With title and number."""
    text = page(shipped, "/documents/weibin")
    assert re.search(r"豫办〔2022〕20号）\s*<em class=\"tag tag-note\">未入库</em>", text)
