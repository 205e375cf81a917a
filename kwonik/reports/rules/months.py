"""Periods that are closed: whole months that are over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from kwonik.kernel.periods import Period
from kwonik.kernel.refusals import Refused

LONGEST_EXCEPTION = timedelta(days=31)


def months(period: Period) -> list[date]:
    """The first days of the period's months, whole or not."""
    return [month.first_on.replace(day=1) for month in period.months()]


def check_over(period: Period, today: date) -> None:
    """Only whole months that have passed are closed. Raises Refused."""
    if period.first_on.day != 1 or period.after_on.day != 1:
        raise Refused("달 단위로 마감합니다. 첫날은 1일, 마지막 날은 그달의 말일로 고르세요.")
    if period.last_on >= today:
        raise Refused("아직 끝나지 않은 달은 마감할 수 없습니다. 지난달까지 고르세요.")


def named(days: Iterable[date]) -> str:
    """Months as people say them: "2025년 1월~3월, 5월" (the year where it changes)."""
    said: list[str] = []
    year = 0
    for first, last in _runs(sorted(set(days))):
        begin = f"{first.month}월" if first.year == year else f"{first.year}년 {first.month}월"
        year = last.year
        end = (
            ""
            if first == last
            else f"~{last.month}월"
            if last.year == first.year
            else f"~{last.year}년 {last.month}월"
        )
        said.append(begin + end)
    return ", ".join(said)


def _runs(days: list[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in days:
        before = (day - timedelta(days=1)).replace(day=1)
        if runs and runs[-1][1] == before:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs
