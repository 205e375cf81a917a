"""What differs is settled by two people, and the books move by the difference and no more."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from kwonik.escrow import actions
from kwonik.escrow.models import Deposit
from kwonik.escrow.rules import NotAllowed
from tests.escrow.books import balance, post
from tests.factories import make_account

from .days import a_day, close, kinds, seal, strange_deposit

pytestmark = pytest.mark.django_db


def test_money_that_only_the_bank_knows_goes_to_suspense_by_two(ours, people, sealable):
    found = strange_deposit(ours)
    proposed = actions.propose_correction(by=people[0], found=found, way="suspense", words="누구인지 모름")
    assert not Deposit.objects.exists()
    with pytest.raises(NotAllowed, match="다른 사람이 확인"):
        actions.confirm_correction(by=people[0], correction=proposed)

    actions.confirm_correction(by=people[1], correction=proposed)

    assert balance("suspense", f"d{Deposit.objects.get().pk}") == 70_000
    found.refresh_from_db()
    assert found.state == "corrected"
    seal(found.day, people)
    with pytest.raises(NotAllowed, match="이미 봉인"):
        actions.own_break(by=people[0], found=found, owner=people[0])


def test_what_only_the_books_have_is_taken_out_by_two(ours, people, sealable):
    on = ours.bank.at.date()
    ours.deposit(10_000)
    post("line:77", "deposited", [("custody", "bank", "escrow", "m1", 3000)], on)
    ours.bank.next_day()
    (found,) = close(ours.bank, on).breaks.filter(state="open")
    proposed = actions.propose_correction(by=people[0], found=found, way="adjustment", words="잘못 올림")
    actions.confirm_correction(by=people[1], correction=proposed)

    assert (balance("custody"), balance("adjustment")) == (-10_000, -3000)
    day = seal(found.day, people)
    assert (day.credits_won, day.debits_won, day.closing_won) == (13_000, 3000, 10_000)


def test_a_correction_that_turns_out_wrong_is_a_break_of_its_own(ours, people):
    """The deposit is written down after all: the correction is then what only the books have."""
    found = strange_deposit(ours)
    proposed = actions.propose_correction(by=people[0], found=found, way="suspense", words="누구인지 모름")
    actions.confirm_correction(by=people[1], correction=proposed)
    ours.keep()

    day = actions.reconcile(on=found.day.dated_on)

    assert kinds(day) == {"ledger_only": 1}
    assert day.breaks.get(state="open").difference_won == -70_000


def test_an_error_of_the_statement_is_explained_by_two_and_moves_nothing(ours, people, sealable):
    on = a_day(ours)
    ours.bank.stray(on, 5000)
    day = close(ours.bank, on)
    before = balance("custody")
    for found in day.breaks.filter(state="open"):
        proposed = actions.propose_correction(
            by=people[0], found=found, way="explained", words="은행이 잘못 적었다고 확인함"
        )
        actions.confirm_correction(by=people[1], correction=proposed)

    assert balance("custody") == before
    day = actions.reconcile(on=on)
    assert kinds(day, "explained") == {"bank_only": 1, "balance": 1}
    seal(day, people)


def test_an_explanation_seals_no_day_that_differs_in_truth(ours, people, sealable):
    found = strange_deposit(ours)
    proposed = actions.propose_correction(by=people[0], found=found, way="explained", words="넘어가자")
    actions.confirm_correction(by=people[1], correction=proposed)

    with pytest.raises(NotAllowed, match="은행이 70,000원 더 많습니다"):
        actions.seal_first(by=people[0], day=found.day)


def test_the_same_form_twice_is_one_proposal_and_one_stands(ours, people):
    found, token = strange_deposit(ours), uuid4()
    facts = {"found": found, "way": "suspense", "words": "모름", "token": token}
    one = actions.propose_correction(by=people[0], **facts)
    assert actions.propose_correction(by=people[0], **facts) == one
    with pytest.raises(NotAllowed, match="이미 제안한"):
        actions.propose_correction(by=people[1], **{**facts, "token": uuid4()})
    actions.drop_correction(by=people[1], correction=one)
    with pytest.raises(NotAllowed, match="거둔 제안"):
        actions.confirm_correction(by=people[1], correction=one)
    other = actions.propose_correction(by=people[1], **{**facts, "token": uuid4()})
    actions.confirm_correction(by=people[0], correction=other)
    with pytest.raises(NotAllowed):
        actions.confirm_correction(by=people[0], correction=other)
    assert balance("suspense", f"d{Deposit.objects.get().pk}") == 70_000


@pytest.mark.parametrize(
    "words, way", [("", "suspense"), ("800101-1234567", "suspense"), ("모름", "adjustment")]
)
def test_what_is_not_said_properly_is_refused(ours, people, words, way):
    with pytest.raises(NotAllowed):
        actions.propose_correction(by=people[0], found=strange_deposit(ours), way=way, words=words)


def test_a_break_is_owned_by_somebody_who_may_settle_it(ours, people, centre):
    found = strange_deposit(ours)
    assert actions.own_break(by=people[0], found=found, owner=people[1]).owner == people[1]
    with pytest.raises(NotAllowed, match="권한이 있는 사람만"):
        actions.own_break(by=people[0], found=found, owner=make_account("escrow.day:view", centre=centre))
    with pytest.raises(PermissionDenied):
        actions.own_break(
            by=make_account("escrow.day:view", "escrow.day:seal", centre=centre), found=found, owner=people[1]
        )
