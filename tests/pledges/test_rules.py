"""Quarters, rates by weight, the marks of a roadmap, money that may be executed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kwonik.pledges import rules
from kwonik.pledges.rules import Mark, Step

QUARTERS = st.sampled_from(list(rules.quarters(20221, 20264)))


@st.composite
def steps(draw):
    first, last = sorted((draw(QUARTERS), draw(QUARTERS)))
    return Step(draw(st.integers(1, 100)), first, last, draw(st.none() | QUARTERS))


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("2022년 3분기", 20223),
        ("2022. 3/4분기", 20223),
        ("2022Q4", 20224),
        ("22-1", 20221),
        ("2025.2분기", 20252),
    ],
)
def test_a_quarter_is_read_as_offices_write_it(text, quarter):
    assert rules.read_quarter(text) == quarter
    assert rules.read_quarter(rules.quarter_in_words(quarter)) == quarter


@pytest.mark.parametrize("text", ["2022", "5분기", "", "2022년 7분기"])
def test_what_is_no_quarter_is_refused_kindly(text):
    with pytest.raises(ValueError, match="2022년 3분기처럼"):
        rules.read_quarter(text)


@given(st.lists(steps(), max_size=8), QUARTERS)
def test_a_rate_lies_between_nothing_and_a_hundred_and_never_falls(known, until):
    rate = rules.fulfilment(known, until)

    assert rate is None if not known else 0 <= rate <= 100
    if known:
        assert rate <= rules.fulfilment(known, rules.after(until))


def test_weights_are_divided_by_their_sum_also_where_one_is_one():
    """decidim counts all milestones alike as soon as one weighs 1, and may print more than 100 percent."""
    known = [Step(1, 20221, 20221, 20221), Step(9, 20221, 20224)]

    assert rules.fulfilment(known, 20224) == Decimal("10.0")
    assert rules.fulfilment([Step(60, 20221, 20221, 20221), Step(60, 20221, 20221, 20221)], 20221) == 100


def test_a_roadmap_shows_what_was_planned_done_and_slipped():
    shown = list(rules.quarters(20223, 20233))

    on_time = rules.marks(Step(1, 20223, 20224, 20224), shown, 20233)
    late = rules.marks(Step(1, 20223, 20224, 20232), shown, 20233)
    open_still = rules.marks(Step(1, 20223, 20224), shown, 20232)

    assert on_time == [Mark.PLANNED, Mark.DONE, Mark.NOTHING, Mark.NOTHING, Mark.NOTHING]
    assert late == [Mark.PLANNED, Mark.PLANNED, Mark.LATE, Mark.LATE_DONE, Mark.NOTHING]
    assert open_still == [Mark.PLANNED, Mark.PLANNED, Mark.LATE, Mark.LATE, Mark.NOTHING]


@pytest.mark.parametrize(
    ("done", "until", "words"),
    [
        (20224, 20231, "마침"),
        (20232, 20232, "2분기 늦게 마침"),
        (None, 20231, "1분기 늦음"),
        (None, 20223, "예정"),
    ],
)
def test_a_milestone_says_where_it_stands(done, until, words):
    assert rules.in_words(Step(1, 20223, 20224, done), until) == words


@given(steps(), QUARTERS)
def test_marks_and_words_agree_about_being_done(step, until):
    shown = list(rules.quarters(20221, 20264))
    found = rules.marks(step, shown, until)

    assert len(found) == len(shown)
    finished = Mark.DONE in found or Mark.LATE_DONE in found
    assert finished == rules.in_words(step, until).endswith("마침")


def test_more_executed_than_secured_is_told_cell_by_cell_but_not_after_the_term():
    secured = {(2024, "city"): 100, (2025, "city"): 50}
    executed = {(2024, "city"): 100, (2025, "city"): 60, (2025, "national"): 5, (None, "city"): 9}

    assert rules.over_secured(secured, executed) == [((2025, "city"), 10), ((2025, "national"), 5)]
