"""The table is found under whatever stands above it, and its headings are read however they are merged."""

import pytest

from kwonik.spreadsheets import Refused, find_table, find_tables, open_workbook
from tests.spreadsheets import books
from tests.spreadsheets.books import LEDGER

HEADS = ("연번", "상담일", "구분", "상담유형", "상담자", "청구금액")
LINE = (1, "2025-05-09", "노동자", "임금체불", "홍길동", 200_000)


def table_of(content: bytes, **options):
    with open_workbook(content, "상담대장.xlsx") as workbook:
        return find_table(workbook.sheets[0], LEDGER, **options)


def labels(table):
    return [head.label for head in table.heads]


def test_headings_in_the_first_row():
    table = table_of(books.xlsx([HEADS, LINE]))
    assert labels(table) == list(HEADS)
    assert (table.heading_rows, table.first_row) == ((1,), 2)
    assert [head.letter for head in table.heads] == ["A", "B", "C", "D", "E", "F"]


def test_title_lines_blank_rows_and_blank_columns_are_passed_over():
    rows = [("", "2025년 상담 대장"), (), ("", "", "작성: 상담팀"), ("", "", *HEADS), ("", "", *LINE)]
    table = table_of(books.xlsx(rows))
    assert table.heading_rows == (4,)
    assert [head.letter for head in table.heads] == ["C", "D", "E", "F", "G", "H"]
    assert table.titles == ("2025년 상담 대장", "작성: 상담팀")
    assert table.year == 2025


@pytest.mark.parametrize(
    "content",
    [
        books.xlsx(books.MESSY, books.MESSY_MERGES),
        books.xls(
            books.MESSY,
            [
                (0, 0, 0, 6),
                (2, 3, 0, 0),
                (2, 3, 1, 1),
                (2, 3, 2, 2),
                (2, 2, 3, 4),
                (2, 3, 5, 5),
                (2, 3, 6, 6),
            ],
        ),
        books.ods(books.MESSY),
        books.delimited(books.MESSY, "cp949"),
    ],
    ids=["xlsx", "xls", "ods", "cp949 csv"],
)
def test_two_heading_rows_are_joined_with_merges_or_without(content):
    table = table_of(content)
    assert table.heading_rows == (3, 4)
    assert labels(table) == [
        "연번",
        "상담 일자",
        "구 분",
        "상담유형 > 임금체불",
        "상담유형 > 산재",
        "청구금액(원)",
        "비고",
    ]
    assert (table.year, table.won_unit) == (2025, 1)


def test_merged_headings_reach_down_even_when_nothing_below_is_known():
    rows = [
        ("상담일", "상담유형", "처리", "", "청구금액"),
        ("", "", "갑", "을", ""),
        ("2025-05-09", "산재", "가", "나", 1),
    ]
    table = table_of(books.xlsx(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]))
    assert table.heading_rows == (1, 2)
    assert labels(table) == ["상담일", "상담유형", "처리 > 갑", "처리 > 을", "청구금액"]


def test_a_title_merged_over_the_headings_is_no_heading():
    table = table_of(books.xlsx([("2025년 상담", "", "", "", "", ""), HEADS, LINE], ["A1:F1"]))
    assert table.heading_rows == (2,)


def test_a_line_of_data_is_no_heading_even_when_it_names_choices():
    columns = [column for column in LEDGER if column.key in ("party", "issues")]
    rows = [("구분", "상담유형"), ("노동자", "임금체불"), ("사용자", "산재")]
    with open_workbook(books.xlsx(rows), "a.xlsx") as workbook:
        assert find_table(workbook.sheets[0], columns).heading_rows == (1,)


def test_headings_may_hold_line_breaks_blanks_and_marks():
    rows = [("No.", "상담\n일자", "구  분", "상 담 유 형*", "상담자(성명)", "청구금액 [원]"), LINE]
    table = table_of(books.xlsx(rows))
    assert table.heading_rows == (1,)
    assert labels(table)[1:3] == ["상담 일자", "구 분"]


def test_the_officer_may_point_at_the_headings():
    rows = [HEADS, LINE, ("가", "나", "다"), (1, 2, 3)]
    assert labels(table_of(books.xlsx(rows), heading_rows=(3, 4))) == ["가 > 1", "나 > 2", "다 > 3"]
    table = table_of(books.xlsx(rows), heading_rows=(3,))
    assert labels(table) == ["가", "나", "다"]
    assert table.first_row == 4
    with pytest.raises(Refused):
        table_of(books.xlsx(rows), heading_rows=(99,))


@pytest.mark.parametrize(
    ("title", "unit"),
    [("(단위: 천원)", 1_000), ("단위 : 백만원", 1_000_000), ("(단위: 원, %)", 1), ("교육지원 사업", None)],
)
def test_a_unit_above_the_table_is_read(title, unit):
    assert table_of(books.xlsx([(title,), HEADS, LINE])).won_unit == unit


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2025년 상담대장", 2025),
        ("2025. 1. 1. 기준", 2025),
        ("2024년 대비 2025년", None),
        ("전화 02-2024-1234", None),
    ],
)
def test_a_year_above_the_table_is_read(title, year):
    assert table_of(books.xlsx([(title,), HEADS, LINE])).year == year


@pytest.mark.parametrize(
    ("filename", "title", "year"),
    [
        ("2024년 대장.xlsx", "대장", 2024),
        ("2024년 대장.xlsx", "2025년", 2025),
        ("대장(24-25).xlsx", "대장", None),
    ],
)
def test_the_name_of_the_file_tells_the_year_when_the_titles_do_not(filename, title, year):
    with open_workbook(books.xlsx([(title,), HEADS, LINE]), filename) as workbook:
        assert find_table(workbook.sheets[0], LEDGER).year == year


def test_a_resident_number_above_the_table_is_not_shown_again():
    table = table_of(books.xlsx([("작성자 900101-1234567",), HEADS, LINE]))
    assert table.titles == ("작성자 900101-*******",)


def test_a_sheet_without_a_table_says_what_it_looked_for():
    with pytest.raises(Refused) as refused:
        table_of(books.xlsx([("가", "나"), (1, 2)]))
    assert refused.value.reason == "no_table"
    assert "'상담일', '상담유형'" in refused.value.sentence and "'대장' 시트" in refused.value.sentence


def test_monthly_sheets_give_a_table_each_and_the_fullest_comes_first():
    poor = [("상담일", "상담유형"), ("2025-06-01", "산재")]
    more = {
        "6월": ("visible", poor),
        "7월": ("visible", [HEADS, LINE]),
        "표지": ("visible", [("표지",)]),
        "숨김": ("hidden", [HEADS]),
    }
    with open_workbook(books.xlsx([("머리말",)], more=more), "a.xlsx") as workbook:
        assert [table.sheet.name for table in find_tables(workbook, LEDGER)] == ["7월", "6월"]


def test_no_table_in_any_sheet_is_refused():
    with open_workbook(books.xlsx([("가",)]), "a.xlsx") as workbook, pytest.raises(Refused) as refused:
        find_tables(workbook, LEDGER)
    assert refused.value.reason == "no_table"
