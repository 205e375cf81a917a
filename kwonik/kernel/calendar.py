"""The Korean working calendar: the holidays of the decrees, corrected by an editable table, as known on a day.

Temporary holidays are declared about three weeks ahead: rows of `CalendarOverride` add a holiday or turn one back
into a working day. Source: 관공서의 공휴일에 관한 규정 (see `decrees`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from .decrees import holidays_of


@dataclass(frozen=True)
class WorkingCalendar:
    """Public holidays with corrections: `overrides` maps a day to its holiday's name, or to None for a working day.

    `known_on` asks the calendar as it was public on that day; corrections are the caller's to choose.
    """

    overrides: Mapping[date, str | None] = field(default_factory=dict)
    known_on: date = date.max

    def holiday(self, day: date) -> str | None:
        """The holiday's Korean name, or None. Saturdays and Sundays are not holidays by themselves.

        Raises NoCalendar for a year whose holidays are not known here.
        """
        if day in self.overrides:
            return self.overrides[day]
        return holidays_of(day.year, self.known_on).get(day)

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and self.holiday(day) is None

    def next_working(self, day: date) -> date:
        """`day` itself or the first working day after it (민법 제161조: a term ending on a holiday rolls over)."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working(self, day: date, count: int) -> date:
        """The `count`-th working day after `day` (count >= 0)."""
        if count < 0:
            raise ValueError("영업일 수는 0 이상이어야 합니다.")
        for _ in range(count):
            day = self.next_working(day + timedelta(days=1))
        return day
