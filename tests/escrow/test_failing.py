"""Why a payout did not arrive: what the bank answered is kept, said in plain words, and decides where it may go again."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from kwonik.escrow import actions, queries
from kwonik.escrow.bank import port
from kwonik.escrow.bank.open_banking.reading import FAILURES
from kwonik.escrow.codes import ANSWERS, TRIES_BY_ITSELF, WHY_UNPAID, Fault
from kwonik.escrow.models import PayeeAccount, Payment
from kwonik.escrow.rules import NotAllowed
from tests.escrow import factories
from tests.escrow.factories import FakeBank, approved, bank_line, deliver, fresh, funded
from tests.escrow.moneys import in_order, lies, operator
from tests.factories import make_account

pytestmark = pytest.mark.django_db

WON = 500_000
OF_THE_ACCOUNT = sorted(code for code, (fault, _) in ANSWERS.items() if fault == Fault.ACCOUNT)
OF_THE_BANK = sorted(code for code, (fault, _) in ANSWERS.items() if fault == Fault.BANK)


def failed(code: str):
    """A payout that the bank did not make, with this answer."""
    milestone = approved(deliver(funded(wishes=factories.wishes(WON))))
    actions.verify_payees(bank=FakeBank())
    actions.write_payouts()
    actions.send_waiting(bank=FakeBank(port.Failed(code, "말")))
    milestone = fresh(milestone)
    assert milestone.state == "payout_failed"
    return milestone


def later(days: int):
    at = timezone.now() + timedelta(days=days, minutes=1)
    return mock.patch("django.utils.timezone.now", lambda: at)


def another_account(milestone) -> None:
    owner = milestone.contract.freelancer.account
    actions.bind_account(by=owner, bank="088", account_number="110-999-888777", holder="홍길동")
    actions.verify_payees(bank=FakeBank())


def page_of(person, address: str, client) -> str:
    client.force_login(person)
    return " ".join(re.sub(r"<[^>]*>", " ", client.get(address).content.decode()).split())


def test_the_three_tables_of_answers_are_one():
    """What the adapter may answer, what people read, and what the ledger goes by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, fault FROM ledger.bank_answer")
        assert dict(cursor.fetchall()) == {code: str(fault.value) for code, (fault, _) in ANSWERS.items()}
    assert {code: words for code, (_, words) in ANSWERS.items()} == FAILURES
    assert OF_THE_ACCOUNT == ["412", "415", "416", "419", "420", "815"]


@pytest.mark.parametrize("code", [*OF_THE_ACCOUNT, *OF_THE_BANK, "777"])
def test_the_answer_is_kept_with_the_step(code):
    milestone = failed(code)
    found = queries.failing.failure_of("payable", f"m{milestone.pk}")
    wanted = ANSWERS[code][0] if code in ANSWERS else Fault.UNCLEAR
    assert (found.answer, found.fault, found.tries) == (code, wanted, int(wanted == Fault.BANK))
    assert queries.failing.failure_of("withheld", f"m{milestone.pk}") is None


@pytest.mark.parametrize("code", OF_THE_ACCOUNT)
def test_an_account_at_fault_is_never_tried_again(code):
    milestone = failed(code)
    with later(3):
        assert actions.resend_payouts() == 0
        with pytest.raises(NotAllowed, match="다른 계좌를 등록"):
            actions.prepare(by=operator(milestone), milestone=fresh(milestone))
    payee = PayeeAccount.objects.get(member=milestone.contract.freelancer)
    with pytest.raises(NotAllowed):  # nor by whoever goes past the actions
        actions.paying.write_payout(
            "resend", fresh(milestone), payee, "operator", operator(milestone), "form:past"
        )
    another_account(milestone)
    with later(1):
        assert actions.resend_payouts() == 1
    assert Payment.objects.order_by("pk").last().destination != f"payee:{payee.pk}"


@pytest.mark.parametrize("code", OF_THE_BANK)
def test_the_banks_own_fault_goes_to_the_same_account_the_next_day(code):
    milestone = failed(code)
    first = Payment.objects.get(source__kind="payable")
    assert actions.resend_payouts() == 0  # not on the same day, over and over
    with later(1):
        assert actions.resend_payouts() == 1
        assert actions.resend_payouts() == 0
        actions.send_waiting(bank=FakeBank())
    second = Payment.objects.filter(source__kind="payable").latest("pk")
    assert (second.destination, second.replaces_id) == (first.destination, first.pk)
    assert second.bank_number != first.bank_number
    assert fresh(milestone).state == "paid" and in_order()


def test_a_person_may_send_it_again_at_once_to_the_same_account():
    milestone = failed("499")
    told = actions.prepare(by=operator(milestone), milestone=milestone)
    first = Payment.objects.filter(source__kind="payable").earliest("pk")
    assert Payment.objects.get(pk=told.number).destination == first.destination


def test_the_banks_fault_keeps_to_the_account_although_another_was_named_since():
    milestone = failed("499")
    another_account(milestone)
    first = Payment.objects.get(source__kind="payable")
    with later(2):
        assert actions.resend_payouts() == 1
    assert Payment.objects.latest("pk").destination == first.destination


def test_after_so_many_days_a_person_looks():
    milestone = failed("499")
    for day in range(1, TRIES_BY_ITSELF + 1):
        with later(day):
            assert actions.resend_payouts() == 1
            actions.send_waiting(bank=FakeBank(port.Failed("499", "말")))
    with later(TRIES_BY_ITSELF + 1):
        assert actions.resend_payouts() == 0
        actions.prepare(by=operator(milestone), milestone=fresh(milestone))
    assert Payment.objects.filter(source__kind="payable").count() == TRIES_BY_ITSELF + 2


def test_a_refund_that_failed_by_the_banks_fault_goes_again_by_itself():
    milestone = funded(wishes=factories.wishes(WON))
    actions.cancel_before_work(by=milestone.contract.commissioner.account, milestone=milestone)
    actions.write_refunds()
    actions.send_waiting(bank=FakeBank(port.Failed("499", "말")))
    assert actions.write_refunds() == 0
    with later(1):
        assert actions.write_refunds() == 1
        assert actions.write_refunds() == 0
        actions.send_waiting(bank=FakeBank())
    assert fresh(milestone).state == "refunded" and in_order()


def test_a_refund_to_an_account_at_fault_waits_for_a_person():
    milestone = funded(wishes=factories.wishes(WON))
    actions.cancel_before_work(by=milestone.contract.commissioner.account, milestone=milestone)
    actions.write_refunds()
    actions.send_waiting(bank=FakeBank(port.Failed("415", "말")))
    with later(5):
        assert actions.write_refunds() == 0
    assert lies("refundable", milestone) > 0


def test_what_came_back_without_a_reason_is_a_persons_to_ask():
    milestone = factories.fresh(approved(deliver(funded(wishes=factories.wishes(WON)))))
    actions.verify_payees(bank=FakeBank())
    actions.write_payouts()
    actions.send_waiting(bank=FakeBank())
    payout = Payment.objects.get(source__kind="payable")
    line = bank_line(kind=port.Kind.RETURNED, amount_won=payout.amount_won, bank_tran_id=payout.bank_number)
    assert list(actions.banking.take_all([line])) == [True]
    assert queries.failing.failure_of("payable", f"m{milestone.pk}").fault == Fault.UNCLEAR
    with later(2):
        assert actions.resend_payouts() == 0


@pytest.mark.parametrize("code, fault", [("415", Fault.ACCOUNT), ("499", Fault.BANK), ("777", Fault.UNCLEAR)])
def test_each_is_told_the_right_words(client, code, fault):
    milestone = failed(code)
    contract, words = milestone.contract, WHY_UNPAID[fault]
    for party in (contract.freelancer, contract.commissioner):
        shown = page_of(party.account, f"/escrow/contracts/{contract.pk}/", client)
        assert words in shown
        assert [one for other, one in WHY_UNPAID.items() if other != fault and one in shown] == []
    theirs = page_of(contract.commissioner.account, f"/escrow/contracts/{contract.pk}/", client)
    assert ("프리랜서 차례" in theirs) == (fault == Fault.ACCOUNT)
    assert "차례 차례" not in theirs
    assert "다른 계좌 등록하기" not in theirs
    mine = page_of(contract.freelancer.account, f"/escrow/contracts/{contract.pk}/", client)
    assert ("다른 계좌 등록하기" in mine) == (fault == Fault.ACCOUNT)
    person = make_account("escrow.money:view", "escrow.money:move", centre=contract.centre)
    payment = Payment.objects.get(source__kind="payable")
    shown = page_of(person, f"/escrow/desk/money/payments/{payment.pk}/", client)
    assert code in shown and fault.label in shown
    assert ANSWERS.get(code, ("", ""))[1] in shown
    assert fault.label in page_of(person, "/escrow/desk/money/payments/", client)
    asked = page_of(person, f"/escrow/desk/money/milestones/{milestone.pk}/pay/", client)
    assert ("다른 계좌를 등록하고 은행이 확인한 뒤에" in asked) == (fault == Fault.ACCOUNT)


def test_a_payout_that_the_second_person_did_not_let_out_blames_no_account(client):
    milestone = approved(deliver(funded(wishes=factories.wishes(6_000_000))))
    actions.verify_payees(bank=FakeBank())
    told = actions.prepare(by=operator(milestone), milestone=milestone)
    actions.refuse(by=operator(milestone), payment=Payment.objects.get(pk=told.number))
    milestone = fresh(milestone)
    assert queries.failing.failure_of("payable", f"m{milestone.pk}").fault == Fault.CENTRE
    shown = page_of(
        milestone.contract.freelancer.account, f"/escrow/contracts/{milestone.contract_id}/", client
    )
    assert WHY_UNPAID[Fault.CENTRE] in shown
    again = actions.prepare(by=operator(milestone), milestone=milestone)
    assert Payment.objects.get(pk=again.number).state == "held"


def test_who_wrote_a_payment_that_nobody_wrote(client):
    milestone = failed("415")
    person = make_account("escrow.money:view", centre=milestone.contract.centre)
    assert "자동(정한 날에)" in page_of(person, "/escrow/desk/money/payments/", client)
