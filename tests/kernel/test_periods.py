from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.kernel.periods import BadPeriod, Period, parse

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "'25년"),
        ("2025-01/2025-09", date(2025, 1, 1), date(2025, 9, 30), "'25.1월~9월"),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28), "'25.2월"),
        ("2022-07/2025-12", date(2022, 7, 1), date(2025, 12, 31), "'22.7월~'25.12월"),
        ("2025-01-06/2025-03-31", date(2025, 1, 6), date(2025, 3, 31), "2025. 1. 6. ~ 2025. 3. 31."),
    ],
)
def test_reads_and_prints_as_reports_do(text, first, last, label):
    period = parse(text)

    assert (period.first_on, period.last_on, period.label) == (first, last, label)


@pytest.mark.parametrize(
    "text", ["", "25-01", "2025-13", "2025-02-30", "2025-09/2025-01", "작년", "2025/2024/2023"]
)
def test_refuses_what_is_no_period(text):
    with pytest.raises(BadPeriod):
        parse(text)


@given(PERIODS)
def test_text_form_reads_back(period):
    assert parse(str(period)) == period


@given(PERIODS, DAYS)
def test_a_day_is_inside_exactly_between_start_and_half_open_end(period, day):
    assert (day in period) == (period.first_on <= day < period.after_on)


@given(PERIODS)
def test_months_and_years_cover_the_period_without_gap_or_overlap(period):
    for parts in (list(period.months()), list(period.years())):
        assert parts[0].first_on == period.first_on
        assert parts[-1].last_on == period.last_on
        assert all(a.after_on == b.first_on for a, b in pairwise(parts))


@given(PERIODS, DAYS)
def test_until_never_counts_a_day_after_the_as_of_date(period, as_of):
    if as_of < period.first_on:
        with pytest.raises(BadPeriod):
            period.until(as_of)
    else:
        assert period.until(as_of).last_on == min(as_of, period.last_on)


def test_a_year_earlier_keeps_month_ends_and_leap_days():
    assert parse("2024-02").year_earlier() == parse("2023-02")
    assert parse("2025-02").year_earlier() == parse("2024-02")
    assert parse("2025-01/2025-09").year_earlier() == parse("2024-01/2024-09")


def test_instants_are_midnights_in_seoul():
    period = parse("2025-09")

    assert period.start_at.isoformat() == "2025-09-01T00:00:00+09:00"
    assert period.end_at.isoformat() == "2025-10-01T00:00:00+09:00"
