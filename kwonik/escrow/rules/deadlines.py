"""Deadlines of silence: when a delivery counts as accepted, and when both are warned before.

The number of days is the signed contract's; a last day that is none of the working calendar's moves on to the next one
(민법 제155조, 제157조: the first day is not counted; 제161조: a term that ends on a holiday).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kwonik.kernel.calendar import WorkingCalendar


def accepted_on(delivered_on: date, days: int, calendar: WorkingCalendar) -> date:
    """The last day on which the commissioner may answer; on the day after it the delivery is accepted."""
    return calendar.next_working(delivered_on + timedelta(days=days))


def warned_on(last_on: date, delivered_on: date, days_before: Iterable[int]) -> dict[int, date]:
    """Days before -> day of the warning; those that would fall on the day of delivery or before are left out."""
    found = {before: last_on - timedelta(days=before) for before in sorted(days_before, reverse=True)}
    return {before: day for before, day in found.items() if day > delivered_on}


def warning_due(today: date, last_on: date, delivered_on: date, days_before: Iterable[int]) -> int | None:
    """Which warning (days before the last day) is to be given today; the nearest one when some were missed."""
    due = [before for before, day in warned_on(last_on, delivered_on, days_before).items() if day <= today]
    return min(due) if due and today <= last_on else None


def has_passed(last_on: date | None, today: date) -> bool:
    """Whether the day has gone by in silence: the whole last day is still the commissioner's."""
    return last_on is not None and today > last_on


def resumed_on(frozen_days: int, today: date, calendar: WorkingCalendar) -> date:
    """The new last day when a dispute is taken back: the days that were left run on, at least one."""
    return calendar.next_working(today + timedelta(days=max(frozen_days, 1)))


def days_left(last_on: date, today: date) -> int:
    """How many days were left when the clock was frozen; none are owed once the day has passed."""
    return max((last_on - today).days, 0)
