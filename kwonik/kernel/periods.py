"""Periods of a report: whole days in Asia/Seoul, first and last day included, compared half-open.

"'25. 1월~9월" is the period 2025-01-01 .. 2025-09-30. Text forms accepted by `parse`:
"2025", "2025-09", "2025-01/2025-09", "2025-01-06/2025-03-31".
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


class BadPeriod(ValueError):
    """A period that cannot be read or that ends before it begins; the message is Korean, for people."""


@dataclass(frozen=True, order=True)
class Period:
    """Days from `first_on` to `last_on`, both included. Raises BadPeriod when the end comes first."""

    first_on: date
    last_on: date

    def __post_init__(self) -> None:
        if self.last_on < self.first_on:
            raise BadPeriod(
                f"기간의 끝({self.last_on})이 시작({self.first_on})보다 앞섭니다. 날짜를 바꿔 넣으세요."
            )

    @property
    def after_on(self) -> date:
        """The first day that is no longer in the period (half-open end)."""
        return self.last_on + timedelta(days=1)

    @property
    def start_at(self) -> datetime:
        return datetime.combine(self.first_on, time.min, SEOUL)

    @property
    def end_at(self) -> datetime:
        """The instant after the period's last moment (half-open end)."""
        return datetime.combine(self.after_on, time.min, SEOUL)

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on

    def until(self, as_of: date) -> Period:
        """The part of the period up to and including `as_of`. Raises BadPeriod when nothing is left."""
        if as_of < self.first_on:
            raise BadPeriod(
                f"기준일({as_of})이 기간의 시작({self.first_on})보다 앞섭니다. 기준일을 뒤로 옮기세요."
            )
        return Period(self.first_on, min(self.last_on, as_of))

    def hull(self, other: Period) -> Period:
        """The shortest period that holds both."""
        return Period(min(self.first_on, other.first_on), max(self.last_on, other.last_on))

    def year_earlier(self) -> Period:
        """The same days a year before (전년도 동기간); 29 February becomes the 28th."""
        return Period(_year_earlier(self.first_on), _year_earlier(self.last_on, end=True))

    def years(self) -> Iterator[Period]:
        """The calendar years of the period, cut to it."""
        for year in range(self.first_on.year, self.last_on.year + 1):
            yield Period(max(self.first_on, date(year, 1, 1)), min(self.last_on, date(year, 12, 31)))

    def months(self) -> Iterator[Period]:
        """The calendar months of the period, cut to it."""
        first = self.first_on
        while first <= self.last_on:
            last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            yield Period(first, min(last, self.last_on))
            first = last + timedelta(days=1)

    @property
    def label(self) -> str:
        """As such reports print it: "'25.1월~9월", "'25년", "'24.3월~'25.2월", else with days."""
        first, last = self.first_on, self.last_on
        if first.day != 1 or last.day != calendar.monthrange(last.year, last.month)[1]:
            return f"{first.year}. {first.month}. {first.day}. ~ {last.year}. {last.month}. {last.day}."
        if first.year == last.year:
            if (first.month, last.month) == (1, 12):
                return f"'{first:%y}년"
            if first.month == last.month:
                return f"'{first:%y}.{first.month}월"
            return f"'{first:%y}.{first.month}월~{last.month}월"
        return f"'{first:%y}.{first.month}월~'{last:%y}.{last.month}월"

    def __str__(self) -> str:
        return f"{self.first_on}/{self.last_on}"


def _year_earlier(day: date, end: bool = False) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    if end and day.day == calendar.monthrange(day.year, day.month)[1]:
        return date(day.year - 1, day.month, last)
    return date(day.year - 1, day.month, min(day.day, last))


_PART = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def _edge(text: str, last: bool) -> date:
    match = _PART.fullmatch(text.strip())
    if not match:
        raise BadPeriod(f"기간 '{text}'을(를) 읽을 수 없습니다. 2025-01/2025-09처럼 적으세요.")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 12, 31) if last else date(year, 1, 1)
        if day is None:
            day = calendar.monthrange(year, month)[1] if last else 1
        return date(year, month, day)
    except ValueError as error:
        raise BadPeriod(f"'{text}'은(는) 달력에 없는 날짜입니다. 날짜를 다시 확인하세요.") from error


def parse(text: str) -> Period:
    """Reads "2025", "2025-09", "2025-01/2025-09" or full dates. Raises BadPeriod with a Korean sentence."""
    first, _, last = text.partition("/")
    return Period(_edge(first, last=False), _edge(last or first, last=True))
