"""What comes to be known after its day was sealed; and lines that only their virtual account tells apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kwonik.escrow import actions, queries
from kwonik.escrow.actions import banking
from kwonik.escrow.bank.port import Kind
from kwonik.escrow.models import Deposit
from kwonik.escrow.rules import NotAllowed
from tests.escrow import factories
from tests.escrow.books import balance, post, step
from tests.escrow.factories import bank_line

from .days import a_day, close, kinds, seal

pytestmark = pytest.mark.django_db


def days_of(key: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute("SELECT value_on, told_on FROM ledger.event WHERE request_key = %s", [key])
        return cursor.fetchone()


def test_a_deposit_of_a_sealed_day_is_booked_on_the_first_open_one(ours, people, sealable):
    on = a_day(ours)
    sealed = seal(close(ours.bank, on), people)
    line = bank_line(amount_won=9000, value_on=on, virtual_account="", depositor="늦은 사람")
    assert list(banking.take_all([line, line])) == [True, False]

    assert days_of(f"line:{line.number}") == (on + timedelta(days=1), on)
    assert Deposit.objects.get().value_on == on  # the bank's own day is a fact and stays
    assert queries.closing.custody_before(on + timedelta(days=1)) == sealed.closing_won
    assert balance("custody") == -(sealed.closing_won + 9000)


def test_a_correction_of_a_sealed_day_is_refused_in_words(ours, people, sealable):
    on = a_day(ours)
    seal(close(ours.bank, on), people)
    with pytest.raises(NotAllowed, match="이미 봉인한 날의 장부"):
        actions.ledger.tell(
            "correct",
            "form:late",
            actor="operator:1",
            value_on=on,
            debit_kind="custody",
            debit_reference="bank",
            credit_kind="adjustment",
            credit_reference="bank",
            amount_won=5,
        )


def test_a_day_is_not_sealed_with_figures_that_are_not_the_books(ours, people, sealable):
    """Whatever reconciled the day: the database looks at its own books while nobody else can write."""
    on = a_day(ours)
    day = close(ours.bank, on)
    actions.seal_first(by=people[0], day=day)
    post("line:777", "deposited", [("custody", "bank", "escrow", "m1", 5)], on)
    with pytest.raises(Exception, match="moved by"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE escrow_businessday SET sealed_at = now(), second_by_id = %s, chain_root = repeat('0', 64) WHERE id = %s",
            [people[1].pk, day.pk],
        )


def test_the_bank_is_asked_about_the_day_on_which_it_was_told(ours, people, sealable):
    """A message written down only after its day was sealed: the day it bore at the bank is the one that is asked about."""
    on = a_day(ours)
    payment = queries.money.payment_numbered(next(iter(ours.payments)))
    again = queries.money.sent_on(payment)
    seal(close(ours.bank, on), people)
    post("approve:late", "approved", [("escrow", "m1", "payable", "m1", 10)], on)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payment FROM ledger.write_payment('late', sha256('x'), 'member:1', %s, %s, 'payable', 'm1', 10, 'payee:1')",
            [on, "M202600001U000000999"],
        )
        (late,) = cursor.fetchone()
    step("send", late, on)
    assert days_of(f"pay:{late}:send") == (on + timedelta(days=1), on)
    assert queries.money.sent_on(queries.money.payment_numbered("M202600001U000000999")) == on == again


# -- match 2 ------------------------------------------------------------------------------------------------------


@pytest.fixture
def paid_into(centre, ours):
    """A milestone's virtual account, and a deposit of 500,000 won that our books have taken by the list of the running day."""
    milestone = factories.fresh(factories.signed(wishes=factories.wishes(500_000)).milestones.get())
    number = actions.issue_account(bank=factories.FakeBank(), milestone=milestone)
    ours.bank.pay(number.number, 500_000, factories.name_of(milestone), "110-000-000001")
    line = ours.bank.lines[-1]
    banking.take_deposit(line)
    ours.bank.next_day()
    return line


def renumbered(ours, line, **other) -> None:
    """The statement tells the same line under a number of its own."""
    ours.bank.missing.add(line.number)
    ours.bank.extra.setdefault(line.value_on, []).append(replace(line, number="S-000001", **other))


def test_virtual_account_amount_and_value_date_match_where_the_numbers_differ(
    ours, paid_into, people, sealable
):
    renumbered(ours, paid_into)
    day = close(ours.bank, paid_into.value_on)
    assert kinds(day) == {}
    seal(day, people)


@pytest.mark.parametrize(
    "other",
    [
        {"virtual_account": "56299999999999"},
        {"virtual_account": ""},
        {"amount_won": 500_001},
        {"value_on": timezone.datetime(2026, 11, 22).date()},
    ],
)
def test_one_of_the_three_that_differs_matches_nothing(ours, paid_into, other):
    renumbered(ours, paid_into, **other)
    found = kinds(close(ours.bank, paid_into.value_on))
    assert (found["bank_only"], found["ledger_only"]) == (1, 1)


def test_two_lines_into_one_account_match_one_booking(ours, paid_into):
    renumbered(ours, paid_into)
    ours.bank.extra[paid_into.value_on].append(replace(paid_into, number="S-000002"))
    assert kinds(close(ours.bank, paid_into.value_on))["bank_only"] == 1


def test_money_found_names_the_contract_whose_account_it_came_into(ours, paid_into, people):
    ours.bank.extra.setdefault(paid_into.value_on, []).append(
        replace(paid_into, number="S-000003", amount_won=7, kind=Kind.DEPOSIT)
    )
    found = close(ours.bank, paid_into.value_on).breaks.get(kind="bank_only")
    proposed = actions.propose_correction(by=people[0], found=found, way="suspense", words="은행에 물음")
    actions.confirm_correction(by=people[1], correction=proposed)
    deposit = Deposit.objects.get(line="S-000003")
    assert deposit.virtual_account == Deposit.objects.get(line=paid_into.number).virtual_account
