"""Months of an escrow from one number: everything that people, the bank, the clocks and the workers do follows from the seed.

`KWONIK_SIMULATION_SEED` lives one life again, `KWONIK_SIMULATION_LIVES` many, `KWONIK_SIMULATION_STEPS` longer ones.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.escrow.lives import Life

pytestmark = pytest.mark.django_db

SEED = int(os.environ.get("KWONIK_SIMULATION_SEED", "20261123"))
LIVES = int(os.environ.get("KWONIK_SIMULATION_LIVES", "2"))
STEPS = int(os.environ.get("KWONIK_SIMULATION_STEPS", "150"))
EXAMPLES = int(os.environ.get("KWONIK_SIMULATION_EXAMPLES", "5"))

HAPPENS: dict[str, int] = {
    "sign": 3,
    "pay": 8,
    "start": 2,
    "deliver": 5,
    "ask_changes": 1,
    "approve": 3,
    "cancel": 2,
    "dispute": 2,
    "end_dispute": 3,
    "look_at_suspense": 3,
    "send_again": 2,
    "prepare": 2,
    "second_person": 2,
    "pass_time": 2,
    "morning": 1,
    "take_lines": 6,
    "write": 4,
    "send": 5,
    "ask": 4,
}
"""What can happen in a life, and how often as compared with the others."""


def live(life: Life, steps: int) -> None:
    """Three things a day and then the night, until the steps are over and all comes to rest."""
    for step in range(steps):
        what = life.chance.choices(list(HAPPENS), list(HAPPENS.values()))[0]
        life.told.append(what)
        getattr(life, what)()
        if step % 4 == 3:
            life.told.append("night")
            life.pass_time(days=life.chance.choice((1, 1, 1, 3)))
            life.morning()
        life.check()
    life.come_to_rest()
    life.town.check_with_the_bank(life.known_won)


@pytest.mark.parametrize("seed", range(SEED, SEED + LIVES))
def test_the_books_are_the_banks_through_months_of_everything(town, seed):
    life = Life(town, Random(seed))
    try:
        live(life, STEPS)
    except BaseException:
        print(f"KWONIK_SIMULATION_SEED={seed} KWONIK_SIMULATION_LIVES=1 KWONIK_SIMULATION_STEPS={STEPS}")
        print("\n".join(life.told[-40:]))
        raise
    known = life.model
    assert known.payments and known.deposits and known.cards and life.town.today > life.town.began_on


def test_no_order_of_events_breaks_the_model(town):
    """The same, with hypothesis choosing what happens, so that a failure shrinks to the shortest story."""

    class Story(RuleBasedStateMachine):
        @initialize(seed=st.integers(0, 2**32))
        def begin(self, seed: int) -> None:
            self.savepoint = transaction.atomic()
            self.savepoint.__enter__()
            town.next_day()
            town.began_on, town.had_won = town.today, town.bank_won()
            town._operators.clear()
            self.life = Life(town, Random(seed))
            self.life.sign()

        @rule(what=st.sampled_from(sorted(HAPPENS)))
        def happens(self, what: str) -> None:
            getattr(self.life, what)()

        @rule(days=st.integers(1, 20))
        def days_pass(self, days: int) -> None:
            self.life.pass_time(days=days)
            self.life.take_lines()

        @invariant()
        def is_the_models(self) -> None:
            if hasattr(self, "life"):
                self.life.check()

        def teardown(self) -> None:
            if hasattr(self, "life"):
                transaction.set_rollback(True)
                self.savepoint.__exit__(None, None, None)

    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            database=None,
        ),
    )
