"""Parental leave benefit: caps by month, both parents, single parents, parts of months, the employer's pay."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset

BENEFIT = CALCULATIONS["parental_leave_benefit"]
RICH = {"start": "2026-01-01", "monthly_ordinary_wage": 6_000_000}


def test_the_caps_fall_after_three_and_after_six_months():
    result = BENEFIT(**RICH, months=12)

    assert result.monthly == [2_500_000] * 3 + [2_000_000] * 3 + [1_600_000] * 6
    assert result.total == 23_100_000


def test_a_middling_wage_is_paid_in_full_and_later_at_80_percent():
    assert BENEFIT(start="2026-01-01", monthly_ordinary_wage=1_500_000, months=7).monthly == [
        1_500_000
    ] * 6 + [1_200_000]


def test_both_parents_have_rising_caps_for_the_months_that_both_took():
    six = BENEFIT(**RICH, months=7, kind="부모 함께", partner_months=6)
    two = BENEFIT(**RICH, months=7, kind="6+6", partner_months=2)

    assert six.monthly == [2_500_000, 2_500_000, 3_000_000, 3_500_000, 4_000_000, 4_500_000, 1_600_000]
    assert two.monthly == BENEFIT(**RICH, months=7).monthly


def test_a_single_parent_has_three_million_at_first():
    assert BENEFIT(**RICH, months=7, kind="한부모").monthly == [3_000_000] * 3 + [2_000_000] * 3 + [1_600_000]


def test_a_part_of_a_month_counts_by_its_days():
    result = BENEFIT(start="2026-02-01", monthly_ordinary_wage=2_800_000, months=0, extra_days=14)

    assert result.monthly == [1_250_000]
    assert any("단기 육아휴직" in words for words in result.warnings)
    assert BENEFIT(**RICH, months=6, extra_days=10).exact["monthly"][-1] == Fraction(1_600_000 * 10, 31)


def test_pay_beyond_the_ordinary_wage_is_taken_off():
    facts = {"start": "2026-01-01", "monthly_ordinary_wage": 3_000_000, "months": 1}

    assert BENEFIT(**facts, employer_pay=500_000).monthly == [2_500_000]
    assert BENEFIT(**facts, employer_pay=600_000).monthly == [2_400_000]
    assert BENEFIT(**facts, employer_pay=9_000_000).monthly == [0]


@pytest.mark.parametrize(
    "change, name",
    [
        ({"months": 0}, "months"),
        ({"months": 19}, "months"),
        ({"months": 18, "extra_days": 1}, "months"),
        ({"kind": "부모 함께"}, "partner_months"),
        ({"start": "2026-02-01", "months": 0, "extra_days": 28}, "extra_days"),
    ],
)
def test_leave_that_cannot_be_is_refused(change, name):
    with pytest.raises(Refused) as refused:
        BENEFIT(**{**RICH, "months": 3, **change})
    assert list(refused.value.problems) == [name]


def test_leave_begun_before_the_present_rule_is_refused():
    with pytest.raises(Unset) as refused:
        BENEFIT(**{**RICH, "start": "2024-12-31"}, months=3)
    assert list(refused.value.problems) == ["start"]


def test_more_than_a_year_has_its_conditions():
    assert any("1년을 넘는" in words for words in BENEFIT(**RICH, months=13).warnings)
    assert not any("1년을 넘는" in words for words in BENEFIT(**RICH, months=12).warnings)


@given(
    st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    st.integers(0, 9_000_000),
    st.integers(0, 9_000_000),
    st.integers(1, 18),
    st.sampled_from(["일반", "부모 함께", "한부모"]),
    st.integers(1, 18),
)
def test_more_wage_never_brings_less_and_every_month_lies_between_floor_and_cap(
    start, one, other, months, kind, partner_months
):
    low, high = (
        BENEFIT(
            start=start, monthly_ordinary_wage=wage, months=months, kind=kind, partner_months=partner_months
        )
        for wage in sorted([one, other])
    )

    assert all(a <= b for a, b in zip(low.exact["monthly"], high.exact["monthly"], strict=True))
    assert all(700_000 <= each <= 4_500_000 for each in high.exact["monthly"])
    assert high.exact["total"] == sum(high.exact["monthly"])
