"""Korean public holidays from the decree itself, as it stood, and as it was known, on any day.

관공서의 공휴일에 관한 규정 (대통령령), versions in force from 2013-11-05, 2021-08-04, 2023-05-04 and 2026-05-01. Substitute
holidays, holidays added by law and temporary ones are dated by the day they were made public, so that the calendar
can be asked as it was known on a past day. Lunar days come from `korean-lunar-calendar` (한국천문연구원 tables).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from korean_lunar_calendar import KoreanLunarCalendar

ALWAYS = date.min
FIRST_YEAR, LAST_YEAR = 2013, 2050  # no earlier version of the decree is here; the lunar tables end in 2050
ALMANAC_UNTIL = (
    2027  # the last year whose 월력요항 is out: later, elections and temporary holidays may be added
)
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True)
class Yearly:
    """A holiday of every year from `since`, public since `known_on`. `around` days on both sides belong to it."""

    name: str
    month: int
    day: int
    lunar: bool = False
    around: int = 0
    since: date = ALWAYS
    known_on: date = ALWAYS


@dataclass(frozen=True)
class Substitutes:
    """From `since`: a day of these holidays that falls on such a weekday, or on another holiday, is made up for."""

    names: tuple[str, ...]
    weekdays: tuple[int, ...]
    since: date
    known_on: date


@dataclass(frozen=True)
class Declared:
    """One day: an election, or a temporary holiday. `known_on` is when the cabinet decided it."""

    day: date
    name: str
    known_on: date = ALWAYS


LUNAR_NEW_YEAR, BUDDHA, AUTUMN = "설날", "부처님 오신 날", "추석"
CHILDREN, CHRISTMAS, LABOUR, CONSTITUTION = "어린이날", "기독탄신일", "노동절", "제헌절"
NATIONAL = ("3·1절", "광복절", "개천절", "한글날")
DECREE_2026 = date(2026, 4, 30)

YEARLY = (
    Yearly("1월 1일", 1, 1),
    Yearly(LUNAR_NEW_YEAR, 1, 1, lunar=True, around=1),
    Yearly("3·1절", 3, 1),
    Yearly(LABOUR, 5, 1, since=date(2026, 5, 1), known_on=DECREE_2026),
    Yearly(CHILDREN, 5, 5),
    Yearly(BUDDHA, 4, 8, lunar=True),
    Yearly("현충일", 6, 6),
    Yearly(CONSTITUTION, 7, 17, since=date(2026, 5, 11), known_on=DECREE_2026),
    Yearly("광복절", 8, 15),
    Yearly(AUTUMN, 8, 15, lunar=True, around=1),
    Yearly("개천절", 10, 3),
    Yearly("한글날", 10, 9),
    Yearly(CHRISTMAS, 12, 25),
)
WEEKEND = (SATURDAY, SUNDAY)
SUBSTITUTES = (
    Substitutes((LUNAR_NEW_YEAR, AUTUMN), (SUNDAY,), date(2013, 11, 5), date(2013, 11, 5)),
    Substitutes((CHILDREN,), WEEKEND, date(2013, 11, 5), date(2013, 11, 5)),
    Substitutes(NATIONAL, WEEKEND, date(2021, 8, 4), date(2021, 8, 4)),
    Substitutes((BUDDHA, CHRISTMAS), WEEKEND, date(2023, 5, 4), date(2023, 5, 4)),
    Substitutes((LABOUR, CONSTITUTION), WEEKEND, date(2026, 5, 1), DECREE_2026),
)
ELECTION, TEMPORARY = "선거일", "임시공휴일"
DECLARED = (
    # Elections at the end of a term follow from 공직선거법 제34조 and are known long before.
    *(
        Declared(date.fromisoformat(day), f"{what} {ELECTION}")
        for day, what in (
            ("2014-06-04", "지방선거"),
            ("2016-04-13", "국회의원"),
            ("2018-06-13", "지방선거"),
            ("2020-04-15", "국회의원"),
            ("2022-03-09", "대통령"),
            ("2022-06-01", "지방선거"),
            ("2024-04-10", "국회의원"),
            ("2026-06-03", "지방선거"),
            ("2028-04-12", "국회의원"),
            ("2030-06-12", "지방선거"),
        )
    ),
    # Temporary holidays with the day of the cabinet's decision (국무회의).
    Declared(date(2015, 8, 14), TEMPORARY, date(2015, 8, 4)),
    Declared(date(2016, 5, 6), TEMPORARY, date(2016, 4, 28)),
    Declared(date(2017, 5, 9), f"대통령 {ELECTION}", date(2017, 3, 15)),
    Declared(date(2017, 10, 2), TEMPORARY, date(2017, 9, 5)),
    Declared(date(2020, 8, 17), TEMPORARY, date(2020, 7, 21)),
    Declared(date(2023, 10, 2), TEMPORARY, date(2023, 9, 5)),
    Declared(date(2024, 10, 1), TEMPORARY, date(2024, 9, 3)),
    Declared(date(2025, 1, 27), TEMPORARY, date(2025, 1, 14)),
    Declared(date(2025, 6, 3), f"대통령 {ELECTION}", date(2025, 4, 8)),
)


class NoCalendar(ValueError):
    """A year whose holidays nobody here knows; the message is Korean."""


@lru_cache(maxsize=512)
def holidays_of(year: int, known_on: date = date.max) -> dict[date, str]:
    """The year's holidays by day, in order, as far as they were public on `known_on`. Raises NoCalendar."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoCalendar(
            f"{year}년 공휴일은 들어 있지 않습니다. {FIRST_YEAR}년부터 {LAST_YEAR}년 사이의 날짜로 셈하세요."
        )
    named: dict[date, list[str]] = {}
    for day, name in sorted(_statutory(year, known_on)):
        named.setdefault(day, []).append(name)
    found = {day: ", ".join(names) for day, names in named.items()}
    for one in DECLARED:
        if one.day.year == year and one.known_on <= known_on:
            found.setdefault(one.day, one.name)
    for day, names in named.items():
        _make_up(day, names, known_on, found)
    return dict(sorted(found.items()))


def _statutory(year: int, known_on: date) -> Iterator[tuple[date, str]]:
    for rule in YEARLY:
        middle = _solar(year, rule.month, rule.day) if rule.lunar else date(year, rule.month, rule.day)
        if rule.known_on > known_on or middle < rule.since:
            continue
        for offset in range(-rule.around, rule.around + 1):
            yield middle + timedelta(days=offset), rule.name


def _solar(year: int, month: int, day: int) -> date:
    calendar = KoreanLunarCalendar()
    calendar.setLunarDate(year, month, day, False)
    return date(calendar.solarYear, calendar.solarMonth, calendar.solarDay)


def _make_up(day: date, names: list[str], known_on: date, found: dict[date, str]) -> None:
    """Adds the first day after `day` that is no holiday, no Sunday and, since 2021, no Saturday (제3조)."""
    reasons = [
        name
        for rule in SUBSTITUTES
        if rule.since <= day and rule.known_on <= known_on
        for name in rule.names
        if name in names and (day.weekday() in rule.weekdays or len(names) > 1)
    ]
    if not reasons:
        return
    substitute = day + timedelta(days=1)
    while substitute in found or substitute.weekday() in WEEKEND:
        substitute += timedelta(days=1)
    found[substitute] = f"대체공휴일({reasons[0]})"
