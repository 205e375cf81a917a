"""Minimum wage (최저임금법): the year's amount, who may be paid less on probation, and whether a wage reaches it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "최저임금"
HOURLY = "minimum_wage_hourly"
MONTHLY_HOURS = 209  # (40 + 8) x 365 / 7 / 12 = 208.57, taken for 209 in every notice

Year = Annotated[int, year_fact(ask="어느 해에 일한 임금인가요?")]


@calculation(
    "최저임금액",
    subject=SUBJECT,
    says="그 해의 최저임금을 시간급, 하루 8시간의 일급, 한 달 209시간의 월 환산액으로 알려 줍니다.",
    law="최저임금법 제5조, 제10조",
    selects="일한 날이 있는 해",
    gives={
        "hourly": Gives("시간급", "원"),
        "daily_8h": Gives("일급(8시간)", "원"),
        "monthly_209h": Gives("월 환산액(209시간)", "원"),
    },
    example={"year": 2026},
    public=True,
)
def minimum_wage(sheet: Worksheet, *, year: Year) -> Outcome:
    """The minimum wage of a year in won an hour, a day of 8 hours and a month of 209 hours (최저임금법 제5조, 제10조).

    Selected by the year of work; a pay period across 1 January must be split. Raises Unset for a year not announced.
    """
    hourly: Fraction = sheet.parameter(HOURLY, date(year, 1, 1))
    sheet.step("시간급", hourly, "원", law="최저임금법 제10조(고시)")
    daily = sheet.step("일급", hourly * 8, "원", "{hourly}원 × 8시간", hourly=hourly)
    monthly = sheet.step(
        "월 환산액",
        hourly * MONTHLY_HOURS,
        "원",
        "{hourly}원 × 209시간 (주 40시간과 주휴 8시간)",
        law="최저임금법 시행령 제5조",
        hourly=hourly,
    )
    return sheet.result(hourly=hourly, daily_8h=daily, monthly_209h=monthly)
