"""A workbook of any kind is opened by what it is, read as often as wanted, and tells what it hides."""

import hashlib
import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
import xlwt

from kwonik.spreadsheets import Refused, display_name, open_workbook
from tests.spreadsheets import books

ROWS = [["상담일", "구분"], ["2025-05-09", "노동자"], ["2025-05-10", "사용자"]]

KINDS = {
    "xlsx": (books.xlsx(ROWS), "xlsx"),
    "xls": (books.xls(ROWS), "xls"),
    "ods": (books.ods(ROWS), "ods"),
    "utf-8": (books.delimited(ROWS, "utf-8"), "csv"),
    "utf-8 with mark": (books.delimited(ROWS, "utf-8-sig"), "csv"),
    "cp949": (books.delimited(ROWS, "cp949"), "csv"),
    "utf-16": (books.delimited(ROWS, "utf-16"), "csv"),
    "utf-16 without mark": (books.delimited(ROWS, "utf-16-le"), "csv"),
    "tabs": (books.delimited(ROWS, "cp949", "\t"), "csv"),
    "semicolons": (books.delimited(ROWS, "utf-8", ";"), "csv"),
}


@pytest.mark.parametrize(("content", "kind"), KINDS.values(), ids=KINDS.keys())
def test_the_content_decides_whatever_the_name_says(content, kind):
    with open_workbook(content, "대장.pdf") as workbook:
        assert workbook.kind == kind
        assert workbook.digest == hashlib.sha256(content).hexdigest()
        (sheet,) = workbook.sheets
        assert list(sheet.rows()) == list(enumerate(ROWS, 1))


def test_bytes_a_path_and_an_open_file_are_the_same(tmp_path):
    content = books.xlsx(ROWS)
    path = tmp_path / "대장.xlsx"
    path.write_bytes(content)

    for source in (content, path, str(path), io.BytesIO(content)):
        with open_workbook(source, path.name) as workbook:
            assert [cells for _, cells in workbook.sheets[0].rows()] == ROWS


def test_cells_keep_their_types():
    row = [date(2025, 5, 9), datetime(2025, 5, 9, 14, 30), time(14, 30), timedelta(hours=30), 1.5, True, "가"]
    with open_workbook(books.xlsx([row]), "a.xlsx") as workbook:
        assert list(workbook.sheets[0].rows()) == [(1, row)]


def test_row_numbers_are_those_a_person_sees():
    rows = [[], [], ["", "", "상담일"], [], ["", "", "2025-05-09"]]
    with open_workbook(books.xlsx(rows), "a.xlsx") as workbook:
        (sheet,) = workbook.sheets

        filled = [(number, cells) for number, cells in sheet.rows() if any(cells)]
        assert filled == [(3, ["상담일"]), (5, ["2025-05-09"])]
        assert sheet.first_column == 2


def test_many_rows_are_read_twice_and_by_turns():
    rows = [[f"{number}"] for number in range(1, 1_802)]
    with open_workbook(books.delimited(rows, "utf-8"), "a.csv") as workbook:
        (sheet,) = workbook.sheets
        one, other = sheet.rows(), sheet.rows()
        pairs = list(zip(one, other, strict=True))
    assert [number for (number, _), _ in pairs] == list(range(1, 1_802))
    assert all(left == right for left, right in pairs)


def test_hidden_sheets_are_listed_but_not_offered():
    content = books.xlsx(ROWS, more={"옛 자료": ("hidden", ROWS), "6월": ("visible", ROWS)})
    with open_workbook(content, "a.xlsx") as workbook:
        assert [sheet.name for sheet in workbook.sheets] == ["대장", "옛 자료", "6월"]
        assert [sheet.name for sheet in workbook.visible_sheets] == ["대장", "6월"]
        assert workbook.sheet("옛 자료").row_count == 3
        (notice,) = workbook.notices
        assert "'옛 자료'" in notice and "숨기기를 취소" in notice


def test_hidden_rows_are_read_and_said():
    book = openpyxl.load_workbook(io.BytesIO(books.xlsx(ROWS)))
    book.active.row_dimensions[3].hidden = True
    with open_workbook(books.saved(book), "a.xlsx") as workbook:
        (sheet,) = workbook.sheets
        assert sheet.findings.hidden_rows == {3}
        assert sheet.row_count == 3
        assert "숨긴 행 1개" in sheet.notices[0]


def test_hidden_rows_of_an_ods_are_told():
    row = (
        '<table:table-row{}><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    )
    table = (
        row.format("")
        + row.format(' table:visibility="filter" table:number-rows-repeated="2"')
        + row.format("")
    )
    with open_workbook(books.ods((), table), "a.ods") as workbook:
        assert workbook.sheets[0].findings.hidden_rows == {2, 3}


def test_an_xls_tells_its_hidden_rows_and_failed_formulas():
    book = xlwt.Workbook(encoding="utf-8")
    for name in ("가", "나"):
        sheet = book.add_sheet(name)
        for number in range(3):
            sheet.write(number, 0, f"{name}{number}")
    sheet.row(2).hidden = True
    sheet.row(1).set_cell_error(1, "#N/A!")
    with open_workbook(books.saved(book), "a.xls") as workbook:
        first, second = workbook.sheets
        assert not first.findings.hidden_rows and not first.findings.errors
        assert second.findings.hidden_rows == {3}
        assert [cells for _, cells in second.rows()] == [["나0", ""], ["나1", "#N/A"], ["나2", ""]]


def test_a_failed_formula_is_not_taken_for_an_empty_cell():
    data = (
        '<row r="1"><c r="A1" t="str"><v>가</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="A2" s="3" t="e"><f>NA()</f><v>#N/A</v></c><c r="B2" t="e"><v>#DIV/0!</v></c></row>'
    )
    with open_workbook(books.raw_xlsx(books.sheet_xml(data)), "a.xlsx") as workbook:
        assert list(workbook.sheets[0].rows()) == [(1, ["가", 1]), (2, ["#N/A", "#DIV/0!"])]


def test_a_failed_formula_of_an_ods_is_not_taken_for_an_empty_cell():
    cell = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"/>'
    value = '<table:table-cell office:value-type="float" office:value="1"/>'
    row = f"<table:table-row>{cell}{value}</table:table-row>"
    with open_workbook(books.ods((), row), "a.ods") as workbook:
        assert list(workbook.sheets[0].rows()) == [(1, ["#VALUE!", 1])]


def test_a_formula_without_a_saved_result_is_told_and_an_empty_result_is_not():
    data = (
        '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v/></c>'
        '<c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="str"><f>IF(1,"","")</f><v></v></c></row>'
    )
    with open_workbook(books.raw_xlsx(books.sheet_xml(data)), "a.xlsx") as workbook:
        assert workbook.sheets[0].findings.formulas_without_result == 2
        assert "2칸" in workbook.sheets[0].notices[0]


def test_day_numbers_from_1904_are_noticed():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active["A1"] = date(2025, 5, 9)
    with open_workbook(books.saved(book), "a.xlsx") as workbook:
        assert workbook.sheets[0].counts_from_1904
        assert list(workbook.sheets[0].rows()) == [(1, [date(2025, 5, 9)])]


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("상담대장.xlsx", "상담대장.xlsx"),
        ("상담대장.xlsx", "상담대장.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\관리자\\대장.xls", "대장.xls"),
        ("대장\u202exslx.exe", "대장xslx.exe"),
        ("대장\r\nSet-Cookie: a=1.xlsx", "대장Set-Cookie: a=1.xlsx"),
        ("대장😀.xlsx", "대장😀.xlsx"),
        ("\udcff.xlsx", ".xlsx"),
        ("\x00", "이름 없는 파일"),
        ("가" * 300, "가" * 120),
    ],
)
def test_a_file_name_is_fit_to_be_shown(filename, shown):
    assert display_name(filename) == shown


def test_a_workbook_of_empty_sheets_is_refused():
    with pytest.raises(Refused) as refused:
        open_workbook(books.xlsx([]), "a.xlsx")
    assert refused.value.reason == "no_sheet"


def test_a_closed_workbook_leaves_no_file_open():
    with open_workbook(books.xlsx(ROWS), "a.xlsx") as workbook:
        rows = workbook.sheets[0].rows()
    with pytest.raises(ValueError):
        next(rows)
