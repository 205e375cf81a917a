"""Weekly holidays, premiums, hours of a week, part-time overtime, shutdown, wage cuts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset

holiday = CALCULATIONS["weekly_holiday_pay"]
premium = CALCULATIONS["premium_pay"]
week = CALCULATIONS["overtime_hours_week"]
part_time = CALCULATIONS["part_time_overtime"]
shutdown = CALCULATIONS["shutdown_allowance"]
cut = CALCULATIONS["wage_cut_limit"]

WON = st.integers(1, 1_000_000)
HOURS = st.integers(0, 500).map(lambda tenths: Fraction(tenths, 10))
WEEK = st.lists(st.integers(0, 48).map(lambda halves: Fraction(halves, 2)), min_size=7, max_size=7)


@pytest.mark.parametrize(
    "facts, hours",
    [
        ({"weekly_contract_hours": 40}, 8),
        ({"weekly_contract_hours": 48}, 8),
        ({"weekly_contract_hours": 15}, 3),
        ({"weekly_contract_hours": 14.999}, 0),
        ({"weekly_contract_hours": 24, "weekly_contract_days": 3}, 4.8),
        ({"four_week_contract_hours": 60}, 3),
        ({"four_week_contract_hours": 59.9}, 0),
        ({"weekly_contract_hours": 20, "four_week_contract_hours": 56}, 0),
        ({"weekly_contract_hours": 40, "full_attendance": False}, 0),
        ({"weekly_contract_hours": 40, "employed_through_week": False}, 0),
        ({"weekly_contract_hours": 40, "article_63": True}, 0),
        ({"weekly_contract_hours": 40, "last_week": True}, 8),
        ({"weekly_contract_hours": 40, "last_week": True, "week_end": "2021-08-04"}, 8),
        ({"weekly_contract_hours": 40, "last_week": True, "week_end": "2021-08-03"}, 0),
        ({"weekly_contract_hours": 40, "week_end": "2021-08-03"}, 8),
    ],
)
def test_the_weekly_holiday(facts, hours):
    result = holiday(**{"hourly": 10_000, "full_attendance": True, **facts})

    assert result.hours == hours
    assert result.pay == hours * 10_000


def test_the_weekly_holiday_needs_hours_and_a_known_rule():
    with pytest.raises(Refused) as refused:
        holiday(hourly=10_000, full_attendance=True)
    assert list(refused.value.problems) == ["weekly_contract_hours"]
    with pytest.raises(Unset):
        holiday(
            weekly_contract_hours=40, hourly=1, full_attendance=True, last_week=True, week_end="2014-12-31"
        )


@given(HOURS, HOURS, WON)
def test_a_longer_week_never_pays_a_shorter_holiday(hours, more, hourly):
    shorter = holiday(weekly_contract_hours=hours, hourly=hourly, full_attendance=True).exact
    longer = holiday(weekly_contract_hours=hours + more, hourly=hourly, full_attendance=True).exact

    assert shorter["hours"] <= longer["hours"] <= 8
    assert shorter["pay"] == shorter["hours"] * hourly


@pytest.mark.parametrize(
    "facts, pay",
    [
        ({"overtime_h": 10}, 150_000),
        ({"night_h": 5}, 25_000),
        ({"overtime_h": 2, "night_h": 2}, 40_000),
        ({"holiday_within8_h": 8}, 120_000),
        ({"holiday_over8_h": 2}, 40_000),
        ({"holiday_within8_h": 8, "holiday_over8_h": 2, "night_h": 2}, 170_000),
        ({"overtime_h": 2, "night_h": 2, "employees": 4}, 20_000),
        ({"holiday_within8_h": 8, "holiday_over8_h": 2, "employees": 1}, 100_000),
        ({"night_h": 5, "employees": 4}, 0),
        ({"overtime_h": 2, "night_h": 2, "article_63": True}, 30_000),
        ({"holiday_within8_h": 8, "holiday_over8_h": 2, "article_63": True}, 100_000),
        ({"night_h": 2, "article_63": True, "employees": 4}, 0),
        ({}, 0),
    ],
)
def test_premiums_add_up(facts, pay):
    assert premium(**{"hourly": 10_000, "employees": 5, **facts}).pay == pay


@given(WON, WON, st.tuples(HOURS, HOURS, HOURS, HOURS), st.tuples(HOURS, HOURS, HOURS, HOURS), st.booleans())
def test_premiums_grow_with_wage_hours_and_size_and_may_be_split(hourly, more, one, other, exempt):
    names = ("overtime_h", "night_h", "holiday_within8_h", "holiday_over8_h")

    def pay(hours, wage=hourly, employees=5):
        facts = dict(zip(names, hours, strict=True))
        return premium(hourly=wage, employees=employees, article_63=exempt, **facts).exact["pay"]

    together = [a + b for a, b in zip(one, other, strict=True)]
    assert pay(one) <= pay(one, wage=hourly + more)
    assert pay(one, employees=4) <= pay(one)
    assert pay(one) + pay(other) == pay(together)


@pytest.mark.parametrize(
    "daily, premium_hours, limit_hours",
    [
        ([8, 8, 8, 8, 8, 0, 0], 0, 0),
        ([8, 8, 8, 8, 8, 8, 0], 8, 8),
        ([10, 10, 10, 10, 0, 0, 0], 8, 0),
        ([12, 4, 8, 8, 8, 0, 0], 4, 0),
        ([15, 0, 15, 0, 15, 0, 0], 21, 5),
        ([12, 12, 12, 12, 12, 0, 0], 20, 20),
        ([9.5, 8, 8, 8, 8, 0, 0], 1.5, 1.5),
    ],
)
def test_the_premium_sees_days_and_the_limit_the_week(daily, premium_hours, limit_hours):
    result = week(daily_hours=daily)

    assert (result.premium_hours, result.weekly_12h_limit_hours) == (premium_hours, limit_hours)
    assert result.over_limit_hours == max(limit_hours - 12, 0)


def test_holiday_work_is_given_apart_and_counts_towards_the_limit():
    result = week(daily_hours=[8, 8, 8, 8, 8, 10, 0], holidays=[False] * 5 + [True, False])

    assert (result.premium_hours, result.weekly_12h_limit_hours) == (0, 10)
    assert (result.holiday_within8_hours, result.holiday_over8_hours) == (8, 2)


@pytest.mark.parametrize(
    "employees, day, limit",
    [
        (29, "2021-07-01", 20),
        (29, "2022-12-31", 20),
        (29, "2023-01-01", 12),
        (29, "2021-06-30", 12),
        (30, "2022-06-01", 12),
    ],
)
def test_the_eight_extra_hours_came_and_went(employees, day, limit):
    facts = {"daily_hours": [12, 12, 12, 12, 12, 0, 0], "employees": employees, "date": day}
    result = week(**facts, extra_hours_agreed=True)

    assert (result.limit_hours, result.over_limit_hours) == (limit, 20 - limit)
    assert week(**facts).limit_hours == 12


def test_the_extra_hours_are_judged_by_size_and_day():
    with pytest.raises(Refused) as refused:
        week(daily_hours=[8] * 7, extra_hours_agreed=True)
    assert set(refused.value.problems) == {"employees", "date"}
    with pytest.raises(Unset):
        week(daily_hours=[8] * 7, extra_hours_agreed=True, employees=10, date="2014-01-01")


def test_there_is_no_limit_below_five():
    result = week(daily_hours=[12] * 7, employees=4)

    assert "over_limit_hours" not in result and result.warnings


@given(WEEK, st.integers(0, 6))
def test_an_hour_more_is_never_an_hour_less(daily, day):
    less = week(daily_hours=daily).exact
    more = week(daily_hours=[min(h + 1, 24) if i == day else h for i, h in enumerate(daily)]).exact

    assert all(more[name] >= less[name] for name in less)
    assert less["premium_hours"] >= less["weekly_12h_limit_hours"]
    by_day = [min(h, 8) for h in daily]
    assert less["premium_hours"] == sum(daily) - min(sum(by_day), 40)


@given(HOURS, HOURS, WON)
def test_part_time_hours_beyond_the_contract(contract, actual, hourly):
    contract = min(contract + 1, Fraction(40))
    large = part_time(weekly_contract_hours=contract, actual_hours=actual, hourly=hourly, employees=5).exact
    small = part_time(weekly_contract_hours=contract, actual_hours=actual, hourly=hourly, employees=4).exact

    assert large["premium_hours"] == max(actual - contract, 0) == small["premium_hours"]
    assert large["extra_pay"] == large["premium_hours"] * hourly * Fraction(3, 2)
    assert small["extra_pay"] == small["premium_hours"] * hourly


def test_a_part_timer_may_not_be_asked_for_more_than_twelve_hours():
    assert not part_time(weekly_contract_hours=20, actual_hours=32, hourly=1, employees=5).warnings
    assert part_time(weekly_contract_hours=20, actual_hours=33, hourly=1, employees=5).warnings


@pytest.mark.parametrize(
    "facts, pay",
    [
        ({"average_daily": 100_000, "ordinary_daily": 80_000}, 700_000),
        ({"average_daily": 100_000, "ordinary_daily": 70_000}, 700_000),
        ({"average_daily": 100_000, "ordinary_daily": 65_000}, 650_000),
        ({"average_daily": 60_000, "ordinary_daily": 80_000}, 560_000),
        ({"average_daily": 100_000, "ordinary_daily": 80_000, "paid": 200_000}, 560_000),
        ({"average_daily": 100_000, "ordinary_daily": 65_000, "paid": 200_000}, 450_000),
        ({"average_daily": 100_000, "ordinary_daily": 80_000, "paid": 9_000_000}, 0),
        ({"average_daily": 100_000, "ordinary_daily": 80_000, "employees": 4}, 0),
    ],
)
def test_the_shutdown_allowance(facts, pay):
    assert shutdown(days=10, **facts).pay == pay


@given(WON, WON, WON, st.integers(0, 90), st.integers(0, 90))
def test_a_shutdown_may_be_split_and_never_pays_less_for_a_better_wage(average, ordinary, more, one, other):
    def pay(days, wage=average):
        return shutdown(average_daily=wage, ordinary_daily=ordinary, days=days).exact["pay"]

    assert pay(one) + pay(other) == pay(one + other)
    assert pay(one) <= pay(one, wage=average + more)
    assert pay(one) <= ordinary * one


def test_an_approved_reduction_is_not_guessed():
    with pytest.raises(Refused) as refused:
        shutdown(**shutdown.example, reduction_approved=True)
    assert list(refused.value.problems) == ["reduction_approved"]


def test_wage_cuts_have_two_limits():
    result = cut(average_daily=100_000, pay_period_total=3_000_000)

    assert (result.per_event_max, result.period_total_max) == (50_000, 300_000)
    with pytest.raises(Refused) as refused:
        cut(average_daily=100_000, pay_period_total=3_000_000, employees=4)
    assert list(refused.value.problems) == ["employees"]
