"""What stands beside an answer, as users meet it: page, command line, exported table, JSON."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from webapp.app import create_app
from webapp.cli import main
from webapp.config import WebConfig
from webapp.openapi import read_type

QUESTION = "卫滨区案件移送归谁管？"
PLAIN = "卫滨区发现案件不归自己管，几天内移送给谁？"
WORDS = "协商不成的，提请区人民政府决定。"


@pytest.fixture
def shipped(data_dir: Path) -> FlaskClient:
    """A client of the web app over the shipped documents."""
    return create_app(WebConfig(data_dir)).test_client()


def test_page_shows_role_bodies_quote_and_link(shipped: FlaskClient) -> None:
    """Below the card: the role, who it is, the words of the clause, and the way to them, marked."""
    page = shipped.get("/", query_string={"q": QUESTION}).get_data(as_text=True)
    related = page.partition('<section class="related"')[2].partition("</section>")[0]
    assert "相关规定" in related
    assert "争议处理" in related
    assert "各镇办、区级有关执法部门、区人民政府" in related
    assert WORDS in related
    assert '<a href="/documents/weibin?mark=' in related
    assert "#3.6" in related


def test_page_of_an_answer_that_says_it_all_has_no_such_part(shipped: FlaskClient) -> None:
    """Nothing empty is shown."""
    page = shipped.get("/", query_string={"q": PLAIN}).get_data(as_text=True)
    assert "相关规定" not in page


def test_command_line_prints_it_below_the_answer(data_dir: Path) -> None:
    """Role, bodies, quote, citation."""
    result = CliRunner().invoke(main, ["--data", str(data_dir), "ask", QUESTION])
    _, _, below = result.stdout.partition("相关规定：")
    assert "争议处理（各镇办、区级有关执法部门、区人民政府）：" in below
    assert WORDS in below
    assert "第三部分第（六）项" in below


def test_table_has_a_row_for_it(shipped: FlaskClient) -> None:
    """The exported answer names the role in the first column, and the clause."""
    text = shipped.get("/export/answer.csv", query_string={"q": QUESTION}).get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    row = next(row for row in rows if row and row[0] == "相关规定：争议处理")
    head = next(row for row in rows if row and row[0] == "结果")
    named = dict(zip(head, row, strict=True))
    assert named["辖区"] == "卫滨区"
    assert named["谁来办"] == "各镇办、区级有关执法部门、区人民政府"
    assert WORDS in named["原文"]


def test_json_has_it_as_described(shipped: FlaskClient) -> None:
    """Each item has the fields of the description; its role is one of those listed there."""
    card, plain = (
        shipped.get("/api/v1/ask", query_string={"q": question}).get_json()["answers"][0]
        for question in (QUESTION, PLAIN)
    )
    schemas = shipped.get("/api/v1/openapi.json").get_json()["components"]["schemas"]
    assert "related" not in schemas["Card"]["required"]
    assert plain["related"] == []
    for item in card["related"]:
        assert set(item) == set(schemas["Related"]["required"])
        assert item["role"] in read_type("#related_role")["enum"]
