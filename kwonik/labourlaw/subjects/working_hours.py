"""Hours of work (근로시간): the hours of a week and a month that wages are divided by, and the facts that ask for them."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Flag, hours, won
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "근로시간"
FULL_WEEK = 40  # hours of a week (근로기준법 제50조 제1항)
FULL_DAY = 8  # hours of a day (제50조 제2항)
SHORTEST_WEEK = 15  # below, on average of four weeks, no paid holiday and no annual leave (제18조 제3항)
FIVE_DAYS = 5
WEEK_HOURS = 168
WEEKS_A_MONTH = Fraction(365, 7 * 12)

WeeklyHours = Annotated[
    Fraction,
    hours(
        "1주 소정근로시간",
        ask="일주일에 몇 시간 일하기로 했나요?",
        note="근로계약으로 정한 시간입니다. 쉬는 시간과 연장근로는 뺍니다.",
        above=True,
        most=WEEK_HOURS,
    ),
]
PaidHours = Annotated[
    Fraction | None,
    hours(
        "1주에 유급으로 치는 시간",
        ask="일하지 않아도 유급으로 쳐 주는 시간은 일주일에 몇 시간인가요?",
        note="보통 주휴 시간입니다. 모르면 비워 두세요.",
        most=WEEK_HOURS,
    ),
]
Hourly = Annotated[
    Fraction,
    won(
        "통상시급",
        ask="한 시간 통상임금은 얼마인가요?",
        note="시급제면 대개 시급입니다. 월급이면 ‘통상시급’ 계산을 먼저 해 보세요.",
    ),
]
Article63 = Annotated[
    bool,
    Flag(
        "근로시간·휴일 규정을 적용받지 않는 일",
        ask="농림·축산·수산업이거나, 노동청 승인을 받은 감시·단속 업무이거나, 관리·감독 업무인가요?",
        note="근로기준법 제63조. 모르면 ‘아니요’로 답하세요.",
    ),
]


def exempt_from_holidays(weekly_hours: Fraction | None, article_63: bool) -> tuple[str, str] | None:
    """Why the rules on weekly and public holidays leave out this work, and by which article; None where they hold."""
    if article_63:
        return "근로시간·휴일 규정을 적용받지 않는 일", "근로기준법 제63조"
    if weekly_hours is not None and weekly_hours < SHORTEST_WEEK:
        return "1주 소정근로시간이 15시간 미만", "근로기준법 제18조 제3항"
    return None


def weekly_holiday_hours(weekly_hours: Fraction) -> Fraction:
    """Hours of the paid weekly holiday: a fifth of the week's contractual hours, of 40 at most, none below 15."""
    return (
        min(weekly_hours, Fraction(FULL_WEEK)) / FIVE_DAYS if weekly_hours >= SHORTEST_WEEK else Fraction(0)
    )


def paid_hours(sheet: Worksheet, weekly_hours: Fraction, given: Fraction | None) -> Fraction:
    """The hours a week pays without work: as given, otherwise those of the weekly holiday."""
    if given is not None:
        return given
    found = weekly_holiday_hours(weekly_hours)
    if found:
        sheet.assume("유급으로 치는 시간은 주휴일뿐인 것으로 보았습니다.")
    else:
        sheet.assume("1주 15시간 미만이어서 주휴 시간은 없는 것으로 보았습니다.")
    return found


def standard_hours(weekly_hours: Fraction, paid: Fraction) -> Fraction:
    """Hours of a month, rounded to the hour for a week of 40, as every notice and court does; otherwise exact."""
    exact = (weekly_hours + paid) * WEEKS_A_MONTH
    return Fraction(int(exact + Fraction(1, 2))) if weekly_hours == FULL_WEEK else exact


@calculation(
    "월 기준시간",
    subject=SUBJECT,
    says="주 소정근로시간과 유급으로 치는 시간으로 한 달의 기준시간을 셈합니다.",
    law="근로기준법 시행령 제6조 제2항; 최저임금법 시행령 제5조",
    gives={
        "exact": Gives("정확한 월 기준시간", "시간"),
        "conventional": Gives("실무에서 쓰는 월 기준시간", "시간"),
    },
    example={"weekly_hours": 40, "weekly_paid_holiday_hours": 8},
)
def monthly_standard_hours(
    sheet: Worksheet, *, weekly_hours: WeeklyHours, weekly_paid_holiday_hours: PaidHours = None
) -> Outcome:
    """Hours of a month: (a week's contractual hours + hours paid without work) x 365 / 7 / 12 (시행령 제6조 제2항).

    The practice rounds only the 40-hour week (208.57 to 209, 243.33 to 243).
    """
    paid = paid_hours(sheet, weekly_hours, weekly_paid_holiday_hours)
    exact = sheet.step(
        "정확한 월 기준시간",
        (weekly_hours + paid) * WEEKS_A_MONTH,
        "시간",
        "({weekly} + {paid}) × 365 ÷ 7 ÷ 12",
        weekly=weekly_hours,
        paid=paid,
        law="근로기준법 시행령 제6조 제2항 제4호",
    )
    conventional = standard_hours(weekly_hours, paid)
    sheet.step(
        "실무에서 쓰는 월 기준시간",
        conventional,
        "시간",
        "주 40시간은 한 시간 단위로 반올림" if conventional != exact else "반올림하지 않음",
    )
    return sheet.result(exact=exact, conventional=conventional)
