"""Unemployment benefit: every year's cap and floor, the gap of 2027, days, conditions and the last day."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset

DAILY = CALCULATIONS["ui_daily_benefit"]
DAYS = CALCULATIONS["ui_benefit_days"]
TOTAL = CALCULATIONS["ui_total"]
EARLY = CALCULATIONS["ui_early_reemployment"]
WINDOW = CALCULATIONS["ui_daily_worker_requirement"]
LAST = CALCULATIONS["ui_receipt_deadline"]
UNIT = CALCULATIONS["ui_insured_unit_requirement"]

KNOWN_DAYS = st.dates(date(2015, 1, 1), date(2026, 12, 31))
WAGES = st.decimals(0, 500_000, places=2)
HOURS = st.decimals("0.5", 12, places=1)


@pytest.mark.parametrize(
    "leave_date, cap, floor",
    [
        ("2015-01-01", 43_000, 40_176),
        ("2017-03-31", 43_000, 46_584),  # a year in which the floor lay above the cap
        ("2017-04-01", 50_000, 46_584),
        ("2018-01-01", 60_000, 54_216),
        ("2019-01-01", 66_000, 60_120),
        ("2019-10-01", 66_000, 60_120),  # the lower rate came, the floor was kept
        ("2020-07-01", 66_000, 60_120),
        ("2021-07-01", 66_000, 60_120),
        ("2022-12-31", 66_000, 60_120),
        ("2023-01-01", 66_000, 61_568),
        ("2024-01-01", 66_000, 63_104),
        ("2025-12-31", 66_000, 64_192),
        ("2026-12-31", 68_100, 66_048),
    ],
)
def test_cap_and_floor_follow_the_day_of_leaving(leave_date, cap, floor):
    low = DAILY(leave_date=leave_date, base_daily_wage=1_000, contract_hours_per_day=8)
    high = DAILY(leave_date=leave_date, base_daily_wage=1_000_000, contract_hours_per_day=8)

    assert (low.cap, low.floor, low.daily) == (cap, floor, floor)
    assert high.daily == max(cap, floor)


def test_the_rate_rises_in_october_2019():
    before = DAILY(leave_date="2019-09-30", base_daily_wage=125_000, contract_hours_per_day=4)
    after = DAILY(leave_date="2019-10-01", base_daily_wage=100_000, contract_hours_per_day=4)

    assert (before.daily, after.daily) == (62_500, 60_000)


def test_the_kept_floor_scales_with_the_hours():
    assert DAILY(leave_date="2022-06-30", base_daily_wage=1, contract_hours_per_day=4).floor == 30_060


def test_short_days_count_as_four_hours_and_long_ones_as_eight():
    short = DAILY(leave_date="2026-03-31", base_daily_wage=1, contract_hours_per_day=3)
    long = DAILY(leave_date="2026-03-31", base_daily_wage=1, contract_hours_per_day=10)

    assert (short.floor, long.floor) == (33_024, 66_048)
    assert any("4시간으로 보고" in words for words in short.warnings)


def test_the_ordinary_wage_counts_where_it_is_higher():
    facts = {"leave_date": "2026-03-31", "base_daily_wage": 100_000, "contract_hours_per_day": 8}

    assert DAILY(**facts, ordinary_daily_wage=112_000).daily == 67_200
    assert DAILY(**facts, ordinary_daily_wage=90_000).daily == DAILY(**facts).daily == 66_048


@pytest.mark.parametrize("name", ["ui_daily_benefit", "ui_total"])
@pytest.mark.parametrize("leave_date", ["2014-12-31", "2027-01-01", "2028-06-30"])
def test_no_benefit_from_a_cap_that_is_not_set(name, leave_date):
    calculation = CALCULATIONS[name]
    facts = {key: value for key, value in TOTAL.example.items() if key in calculation.asks}

    with pytest.raises(Unset) as refused:
        calculation(**{**facts, "leave_date": leave_date})
    assert list(refused.value.problems) == ["leave_date"]
    assert ("공포된 뒤에 다시" in str(refused.value)) == (leave_date > "2026")


def test_the_gap_of_2027_is_shown_and_no_cap_guessed():
    gap = CALCULATIONS["ui_floor_cap_gap"]
    result = gap(year=2027, contract_hours_per_day=8)

    assert (result.floor, result.last_known_cap, result.gap) == (68_480, 68_100, 380)
    assert any("아직 정해지지 않았습니다" in words for words in result.warnings)
    assert gap(year=2026, contract_hours_per_day=8).gap == 0
    assert gap(year=2016, contract_hours_per_day=8).gap == 416
    with pytest.raises(Unset):
        gap(year=2028, contract_hours_per_day=8)


@given(KNOWN_DAYS, WAGES, WAGES, HOURS)
def test_more_wage_never_brings_less_and_the_benefit_stays_within_its_bounds(leave_date, one, other, hours):
    low, high = (
        DAILY(leave_date=leave_date, base_daily_wage=wage, contract_hours_per_day=hours)
        for wage in sorted([one, other])
    )

    assert low.exact["daily"] <= high.exact["daily"]
    assert high.exact["floor"] <= high.exact["daily"] <= max(high.exact["cap"], high.exact["floor"])


@given(KNOWN_DAYS, HOURS, HOURS)
def test_more_hours_never_bring_a_lower_floor(leave_date, one, other):
    short, long = (
        DAILY(leave_date=leave_date, base_daily_wage=0, contract_hours_per_day=hours).exact["floor"]
        for hours in sorted([one, other])
    )

    assert short <= long


@pytest.mark.parametrize(
    "age, disabled, days",
    [
        (49, False, [120, 150, 180, 210, 240]),
        (50, False, [120, 180, 210, 240, 270]),
        (20, True, [120, 180, 210, 240, 270]),
    ],
)
def test_the_days_of_benefit_by_age_and_insured_years(age, disabled, days):
    for edges, wanted in zip([(0, 0.9), (1, 2.9), (3, 4.9), (5, 9.9), (10, 40)], days, strict=True):
        for years in edges:
            facts = {"leave_date": "2019-10-01", "age": age, "insured_years": years, "disabled": disabled}
            assert DAYS(**facts).days == wanted


def test_the_earlier_table_comes_with_a_warning():
    facts = {"leave_date": "2019-09-30", "insured_years": 10}
    young, middle, old = (DAYS(**facts, age=age) for age in (29, 30, 50))

    assert (young.days, middle.days, old.days) == (180, 210, 240)
    assert any("확인하지 못했습니다" in words for words in young.warnings)
    with pytest.raises(Unset):
        DAYS(**{**facts, "leave_date": "2014-12-31"}, age=40)


@pytest.mark.parametrize(
    "leave_date, word", [("2027-01-01", "소득"), ("2028-01-01", "1년"), ("2026-12-31", None)]
)
def test_coming_changes_are_told(leave_date, word):
    warnings = DAYS(leave_date=leave_date, age=40, insured_years=2).warnings

    assert any(word in words for words in warnings) if word else not warnings


@given(st.integers(0, 120), st.integers(0, 480), st.integers(0, 480), st.booleans(), KNOWN_DAYS)
def test_longer_insurance_never_brings_fewer_days(age, one, other, disabled, leave_date):
    less, more = (
        DAYS(leave_date=leave_date, age=age, insured_years=Fraction(months, 12), disabled=disabled).days
        for months in sorted([one, other])
    )

    assert 90 <= less <= more <= 270


@given(KNOWN_DAYS, WAGES, st.integers(18, 70), st.integers(0, 30))
def test_the_total_is_the_daily_benefit_times_the_days(leave_date, wage, age, insured_years):
    person = {"age": age, "insured_years": insured_years}
    money = {"base_daily_wage": wage, "contract_hours_per_day": 8}
    total = TOTAL(leave_date=leave_date, **person, **money)

    assert total.exact["daily"] == DAILY(leave_date=leave_date, **money).exact["daily"]
    assert total.days == DAYS(leave_date=leave_date, **person).days
    assert total.exact["total"] == total.exact["daily"] * total.days


EARLY_FACTS = {
    "daily": 66_048,
    "benefit_days": 180,
    "unpaid_days": 90,
    "reemployed_days_after_report": 15,
    "kept_job_12_months": True,
}


def test_early_work_brings_half_of_what_is_left():
    assert EARLY(**EARLY_FACTS).allowance == 66_048 * 45


@pytest.mark.parametrize(
    "change, word",
    [
        ({"unpaid_days": 89}, "절반"),
        ({"reemployed_days_after_report": 14}, "14일"),
        ({"kept_job_12_months": False}, "12개월"),
        ({"excluded": "공무원으로 채용됨"}, "공무원"),
    ],
)
def test_early_work_brings_nothing_where_a_condition_fails(change, word):
    result = EARLY(**{**EARLY_FACTS, **change})

    assert (result.allowance, result.eligible) == (0, False)
    assert any(word in words for words in result.warnings)


def test_the_old_need_only_be_expected_to_stay():
    facts = {**EARLY_FACTS, "kept_job_12_months": False, "aged_65_expected_6_months": True}

    assert EARLY(**facts).eligible


def test_more_days_left_than_there_were_is_refused():
    with pytest.raises(Refused) as refused:
        EARLY(**{**EARLY_FACTS, "unpaid_days": 181})
    assert list(refused.value.problems) == ["unpaid_days"]


def test_180_insured_days_suffice():
    assert UNIT(insured_unit_days_in_18_months=180).meets


def test_short_hours_open_a_window_of_24_months():
    facts = {"insured_unit_days_in_18_months": 150, "insured_unit_days_in_24_months": 190}

    assert not UNIT(**facts).meets
    assert not UNIT(**facts, short_hours=True, short_hours_days_in_24_months=89).meets
    assert UNIT(**facts, short_hours=True, short_hours_days_in_24_months=90).meets
    assert "24개월의 날수" in UNIT(insured_unit_days_in_18_months=150, short_hours=True).warnings[0]
    with pytest.raises(Refused):
        UNIT(insured_unit_days_in_18_months=150, insured_unit_days_in_24_months=149)


@given(st.dates(date(2023, 7, 1), date(2030, 12, 31)))
def test_a_day_worker_must_have_worked_less_than_a_third(application_date):
    def meets(worked):
        facts = {"application_date": application_date, "worked_days_since_first_of_previous_month": worked}
        return WINDOW(**facts).meets

    window = WINDOW(
        application_date=application_date, worked_days_since_first_of_previous_month=0
    ).window_days
    third = -(-window // 3)
    assert 29 <= window <= 62
    assert meets(third - 1) and not meets(third)


def test_construction_workers_may_instead_have_been_idle_for_14_days():
    facts = {"application_date": "2026-03-10", "worked_days_since_first_of_previous_month": 20}

    assert not WINDOW(**facts, construction_days_without_work=13).meets
    assert WINDOW(**facts, construction_days_without_work=14).meets


def test_a_day_worker_cannot_have_worked_more_than_the_window_or_by_an_earlier_rule():
    with pytest.raises(Refused) as refused:
        WINDOW(application_date="2026-03-10", worked_days_since_first_of_previous_month=39)
    assert list(refused.value.problems) == ["worked_days_since_first_of_previous_month"]
    with pytest.raises(Unset):
        WINDOW(application_date="2023-06-30", worked_days_since_first_of_previous_month=1)


@pytest.mark.parametrize(
    "leave_date, last_day",
    [
        ("2026-03-31", "2027-03-31"),
        ("2027-02-28", "2028-02-29"),
        ("2028-02-29", "2029-02-28"),
        ("2026-05-16", "2027-05-16"),
    ],
)
def test_benefit_can_be_drawn_for_twelve_months_by_the_calendar(leave_date, last_day):
    assert LAST(leave_date=leave_date).last_day == last_day


@given(KNOWN_DAYS, st.integers(90, 270), st.integers(0, 1_461), st.booleans())
def test_who_registers_in_time_draws_every_day(leave_date, benefit_days, unable_days, construction):
    result = LAST(
        leave_date=leave_date,
        benefit_days=benefit_days,
        unable_days=unable_days,
        construction_day_worker=construction,
    ).exact
    waiting = 0 if construction else 7

    assert result["register_by"] + timedelta(days=waiting + benefit_days - 1) == result["last_day"]
    assert result["last_day"] <= leave_date + timedelta(days=1_461)


@pytest.mark.parametrize("years, days", [(0.9, 0), (1, 120), (2.9, 120), (3, 150), (5, 180), (10, 210)])
def test_the_self_employed_by_insured_years(years, days):
    assert CALCULATIONS["selfemployed_ui_days"](insured_years=years).days == days
