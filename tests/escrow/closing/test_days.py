"""Days that agree are sealed by two, in order, and stay as they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kwonik.escrow import actions, queries
from kwonik.escrow.bank.port import NoAnswer
from kwonik.escrow.models import BankStatement, Break, BusinessDay, Correction, StatementLine
from kwonik.escrow.rules import NotAllowed
from kwonik.people.models import SealedText
from tests.escrow.books import balance, post
from tests.factories import make_account

from .days import a_day, close, kinds, seal

pytestmark = pytest.mark.django_db


def test_a_day_that_agrees_is_sealed_by_two(ours, people, sealable):
    day = close(ours.bank, a_day(ours))

    assert kinds(day) == {}
    assert (day.opening_won, day.credits_won, day.debits_won, day.closing_won) == (
        0,
        1_000_000,
        450_000,
        550_000,
    )
    assert day.ledger_closing_won == day.told_won == 550_000 == -balance("custody")
    assert queries.closing.unsealed_since(ours.bank.at.date()) == day.dated_on
    assert queries.closing.sealed_until() is None

    sealed = seal(day, people)

    assert (sealed.first_by, sealed.second_by, len(sealed.chain_root)) == (*people, 64)
    assert queries.closing.sealed_until() == day.dated_on
    assert queries.closing.unsealed_since(ours.bank.at.date()) is None
    assert queries.closing.unsealed_since(ours.bank.at.date() + timedelta(days=1)) == ours.bank.at.date()


def test_one_person_cannot_seal_alone_nor_before_the_first(ours, people, sealable):
    day = close(ours.bank, a_day(ours))

    with pytest.raises(NotAllowed, match="첫 번째 사람이 먼저"):
        actions.seal_second(by=people[0], day=day)
    actions.seal_first(by=people[0], day=day)
    with pytest.raises(NotAllowed, match="다른 사람이 봉인"):
        actions.seal_second(by=people[0], day=day)
    with pytest.raises(NotAllowed, match="이미 확인"):
        actions.seal_first(by=people[1], day=day)
    actions.seal_second(by=people[1], day=day)
    for act in (actions.seal_first, actions.seal_second):
        with pytest.raises(NotAllowed, match="이미 봉인"):
            act(by=people[0], day=day)


def test_who_may_not_seal_may_not(ours, centre, sealable):
    day = close(ours.bank, a_day(ours))
    for act in (actions.seal_first, actions.seal_second):
        with pytest.raises(PermissionDenied):
            act(by=make_account("escrow.day:view", centre=centre), day=day)


def test_again_changes_nothing(ours):
    on = a_day(ours)
    ours.bank.stray(on, 5000)
    close(ours.bank, on)

    def standing():
        tables = (BankStatement, StatementLine, BusinessDay, Break, Correction, SealedText)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = standing()
    close(ours.bank, on)
    assert standing() == before


def test_days_are_sealed_in_order_without_a_gap(ours, people, sealable):
    first = a_day(ours)
    second = a_day(ours)
    third = a_day(ours)
    days = [close(ours.bank, on) for on in (first, second, third)]

    with pytest.raises(NotAllowed, match="아직 봉인하지 않았습니다"):
        actions.seal_first(by=people[0], day=days[1])
    seal(days[0], people)
    with pytest.raises(NotAllowed, match="아직 봉인하지 않았습니다"):
        actions.seal_first(by=people[0], day=days[2])
    seal(days[1], people)
    seal(days[2], people)
    with pytest.raises(NotAllowed, match="앞선 날"):
        close(ours.bank, first - timedelta(days=1))


def test_a_gap_between_days_keeps_the_later_one_open(ours, people, sealable):
    first = a_day(ours)
    ours.bank.next_day()
    later = a_day(ours)
    seal(close(ours.bank, first), people)

    with pytest.raises(NotAllowed, match="앞의 날이 비어 있습니다"):
        actions.seal_first(by=people[0], day=close(ours.bank, later))
    actions.morning(bank=ours.bank, now=ours.bank.at)
    for day in BusinessDay.objects.filter(sealed_at=None).order_by("dated_on"):
        seal(day, people)
    assert queries.closing.sealed_until() == later


def test_what_the_first_person_confirmed_lapses_when_the_books_move(ours, people, sealable):
    on = a_day(ours)
    day = close(ours.bank, on)
    actions.seal_first(by=people[0], day=day)
    post("line:99", "deposited", [("custody", "bank", "escrow", "m1", 1)], on)

    with pytest.raises(NotAllowed, match="정리하지 않은 차이가 1건"):
        actions.seal_second(by=people[1], day=day)
    day.refresh_from_db()
    assert (day.first_by, day.open_breaks) == (None, 1)


def test_a_day_that_is_not_over_has_no_statement(ours):
    with pytest.raises(NotAllowed, match="끝나지 않은"):
        actions.take_statement(bank=ours.bank, on=ours.bank.at.date(), now=ours.bank.at)


def test_a_statement_of_a_sealed_day_does_not_change(ours, people, sealable):
    on = a_day(ours)
    seal(close(ours.bank, on), people)
    close(ours.bank, on)
    ours.bank.stray(on, 1)
    with pytest.raises(NotAllowed, match="이미 봉인한 날의 거래명세가 달라졌습니다"):
        close(ours.bank, on)


def test_names_stay_in_the_vault(ours):
    on = a_day(ours)
    close(ours.bank, on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, ' ') FROM escrow_statementline l")
        (text,) = cursor.fetchone()
    assert "의뢰인" not in text
    assert "56200000000001" not in text
    assert BankStatement.objects.get().raw is not None


def test_the_morning_catches_up_with_days_that_nobody_reconciled(ours):
    first = a_day(ours)
    actions.morning(bank=ours.bank, now=ours.bank.at)
    for _ in range(3):
        a_day(ours)

    days = actions.morning(bank=ours.bank, now=ours.bank.at)

    assert [day.dated_on for day in days] == [first + timedelta(days=place) for place in range(4)]
    assert {day.open_breaks for day in days} == {0}


def test_a_bank_that_does_not_answer_leaves_the_day_open(ours, people, monkeypatch):
    on = a_day(ours)

    def silent(day):
        raise NoAnswer

    monkeypatch.setattr(ours.bank, "statement", silent)
    with pytest.raises(NoAnswer):
        actions.morning(bank=ours.bank, now=ours.bank.at)
    day = actions.reconcile(on=on)
    assert day.ledger_closing_won == 550_000
    with pytest.raises(NotAllowed, match="거래명세를 아직 받지 못했습니다"):
        actions.seal_first(by=people[0], day=day)
