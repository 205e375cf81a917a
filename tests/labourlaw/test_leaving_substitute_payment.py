"""Substitute payments: every cap holds, and the day of recognition decides."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Unset

SIMPLE = CALCULATIONS["substitute_payment_simple"]
BANKRUPTCY = CALCULATIONS["substitute_payment_bankruptcy"]
WON = st.integers(0, 100_000_000)
FACTS = {
    "age_at_retirement": 45,
    "monthly_wage_arrears": 4_000_000,
    "months_unpaid": 6,
    "annual_severance": 4_000_000,
    "service_years_unpaid": 5,
}


def test_serving_workers_get_wages_only():
    result = SIMPLE(
        final_3m_wage_arrears=8_000_000, final_3y_severance_arrears=5_000_000, status="in_service"
    )

    assert (result.wages, result.severance, result.payment) == (7_000_000, 0, 7_000_000)
    assert any("한 번" in words for words in result.warnings)


@given(wages=WON, severance=WON, more=WON, status=st.sampled_from(["retired", "in_service"]))
def test_the_caps_of_the_simple_payment_hold(wages, severance, more, status):
    def asked(first, second):
        return SIMPLE(final_3m_wage_arrears=first, final_3y_severance_arrears=second, status=status)

    result = asked(wages, severance)
    assert result.wages <= min(wages, 7_000_000) and result.severance <= min(severance, 7_000_000)
    assert result.payment <= min(wages + severance, 10_000_000)
    assert asked(wages + more, severance).payment >= result.payment
    assert asked(wages, severance + more).payment >= result.payment


@pytest.mark.parametrize(
    "age, cap",
    [
        (0, 2.2),
        (29, 2.2),
        (30, 3.1),
        (39, 3.1),
        (40, 3.5),
        (49, 3.5),
        (50, 3.3),
        (59, 3.3),
        (60, 2.3),
        (120, 2.3),
    ],
)
def test_the_cap_of_each_age(age, cap):
    result = BANKRUPTCY(**{**FACTS, "age_at_retirement": age}, recognition_date="2026-08-20")

    assert result.monthly_cap == cap * 1_000_000


@pytest.mark.parametrize(
    "day, months, payment", [("2026-08-19", 3, 21_000_000), ("2026-08-20", 6, 31_500_000)]
)
def test_six_months_from_20_august_2026(day, months, payment):
    result = BANKRUPTCY(**FACTS, recognition_date=day)

    assert (result.wage_months, result.payment) == (months, payment)


@given(
    age=st.integers(0, 120),
    wage=WON,
    months=st.integers(0, 60),
    severance=WON,
    years=st.integers(0, 60),
    day=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    more=WON,
)
def test_the_caps_of_bankruptcy_hold_and_more_arrears_never_mean_less(
    age, wage, months, severance, years, day, more
):
    def asked(**change):
        facts = {
            "age_at_retirement": age,
            "monthly_wage_arrears": wage,
            "months_unpaid": months,
            "annual_severance": severance,
            "service_years_unpaid": years,
            "recognition_date": day.isoformat(),
        }
        return BANKRUPTCY(**{**facts, **change})

    result = asked()
    assert result.wages <= result.monthly_cap * result.wage_months
    assert result.severance <= result.monthly_cap * 3
    assert result.payment <= (21_000_000 if day < date(2026, 8, 20) else 31_500_000)
    assert result.payment <= wage * months + severance * years
    assert asked(monthly_wage_arrears=wage + more).payment >= result.payment
    assert asked(months_unpaid=months + 1).payment >= result.payment
    assert asked(service_years_unpaid=years + 1).payment >= result.payment


def test_caps_not_known_are_not_guessed():
    with pytest.raises(Unset):
        SIMPLE(final_3m_wage_arrears=1, status="retired", decided_on="2021-10-13")
    with pytest.raises(Unset):
        BANKRUPTCY(**FACTS, recognition_date="2019-12-31")
