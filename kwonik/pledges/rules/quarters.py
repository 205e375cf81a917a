"""Quarters of a year as numbers that sort: the third quarter of 2022 is 20223."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date

_WRITTEN = re.compile(r"'?(\d{2}|\d{4})\s*(?:년|[.\-/Qq])?\s*(?:/|Q|q)?\s*([1-4])\s*(?:/4)?\s*(?:분기)?\.?")


def quarter_of(day: date) -> int:
    """The quarter a day lies in."""
    return day.year * 10 + (day.month - 1) // 3 + 1


def first_day(quarter: int) -> date:
    year, number = divmod(quarter, 10)
    return date(year, 3 * number - 2, 1)


def last_day(quarter: int) -> date:
    year, number = divmod(quarter, 10)
    return date(year, 3 * number, calendar.monthrange(year, 3 * number)[1])


def after(quarter: int) -> int:
    """The next quarter: 20224 -> 20231."""
    year, number = divmod(quarter, 10)
    return quarter + 1 if number < 4 else (year + 1) * 10 + 1


def quarters(first: int, last: int) -> Iterator[int]:
    """All quarters from the first to the last, both included."""
    while first <= last:
        yield first
        first = after(first)


def read_quarter(text: str) -> int:
    """ "2022. 3/4분기", "2022년 3분기", "2022Q3", "22-3" -> 20223. Raises ValueError in Korean."""
    match = _WRITTEN.fullmatch(text.strip())
    if not match:
        raise ValueError(f"분기 '{text}'을(를) 읽을 수 없습니다. 2022년 3분기처럼 적으세요.")
    year = int(match[1])
    return (2000 + year if year < 100 else year) * 10 + int(match[2])


def quarter_in_words(quarter: int | None) -> str:
    """20223 -> "2022년 3분기"."""
    return f"{quarter // 10}년 {quarter % 10}분기" if quarter else ""
