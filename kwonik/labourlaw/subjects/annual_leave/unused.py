"""What unused annual leave is worth (연차 미사용수당)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, days, hours, won
from kwonik.labourlaw.subjects.daily_wage import ordinary_daily
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .accrual import SUBJECT

LIMITATION_YEARS = 3  # 근로기준법 제49조


@calculation(
    "연차 미사용수당",
    subject=SUBJECT,
    says="쓰지 못한 연차휴가를 수당으로 얼마 받는지 셈합니다.",
    law="근로기준법 제60조 제5항, 제7항, 제61조, 제49조",
    gives={
        "daily_wage": Gives("하루 임금", "원"),
        "pay": Gives("연차 미사용수당", "원"),
        "claim_from": Gives("청구할 수 있는 첫날"),
        "claim_until": Gives("시효가 끝나는 날"),
    },
    example={"unused_days": 5, "ordinary_hourly": 10_000, "daily_hours": 8},
    public=True,
)
def unused_leave_pay(
    sheet: Worksheet,
    *,
    unused_days: Annotated[
        Fraction, days("쓰지 못한 연차휴가", most=1_000, ask="쓰지 못한 연차휴가가 며칠인가요?")
    ],
    ordinary_hourly: Annotated[
        Fraction,
        won(
            "통상시급",
            ask="한 시간 통상임금이 얼마인가요?",
            note="휴가를 쓸 수 있던 마지막 달의 통상임금입니다.",
        ),
    ],
    daily_hours: Annotated[
        Fraction, hours("하루 소정근로시간", most=24, ask="하루에 몇 시간 일하기로 했나요?")
    ] = Fraction(8),
    average_daily_wage: Annotated[
        Fraction | None,
        won(
            "1일 평균임금",
            ask="평균임금으로 주기로 했다면 하루 평균임금이 얼마인가요?",
            note="취업규칙에서 평균임금으로 주기로 했을 때만 적으세요.",
        ),
    ] = None,
    promoted: Annotated[
        bool,
        Flag(
            "사용 촉진을 제대로 했는지",
            ask="회사가 기한에 맞추어 서면으로 두 번 휴가를 쓰라고 했나요?",
        ),
    ] = False,
    last_day_of_use: Annotated[
        date | None,
        Day(
            "휴가를 쓸 수 있던 마지막 날",
            ask="그 휴가는 언제까지 쓸 수 있었나요?",
            note="그 전에 퇴직했으면 마지막 근무일을 적으세요. 청구 시효를 알려 줍니다.",
        ),
    ] = None,
) -> Outcome:
    """Pay for unused leave, in won: days x ordinary daily wage, or the average wage where the rules say so.

    근로기준법 제60조 제5항; an average wage below the ordinary one is lifted to it (제2조 제2항). Nothing after proper
    promotion of its use (제61조). The claim arises on the day after the leave lapsed and runs out in three years
    (제49조). Exact: no rule rounds it.
    """
    daily = ordinary_daily(sheet, ordinary_hourly, daily_hours)
    if average_daily_wage is not None and average_daily_wage > daily:
        daily = sheet.step(
            "하루 평균임금",
            average_daily_wage,
            "원",
            "평균임금으로 주기로 함",
            law="근로기준법 제60조 제5항, 제2조 제2항",
        )
    if promoted:
        sheet.warn(
            "사용 촉진은 시기, 서면, 근로자별 통보를 모두 갖추어야 합니다. 하나라도 빠졌거나 쓰겠다는 날에 일을 시켰으면 수당을 받습니다."
        )
        pay = sheet.step("연차 미사용수당", Fraction(0), "원", "사용 촉진을 함", law="근로기준법 제61조")
    else:
        pay = sheet.step(
            "연차 미사용수당",
            unused_days * daily,
            "원",
            "{days}일 × {daily}원",
            days=unused_days,
            daily=daily,
            law="근로기준법 제60조 제5항",
        )
    sheet.warn("휴가를 쓸 수 있던 기간이 끝난 다음 날부터 3년 안에 청구해야 합니다(근로기준법 제49조).")
    if last_day_of_use is None:
        return sheet.result(daily_wage=daily, pay=pay)
    begins = sheet.step(
        "청구할 수 있는 첫날",
        last_day_of_use + counting.ONE,
        "",
        "{last} 다음 날",
        last=last_day_of_use,
        law="근로기준법 제60조 제7항",
    )
    ends = sheet.step(
        "시효가 끝나는 날",
        counting.last_day(begins, amount=LIMITATION_YEARS, unit="years"),
        "",
        "{begins}부터 3년(첫날을 넣지 않음)",
        begins=begins,
        law="근로기준법 제49조; 민법 제157조, 제160조",
    )
    return sheet.result(daily_wage=daily, pay=pay, claim_from=begins, claim_until=ends)
