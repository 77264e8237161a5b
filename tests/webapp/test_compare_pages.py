"""The comparison pages, their exports, the API and the commands, over the shipped documents."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import docx
import openpyxl
import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from assistant import Knowledge
from webapp.app import create_app
from webapp.cli import main
from webapp.compare_pages import MAX_DISTRICTS
from webapp.compare_words import compare_words
from webapp.config import WebConfig


@pytest.fixture
def client(data_dir: Path) -> FlaskClient:
    """A client of the web app over the shipped documents; its clock stands at 2026-11-21."""
    return create_app(WebConfig(data_dir, today=lambda: date(2026, 11, 21))).test_client()


def run(data_dir: Path, *arguments: str) -> Result:
    """Runs the command line."""
    return CliRunner().invoke(main, ["--data", str(data_dir), *arguments])


def words_of(client: FlaskClient, address: str, status: int = 200) -> str:
    """The words of a page without its tags."""
    reply = client.get(address)
    assert reply.status_code == status
    return " ".join(unescape(re.sub("<[^>]+>", " ", reply.text)).split())


def test_the_overview_counts_duties_of_each_topic(client: FlaskClient, knowledge: Knowledge) -> None:
    """And leads to the topic; districts without a rule say so."""
    page = client.get("/compare").text
    assert all(name in page for name in knowledge.districts())
    assert re.search(r'href="/compare\?topic=filing&amp;district=[^"]+">备案</a>', page)
    assert page.count("无规定") > 10
    assert "依据截至 2026-11-21 已入库的 5 份文件。" in page


def test_a_comparison_shows_limits_clauses_and_differences(client: FlaskClient) -> None:
    """3个工作日 beside 三日, each with its clause, in words what differs."""
    words = words_of(client, "/compare?topic=case_transfer")
    for shown in (
        "3个工作日内",
        "三日内",
        "十个工作日内",
        "≠ 期限不同",
        "≠ 日与工作日口径不同",
        "由严到宽第 1",
        "无规定",
    ):
        assert shown in words
    page = client.get("/compare?topic=case_transfer").text
    assert re.search(r'href="/documents/weibin\?mark=\d+-\d+#3\.1\.2"', page)
    assert "仅此区有" in words
    assert "此区缺少" in words


def test_the_form_shows_what_was_chosen(client: FlaskClient) -> None:
    """Districts, topics, switches: the whole state is in the address."""
    page = client.get("/compare?topic=dispute&district=山亭区&district=海淀区&differences=1&quotes=1").text
    checked = re.findall(r'name="(\w+)" value="([^"]+)" checked', page)
    assert checked == [("district", "山亭区"), ("topic", "dispute"), ("differences", "1"), ("quotes", "1")]
    assert 'type="text" maxlength="60" autocomplete="off" value="海淀区"' in page


def test_a_district_without_documents_is_said_to_be_missing(client: FlaskClient) -> None:
    """未入库 is not 无规定."""
    words = words_of(client, "/compare?topic=dispute&district=山亭区&district=海淀区")
    assert "未入库：海淀区" in words
    only = words_of(client, "/compare?topic=dispute&district=海淀区")
    assert "都没有这些事项的规定" in only


def test_aliases_and_chinese_names_of_topics_are_taken(client: FlaskClient) -> None:
    """As on the command line."""
    assert "卫滨区" in words_of(client, "/compare?topic=争议协调&district=卫滨")


def test_only_differences_leaves_rows_that_differ(client: FlaskClient) -> None:
    """And says so where none is left."""
    page = client.get("/compare?topic=assistance&differences=1").text
    assert "其他" not in re.findall('class="act">([^<]+)<', page)
    assert "没有读出不同之处" in words_of(client, "/compare?topic=dispute&district=卫滨区&differences=1")


def test_quotes_are_shown_on_demand(client: FlaskClient) -> None:
    """Folded by default, open where asked for."""
    folded = client.get("/compare?topic=dispute&district=卫滨区").text
    opened = client.get("/compare?topic=dispute&district=卫滨区&quotes=1").text
    assert "<summary>原文" in folded
    assert "<summary>原文" not in opened
    assert "cell-quote" in opened


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/compare?topic=天气", 400, "没有“天气”这个事项。"),
        (
            "/compare?topic=dispute&" + "&".join(f"district=区{n}" for n in range(MAX_DISTRICTS + 1)),
            400,
            "一次最多比较",
        ),
        ("/compare?topic=dispute&district=" + "长" * 61, 400, "辖区太长"),
        ("/compare/clauses?a=weibin/3.1.2", 400, "没有填写第二处条款。"),
        ("/compare/clauses?a=weibin/3.1.2&b=weibin/9.9", 404, "没有找到第二处条款"),
        ("/compare/clauses?a=三（一）&b=weibin/3.1.2", 400, "第一处条款可以指几处。"),
        ("/compare/export.pdf?topic=dispute", 404, "不能导出为“pdf”。"),
    ],
)
def test_what_cannot_be_compared_is_told(client: FlaskClient, address: str, status: int, message: str) -> None:
    """With what to do; nothing of it is a fault of the server."""
    assert message in words_of(client, address, status)


def test_two_clauses_side_by_side(client: FlaskClient) -> None:
    """Words of one side only are marked, the texts are whole, the citations stand below."""
    page = client.get("/compare/clauses?a=weibin/3.1.2&b=山政办发〔2021〕13号二（二）").text
    assert re.search("<del>[^<]*24小时内", page)
    assert re.search("<ins>三日</ins>", page)
    assert "（卫政办〔2024〕1号）第三部分第（一）项第2目" in page
    assert "在全文中查看" in page


def test_the_same_clause_on_both_sides_has_no_difference(client: FlaskClient) -> None:
    """Nothing is marked."""
    page = client.get("/compare/clauses?a=weibin/3.1.2&b=weibin/3.1.2").text
    assert "相同的词占 100%" in page
    assert page.count("<del>") == page.count("<ins>") == 1  # the legend


def test_texts_are_escaped(client: FlaskClient) -> None:
    """What stands in the address is text."""
    for address in (
        "/compare?district=<script>x</script>&topic=dispute",
        "/compare/clauses?a=<script>x&b=<script>",
        "/compare?topic=<script>",
    ):
        assert "<script>x" not in client.get(address).text


def test_export_to_a_spreadsheet(client: FlaskClient) -> None:
    """Matrix, contrasts, duties; frozen head; links to the clauses of this server; a Chinese name."""
    reply = client.get("/compare/export.xlsx?topic=case_transfer&topic=dispute")
    assert "跨区对照（案件移送、争议协调）.xlsx" in unquote(reply.headers["Content-Disposition"])
    book = openpyxl.load_workbook(io.BytesIO(reply.data))
    assert len(book.sheetnames) == 3
    matrix, _, duties = book.worksheets
    assert matrix.freeze_panes == "B2"
    assert [cell.value for cell in matrix[1]][:3] == ["事项与行为", "不同之处", "卫滨区"]
    assert matrix["A2"].value == "案件移送：移送"
    assert "3个工作日内" in matrix["C2"].value
    assert "第三部分第（一）项第2目" in matrix["C2"].value
    assert matrix["C2"].hyperlink.target.startswith("http://localhost/documents/weibin?mark=")
    assert [cell.value for cell in duties[1]] == compare_words()["duty_columns"]
    notes = [cell.value for cell in matrix["A"] if cell.value]
    assert any("依据截至 2026-11-21" in note and "卫政办〔2024〕1号" in note for note in notes)


def test_export_to_a_word_file(client: FlaskClient) -> None:
    """The matrix and the contrasts, on landscape pages."""
    reply = client.get("/compare/export.docx?topic=case_transfer&district=卫滨区&district=山亭区")
    document = docx.Document(io.BytesIO(reply.data))
    assert len(document.tables) == 2
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["事项与行为", "不同之处", "卫滨区", "山亭区"]
    assert document.sections[0].page_width > document.sections[0].page_height


def test_export_to_csv_and_json(client: FlaskClient) -> None:
    """One line a duty; tables as objects."""
    data = client.get("/compare/export.csv?topic=dispute").data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == compare_words()["duty_columns"]
    assert all("第" in row[-1] for row in rows[1:4])
    assert len(client.get("/compare/export.json?topic=dispute").json) == 3


def test_the_api_gives_the_matrix(client: FlaskClient, knowledge: Knowledge) -> None:
    """For all topics where none is named; errors in the shape of all errors."""
    data = client.get("/api/v1/compare?topic=case_transfer&district=卫滨区&district=海淀区").json
    assert [district["name"] for district in data["districts"]] == ["卫滨区", "海淀区"]
    assert data["topics"][0]["counts"][1] is None
    assert len(client.get("/api/v1/compare").json["topics"]) == 22
    fewer = client.get("/api/v1/compare?topic=assistance&differences=1").json["topics"][0]["rows"]
    assert all(row["differences"] for row in fewer)
    error = client.get("/api/v1/compare?topic=天气")
    assert (error.status_code, error.json["error"]["code"]) == (400, "unknown_topic")


def test_each_quote_of_the_api_is_verbatim(client: FlaskClient, knowledge: Knowledge) -> None:
    """In the clause that it names."""
    clauses = {(d.slug, c.eid): c for d in knowledge.documents() for c in knowledge.clauses(d.slug)}
    for topic in client.get("/api/v1/compare").json["topics"]:
        for cell in (cell for row in topic["rows"] for cell in row["cells"]):
            for entry in cell["entries"]:
                assert entry["quote"] in clauses[entry["document"], entry["eid"]].text


def test_the_command_compares(data_dir: Path) -> None:
    """For people, for programs, into a file."""
    told = run(data_dir, "compare", "案件移送", "--district", "卫滨区", "--district", "山亭区", "--only-differences")
    assert told.exit_code == 0
    assert "  移送（≠期限不同；≠日与工作日口径不同）" in told.stdout
    assert "    由严到宽：三日内 › 3个工作日内" in told.stdout
    data = json.loads(run(data_dir, "compare", "case_transfer", "--json").stdout)
    assert data["topics"][0]["topic"] == "case_transfer"
    assert run(data_dir, "compare", "案件移送", "--district", "火星区").exit_code == 1
    assert run(data_dir, "compare", "天气").exit_code == 2


@pytest.mark.parametrize("form", ["xlsx", "docx", "csv", "json"])
@pytest.mark.parametrize(
    "what", [("compare", "案件移送"), ("export", "duties"), ("export", "documents"), ("export", "compare")]
)
def test_commands_write_files(data_dir: Path, tmp_path: Path, what: tuple[str, ...], form: str) -> None:
    """Of each kind in each format, and say how large."""
    output = tmp_path / f"表.{form}"
    result = run(data_dir, *what, "--output", str(output))
    assert result.exit_code == 0, result.output
    assert output.stat().st_size > 1000
    assert "已写入" in result.stdout


def test_export_of_duties_is_narrowed_by_topic_and_district(
    data_dir: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    """Each duty once, with links where the address of the site is given."""
    output = tmp_path / "duties.xlsx"
    narrowed = ("--topic", "案件移送", "--topic", "争议协调", "--district", "卫滨区", "--site", "http://quanze.example")
    assert run(data_dir, "export", "duties", "--output", str(output), *narrowed).exit_code == 0
    sheet = openpyxl.load_workbook(output).active
    count = sum(len(knowledge.duties(topic=topic, district="卫滨区")) for topic in ("case_transfer", "dispute"))
    assert {row[0].value for row in sheet.iter_rows(min_row=2, max_row=1 + count)} == {"卫滨区"}
    assert sheet.cell(row=2 + count, column=1).value is None
    assert sheet["C2"].hyperlink.target.startswith("http://quanze.example/documents/weibin?mark=")


def test_export_of_the_graph(data_dir: Path, tmp_path: Path) -> None:
    """As GraphML and JSON."""
    for form in ("graphml", "json"):
        assert run(data_dir, "export", "graph", "--output", str(tmp_path / f"graph.{form}")).exit_code == 0
    assert (tmp_path / "graph.graphml").read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "duties"),
        ("export", "nothing", "--output", "x.csv"),
        ("export", "duties", "--output", "x.pdf"),
        ("export", "graph", "--output", "x.xlsx"),
        ("export", "documents", "--output", "/nowhere/at/all/x.csv"),
        ("compare", "--output", "x.pdf"),
    ],
)
def test_files_that_cannot_be_written_are_told(data_dir: Path, arguments: tuple[str, ...]) -> None:
    """With exit code 2 and what to do."""
    result = run(data_dir, *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("错误：")


def test_help_of_the_commands_is_in_chinese(data_dir: Path) -> None:
    """No word of click's own."""
    for command in ("compare", "export"):
        text = run(data_dir, command, "--help").stdout
        assert text.startswith(f"用法：quanze {command}")
        assert not re.search(r"\b(Usage|Show|required|default)\b", text)
