"""Booking on a line: its balance holds whoever books, however many at once, whatever was withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kwonik.budget import actions, queries
from kwonik.budget.models import Allotment, BudgetLine, Spending
from kwonik.budget.rules import Balance, Refused
from kwonik.kernel import audit
from tests.budget.factories import make_allotment, make_line, make_spending
from tests.factories import make_centre

BOOKING = {"spent_on": date(2025, 5, 9), "amount_won": 300_000, "summary": "인쇄"}


def spend(by, line, **fields):
    return actions.record_spending(by=by, line=line, **{**BOOKING, **fields})


def allot(by, line, **fields):
    return actions.record_allotment(
        by=by, line=line, **{"kind": "supplementary", "decided_on": date(2025, 3, 2), **fields}
    )


def test_a_spending_and_its_return_are_two_rows_of_one_line(finance, line):
    spent = spend(finance, line, amount_won=300_000)
    returned = spend(finance, line, amount_won=-100_000)
    assert (spent.kind, returned.kind) == ("spent", "returned")
    assert queries.balance(line) == Balance(1_000_000, 200_000)
    assert [event.code for event in audit.history(spent)] == ["budget.spending.recorded"]


def test_no_more_is_spent_than_the_line_holds(finance, line):
    spend(finance, line, amount_won=1_000_000)
    with pytest.raises(Refused, match="남은 예산 0원"):
        spend(finance, line, amount_won=1)
    assert Spending.objects.count() == 1


def test_the_same_form_books_once_and_a_changed_one_is_refused(finance, line):
    token = uuid4()
    first = spend(finance, line, form_token=token)
    assert spend(finance, line, form_token=token) == first
    with pytest.raises(Refused, match="이미 적었습니다"):
        spend(finance, line, form_token=token, amount_won=5)
    with pytest.raises(Refused, match="이미 적었습니다"):
        spend(finance, make_line(line.centre), form_token=token)
    assert Spending.objects.count() == 1
    token = uuid4()
    given = allot(finance, line, amount_won=7, form_token=token)
    assert allot(finance, line, amount_won=7, form_token=token) == given


def test_money_is_moved_from_one_line_to_another_but_not_what_was_spent(finance, line):
    spend(finance, line, amount_won=900_000)
    with pytest.raises(Refused, match="남은 100,000원까지만"):
        allot(finance, line, kind="transfer", amount_won=-100_001)
    allot(finance, line, kind="transfer", amount_won=-100_000)
    assert queries.balance(line) == Balance(900_000, 900_000)


def test_an_original_budget_is_not_cut(finance, line):
    with pytest.raises(Refused, match="추가경정이나 전용"):
        allot(finance, line, kind="original", amount_won=-1)


def test_a_withdrawn_spending_counts_no_more_and_may_come_back(finance, line):
    booking = spend(finance, line, amount_won=600_000)
    actions.withdraw(by=finance, booking=booking, reason="다른 과목")
    assert queries.balance(line).spent_won == 0
    actions.withdraw(by=finance, booking=booking, reason="두 번")
    booking.refresh_from_db()
    assert booking.withdrawn_reason == "다른 과목"
    actions.reinstate(by=finance, booking=booking)
    actions.reinstate(by=finance, booking=booking)
    assert queries.balance(line).spent_won == 600_000
    assert [event.code for event in audit.history(booking)] == [
        "budget.spending.recorded",
        "budget.spending.withdrawn",
        "budget.spending.reinstated",
    ]


def test_a_spending_is_not_withdrawn_under_its_return(finance, line):
    booking = spend(finance, line, amount_won=300_000)
    spend(finance, line, amount_won=-200_000)
    with pytest.raises(Refused, match="딸린 집행이나 반납"):
        actions.withdraw(by=finance, booking=booking, reason="잘못")


def test_a_return_is_not_withdrawn_when_its_money_was_spent_again(finance, line):
    spend(finance, line, amount_won=1_000_000)
    returned = spend(finance, line, amount_won=-400_000)
    spend(finance, line, amount_won=400_000)
    with pytest.raises(Refused, match="딸린 집행이나 반납"):
        actions.withdraw(by=finance, booking=returned, reason="잘못")


def test_an_allotment_is_not_withdrawn_under_what_was_spent(finance, line):
    spend(finance, line, amount_won=1)
    with pytest.raises(Refused, match="이미 1원을 썼습니다"):
        actions.withdraw(by=finance, booking=line.allotments.get(), reason="잘못")


def test_a_withdrawn_spending_does_not_come_back_when_its_money_is_gone(finance, line):
    booking = spend(finance, line, amount_won=800_000)
    actions.withdraw(by=finance, booking=booking, reason="잘못")
    spend(finance, line, amount_won=300_000)
    with pytest.raises(Refused, match="남은 예산 700,000원"):
        actions.reinstate(by=finance, booking=booking)
    booking.refresh_from_db()
    assert booking.withdrawn_at


def at_once(count, act):
    """Runs `act(n)` in threads that begin together; how many were not refused."""
    barrier = Barrier(count)

    def run(n):
        try:
            barrier.wait(30)
            act(n)
        except (Refused, IntegrityError):
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return sum(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_eight_people_spending_what_is_left_spend_it_once(finance, line):
    spend(finance, line, amount_won=700_000)
    booked = at_once(8, lambda n: spend(finance, line, amount_won=300_000))
    assert booked == 1
    assert queries.balance(line).unspent_won == 0


@pytest.mark.django_db(transaction=True)
def test_eight_hands_on_the_bare_table_spend_it_once(line):
    """Without any of our code: the database itself keeps the line in balance."""
    booked = at_once(8, lambda n: make_spending(line, 600_000))
    assert booked == 1
    assert queries.balance(line) == Balance(1_000_000, 600_000)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "harm",
    [
        lambda line: make_spending(line, 1_000_001),
        lambda line: make_spending(line, -500_001),
        lambda line: make_allotment(line, -600_000),
        lambda line: Spending.objects.update(amount_won=1_000_001),
        lambda line: Spending.objects.update(line=make_line(line.centre, allotted_won=0)),
        lambda line: Allotment.objects.all().delete(),
        lambda line: Allotment.objects.update(withdrawn_at="2025-05-09T00:00Z", withdrawn_reason="잘못"),
        lambda line: Spending.objects.update(centre=make_centre("elsewhere")),
        lambda line: make_allotment(line, 5, centre=make_centre("elsewhere")),
        lambda line: make_spending(line, 1, spent_on=date(2024, 12, 31)),
        lambda line: BudgetLine.objects.update(year=2024),
        lambda line: BudgetLine.objects.update(centre=make_centre("elsewhere")),
    ],
)
def test_nothing_leaves_a_line_out_of_balance_or_with_a_strange_booking(line, harm):
    make_spending(line, 500_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        harm(line)
    assert queries.balance(line) == Balance(1_000_000, 500_000)


@pytest.mark.django_db(transaction=True)
def test_only_the_end_of_a_transaction_must_balance(line):
    with transaction.atomic():
        make_spending(line, 1_500_000)
        make_spending(line, -500_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_allotment(line, 5)
        connection.check_constraints()
        make_spending(line, 6)
    assert queries.balance(line) == Balance(1_000_000, 1_000_000)
