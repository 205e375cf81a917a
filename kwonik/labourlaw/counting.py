"""How periods are counted (민법 제155조-제161조): months and years by the calendar, the first day not counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

ONE = timedelta(days=1)
YEAR_DAYS, YEAR_MONTHS = 365, 12
"""A year as interest and shares of a year are reckoned: no rule counts 366."""


def same_day(day: date, months: int) -> date | None:
    """The day with the same number so many months later (or, negative, earlier); None where the month has none."""
    months += day.month - 1
    try:
        return date(day.year + months // 12, months % 12 + 1, day.day)
    except ValueError:
        return None


def term_end(first: date, months: int) -> date:
    """The last day of a term of whole months whose first day counts (민법 제160조 제2항, 제3항).

    The day before the corresponding one; where there is none, the last day of that month. 31 January and a month:
    28 February; 29 February and a year: 28 February.
    """
    corresponding = same_day(first, months)
    if corresponding:
        return corresponding - ONE
    months += first.month - 1
    year, month = first.year + months // 12, months % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def last_day(event: date, *, amount: int, unit: str, first_counts: bool = False) -> date:
    """The last day of a term of `amount` "days", "weeks", "months" or "years" after the event.

    The day of the event is not counted unless it begins at midnight (`first_counts`, 민법 제157조).
    """
    first = event if first_counts else event + ONE
    if unit in ("days", "weeks"):
        return first + timedelta(days=amount * (7 if unit == "weeks" else 1)) - ONE
    return term_end(first, amount * {"months": 1, "years": 12}[unit])


def complete_months(first: date, last: date) -> int:
    """Whole months between two days, both counted."""
    if last < first:
        return 0
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    while months and term_end(first, months) > last:
        months -= 1
    return months


def complete_years(first: date, last: date) -> int:
    """Whole years between two days, both counted."""
    return complete_months(first, last) // 12


def count_days(first: date, last: date) -> int:
    """Days between two days, both counted; 0 where the second lies before the first."""
    return max((last - first).days + 1, 0)
