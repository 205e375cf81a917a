"""Overwork: more than, not from, the hours; burdens; nights; the last week."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.labourlaw import CALCULATIONS, Unset

RELEVANCE = CALCULATIONS["overwork_relevance"]
WEIGHTED = CALCULATIONS["overwork_weighted_hours"]
SHORT_TERM = CALCULATIONS["overwork_short_term"]
ORDER = ["낮음", "증가", "강함"]
HOURS = st.decimals(0, 168, places=1)


@pytest.mark.parametrize(
    "twelve, four, factors, found",
    [
        (60, 64, 0, "증가"),
        (60.1, 0, 0, "강함"),
        (40, 64.1, 0, "강함"),
        (52.1, 52, 0, "증가"),
        (52.1, 52, 1, "강함"),
        (52, 52, 2, "증가"),
        (52, 52, 7, "증가"),
        (52, 52, 1, "낮음"),
        (0, 0, 0, "낮음"),
    ],
)
def test_the_borders_belong_to_the_lower_band(twelve, four, factors, found):
    facts = {"avg_weekly_hours_12w": twelve, "avg_weekly_hours_4w": four, "burden_factors": factors}

    assert RELEVANCE(**facts).work_relatedness == found


def test_a_low_result_does_not_say_no():
    assert any("안 된다는 뜻이 아닙니다" in words for words in RELEVANCE(avg_weekly_hours_12w=40).warnings)


@given(HOURS, HOURS, HOURS, HOURS, st.integers(0, 7), st.integers(0, 7))
def test_more_hours_or_burdens_never_weaken_the_relation(a, b, c, d, e, f):
    (low_12, high_12), (low_4, high_4), (few, many) = sorted([a, b]), sorted([c, d]), sorted([e, f])
    less = RELEVANCE(avg_weekly_hours_12w=low_12, avg_weekly_hours_4w=low_4, burden_factors=few)
    more = RELEVANCE(avg_weekly_hours_12w=high_12, avg_weekly_hours_4w=high_4, burden_factors=many)

    assert ORDER.index(less.work_relatedness) <= ORDER.index(more.work_relatedness)


@given(HOURS, HOURS)
def test_nights_weigh_thirteen_tenths(day, night):
    facts = {"day_hours": day, "night_hours_excl_breaks": night}

    assert WEIGHTED(**facts).exact["hours"] == Fraction(day) + Fraction(night) * Fraction(13, 10)
    assert WEIGHTED(**facts, surveillance_approved=True).exact["hours"] == Fraction(day) + Fraction(night)


@pytest.mark.parametrize("last, meets", [(58.5, True), (58.4, False), (59, True)])
def test_thirty_percent_exactly_is_enough(last, meets):
    result = SHORT_TERM(avg_weekly_hours_prev12w=45, last_week_hours=last)

    assert (result.threshold_hours, result.meets_30pct_increase) == (58.5, meets)


@pytest.mark.parametrize("calculation", [RELEVANCE, WEIGHTED, SHORT_TERM], ids=lambda each: each.name)
def test_the_notice_of_the_day_of_onset_is_asked(calculation):
    with pytest.raises(Unset):
        calculation(**calculation.example, onset_date="2017-12-31")
    assert calculation(**calculation.example, onset_date="2018-01-01") == calculation(**calculation.example)
