"""Eight processes at once on the same five accounts: once each, nobody locked out, balances what the transfers say."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from .hammer import MILESTONES, PROCESSES, requests, strike

pytestmark = pytest.mark.xdist_group("ledger")


@pytest.mark.parametrize("seed", [1, 2])
def test_hammered_by_eight_processes(ledger, seed):
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        parts = pool.map(strike, [ledger] * PROCESSES, [seed] * PROCESSES, range(PROCESSES))
        answers = sum(parts, Counter[tuple[str, str]]())
    assert {answer for _, answer in answers} <= {"done", "replayed", "23514"}
    done = {key for key, answer in answers if answer == "done"}
    assert all(answers[key, "done"] == 1 for key in done)
    assert {key for key, answer in answers if answer == "replayed"} <= done
    assert sum(count for (_, answer), count in answers.items() if answer == "replayed") > 100
    expected = Counter[tuple[str, str]]()
    for wanted in requests(seed):
        for debit_kind, debit, credit_kind, credit, won in wanted.legs if wanted.key in done else ():
            expected[debit_kind, debit] -= won
            expected[credit_kind, credit] += won
    owner = ledger.owner
    for number in range(MILESTONES):
        for kind in ("escrow", "payable"):
            (held,) = owner.execute("SELECT ledger.balance_of(%s, %s)", [kind, f"m{number}"]).fetchone()
            assert held == expected[kind, f"m{number}"] >= 0
    assert owner.execute("SELECT count(*) FROM ledger.event").fetchone() == (len(done),)
    assert owner.execute("SELECT * FROM ledger.unequal_account").fetchall() == []
    assert owner.execute("SELECT held_won - owed_won FROM ledger.books").fetchone() == (0,)
