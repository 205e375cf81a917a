"""Money through a contract's whole life, against the real ledger: deposits, approval, payouts, refunds, splits, silence."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from kwonik.escrow import actions, queries
from kwonik.escrow.bank import port
from kwonik.escrow.codes import OF_MILESTONES
from kwonik.escrow.models import Deposit, Milestone, Payment
from kwonik.escrow.rules import NotAllowed, NotYours
from tests.escrow import factories
from tests.escrow.factories import FakeBank, approved, bank_line, deliver, fresh, funded, paid_in, sent
from tests.escrow.moneys import WON, custody, history, in_order, lies, one, operator
from tests.escrow.test_work import mediated

pytestmark = pytest.mark.django_db


# -- the table ------------------------------------------------------------------------------------------------------


def test_the_database_knows_the_verbs_of_the_table_and_no_others():
    wanted = {
        (one.code, str(source), str(one.target), str(actor), one.event)
        for one in OF_MILESTONES.values()
        if one.moves_money
        for source in one.sources
        for actor in one.who
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, from_state, to_state, actor, event_kind FROM ledger.verb")
        assert set(cursor.fetchall()) == wanted


# -- the whole way ----------------------------------------------------------------------------------------------------


def test_a_deposit_goes_to_the_freelancer_and_the_tax_back_to_who_pays_it():
    milestone = one()
    contract = milestone.contract
    assert (milestone.state, contract.state) == ("funded", "active")
    assert (lies("escrow", milestone), custody()) == (WON, WON)

    milestone = approved(deliver(milestone))
    assert (lies("escrow", milestone), lies("payable", milestone), lies("withheld", milestone)) == (
        0,
        483_500,
        16_500,
    )

    milestone = sent(milestone)
    assert milestone.state == "paid"
    assert Milestone.objects.get(pk=milestone.pk).contract.state == "closed"
    assert [
        (each.destination.split(":")[0], each.amount_won, each.state)
        for each in queries.money.payments_of(milestone)
    ] == [
        ("payee", 483_500, "done"),
        ("deposit", 16_500, "done"),
    ]
    assert custody() == 0 and in_order()
    assert history(milestone)[-1] == "money.withheld_pay"


def test_net_deposits_hold_no_tax():
    contract = factories.draft(wishes=factories.wishes(WON))
    actions.write_terms(
        by=contract.freelancer.account,
        contract=contract,
        withholding="deposit_net",
        pays_by="transfer",
        acceptance_days=14,
    )
    actions.offer(by=contract.freelancer.account, contract=contract)
    actions.accept(by=contract.commissioner.account, contract=contract)
    sha256 = queries.pending(contract).sha256
    for member in (contract.freelancer, contract.commissioner):
        actions.sign(by=member.account, contract=contract, sha256=sha256, address="127.0.0.1")
    milestone = approved(deliver(paid_in(contract.milestones.get())))

    assert (lies("payable", milestone), lies("withheld", milestone)) == (483_500, 0)


# -- approving and silence ------------------------------------------------------------------------------------------------


def test_only_the_commissioner_approves_and_only_once():
    milestone = deliver(one())
    stranger = factories.commissioner()
    for by in (milestone.contract.freelancer.account, stranger.account):
        with pytest.raises(NotYours):
            actions.approve(by=by, milestone=milestone)
    approved(milestone)
    with pytest.raises(NotAllowed, match="상태"):
        actions.approve(by=milestone.contract.commissioner.account, milestone=milestone)
    assert lies("payable", milestone) == 483_500


def test_the_same_page_sent_twice_is_one_approval():
    milestone = deliver(one())
    token, by = uuid4(), milestone.contract.commissioner.account
    first = actions.approve(by=by, milestone=milestone, token=token)
    again = actions.approve(by=by, milestone=milestone, token=token)
    assert (again.number, again.replayed) == (first.number, True)


def test_silence_is_acceptance_on_the_day_after_the_last():
    milestone = deliver(one())
    assert actions.accept_in_silence() == 0
    for day, taken in ((milestone.accept_by, 0), (milestone.accept_by + timedelta(days=1), 1)):
        with mock.patch("django.utils.timezone.localdate", lambda *_, day=day: day):
            assert actions.accept_in_silence() == taken
    assert fresh(milestone).state == "approved"
    assert history(milestone)[-1] == "milestone.accept_silently"


# -- what the bank answers --------------------------------------------------------------------------------------------------


def waiting() -> Milestone:
    """Approved and written down, not sent."""
    milestone = approved(deliver(one()))
    actions.verify_payees(bank=FakeBank())
    assert actions.write_payouts() == 1
    assert actions.write_payouts() == 0
    return fresh(milestone)


def test_silence_of_the_bank_is_asked_about_and_never_sent_again():
    milestone = waiting()
    bank = FakeBank(port.Unknown(port.Why.NO_ANSWER))
    actions.send_waiting(bank=bank)
    assert fresh(milestone).state == "payout_unknown"
    assert actions.send_waiting(bank=bank) == 0
    number = bank.sent[0]
    for outcome, state in (
        (port.Unknown(port.Why.IN_PROCESS), "payout_unknown"),
        (port.Done(number, timezone.now()), "paid"),
    ):
        asked = FakeBank(outcome)
        actions.inquire_unknown(bank=asked)
        assert asked.sent == [number] and fresh(milestone).state == state
    assert in_order()


def test_a_closed_bank_leaves_everything_waiting():
    milestone = waiting()
    assert actions.send_waiting(bank=FakeBank(port.Maintenance())) == 0
    assert Payment.objects.get().state == "written"
    assert actions.send_waiting(bank=FakeBank()) == 1
    assert fresh(milestone).state == "paid"


def test_a_payout_that_failed_goes_to_the_account_named_since_under_a_new_number():
    milestone = waiting()
    bank = FakeBank(port.Failed("412", "계좌 없음"))
    actions.send_waiting(bank=bank)
    assert fresh(milestone).state == "payout_failed"
    assert lies("payable", milestone) == 483_500
    assert actions.resend_payouts() == 0
    actions.bind_account(
        by=milestone.contract.freelancer.account, bank="088", account_number="110-999-888777", holder="홍길동"
    )
    assert actions.resend_payouts() == 0  # the bank has not verified it
    milestone = sent(milestone)
    assert milestone.state == "payout_failed"  # a changed account waits a day
    later = timezone.now() + timedelta(days=1, minutes=1)
    with mock.patch("django.utils.timezone.now", lambda: later):
        milestone = sent(milestone)

    assert milestone.state == "paid"
    first, second = queries.money.payments_of(milestone).filter(source__kind="payable")
    assert second.replaces_id == first.pk and second.bank_number != first.bank_number and in_order()


def test_money_that_comes_back_the_next_day_opens_the_contract_again():
    milestone = sent(approved(deliver(one())))
    payout = queries.money.payments_of(milestone).get(source__kind="payable")
    line = bank_line(kind=port.Kind.RETURNED, amount_won=payout.amount_won, bank_tran_id=payout.bank_number)
    assert [list(actions.banking.take_all([line])) for _ in range(2)] == [[True], [False]]

    milestone = fresh(milestone)
    assert (milestone.state, milestone.contract.state) == ("payout_failed", "active")
    assert lies("payable", milestone) == payout.amount_won and in_order()
    actions.prepare(by=operator(milestone), milestone=milestone)
    actions.send_waiting(bank=FakeBank())
    assert fresh(milestone).contract.state == "closed" and custody() == 0


def test_above_the_limit_two_people_of_the_centre_let_it_go():
    milestone = approved(deliver(funded(wishes=factories.wishes(6_000_000))))
    actions.verify_payees(bank=FakeBank())
    assert actions.write_payouts() == 0
    first, second = operator(milestone), operator(milestone)
    payment = Payment.objects.get(pk=actions.prepare(by=first, milestone=milestone).number)
    assert payment.state == "held" and actions.send_waiting(bank=FakeBank()) == 0
    with pytest.raises(NotAllowed, match="다른 담당자"):
        actions.release(by=first, payment=payment)
    actions.release(by=second, payment=payment)
    actions.send_waiting(bank=FakeBank())
    assert fresh(milestone).state == "paid"


def test_the_same_page_writes_one_payment_and_another_use_of_it_is_refused():
    milestone = approved(deliver(funded(wishes=factories.wishes(6_000_000))))
    actions.verify_payees(bank=FakeBank())
    by, token = operator(milestone), uuid4()
    first = actions.prepare(by=by, milestone=milestone, token=token)
    again = actions.prepare(by=by, milestone=milestone, token=token)
    assert (again.number, again.replayed, Payment.objects.count()) == (first.number, True, 1)
    with pytest.raises(NotAllowed):
        actions.refuse(by=operator(milestone), payment=Payment.objects.get(), token=token)


def test_money_in_suspense_cannot_be_said_to_be_a_deposit_again():
    contract = factories.signed(wishes=factories.wishes(WON))
    milestone = paid_in(contract.milestones.get(), depositor="김대리")
    with pytest.raises(NotAllowed):
        actions.ledger.tell(
            "say",
            "form:x",
            verb="deposit",
            milestone=milestone.pk,
            actor="bank",
            account=None,
            value_on=timezone.localdate(),
            deposit=Deposit.objects.get().pk,
        )
    assert fresh(milestone).state == "awaiting_deposit" and custody() == WON


def test_a_second_person_may_refuse_and_the_money_lies_where_it_lay():
    milestone = approved(deliver(funded(wishes=factories.wishes(6_000_000))))
    actions.verify_payees(bank=FakeBank())
    payment = Payment.objects.get(pk=actions.prepare(by=operator(milestone), milestone=milestone).number)
    actions.refuse(by=operator(milestone), payment=payment)
    assert fresh(milestone).state == "payout_failed" and lies("payable", milestone) == 5_802_000


# -- cancelling and dividing ---------------------------------------------------------------------------------------------------


def test_before_work_the_commissioner_cancels_alone_afterwards_both():
    milestone = one()
    contract = milestone.contract
    free, commissioner = contract.freelancer.account, contract.commissioner.account
    with pytest.raises(NotYours):
        actions.cancel_before_work(by=free, milestone=milestone)
    actions.start(by=free, milestone=milestone)
    with pytest.raises(NotAllowed, match="혼자서는"):
        actions.cancel_before_work(by=commissioner, milestone=milestone)
    with pytest.raises(NotAllowed, match="취소하자고"):
        actions.cancel_together(by=free, milestone=milestone)
    actions.ask_to_cancel(by=commissioner, milestone=milestone, note="행사가 없어짐")
    with pytest.raises(NotAllowed):
        actions.cancel_together(by=commissioner, milestone=milestone)
    actions.cancel_together(by=free, milestone=milestone)
    assert fresh(milestone).state == "refund_sent" and lies("refundable", milestone) == WON
    milestone = sent(milestone)

    assert (milestone.state, milestone.contract.state) == ("refunded", "cancelled")
    assert custody() == 0 and in_order()


def test_a_cancelled_deposit_goes_back_to_the_line_it_came_by():
    milestone = one()
    actions.cancel_before_work(by=milestone.contract.commissioner.account, milestone=milestone)
    milestone = sent(milestone)
    payment = queries.money.payments_of(milestone).get()
    assert payment.destination == f"deposit:{Deposit.objects.get().pk}" and payment.amount_won == WON
    assert milestone.state == "refunded"


@pytest.mark.parametrize("share", [0, 1, 200_000, WON])
def test_what_both_signed_is_divided_to_the_won(share):
    milestone = one()
    dispute, adviser = mediated(milestone)
    by = operator(milestone)
    split = actions.propose_split(by=adviser, dispute=dispute, freelancer_won=share, reason="절반만 됨")
    with pytest.raises(NotAllowed):
        actions.divide(by=by, dispute=dispute)
    contract = milestone.contract
    for member in (contract.freelancer, contract.commissioner):
        actions.sign_split(
            by=member.account, split=split, sha256=split.sha256, address=None, authentication="비밀번호"
        )
    actions.divide(by=by, dispute=dispute)
    milestone = fresh(milestone)
    assert milestone.state == "resolved" and lies("escrow", milestone) == 0
    assert lies("payable", milestone) + lies("withheld", milestone) + lies("refundable", milestone) == WON
    assert lies("refundable", milestone) == WON - share
    milestone = sent(milestone)

    assert milestone.state == ("paid" if share else "refunded")
    assert custody() == 0 and in_order()
