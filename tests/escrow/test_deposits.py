"""What comes in: the deposit that was signed, and everything that is not, which waits and goes back whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from kwonik.escrow import actions, queries
from kwonik.escrow.models import Deposit, Milestone
from kwonik.escrow.rules import NotAllowed, Overtaken
from tests.escrow import factories
from tests.escrow.factories import FakeBank, bank_line, fresh, paid_in
from tests.escrow.moneys import WON, custody, in_order, one, operator
from tests.factories import make_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"amount_won": WON - 1}, "short"),
        ({"amount_won": WON + 1}, "over"),
        ({"depositor": "모르는 사람"}, "name"),
        ({"value_on": timezone.localdate() + timedelta(days=40)}, "late"),
        ({"virtual_account": "00000000000"}, "unknown"),
        ({"virtual_account": ""}, "unknown"),
    ],
)
def test_money_that_is_not_what_was_signed_waits_and_goes_back_whole(wrong, reason):
    contract = factories.signed(wishes=factories.wishes(WON))
    milestone = paid_in(contract.milestones.get(), **wrong)
    deposit = Deposit.objects.get()

    assert (milestone.state, deposit.reason, deposit.state) == ("awaiting_deposit", reason, "suspense")
    assert queries.money.balance("suspense", f"d{deposit.pk}") == deposit.amount_won == custody()
    by = operator(milestone)
    with pytest.raises(PermissionDenied):
        actions.refund_deposit(by=make_account(centre=contract.centre), deposit=deposit)
    actions.refund_deposit(by=by, deposit=deposit)
    deposit.refresh_from_db()
    assert deposit.state == "refund_sent"
    bank = FakeBank()
    assert actions.send_waiting(bank=bank) == 1
    deposit.refresh_from_db()
    assert deposit.state == "refunded" and custody() == 0 and in_order()
    with pytest.raises(Overtaken):
        actions.refund_deposit(by=by, deposit=deposit)


def test_the_same_line_is_taken_once_and_a_second_payment_waits():
    contract = factories.signed(wishes=factories.wishes(WON))
    milestone = contract.milestones.get()
    number = actions.issue_account(bank=FakeBank(), milestone=milestone)
    line = bank_line(amount_won=WON, virtual_account=number.number, depositor=factories.name_of(milestone))
    assert [actions.take_deposit(line).replayed for _ in range(3)] == [False, True, True]
    assert fresh(milestone).state == "funded"
    paid_in(milestone)

    assert [row.reason for row in Deposit.objects.order_by("pk")] == ["", "again"]
    assert custody() == 2 * WON and in_order()


def test_a_person_may_match_the_exact_amount_and_nothing_else():
    contract = factories.signed(wishes=factories.wishes(WON))
    milestone = paid_in(contract.milestones.get(), depositor="김대리")
    by = operator(milestone)
    actions.match_deposit(by=by, deposit=Deposit.objects.get())
    assert fresh(milestone).state == "funded"
    assert Deposit.objects.get().state == "matched" and in_order()

    other = paid_in(factories.signed(wishes=factories.wishes(WON)).milestones.get(), amount_won=WON - 1)
    with pytest.raises(NotAllowed, match="500,000원"):
        actions.match_deposit(by=by, deposit=Deposit.objects.get(state="suspense"))
    assert other.state == "awaiting_deposit"


def test_no_row_of_a_deposit_or_a_state_of_money_is_written_by_hand():
    milestone = one()
    now = timezone.now()
    made = {"value_on": timezone.localdate(), "booked_at": now, "taken_at": now, "state": "suspense"}
    for act in (
        lambda: Deposit.objects.update(amount_won=1),
        lambda: Deposit.objects.create(line="x", amount_won=1, reason="name", **made),
        lambda: Deposit.objects.all().delete(),
        lambda: Milestone.objects.filter(pk=milestone.pk).update(state="refund_sent"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
