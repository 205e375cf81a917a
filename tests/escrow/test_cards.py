"""Deposits by card: charged on the bank's page, held only once the money is in custody, and gone from the books whole whatever follows."""

from __future__ import annotations

from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from kwonik.escrow import actions, queries, tasks
from kwonik.escrow.actions.ledger import tell
from kwonik.escrow.bank import port
from kwonik.escrow.models import BankNotice, CardPayment, Deposit, Message, Milestone, VirtualAccount
from kwonik.escrow.rules import NotAllowed
from tests.escrow import factories
from tests.escrow.factories import (
    FakeBank,
    approved,
    card_contract,
    card_line,
    charged,
    deliver,
    fresh,
    paid_by_card,
    sent,
)
from tests.escrow.moneys import custody, history, in_order, lies, operator
from tests.escrow.test_tasks import Listing
from tests.escrow.test_work import mediated

database = pytest.mark.django_db
WON, FEE = 500_000, 11_000
NET = WON - FEE
TODAY = date(2026, 11, 23)
NAME = b"n" * 16


def awaiting(**fields) -> Milestone:
    """To be paid in by a card that costs 2.2 %."""
    return card_contract(**fields).milestones.select_related("terms__version", "contract").get()


def in_custody(**fields) -> Milestone:
    found = paid_by_card(awaiting(**fields))
    assert found.state == "funded"
    return found


# -- asking for the page, and what became of it ----------------------------------------------------------------------


@database
def test_one_page_for_what_was_signed_and_another_after_an_amendment():
    milestone, bank = awaiting(), FakeBank()
    first = actions.issue_account(bank=bank, milestone=milestone, back_to="https://centre.example/")
    assert (first.way, first.amount_won, first.expires_on) == ("card", WON, milestone.terms.due_on)
    assert actions.issue_account(bank=bank, milestone=milestone, back_to="") == first
    assert len(bank.orders) == 1
    VirtualAccount.objects.update(amount_won=WON - 1)  # as if the terms in force said another amount
    again = actions.issue_account(bank=bank, milestone=milestone, back_to="https://centre.example/")
    assert (again.pk, again.amount_won) == (first.pk, WON) and VirtualAccount.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        VirtualAccount.objects.update(number="KC")


@database
@pytest.mark.parametrize(
    "wrong", [{"address": ""}, {"amount_won": None}, {"amount_won": 0}, {"way": "transfer"}]
)
def test_an_order_has_a_page_and_an_amount(wrong):
    milestone = awaiting()
    told = {"way": "card", "number": "KC", "address": "https://pay.example/", "amount_won": WON}
    with pytest.raises(DatabaseError), transaction.atomic():
        VirtualAccount.objects.create(
            milestone=milestone, holder_digest=NAME, expires_on=TODAY, **(told | wrong)
        )


@database
def test_a_charged_card_is_told_to_both_once_and_protects_nothing_yet():
    milestone, bank = awaiting(), FakeBank()
    assert actions.ask_cards(bank=bank) == 0
    paid = charged(milestone, bank)
    assert [actions.ask_cards(bank=bank) for _ in range(3)] == [1, 0, 0]

    row = CardPayment.objects.get()
    assert (row.amount_won, row.fee_won, row.settles_on) == (WON, FEE, paid.settles_on)
    assert row.paid_on == timezone.localdate(paid.paid_at)
    milestone = fresh(milestone)
    assert milestone.state == "awaiting_deposit" and custody() == 0
    assert queries.money.protected([milestone]) == {}
    assert history(milestone) == ["money.card_paid"]
    for _ in range(2):
        actions.tell_untold()
    told = Message.objects.filter(kind="card_paid")
    assert {one.member_id for one in told} == {
        milestone.contract.freelancer_id,
        milestone.contract.commissioner_id,
    }
    assert len(told) == 2
    for act in (lambda: CardPayment.objects.update(fee_won=1), lambda: CardPayment.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@database
def test_a_payment_must_be_of_more_than_its_fee():
    milestone, bank = awaiting(), FakeBank()
    charged(milestone, bank, fee_won=WON)
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.ask_cards(bank=bank)


@database
def test_an_order_that_the_bank_does_not_know_stands_in_nobody_elses_way():
    class Forgetful(FakeBank):
        def card_payment(self, number):
            if number == strange.number:
                raise port.Refused("A0006", "order_num")
            return super().card_payment(number)

    bank = Forgetful()
    strange = actions.issue_account(bank=bank, milestone=awaiting(), back_to="https://centre.example/")
    charged(awaiting(), bank)
    assert actions.ask_cards(bank=bank) == 1


# -- the money comes -------------------------------------------------------------------------------------------------


@database
def test_what_came_is_net_and_what_is_held_is_what_was_signed():
    milestone = in_custody()
    deposit = Deposit.objects.get()
    assert (deposit.amount_won, deposit.fee_won, deposit.paid_won, deposit.reason) == (NET, FEE, WON, "")
    assert custody() == NET and lies("escrow", milestone) == WON
    assert -queries.money.balance("card_fee", "bank") == FEE and in_order()
    assert history(milestone) == ["money.card_paid", "milestone.deposit_by_card"]
    actions.take_deposit(card_line(milestone, number=deposit.line))
    assert Deposit.objects.count() == 1


@database
def test_the_books_take_no_other_amount_or_fee_for_the_deposit_that_was_signed():
    milestone, now = awaiting(), timezone.now()
    order = actions.issue_account(bank=FakeBank(), milestone=milestone, back_to="https://centre.example/")
    said = {"virtual_account": order.pk, "value_on": timezone.localdate(), "booked_at": now, "reason": ""}
    for place, (net, fee) in enumerate(((WON, 0), (NET - 1, FEE + 1), (NET - 1, FEE), (NET, FEE + 1))):
        line = f"X{place}"
        with pytest.raises(NotAllowed):
            tell("take_deposit", line, line=line, amount_won=net, fee_won=fee, depositor=None, **said)
    tell("take_deposit", "X", line="X", amount_won=NET, fee_won=FEE, depositor=None, **said)
    assert fresh(milestone).state == "funded" and in_order()


@database
def test_a_card_that_costs_nothing_is_a_card_all_the_same():
    milestone = paid_by_card(awaiting(basis_points=0))
    assert "milestone.deposit_by_card" in history(milestone) and custody() == WON and in_order()


def approve(milestone: Milestone) -> Milestone:
    return approved(deliver(milestone))


def cancel(milestone: Milestone) -> Milestone:
    actions.cancel_before_work(by=milestone.contract.commissioner.account, milestone=milestone)
    return fresh(milestone)


def split(share: int):
    def divide(milestone: Milestone) -> Milestone:
        dispute, adviser = mediated(milestone)
        made = actions.propose_split(by=adviser, dispute=dispute, freelancer_won=share, reason="나눔")
        for member in (milestone.contract.freelancer, milestone.contract.commissioner):
            actions.sign_split(
                by=member.account, split=made, sha256=made.sha256, address=None, authentication="비밀번호"
            )
        actions.divide(by=operator(milestone), dispute=dispute)
        return fresh(milestone)

    return divide


@database
@pytest.mark.parametrize(
    ("life", "ends"),
    [
        (approve, "paid"),
        (cancel, "refunded"),
        (split(0), "refunded"),
        (split(1), "refunded"),
        (split(200_000), "paid"),
        (split(WON), "paid"),
    ],
)
def test_a_card_life_ends_with_no_fee_left_and_books_whole(life, ends):
    milestone = life(in_custody())
    assert queries.money.balance("card_fee", "bank") == 0 and lies("escrow", milestone) == 0
    payable, withheld, refundable = (lies(kind, milestone) for kind in ("payable", "withheld", "refundable"))
    assert payable + withheld + refundable == NET == custody()
    milestone = sent(milestone)
    assert milestone.state == ends and custody() == 0 and in_order()
    assert sum(one.amount_won for one in queries.money.payments_of(milestone)) == NET


@database
def test_money_that_comes_back_from_a_payee_leaves_the_fee_where_it_went():
    milestone = sent(approve(in_custody()))
    payment = queries.money.payments_of(milestone).get(source__kind="payable")
    line = factories.bank_line(
        kind=port.Kind.RETURNED, bank_tran_id=payment.bank_number, amount_won=payment.amount_won
    )
    assert actions.banking.take_return(line)
    assert fresh(milestone).state == "payout_failed" and in_order()
    assert queries.money.balance("card_fee", "bank") == 0 and custody() == payment.amount_won


WRONG = [
    ({"fee_won": FEE + 100, "amount_won": NET - 100}, "fee"),
    ({"fee_won": 0, "amount_won": WON}, "fee"),
    ({"amount_won": NET - 1}, "short"),
    ({"amount_won": NET + 1}, "over"),
    ({"depositor": "모르는 사람"}, "name"),
]


@database
@pytest.mark.parametrize(("wrong", "why"), WRONG)
def test_what_is_not_as_signed_waits_net_and_goes_back_net_to_the_card(wrong, why):
    milestone = paid_by_card(awaiting(), **wrong)
    deposit = Deposit.objects.get()
    assert (milestone.state, deposit.reason, deposit.state) == ("awaiting_deposit", why, "suspense")
    came = wrong.get("amount_won", NET)
    assert queries.money.balance("suspense", f"d{deposit.pk}") == custody() == came
    assert queries.money.balance("card_fee", "bank") == 0

    by = operator(milestone)
    if why == "name":
        actions.match_deposit(by=by, deposit=deposit)
        assert fresh(milestone).state == "funded" and lies("escrow", milestone) == WON and custody() == NET
        assert sent(approve(fresh(milestone))).state == "paid"
        assert queries.money.balance("card_fee", "bank") == 0 and custody() == 0 and in_order()
        return
    with pytest.raises(NotAllowed, match="수수료" if why == "fee" else "500,000원"):
        actions.match_deposit(by=by, deposit=deposit)
    with pytest.raises(NotAllowed):  # and whoever asks the ledger past the action is refused as well
        actions.money.say("match", milestone, "operator", by, "form:past", deposit=deposit.pk)
    payment = queries.money.payments_in("written")
    actions.refund_deposit(by=by, deposit=deposit)
    assert (payment.get().amount_won, payment.get().destination) == (came, f"deposit:{deposit.pk}")
    assert actions.send_waiting(bank=FakeBank()) == 1 and custody() == 0 and in_order()


@database
def test_after_the_card_got_its_money_back_there_is_another_order():
    milestone = paid_by_card(awaiting(), amount_won=NET - 1)
    bank, first = FakeBank(), VirtualAccount.objects.get()
    assert actions.issue_account(bank=bank, milestone=milestone) == first
    assert not queries.money.is_card_under_way(milestone.contract)
    actions.refund_deposit(by=operator(milestone), deposit=Deposit.objects.get())
    second = actions.issue_account(bank=bank, milestone=milestone, back_to="https://centre.example/")
    assert second.number != first.number and second.way == "card"
    bank.cards[second.number] = port.CardPaid(timezone.now(), WON, FEE, timezone.localdate())
    assert actions.ask_cards(bank=bank) == 1
    actions.take_deposit(card_line(milestone))
    assert fresh(milestone).state == "funded" and in_order()


# -- in time or late -------------------------------------------------------------------------------------------------


@database
def test_the_day_of_payment_counts_and_not_that_of_the_money():
    milestone, bank = awaiting(), FakeBank()
    last = milestone.terms.due_on
    noon = timezone.make_aware(timezone.datetime(last.year, last.month, last.day, 12))
    charged(milestone, bank, paid_at=noon, settles_on=last + timedelta(days=4))
    assert actions.ask_cards(bank=bank) == 1
    morning = noon + timedelta(days=1)
    assert actions.expire_overdue(now=morning, bank=bank) == 0
    actions.take_deposit(card_line(milestone, value_on=last + timedelta(days=4)))
    assert fresh(milestone).state == "funded"


@database
def test_a_card_charged_too_late_waits_for_a_person():
    milestone, bank = awaiting(), FakeBank()
    late = timezone.now() + timedelta(days=31)
    charged(milestone, bank, paid_at=late, settles_on=timezone.localdate(late))
    actions.ask_cards(bank=bank)
    actions.take_deposit(card_line(milestone, value_on=timezone.localdate(late)))
    assert Deposit.objects.get().reason == "late"


@database
def test_nobody_expires_while_the_bank_has_not_said_whether_a_card_was_charged():
    milestone, bank = awaiting(), FakeBank()
    charged(milestone, bank, paid_at=timezone.now())
    morning = timezone.now() + timedelta(days=31)

    class Silent(FakeBank):
        def card_payment(self, number):
            raise port.NoAnswer

    with mock.patch("django.utils.timezone.now", lambda: morning):
        assert actions.expire_overdue(now=morning) == 0
        assert actions.expire_overdue(now=morning, bank=Silent()) == 0
        assert actions.expire_overdue(now=morning, bank=bank) == 0  # it was charged in time, and now we know
        assert CardPayment.objects.count() == 1
        actions.take_deposit(card_line(milestone, amount_won=NET - 1))
        actions.refund_deposit(by=operator(milestone), deposit=Deposit.objects.get())
        assert actions.expire_overdue(now=morning, bank=bank) == 1
    assert fresh(milestone).state == "expired"


@database
def test_a_page_that_nobody_used_expires_with_the_milestone():
    milestone, bank = awaiting(), FakeBank()
    actions.issue_account(bank=bank, milestone=milestone, back_to="https://centre.example/")
    morning = timezone.now() + timedelta(days=31)
    with mock.patch("django.utils.timezone.now", lambda: morning):
        assert actions.expire_overdue(now=morning, bank=bank) == 1


@database
def test_whom_the_bank_would_not_speak_of_at_midnight_expires_in_the_morning(connected, monkeypatch):
    milestone, bank = awaiting(), connected(Listing())
    actions.issue_account(bank=bank, milestone=milestone, back_to="https://centre.example/")
    morning = timezone.now() + timedelta(days=31)
    monkeypatch.setattr("django.utils.timezone.now", lambda: morning)
    monkeypatch.setattr("kwonik.escrow.tasks.actions.morning", lambda bank: None)
    with mock.patch.object(bank, "card_payment", side_effect=port.Maintenance):
        tasks.days(timestamp=0)
    assert fresh(milestone).state == "awaiting_deposit"
    tasks.reconcile(timestamp=0)
    assert fresh(milestone).state == "expired"


@database
def test_a_contract_with_a_charged_card_is_neither_called_off_nor_changed_there():
    milestone, bank = awaiting(), FakeBank()
    contract = milestone.contract
    charged(milestone, bank)
    actions.ask_cards(bank=bank)
    with pytest.raises(NotAllowed, match="카드로 결제한"):
        actions.call_off(by=contract.commissioner.account, contract=contract)
    version = queries.signed(contract)
    assert queries.contracts.draft_of(contract, version).settled == {
        1: (milestone.terms.gross_won, milestone.terms.due_on)
    }


# -- the worker ------------------------------------------------------------------------------------------------------


@pytest.fixture
def connected(monkeypatch):
    def connect(bank):
        monkeypatch.setattr("kwonik.escrow.bank.connected", lambda: bank, raising=False)
        monkeypatch.setattr("kwonik.escrow.actions.notices.connected", lambda: bank)
        return bank

    return connect


@database
def test_every_minute_asks_after_cards_and_their_money_is_taken_by_the_day_of_payment(connected):
    milestone, bank = awaiting(), connected(Listing())
    charged(milestone, bank)
    for _ in range(2):
        tasks.speak_with_the_bank(timestamp=0)
    assert CardPayment.objects.count() == 1 and fresh(milestone).state == "awaiting_deposit"
    bank.lines = [card_line(milestone)]
    for _ in range(2):
        tasks.speak_with_the_bank(timestamp=0)
    assert fresh(milestone).state == "funded" and Deposit.objects.count() == 1


@database
def test_lines_that_come_before_we_know_of_the_payment_are_judged_by_it(connected):
    milestone, bank = awaiting(), Listing()
    charged(milestone, bank)
    late = milestone.terms.due_on + timedelta(days=2)
    bank.lines = [card_line(milestone, value_on=late)]
    assert actions.take_lines(bank=bank, on=late) == 1
    assert CardPayment.objects.count() == 1 and fresh(milestone).state == "funded"


@database
def test_a_notice_of_a_card_payment_sends_the_worker_to_ask(connected):
    milestone, bank = awaiting(), connected(Listing())
    charged(milestone, bank)
    notice = port.Notice("ntc_1", timezone.now(), port.Kind.DEPOSIT, "", timezone.localdate(), "KC")
    actions.note_notice(notice)
    assert actions.follow_notices(on=notice.on) == 1
    assert CardPayment.objects.count() == 1 and not BankNotice.objects.filter(handled_at=None).exists()
