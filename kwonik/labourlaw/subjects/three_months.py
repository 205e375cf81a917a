"""The average wage's arithmetic: the three calendar months before an event and what a day of them was worth."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from kwonik.labourlaw import counting
from kwonik.labourlaw.worksheet import Worksheet

LAW = "근로기준법 제2조 제1항 제6호"
QUARTER = Fraction(3, 12)
CENTS = 100  # the average keeps two decimals


def window_of(day: date) -> tuple[date, date]:
    """First and last day of the three calendar months before the day (89 to 92 days).

    Where the day number does not exist three months before, the window begins on that month's last day; from 29 to
    31 May, when it would be in February, on 1 March, as in the ministry's own calculator (29 May of a leap year keeps
    29 February).
    """
    last = day - counting.ONE
    corresponding = counting.same_day(day, -3)
    if corresponding is None and day.month == 5:
        return day.replace(month=3, day=1), last
    return corresponding or counting.term_end(day, -3), last


def average_daily(
    sheet: Worksheet,
    *,
    wages: Fraction,
    off_wages: Fraction,
    yearly: Fraction,
    window_days: int,
    counted_days: int,
) -> Fraction:
    """A day's average wage in won, rounded up at the third decimal as in the ministry's calculator.

    `wages` of the window less `off_wages`, with 3/12 of the `yearly` bonus and leave pay in proportion to the days
    that count, over those days (근로기준법 제2조 제1항 제6호, 시행령 제2조 제1항).
    """
    whole = counted_days == window_days and not off_wages
    total = sheet.step(
        "산정 기간의 임금 총액",
        wages + yearly * QUARTER
        if whole
        else wages - off_wages + yearly * QUARTER * counted_days / window_days,
        "원",
        "{wages} + {yearly} × 3/12" if whole else "{wages} - {off} + {yearly} × 3/12 × {counted}/{window}",
        wages=wages,
        off=off_wages,
        yearly=yearly,
        counted=counted_days,
        window=window_days,
        law=LAW,
    )
    return sheet.step(
        "1일 평균임금",
        Fraction(-(-total.numerator * CENTS // (total.denominator * counted_days)), CENTS),
        "원",
        "{total}원 ÷ {counted}일 (소수 셋째 자리에서 올림)",
        total=total,
        counted=counted_days,
        law=LAW,
    )
