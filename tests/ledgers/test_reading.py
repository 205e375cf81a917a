"""From a file to lines, without a database: which worksheets, which columns, and which lines are the same."""

from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from types import SimpleNamespace

import pytest

from kwonik.ledgers import reading, rules
from kwonik.ledgers.registry import Context, Sheet
from kwonik.spreadsheets import Column, Refused, open_workbook
from tests.ledgers.conftest import HEAD, ledger, row, workbook

COLUMNS = (
    Column("spent_on", "집행일", "date", required=True, aliases=("지출일",)),
    Column("line", "세부사업", required=True, aliases=("과목",)),
    Column("summary", "적요", required=True, aliases=("집행내역",)),
    Column("amount_won", "금액", "won", required=True, aliases=("지출액",)),
    Column("payee", "거래처", aliases=("지급처",)),
)
KIND = Sheet(
    code="test.ledger",
    label="시험 대장",
    permission="",
    model=None,
    columns=lambda context: COLUMNS,
    store=lambda context, lines, batch: None,
)


@contextmanager
def reading_of(content, variant="", **how):
    with open_workbook(content, "대장") as book:
        yield reading.read(book, KIND, Context(SimpleNamespace(pk=1), variant, None), **how)


def keys(content, **how) -> list[bytes]:
    with reading_of(content, **how) as found:
        return [row.line.key for row in found]


def months(*order) -> dict:
    """A worksheet for each month, with a line of its own and one that is equal in all."""
    return {f"{n}월": (HEAD, row(day=n), row(day=28, summary="월세")) for n in order}


def test_twelve_monthly_worksheets_are_one_ledger():
    with reading_of(workbook(**months(*range(1, 13)))) as found:
        lines = list(found)
        assert found.row_count == len(lines) == 24
        assert [line.worksheet for line in lines[:3]] == ["1월", "1월", "2월"]
    assert len({line.line.key for line in lines}) == 24


def test_a_new_month_in_front_makes_no_old_line_new():
    old, new = keys(workbook(**months(1, 2, 3))), keys(workbook(**months(4, 3, 2, 1)))
    assert set(old) < set(new)
    assert len(new) == 8


def test_a_month_alone_is_the_month_in_the_workbook():
    assert set(keys(workbook(**months(2)))) == set(keys(workbook(**months(2)), worksheet="2월"))
    assert set(keys(workbook(**months(1, 2)), worksheet="1월")) < set(keys(workbook(**months(1, 2))))


def test_equal_lines_stay_two_and_are_the_same_two_every_time():
    once, twice = keys(ledger(row())), keys(ledger(row(), row()))
    assert len(set(twice)) == 2
    assert set(once) < set(twice)
    assert twice == keys(workbook(다른이름=(HEAD, row(), row())))


def test_the_lines_of_two_services_differ():
    assert not set(keys(ledger(row()), variant="legal")) & set(keys(ledger(row()), variant="tax"))
    assert keys(ledger(row()), variant="tax") == keys(ledger(row()), variant="tax")


def test_a_worksheet_that_is_left_out_is_named():
    book = workbook(대장=(HEAD, row()), 요약=(("집행일", "세부사업"), ("5월", "1건")))
    with reading_of(book) as found:
        assert [table.sheet.name for table, _ in found.pairs] == ["대장"]
        assert "'요약'" in " ".join(found.notices)
    with reading_of(book, worksheet="대장") as found:
        assert not found.notices


def test_a_worksheet_that_is_not_there_is_refused():
    with pytest.raises(Refused) as refused, reading_of(workbook(대장=(HEAD, row())), worksheet="없음"):
        pass
    assert refused.value.reason == "no_sheet"


def test_what_was_chosen_holds_for_the_same_heading_on_every_worksheet():
    moved = (HEAD[1], HEAD[0], "비용", *HEAD[2:3], HEAD[4])
    book = workbook(
        첫째=((HEAD[0], HEAD[1], HEAD[2], "비용", HEAD[4]), row()),
        둘째=(moved, ("법률구조", date(2025, 6, 1), 500, "강사비", "")),
    )
    headings = {"A": HEAD[0], "B": HEAD[1], "C": HEAD[2], "D": "비용", "E": HEAD[4]}
    with reading_of(book, chosen={"D": "amount_won"}, headings=headings) as found:
        assert found.ready, found.sentences
        assert [line.line.values["amount_won"] for line in found] == [1_000, 500]


def test_a_memory_does_not_take_an_item_from_the_column_that_bears_its_name():
    remembered = {"비고": "summary"}
    with reading_of(ledger(row(), head=(*HEAD[:2], "비고", *HEAD[3:])), remembered=remembered) as found:
        assert [line.line.values["summary"] for line in found] == ["인쇄"]
    both = ledger((*row(), "지난번 적요"), head=(*HEAD[:2], "적요", *HEAD[3:], "비고"))
    with reading_of(both, remembered=remembered) as found:
        assert [line.line.values["summary"] for line in found] == ["인쇄"]


def test_samples_show_what_a_column_holds_and_hide_resident_numbers():
    lines = [row(summary=f"인쇄 {n}") for n in range(5)] + [row(payee="900101-1234568")]
    with reading_of(workbook(대장=(HEAD, *lines))) as found:
        samples = found.samples()
    assert samples["A"] == ["2025-05-09"]
    assert samples["C"] == ["인쇄 0", "인쇄 1", "인쇄 2"]
    assert samples["D"] == ["1000"]
    assert "1234568" not in str(samples)


def test_lines_that_are_no_records_are_told_with_their_place():
    with reading_of(ledger(row(), ("합계", "", "", "1,000", ""))) as found:
        assert len(list(found)) == 1
        assert found.skipped == ["3행: 합계 줄"]


CHOICE = Column("x", "구분", "choice", choices={"노동자": "worker", "근로자": "worker", "사용자": "employer"})


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        ("worker", "노동자"),
        (("employer", "worker"), "사용자, 노동자"),
        ("모름", "모름"),
        (True, "예"),
        (330_000, "330,000"),
        (Decimal("1.5"), "1.5"),
        (date(2025, 5, 9), "2025-05-09"),
        (datetime(2025, 5, 9, 14, 5), "2025-05-09 14:05"),
        (time(9, 30), "09:30"),
    ],
)
def test_values_are_shown_as_people_write_them(value, shown):
    assert reading.words(CHOICE, value) == shown


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([5], "5행"),
        ([5, 6], "5~6행"),
        ([5, 6, 7, 9], "5~7, 9행"),
        ([5, 5], "5행 외 1개"),
        ([1_005, 1_006, 1_009], "1,005~1,006, 1,009행"),
        (range(1, 40, 2), "1, 3, 5, 7, 9, 11, 13, 15, 17, 19행 외 10개"),
    ],
)
def test_rows_are_named_shortly(rows, said):
    runs = []
    for number in rows:
        runs = rules.with_row(runs, number)
    assert rules.rows_in_words(runs, len(rows)) == said
