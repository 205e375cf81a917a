"""What differs is found by its class, and closes itself when it is put right."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from kwonik.escrow import actions
from kwonik.escrow.bank.port import Kind
from kwonik.escrow.models import BankStatement
from kwonik.escrow.rules import NotAllowed
from tests.escrow.books import CrookedBank, balance, post

from .days import a_day, close, kinds, seal

pytestmark = pytest.mark.django_db


def test_every_class_is_found_by_its_name(ours):
    on = a_day(ours)
    lines = {line.amount_won: line for line in ours.bank.lines}
    bank = ours.bank
    bank.stray(on, 5000)
    bank.missing.add(lines[500_000].number)
    bank.altered[lines[300_000].number] = 1
    bank.repeated.add(lines[200_000].number)
    bank.stray(on, 450_000, Kind.RETURNED, lines[450_000].bank_tran_id)

    day = close(bank, on)

    assert kinds(day) == {
        "bank_only": 1,
        "ledger_only": 1,
        "amount": 1,
        "duplicate": 1,
        "return": 1,
        "balance": 1,
    }
    assert day.open_breaks == 6


def test_another_date_is_found_on_both_days(ours):
    on = a_day(ours)
    late = a_day(ours)
    moved = next(line for line in ours.bank.lines if line.value_on == on)
    ours.bank.moved[moved.number] = late

    days = [close(ours.bank, each) for each in (on, late)]
    days[0] = actions.reconcile(on=on)

    assert [kinds(day)["date"] for day in days] == [1, 1]
    assert [one.difference_won for day in days for one in day.breaks.filter(kind="date")] == [
        -500_000,
        500_000,
    ]


@pytest.mark.parametrize("seed", range(5))
def test_random_breaks_are_all_found_and_none_invented(ours, seed):
    chance = random.Random(seed)
    bank, expected = ours.bank, Counter()
    on = bank.at.date()
    for _ in range(20):
        ours.deposit(chance.randint(1, 9) * 1000)
    payouts = [ours.pay_out(chance.randint(1, 3) * 1000) for _ in range(5)]
    bank.next_day()
    lines = [line for line in bank.lines if line.value_on == on]
    chance.shuffle(lines)
    for _ in range(chance.randint(0, 3)):
        bank.stray(on, 1000)
        expected["bank_only"] += 1
    for number in payouts[: chance.randint(0, 3)]:
        bank.stray(on, 1000, Kind.RETURNED, number)
        expected["return"] += 1
    for what, knob in (("ledger_only", bank.missing), ("amount", bank.altered), ("duplicate", bank.repeated)):
        for _ in range(chance.randint(0, 4)):
            number = lines.pop().number
            knob.add(number) if isinstance(knob, set) else knob.update({number: 7})
            expected[what] += 1
    if bank.statement(on).gap_won:
        expected["balance"] += 1

    assert kinds(close(bank, on)) == +expected


def test_a_break_closes_itself_when_the_bank_mends_its_statement(ours, people, sealable):
    on = a_day(ours)
    ours.bank.missing.add(ours.bank.lines[0].number)
    day = close(ours.bank, on)
    with pytest.raises(NotAllowed, match="정리하지 않은 차이가 2건"):
        actions.seal_first(by=people[0], day=day)

    ours.bank.behave()
    day = close(ours.bank, on)

    assert (kinds(day), kinds(day, "answered")) == ({}, {"ledger_only": 1, "balance": 1})
    assert BankStatement.objects.filter(dated_on=on).count() == 2
    seal(day, people)


def test_a_break_closes_itself_when_the_books_catch_up(ours, people, sealable):
    on = a_day(ours)
    ours.bank.at -= timedelta(hours=20)
    ours.bank.pay("56200000000001", 70_000, "의뢰인", "110-000-000001")
    ours.bank.next_day()
    assert kinds(close(ours.bank, on)) == {"bank_only": 1}

    ours.keep()
    day = actions.reconcile(on=on)

    assert (kinds(day), day.open_breaks) == ({}, 0)
    seal(day, people)


def test_a_payout_that_came_back_is_settled_by_its_own_history(ours, people, sealable):
    """Nobody corrects by hand what the payment's own step says."""
    on = ours.bank.at.date()
    ours.deposit(500_000)
    ours.bank.return_next()
    ours.pay_out(400_000)
    ours.bank.next_day()
    seal(close(ours.bank, on), people)
    on = ours.bank.at.date()
    ours.bank.next_day()
    day = close(ours.bank, on)
    (found,) = day.breaks.filter(state="open")
    assert found.kind == "return"
    with pytest.raises(NotAllowed, match="그렇게 정리할 수 없습니다"):
        actions.propose_correction(by=people[0], found=found, way="suspense", words="되돌아옴")

    ours.keep()

    seal(actions.reconcile(on=on), people)
    assert balance("payable", "m1") == 400_000


def test_a_statement_that_does_not_agree_with_the_banks_own_answer(ours, people, sealable):
    on = a_day(ours)
    ours.bank.told[on] = 0
    actions.take_statement(bank=ours.bank, on=on, now=ours.bank.at)
    BankStatement.objects.filter(dated_on=on).count()
    actions.reconcile(on=on)

    class Lying(CrookedBank):
        def statement(self, day):
            true = super().statement(day)
            return replace(true, closing_won=true.closing_won + 1)

    ours.bank.__class__ = Lying
    day = close(ours.bank, on)

    assert sorted(one.about for one in day.breaks.filter(kind="balance")) == ["statement", "told"]
    with pytest.raises(NotAllowed, match=r"은행이 1원 더 많습니다.*따로 답한 잔액"):
        actions.seal_first(by=people[0], day=day)


def test_whoever_writes_behind_a_sealed_day_is_seen(ours, people, sealable):
    on = a_day(ours)
    seal(close(ours.bank, on), people)
    later = a_day(ours)
    with connection.cursor() as cursor:  # the guard that would book it on an open day, taken away
        cursor.execute("ALTER TABLE ledger.event DISABLE TRIGGER event_on_an_open_day")
    post("form:x", "deposited", [("custody", "bank", "escrow", "m1", 1)], on)

    day = close(ours.bank, later)

    assert [one.about for one in day.breaks.filter(state="open")] == ["books"]
    with pytest.raises(NotAllowed, match="장부의 첫 잔액과 은행의 첫 잔액이 다릅니다"):
        actions.seal_first(by=people[0], day=day)
