"""What makes a payment go out once: its day, its steps, and lines of the bank that hold up nothing else."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.utils import timezone

from kwonik.escrow import actions, queries
from kwonik.escrow.actions import banking, paying
from kwonik.escrow.bank import port
from kwonik.escrow.models import Milestone, Payment
from kwonik.people.models import SealedText
from tests.escrow import factories
from tests.escrow.factories import FakeBank, approved, bank_line, deliver, fresh, funded
from tests.escrow.test_money import custody, in_order, operator

pytestmark = pytest.mark.django_db

WON = 500_000
NEVER = port.Failed("702", "은행이 그날 이 이체를 받지 못했습니다.")


def written(*amounts: int) -> list[Milestone]:
    """Approved and written down; a person as commissioner, so that nothing is withheld."""
    contract = factories.signed(
        wishes=factories.wishes(*amounts or (WON,)), other=factories.commissioner(standing="individual")
    )
    rows = [approved(deliver(factories.paid_in(one))) for one in contract.milestones.order_by("number")]
    actions.verify_payees(bank=FakeBank())
    assert actions.write_payouts() == len(rows)
    return rows


def the_payment() -> Payment:
    return Payment.objects.get()


def test_a_message_bears_the_day_that_was_written_down_however_late_it_leaves():
    """Stalled over midnight, it would go out under a day on which the bank is not asked: asked, it would say never."""
    written()
    midnight = timezone.localtime().replace(hour=23, minute=59)
    times = iter([midnight])
    seen = []

    class Slow(FakeBank):
        def send_payout(self, payout):
            seen.append(payout)
            return super().send_payout(payout)

    after = midnight + timedelta(minutes=2)
    with mock.patch("django.utils.timezone.now", lambda: next(times, after)):
        actions.send_waiting(bank=Slow(port.Unknown(port.Why.NO_ANSWER)))
    assert timezone.localdate(seen[0].requested_at) == queries.money.sent_on(the_payment()) == midnight.date()


def test_an_answer_about_an_earlier_sending_is_no_answer_about_the_next():
    """While one asks, the bank turns the sending away and it is sent again: 'never received' must not free the money."""
    written()
    second = FakeBank(port.Unknown(port.Why.NO_ANSWER))

    class Asked(FakeBank):
        def inquire(self, bank_tran_id, on, amount_won):
            paying.step(the_payment(), "put_off", actor="clock")  # another worker was turned away
            actions.send_waiting(bank=second)  # and has its next turn before this answer is written down
            return NEVER

    class Sending(FakeBank):
        def send_payout(self, payout):
            actions.inquire_unknown(bank=Asked())
            raise port.Maintenance

    actions.send_waiting(bank=Sending())
    payment = the_payment()
    assert payment.state == "unknown" and second.sent == [payment.bank_number]
    assert queries.money.balance("payable", payment.source.reference) == 0 and in_order()


def test_who_was_asked_about_while_the_bank_refused_waits_for_the_answer():
    (milestone,) = written()

    class Closed(FakeBank):
        def send_payout(self, payout):
            actions.inquire_unknown(bank=FakeBank(port.Unknown(port.Why.NOT_FOUND)))
            raise port.Maintenance

    assert actions.send_waiting(bank=Closed()) == 0
    assert the_payment().state == "unknown"
    actions.inquire_unknown(bank=FakeBank(NEVER))
    assert the_payment().state == "failed" and fresh(milestone).state == "payout_failed" and in_order()


def test_a_message_that_the_bank_does_not_like_holds_up_no_other():
    written(WON, WON)
    bank = FakeBank(port.Refused("A0006", "요청 메시지 오류"))
    assert actions.send_waiting(bank=bank) == 1
    assert list(Payment.objects.order_by("pk").values_list("state", flat=True)) == ["written", "done"]


@pytest.mark.parametrize("error", [port.Maintenance, port.NoAnswer, port.TokenExpired])
def test_a_bank_out_of_reach_is_not_asked_again_and_again(error):
    written(WON, WON)
    bank = FakeBank(error())
    assert actions.send_waiting(bank=bank) == 0 and len(bank.sent) == 1
    assert set(Payment.objects.values_list("state", flat=True)) == {"written"}
    assert actions.send_waiting(bank=FakeBank()) == 2


def test_a_line_read_again_and_again_leaves_no_names_behind():
    milestone = funded(wishes=factories.wishes(WON))
    number = queries.money.number_of(milestone)
    lines = [
        bank_line(amount_won=WON, virtual_account=number.number, depositor="모르는 사람"),
        bank_line(amount_won=WON, virtual_account=number.number, depositor=factories.name_of(milestone)),
    ]
    assert list(banking.take_all(lines)) == [True, True]
    before = SealedText.objects.count()
    assert list(banking.take_all(lines * 3)) == [False] * 6
    assert SealedText.objects.count() == before and custody() == 3 * WON


def test_money_that_cannot_have_come_back_waits_and_holds_up_no_other_line():
    """Of a payment that failed, and a second time of one that is back: for the daily reconciliation, not for the worker."""
    one, other = written(WON, WON)
    actions.send_waiting(bank=FakeBank(port.Failed("412", "없는 계좌"), port.Done("", timezone.now())))
    failed, done = Payment.objects.order_by("pk")
    lines = [
        bank_line(kind=port.Kind.RETURNED, amount_won=WON, bank_tran_id=payment.bank_number)
        for payment in (failed, done, done)
    ]
    assert list(banking.take_all(lines)) == [False, True, False]
    assert fresh(one).state == fresh(other).state == "payout_failed"
    assert custody() == 2 * WON and in_order()


def test_money_back_from_a_payment_without_an_answer_was_paid_on_the_day_it_was_sent():
    (milestone,) = written()
    actions.send_waiting(bank=FakeBank(port.Unknown(port.Why.NO_ANSWER)))
    line = bank_line(
        kind=port.Kind.RETURNED,
        amount_won=WON,
        bank_tran_id=the_payment().bank_number,
        value_on=timezone.localdate() + timedelta(days=1),
    )
    assert list(banking.take_all([line, line])) == [True, False]
    assert the_payment().state == "returned" and fresh(milestone).state == "payout_failed"
    assert custody() == WON and in_order()


def test_the_same_page_of_the_centre_sent_twice_is_one_payment():
    """Each page of the operator: the second time it is answered with the first payment, whatever has become of it."""
    (milestone,) = written()
    actions.send_waiting(bank=FakeBank(port.Failed("499", "은행 사정")))
    by, token = operator(milestone), uuid4()
    first = actions.prepare(by=by, milestone=fresh(milestone), token=token)
    again = actions.prepare(by=by, milestone=fresh(milestone), token=token)
    assert (again.number, again.replayed) == (first.number, True)
    assert Payment.objects.count() == 2
