"""XLSX: numbers are numbers, read back by two independent readers; nothing typed becomes a formula."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kwonik.documents import xlsx
from kwonik.documents.tree import Bullet, Cell, Heading, Number, Para, Report, Source, Table, WrongTree


@pytest.fixture(scope="module")
def seoul_xlsx(seoul: Report) -> bytes:
    return xlsx.write(seoul)


def report(*blocks: object) -> Report:
    return Report("제목", "센터", date(2025, 11, 7), blocks=blocks)  # type: ignore[arg-type]


def opened(made: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made))


def test_budget_numbers_are_numbers_for_both_readers(seoul_xlsx: bytes, budget_rows: tuple) -> None:
    sheet = opened(seoul_xlsx)["2025년 예산"]
    by_openpyxl = [[cell.value for cell in row][2:] for row in sheet.iter_rows(min_row=4)]
    by_calamine = (
        CalamineWorkbook.from_filelike(io.BytesIO(seoul_xlsx)).get_sheet_by_name("2025년 예산").to_python()
    )

    wanted = [[*row[2:5], float(row[5])] for row in budget_rows]
    assert by_openpyxl == wanted
    assert [row[2:] for row in by_calamine[3:]] == wanted


def test_formats_print_what_the_report_prints(seoul_xlsx: bytes) -> None:
    book = opened(seoul_xlsx)

    assert book["2025년 예산"]["C4"].number_format == "#,##0"
    assert book["2025년 예산"]["F4"].number_format == "#,##0.0"
    assert book["시설"]["E4"].value == 197.7
    assert book["시설"]["E4"].number_format == '#,##0.0"㎡"'


def test_merged_cells_come_back(seoul_xlsx: bytes) -> None:
    merged = {str(area) for area in opened(seoul_xlsx)["2025년 예산"].merged_cells.ranges}
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(seoul_xlsx)).get_sheet_by_name("2025년 예산")

    assert merged == {
        "A4:B4",
        "A5:B5",
        "A22:B22",
        "A6:A8",
        "A9:A10",
        "A11:A12",
        "A13:A15",
        "A16:A18",
        "A19:A21",
    }
    assert len(sheet.merged_cell_ranges) == len(merged)


def test_the_text_leads_to_its_tables(seoul_xlsx: bytes) -> None:
    sheet = opened(seoul_xlsx)["본문"]
    lines = [row[0].value for row in sheet.iter_rows()]
    links = [row[0].hyperlink.location for row in sheet.iter_rows() if row[0].hyperlink]

    assert lines[:2] == ["주요 업무 보고", "2025. 11. 7. · 서울노동권익센터"]
    assert (
        "Ⅰ 일반현황" in lines and "- 총 3,860건(노동자 3,598건, 사용자 262건)" in lines and "집계 전" in lines
    )
    assert links == ["'인력'!A1", "'인력 (2)'!A1", "'2025년 예산'!A1", "'시설'!A1", "'추진실적'!A1"]


def test_every_number_is_listed_with_its_evidence(seoul_xlsx: bytes) -> None:
    rows = [[cell.value for cell in row] for row in opened(seoul_xlsx)["수치 근거"].iter_rows(min_row=2)]
    listed = {(row[1], row[4], row[5]): row for row in rows}

    total = listed["3,860", "counselling.legal", None]
    assert total[2] == 3860 and total[3] == "집계" and total[7].startswith("/figures/counselling.legal")
    stated = listed["약 10만", "handout.water", None]
    assert stated[2] == 100000 and stated[3] == "인용" and "결과보고" in stated[6]
    derived = listed["58.4", "budget.rate", "서울노동포털 안정화"]
    assert derived[2] == 58.4 and derived[3] == "계산" and "÷" in derived[6]


def test_pages_print_well(seoul_xlsx: bytes) -> None:
    sheet = opened(seoul_xlsx)["2025년 예산"]

    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter.center.text == "- &P -"
    assert "주요 업무 보고" in sheet.oddHeader.left.text
    assert (
        sheet.sheet_properties.pageSetUpPr.fitToPage
        and sheet.page_setup.fitToHeight == 0
        and sheet.freeze_panes == "A4"
    )


def test_hostile_texts_stay_texts(hostile_report: Report, hostile: tuple[str, ...]) -> None:
    book = opened(xlsx.write(hostile_report))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell for cell in cells if cell.hyperlink and not cell.hyperlink.location]
    texts = [cell.value for cell in cells]
    assert all(text in texts for text in hostile)
    quoted = next(
        cell
        for cell in cells
        if cell.value == "=cmd|'/c calc'!A1" and cell.column_letter == "A" and cell.border.left.style
    )
    assert quoted.quotePrefix


def test_words_around_a_number_and_several_numbers_in_a_cell() -> None:
    one = ("총 ", Number("97", 97), "개소")
    two = (Number("47", 47), "(", Number("45", 45), ")")
    sheet = opened(xlsx.write(report(Table(((Cell(one), Cell(two)),), head_rows=0, caption="표"))))["표"]

    assert (sheet["A3"].value, sheet["A3"].number_format) == (97, '"총 "#,##0"개소"')
    assert sheet["B3"].value == "47(45)"


def test_dates_and_numbers_too_long_to_be_exact() -> None:
    row = (
        Cell(value=date(2025, 11, 7)),
        Cell(value=10**15),
        Cell(value=Decimal("0.10")),
        Cell("07", value=7, fmt="00"),
    )
    sheet = opened(xlsx.write(report(Table((row,), head_rows=0, caption="표"))))["표"]

    assert sheet["A3"].value == datetime(2025, 11, 7)
    assert sheet["A3"].number_format == "yyyy. m. d."
    assert sheet["B3"].value == "1,000,000,000,000,000"
    assert (sheet["C3"].value, sheet["C3"].number_format) == (0.1, "#,##0.00")
    assert (sheet["D3"].value, sheet["D3"].number_format) == (7, "00")


@pytest.mark.parametrize(
    ("captions", "names"),
    [
        (("예산[2025]: 계/잔액?",), ["예산 2025   계 잔액"]),
        (("가" * 40, "가" * 40), ["가" * 31, "가" * 27 + " (2)"]),
        (("A", "a", "A"), ["A", "a (2)", "A (3)"]),
        (("본문", "History", "'따옴표'"), ["본문 (2)", "History_", "따옴표"]),
        (("***",), ["표"]),
    ],
)
def test_sheet_names_are_accepted_and_unique(captions: tuple[str, ...], names: list[str]) -> None:
    tables = [Table(((Cell("가"),),), head_rows=0, caption=caption) for caption in captions]

    assert opened(xlsx.write(report(*tables))).sheetnames == ["본문", *names]


def test_a_table_without_a_caption_takes_its_heading() -> None:
    made = opened(xlsx.write(report(Heading(1, "Ⅰ", "예산"), Table(((Cell("가"),),), head_rows=0))))

    assert made.sheetnames == ["본문", "예산"]


def test_an_empty_report_is_a_workbook() -> None:
    assert opened(xlsx.write(report())).sheetnames == ["본문"]


def test_three_thousand_rows(long_report: Report) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.write(long_report)))
    rows = book.get_sheet_by_name("상담").to_python()

    assert len(rows) == 3003
    assert rows[-1] == [3000, date(2025, 1, 5), "임금체불 상담 3000", 30_000_000]


def test_the_same_report_gives_the_same_bytes(seoul: Report, seoul_xlsx: bytes) -> None:
    assert xlsx.write(seoul) == seoul_xlsx


def test_long_texts_and_long_sentences_are_cut_to_what_a_cell_holds() -> None:
    made = opened(
        xlsx.write(report(Para("가" * 40_000), Bullet(1, "", ("나", Number("3", 3, source=Source("a"))))))
    )

    assert len(made["본문"]["A3"].value) == 32_767


def test_a_wrong_tree_is_refused() -> None:
    with pytest.raises(WrongTree):
        xlsx.write(report(Heading(3, "", "가")))
