"""Workbooks made on the spot: well-formed ones by libraries, hostile ones byte by byte."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import xlwt

from kwonik.spreadsheets import Column

Rows = Sequence[Sequence[Any]]

ISSUES = {
    "임금체불": "unpaid_wages",
    "부당해고": "unfair_dismissal",
    "해고·징계": "unfair_dismissal",
    "산재": "occupational_injury",
    "산업재해": "occupational_injury",
    "직장내 괴롭힘": "workplace_harassment",
}
LEDGER = (
    Column("held_on", "상담일", "date", required=True, aliases=("접수일",)),
    Column("party", "구분", "choice", choices={"노동자": "worker", "사용자": "employer"}),
    Column("issues", "상담유형", "choices", required=True, choices=ISSUES),
    Column("anonymous", "익명", "bool"),
    Column("name", "상담자"),
    Column("phone", "연락처", "phone", aliases=("전화번호",)),
    Column("claimed_won", "청구금액", "won", dash_is_zero=True),
    Column("memo", "내용"),
)

# The messy sheet of the design: title, unit line, two heading rows merged both ways, dates and amounts in five hands,
# a sum with a formula error, blank rows, a heading repeated, a remark at the end.
MESSY: Rows = (
    ("2025년 상담 대장", "", "", "", "", "", ""),
    ("", "", "", "", "", "", "(단위: 원)"),
    ("연번", "상담 일자", "구 분", "상담유형", "", "청구금액(원)", "비고"),
    ("", "", "", "임금체불", "산재", "", ""),
    (1, "2025. 5. 9.", "노동자", "O", "", "200,000", "첫 상담"),
    (2, "'25.5.16", "사용자", "", "○", "20만원", ""),
    ("", "", "", "", "", "", ""),
    (3, date(2025, 5, 20), "노동자", "v", "O", 1_200_000, "둘 다"),
    ("연번", "상담 일자", "구 분", "상담유형", "", "청구금액(원)", "비고"),
    (4, "2025.5.21(수)", "노동자", "O", "X", "-", ""),
    ("계", "", "", "#N/A", "", "1,600,000", ""),
    ("", "", "", "", "", "", ""),
    ("※ 4월 이전 자료는 별도 보관", "", "", "", "", "", ""),
)
MESSY_MERGES = ("A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4")
MESSY_VALUES = [
    (5, date(2025, 5, 9), "worker", ("unpaid_wages",), 200_000),
    (6, date(2025, 5, 16), "employer", ("occupational_injury",), 200_000),
    (8, date(2025, 5, 20), "worker", ("unpaid_wages", "occupational_injury"), 1_200_000),
    (10, date(2025, 5, 21), "worker", ("unpaid_wages",), 0),
]


def xlsx(rows: Rows, merges: Sequence[str] = (), more: Mapping[str, tuple[str, Rows]] | None = None) -> bytes:
    """`more`: further sheets, name -> (state, rows), state being "visible" or "hidden"."""
    book = openpyxl.Workbook()
    book.active.title = "대장"
    _fill(book.active, rows)
    for merge in merges:
        book.active.merge_cells(merge)
    for name, (state, content) in (more or {}).items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        _fill(sheet, content)
    return saved(book)


def _fill(sheet: Any, rows: Rows) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value != "":
                sheet.cell(number, column, value)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows, merges: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """`merges` as xlwt tells them: first row, last row, left, right, from 0."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("대장")
    a_date = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(
                    number, column, value, a_date if isinstance(value, date) else xlwt.Style.default_style
                )
    for merge in merges:
        sheet.merge(*merge)
    return saved(book)


def ods(rows: Rows, table: str = "") -> bytes:
    """`table`: XML of the rows, instead of `rows`."""
    if not table:
        table = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="대장">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return package({"mimetype": _ODS, "content.xml": content, "META-INF/manifest.xml": _ODS_MANIFEST})


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/></manifest:manifest>'
)


def _ods_cell(value: Any) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, datetime | date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'


def delimited(rows: Rows, encoding: str, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="대장" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    ),
}


def sheet_xml(data: str, before: str = "", prolog: str = "", prefix: str = "") -> str:
    """One worksheet part; `prefix` such as "x:" puts every element into a named namespace."""
    xml = f"<worksheet>{before}<sheetData>{data}</sheetData></worksheet>"
    if prefix:
        xml = xml.replace("</", "\0").replace("<", "<" + prefix).replace("\0", "</" + prefix)
    xmlns = f' xmlns:{prefix[:-1]}="{_MAIN}"' if prefix else f' xmlns="{_MAIN}"'
    return prolog + xml.replace("worksheet>", f"worksheet{xmlns}>", 1)


def raw_xlsx(sheet: str | bytes | Iterable[bytes], extra: Mapping[str, str | bytes] | None = None) -> bytes:
    """A package around one worksheet part; `extra` adds or replaces parts."""
    return package({**_PARTS, "xl/worksheets/sheet1.xml": sheet, **(extra or {})})


def package(parts: Mapping[str, str | bytes | Iterable[bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if isinstance(content, str | bytes):
                archive.writestr(name, content)
                continue
            with archive.open(name, "w") as part:
                for chunk in content:
                    part.write(chunk)
    return out.getvalue()


def a_cell(place: str, value: object = 1) -> str:
    return f'<c r="{place}"><v>{value}</v></c>'
