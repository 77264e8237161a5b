"""Each page's data as a file: reachable from the page, complete, read back, never a formula."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient

from assistant import FORMATS, GROUPS, Table, TableCell, export_tables
from webapp.app import create_app
from webapp.config import WebConfig

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"
REFUSED = "今天天气怎么样"
PAGES = (
    f"/?q={QUESTION}",
    f"/?q={REFUSED}",
    "/search?q=移送",
    "/search?q=移送&kind=duties",
    "/search?q=移送&kind=departments",
    "/documents",
    "/documents/weibin",
    "/departments",
    "/departments?district=卫滨区&q=执法",
    "/departments/卫滨区/各镇办",
    "/graph?node=topic:case_transfer&district=卫滨区&edge=bears",
    "/compare",
    "/compare?topic=case_transfer",
    "/gaps",
    "/gaps?kind=vague&district=卫滨区",
)
EXPORTS = {
    "answer": {"q": QUESTION},
    "documents": {},
    "clauses": {"document": "weibin"},
    "duties": {"document": "weibin"},
    "departments": {},
    "department": {"district": "卫滨区", "name": "各镇办"},
    "graph": {"node": "topic:case_transfer"},
    "gaps": {},
}
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r")


@pytest.fixture(scope="module")
def shipped(data_dir: Path) -> FlaskClient:
    """A client over the shipped documents on 2026-11-21; no question is kept."""
    return create_app(WebConfig(data_dir, today=lambda: date(2026, 11, 21), journal=False)).test_client()


def rows_of(client: FlaskClient, address: str, **query: str) -> list[list[str]]:
    """The rows of a CSV file."""
    reply = client.get(address, query_string=query)
    assert reply.status_code == 200
    assert reply.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_its_data(shipped: FlaskClient, page: str) -> None:
    """As CSV, as XLSX and as JSON; every link works."""
    text = shipped.get(page).get_data(as_text=True)
    links = {html.unescape(link) for link in re.findall(r'href="([^"]+)"', text)}
    data = {link for link in links if link.startswith(("/export/", "/api/v1/")) or "/export" in link.partition("?")[0]}
    found = {kind for link in data for kind in ("csv", "xlsx") if kind in link}
    assert found == {"csv", "xlsx"}
    assert any(link.startswith("/api/v1/") for link in data)
    for link in data:
        with shipped.get(link) as reply:
            assert reply.status_code == 200, link


def test_a_clause_and_a_pair_of_clauses_lead_to_their_json(shipped: FlaskClient) -> None:
    """With the words of the page."""
    for page, api in (
        ("/documents/weibin/3.1.2", "/api/v1/documents/weibin/clauses/3.1.2"),
        ("/compare/clauses?a=weibin/3.1.2&b=shanting/2.2", "/api/v1/compare/clauses?a=weibin/3.1.2&b=shanting/2.2"),
    ):
        assert api in html.unescape(shipped.get(page).get_data(as_text=True)).replace("%2F", "/")
        assert shipped.get(api).status_code == 200


def test_two_clauses_as_json_give_their_words_back(shipped: FlaskClient) -> None:
    """Joined, the pieces are the text of the clause."""
    pair = shipped.get("/api/v1/compare/clauses?a=weibin/3.1.2&b=shanting/2.2").get_json()
    for side, slug in ((pair["left"], "weibin"), (pair["right"], "shanting")):
        clause = shipped.get(f"/api/v1/documents/{slug}/clauses/{side['eid']}").get_json()
        assert re.sub(r"\s", "", "".join(piece["text"] for piece in side["pieces"])) == re.sub(
            r"\s", "", clause["text"]
        )
        assert any(piece["own"] for piece in side["pieces"])


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", EXPORTS)
def test_an_export_opens(shipped: FlaskClient, what: str, form: str) -> None:
    """In its format, with a name for the file."""
    with shipped.get(f"/export/{what}.{form}", query_string=EXPORTS[what]) as reply:
        assert reply.status_code == 200
        assert f".{form}" in reply.headers["Content-Disposition"]
        data = reply.data
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet.max_row > 1
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    elif form == "docx":
        assert len(docx.Document(io.BytesIO(data)).tables[0].rows) > 1
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) > 1
        assert not any(cell.startswith(FORMULA_STARTS) for row in rows for cell in row)
    else:
        assert json.loads(data)["rows"]


def test_an_answer_has_quote_limits_and_citation(shipped: FlaskClient) -> None:
    """Those of the reply."""
    head, first, *_ = rows_of(shipped, "/export/answer.csv", q=QUESTION)
    told = dict(zip(head, first, strict=True))
    card = shipped.get("/api/v1/ask", query_string={"q": QUESTION}).get_json()["answers"][0]
    assert (told["结果"], told["原文"], told["出处"]) == ("有依据", card["quote"], card["citation"])
    assert "3个工作日内" in told["期限"]


def test_a_refusal_is_told_as_one(shipped: FlaskClient) -> None:
    """Nothing that is only near is put as an answer."""
    rows = rows_of(shipped, "/export/answer.csv", q=REFUSED)
    assert all(row[0] != "有依据" for row in rows)
    assert any(row[0].startswith("没有找到依据") for row in rows)


def test_exports_hold_what_the_api_gives(shipped: FlaskClient) -> None:
    """As many clauses, departments, duties, edges."""
    for what, query, api in (
        ("clauses", {"document": "weibin"}, "/api/v1/documents/weibin/clauses"),
        ("departments", {"district": "卫滨区"}, "/api/v1/departments?district=卫滨区"),
        ("documents", {}, "/api/v1/documents"),
    ):
        rows = [row for row in rows_of(shipped, f"/export/{what}.csv", **query) if len(row) > 1]
        assert len(rows) - 1 == len(shipped.get(api).get_json())
    near = shipped.get("/api/v1/graph?node=topic:case_transfer").get_json()
    rows = [row for row in rows_of(shipped, "/export/graph.csv", node="topic:case_transfer") if len(row) > 1]
    assert len(rows) - 1 == near["total"]["edges"]
    gaps = shipped.get("/api/v1/gaps").get_json()
    rows = [row for row in rows_of(shipped, "/export/gaps.csv") if row[0] == "未写明具体期限"]
    assert len(rows) == sum(len(group["duties"]) for group in gaps["vague"])


def test_filters_of_the_page_count_for_the_file(shipped: FlaskClient) -> None:
    """District and words."""
    every, some = (
        len([row for row in rows_of(shipped, "/export/documents.csv", **query) if len(row) > 1])
        for query in ({}, {"district": "卫滨区"})
    )
    assert every > some == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/export/answer.csv", 400),
        ("/export/answer.exe?q=移送", 404),
        ("/export/laws.csv", 404),
        ("/export/clauses.csv", 400),
        ("/export/clauses.csv?document=没有", 404),
        ("/export/department.csv?district=卫滨区", 400),
        ("/export/department.csv?district=卫滨区&name=没有这个局", 404),
        ("/export/duties.csv?topic=天气", 400),
        ("/export/graph.csv", 400),
        ("/export/gaps.csv?limit=0", 400),
        ("/search/export?q=移送&format=exe", 400),
    ],
)
def test_what_cannot_be_exported_is_told_of(shipped: FlaskClient, address: str, status: int) -> None:
    """On a page in Chinese."""
    reply = shipped.get(address)
    assert reply.status_code == status
    assert reply.mimetype == "text/html"


@pytest.mark.parametrize("group", GROUPS)
def test_hits_as_xlsx_are_those_of_the_csv(shipped: FlaskClient, group: str) -> None:
    """Cell by cell, with a link that leads to the page of the hit."""
    rows = rows_of(shipped, "/search/export", q="移送", kind=group)
    with shipped.get("/search/export", query_string={"q": "移送", "kind": group, "format": "xlsx"}) as reply:
        assert reply.mimetype.endswith("spreadsheetml.sheet")
        sheet = openpyxl.load_workbook(io.BytesIO(reply.data)).active
    shown = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    assert shown == [[cell.replace("\r\n", "\n") for cell in row] for row in rows]
    links = [cell.hyperlink for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert len(links) == len(rows) - 1
    for link in links[:3]:
        assert shipped.get(link.target.removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_cell_becomes_a_formula(start: str) -> None:
    """Half-width and full-width; in XLSX a text that stays one, in CSV behind an apostrophe."""
    table = Table("检索结果", ("原文",), ((TableCell(f"{start}1+1"),),), date(2026, 11, 21))
    cell = openpyxl.load_workbook(io.BytesIO(export_tables((table,), "xlsx"))).active["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert export_tables((table,), "csv").decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")


def test_departments_found_lead_to_their_pages(shipped: FlaskClient) -> None:
    """Every one of them, in every district."""
    text = shipped.get("/search?q=&kind=departments").get_data(as_text=True)
    pages = [html.unescape(link) for link in re.findall(r'data-label="部门"><a href="(/departments/[^"]+)"', text)]
    assert len(pages) == text.count('data-label="部门"') > 5
    assert {shipped.get(page).status_code for page in pages} == {200}
    found = shipped.get("/api/v1/explore?q=&kind=departments&limit=200").get_json()["departments"]
    for hit in found:
        assert shipped.get(f"/departments/{hit['district']}/{hit['name']}").status_code == 200, hit
