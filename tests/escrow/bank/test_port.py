"""Numbers of payouts, and what the port's records never show."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.escrow.bank import port

ORGANISATION = "M202600001"
PAYOUTS = st.integers(0, 35 * 36**6 - 1)
ATTEMPTS = st.integers(1, 36**2)
AT = datetime(2026, 11, 23, tzinfo=UTC)


@given(PAYOUTS, ATTEMPTS)
def test_a_number_has_the_banks_form(payout: int, attempt: int) -> None:
    number = port.mint(ORGANISATION, payout, attempt)
    assert len(number) == 20 and number.startswith(f"{ORGANISATION}U")
    assert set(number[11:]) <= set(port.LETTERS) and number[11] != "Z"


@given(PAYOUTS, ATTEMPTS, PAYOUTS, ATTEMPTS)
def test_two_attempts_never_share_a_number(one: int, first: int, other: int, second: int) -> None:
    same = port.mint(ORGANISATION, one, first) == port.mint(ORGANISATION, other, second)
    assert same == ((one, first) == (other, second))


def test_numbers_in_a_row_differ() -> None:
    made = {port.mint(ORGANISATION, payout, attempt) for payout in range(1000) for attempt in (1, 2, 36)}
    assert len(made) == 3000


@pytest.mark.parametrize("organisation", ["", "M20260000", "M2026000012", "M20260000가", "M20260000 "])
def test_a_code_of_another_form_is_refused(organisation: str) -> None:
    with pytest.raises(ValueError):
        port.mint(organisation, 1)


@pytest.mark.parametrize(("payout", "attempt"), [(-1, 1), (35 * 36**6, 1), (1, 0), (1, 36**2 + 1)])
def test_a_number_out_of_range_is_refused(payout: int, attempt: int) -> None:
    with pytest.raises(ValueError):
        port.mint(ORGANISATION, payout, attempt)


def test_records_hide_accounts_and_names() -> None:
    payout = port.Payout("id", "088", "110123456789", "이일꾼", 1, AT)
    line = port.Line("1", port.Kind.DEPOSIT, AT.date(), AT, True, 1, "", "56201234", "김의뢰")
    account = port.VirtualAccount("097", "56209999", "r1", AT.date())
    shown = f"{payout!r} {line!r} {account!r}"
    assert not any(secret in shown for secret in ("110123456789", "이일꾼", "56201234", "김의뢰", "56209999"))


def test_the_digest_covers_all_that_is_said_of_the_money() -> None:
    line = port.Line("1", port.Kind.DEPOSIT, AT.date(), AT, True, 1000, "", "v1", "김의뢰")
    others: dict[str, object] = {
        "number": "2",
        "kind": port.Kind.OTHER,
        "value_on": date(2026, 11, 24),
        "booked_at": datetime(2026, 11, 23, 1, tzinfo=UTC),
        "incoming": False,
        "amount_won": 1001,
        "bank_tran_id": "x",
        "virtual_account": "v2",
        "fee_won": 1,
    }
    digests = {dataclasses.replace(line, **{name: value}).digest for name, value in others.items()}
    assert len(digests | {line.digest}) == len(others) + 1
    assert dataclasses.replace(line, depositor="다른 이름").digest == line.digest
    assert set(others) | {"depositor"} == {one.name for one in dataclasses.fields(line)}
