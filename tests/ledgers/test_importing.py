"""A ledger goes in whole, once, after a yes; or not at all. An undo takes out exactly it."""

import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from kwonik.budget.models import BudgetLine, Spending
from kwonik.kernel import audit
from kwonik.ledgers import actions, reading, registry, rules, writing
from kwonik.ledgers.models import ImportBatch, RememberedColumns
from kwonik.ledgers.registry import Refused
from kwonik.people.models import PersonalDataAccess
from tests.budget.factories import make_spending
from tests.ledgers.conftest import (
    HEAD,
    ODD,
    ODD_ITEMS,
    SHEET,
    dump_of_imports,
    ledger,
    problems,
    row,
    sealed_count,
    workbook,
)


def test_nothing_is_stored_before_the_yes(upload, officer):
    batch = upload(ledger(row(), row(day=10)))
    assert (batch.state, batch.new_count, batch.problem_count) == ("checked", 2, 0)
    assert not Spending.objects.exists()
    actions.confirm(by=officer, batch=batch)
    assert (batch.state, batch.new_count, batch.known_count) == ("applied", 2, 0)
    assert Spending.objects.filter(import_batch=batch).count() == 2
    assert [event.code for event in audit.history(batch)] == [
        "ledgers.batch.uploaded",
        "ledgers.batch.applied",
    ]


def test_the_first_lines_are_shown_as_they_were_read(upload, officer):
    batch = upload(ledger(*[row(day=day) for day in range(1, 9)]))
    found = actions.open_findings(by=officer, batch=batch)
    assert found["heads"] == ["집행일", "세부사업", "적요", "금액", "거래처"]
    assert found["lines"][0] == ["2행", "2025-05-01", "취약노동자 법률구조", "인쇄", "1,000", "한마음인쇄"]
    assert len(found["lines"]) == rules.SHOWN_LINES
    opened = PersonalDataAccess.objects.filter(action="ledgers.batch", purpose="import", actor=officer)
    assert opened.exists()


def test_odd_headings_are_chosen_once_and_known_the_next_time(upload, bring, officer):
    batch = upload(ledger(row(), head=ODD))
    assert batch.problem_count
    assert "찾지 못했습니다" in json.dumps(problems(batch), ensure_ascii=False)
    batch = actions.choose(by=officer, batch=batch, worksheet="", chosen=ODD_ITEMS)
    assert (batch.problem_count, batch.new_count) == (0, 1)
    actions.confirm(by=officer, batch=batch)
    again = bring(ledger(row(), row(day=10), head=ODD))
    assert (again.state, again.new_count, again.known_count) == ("applied", 1, 1)
    assert {pair["key"] for pair in again.reading["pairs"] if pair["level"] == "remembered"} >= {
        "summary",
        "amount_won",
        "payee",
    }


def test_nothing_is_remembered_of_a_ledger_that_was_not_stored(upload, officer):
    batch = upload(ledger(row(), head=ODD))
    actions.choose(by=officer, batch=batch, worksheet="", chosen=ODD_ITEMS)
    assert not RememberedColumns.objects.exists()


def test_every_problem_is_told_with_its_place_and_what_to_do(upload):
    wrong = [row(amount="많이"), row(line="없는 사업"), row(line="없는 사업", day=10), ("어제", *row()[1:])]
    batch = upload(ledger(row(), *wrong, row(summary="")))
    found = {problem["place"]: problem for problem in problems(batch)}
    assert set(found) == {"3행 D열(지출액)", "4~5행 B열(과목)", "6행 A열(지출일)", "7행 C열(집행내역)"}
    assert batch.problem_count == 5
    assert found["3행 D열(지출액)"]["shown"] == "많이"
    assert found["4~5행 B열(과목)"]["count"] == 2
    assert "다음 가운데에서 적어 주세요: 취약노동자 법률구조" in found["4~5행 B열(과목)"]["sentence"]
    assert all("주세요" in problem["sentence"] for problem in found.values())


def test_an_assumption_is_shown_but_keeps_nothing_back(upload, officer):
    batch = upload(workbook(**{"2025년 집행": (HEAD, ("5/9", *row()[1:]))}))
    (assumed,) = problems(batch)
    assert not assumed["blocking"]
    assert (batch.problem_count, batch.is_ready) == (0, True)
    actions.confirm(by=officer, batch=batch)
    assert Spending.objects.get().spent_on == date(2025, 5, 9)


def test_a_thousand_equal_problems_are_one_and_many_different_ones_have_an_end(upload, officer, monkeypatch):
    batch = upload(ledger(*[row(line="없는 사업")] * 1_000))
    (only,) = problems(batch)
    assert only["place"] == "2~1,001행 B열(과목)"
    assert batch.problem_count == 1_000
    monkeypatch.setattr(rules, "SHOWN_PROBLEMS", 5)
    batch = upload(ledger(*[row(line=f"없는 사업 {n}") for n in range(20)]))
    assert len(problems(batch)) == 5
    assert actions.open_findings(by=officer, batch=batch)["unlisted"] == 15


def test_a_problem_in_the_last_row_keeps_everything_out(bring, monkeypatch):
    monkeypatch.setattr(rules, "CHUNK", 2)
    batch = bring(ledger(*[row(day=day) for day in range(1, 6)], row(amount="많이")))
    assert (batch.state, batch.problem_count, Spending.objects.count()) == ("checked", 1, 0)


def test_what_changed_since_the_check_stops_everything_and_says_where(upload, officer, monkeypatch):
    monkeypatch.setattr(rules, "CHUNK", 2)
    batch = upload(ledger(*[row(day=day) for day in range(1, 6)]))
    BudgetLine.objects.update(retired_on=date(2025, 6, 1))
    with pytest.raises(Refused, match="2행을 넣을 수 없습니다"):
        actions.confirm(by=officer, batch=batch)
    assert (batch.state, Spending.objects.count()) == ("stopped", 0)
    assert "사정이 바뀌어 2행을" in batch.trouble
    BudgetLine.objects.update(retired_on=None)
    actions.confirm(by=officer, batch=batch)
    assert (batch.state, batch.trouble, Spending.objects.count()) == ("applied", "", 5)


def test_a_row_that_somebody_else_stored_meanwhile_stops_everything(upload, bring, officer, monkeypatch):
    monkeypatch.setattr(rules, "CHUNK", 2)
    batch = upload(ledger(*[row(day=day) for day in range(1, 6)]))
    bring(ledger(row(day=5)), name="다른 대장.csv")
    monkeypatch.setattr("kwonik.ledgers.queries.stored_keys", lambda *anything: set())
    with pytest.raises(Refused, match="다시 반영하세요"):
        actions.confirm(by=officer, batch=batch)
    assert (batch.state, Spending.objects.count()) == ("stopped", 1)
    monkeypatch.undo()
    actions.confirm(by=officer, batch=batch)
    assert (batch.new_count, batch.known_count, Spending.objects.count()) == (4, 1, 5)


def test_a_fault_of_ours_leaves_nothing_and_says_so(upload, officer, monkeypatch):
    batch = upload(ledger(row()))

    def fail(context):
        raise ZeroDivisionError

    monkeypatch.setitem(registry._sheets, SHEET, with_(review=fail))
    with pytest.raises(ZeroDivisionError):
        actions.confirm(by=officer, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.trouble, Spending.objects.count()) == ("stopped", rules.FAULT, 0)


def test_a_fault_while_reading_leaves_no_upload_behind(upload, monkeypatch):
    def fail(context, values):
        raise ZeroDivisionError

    monkeypatch.setitem(registry._sheets, SHEET, with_(check=fail))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        upload(ledger(row()))
    assert (ImportBatch.objects.count(), sealed_count()) == (0, 0)


def with_(**changes):
    from dataclasses import replace

    return replace(registry.get(SHEET), **changes)


def test_the_same_file_twice_changes_nothing(bring):
    content = ledger(row(), row(day=10))
    bring(content)
    second = bring(content)
    assert (second.state, second.new_count, second.known_count) == ("discarded", 0, 2)
    assert Spending.objects.count() == 2


def test_the_same_ledger_under_another_name_and_form_changes_nothing(bring, upload):
    bring(ledger(row(), row(day=10)))
    moved = [(cells[2], cells[3], cells[0], cells[1], cells[4]) for cells in (HEAD, row(day=10), row())]
    again = upload(workbook(새시트=moved), name="복사본 (2).xlsx")
    assert (again.new_count, again.known_count, again.is_ready) == (0, 2, False)


def test_the_same_file_cannot_be_confirmed_as_something_else(bring, upload, officer):
    content = ledger(row())
    bring(content)
    batch = upload(content)
    other = {"C": "payee", "E": "summary"}
    batch = actions.choose(by=officer, batch=batch, worksheet="", chosen=other)
    assert batch.is_ready  # other items, so other lines
    with pytest.raises(Refused, match="이미 반영했거나"), transaction.atomic():
        actions.confirm(by=officer, batch=batch)
    assert Spending.objects.count() == 1


def test_a_longer_ledger_adds_only_what_is_new(bring):
    bring(ledger(row(), row()))
    longer = bring(ledger(row(), row(), row(), row(day=11)))
    assert (longer.new_count, longer.known_count, Spending.objects.count()) == (2, 2, 4)


def test_an_undo_takes_out_exactly_one_import(bring, officer, line):
    first, second = bring(ledger(row())), bring(ledger(row(), row(day=10)), name="둘째.csv")
    typed = make_spending(line)
    assert actions.undo(by=officer, batch=second) == 1
    assert set(Spending.objects.values_list("import_batch", flat=True)) == {first.pk, None}
    assert (second.state, second.undone_by) == ("undone", officer)
    with pytest.raises(Refused):
        actions.undo(by=officer, batch=second)
    assert Spending.objects.filter(pk=typed.pk).exists()
    again = bring(ledger(row(), row(day=10)), name="둘째.csv")
    assert (again.state, again.new_count) == ("applied", 1)


def test_an_undo_in_pieces_is_one_undo(bring, officer, monkeypatch):
    batch = bring(ledger(*[row(day=day) for day in range(1, 8)]))
    monkeypatch.setattr(rules, "CHUNK", 3)
    assert actions.undo(by=officer, batch=batch) == 7
    assert not Spending.objects.exists()


def test_an_undo_is_refused_kindly_while_other_records_rest_on_its_rows(bring, officer, line, monkeypatch):
    batch = bring(ledger(row(), row(day=10)))

    def somebody_needs_it(batch):
        raise ProtectedError("needed", {line})

    monkeypatch.setitem(registry._sheets, SHEET, with_(prepare_undo=somebody_needs_it))
    with pytest.raises(Refused, match="예산 과목 기록이 있어 되돌릴 수 없습니다"):
        actions.undo(by=officer, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, Spending.objects.count()) == ("applied", 2)
    assert "예산 과목" in batch.trouble


def test_the_blank_template_is_read_and_what_is_filled_in_comes_in(context, upload, bring):
    kind = registry.get(SHEET)
    blank = writing.blank(kind, context, date(2025, 5, 9))
    batch = upload(blank, name="집행 대장 서식.xlsx")
    assert [problem["sentence"] for problem in problems(batch)] == [rules.NO_LINES]
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    (example,) = kind.example(context)
    labels = {column.label: column for column in kind.columns(context)}
    head = next(cells for cells in sheet.iter_rows() if cells[0].value and "집행일" in str(cells[0].value))
    for cell in head:
        column = labels[cell.value.removesuffix(" *")]
        value = reading.words(column, example.get(column.key))
        sheet.cell(cell.row + 1, cell.column, date(2025, 1, 2) if column.kind == "date" else value)
    file = io.BytesIO()
    book.save(file)
    filled = bring(file.getvalue(), name="채운 서식.xlsx")
    assert filled.state == "applied", problems(filled)
    assert Spending.objects.values_list("summary", "amount_won").get() == ("상담 안내문 인쇄", 330_000)


def test_the_template_tells_how_to_fill_it_in(context):
    book = openpyxl.load_workbook(io.BytesIO(writing.blank(registry.get(SHEET), context, date(2025, 5, 9))))
    told = " ".join(str(cell) for cells in book["작성 안내"].values for cell in cells if cell)
    for word in (
        "주민등록번호",
        "예: 상담 안내문 인쇄",
        "반납은 -로",
        "고를 수 있는 값: 취약노동자 법률구조",
    ):
        assert word in told


@pytest.mark.parametrize("way", ["confirm", "discard", "undo", "expire"])
def test_the_file_is_gone_when_it_is_no_longer_needed(upload, officer, way):
    batch = upload(
        ledger(row(payee="홍길동"), row(amount="많이 많이")) if way != "confirm" else ledger(row())
    )
    assert sealed_count() == 2  # the file and what was found in it
    if way == "confirm":
        actions.confirm(by=officer, batch=batch)
    elif way == "discard":
        actions.discard(by=officer, batch=batch)
    elif way == "expire":
        actions.expire(now=timezone.now() + timedelta(days=rules.KEPT_DAYS + 1))
    else:
        actions.choose(by=officer, batch=batch, worksheet="", chosen={"D": "amount_won"})
        assert sealed_count() == 2
        actions.discard(by=officer, batch=batch)
    assert sealed_count() == 0


def test_nothing_of_a_cell_stands_in_the_clear(upload, bring):
    upload(ledger(row(payee="홍길동"), row(amount="삼천만원쯤")), name="900101-1234568 집행.csv")
    bring(ledger(row(payee="홍길동")), name="다른.csv")
    found = dump_of_imports()
    assert "집행" in found
    for secret in ("홍길동", "삼천만원쯤", "1234568", "인쇄"):
        assert secret not in found


def test_the_database_keeps_no_file_of_a_finished_import(upload, officer):
    batch = upload(ledger(row()))
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(state="discarded")


def test_an_upload_nobody_confirmed_is_thrown_away_in_time(upload, bring):
    old, applied = upload(ledger(row())), bring(ledger(row(day=10)))
    now = timezone.now()
    assert actions.expire(now=now + timedelta(days=rules.KEPT_DAYS - 1)) == 0
    assert actions.expire(now=now + timedelta(days=rules.KEPT_DAYS + 1)) == 1
    old.refresh_from_db()
    applied.refresh_from_db()
    assert (old.state, applied.state) == ("discarded", "applied")


def test_what_is_finished_is_finished(upload, officer):
    batch = upload(ledger(row()))
    stale = ImportBatch.objects.get(pk=batch.pk)
    actions.confirm(by=officer, batch=batch)
    for act in (
        lambda: actions.confirm(by=officer, batch=stale),
        lambda: actions.discard(by=officer, batch=stale),
        lambda: actions.choose(by=officer, batch=stale, worksheet="", chosen={}),
    ):
        with pytest.raises(Refused):
            act()
    assert Spending.objects.count() == 1


def test_an_import_with_problems_is_not_confirmed(upload, officer):
    batch = upload(ledger(row(amount="많이")))
    with pytest.raises(Refused, match="고칠 곳이 남았거나"):
        actions.confirm(by=officer, batch=batch)
    assert (batch.state, batch.trouble) == ("checked", "")
