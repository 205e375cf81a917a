"""kill -9 of the workers that pay, at any moment, under load, with a bank that is slow and drops answers: 0 lost, 0 double.

`KWONIK_KILL_SECONDS` is how long they are killed for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kwonik.escrow import actions, queries
from kwonik.escrow.models import Milestone, Payment
from tests.escrow import factories
from tests.escrow.factories import approved, deliver, fresh
from tests.escrow.towns import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]

SECONDS = float(os.environ.get("KWONIK_KILL_SECONDS", "15"))
SEED = int(os.environ.get("KWONIK_SIMULATION_SEED", "20261123"))
WON = 100_000
MILESTONES = 12


def _killed(town: Town) -> dict[str, int]:
    """Two workers at a time, killed again and again."""
    known = connection.settings_dict
    said = {
        "database": {name: known[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")},
        "bank": f"http://127.0.0.1:{town.sandbox.port}",
        "at": town.at.isoformat(),
        "keyring": str(settings.KEYRING),
        "seconds": SECONDS,
        "seed": SEED,
    }
    words = [sys.executable, "-m", "tests.escrow.workers", json.dumps(said)]
    done = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def _waiting(town: Town) -> list[Milestone]:
    """Approved, nothing written yet."""
    contract = town.contract(town.freelancer(), factories.commissioner(), *([WON] * MILESTONES))
    rows = list(contract.milestones.order_by("number"))
    for milestone in rows:
        town.pay(fresh(milestone))
    town.take_lines()
    actions.verify_payees(bank=town.bank)
    return [approved(deliver(fresh(milestone))) for milestone in rows]


def test_workers_are_killed_at_any_moment(cleaned_ledger, sandbox_process):
    with Town(sandbox_process).open() as town:
        milestones = _waiting(town)
        town.sandbox.turn("latency", share=1.0, value=0.08)
        town.sandbox.turn("drop_response", share=0.2)
        told = _killed(town)
        print(told)
        begun = Payment.objects.exclude(state="written").count()
        town.settle()
        town.check_with_the_bank()
        for milestone in milestones:  # what the bank never got is sent again by a person
            if fresh(milestone).state == "payout_failed":
                actions.prepare(by=town.operator(milestone), milestone=fresh(milestone))
        for payment in Payment.objects.filter(state="failed", source__kind="withheld"):
            actions.refund_again(by=town.operator(milestones[0]), payment=payment)
        town.settle()
        town.check_with_the_bank()

        assert told["killed"] >= 5 and told["ended"] == 0, told
        assert begun >= 5
        assert {fresh(milestone).state for milestone in milestones} == {"paid"}
        for milestone in milestones:
            sent = queries.money.payments_of(milestone)
            for kind, won in (("payable", 96_700), ("withheld", 3_300)):
                paid = [one.amount_won for one in sent if one.source.kind == kind and one.state == "done"]
                assert paid == [won]
        freelancer = milestones[0].contract.freelancer
        assert town.sandbox.balance(_account(freelancer)) == 96_700 * MILESTONES


def _account(freelancer) -> str:
    from kwonik.people import vault
    from kwonik.people.codes import Purpose

    payee = queries.payee_of(freelancer)
    seen = vault.read([payee.number_id], by=None, purpose=Purpose.ESCROW, action="escrow.test")
    return seen[payee.number_id]
