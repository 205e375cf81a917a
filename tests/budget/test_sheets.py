"""The two ledgers of finance come in through the spreadsheet door, and never leave a line out of balance."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kwonik.budget import queries
from kwonik.budget.models import Allotment, BudgetLine, Spending
from kwonik.budget.rules import Balance
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.ledgers import registry
from kwonik.ledgers.actions import bring_in, open_findings, undo
from kwonik.ledgers.registry import Refused
from tests import profiles
from tests.budget.factories import make_line, make_spending
from tests.factories import make_account
from tests.golden.conftest import source_figures

SPENT = ("지출일", "사업명", "집행내역", "지출액", "지급처", "증빙번호")
GIVEN = ("교부일", "예산과목", "예산구분", "배정액", "비고")


def ledger(head, *rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return text.getvalue().encode("cp949")


@pytest.fixture
def bring(finance, centre):
    def bring(sheet, head, *rows, name="대장.csv"):
        content = ledger(head, *rows)
        return bring_in(by=finance, centre=centre, sheet=f"budget.{sheet}", filename=name, content=content)

    return bring


@pytest.fixture
def line(centre):
    return make_line(centre, name="취약노동자 법률구조", aliases=["법률 지원"], code="legal_aid")


def said(batch) -> str:
    found = open_findings(by=batch.uploaded_by, batch=batch)["problems"]
    return json.dumps(found, ensure_ascii=False)


def test_a_ledger_as_offices_write_it_comes_in_whole(bring, line, finance):
    batch = bring(
        "spendings",
        SPENT,
        ("2025. 5. 9.", "취약노동자 법률구조", "안내문 인쇄", "33만원", "한마음인쇄", "2025-001"),
        ("'25.5.16", "법률 지원", "강사비", "￦200,000", "", ""),
        ("2025-06-11", "취약노동자법률구조", "정산 반납", "△30,000", "한마음인쇄", ""),
        ("합계", "", "", "500,000", "", ""),
    )
    assert batch.state == "applied", said(batch)
    rows = list(Spending.objects.order_by("spent_on").values_list("spent_on", "kind", "amount_won", "payee"))
    assert rows == [
        (date(2025, 5, 9), "spent", 330_000, "한마음인쇄"),
        (date(2025, 5, 16), "spent", 200_000, ""),
        (date(2025, 6, 11), "returned", -30_000, "한마음인쇄"),
    ]
    assert set(Spending.objects.values_list("line", "recorded_by")) == {(line.pk, finance.pk)}


def test_an_allotment_may_be_decided_the_year_before(bring, centre):
    line = make_line(centre, allotted_won=0, name="정책사업")
    batch = bring(
        "allotments",
        (*GIVEN, "회계연도"),
        ("2024. 12. 20.", "정책사업", "", "5천만", "교부 결정", 2025),
        ("2025. 6. 1.", "정책사업", "전용", "-1,000,000", "", ""),
    )
    assert batch.state == "applied", said(batch)
    assert queries.balance(line) == Balance(49_000_000, 0)
    assert list(Allotment.objects.values_list("kind", flat=True)) == ["original", "transfer"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("2024. 5. 9.", "법률 지원", "인쇄", "1,000"), "2024년 예산에 이 세부사업이 없습니다"),
        (("2025. 5. 9.", "법률 지원", "인쇄", "0"), "0원입니다"),
        (("2025. 5. 9.", "없는 사업", "인쇄", "1,000"), "없는 사업"),
        (("2025. 5. 9.", "법률 지원", "가" * 201, "1,000"), "200자까지"),
        (("2025. 5. 9.", "법률 지원", "인쇄", "1,000,001"), "예산보다 1원 많아집니다"),
        (("2025. 5. 9.", "법률 지원", "인쇄", "-1"), "집행액보다 1원 많아집니다"),
        (("2025. 5. 9.", "법률 지원", "인쇄 900101-1234567", "1"), "주민등록번호"),
    ],
)
def test_what_may_not_be_booked_is_said_before_anything_is_stored(bring, line, row, sentence):
    batch = bring(
        "spendings",
        SPENT[:4],
        ("2025. 1. 9.", "법률 지원", "먼저", "5"),
        row,
        ("2025. 1. 9.", "법률 지원", "반납", "-5"),
    )
    assert (batch.state, Spending.objects.count()) == ("checked", 0)
    assert sentence in said(batch)


def test_a_day_to_come_is_refused(bring, centre):
    day = timezone.localdate() + timedelta(days=1)
    make_line(centre, name="정책사업", year=day.year)
    batch = bring("spendings", SPENT[:4], (day, "정책사업", "인쇄", "1,000"))
    assert "오늘보다 뒤" in said(batch)


def test_an_original_budget_is_not_cut_by_a_ledger_either(bring, line):
    batch = bring("allotments", GIVEN[:4], ("2025. 3. 2.", "법률 지원", "본예산", "-5"))
    assert "본예산은 줄일 수 없습니다" in said(batch)


def test_rows_may_stand_in_any_order_as_long_as_the_whole_balances(bring, line, monkeypatch):
    monkeypatch.setattr("kwonik.ledgers.rules.CHUNK", 1)
    batch = bring(
        "spendings",
        SPENT[:4],
        ("2025. 6. 9.", "법률 지원", "반납", "-500,000"),
        ("2025. 5. 9.", "법률 지원", "인쇄", "1,000,000"),
        ("2025. 5. 9.", "법률 지원", "인쇄 더", "500,000"),
    )
    assert batch.state == "applied", said(batch)
    assert queries.balance(line) == Balance(1_000_000, 1_000_000)


def test_a_longer_ledger_is_weighed_by_its_new_rows_only(bring, line):
    first = ("2025. 5. 9.", "법률 지원", "인쇄", "700,000")
    bring("spendings", SPENT[:4], first)
    batch = bring("spendings", SPENT[:4], first, ("2025. 5. 10.", "법률 지원", "강사비", "300,000"))
    assert (batch.state, batch.new_count, batch.known_count) == ("applied", 1, 1)
    batch = bring("spendings", SPENT[:4], first, ("2025. 5. 11.", "법률 지원", "더", "1"))
    assert "예산보다 1원 많아집니다" in said(batch)


def test_money_that_was_spent_is_not_undone(bring, finance, centre):
    line = make_line(centre, allotted_won=0, name="정책사업")
    batch = bring("allotments", GIVEN[:4], ("2025. 1. 2.", "정책사업", "", "1,000"))
    booking = make_spending(line, 1_000)
    with pytest.raises(Refused, match="딸린 기록부터"):
        undo(by=finance, batch=batch)
    assert queries.balance(line) == Balance(1_000, 1_000)
    batch.refresh_from_db()
    assert batch.state == "applied"
    booking.delete()
    assert undo(by=finance, batch=batch) == 1
    assert not Allotment.objects.exists()


def test_both_ledgers_of_the_source_document_print_its_table(db):
    """The 22 lines of the budget table, from two ledgers of one row per line."""
    profiles.load("seoul")
    lines = list(BudgetLine.objects.order_by("position"))
    centre = lines[0].centre
    finance = make_account("finance", centre=centre)
    expected = source_figures("seoul")
    window = Window((centre.pk,), parse("2025-01/2025-09"), date(2025, 9, 30))
    printed = figures.registry.listing("budget.lines").lines(window)

    def source(number, column):
        return expected[f"S.bud.{number:02}.{column}"]

    named = [(n, row["name"]) for n, row in enumerate(printed, 1) if row["name"]]
    given = [("2025. 1. 2.", name, "", source(n, "소요예산")["value"]) for n, name in named]
    spent = [("2025. 9. 30.", name, "집행", source(n, "집행액")["value"]) for n, name in named]
    for sheet, head, rows in (("allotments", GIVEN[:4], given), ("spendings", SPENT[:4], spent)):
        content = ledger(head, *rows)
        batch = bring_in(
            by=finance, centre=centre, sheet=f"budget.{sheet}", filename="대장.csv", content=content
        )
        assert (batch.state, batch.new_count) == ("applied", 19), said(batch)

    columns = {
        "소요예산": "budget.allotted",
        "집행액": "budget.spent",
        "집행잔액": "budget.unspent",
        "집행률": "budget.execution_rate",
    }
    asks = {
        (number, column): Ask.of(code, **row["cut"])
        for number, row in enumerate(printed, 1)
        for column, code in columns.items()
    }
    answers = figures.compute(window, asks.values())
    assert len(asks) == 88
    for (number, column), ask in asks.items():
        cell = source(number, column)
        assert (float(answers[ask].value), answers[ask].printed) == (cell["value"], cell["printed"])


@pytest.mark.parametrize("sheet", ["allotments", "spendings"])
def test_the_example_of_the_template_is_a_line_that_could_be_brought_in(centre, finance, sheet):
    make_line(centre, name="정책사업", year=timezone.localdate().year, allotted_won=50_000_000)
    kind = registry.get(f"budget.{sheet}")
    context = registry.Context(centre, "", finance)
    (line,) = kind.example(context)
    empty = dict.fromkeys(column.key for column in kind.columns(context))
    names = {label: code for column in kind.columns(context) for label, code in column.choices.items()}
    values = {**empty, **{key: names.get(value, value) for key, value in line.items()}}
    assert kind.check(context, values) == []
