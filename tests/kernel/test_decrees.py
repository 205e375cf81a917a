"""The holidays of the decrees against a maintained library, day by day, and as they were known on a day."""

from datetime import date

import holidays
import pytest

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.decrees import DECLARED, FIRST_YEAR, LAST_YEAR, NoCalendar, holidays_of

DIFFERENT = {
    2030: {
        date(2030, 3, 27): "a presidential election by 공직선거법 제34조 that no notice has named yet",
    },
}


@pytest.mark.parametrize("year", range(2013, 2031))
def test_every_day_of_a_year_equals_the_library(year):
    theirs = set(holidays.country_holidays("KR", years=year))
    ours = set(holidays_of(year))

    assert ours ^ theirs == set(DIFFERENT.get(year, {}))


@pytest.mark.parametrize(
    "day, name",
    [
        ("2015-09-29", "대체공휴일(추석)"),
        ("2017-10-02", "임시공휴일"),
        ("2021-08-16", "대체공휴일(광복절)"),
        ("2023-05-29", "대체공휴일(부처님 오신 날)"),
        ("2026-05-01", "노동절"),
        ("2026-06-03", "지방선거 선거일"),
        ("2026-07-17", "제헌절"),
        ("2027-05-03", "대체공휴일(노동절)"),
        ("2027-07-19", "대체공휴일(제헌절)"),
        ("2027-12-27", "대체공휴일(기독탄신일)"),
    ],
)
def test_knows_why_a_day_is_a_holiday(day, name):
    assert WorkingCalendar().holiday(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    "day, why",
    [
        ("2021-06-07", "현충일 has no substitute"),
        ("2022-01-03", "nor has 1 January"),
        ("2026-09-28", "추석 on a Saturday has none"),
        ("2021-05-20", "nor 부처님오신날 before 2023"),
        ("2020-03-02", "nor 3·1절 before August 2021"),
        ("2025-05-01", "노동절 was a holiday of workers, not of offices"),
        ("2025-07-17", "제헌절 was none from 2008 until 2026"),
    ],
)
def test_knows_why_a_day_is_none(day, why):
    assert WorkingCalendar().holiday(date.fromisoformat(day)) is None, why


@pytest.mark.parametrize(
    "day, before, after",
    [
        ("2026-05-01", "2026-04-29", "2026-04-30"),
        ("2026-07-17", "2026-04-29", "2026-04-30"),
        ("2027-05-03", "2026-04-29", "2026-04-30"),  # a substitute of a holiday not declared yet
        ("2024-10-01", "2024-09-02", "2024-09-03"),
        ("2025-01-27", "2025-01-13", "2025-01-14"),
        ("2025-06-03", "2025-04-07", "2025-04-08"),
        ("2021-08-16", "2021-08-03", "2021-08-04"),
        ("2023-05-29", "2023-05-03", "2023-05-04"),
    ],
)
def test_a_holiday_is_one_from_the_day_it_became_known(day, before, after):
    wanted = date.fromisoformat(day)

    assert WorkingCalendar(known_on=date.fromisoformat(before)).holiday(wanted) is None
    assert WorkingCalendar(known_on=date.fromisoformat(after)).holiday(wanted)


def test_what_is_declared_was_known_before_it_came():
    assert all(one.known_on < one.day for one in DECLARED)
    assert len({one.day for one in DECLARED}) == len(DECLARED)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_a_year_nobody_knows_is_refused(year):
    with pytest.raises(NoCalendar, match=f"{year}년 공휴일은 들어 있지 않습니다"):
        holidays_of(year)


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_the_ends_of_the_calendar_are_known(year):
    assert len(holidays_of(year)) >= 15
