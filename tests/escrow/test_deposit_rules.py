"""When money that came in is the deposit that was signed, and when a person may say so."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kwonik.escrow.codes import MilestoneState
from kwonik.escrow.rules import deposits

WON, FEE, TODAY, NAME = 500_000, 11_000, date(2026, 11, 23), b"n" * 16


def awaited(**said) -> deposits.Awaited:
    told = {"state": "awaiting_deposit", "deposit_won": WON, "fee_won": FEE, "expires_on": TODAY}
    return deposits.Awaited(**(told | {"holder_digest": NAME} | said))


@given(
    state=st.sampled_from([str(one.value) for one in MilestoneState]),
    paid=st.integers(WON - 2, WON + 2),
    fee=st.integers(FEE - 2, FEE + 2),
    days=st.integers(-2, 2),
    name=st.sampled_from([NAME, b"o" * 16]),
)
def test_it_is_the_deposit_just_when_everything_is_as_signed(state, paid, fee, days, name):
    came = deposits.Came(paid, fee, TODAY + timedelta(days=days), name)
    exact = (state, paid, fee, name) == ("awaiting_deposit", WON, FEE, NAME) and days <= 0
    assert (deposits.reason(awaited(state=state), came) == "") == exact
    assert (deposits.mismatch(WON, FEE, paid, fee) == "") == ((paid, fee) == (WON, FEE))
