"""kill -9 of every process of the database under eight clients: nothing lost, nothing twice. Ten kills: `python -m bench ledger_crashes`."""

from __future__ import annotations

import pytest

from .ledgers import made
from .mortal import server_of_ones_own, survive

pytestmark = pytest.mark.xdist_group("ledger")


def test_two_kills_lose_nothing_and_do_nothing_twice(tmp_path):
    with server_of_ones_own(tmp_path) as server, made(server, "mortal") as ledger:
        outcome = survive(ledger, kills=2)
    assert outcome.holds, outcome
    assert outcome.stored >= 300
    assert outcome.asked_again >= 2  # the kills fell among requests
