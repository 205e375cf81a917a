"""The practice bank's statements with its knobs turned: an extra, a missing, an altered line are all found."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kwonik.escrow import actions
from kwonik.escrow.bank.port import Kind, lines_of
from kwonik.escrow.rules import NotAllowed
from tests.escrow.bank.conftest import process, sandbox  # noqa: F401 - fixtures
from tests.escrow.books import post

from .days import kinds, seal

pytestmark = pytest.mark.django_db
KNOBS = {
    "statement_extra": "bank_only",
    "statement_missing": "ledger_only",
    "statement_altered": "amount",
}


@pytest.fixture
def lived(centre, sandbox) -> date:  # noqa: F811 - the fixture of that name
    """A day at the practice bank with three deposits, written down in our books, and over."""
    on = sandbox.now().date()
    account = sandbox.bank.issue_virtual_account(f"m{on:%m%d}", on.replace(year=on.year + 1))
    for won in (30_000, 20_000, 10_000):
        sandbox.pay(account.number, won, "의뢰인", "110-000-000001")
    for line in lines_of(sandbox.bank, on):
        assert line.kind == Kind.DEPOSIT
        legs = [("custody", "bank", "escrow", "m1", line.amount_won)]
        post(f"line:{line.number}", "deposited", legs, line.value_on)
    return on


@pytest.mark.parametrize(
    "turned", [(), ("statement_extra",), ("statement_missing",), ("statement_altered",), tuple(KNOBS)]
)
def test_what_the_knobs_do_is_found_and_nothing_else(lived, sandbox, people, sealable, turned):  # noqa: F811
    for knob in turned:
        sandbox.turn(knob, next=1)
    sandbox.next_day()
    actions.take_statement(bank=sandbox.bank, on=lived, now=sandbox.now())
    before = sandbox.bank.statement(lived).opening_won
    if before:  # what earlier tests of the module left in the account stands in no book of this one
        post("line:0", "deposited", [("custody", "bank", "escrow", "m1", before)], date(2026, 1, 1))

    day = actions.reconcile(on=lived)

    expected = Counter(KNOBS[knob] for knob in turned)
    if sandbox.bank.statement(lived).gap_won:
        expected["balance"] += 1
    assert kinds(day) == expected
    if not turned:
        assert seal(day, people).sealed_at
    else:
        with pytest.raises(NotAllowed, match=f"정리하지 않은 차이가 {expected.total()}건"):
            actions.seal_first(by=people[0], day=day)
