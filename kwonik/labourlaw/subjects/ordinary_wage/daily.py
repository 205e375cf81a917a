"""The ordinary wage of a day (1일 통상임금, 근로기준법 시행령 제6조 제3항)."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import days, hours, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.daily_wage import ordinary_daily
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .items import SUBJECT


@calculation(
    "1일 통상임금",
    subject=SUBJECT,
    says="통상시급에 하루 소정근로시간을 곱해 하루 통상임금을 셈합니다.",
    law="근로기준법 시행령 제6조 제3항, 별표 2",
    gives={"daily": Gives("1일 통상임금", "원"), "daily_hours": Gives("1일 소정근로시간", "시간")},
    example={"ordinary_hourly": 15_000, "daily_hours": 8},
)
def ordinary_daily_wage(
    sheet: Worksheet,
    *,
    ordinary_hourly: Annotated[Fraction, won("통상시급")],
    daily_hours: Annotated[Fraction | None, hours("1일 소정근로시간", above=True, most=24)] = None,
    four_week_contract_hours: Annotated[
        Fraction | None,
        hours(
            "단시간근로자의 4주 소정근로시간", note="날마다 시간이 다른 단시간근로자만 적습니다.", above=True
        ),
    ] = None,
    full_time_days_4w: Annotated[
        Fraction, days("통상 근로자의 4주 소정근로일", note="주 5일이면 20일입니다.", above=True, most=28)
    ] = Fraction(20),
) -> Outcome:
    """The ordinary wage of a day in won: an hour's x the day's contractual hours (시행령 제6조 제3항).

    A part-timer's day is the contractual hours of four weeks over the working days of a full-timer in them (시행령 별표
    2). Raises Refused without hours.
    """
    if four_week_contract_hours is not None:
        found = sheet.step(
            "1일 소정근로시간",
            four_week_contract_hours / full_time_days_4w,
            "시간",
            "{hours}시간 ÷ {days}일",
            hours=four_week_contract_hours,
            days=full_time_days_4w,
            law="근로기준법 시행령 별표 2 제2호",
        )
    elif daily_hours is not None:
        found = daily_hours
    else:
        raise Refused({"daily_hours": "‘1일 소정근로시간’: 하루에 몇 시간 일하기로 했는지 적어 주세요."})
    daily = ordinary_daily(sheet, ordinary_hourly, found, "1일 통상임금")
    return sheet.result(daily=daily, daily_hours=found)
