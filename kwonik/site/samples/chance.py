"""Chance with a fixed seed: the same recipe draws the same days, people and words on every machine."""

from __future__ import annotations

import calendar
import random
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.rounding import share_out

T = TypeVar("T")

WEEKDAYS = (130, 110, 104, 100, 84)
"""Mondays are busy, Fridays quiet."""


class Chance(random.Random):
    """`Chance(profile, file)`: one stream for each ledger, so that one recipe never moves another's draws."""

    def __init__(self, *seed: str) -> None:
        super().__init__("/".join(seed))

    def weighed(self, weights: Mapping[T, int]) -> T:
        """One key, by weight."""
        return self.choices(list(weights), weights=list(weights.values()))[0]

    def percent(self, share: int) -> bool:
        return self.randrange(100) < share

    def around(self, low: int, high: int, step: int = 1) -> int:
        """A number between the two, more often in the middle, in whole steps."""
        return round(self.triangular(low, high, (2 * low + high) / 3) / step) * step

    def split(self, total: int, parts: int, spread: int = 40) -> list[int]:
        """`parts` round amounts, within `spread` percent of each other, that add up to `total` exactly.

        The last one holds what is not round. Raises ValueError when there is too little to go round.
        """
        step = next((step for step in (10_000, 1_000, 10) if total >= 20 * parts * step), 10)
        if total < parts * step:
            raise ValueError(f"{total}원은 {parts}번으로 나눌 수 없습니다.")
        weights = [self.randint(100 - spread, 100 + spread) for _ in range(parts)]
        amounts = [max(step, amount // step * step) for amount in share_out(total, weights)]
        amounts[-1] += total - sum(amounts)
        return amounts


def by_month(count: int, months: Mapping[str, int]) -> dict[str, int]:
    """`count` shared out over months by weight, exactly."""
    return dict(zip(months, share_out(count, list(months.values())), strict=True))


def working_days(month: str) -> list[date]:
    """The working days of "2025-05", by the public holidays."""
    year, number = map(int, month.split("-"))
    days = (date(year, number, day) for day in range(1, calendar.monthrange(year, number)[1] + 1))
    working = WorkingCalendar()
    return [day for day in days if working.is_working(day)]


def spread(chance: Chance, count: int, months: Mapping[str, int], until_on: date = date.max) -> list[date]:
    """`count` working days in the months, up to a day, in order; several may fall on one day."""
    drawn: list[date] = []
    for month, wanted in by_month(count, months).items():
        days = [day for day in working_days(month) if day <= until_on]
        drawn += chance.choices(days, weights=[WEEKDAYS[day.weekday()] for day in days], k=wanted)
    return sorted(drawn)


def nth_weekday(month: str, weekday: int, week: int) -> date | None:
    """The `week`-th Wednesday (weekday 2) of the month, or None when it has no such day or it is a holiday."""
    year, number = map(int, month.split("-"))
    first = date(year, number, 1)
    day = 1 + (weekday - first.weekday()) % 7 + 7 * (week - 1)
    if day > calendar.monthrange(year, number)[1]:
        return None
    found = date(year, number, day)
    return found if WorkingCalendar().is_working(found) else None
