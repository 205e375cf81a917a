"""Notice of dismissal: a day short, three months, contracts of before 2019, exemptions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Refused

PAY = CALCULATIONS["dismissal_notice_pay"]
LATEST = CALCULATIONS["dismissal_notice_latest"]
FACTS = {"ordinary_hourly": 10_000, "daily_hours": 8}
FULL = 2_400_000


@pytest.mark.parametrize("given_days, pay", [(0, FULL), (29, FULL), (30, 0), (45, 0)])
def test_a_day_short_costs_thirty(given_days, pay):
    result = PAY(**FACTS, notice_days_given=given_days, tenure_months=12)

    assert (result.pay, result.owed) == (pay, pay > 0)


@pytest.mark.parametrize(
    "tenure, contract, pay",
    [
        (2.9, None, 0),
        (3, None, FULL),
        (2.9, "2019-01-15", 0),
        (2.9, "2019-01-14", FULL),
        (0, "2018-12-01", FULL),
    ],
)
def test_the_day_of_the_contract_decides_on_three_months(tenure, contract, pay):
    assert PAY(**FACTS, tenure_months=tenure, contract_date=contract).pay == pay


@pytest.mark.parametrize(
    "hired, dismissed, pay",
    [
        ("2026-01-01", "2026-03-31", 0),
        ("2026-01-01", "2026-04-01", FULL),
        ("2026-01-31", "2026-04-30", 0),
        ("2018-12-31", "2019-01-20", FULL),
    ],
)
def test_three_months_by_the_calendar(hired, dismissed, pay):
    assert PAY(**FACTS, hire_date=hired, dismissal_date=dismissed).pay == pay


@pytest.mark.parametrize("reason", ["force_majeure", "serious_damage"])
def test_exemptions(reason):
    assert PAY(**FACTS, tenure_months=24, exemption=reason).pay == 0


@pytest.mark.parametrize(
    "facts, name",
    [
        ({}, "tenure_months"),
        ({"hire_date": "2026-01-01"}, "tenure_months"),
        ({"hire_date": "2026-01-01", "dismissal_date": "2025-12-31"}, "dismissal_date"),
        ({"hire_date": "2025-01-01", "dismissal_date": "2026-01-01", "tenure_months": 3}, "tenure_months"),
    ],
)
def test_the_length_of_service_must_be_told_once(facts, name):
    with pytest.raises(Refused) as refused:
        PAY(**FACTS, **facts)
    assert list(refused.value.problems) == [name]


@given(
    wage=st.integers(0, 100_000),
    more=st.integers(0, 10_000),
    tenure=st.integers(0, 400),
    days=st.integers(0, 60),
)
def test_more_wage_never_means_less_and_more_notice_never_means_more(wage, more, tenure, days):
    def asked(hourly, notice):
        return PAY(ordinary_hourly=hourly, daily_hours=8, notice_days_given=notice, tenure_months=tenure).pay

    assert asked(wage + more, days) >= asked(wage, days) >= asked(wage, days + 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_thirty_whole_days_lie_between(day):
    latest = date.fromisoformat(LATEST(dismissal_date=day.isoformat()).latest_notice_date)

    assert (day - latest - timedelta(days=1)).days == 30
