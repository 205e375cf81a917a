"""Annual leave of part-time workers, in hours (근로기준법 시행령 별표 2 제4호)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import days, hours
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .accrual import SUBJECT

LEAST_WEEKLY_HOURS = 15  # 근로기준법 제18조 제3항
DAY_HOURS = 8


@calculation(
    "단시간근로자의 연차휴가 시간",
    subject=SUBJECT,
    says="단시간근로자의 연차휴가가 몇 시간인지 셈합니다.",
    law="근로기준법 제18조, 시행령 별표 2 제4호",
    gives={"hours": Gives("연차휴가", "시간")},
    example={"weekly_hours": 30, "full_time_weekly_hours": 40, "full_time_days": 16},
)
def annual_leave_part_time_hours(
    sheet: Worksheet,
    *,
    weekly_hours: Annotated[
        Fraction, hours("일주일 소정근로시간", ask="일주일에 몇 시간 일하기로 했나요?", most=168)
    ],
    full_time_weekly_hours: Annotated[
        Fraction,
        hours(
            "통상 근로자의 일주일 소정근로시간",
            ask="같은 일을 하는 통상 근로자는 일주일에 몇 시간 일하나요?",
            most=168,
            above=True,
        ),
    ] = Fraction(40),
    full_time_days: Annotated[
        Fraction,
        days("통상 근로자의 연차휴가", most=100, ask="통상 근로자라면 연차휴가가 며칠인가요?"),
    ],
) -> Outcome:
    """Hours of leave of a part-time worker: full-time days x (weekly hours / full-time weekly hours) x 8.

    A begun hour counts whole (시행령 별표 2 제4호). Below 15 hours a week none (제18조 제3항). Raises Refused when somebody works
    longer than full-time workers do.
    """
    if weekly_hours > full_time_weekly_hours:
        raise Refused(
            {"weekly_hours": "‘일주일 소정근로시간’이 통상 근로자보다 깁니다. 단시간근로자가 아닙니다."}
        )
    if weekly_hours < LEAST_WEEKLY_HOURS:
        leave = sheet.step(
            "연차휴가",
            0,
            "시간",
            "일주일 {hours}시간은 15시간보다 짧음",
            hours=weekly_hours,
            law="근로기준법 제18조 제3항",
        )
    else:
        leave = sheet.step(
            "연차휴가",
            ceil(full_time_days * weekly_hours / full_time_weekly_hours * DAY_HOURS),
            "시간",
            "{days}일 × {hours} ÷ {full}시간 × 8시간 (1시간 미만은 1시간)",
            days=full_time_days,
            hours=weekly_hours,
            full=full_time_weekly_hours,
            law="근로기준법 시행령 별표 2 제4호",
        )
    sheet.assume("4주를 평균한 소정근로시간을 적은 것으로 보았습니다.")
    return sheet.result(hours=leave)
