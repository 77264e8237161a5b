"""Files to take away, read back: nothing is lost, nothing becomes a formula, links only where the address is known."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import docx
import networkx
import openpyxl
import pytest
from docx.oxml.ns import qn

from assistant import (
    CONTENT_TYPES,
    FORMATS,
    Knowledge,
    Table,
    TableCell,
    TableFormat,
    export_name,
    export_tables,
    render_graphml,
    render_node_link,
    table_to_dict,
)
from assistant.exports import clean_cell, neutralise

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠1",
    " =1",
    "\u3000＝1",
    "\ufeff=1",
    "\n=1",
]
SITE = "http://quanze.example:8000"


def make_table(*texts: str, title: str = "职责清单", url: str | None = None) -> Table:
    """A table with these texts in its first column."""
    rows = tuple(
        (TableCell(text, url), TableCell("《办法》第一条\n第二行", "/documents/a?mark=1-2#art_1")) for text in texts
    )
    return Table(title, ("做什么", "出处"), rows, date(2026, 11, 21), ("依据截至 2026-11-21 已入库的 1 份文件。",))


def read_sheet(data: bytes, at: int = 0) -> openpyxl.worksheet.worksheet.Worksheet:
    """A sheet of an XLSX file."""
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[at]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("url", [None, "/documents/a#1"])
def test_a_cell_of_a_spreadsheet_is_never_a_formula(text: str, url: str | None) -> None:
    """It is typed as text, and marked so that it stays text when it is edited."""
    cell = read_sheet(export_tables([make_table(text, url=url)], "xlsx", base=SITE))["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == clean_cell(text)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_field_of_a_csv_is_never_a_formula(text: str) -> None:
    """It begins with an apostrophe; titles and notes too."""
    table = Table(text, (text,), ((TableCell(text),),), date(2026, 11, 21), (text,))
    data = export_tables([table, table], "csv").decode("utf-8-sig")
    fields = [row[0] for row in csv.reader(io.StringIO(data)) if row]
    assert len(fields) == 8
    assert all(field.startswith("'") for field in fields)


def test_plain_words_are_left_alone() -> None:
    """Also numbers and limits."""
    assert [neutralise(text) for text in ("三日内", "3个工作日内", "", "a=b")] == ["三日内", "3个工作日内", "", "a=b"]


def test_csv_opens_in_excel() -> None:
    """BOM, CRLF, line breaks inside quotes."""
    data = export_tables([make_table("移送案件")], "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[:2] == [["做什么", "出处"], ["移送案件", "《办法》第一条\n第二行"]]
    assert rows[-1] == ["依据截至 2026-11-21 已入库的 1 份文件。"]


def test_xlsx_has_a_frozen_head_and_its_notes() -> None:
    """The head row and the first column stay in view; the notes stand below the rows."""
    sheet = read_sheet(export_tables([make_table("移送", "反馈")], "xlsx"))
    assert sheet.freeze_panes == "B2"
    assert [cell.value for cell in sheet["A"]] == [
        "做什么",
        "移送",
        "反馈",
        None,
        "依据截至 2026-11-21 已入库的 1 份文件。",
    ]
    assert sheet["A1"].font.bold
    assert sheet.page_setup.orientation == "landscape"


def test_xlsx_links_only_to_a_known_address() -> None:
    """Else the citation stands as text; an address in a text never becomes a link."""
    table = make_table("http://example.invalid/")
    plain, linked = (read_sheet(export_tables([table], "xlsx", base=base)) for base in (None, SITE + "/"))
    assert plain["A2"].hyperlink is plain["B2"].hyperlink is linked["A2"].hyperlink is None
    link = linked["B2"].hyperlink
    assert (link.target, link.location) == (f"{SITE}/documents/a?mark=1-2", "art_1")
    assert linked["B2"].value == plain["B2"].value == "《办法》第一条\n第二行"


def test_the_same_tables_give_the_same_xlsx() -> None:
    """Byte for byte."""
    tables = [make_table("移送")]
    assert export_tables(tables, "xlsx") == export_tables(tables, "xlsx")


def test_sheets_have_names_that_excel_takes() -> None:
    """Short, without forbidden characters, none twice."""
    titles = ["对照/表：[一]" + "长" * 40] * 2 + ["'", "表"]
    data = export_tables([make_table("一", title=title) for title in titles], "xlsx")
    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert len({name.lower() for name in names}) == 4
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_docx_is_landscape_with_a_repeated_head_and_chinese_fonts() -> None:
    """黑体 for heads, 仿宋 for the rest; links where the address is known."""
    document = docx.Document(io.BytesIO(export_tables([make_table("移送", "=1+1")], "docx", base=SITE)))
    section, table = document.sections[0], document.tables[0]
    assert section.page_width > section.page_height
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["做什么", "出处"], ["移送", "《办法》第一条\n第二行"], ["=1+1", "《办法》第一条\n第二行"],
    ]  # fmt: skip
    head = table.rows[0].cells[0].paragraphs[0].runs[0]
    assert head._element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    targets = [link.address for link in table.rows[1].cells[1].paragraphs[0].hyperlinks]
    assert targets == [f"{SITE}/documents/a?mark=1-2"] or targets == [f"{SITE}/documents/a?mark=1-2#art_1"]
    assert document.paragraphs[-1].text == "依据截至 2026-11-21 已入库的 1 份文件。"


def test_docx_without_an_address_has_no_links() -> None:
    """The citation stands as text."""
    document = docx.Document(io.BytesIO(export_tables([make_table("移送")], "docx")))
    assert not document.element.body.findall(f".//{qn('w:hyperlink')}")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", ["a\x00b\x0b\x1f", "\ud800", "\ufffe\uffff", "长" * 40_000, "", "𠮷"])
def test_odd_characters_and_lengths_do_no_harm(form: TableFormat, text: str) -> None:
    """The file opens; what is too long for a cell says that it was cut."""
    data = export_tables([make_table(text)], form)
    if form == "xlsx":
        value = read_sheet(data)["A2"].value or ""
        assert value.startswith(clean_cell(text)[:100])
        assert len(value) < 32_768
        assert (len(text) > 32_767) == value.endswith("请看原文）")
    if form == "docx":
        assert docx.Document(io.BytesIO(data)).tables


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_without_rows_is_exported(form: TableFormat) -> None:
    """With its head."""
    data = export_tables([make_table()], form)
    assert data
    if form == "xlsx":
        assert read_sheet(data)["B1"].value == "出处"


def test_json_holds_texts_as_they_are() -> None:
    """One table is an object, several are a list."""
    table = make_table("=1+1", url="/documents/a#1")
    one, several = (json.loads(export_tables(tables, "json")) for tables in ([table], [table, table]))
    assert one == several[0] == table_to_dict(table)
    assert one["rows"][0][0] == {"text": "=1+1", "url": "/documents/a#1"}
    assert one["made_on"] == "2026-11-21"


def test_file_names_are_chinese_and_safe() -> None:
    """Without what file systems refuse."""
    assert export_name("跨区对照（案件移送）", "xlsx") == "跨区对照（案件移送）.xlsx"
    assert export_name('../a:b*?"<>|\x00', "csv") == "ab.csv"
    assert export_name("...", "csv") == "导出.csv"
    assert set(CONTENT_TYPES) == set(FORMATS)


def test_the_graph_opens_again(knowledge: Knowledge) -> None:
    """As GraphML with networkx, as JSON with the same nodes and edges."""
    graph = knowledge.graph()
    read = networkx.read_graphml(io.BytesIO(render_graphml(graph)))
    assert set(read.nodes) == set(graph.nodes)
    assert read.number_of_edges() == graph.number_of_edges()
    data = json.loads(json.dumps(render_node_link(graph)))
    assert (len(data["nodes"]), len(data["links"])) == (graph.number_of_nodes(), graph.number_of_edges())
    assert all(node["kind"] for node in data["nodes"])
