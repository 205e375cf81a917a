"""Arrears: due days that roll, interest that no splitting changes, and what an employer has to fear."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.labourlaw import CALCULATIONS, Refused, Unset

DUE = CALCULATIONS["settlement_due"]
INTEREST = CALCULATIONS["wage_delay_interest"]
CONTRACT = CALCULATIONS["contract_delay_interest"]
RATE = CALCULATIONS["litigation_statutory_rate"]
DAMAGES = CALCULATIONS["arrears_treble_damages"]
SANCTIONS = CALCULATIONS["arrears_sanctions"]
PENALTY = CALCULATIONS["arrears_penalty"]

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
SINCE_2025 = st.dates(date(2025, 10, 23), date(2032, 12, 31))
LATER = st.integers(0, 1500)
WON = st.integers(0, 10**10)


@given(DAYS)
def test_the_due_day_is_a_working_day_not_before_the_fourteenth(day):
    result = DUE(last_working_day=day.isoformat())
    rolled = date.fromisoformat(result.due_after_holiday_roll)

    assert result.statutory_day14 == (day + timedelta(days=14)).isoformat()
    assert WorkingCalendar().is_working(rolled)
    assert rolled >= day + timedelta(days=14)


def test_the_calendar_is_the_one_known_on_the_day():
    last = "2026-07-03"  # the 14th day is 17 July 2026, a public holiday since May 2026

    assert DUE(last_working_day=last).due_after_holiday_roll == "2026-07-20"
    assert DUE(last_working_day=last, known_on="2026-03-01").due_after_holiday_roll == "2026-07-17"


def test_an_agreement_postpones_but_does_not_shorten():
    assert DUE(last_working_day="2026-08-31", agreed_until="2026-10-31").due == "2026-10-31"
    with pytest.raises(Refused) as refused:
        DUE(last_working_day="2026-08-31", agreed_until="2026-09-01")
    assert list(refused.value.problems) == ["agreed_until"]
    with pytest.raises(Refused):
        DUE(last_working_day="2005-08-31")


def asked(status, due, paid, **more):
    return INTEREST(principal=3_650_000, due_date=due, paid_date=paid, status=status, **more)


def test_wages_in_service_bear_interest_from_23_october_2025():
    assert asked("in_service", "2025-10-22", "2026-10-22").interest == 0
    assert asked("in_service", "2025-10-23", "2026-10-23").interest == 730_000
    assert asked("retired", "2025-10-22", "2026-10-22").interest == 730_000


def test_who_leaves_after_default_keeps_the_pay_day_as_start():
    kept = asked("left_after_default", "2025-11-10", "2026-02-10", last_working_day="2025-12-31")
    older = asked("left_after_default", "2025-10-10", "2026-02-10", last_working_day="2025-12-31")

    assert kept.days == 92
    assert older.days == 27  # from the day after 14 January
    for facts in ({}, {"last_working_day": "2025-10-09"}):
        with pytest.raises(Refused) as refused:
            asked("left_after_default", "2025-10-10", "2026-02-10", **facts)
        assert list(refused.value.problems) == ["last_working_day"]


def test_payment_in_time_bears_no_interest():
    assert asked("retired", "2026-01-14", "2026-01-14").days == 0
    assert asked("retired", "2026-01-14", "2026-01-02").interest == 0


def test_suspended_days_are_left_out():
    whole = asked("retired", "2026-01-14", "2026-03-15")
    without = asked(
        "retired", "2026-01-14", "2026-03-15", suspended_from="2026-01-01", suspended_to="2026-01-24"
    )

    assert whole.days - without.days == 10
    for facts, name in [
        ({"suspended_from": "2026-02-01"}, "suspended_to"),
        ({"suspended_to": "2026-02-01"}, "suspended_from"),
        ({"suspended_from": "2026-02-02", "suspended_to": "2026-02-01"}, "suspended_to"),
    ]:
        with pytest.raises(Refused) as refused:
            asked("retired", "2026-01-14", "2026-03-15", **facts)
        assert list(refused.value.problems) == [name]


def test_no_rate_is_guessed():
    with pytest.raises(Unset):
        asked("retired", "2005-06-30", "2026-01-01")
    with pytest.raises(Unset):
        RATE(date="2003-05-31")


@given(
    principal=WON,
    due=SINCE_2025,
    first=LATER,
    second=LATER,
    status=st.sampled_from(["retired", "in_service"]),
)
def test_splitting_a_delay_loses_nothing_beyond_the_floor(principal, due, first, second, status):
    middle, end = due + timedelta(days=first), due + timedelta(days=first + second)

    def interest(since, until):
        return INTEREST(
            principal=principal, due_date=since.isoformat(), paid_date=until.isoformat(), status=status
        )

    whole, before, after = interest(due, end), interest(due, middle), interest(middle, end)
    assert whole.exact["interest"] == before.exact["interest"] + after.exact["interest"]
    assert whole.days == before.days + after.days
    assert 0 <= whole.interest_floor_won - before.interest_floor_won - after.interest_floor_won <= 1


@given(principal=WON, more=WON, due=SINCE_2025, days=LATER, longer=LATER)
def test_interest_grows_with_principal_and_time(principal, more, due, days, longer):
    def interest(won, late):
        paid = (due + timedelta(days=late)).isoformat()
        return INTEREST(principal=won, due_date=due.isoformat(), paid_date=paid, status="retired").exact[
            "interest"
        ]

    assert interest(principal + more, days) >= interest(principal, days)
    assert interest(principal, days + longer) >= interest(principal, days)


KINDS = st.sampled_from(["freelancer_civil", "freelancer_commercial", "wage_civil", "wage_commercial"])


@given(principal=WON, due=DAYS, served=st.none() | LATER, first=LATER, second=LATER, kind=KINDS)
def test_splitting_a_lawsuit_loses_nothing(principal, due, served, first, second, kind):
    middle, end = due + timedelta(days=first), due + timedelta(days=first + second)
    facts = {"principal": principal, "kind": kind}
    if served is not None:
        facts["complaint_served"] = (due + timedelta(days=served)).isoformat()

    def interest(since, until):
        return CONTRACT(due_date=since.isoformat(), paid_date=until.isoformat(), **facts)

    whole, before, after = interest(due, end), interest(due, middle), interest(middle, end)
    assert whole.exact["interest"] == before.exact["interest"] + after.exact["interest"]
    assert whole.days_before + whole.days_after == first + second


def test_the_rate_of_each_day_of_a_lawsuit():
    result = CONTRACT(
        principal=36_500_000,
        due_date="2019-01-31",
        complaint_served="2019-05-21",
        paid_date="2019-06-10",
        kind="commercial",
    )
    before, at_15, at_12 = 110, 10, 10

    assert (result.days_before, result.days_after) == (before, at_15 + at_12)
    assert result.interest == 100_000 * (
        before * Fraction(6, 100) + at_15 * Fraction(15, 100) + at_12 * Fraction(12, 100)
    )


def test_a_justified_dispute_puts_off_the_litigation_rate():
    facts = {"principal": 1_000_000, "due_date": "2026-03-31", "paid_date": "2026-09-30", "kind": "civil"}

    result = CONTRACT(**facts, complaint_served="2026-06-30", disputed_until="2026-08-31")
    assert (result.days_before, result.days_after) == (153, 30)
    assert CONTRACT(**facts).days_after == 0
    with pytest.raises(Refused) as refused:
        CONTRACT(**facts, disputed_until="2026-08-31")
    assert list(refused.value.problems) == ["disputed_until"]


@pytest.mark.parametrize(
    "day, rate",
    [
        ("2015-09-30", 0.2),
        ("2015-10-01", 0.15),
        ("2019-05-31", 0.15),
        ("2019-06-01", 0.12),
        ("2030-01-01", 0.12),
    ],
)
def test_the_litigation_rate_by_day(day, rate):
    result = RATE(date=day)

    assert result.rate == rate
    assert bool(result.warnings) is (day < "2015-10-01")


@pytest.mark.parametrize(
    "facts, eligible",
    [
        ({}, False),
        ({"clear_intent": True}, True),
        ({"months_unpaid_in_year": 3}, True),
        ({"months_unpaid_in_year": 2.5}, False),
        ({"monthly_ordinary_wage": 4_000_000}, True),
        ({"monthly_ordinary_wage": 4_000_001}, False),
        ({"clear_intent": True, "default_date": "2025-10-22"}, False),
    ],
)
def test_damages_up_to_three_times(facts, eligible):
    result = DAMAGES(**{"arrears": 12_000_000, "default_date": "2025-10-23", **facts})

    assert (result.eligible, result.maximum) == (eligible, 36_000_000 if eligible else 0)


@pytest.mark.parametrize(
    "facts, expected",
    [
        ({}, (False, False, False, False)),
        ({"convictions_3y": 2, "arrears_1y": 20_000_000}, (False, True, False, False)),
        ({"convictions_3y": 2, "arrears_1y": 30_000_000}, (True, True, False, True)),
        ({"convictions_3y": 1, "arrears_1y": 90_000_000}, (False, False, False, False)),
        ({"months_of_wages_previous_year": 3}, (False, True, True, False)),
        ({"defaults_previous_year": 5, "arrears_previous_year": 30_000_000}, (False, True, True, False)),
        ({"defaults_previous_year": 5, "arrears_previous_year": 29_999_999}, (False, False, False, False)),
        (
            {
                "reference_date": "2025-10-22",
                "convictions_3y": 2,
                "arrears_1y": 30_000_000,
                "months_of_wages_previous_year": 3,
            },
            (True, True, False, False),
        ),
    ],
)
def test_measures_against_an_employer_in_arrears(facts, expected):
    result = SANCTIONS(**{"reference_date": "2026-11-22", **facts})

    assert (result.name_disclosure, result.credit_data, result.habitual, result.exit_ban) == expected


@pytest.mark.parametrize(
    "day, years, fine, article",
    [
        ("2018-05-28", 3, 20_000_000, "제109조 제2항"),
        ("2018-05-29", 3, 30_000_000, "제109조 제2항"),
        ("2026-10-07", 3, 30_000_000, "제109조 제2항"),
        ("2026-10-08", 5, 50_000_000, "제107조 제2항"),
    ],
)
def test_the_penalty_rose_and_the_victims_will_moved(day, years, fine, article):
    result = PENALTY(offence_date=day)

    assert (result.prison_years, result.fine_won, result.consent_article) == (years, fine, article)
    assert result.prosecutable_against_will is False


def test_the_victims_will_does_not_protect_a_published_employer():
    assert PENALTY(offence_date="2026-10-08", name_disclosed=True).prosecutable_against_will
    assert not PENALTY(offence_date="2025-10-22", name_disclosed=True).prosecutable_against_will


@given(day=DAYS, other=DAYS)
def test_penalties_never_fall(day, other):
    assume(day <= other)

    assert PENALTY(offence_date=day.isoformat()).fine_won <= PENALTY(offence_date=other.isoformat()).fine_won
