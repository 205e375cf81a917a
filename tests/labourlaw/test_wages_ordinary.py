"""The ordinary and the average wage: units, items by name, the ruling of 2024, excluded periods."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset
from kwonik.labourlaw.subjects.average_wage import EXCLUDED
from kwonik.labourlaw.subjects.ordinary_wage.items import item_of, items

hourly = CALCULATIONS["ordinary_hourly_wage"]
daily = CALCULATIONS["ordinary_daily_wage"]
average = CALCULATIONS["average_wage"]

MONTHLY = {"date": "2026-01-01", "weekly_hours": 40}
WON = st.integers(1, 9_000_000)


@pytest.mark.parametrize(
    "facts, expected",
    [
        ({"pay_unit": "hourly", "hourly_wage": 12_000}, 12_000),
        ({"pay_unit": "daily", "daily_wage": 96_000, "daily_hours": 8}, 12_000),
        ({"pay_unit": "daily", "daily_wage": 60_000, "daily_hours": 5}, 12_000),
        ({"pay_unit": "weekly", "weekly_wage": 576_000, "weekly_hours": 40}, 12_000),
        ({"pay_unit": "weekly", "weekly_wage": 288_000, "weekly_hours": 20}, 12_000),
        ({"pay_unit": "monthly", "monthly": {"기본급": 2_508_000}, "weekly_hours": 40}, 12_000),
        ({"pay_unit": "월급", "monthly": {"기본급": 1_251_428}, "weekly_hours": 20}, 11_999.994521),
        ({"pay_unit": "piece", "total_wage": 1_200_000, "total_hours": 100}, 12_000),
        # Pay of several kinds is summed (제2항 제7호).
        (
            {
                "pay_unit": "hourly",
                "hourly_wage": 10_000,
                "monthly": {"직책수당": 418_000},
                "weekly_hours": 40,
            },
            12_000,
        ),
        ({"monthly": {"base": 2_430_000}, "weekly_hours": 40, "weekly_paid_holiday_hours": 16}, 10_000),
    ],
)
def test_every_unit_of_pay(facts, expected):
    assert hourly(date="2026-01-01", **facts).hourly == expected


@pytest.mark.parametrize(
    "facts, missing",
    [
        ({"pay_unit": "daily"}, ["daily_wage"]),
        ({"pay_unit": "piece", "total_wage": 1}, ["total_hours"]),
        ({"pay_unit": "weekly", "weekly_wage": 1}, ["weekly_hours"]),
        ({"monthly": {"base": 1}}, ["weekly_hours"]),
        ({}, ["monthly"]),
    ],
)
def test_an_amount_and_its_hours_are_asked_for(facts, missing):
    with pytest.raises(Refused) as refused:
        hourly(date="2026-01-01", **facts)
    assert list(refused.value.problems) == missing


@pytest.mark.parametrize(
    "day, condition, in_court, counts",
    [
        ("2024-12-18", "없음", False, True),
        ("2024-12-18", "재직조건", False, False),
        ("2024-12-18", "근무일수", False, False),
        ("2024-12-18", "재직조건", True, True),
        ("2024-12-19", "재직조건", False, True),
        ("2024-12-19", "근무일수", False, True),
        ("2024-12-19", "근무일수 초과", False, False),
        ("2026-11-01", "실적", False, False),
        ("2026-11-01", "none", False, True),
    ],
)
def test_the_ruling_of_19_december_2024(day, condition, in_court, counts):
    result = hourly(
        date=day,
        weekly_hours=40,
        monthly={"base": 2_090_000},
        annual_regular_bonus=2_508_000,
        bonus_condition=condition,
        already_in_court=in_court,
    )

    assert result.hourly == (11_000 if counts else 10_000)
    assert result.included_monthly == (2_299_000 if counts else 2_090_000)


def test_a_bonus_before_the_rulings_we_know_is_refused():
    with pytest.raises(Unset):
        hourly(date="2013-12-17", weekly_hours=40, monthly={"base": 1}, annual_regular_bonus=1)


@pytest.mark.parametrize(
    "name, counts",
    [
        ("base", True),
        ("기본급", True),
        ("meal_cash_all", True),
        ("식대", True),
        ("직책수당", True),
        ("주휴수당", True),
        ("모두에게 주는 가족수당", True),
        ("가족수당", False),
        ("family_by_number", False),
        ("연장수당", False),
        ("fixed_overtime", False),
        ("performance_bonus", False),
        ("복지포인트", False),
        ("출장비 실비", False),
        ("meal_in_kind", False),
    ],
)
def test_items_count_by_their_names(name, counts):
    result = hourly(
        **MONTHLY, monthly={"base": 2_090_000, name + " ": 209_000} if name != "base" else {"base": 2_299_000}
    )

    assert result.hourly == (11_000 if counts else 10_000)


def test_a_name_that_says_nothing_counts_and_is_questioned():
    result = hourly(**MONTHLY, monthly={"base": 2_090_000, "팀장님 사례": 209_000})

    assert result.hourly == 11_000
    assert any("팀장님 사례" in words for words in result.warnings)


def test_every_kind_of_item_is_found_by_its_name_and_label():
    assert all(item_of(item.name) == item and item_of(item.label) == item for item in items())


@given(WON, WON, WON, st.integers(15, 400).map(lambda tenths: Fraction(tenths, 10)))
def test_more_pay_is_more_an_hour_and_more_hours_are_less(base, allowance, bonus, weekly):
    facts = {"date": "2026-01-01", "weekly_hours": weekly}
    less = hourly(**facts, monthly={"base": base}).exact["hourly"]

    assert hourly(**facts, monthly={"base": base, "position": allowance}).exact["hourly"] > less
    assert hourly(**facts, monthly={"base": base}, annual_regular_bonus=bonus).exact["hourly"] > less
    longer = {"date": "2026-01-01", "weekly_hours": weekly + 1}
    assert hourly(**longer, monthly={"base": base}).exact["hourly"] < less


@given(WON, WON)
def test_items_may_be_split_without_a_won_lost(one, other):
    apart = hourly(**MONTHLY, monthly={"base": one, "position": other}).exact["hourly"]

    assert apart == hourly(**MONTHLY, monthly={"base": one + other}).exact["hourly"]


def test_a_day_of_ordinary_wage():
    assert daily(ordinary_hourly=15_000, daily_hours=8).daily == 120_000
    # A part-timer of 80 hours in four weeks beside full-timers of 20 days has days of 4 hours (시행령 별표 2).
    assert daily(ordinary_hourly=15_000, four_week_contract_hours=80).daily == 60_000
    with pytest.raises(Refused) as refused:
        daily(ordinary_hourly=15_000)
    assert list(refused.value.problems) == ["daily_hours"]


@pytest.mark.parametrize(
    "event, days",
    [("2026-03-01", 90), ("2017-09-16", 92), ("2026-05-01", 89), ("2026-05-31", 91), ("2026-05-29", 89)],
)
def test_the_window_is_three_calendar_months(event, days):
    assert average(event_date=event, wages_3m=9_000_000).window_days == days


def test_the_ordinary_wage_is_the_least_average_wage():
    """A plain monthly salary: 300만 ÷ 209 × 8 is more than a ninety-second of three months."""
    plain = average(event_date="2026-10-01", wages_3m=9_000_000)
    raised = average(event_date="2026-10-01", wages_3m=9_000_000, ordinary_daily_wage=114_833)

    assert (plain.average_daily, plain.used_daily) == (97_826.09, 97_826.09)
    assert (raised.average_daily, raised.used_daily) == (97_826.09, 114_833)


def test_it_agrees_with_severance():
    facts = {"wages_3m": 9_600_000, "annual_bonus": 2_400_000, "annual_leave_pay": 480_000}
    severance = CALCULATIONS["severance_pay"](hire_date="2023-03-01", retire_date="2026-03-01", **facts)

    assert average(event_date="2026-03-01", **facts).average_daily == severance.average_daily


@pytest.mark.parametrize("kind", EXCLUDED)
def test_each_excluded_period_goes_with_its_pay(kind):
    """A month without pay changes nothing in the average of the other two."""
    result = average(
        event_date="2026-03-01", wages_3m=6_000_000, annual_bonus=900_000, excluded_days={kind: 30}
    )

    assert (result.counted_days, result.average_daily) == (60, 102_500)
    assert any(EXCLUDED[kind] in step.label and step.law for step in result.steps)


def test_paid_pay_of_an_excluded_period_goes_too_but_paid_military_duty_stays():
    leave = average(
        event_date="2026-03-01",
        wages_3m=7_000_000,
        excluded_days={"shutdown": 30},
        excluded_wages={"shutdown": 1_000_000},
    )
    duty = average(
        event_date="2026-03-01",
        wages_3m=9_000_000,
        excluded_days={"military": 3},
        excluded_wages={"military": 1},
    )

    assert leave.average_daily == 100_000
    assert (duty.counted_days, duty.average_daily) == (90, 100_000)


@pytest.mark.parametrize(
    "facts, named",
    [
        ({"excluded_days": {"parental_leave": 90}}, "excluded_days"),
        ({"excluded_days": {"parental_leave": 60, "maternity": 30}}, "excluded_days"),
        ({"excluded_wages": {"shutdown": 1}}, "excluded_wages"),
        ({"excluded_days": {"shutdown": 1}, "excluded_wages": {"shutdown": 9_000_001}}, "excluded_wages"),
        ({"hire_date": "2026-03-01"}, "hire_date"),
    ],
)
def test_what_cannot_be_averaged_is_refused_by_name(facts, named):
    with pytest.raises(Refused) as refused:
        average(event_date="2026-03-01", wages_3m=9_000_000, **facts)
    assert list(refused.value.problems) == [named]


def test_less_than_three_months_of_service_has_a_shorter_window():
    result = average(event_date="2026-03-01", hire_date="2026-02-01", wages_3m=2_800_000)

    assert (result.window_days, result.average_daily) == (28, 100_000)


@given(st.dates(date(2015, 1, 1), date(2027, 12, 31)), WON, WON)
def test_more_wages_never_make_a_smaller_average(event, wages, more):
    less = average(event_date=event, wages_3m=wages)

    assert 89 <= less.window_days <= 92
    assert less.exact["window_end"] == event - timedelta(days=1)
    assert (
        average(event_date=event, wages_3m=wages + more).exact["average_daily"] >= less.exact["average_daily"]
    )
    assert less.exact["average_daily"] * less.window_days >= wages  # rounded up, never down
