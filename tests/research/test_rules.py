"""What a study, a stock and a check must hold to; no database."""

from datetime import date

import pytest

from kwonik.research.rules import (
    Checked,
    Refused,
    Stock,
    check_dates,
    check_day,
    check_stages,
    check_stock,
    reached,
    score,
)

MAY, JULY, SEPTEMBER = date(2025, 5, 1), date(2025, 7, 1), date(2025, 9, 1)


def test_a_day_to_come_is_refused():
    check_day(MAY, MAY, "받은 날")
    with pytest.raises(Refused, match="받은 날이 오늘보다 뒤"):
        check_day(JULY, MAY, "받은 날")


@pytest.mark.parametrize(
    "days",
    [(JULY, MAY, None, None), (JULY, None, MAY, None), (JULY, None, None, MAY), (MAY, None, SEPTEMBER, JULY)],
)
def test_a_study_goes_forward(days):
    check_dates(MAY, SEPTEMBER, JULY, SEPTEMBER)
    check_dates(MAY, None, None, None)
    with pytest.raises(Refused):
        check_dates(*days)


def test_no_more_copies_leave_than_were_printed():
    check_stock(Stock(100, 90), handed=10)
    with pytest.raises(Refused, match="남은 부수 10부보다"):
        check_stock(Stock(100, 90), handed=11)
    check_stock(Stock(100, 90), printed=-10)
    with pytest.raises(Refused, match="이미 90부를"):
        check_stock(Stock(100, 90), printed=-11)


@pytest.mark.parametrize(
    ("checks", "allowed"),
    [
        ([], True),
        ([Checked("desk", MAY)], True),
        ([Checked("desk", MAY), Checked("site", JULY)], True),
        ([Checked("desk", MAY), Checked("site", MAY)], True),
        ([Checked("site", JULY)], False),
        ([Checked("desk", None), Checked("site", JULY)], False),
        ([Checked("desk", JULY), Checked("site", MAY)], False),
        ([Checked("desk", None), Checked("site", None)], True),
    ],
)
def test_on_the_spot_only_after_on_paper(checks, allowed):
    if allowed:
        check_stages(checks)
    else:
        with pytest.raises(Refused, match="서면점검을 마친 뒤"):
            check_stages(checks)


@pytest.mark.parametrize(
    ("met", "unmet", "points"), [(8, 2, 80), (5, 1, 83), (1, 2, 33), (1, 7, 13), (0, 3, 0), (0, 0, None)]
)
def test_the_score_is_what_was_met_of_what_was_answered(met, unmet, points):
    results = {**{f"m{n}": True for n in range(met)}, **{f"u{n}": False for n in range(unmet)}}
    assert score({**results, "open": None}) == points


def test_how_much_of_the_target_is_there():
    assert reached(359, 350) == 103
    assert reached(5, 0) is None
