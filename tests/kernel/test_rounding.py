from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.kernel import money, numbers
from kwonik.kernel.figures import mean
from kwonik.kernel.rounding import HALF_UP_TENTH, RULES, percent, share_out

WON = st.integers(0, 10**13)


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (2_664_277_294, 4_655_466_000, "57.2"),
        (41_882_000, 82_070_000, "51.0"),
        (60_000_000, 60_000_000, "100.0"),
        (0, 1, "0.0"),
        (1, 2000, "0.1"),  # 0.05 goes up
        (9, 20_000, "0.0"),  # 0.045 goes down
    ],
)
def test_rates_are_rounded_half_up_to_a_tenth(part, whole, printed):
    assert numbers.fixed(1)(percent(part, whole)) == printed


def test_a_rate_of_nothing_is_no_number():
    assert percent(5, 0) is None
    assert numbers.fixed(1)(None) == "-"


@given(WON, st.sampled_from(sorted(RULES)))
def test_rounding_twice_is_rounding_once(amount, name):
    rule = RULES[name]

    assert rule(rule(amount)) == rule(amount)
    assert abs(rule(amount) - amount) < rule.step


@given(
    st.integers(0, 10**12),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(lambda p: sum(p) > 0),
)
def test_shares_add_up_to_the_won(total, parts):
    shares = share_out(total, parts)

    assert sum(shares) == total
    assert all(
        abs(share * sum(parts) - total * part) < sum(parts) for share, part in zip(shares, parts, strict=True)
    )


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (3860, "3,860"),
        (Decimal("282.00"), "282"),
        (Decimal("197.70"), "197.7"),
        (Decimal("36.9"), "36.9"),
        (0, "0"),
        (None, "-"),
    ],
)
def test_plain_numbers_have_no_needless_zeros(value, printed):
    assert numbers.plain(value) == printed


def test_won_in_larger_units_are_rounded_half_up():
    assert money.in_unit(91_499_999, money.MILLION_WON) == 91
    assert money.in_unit(91_500_000, money.MILLION_WON) == 92
    assert money.won(4_655_466_000) == "4,655,466,000"


@pytest.mark.parametrize(
    ("total", "times", "per", "each"),
    [(1_000, 20, 1, 50), (151, 3, 1, 50), (160, 3, 1, 53), (480, 4, 60, 2), (None, 4, 1, 0), (7, 0, 1, None)],
)
def test_how_many_each_time(total, times, per, each):
    assert mean(per=per)(total, times) == each


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.sampled_from((1, 60)))
def test_each_times_how_often_is_the_total_but_for_rounding(total, times, per):
    assert (
        abs(mean(HALF_UP_TENTH, per=per)(total, times) * times * per - total) <= Decimal("0.05") * times * per
    )
