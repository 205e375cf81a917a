"""The minimum wage: probation, hours of a month, what counts in which year, and the comparison to the won."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset

check = CALCULATIONS["minimum_wage_check"]
probation = CALCULATIONS["minimum_wage_probation"]
standard = CALCULATIONS["monthly_standard_hours"]
by_unit = CALCULATIONS["minimum_wage_hourly_check"]

YEARS = st.integers(2015, 2027)
WON = st.integers(0, 5_000_000)
HOURS = st.integers(1, 600).map(lambda tenths: tenths / 10)


@pytest.mark.parametrize(
    "facts, hourly",
    [
        ({"contract_months": 12, "month_of_probation": 3, "simple_labour": False}, 9_288),
        ({"contract_months": 12, "month_of_probation": 4, "simple_labour": False}, 10_320),
        ({"contract_months": 11, "month_of_probation": 1, "simple_labour": False}, 10_320),
        ({"contract_months": 11.9, "month_of_probation": 1, "simple_labour": False}, 10_320),
        ({"contract_months": 12, "month_of_probation": 1, "simple_labour": True}, 10_320),
        ({"contract_months": 12, "month_of_probation": 0, "simple_labour": False}, 10_320),
        ({"open_ended": True, "month_of_probation": 1, "simple_labour": False}, 9_288),
    ],
)
def test_probation_takes_a_tenth_only_where_all_four_hold(facts, hourly):
    assert probation(year=2026, **facts).hourly == hourly


def test_simple_labour_is_protected_since_2018():
    facts = {"contract_months": 24, "month_of_probation": 1, "simple_labour": True}

    assert probation(year=2017, **facts).hourly == 5_823
    assert probation(year=2018, **facts).hourly == 7_530
    assert probation(year=2018, **facts).warnings


def test_probation_needs_the_length_of_the_contract():
    with pytest.raises(Refused) as refused:
        probation(year=2026, month_of_probation=1, simple_labour=False)
    assert list(refused.value.problems) == ["contract_months"]


@pytest.mark.parametrize(
    "weekly, paid, exact, conventional",
    [
        (40, 8, 208.571429, 209),
        (40, None, 208.571429, 209),
        (40, 12, 225.952381, 226),
        (40, 16, 243.333333, 243),
        (40, 0, 173.809524, 174),
        (15, None, 78.214286, 78.214286),
        (14.9, None, 64.744048, 64.744048),
        (44, None, 225.952381, 225.952381),
    ],
)
def test_hours_of_a_month(weekly, paid, exact, conventional):
    result = standard(weekly_hours=weekly, weekly_paid_holiday_hours=paid)

    assert (result.exact["exact"], result["exact"]) == (result.exact["exact"], exact)
    assert result.conventional == conventional


@pytest.mark.parametrize(
    "year, bonus_free, welfare_free",
    [
        (2019, 0.25, 0.07),
        (2020, 0.20, 0.05),
        (2021, 0.15, 0.03),
        (2022, 0.10, 0.02),
        (2023, 0.05, 0.01),
        (2024, 0, 0),
        (2027, 0, 0),
    ],
)
def test_what_of_bonus_and_welfare_counts_in_each_year(year, bonus_free, welfare_free):
    month = CALCULATIONS["minimum_wage"](year=year).monthly_209h
    result = check(year=year, weekly_hours=40, base=0, monthly_bonus=2_000_000, welfare_cash=500_000)

    free = [Fraction(str(share)) * month for share in (bonus_free, welfare_free)]
    assert result.exact["included_wage"] == 2_500_000 - sum(free)


@pytest.mark.parametrize("year", [2015, 2018])
def test_bonus_and_welfare_did_not_count_before_2019(year):
    result = check(year=year, weekly_hours=40, base=1, monthly_bonus=9_000_000, welfare_cash=9_000_000)

    assert result.included_wage == 1 and result.violation


def test_a_bonus_below_the_share_counts_for_nothing_and_never_takes_away():
    assert (
        check(year=2019, weekly_hours=40, base=1_745_150, monthly_bonus=1, welfare_cash=1).violation is False
    )


def test_one_won_short_is_a_violation():
    enough = check(year=2026, weekly_hours=40, base=2_156_880)
    short = check(year=2026, weekly_hours=40, base=2_156_879)

    assert (enough.violation, enough.shortfall) == (False, 0)
    assert (short.violation, short.shortfall) == (True, 1)


def test_part_time_months_are_not_rounded():
    assert check(year=2026, weekly_hours=20, base=1_076_228).violation is True
    assert check(year=2026, weekly_hours=20, base=1_076_229).violation is False
    assert check(year=2026, weekly_hours=14, base=627_800).required == 627_800


def test_overtime_and_the_like_are_told_but_never_counted():
    bare = check(year=2026, weekly_hours=40, base=2_000_000)
    more = check(year=2026, weekly_hours=40, base=2_000_000, never_counted=900_000)

    assert dict(more) == dict(bare)
    assert any("900,000" in step.answer for step in more.steps)


@pytest.mark.parametrize(
    "facts, hourly, violation",
    [
        ({"pay_unit": "hourly", "amount": 10_320}, 10_320, False),
        ({"pay_unit": "hourly", "amount": 10_319}, 10_319, True),
        ({"pay_unit": "daily", "amount": 82_560, "unit_hours": 8}, 10_320, False),
        ({"pay_unit": "weekly", "amount": 495_360, "unit_hours": 40}, 10_320, False),
        ({"pay_unit": "weekly", "amount": 495_359, "unit_hours": 40}, 10_319.979167, True),
        ({"pay_unit": "weekly", "amount": 144_480, "unit_hours": 14}, 10_320, False),
        ({"pay_unit": "piece", "amount": 1_000_000, "unit_hours": 100}, 10_000, True),
        ({"pay_unit": "시급", "amount": 9_288, "probation_reduction_allowed": True}, 9_288, False),
    ],
)
def test_other_units_are_compared_by_the_hour(facts, hourly, violation):
    result = by_unit(year=2026, **facts)

    assert (result.hourly, result.violation) == (hourly, violation)
    assert (result.shortfall_hourly > 0) == violation


def test_another_unit_needs_its_hours():
    with pytest.raises(Refused) as refused:
        by_unit(year=2026, pay_unit="daily", amount=1)
    assert list(refused.value.problems) == ["unit_hours"]


@pytest.mark.parametrize("year", [2014, 2028])
@pytest.mark.parametrize("calculation", [check, probation, by_unit])
def test_nothing_follows_from_a_year_without_a_minimum(calculation, year):
    with pytest.raises(Unset):
        calculation(**{**calculation.example, "year": year})


@given(YEARS, HOURS, WON, WON, WON, WON, st.booleans())
def test_more_pay_is_never_less_and_more_hours_never_need_less(
    year, hours, base, bonus, welfare, more, reduced
):
    facts = {"year": year, "weekly_hours": hours, "probation_reduction_allowed": reduced}
    less = check(**facts, base=base, monthly_bonus=bonus, welfare_cash=welfare).exact
    for name, amount in (("base", base), ("monthly_bonus", bonus), ("welfare_cash", welfare)):
        paid = {"base": base, "monthly_bonus": bonus, "welfare_cash": welfare, name: amount + more}
        richer = check(**facts, **paid).exact
        assert richer["included_wage"] >= less["included_wage"]
        assert richer["shortfall"] <= less["shortfall"]
    longer = check(**{**facts, "weekly_hours": hours + 1}, base=base).exact
    assert longer["required"] > less["required"]


@given(YEARS, HOURS, WON, WON, WON)
def test_the_shortfall_is_what_is_missing_exactly(year, hours, base, bonus, welfare):
    result = check(year=year, weekly_hours=hours, base=base, monthly_bonus=bonus, welfare_cash=welfare).exact

    assert result["violation"] == (result["shortfall"] > 0)
    assert result["included_wage"] + result["shortfall"] >= result["required"]
    assert 0 <= result["included_wage"] <= base + bonus + welfare
