"""Annual leave: month ends, old hires, part-time workers, fiscal years; leave never falls with more service."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused, Unset

HIRE_BASIS = CALCULATIONS["annual_leave_hire_basis"]
BY_YEARS = CALCULATIONS["annual_leave_by_years"]
AT_EXIT = CALCULATIONS["annual_leave_at_resignation"]
FISCAL_FIRST = CALCULATIONS["annual_leave_fiscal_first"]
FISCAL_EXIT = CALCULATIONS["annual_leave_fiscal_vs_hire_at_exit"]
LOW = CALCULATIONS["annual_leave_low_attendance"]
PART_TIME = CALCULATIONS["annual_leave_part_time_hours"]
UNUSED = CALCULATIONS["unused_leave_pay"]
PROMOTION = CALCULATIONS["leave_use_promotion_schedule"]

HIRED = st.dates(date(2011, 7, 1), date(2030, 12, 31))


def granted(hire_date, as_of, **more):
    result = HIRE_BASIS(hire_date=str(hire_date), as_of=str(as_of), **more)
    return result.total_granted_since_hire, result.last_grant_date, result.last_grant_days


@pytest.mark.parametrize(
    "hire_date, as_of, expected",
    [
        ("2025-01-31", "2025-02-28", (0, None, 0)),
        ("2025-01-31", "2025-03-31", (2, "2025-03-31", 1)),
        ("2024-02-29", "2025-02-28", (11, "2025-01-29", 1)),
        ("2024-02-29", "2025-03-01", (26, "2025-03-01", 15)),
        ("2017-05-29", "2018-05-28", (11, "2018-04-29", 1)),
        ("2017-05-29", "2019-05-29", (30, "2019-05-29", 15)),
        ("2017-05-30", "2018-05-30", (26, "2018-05-30", 15)),
        ("2025-01-01", "2025-01-01", (0, None, 0)),
    ],
)
def test_leave_from_the_day_of_hiring(hire_date, as_of, expected):
    assert granted(hire_date, as_of) == expected


def test_attendance_below_80_percent_gives_a_day_a_full_month():
    facts = {"attendance": "rates", "attendance_rates": [1, 0.7], "full_months": [12, 7]}

    assert granted("2023-01-01", "2025-01-01", **facts) == (11 + 15 + 7, "2025-01-01", 7)
    assert granted("2023-01-01", "2025-01-01", attendance_rates=[0.79], full_months=[8])[0] == 8 + 15
    assert granted("2023-01-01", "2024-01-01", attendance_rates=[0.8], full_months=[8])[0] == 8 + 15


@pytest.mark.parametrize(
    "facts, name",
    [
        ({"attendance": "rates"}, "attendance_rates"),
        ({"attendance": "full", "attendance_rates": [0.5]}, "attendance_rates"),
        ({"attendance_rates": [0.5]}, "full_months"),
        ({"attendance_rates": [0.5], "full_months": [12]}, "full_months"),
        ({"as_of": "2019-12-31"}, "as_of"),
    ],
)
def test_contradictory_attendance_is_refused_by_name(facts, name):
    with pytest.raises(Refused) as refused:
        HIRE_BASIS(**{"hire_date": "2020-01-01", "as_of": "2024-01-01", **facts})
    assert list(refused.value.problems) == [name]


def test_monthly_leave_lapses_with_the_first_year_and_yearly_leave_after_one():
    def usable(as_of):
        return HIRE_BASIS(hire_date="2024-01-01", as_of=as_of).usable_days

    assert usable("2024-12-31") == 11
    assert usable("2025-01-01") == 15
    assert usable("2025-12-31") == 15
    assert usable("2026-01-01") == 15
    old = HIRE_BASIS(hire_date="2019-01-01", as_of="2020-01-15")  # until 2020-03-30 a year from each grant
    assert old.usable_days == 15 + 11


@given(hired=HIRED, days=st.integers(0, 12_000), more=st.integers(0, 800))
def test_leave_never_falls_with_more_service(hired, days, more):
    as_of = hired + timedelta(days=days)
    total, _, last = granted(hired, as_of)

    assert granted(hired, as_of + timedelta(days=more))[0] >= total
    assert 0 <= last <= 25
    assert AT_EXIT(hire_date=str(hired), last_working_day=str(as_of)).total_days == total


@given(years=st.integers(1, 99))
def test_leave_by_years_never_falls_and_stays_within_its_bounds(years):
    assert 15 <= BY_YEARS(completed_years=years).days <= BY_YEARS(completed_years=years + 1).days <= 25


@pytest.mark.parametrize(
    "years, days", [(0, 11), (1, 15), (2, 15), (3, 16), (20, 24), (21, 25), (22, 25), (40, 25)]
)
def test_leave_by_years(years, days):
    assert BY_YEARS(completed_years=years).days == days


def test_exactly_a_year_gives_eleven_days_and_a_warning():
    result = AT_EXIT(hire_date="2025-01-01", last_working_day="2025-12-31")

    assert result.total_days == 11
    assert any("햇수를 꼭 채운 날" in words for words in result.warnings)
    assert AT_EXIT(hire_date="2025-01-01", last_working_day="2026-01-01").total_days == 26


def test_hires_before_the_law_stands_are_not_guessed():
    with pytest.raises(Unset):
        HIRE_BASIS(hire_date="1990-01-01", as_of="2020-01-01")
    assert any("옛 법" in words for words in HIRE_BASIS(hire_date="2005-01-01", as_of="2020-01-01").warnings)


@pytest.mark.parametrize(
    "as_of, words", [("2025-01-01", None), ("2026-12-01", "2027-06-10부터"), ("2027-06-10", "밀립니다")]
)
def test_the_amendment_of_june_2027_is_announced(as_of, words):
    warnings = HIRE_BASIS(hire_date="2024-01-01", as_of=as_of).warnings

    assert any(words in each for each in warnings) if words else not any("2027" in each for each in warnings)


def test_the_first_fiscal_year_never_gives_more_than_fifteen_days():
    assert FISCAL_FIRST(hire_date="2024-01-01", fiscal_year_start="2025-01-01").prorated_days == 15
    assert FISCAL_FIRST(hire_date="2025-12-31", fiscal_year_start="2026-01-01").exact[
        "prorated_days"
    ] == Fraction(15, 365)
    for start in ("2025-07-01", "2026-07-02"):
        with pytest.raises(Refused) as refused:
            FISCAL_FIRST(hire_date="2025-07-01", fiscal_year_start=start)
        assert list(refused.value.problems) == ["fiscal_year_start"]


def test_the_usual_fiscal_years_are_those_a_firm_would_tell():
    facts = {"hire_date": "2022-07-01", "last_working_day": "2026-09-30"}
    told = {"monthly": 11, "2023-01-01": 7.561644, "2024-01-01": 15, "2025-01-01": 15, "2026-01-01": 16}
    usual, given_ = FISCAL_EXIT(**facts), FISCAL_EXIT(**facts, fiscal_grants=told)

    assert abs(usual.exact["owed_days"] - given_.exact["owed_days"]) < Fraction(1, 10**5)
    assert usual.hire_basis_total == given_.hire_basis_total == 73


@given(hired=HIRED, days=st.integers(0, 9000), month=st.integers(1, 12))
def test_leaving_under_fiscal_years_nobody_is_worse_off(hired, days, month):
    result = FISCAL_EXIT(
        hire_date=str(hired),
        last_working_day=str(hired + timedelta(days=days)),
        fiscal_year_start_month=month,
    )

    assert result.exact["owed_days"] >= 0
    assert result.exact["fiscal_total"] + result.exact["owed_days"] >= result.exact["hire_basis_total"]


@pytest.mark.parametrize("name", ["2020-01-01", "2027-01-01", "첫해", "2024-13-01"])
def test_fiscal_grants_belong_to_the_employment(name):
    with pytest.raises(Refused) as refused:
        FISCAL_EXIT(hire_date="2022-07-01", last_working_day="2026-09-30", fiscal_grants={name: 15})
    assert list(refused.value.problems) == ["fiscal_grants"]


def test_the_edge_of_80_percent():
    assert LOW(attendance_rate=0.8, full_attendance_months=3).days == 15
    assert LOW(attendance_rate=0.7999, full_attendance_months=3).days == 3
    assert LOW(attendance_rate=0.9, full_attendance_months=3, completed_years=5).days == 17
    with pytest.raises(Refused):
        LOW(attendance_rate=0.5, full_attendance_months=12)


@given(weekly=st.integers(15, 40), days=st.integers(0, 25))
def test_part_time_leave_rounds_a_begun_hour_up_and_grows_with_hours(weekly, days):
    hours = PART_TIME(weekly_hours=weekly, full_time_weekly_hours=40, full_time_days=days).hours
    exact = Fraction(days * weekly * 8, 40)

    assert exact <= hours < exact + 1
    assert hours <= days * 8


def test_part_time_edges():
    facts = {"full_time_weekly_hours": 40, "full_time_days": 15}

    assert PART_TIME(weekly_hours=15, **facts).hours == 45
    assert PART_TIME(weekly_hours=14.99, **facts).hours == 0
    with pytest.raises(Refused):
        PART_TIME(weekly_hours=41, **facts)


def test_unused_leave_is_paid_unless_its_use_was_urged():
    facts = {"unused_days": 5, "ordinary_hourly": 10_000, "daily_hours": 8}
    dated = UNUSED(**facts, last_day_of_use="2025-12-31")

    assert UNUSED(**facts, promoted=True).pay == 0
    assert UNUSED(**facts, average_daily_wage=90_000).pay == 450_000
    assert UNUSED(**facts, average_daily_wage=70_000).pay == 400_000  # never below the ordinary wage
    assert (dated.claim_from, dated.claim_until) == ("2026-01-01", "2029-01-01")


@pytest.mark.parametrize(
    "kind, expected",
    [
        ("1년 이상", ("2026-07-01", "2026-07-10", 10, "2026-10-31")),
        ("1년 미만", ("2026-10-01", "2026-10-10", 10, "2026-11-30")),
        ("1년 미만(1차 촉구 후 발생분)", ("2026-12-01", "2026-12-05", 10, "2026-12-21")),
    ],
)
def test_the_days_of_urging(kind, expected):
    assert tuple(PROMOTION(type=kind, leave_year_end="2026-12-31").values()) == expected


def test_the_first_year_ends_a_year_after_hiring():
    by_hire = PROMOTION(type="1년 미만", hire_date="2026-03-15")

    assert dict(by_hire) == dict(PROMOTION(type="1년 미만", leave_year_end="2027-03-14"))
    for facts in ({"type": "1년 이상", "hire_date": "2026-03-15"}, {"type": "1년 미만"}):
        with pytest.raises(Refused) as refused:
            PROMOTION(**facts)
        assert list(refused.value.problems) == ["leave_year_end"]
    with pytest.raises(Refused):
        PROMOTION(type="1년 미만", hire_date="2026-03-15", leave_year_end="2026-12-31")


@given(end=st.dates(date(2018, 1, 1), date(2035, 12, 31)), kind=st.sampled_from(["1년 이상", "1년 미만"]))
def test_the_second_notice_comes_after_the_answer_and_before_the_end(end, kind):
    result = PROMOTION(type=kind, leave_year_end=end.isoformat())
    first, until, second = (
        date.fromisoformat(result[name])
        for name in ("first_notice_from", "first_notice_to", "second_notice_by")
    )

    assert first <= until < second < end
    assert (second - until).days >= result.employee_reply_days
