"""A day's wage: the average over the three calendar months before an event, and the ordinary one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from kwonik.labourlaw import counting
from kwonik.labourlaw.worksheet import Worksheet

LAW = "근로기준법 제2조 제1항 제6호"
QUARTER = Fraction(3, 12)
NOTHING = Fraction(0)
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
    window: tuple[date, date],
    *,
    wages: Fraction,
    yearly: Fraction,
    off_days: int = 0,
    off_wages: Fraction = NOTHING,
) -> Fraction:
    """A day's average wage in won, rounded up at the third decimal as in the ministry's calculator.

    `wages` of the window with 3/12 of the `yearly` bonus and leave pay, over its days (근로기준법 제2조 제1항 제6호). `off_days`,
    fewer than the window has, leave it with their pay, and the yearly pay shrinks in proportion (시행령 제2조 제1항).
    """
    start, end = window
    length = sheet.step(
        "평균임금 산정 기간",
        counting.count_days(start, end),
        "일",
        "{start} ~ {end}",
        start=start,
        end=end,
        law=LAW,
    )
    left = length
    if off_days:
        left = sheet.step(
            "빼고 남은 기간",
            length - off_days,
            "일",
            "{length}일 - {off}일",
            length=length,
            off=off_days,
            law="근로기준법 시행령 제2조 제1항",
        )
    whole = not off_days and not off_wages
    total = sheet.step(
        "산정 기간의 임금 총액",
        wages + yearly * QUARTER if whole else wages - off_wages + yearly * QUARTER * left / length,
        "원",
        "{wages} + {yearly} × 3/12" if whole else "{wages} - {off} + {yearly} × 3/12 × {left}/{length}",
        wages=wages,
        off=off_wages,
        yearly=yearly,
        left=left,
        length=length,
        law=LAW,
    )
    return sheet.step(
        "1일 평균임금",
        Fraction(-(-total.numerator * CENTS // (total.denominator * left)), CENTS),
        "원",
        "{total}원 ÷ {left}일 (소수 셋째 자리에서 올림)",
        total=total,
        left=left,
        law=LAW,
    )


def ordinary_daily(
    sheet: Worksheet, hourly: Fraction, hours: Fraction, label: str = "하루 통상임금"
) -> Fraction:
    """Writes down the ordinary wage of a day of so many hours, in won (근로기준법 시행령 제6조 제3항)."""
    daily: Fraction = sheet.step(
        label,
        hourly * hours,
        "원",
        "{hourly}원 × {hours}시간",
        hourly=hourly,
        hours=hours,
        law="근로기준법 시행령 제6조 제3항",
    )
    return daily
