"""When a line may be spent from: plain arithmetic, and the rate as it is printed."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.budget.rules import (
    Balance,
    Refused,
    check_allotment,
    check_spending,
    rate_in_words,
    what_is_off,
)

TODAY = date(2025, 11, 7)
A_DAY = date(2025, 5, 9)
HALF_SPENT = Balance(1_000_000, 500_000)

won = st.integers(-(10**12), 10**12)
held = st.integers(0, 10**12)


def spend(amount_won, balance=HALF_SPENT, spent_on=A_DAY, year=2025):
    check_spending(balance, amount_won, spent_on, year, TODAY)


@pytest.mark.parametrize("amount_won", [1, 500_000, -1, -500_000])
def test_what_the_line_holds_may_be_spent_and_what_was_spent_returned(amount_won):
    spend(amount_won)


@pytest.mark.parametrize(
    ("booking", "said"),
    [
        ({"amount_won": 0}, "0원"),
        ({"amount_won": 500_001}, "남은 예산 500,000원보다 많습니다"),
        ({"amount_won": -500_001}, "집행액 500,000원보다 많습니다"),
        ({"amount_won": 1, "spent_on": date(2024, 12, 31)}, "2025년의 날짜만"),
        ({"amount_won": 1, "spent_on": date(2025, 11, 8)}, "오늘보다 뒤"),
    ],
)
def test_what_the_subsidy_does_not_allow_is_refused_with_its_reason(booking, said):
    with pytest.raises(Refused, match=said):
        spend(**booking)


def test_today_is_not_the_future():
    spend(1, spent_on=TODAY)


@given(held, st.integers(0, 10**12), won)
def test_whatever_may_be_booked_leaves_the_line_in_balance(allotted, spent, amount):
    spent = min(allotted, spent)
    try:
        spend(amount, Balance(allotted, spent))
    except Refused:
        assert amount == 0 or what_is_off(Balance(allotted, spent + amount))
    else:
        assert not what_is_off(Balance(allotted, spent + amount))


@given(held, st.integers(0, 10**12), won)
def test_an_allotment_never_takes_away_what_was_spent(allotted, spent, amount):
    spent = min(allotted, spent)
    try:
        check_allotment(Balance(allotted, spent), amount)
    except Refused:
        assert amount == 0 or allotted + amount < spent
    else:
        assert allotted + amount >= spent


@pytest.mark.parametrize(
    ("spent", "allotted", "printed"),
    [
        (0, 1_000, "0.0%"),
        (1_000, 1_000, "100.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (7_695, 10_000, "77.0%"),  # 76.95: half up, not to the even digit
        (7_685, 10_000, "76.9%"),
        (769_499, 1_000_000, "76.9%"),
        (769_500, 1_000_000, "77.0%"),
        (0, 0, "-"),
    ],
)
def test_the_rate_is_printed_half_up_to_a_tenth(spent, allotted, printed):
    assert rate_in_words(spent, allotted) == printed


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_the_rate_is_the_exact_quotient_rounded_once(spent, allotted):
    tenths = (Decimal(spent * 1000) / Decimal(allotted)).quantize(Decimal(1), ROUND_HALF_UP)
    exactly = (2 * spent * 1000 + allotted) // (2 * allotted)  # the same in whole numbers
    assert rate_in_words(spent, allotted) == f"{Decimal(exactly) / 10:,.1f}%"
    assert tenths == exactly
