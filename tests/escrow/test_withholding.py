"""원천징수: due days, the rows of a month, the file with resident numbers, and who has none; and payments as both parties read them."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kwonik.escrow import actions, queries, rules
from kwonik.escrow.bank import port
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.models import AuditEvent
from kwonik.people.models import PersonalDataAccess
from tests.escrow import factories
from tests.escrow.factories import PASSWORD, FakeBank, approved, bank_line, deliver, fresh, paid_in, sent
from tests.escrow.test_portal import at, browser_of, said, send
from tests.escrow.test_work import mediated
from tests.factories import make_account

WON = 500_000
database = pytest.mark.django_db
RESIDENT = "900509-1234567"


def paid(freelancer=None, commissioner=None, won: int = WON):
    """A milestone that the bank has paid today."""
    contract = factories.signed(one=freelancer, other=commissioner, wishes=factories.wishes(won))
    return sent(approved(deliver(paid_in(contract.milestones.get()))))


def this_month() -> date:
    return timezone.localdate().replace(day=1)


# -- days ------------------------------------------------------------------------------------------------------------


def test_due_days_move_on_from_days_off():
    calendar = WorkingCalendar(frozenset())
    assert rules.withholding.due_days(date(2026, 9, 1), calendar) == rules.withholding.DueDays(
        date(2026, 10, 12), date(2026, 11, 2)
    )  # the 10th is a Saturday, the 31st too
    assert rules.withholding.due_days(date(2026, 12, 1), calendar).payment_on == date(2027, 1, 11)


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2049, 1, 1)))
def test_tax_is_due_before_the_statement_and_both_after_the_month(day):
    due = rules.withholding.due_days(day.replace(day=1), WorkingCalendar(frozenset()))
    assert day < due.payment_on < due.statement_on
    assert due.statement_on - day.replace(day=1) < timedelta(days=76)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-1", "26-11", "2026-00", "２０２６-11", "2026-11-01"]
)
def test_what_is_no_month_is_none(text):
    assert rules.withholding.month_of(text) is None
    assert rules.withholding.month_of("2026-11") == date(2026, 11, 1)


# -- rows ------------------------------------------------------------------------------------------------------------


@database
def test_a_month_holds_what_the_bank_has_paid_and_nothing_else():
    milestone = paid()
    commissioner = milestone.contract.commissioner
    rows = queries.withholding.withheld(commissioner)
    assert [(one.gross_won, one.income_tax_won, one.local_tax_won) for one in rows] == [(WON, 15_000, 1_500)]
    assert queries.withholding.in_month(rows, this_month()) == rows
    assert queries.withholding.in_month(rows, date(2020, 1, 1)) == []
    payout = queries.money.payments_of(milestone).get(source__kind="payable")
    line = bank_line(kind=port.Kind.RETURNED, amount_won=payout.amount_won, bank_tran_id=payout.bank_number)
    list(actions.banking.take_all([line]))
    assert queries.withholding.withheld(commissioner) == []


@database
def test_what_was_divided_is_withheld_of_the_freelancers_part():
    contract = factories.signed(wishes=factories.wishes(WON))
    dispute, adviser = mediated(paid_in(contract.milestones.get()))
    split = actions.propose_split(by=adviser, dispute=dispute, freelancer_won=200_000, reason="절반")
    for member in (contract.freelancer, contract.commissioner):
        actions.sign_split(
            by=member.account, split=split, sha256=split.sha256, address=None, authentication="비밀번호"
        )
    actions.divide(by=make_account("escrow.money:move", centre=contract.centre), dispute=dispute)
    sent(fresh(dispute.milestone))
    (row,) = queries.withholding.withheld(contract.commissioner)
    assert (row.gross_won, row.income_tax_won, row.local_tax_won) == (200_000, 6_000, 600)
    assert row.income_tax_won + row.local_tax_won == split.withheld_won


@database
@pytest.mark.parametrize(
    ("freelancer", "commissioner"), [("business", "business"), ("individual", "individual")]
)
def test_private_persons_and_freelancers_with_a_business_withhold_nothing(freelancer, commissioner):
    number = {"business_number": "120-81-47521"} if freelancer == "business" else {}
    one = factories.freelancer(standing=freelancer, **number)
    milestone = paid(one, factories.commissioner(standing=commissioner))
    other = milestone.contract.commissioner
    assert queries.withholding.withheld(other) == []
    page = said(browser_of(other).get(at("withholding")))
    assert ("원천징수를 하지 않습니다" in page) == (commissioner == "individual")
    month = f"{this_month():%Y-%m}"
    assert "지급이 없습니다" in said(browser_of(other).get(at("withholding-month", month)))


@database
def test_the_file_holds_one_line_a_person_and_its_taking_is_kept():
    one = factories.verified()
    actions.bind_account(
        by=one.account, bank="088", account_number="110-123-456789", holder="홍길동", resident_number=RESIDENT
    )
    commissioner = factories.commissioner()
    paid(one, commissioner)
    paid(one, commissioner, 1_000_000)
    browser, month = browser_of(commissioner), f"{this_month():%Y-%m}"
    page = said(browser.get(at("withholding")))
    assert "2건" in page and "까지" in page
    page = said(browser.get(at("withholding-month", month)))
    assert "1,500,000원" in page and "9005" not in page and one.told["name"] not in page
    wrong = browser.post(at("withholding-month", month), {"password": "아닌-비밀번호"})
    assert (
        wrong.status_code == 422 and not AuditEvent.objects.filter(code="escrow.withholding.taken").exists()
    )
    answer = send(browser, at("withholding-month", month), password=PASSWORD)
    assert "no-store" in answer["Cache-Control"] and "attachment" in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["성명", "주민등록번호", "지급월", "업종코드", "지급액", "소득세", "지방소득세"] in cells
    assert cells[-1] == [one.told["name"], RESIDENT, month, None, 1_500_000, 45_000, 4_500]
    event = AuditEvent.objects.get(code="escrow.withholding.taken")
    assert event.detail == {"month": month, "people": 1} and event.actor == commissioner.account
    log = PersonalDataAccess.objects.filter(action="escrow.withholding.print", actor=commissioner.account)
    assert log.count() == 1


@database
def test_an_empty_month_gives_no_file_and_nobody_elses_is_seen():
    paid()
    other = factories.commissioner()
    browser = browser_of(other)
    assert "아직 원천징수한 지급이 없습니다" in said(browser.get(at("withholding")))
    month = f"{this_month():%Y-%m}"
    answer = browser.post(at("withholding-month", month), {"password": PASSWORD})
    assert answer.status_code == 422 and "이 달에 원천징수한 지급이 없습니다" in said(answer)
    assert browser.get(at("withholding-month", "2026-13")).status_code == 404
    assert browser.get(at("withholding-month", "2999-01")).status_code == 200
    staff = Client()
    staff.force_login(make_account("escrow.money:move", centre=other.centre))
    assert staff.get(at("withholding")).status_code == 403


@database
def test_months_cost_the_same_however_many(assert_constant_queries):
    commissioner = factories.commissioner()
    freelancer = factories.freelancer()
    paid(freelancer, commissioner)
    browser, month = browser_of(commissioner), f"{this_month():%Y-%m}"
    for name, args in (("withholding", ()), ("withholding-month", (month,))):
        assert_constant_queries(
            lambda name=name, args=args: browser.get(at(name, *args)),
            lambda: paid(factories.freelancer(), commissioner),
        )


# -- payments as both read them ------------------------------------------------------------------------------------------


@database
def test_both_parties_read_where_the_money_is_in_plain_words(assert_constant_queries):
    contract = factories.signed(wishes=factories.wishes(WON))
    milestone = approved(deliver(paid_in(contract.milestones.get())))
    actions.verify_payees(bank=FakeBank())
    actions.write_payouts()
    milestone = sent(milestone, port.Unknown(port.Why.NO_ANSWER))
    for member in (contract.freelancer, contract.commissioner):
        page = said(browser_of(member).get(at("contract", contract.pk)))
        assert "프리랜서에게 보내는 대금 483,500원: 은행의 답을 확인 중입니다" in page
        assert "세금을 납부하도록 의뢰인에게 돌려주는 금액 16,500원: 보냈습니다" in page
        assert "***" not in page


@database
def test_a_contracts_page_costs_the_same_with_payments(assert_constant_queries):
    contract = factories.signed(wishes=factories.wishes(100_000, 200_000))
    first, second = contract.milestones.order_by("number")
    sent(approved(deliver(paid_in(first))))
    paid_in(second)
    browser = browser_of(contract.freelancer)
    assert_constant_queries(
        lambda: browser.get(at("contract", contract.pk)),
        lambda: sent(approved(deliver(fresh(second)))),
    )
