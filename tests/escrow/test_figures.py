"""The three published numbers: exactly the row's figure moves, and only once its day is sealed by two."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.utils import timezone

from kwonik.escrow import actions, queries
from kwonik.escrow.models import BankStatement, BusinessDay, Deposit
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import Period
from tests.escrow import factories
from tests.escrow.factories import FakeBank, bank_line, name_of, paid_in
from tests.factories import make_account

pytestmark = pytest.mark.django_db

CODES = ("escrow.members", "escrow.contracts", "escrow.held")


def numbers(centre) -> dict[str, int]:
    """Sealed and 잠정, by code."""
    today = timezone.localdate()
    window = Window((centre.pk,), Period(today - timedelta(days=30), today), today)
    asks = [Ask.of(f"{code}{end}") for code in CODES for end in ("", "_unsealed")]
    return {ask.code: answer.value for ask, answer in figures.compute(window, asks).items()}


def moved(centre, act) -> dict[str, int]:
    before = numbers(centre)
    act()
    after = numbers(centre)
    return {code: after[code] - before[code] for code in after if after[code] != before[code]}


def seal_today(centre) -> None:
    """The row of a day that two people have sealed; what it takes to come there is test_closing's."""
    one, other = (make_account("escrow.day:seal", centre=centre) for _ in range(2))
    now, today = timezone.now(), timezone.localdate()
    came = -queries.money.balance("custody", "bank")  # the ledger refuses a seal over other sums than its own
    told = {"opening_won": 0, "closing_won": came, "told_won": came}
    statement = BankStatement.objects.create(
        centre=centre, dated_on=today, number="S", digest="0" * 64, **told
    )
    books = {"credits_won": came, "ledger_closing_won": came, "bank_credits_won": came}
    day = BusinessDay.objects.create(
        centre=centre, dated_on=today, statement=statement, closing_won=came, told_won=came, **books
    )
    rows = BusinessDay.objects.filter(pk=day.pk)
    rows.update(first_by=one, first_at=now)
    rows.update(second_by=other, sealed_at=now, chain_root="0" * 64)


@pytest.fixture
def centre():
    return factories.make_installation()


def test_a_member_counts_once_the_telephone_is_confirmed_and_on_no_sealed_day_as_provisional(centre):
    assert moved(centre, factories.join) == {}
    assert moved(centre, factories.confirmed) == {"escrow.members_unsealed": 1}


def test_what_happened_on_an_unsealed_day_is_provisional_and_counts_once_it_is_sealed(centre):
    milestone = factories.signed(wishes=factories.wishes(500_000)).milestones.get()
    assert moved(centre, lambda: paid_in(milestone)) == {"escrow.held_unsealed": 500_000}
    before = numbers(centre)
    assert all(before[code] == 0 for code in CODES)
    assert before["escrow.contracts_unsealed"] == 1 and before["escrow.members_unsealed"] == 2

    seal_today(centre)

    after = numbers(centre)
    assert {code: after[code] for code in CODES} == {code: before[f"{code}_unsealed"] for code in CODES}
    assert not any(after[f"{code}_unsealed"] for code in CODES)


def test_each_row_moves_its_own_figure_alone(centre):
    one, other = factories.freelancer(), factories.commissioner()
    contracts = []

    def sign(**fields):
        contracts.append(factories.signed(one=one, other=other, wishes=factories.wishes(500_000), **fields))

    assert moved(centre, sign) == {"escrow.contracts_unsealed": 1}
    assert moved(centre, lambda: sign(custody="direct")) == {}
    milestone = contracts[0].milestones.get()
    assert moved(centre, lambda: paid_in(milestone, depositor="김대리")) == {}
    by = make_account("escrow.money:move", centre=centre)
    match = Deposit.objects.get()
    assert moved(centre, lambda: actions.match_deposit(by=by, deposit=match)) == {
        "escrow.held_unsealed": 500_000
    }
    assert moved(centre, factories.confirmed) == {"escrow.members_unsealed": 1}


def test_money_that_came_to_be_known_after_its_day_was_sealed_counts_on_the_first_open_one(centre):
    milestone = factories.signed(wishes=factories.wishes(500_000)).milestones.get()
    seal_today(centre)

    assert moved(centre, lambda: paid_in(milestone)) == {}

    late = Deposit.objects.get()
    assert (late.value_on, late.held_on) == (
        timezone.localdate(),
        timezone.localdate() + timedelta(days=1),
    )


def test_the_amount_is_rounded_to_millions_by_the_named_rule():
    figure, _ = figures.registry.find("escrow.held_millions")
    assert [figure.formula(won) for won in (0, None, 499_999, 500_000, 91_499_999, 91_500_000)] == [
        0,
        0,
        0,
        1,
        91,
        92,
    ]


def test_the_day_of_a_deposit_is_the_banks_and_of_a_matched_one_the_day_of_matching(centre):
    milestone = factories.signed(wishes=factories.wishes(500_000)).milestones.get()
    number = actions.issue_account(bank=FakeBank(), milestone=milestone)
    yesterday = timezone.localdate() - timedelta(days=1)
    line = bank_line(amount_won=500_000, virtual_account=number.number, depositor=name_of(milestone))
    actions.take_deposit(dataclasses.replace(line, value_on=yesterday))
    assert Deposit.objects.get().held_on == yesterday

    other = factories.signed(wishes=factories.wishes(500_000)).milestones.get()
    paid_in(other, depositor="김대리", value_on=yesterday)
    waiting = queries.money.deposits_waiting().get()
    assert waiting.held_on is None
    actions.match_deposit(by=make_account("escrow.money:move", centre=centre), deposit=waiting)
    assert Deposit.objects.get(pk=waiting.pk).held_on == timezone.localdate()


def test_the_list_behind_a_number_names_nobody():
    for code in CODES:
        figure, _ = figures.registry.find(code)
        assert figure.page and not {"name", "phone", "depositor"} & {
            part for column in figure.columns for part in column.path.split("__")
        }
