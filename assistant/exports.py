"""Tables as files to take away: XLSX, DOCX, CSV, JSON. Nothing is added to what a page shows.

Libraries are imported where they write, so that commands that export nothing start fast.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.run import Run

TableFormat: TypeAlias = Literal["xlsx", "docx", "csv", "json"]

FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)
CONTENT_TYPES: dict[TableFormat, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\[\]\x00-\x1f]')
_LONGEST_CELL = 32_000  # Excel takes 32,767 characters in a cell
_LONGEST_LINK = 2_000  # and 2,079 in a link, 65,530 links in a sheet
_MOST_LINKS = 65_000
_LONGEST_SHEET_NAME = 31
_WIDEST, _NARROWEST = 46, 8
_CUT = "…（过长，未写全，请看原文）"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its text, and where it leads: an address on the site (/documents/…), or None."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What is exported: a title, named columns, rows of as many cells, and notes on what it rests on.

    ``made_on`` is the day it was made, written into the file so that the same table gives the same XLSX.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    made_on: date
    notes: tuple[str, ...] = ()


def export_tables(tables: Sequence[Table], form: TableFormat, *, base: str | None = None) -> bytes:
    """The file that holds ``tables``: a sheet each in XLSX, one below the other in DOCX and CSV, objects in JSON.

    ``base`` is the address of the site (http://host:port); cells become links only where it is known, else their text
    stands alone. Cells that a spreadsheet could take for a formula are written as text.
    """
    if form == "xlsx":
        return _to_xlsx(tables, base)
    if form == "docx":
        return _to_docx(tables, base)
    return _to_csv(tables) if form == "csv" else _to_json(tables, base)


def export_name(title: str, form: str) -> str:
    """A file name for ``title``, without what file systems refuse."""
    return f"{_NOT_IN_NAMES.sub('', title).strip('. ')[:80] or '导出'}.{form}"


def neutralise(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula: with ' before it where it begins like one, also behind
    spaces and in full-width form.

    >>> neutralise("=1+1"), neutralise("三日内")
    ("'=1+1", '三日内')
    """
    return f"'{text}" if is_formula(text) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take ``text`` for a formula."""
    return text.startswith(_FORMULA) or text.lstrip(" \u3000\xa0\ufeff").startswith(_FORMULA)


def clean_cell(text: str) -> str:
    """``text`` without characters that no office file may hold, cut where it is longer than a cell may be."""
    kept = _UNUSABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return kept if len(kept) <= _LONGEST_CELL else kept[: _LONGEST_CELL - len(_CUT)] + _CUT


def _link(cell: TableCell, base: str | None) -> str | None:
    if base is None or cell.url is None:
        return None
    address = base.rstrip("/") + cell.url
    return address if len(address) <= _LONGEST_LINK else None


# CSV and JSON


def _to_csv(tables: Sequence[Table]) -> bytes:
    """UTF-8 with BOM, CRLF, as Excel expects; the notes come after the rows, each alone on its line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for at, table in enumerate(tables):
        if at:
            writer.writerow(())
        if len(tables) > 1:
            writer.writerow([neutralise(clean_cell(table.title))])
        writer.writerow([neutralise(clean_cell(column)) for column in table.columns])
        writer.writerows([neutralise(clean_cell(cell.text)) for cell in row] for row in table.rows)
        writer.writerows([neutralise(clean_cell(note))] for note in table.notes)
    return out.getvalue().encode("utf-8-sig")


def _to_json(tables: Sequence[Table], base: str | None) -> bytes:
    made = [table_to_dict(table, base=base) for table in tables]
    text = json.dumps(made[0] if len(made) == 1 else made, ensure_ascii=False, indent=1)
    return f"{text}\n".encode(errors="replace")


def table_to_dict(table: Table, *, base: str | None = None) -> dict[str, Any]:
    """``{"title", "columns": […], "rows": [[{"text", "url"}]], "notes": […], "made_on"}``; texts as they are."""
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": [[{"text": cell.text, "url": _link(cell, base) or cell.url} for cell in row] for row in table.rows],
        "notes": list(table.notes),
        "made_on": table.made_on.isoformat(),
    }


# XLSX


def _to_xlsx(tables: Sequence[Table], base: str | None) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        made = datetime.combine(tables[0].made_on, time())
        book.set_properties({"title": tables[0].title, "comments": "权责通", "created": made})
        names = _sheet_names(tables)
        for table, name in zip(tables, names, strict=True):
            _write_sheet(book, book.add_worksheet(name), table, base)
    return out.getvalue()


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    """Names that Excel takes: at most 31 characters, none of []:*?/\\, no ' at an end, none twice."""
    names: list[str] = []
    for table in tables:
        wanted = _NOT_IN_NAMES.sub("", clean_cell(table.title)).strip("' ")[:_LONGEST_SHEET_NAME] or "表"
        name, count = wanted, 1
        while name.lower() in (other.lower() for other in names):
            count += 1
            name = f"{wanted[: _LONGEST_SHEET_NAME - 3]}_{count}"
        names.append(name)
    return names


def _write_sheet(book: Any, sheet: Any, table: Table, base: str | None) -> None:
    formats = _formats(book)
    for column, (name, width) in enumerate(zip(table.columns, _widths(table), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, clean_cell(name), formats["head", is_formula(name)])
    links = 0
    for at, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            shown, address = clean_cell(cell.text), _link(cell, base)
            if address and shown and links < _MOST_LINKS:
                sheet.write_url(at, column, address, formats["link", is_formula(shown)], shown)
                links += 1
            else:
                sheet.write_string(at, column, shown, formats["text", is_formula(shown)])
    for at, note in enumerate(table.notes, start=len(table.rows) + 2):
        sheet.write_string(at, 0, clean_cell(note), formats["note", is_formula(note)])
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _formats(book: Any) -> dict[tuple[str, bool], Any]:
    """The formats by name, each also with the mark that says that its cell is text, whatever it begins with."""
    plain: dict[str, Any] = {
        "text_wrap": True,
        "valign": "top",
        "border": 1,
        "border_color": "#8a94a0",
        "font_size": 11,
    }
    named: dict[str, dict[str, Any]] = {
        "head": {**plain, "bold": True, "bg_color": "#e6ebf0"},
        "text": plain,
        "link": {**plain, "font_color": "#0b4fa3", "underline": 1},
        "note": {"font_color": "#57606a"},
    }
    return {
        (name, quoted): book.add_format({**settings, "quote_prefix": quoted})
        for name, settings in named.items()
        for quoted in (False, True)
    }


def _widths(table: Table) -> list[int]:
    """Column widths in half-width characters, by the longest line of the first rows."""
    widths = []
    for column, name in enumerate(table.columns):
        texts = [name, *(row[column].text for row in table.rows[:200])]
        longest = max(2 * len(line) for text in texts for line in (text.splitlines() or [""]))
        widths.append(max(_NARROWEST, min(_WIDEST, longest + 2)))
    return widths


# DOCX


def _to_docx(tables: Sequence[Table], base: str | None) -> bytes:
    import docx

    document = docx.Document()
    _set_page(document)
    made = datetime.combine(tables[0].made_on, time())
    properties = document.core_properties
    properties.title, properties.author, properties.comments = clean_cell(tables[0].title)[:255], "权责通", ""
    properties.created = properties.modified = made
    for table in tables:
        _set_font(document.add_paragraph().add_run(clean_cell(table.title)), "黑体", 16)
        _write_docx_table(document, table, base)
        for note in table.notes:
            document.add_paragraph(clean_cell(note))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_page(document: Document) -> None:
    """A4, landscape, margins of 20 mm; body text in 仿宋."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = "FangSong", Pt(10.5)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(_east_asia(), "仿宋")


def _write_docx_table(document: Document, table: Table, base: str | None) -> None:
    from docx.oxml import OxmlElement

    made = document.add_table(rows=1, cols=len(table.columns))
    made.style = "Table Grid"
    for cell, name in zip(made.rows[0].cells, table.columns, strict=True):
        _set_font(cell.paragraphs[0].add_run(clean_cell(name)), "黑体", 10.5)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        _write_docx_row(made, row, base)


def _write_docx_row(made: Any, row: Sequence[TableCell], base: str | None) -> None:
    from docx.oxml import OxmlElement

    line = made.add_row()
    line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for target, cell in zip(line.cells, row, strict=True):
        address = _link(cell, base)
        run = target.paragraphs[0].add_run(clean_cell(cell.text))
        if address:
            _make_link(run, address)


def _set_font(run: Run, east_asian: str, size: float) -> None:
    """Chinese text in ``east_asian``, Latin letters and digits in a font that goes with it."""
    from docx.shared import Pt

    run.font.name = "SimHei" if east_asian == "黑体" else "FangSong"
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(_east_asia(), east_asian)


def _east_asia() -> str:
    from docx.oxml.ns import qn

    return str(qn("w:eastAsia"))


def _make_link(run: Run, address: str) -> None:
    """Turns ``run`` into a link to ``address``."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    run.font.underline = True
    run.font.color.rgb = RGBColor(0x0B, 0x4F, 0xA3)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), run.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    element = run._element
    element.getparent().replace(element, link)
    link.append(element)
