"""Money that only the bank's statement has: two people put it in suspense, and from there it goes like every other deposit."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from kwonik.escrow import actions, queries
from kwonik.escrow.bank.port import Kind
from kwonik.escrow.models import Deposit, Payment, Policy
from kwonik.escrow.rules import NotAllowed
from tests.escrow.books import balance
from tests.factories import make_account

from .days import a_day, close, kinds, seal, strange_deposit

pytestmark = pytest.mark.django_db


def settled(found, people, way: str = "suspense"):
    """Two people settle a break that way."""
    proposed = actions.propose_correction(by=people[0], found=found, way=way, words="누구인지 모름")
    return actions.confirm_correction(by=people[1], correction=proposed)


@pytest.fixture
def tellers(centre, bank, monkeypatch):
    """Two who move money, on the bank's own day."""
    monkeypatch.setattr("kwonik.escrow.actions.paying.now", lambda: bank.at)
    return [make_account("escrow.money:view", "escrow.money:move", centre=centre) for _ in range(2)]


def test_it_lies_on_the_desk_as_a_deposit_with_its_line(ours, people, tellers):
    found = strange_deposit(ours)
    settled(found, people)
    deposit = Deposit.objects.get()
    assert (deposit.line, deposit.amount_won, deposit.reason, deposit.state) == (
        found.number,
        70_000,
        "found",
        "suspense",
    )
    assert deposit.value_on == found.day.dated_on
    assert list(queries.money.deposits_waiting()) == [deposit]


def test_it_goes_back_by_its_line_and_every_day_agrees(ours, people, tellers, sealable):
    """The whole life: found, settled, sealed, given back, and the refund's own day sealed too."""
    found = strange_deposit(ours)
    settled(found, people)
    seal(actions.reconcile(on=found.day.dated_on), people)
    deposit = Deposit.objects.get()

    actions.refund_deposit(by=tellers[0], deposit=deposit)
    back = ours.bank.at.date()
    before = ours.bank.balance("110-000-000009")
    assert actions.send_waiting(bank=ours.bank) == 1
    ours.bank.next_day()

    deposit.refresh_from_db()
    assert (deposit.state, balance("suspense", f"d{deposit.pk}")) == ("refunded", 0)
    assert ours.bank.balance("110-000-000009") == before + 70_000
    day = close(ours.bank, back)
    assert kinds(day) == {}
    assert day.debits_won == 70_000
    seal(day, people)


def test_above_the_limit_another_person_lets_it_go(ours, people, tellers):
    Policy.objects.update(payout_limit_won=69_999)
    settled(strange_deposit(ours), people)
    deposit = Deposit.objects.get()
    actions.refund_deposit(by=tellers[0], deposit=deposit)
    payment = Payment.objects.get(source__kind="suspense")
    assert payment.state == "held"
    assert actions.send_waiting(bank=ours.bank) == 0
    with pytest.raises(NotAllowed, match="다른 담당자"):
        actions.release(by=tellers[0], payment=payment)
    actions.release(by=tellers[1], payment=payment)
    assert actions.send_waiting(bank=ours.bank) == 1
    deposit.refresh_from_db()
    assert deposit.state == "refunded"


def test_a_line_that_is_taken_later_after_all_is_not_taken_twice(ours, people):
    """The worker reads the bank's list again: the line stands in the books already."""
    found = strange_deposit(ours)
    settled(found, people)
    line = next(one for one in ours.bank.lines if one.number == found.number)
    assert list(actions.banking.take_all([line])) == [False]
    assert balance("custody") == -(550_000 + 70_000)
    assert Deposit.objects.count() == 1


def test_a_line_written_twice_has_nothing_to_give_back(ours, people):
    """The second writing has no number of its own by which the bank could give it back: the books follow the bank."""
    on = a_day(ours)
    line = ours.bank.lines[0]
    ours.bank.repeated.add(line.number)
    found = close(ours.bank, on).breaks.get(kind="duplicate")
    assert found.number == line.number
    assert [way.value for way in actions.ways_of(found)] == ["adjustment", "explained"]
    with pytest.raises(NotAllowed, match="그렇게 정리할 수 없습니다"):
        actions.propose_correction(by=people[0], found=found, way="suspense", words="두 번")


def test_money_back_under_a_number_that_is_not_ours_becomes_a_deposit(ours, people):
    on = a_day(ours)
    line = ours.bank.stray(on, 4000, Kind.RETURNED, "OTHER00001U000000001")
    found = close(ours.bank, on).breaks.get(kind="return")
    settled(found, people)
    assert Deposit.objects.get().line == line.number


def test_nothing_else_puts_money_into_suspense_by_hand(ours):
    ours.deposit(1000)
    with (
        pytest.raises(DatabaseError, match="is a deposit"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT ledger.correct('x', sha256('x'), 'operator:1', '2026-11-23', 'custody', 'bank', 'suspense', 'b1', 5)"
        )


def test_what_is_shown_at_the_desk(ours, people, tellers, client):
    settled(strange_deposit(ours), people)
    deposit = Deposit.objects.get()
    client.force_login(tellers[0])
    listed = client.get("/escrow/desk/money/suspense/").content.decode()
    assert "하루 마감에서 찾은 돈" in listed
    shown = client.get(f"/escrow/desk/money/deposits/{deposit.pk}/").content.decode()
    assert "두 사람이 장부에 올린 돈" in shown
    assert "돌려보내기" in shown
