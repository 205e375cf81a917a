"""Lists as workbooks: typed columns, constant memory, templates that help to fill in."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kwonik.documents import sheets, workbook
from kwonik.documents.workbook import Column, RowList

COLUMNS = (
    Column("접수번호"),
    Column("접수일", "date"),
    Column("등록 시각", "instant"),
    Column("건수", "number"),
    Column("금액", "won"),
)
ROW = ("R-1", date(2025, 5, 9), datetime(2025, 5, 9, 15, 30, tzinfo=UTC), Decimal("1.5"), 200_000)


def rows_of(made: bytes, **more: object) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


def listed(*rows: tuple, **more: object) -> RowList:
    return RowList("상담 목록", COLUMNS, rows, date(2025, 11, 7), **more)  # type: ignore[arg-type]


def test_values_keep_their_types_for_both_readers() -> None:
    made = workbook.write(listed(ROW))

    # 15:30 UTC is half past midnight of the next day in Seoul.
    assert rows_of(made) == [["R-1", datetime(2025, 5, 9), datetime(2025, 5, 10, 0, 30), 1.5, 200_000]]
    calamine = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert calamine[2] == [column.label for column in COLUMNS]
    assert calamine[3] == ["R-1", date(2025, 5, 9), datetime(2025, 5, 10, 0, 30), 1.5, 200_000.0]


def test_formats_follow_the_kind_of_column() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write(listed(ROW)))).worksheets[0]

    assert [cell.number_format for cell in sheet[4]] == [
        "@",
        "yyyy. m. d.",
        "yyyy-mm-dd hh:mm",
        "#,##0.##########",
        "#,##0",
    ]
    assert sheet.title == "상담 목록" and sheet["A1"].value == "상담 목록"
    assert (
        sheet.freeze_panes == "A4" and sheet.print_title_rows == "$3:$3" and sheet.auto_filter.ref == "A3:E4"
    )


def test_numbers_in_text_columns_stay_text() -> None:
    made = workbook.write(listed(("00123", None, None, "두 건", 10**16)))

    assert rows_of(made) == [["00123", None, None, "두 건", "10000000000000000"]]


@pytest.mark.parametrize(
    "text", ["=1+1", "+82", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", '=HYPERLINK("http://x")', "http://x.y"]
)
def test_nothing_typed_becomes_a_formula_or_a_link(text: str) -> None:
    sheet = openpyxl.load_workbook(
        io.BytesIO(workbook.write(listed((text, None, None, None, None), remark=text)))
    ).worksheets[0]

    assert sheet["A4"].value == text and sheet["A2"].value == text
    assert sheet["A4"].data_type == "s" and sheet["A4"].hyperlink is None
    assert bool(sheet["A4"].quotePrefix) is (text[0] != "h")


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2번째 행의 칸이 1개"):
        workbook.write(listed(ROW, ("가",)))


def test_an_empty_list_is_a_template() -> None:
    made = workbook.write(listed())

    assert rows_of(made) == []


def test_a_template_offers_choices_and_explains_itself() -> None:
    channels = tuple(f"경로 {k} {'가' * 20}" for k in range(30))
    columns = (
        Column("이름", hint="빈칸으로 둘 수 있습니다."),
        Column("경로", choices=channels),
        Column("구분", choices=("노동자", "사용자")),
    )
    made = workbook.write(
        RowList("서식", columns, (), date(2025, 11, 7), instructions=("4행부터 적어 주세요.",))
    )
    book = openpyxl.load_workbook(io.BytesIO(made))

    assert book.sheetnames == ["서식", "작성 안내", "선택값"]
    assert book["선택값"].sheet_state == "hidden"
    assert [book["선택값"].cell(k + 1, 1).value for k in range(30)] == list(channels)
    rules = {str(rule.sqref): rule for rule in book["서식"].data_validations.dataValidation}
    assert {area: rule.formula1 for area, rule in rules.items()} == {
        "B4:B2003": "'선택값'!$A$1:$A$30",
        "C4:C2003": "'선택값'!$B$1:$B$2",
    }
    assert "목록에서" in rules["B4:B2003"].error
    assert book["작성 안내"]["A1"].value == "4행부터 적어 주세요."
    assert [book["작성 안내"].cell(2, k).value for k in (1, 2)] == ["이름", "빈칸으로 둘 수 있습니다."]


def test_a_list_longer_than_a_sheet_goes_on(monkeypatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 5)
    file = io.BytesIO()

    count = workbook.stream(listed(*(ROW for _ in range(5))), file)

    book = openpyxl.load_workbook(file)
    assert count == 5
    assert book.sheetnames == ["상담 목록", "상담 목록 (2)", "상담 목록 (3)"]
    assert [sheet.max_row for sheet in book] == [5, 5, 4]


def test_memory_does_not_grow_with_the_rows(tmp_path) -> None:
    def peak(count: int) -> int:
        def rows() -> Iterator[tuple]:
            for k in range(count):
                yield (f"접수 {k}", date(2025, 1, 1), None, k, k * 1000)

        tracemalloc.start()
        with (tmp_path / f"{count}.xlsx").open("wb") as file:
            workbook.stream(RowList("목록", COLUMNS, rows(), date(2025, 11, 7)), file)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(100)
    assert peak(4000) < 2 * peak(400)


def test_the_same_list_gives_the_same_bytes() -> None:
    assert workbook.write(listed(ROW)) == workbook.write(listed(ROW))


def test_letters_of_columns() -> None:
    assert [workbook._letters(k) for k in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_truth_is_said_in_words() -> None:
    made = workbook.write(
        RowList("목록", (Column("익명"), Column("값")), ((True, Decimal("1E+2")),), date(2025, 11, 7))
    )

    assert rows_of(made) == [["예", "100"]]


def test_names_of_sheets_are_shared_by_both_writers() -> None:
    taken: set[str] = set()

    assert [sheets.sheet_name(name, taken) for name in ("가/나", "가/나", "")] == ["가 나", "가 나 (2)", "표"]
