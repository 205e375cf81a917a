"""Rows of real ledgers: values typed, problems named with their place, lines that are no records passed over."""

import re
from datetime import date

import pytest

from kwonik.spreadsheets import (
    CHECK,
    ERROR,
    Column,
    Refused,
    find_table,
    match_columns,
    open_workbook,
    read_rows,
)
from tests.spreadsheets import books
from tests.spreadsheets.books import LEDGER

HEADS = ("연번", "상담일", "구분", "상담유형", "익명", "상담자", "연락처", "청구금액", "내용")
GOOD = (1, "2025-05-09", "노동자", "임금체불, 산재", "X", "홍길동", "010-1234-5678", "20만원", "퇴직금")


def read(content: bytes, columns=LEDGER, year=None, **options):
    """(rows, reading) of the first table."""
    with open_workbook(content, "상담대장.xlsx") as workbook:
        table = find_table(workbook.sheets[0], columns)
        reading = read_rows(table, match_columns(table, columns, **options), year)
        return list(reading), reading


def line(**changes):
    """GOOD with some cells changed."""
    names = ("serial", "held_on", "party", "issues", "anonymous", "name", "phone", "claimed_won", "memo")
    return tuple(changes.get(name, cell) for name, cell in zip(names, GOOD, strict=True))


def only_problem(row):
    (problem,) = row.problems
    return problem


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
        books.delimited(books.MESSY, "utf-8-sig"),
    ],
    ids=["xlsx", "xls", "ods", "cp949 csv", "utf-8 csv"],
)
def test_the_messy_sheet_is_read_alike_from_every_kind_of_file(content):
    rows, reading = read(content)
    assert [
        (row.number, *(row.values[key] for key in ("held_on", "party", "issues", "claimed_won")))
        for row in rows
    ] == books.MESSY_VALUES
    assert all(row.ok and not row.problems for row in rows)
    assert [(skipped.row, skipped.reason) for skipped in reading.skipped] == [
        (9, "되풀이된 머리글"),
        (11, "합계 줄"),
        (13, "표 밖의 설명"),
    ]
    assert (reading.row_count, reading.problem_row_count, reading.skipped_count) == (4, 0, 3)


def test_every_declared_column_has_a_value_or_none():
    (row,), _ = read(books.xlsx([HEADS, GOOD]))
    assert row.values == {
        "held_on": date(2025, 5, 9),
        "party": "worker",
        "issues": ("unpaid_wages", "occupational_injury"),
        "anonymous": False,
        "name": "홍길동",
        "phone": "010-1234-5678",
        "claimed_won": 200_000,
        "memo": "퇴직금",
    }
    (row,), _ = read(books.xlsx([("상담일", "상담유형"), ("2025-05-09", "산재")]))
    assert row.values["memo"] is None and row.values["claimed_won"] is None


def test_a_problem_names_its_place_what_stands_there_and_what_to_do():
    (row,), reading = read(books.xlsx([("2025년",), HEADS, line(held_on="2025-02-29")]))
    problem = only_problem(row)
    assert (problem.row, problem.letter, problem.heading, problem.shown) == (3, "B", "상담일", "2025-02-29")
    assert problem.place == "3행 B열(상담일)"
    assert problem.sentence == "2025년 2월은 28일까지 있습니다. 날짜를 확인해 고쳐 주세요."
    assert problem.level == ERROR and not row.ok
    assert reading.problem_row_count == 1


def test_every_problem_of_a_row_is_named_at_once():
    (row,), _ = read(books.xlsx([HEADS, line(held_on="", party="학생", claimed_won="0.5", phone="123")]))
    assert [problem.letter for problem in row.problems] == ["B", "C", "G", "H"]
    assert row.problems[0].sentence == "꼭 필요한 칸이 비어 있습니다. 값을 적어 주세요."
    assert row.values["memo"] == "퇴직금"


def test_a_dash_in_a_required_cell_is_empty():
    (row,), _ = read(books.xlsx([HEADS, line(held_on="-")]))
    assert "비어 있습니다" in only_problem(row).sentence


def test_an_assumed_year_is_to_be_checked_but_may_be_stored():
    (row,), _ = read(books.xlsx([HEADS, line(held_on="5/9")]), year=2024)
    assert row.ok and row.values["held_on"] == date(2024, 5, 9)
    assert only_problem(row).level == CHECK

    (row,), reading = read(books.xlsx([("2025년 상담대장",), HEADS, line(held_on="5/9")]))
    assert row.values["held_on"] == date(2025, 5, 9)
    assert reading.year == 2025


def test_a_failed_formula_in_an_optional_cell_is_a_problem_and_not_nothing():
    data = (
        '<row r="1"><c r="A1" t="str"><v>상담일</v></c><c r="B1" t="str"><v>상담유형</v></c>'
        '<c r="C1" t="str"><v>청구금액</v></c></row>'
        '<row r="2"><c r="A2"><v>45786</v></c><c r="B2" t="str"><v>산재</v></c><c r="C2" t="e"><v>#REF!</v></c></row>'
    )
    (row,), _ = read(books.raw_xlsx(books.sheet_xml(data)))
    problem = only_problem(row)
    assert (problem.letter, problem.shown) == ("C", "#REF!")
    assert "수식 오류" in problem.sentence


def test_a_unit_of_thousands_is_counted_in():
    (row,), _ = read(books.xlsx([("상담일", "상담유형", "청구금액(천원)"), ("2025-05-09", "산재", 1_200)]))
    assert row.values["claimed_won"] == 1_200_000
    (row,), _ = read(
        books.xlsx([("(단위: 천원)",), ("상담일", "상담유형", "청구금액"), ("2025-05-09", "산재", 1_200)])
    )
    assert row.values["claimed_won"] == 1_200_000


# --- lines that are no records ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sum_line",
    [
        ("계", "", "", "", "", "", "", 400_000, ""),
        ("합 계", "", "", "", "", "", "", 400_000, ""),
        ("", "", "", "소계", "", "", "", 400_000, ""),
        ("5월 소계", "", "", "", "", "", "", 400_000, ""),
        ("합계(2건)", "", "", "", "", "", "", 400_000, ""),
        ("총 계", 2, "", "", "", "", "", "=SUM(H2:H3)", ""),
    ],
)
def test_sums_in_between_and_below_are_no_records(sum_line):
    rows, reading = read(books.xlsx([HEADS, GOOD, sum_line, GOOD, sum_line]))
    assert [row.number for row in rows] == [2, 4]
    assert [(skipped.row, skipped.reason) for skipped in reading.skipped] == [(3, "합계 줄"), (5, "합계 줄")]


def test_a_sum_without_any_required_column_is_no_record_either():
    columns = (Column("line", "사업명"), Column("allotted_won", "소요예산", "won"))
    rows, _ = read(books.xlsx([("사업명", "소요예산"), ("노동상담", 100), ("합계", 100)]), columns)
    assert [row.values["line"] for row in rows] == ["노동상담"]


def test_blank_and_prenumbered_lines_are_no_records():
    rows, reading = read(books.xlsx([HEADS, GOOD, (), (2,), (3, "", " "), ("", "  "), GOOD]))
    assert [row.number for row in rows] == [2, 7]
    assert reading.skipped_count <= 2


@pytest.mark.parametrize(
    "remark",
    [
        "※ 2월은 휴관",
        "* 익명 포함",
        "주) 전화 상담 포함",
        "작성자: 상담팀장",
        "출처: 내부 자료",
        "위 표는 관할 자치구의 요청으로 따로 정리한 것임",
    ],
)
def test_remarks_below_are_no_records(remark):
    rows, reading = read(books.xlsx([HEADS, GOOD, (), (remark,)]))
    assert len(rows) == 1
    assert (reading.skipped[0].reason, reading.skipped[0].text[:5]) == ("표 밖의 설명", remark[:5])


def test_a_line_in_doubt_is_a_record_with_problems_and_not_lost():
    rows, _ = read(books.xlsx([HEADS, GOOD, (2, "", "노동자", "", "", "김철수")]))
    assert [row.ok for row in rows] == [True, False]


def test_short_lines_of_a_csv_are_filled_up():
    content = "상담일,상담유형,내용\n2025-05-09,산재\n".encode()
    (row,), _ = read(content)
    assert row.ok and row.values["memo"] is None


# --- merged cells, marks, hidden rows -------------------------------------------------------------------------------


def test_a_day_merged_over_three_lines_holds_for_all_and_an_amount_only_once():
    rows = [
        ("상담일", "상담유형", "청구금액"),
        ("2025-05-09", "산재", 300),
        ("", "임금체불", ""),
        ("", "부당해고", ""),
        ("", "", ""),
    ]
    found, _ = read(books.xlsx(rows, ["A2:A5", "C2:C4"]))
    assert [(row.values["held_on"], row.values["claimed_won"]) for row in found] == [
        (date(2025, 5, 9), 300),
        (date(2025, 5, 9), None),
        (date(2025, 5, 9), None),
    ]


def test_marks_that_are_no_marks_are_problems():
    rows = [list(row) for row in books.MESSY[:6]]
    rows[4][3] = "둘"
    found, _ = read(books.xlsx(rows, books.MESSY_MERGES))
    problem = only_problem(found[0])
    assert (problem.letter, problem.heading) == ("D", "상담유형 > 임금체불")


def test_no_mark_in_a_required_group_is_a_problem():
    rows = [list(row) for row in books.MESSY[:6]]
    rows[4][3] = ""
    found, _ = read(books.xlsx(rows, books.MESSY_MERGES))
    assert "비어 있습니다" in only_problem(found[0]).sentence


def test_two_marks_where_one_choice_is_wanted_are_a_problem():
    columns = (
        Column("held_on", "상담일", "date", required=True),
        Column("issue", "상담유형", "choice", choices=books.ISSUES),
    )
    rows = [
        ("상담일", "상담유형", ""),
        ("", "임금체불", "산재"),
        ("2025-05-09", "O", "O"),
        ("2025-05-09", "", "V"),
    ]
    found, _ = read(books.xlsx(rows, ["A1:A2", "B1:C1"]), columns)
    assert "하나만" in only_problem(found[0]).sentence
    assert found[1].values["issue"] == "occupational_injury"


def test_hidden_rows_are_marked():
    hidden = '<row r="2" hidden="1"><c r="A2"><v>45786</v></c><c r="B2" t="str"><v>산재</v></c></row>'
    head = '<row r="1"><c r="A1" t="str"><v>상담일</v></c><c r="B1" t="str"><v>상담유형</v></c></row>'
    (row,), _ = read(books.raw_xlsx(books.sheet_xml(head + hidden)))
    assert row.hidden and row.ok


# --- resident numbers ---------------------------------------------------------------------------------------------

NUMBER = "900101-1234567"


@pytest.mark.parametrize(
    ("changes", "letter"),
    [
        ({"memo": f"신분증 {NUMBER} 확인"}, "I"),
        ({"memo": "９００１０１－１２３４５６７"}, "I"),
        ({"memo": "900101–1234567"}, "I"),
        ({"name": NUMBER}, "F"),
        ({"party": NUMBER}, "C"),
        ({"claimed_won": NUMBER}, "H"),
        ({"memo": 9_001_011_234_568}, "I"),
        ({"serial": NUMBER}, "A"),
    ],
)
def test_a_resident_number_in_any_cell_is_a_problem_and_never_echoed(changes, letter):
    (row,), reading = read(books.xlsx([HEADS, line(**changes)]))
    problem = only_problem(row)
    assert (problem.letter, problem.shown, problem.level) == (letter, "", ERROR)
    assert "지우고 저장한 뒤" in problem.sentence
    everything = repr((row, reading.skipped))
    assert not re.search(r"1234567|１２３４５６７|1234568", everything)


def test_a_resident_number_in_a_column_nobody_reads_is_a_problem_too():
    (row,), _ = read(books.xlsx([(*HEADS, "주민번호"), (*GOOD, NUMBER)]))
    assert only_problem(row).place == "2행 J열(주민번호)"
    assert row.raw[9] == "(가림)"


def test_a_resident_number_in_a_skipped_line_is_not_echoed():
    _, reading = read(books.xlsx([HEADS, GOOD, (f"※ 담당 {NUMBER}",)]))
    assert reading.skipped[0].text == "※ 담당 900101-*******"


def test_large_amounts_and_telephones_are_no_resident_numbers():
    changes = {"claimed_won": 310_125_123_458, "phone": 1033334444}
    (row,), _ = read(books.xlsx([HEADS, line(**changes)]))
    assert row.ok and row.values["claimed_won"] == 310_125_123_458


# --- digests --------------------------------------------------------------------------------------------------------

LINES = [GOOD, line(held_on="2025-05-10"), GOOD, line(memo="다름")]


def test_the_same_ledger_is_known_again_in_another_file_order_of_columns_and_spelling():
    rows, reading = read(books.xlsx([HEADS, *LINES]))
    backwards = [tuple(reversed(row)) for row in (HEADS, *LINES)]
    respelt = [
        tuple({"20만원": 200_000, "2025-05-09": "'25.5.9."}.get(cell, cell) for cell in row) for row in LINES
    ]
    for content in (
        books.delimited(backwards, "cp949"),
        books.xls([("제목",), HEADS, *respelt]),
        books.ods([HEADS, *LINES, ("합계",)]),
    ):
        others, other = read(content)
        assert other.digest == reading.digest
        assert [row.key for row in others] == [row.key for row in rows]


def test_a_longer_ledger_holds_the_keys_of_the_shorter_one():
    keys = {row.key for row in read(books.xlsx([HEADS, *LINES]))[0]}
    longer, reading = read(books.xlsx([HEADS, line(name="새 사람"), *LINES, line(name="또 새 사람")]))
    assert len(keys) == 4
    assert [row.key in keys for row in longer] == [False, True, True, True, True, False]
    assert reading.digest != read(books.xlsx([HEADS, *LINES]))[1].digest


def test_a_column_declared_later_does_not_make_old_lines_look_new():
    keys = [row.key for row in read(books.xlsx([HEADS, *LINES]))[0]]
    wider = (*LEDGER, Column("outcome", "결과"))
    assert [row.key for row in read(books.xlsx([HEADS, *LINES]), wider)[0]] == keys


def test_one_changed_value_changes_the_key():
    base = read(books.xlsx([HEADS, GOOD]))[0][0].key
    for changes in (
        {"memo": "퇴직금."},
        {"anonymous": "O"},
        {"issues": "산재, 임금체불"},
        {"claimed_won": 200_001},
    ):
        assert read(books.xlsx([HEADS, line(**changes)]))[0][0].key != base


def test_a_reading_may_be_repeated():
    with open_workbook(books.xlsx([HEADS, *LINES, ("합계",)]), "a.xlsx") as workbook:
        table = find_table(workbook.sheets[0], LEDGER)
        reading = read_rows(table, match_columns(table, LEDGER))
        first, digest = list(reading), reading.digest
        assert (list(reading), reading.digest, reading.row_count, reading.skipped_count) == (
            first,
            digest,
            4,
            1,
        )


def test_an_unready_match_is_refused_with_its_reasons():
    with pytest.raises(Refused) as refused:
        read(books.xlsx([("상담유형", "구분"), ("산재", "노동자")]))
    assert "'상담일' 열을 찾지 못했습니다" in refused.value.sentence
