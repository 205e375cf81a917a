"""Severance, defined contributions and the tax on it: the edges of the law, and what holds for all facts."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset
from kwonik.labourlaw.parameters import everything
from kwonik.labourlaw.subjects.daily_wage import window_of

PAY = CALCULATIONS["severance_pay"]
ELIGIBLE = CALCULATIONS["severance_eligibility"]
TAX = CALCULATIONS["retirement_income_tax"]
DC_INTEREST = CALCULATIONS["dc_delay_interest"]
FACTS = {"hire_date": "2020-03-02", "retire_date": "2026-03-01", "wages_3m": 9_000_000}

DAYS = st.dates(date(2013, 1, 1), date(2030, 12, 31))
WON = st.integers(0, 100_000_000)


@pytest.mark.parametrize(
    "retire_date, start, days",
    [
        ("2026-05-28", "2026-02-28", 89),
        ("2026-05-29", "2026-03-01", 89),
        ("2026-05-30", "2026-03-01", 90),
        ("2026-05-31", "2026-03-01", 91),
        ("2028-05-29", "2028-02-29", 90),  # the ministry's calculator keeps 29 February of a leap year
        ("2028-05-30", "2028-03-01", 90),
        ("2026-07-31", "2026-04-30", 92),
        ("2025-12-31", "2025-09-30", 92),
        ("2026-03-01", "2025-12-01", 90),
    ],
)
def test_the_window_is_three_calendar_months(retire_date, start, days):
    result = PAY(**{**FACTS, "retire_date": retire_date})

    assert (result.window_start, result.window_days) == (start, days)


@given(DAYS)
def test_the_window_has_89_to_92_days_and_ends_the_day_before(day):
    start, end = window_of(day)

    assert end == day - timedelta(days=1)
    assert 89 <= (end - start).days + 1 <= 92


def test_a_year_is_its_anniversary_and_not_365_days():
    def asked(hire, retire):
        return ELIGIBLE(hire_date=hire, retire_date=retire, weekly_hours_avg_4w=40)

    assert not asked("2023-03-01", "2024-02-29").eligible  # 365 days, and a day short
    assert asked("2023-03-01", "2024-03-01").eligible
    assert not asked("2024-02-29", "2025-02-28").eligible
    assert asked("2024-02-29", "2025-03-01").eligible
    assert asked("2025-01-31", "2026-01-31").eligible
    assert not asked("2025-01-31", "2026-01-30").eligible


def test_pay_and_eligibility_agree_on_the_year():
    for hire, retire in [("2024-02-29", "2025-02-28"), ("2025-01-01", "2026-01-01")]:
        facts = {"hire_date": hire, "retire_date": retire}
        assert (
            PAY(**{**FACTS, **facts}).eligible
            == ELIGIBLE(**facts, weekly_hours_avg_4w=15, employees=300).eligible
        )


@pytest.mark.parametrize("hours, eligible", [(15, True), (14.9, False), (0, False), (40, True)])
def test_fifteen_hours_a_week_are_needed(hours, eligible):
    assert ELIGIBLE(service_days=400, weekly_hours_avg_4w=hours).eligible is eligible


def test_households_are_left_out():
    facts = {"service_days": 400, "weekly_hours_avg_4w": 40}

    assert not ELIGIBLE(**facts, household=True).eligible


def test_below_five_people_the_year_begins_on_1_december_2010():
    small = {"weekly_hours_avg_4w": 40, "employees": 4, "hire_date": "2005-01-01"}

    assert not ELIGIBLE(**small, retire_date="2011-11-30").eligible
    assert ELIGIBLE(**small, retire_date="2011-12-01").eligible
    assert not ELIGIBLE(**small, retire_date="2010-06-01").eligible
    assert ELIGIBLE(**{**small, "employees": 5}, retire_date="2010-06-01").eligible


def test_below_five_people_the_days_until_2012_count_half():
    facts = {"hire_date": "2008-01-01", "retire_date": "2016-01-01", "wages_3m": 9_200_000}
    large, small = PAY(**facts), PAY(**facts, employees=4)
    half_days = (date(2013, 1, 1) - date(2010, 12, 1)).days
    whole_days = (date(2016, 1, 1) - date(2013, 1, 1)).days
    paid = half_days * Fraction(1, 2) + whole_days

    assert small.severance == int(large.exact["used_daily"] * 30 * paid / 365 + Fraction(1, 2))
    assert small.service_days == large.service_days
    assert (
        PAY(**{**facts, "hire_date": "2013-01-01"}, employees=4).severance
        == PAY(**{**facts, "hire_date": "2013-01-01"}).severance
    )


def test_days_that_distort_the_average_leave_it_with_their_pay():
    plain = PAY(**FACTS, annual_bonus=3_650_000)
    without = PAY(**FACTS, annual_bonus=3_650_000, window_excluded_days=30, window_excluded_wages=1_000_000)

    assert plain.counted_days == without.window_days == 90 and without.counted_days == 60
    yearly = Fraction(3_650_000 * 3, 12)
    assert abs(without.exact["average_daily"] - (8_000_000 + yearly * 60 / 90) / 60) < Fraction(1, 100)
    assert without.service_days == plain.service_days


def test_a_long_absence_moves_the_window_before_it():
    result = PAY(**FACTS, excluded_from="2025-06-01")

    assert (result.window_start, result.window_end) == ("2025-03-01", "2025-05-31")


@pytest.mark.parametrize(
    "wrong, name",
    [
        ({"retire_date": "2020-03-02"}, "retire_date"),
        ({"excluded_days": 3000}, "excluded_days"),
        ({"window_excluded_days": 90}, "window_excluded_days"),
        ({"window_excluded_wages": 9_000_001}, "window_excluded_wages"),
        ({"excluded_from": "2019-01-01"}, "excluded_from"),
    ],
)
def test_contradictions_are_refused_by_name(wrong, name):
    with pytest.raises(Refused) as refused:
        PAY(**{**FACTS, **wrong})
    assert list(refused.value.problems) == [name]


def test_eligibility_wants_dates_or_days_that_agree():
    for facts, name in [
        ({}, "hire_date"),
        ({"hire_date": "2025-01-01"}, "retire_date"),
        ({"hire_date": "2025-01-01", "retire_date": "2026-01-01", "service_days": 364}, "service_days"),
    ]:
        with pytest.raises(Refused) as refused:
            ELIGIBLE(**facts, weekly_hours_avg_4w=40)
        assert list(refused.value.problems) == [name]


def test_says_when_and_how_it_is_paid():
    assert any("14일" in words for words in PAY(**FACTS).warnings)
    assert any("IRP" in words for words in PAY(**FACTS).warnings)
    assert not any("IRP" in words for words in PAY(**{**FACTS, "retire_date": "2021-03-02"}).warnings)


@given(hire=DAYS, days=st.integers(1, 9000), wage=WON, more=st.integers(0, 1_000_000))
def test_more_wage_or_bonus_never_means_less(hire, days, wage, more):
    facts = {"hire_date": hire.isoformat(), "retire_date": (hire + timedelta(days=days)).isoformat()}
    less = PAY(**facts, wages_3m=wage, annual_bonus=wage)

    assert PAY(**facts, wages_3m=wage + more, annual_bonus=wage).severance >= less.severance
    assert PAY(**facts, wages_3m=wage, annual_bonus=wage + more).severance >= less.severance
    assert (
        PAY(**facts, wages_3m=wage, annual_bonus=wage, ordinary_daily_wage=more).severance >= less.severance
    )


@given(retire=DAYS, days=st.integers(93, 9000), longer=st.integers(0, 4000), wage=WON)
def test_longer_service_never_means_less(retire, days, longer, wage):
    def asked(service, **more):
        hire = retire - timedelta(days=service)
        return PAY(hire_date=hire.isoformat(), retire_date=retire.isoformat(), wages_3m=wage, **more)

    for more in ({}, {"employees": 3}):
        short, long = asked(days, **more), asked(days + longer, **more)
        assert long.severance >= short.severance
        assert long.eligible >= short.eligible
    assert asked(days, employees=3).severance <= asked(days).severance


@given(days=st.integers(400, 9000), excluded=st.integers(0, 300), wage=WON)
def test_excluded_days_lower_severance_as_shorter_service_would(days, excluded, wage):
    retire = date(2026, 3, 1)
    hire = retire - timedelta(days=days)
    facts = {"hire_date": hire.isoformat(), "retire_date": retire.isoformat(), "wages_3m": wage}
    later = (hire + timedelta(days=excluded)).isoformat()

    assert PAY(**facts, excluded_days=excluded).severance == PAY(**{**facts, "hire_date": later}).severance


@given(
    unpaid=st.integers(1, 10**9),
    due=DAYS,
    first=st.integers(0, 500),
    second=st.integers(0, 500),
    left=st.none() | st.integers(-100, 500),
)
def test_splitting_the_delay_of_contributions_loses_nothing(unpaid, due, first, second, left):
    middle, end = due + timedelta(days=first), due + timedelta(days=first + second)
    facts = {"unpaid": unpaid}
    if left is not None:
        facts["retire_date"] = (due + timedelta(days=left)).isoformat()

    def interest(since, until):
        return DC_INTEREST(due=since.isoformat(), paid=until.isoformat(), **facts)

    whole, before, after = interest(due, end), interest(due, middle), interest(middle, end)
    assert whole.exact["interest"] == before.exact["interest"] + after.exact["interest"]
    assert whole.days_at_10 + whole.days_at_20 == first + second


def test_contributions_while_employed_bear_ten_percent_and_no_rate_is_guessed():
    result = DC_INTEREST(unpaid=3_650_000, due="2025-12-31", paid="2026-12-31")

    assert (result.days_at_10, result.days_at_20, result.interest) == (365, 0, 365_000)
    with pytest.raises(Unset):
        DC_INTEREST(unpaid=1, due="2010-01-01", paid="2010-12-31")
    with pytest.raises(Refused):
        DC_INTEREST(
            unpaid=1, due="2026-01-01", paid="2026-12-31", retire_date="2026-03-01", extended_to="2026-03-10"
        )


@given(severance=st.integers(0, 10**10), more=st.integers(0, 10**8), years=st.integers(1, 45))
def test_tax_grows_with_severance_and_never_exceeds_it(severance, more, years):
    less, greater = (TAX(severance=each, service_years=years) for each in (severance, severance + more))

    assert greater.income_tax >= less.income_tax
    assert less.income_tax % 10 == less.local_tax % 10 == 0
    assert less.income_tax + less.local_tax + less.net == severance
    assert 0 <= less.income_tax <= severance * 0.45


@given(severance=st.integers(0, 10**10), years=st.integers(1, 44))
def test_longer_service_is_never_taxed_more(severance, years):
    assert (
        TAX(severance=severance, service_years=years + 1).income_tax
        <= TAX(severance=severance, service_years=years).income_tax
    )


@pytest.mark.parametrize(
    "years, deduction",
    [(1, 1e6), (5, 5e6), (6, 7e6), (10, 15e6), (11, 17.5e6), (20, 40e6), (21, 43e6), (4.1, 5e6)],
)
def test_the_deduction_for_service_years(years, deduction):
    assert TAX(severance=10**9, service_years=years).service_deduction == deduction


def test_a_deduction_never_exceeds_the_severance():
    result = TAX(severance=500_000, service_years=10)

    assert (result.service_deduction, result.income_tax, result.net) == (500_000, 0, 500_000)


def test_the_brackets_of_the_tax_meet():
    for name in ("retirement_service_deduction", "retirement_converted_deduction", "income_tax_brackets"):
        for value in everything()[name].values:
            for lower, upper in zip(value.value, value.value[1:], strict=False):
                reached = lower["base"] + (upper["above"] - lower["above"]) * lower["each"]
                assert reached == upper["base"], (name, upper["above"])


def test_the_year_of_retirement_decides_on_the_tax():
    def tax(day):
        return TAX(severance=10_000_000, service_years=3, retire_date=day)

    def is_doubted(day):
        return any("원문으로 확인하지 못했습니다" in words for words in tax(day).warnings)

    assert tax("2023-01-01").service_deduction == 3_000_000 and not is_doubted("2023-01-01")
    assert tax("2022-12-31").service_deduction == 900_000 and is_doubted("2022-12-31")
    with pytest.raises(Unset):
        tax("2019-12-31")
