"""원천징수: when a commissioner pays the tax that they withheld, and when they hand in the statement of it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from kwonik.kernel.calendar import WorkingCalendar


@dataclass(frozen=True)
class DueDays:
    """Both days of one month of payment, moved on from holidays (국세기본법 제5조 제1항)."""

    payment_on: date
    statement_on: date


def due_days(month: date, calendar: WorkingCalendar) -> DueDays:
    """By the 10th of the next month the tax (소득세법 제128조 제1항; 지방세법 제103조의13), by its end the 간이지급명세서
    of business income (소득세법 제164조의3 제1항 제2호, monthly for what is paid from 1 January 2024 on).
    """
    year, number = (month.year + 1, 1) if month.month == 12 else (month.year, month.month + 1)
    end = date(year, number, monthrange(year, number)[1])
    return DueDays(calendar.next_working(date(year, number, 10)), calendar.next_working(end))


def month_of(text: str) -> date | None:
    """ "2026-11" as the first day of the month; None for anything else."""
    year, dash, number = text.partition("-")
    if not (
        dash
        and len(year) == 4
        and len(number) == 2
        and (year + number).isascii()
        and (year + number).isdigit()
    ):
        return None
    return date(int(year), int(number), 1) if 1 <= int(number) <= 12 and int(year) >= 2000 else None
