"""The ordinary wage of an hour (통상시급, 근로기준법 시행령 제6조 제2항)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Amounts, Choice, Day, Flag, hours, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.working_hours import (
    FULL_DAY,
    WEEK_HOURS,
    PaidHours,
    paid_hours,
    standard_hours,
)
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .items import CONDITIONS, LAW, SUBJECT, included

UNITS = {
    "monthly": "월급",
    "hourly": "시급",
    "daily": "일급",
    "weekly": "주급",
    "piece": "도급(건당)",
}
AMOUNT_OF = {
    "monthly": "monthly",
    "hourly": "hourly_wage",
    "daily": "daily_wage",
    "weekly": "weekly_wage",
    "piece": "total_wage",
}


@calculation(
    "통상시급",
    subject=SUBJECT,
    says="월급, 주급, 일급, 도급 임금에서 한 시간 통상임금을 셈합니다.",
    law="근로기준법 시행령 제6조",
    selects="일한 날(2024년 12월 19일부터 고정성을 따지지 않음)",
    gives={
        "included_monthly": Gives("통상임금에 드는 월 금액", "원"),
        "monthly_hours": Gives("월 기준시간", "시간"),
        "hourly": Gives("통상시급", "원"),
    },
    example={"date": "2026-01-01", "weekly_hours": 40, "monthly": {"base": 2_508_000}},
    public=True,
)
def ordinary_hourly_wage(
    sheet: Worksheet,
    *,
    date: Annotated[date, Day("일한 날", ask="언제 일한 임금인가요?", note="그 달의 아무 날이나 적으세요.")],
    pay_unit: Annotated[
        str,
        Choice(
            "임금의 단위",
            ask="임금을 무엇으로 정했나요?",
            options=UNITS,
            also={
                "month": "monthly",
                "hour": "hourly",
                "day": "daily",
                "week": "weekly",
                **{v: k for k, v in UNITS.items()},
            },
        ),
    ] = "monthly",
    weekly_hours: Annotated[
        Fraction | None,
        hours("1주 소정근로시간", ask="일주일에 몇 시간 일하기로 했나요?", above=True, most=WEEK_HOURS),
    ] = None,
    weekly_paid_holiday_hours: PaidHours = None,
    monthly: Annotated[
        Mapping[str, Fraction] | None,
        Amounts(
            "매달 받는 임금",
            ask="매달 받는 임금을 항목마다 적어 주세요.",
            note="기본급, 직책수당, 식대처럼 이름과 금액을 적습니다.",
            each=won("금액"),
        ),
    ] = None,
    annual_regular_bonus: Annotated[
        Fraction, won("1년 정기상여금", ask="해마다 정해 놓고 주는 상여금은 1년에 모두 얼마인가요?")
    ] = Fraction(0),
    bonus_condition: Annotated[
        str,
        Choice(
            "상여금의 조건",
            ask="상여금을 받는 데 조건이 있나요?",
            options=CONDITIONS,
            also={
                "none": "없음",
                "조건없음": "없음",
                "조건 없음": "없음",
                "무조건": "없음",
                "재직": "재직조건",
                "재직자조건": "재직조건",
                "재직자 조건": "재직조건",
                "재직 조건": "재직조건",
                "employed_on_pay_day": "재직조건",
                "employment": "재직조건",
                "근무일수조건": "근무일수",
                "근무일수 조건": "근무일수",
                "일정근무일수조건": "근무일수",
                "일정근무일수": "근무일수",
                "일정 근무일수": "근무일수",
                "working_days": "근무일수",
                "attendance": "근무일수",
                "근무일수초과": "근무일수 초과",
                "소정근로일수 초과": "근무일수 초과",
                "성과": "실적",
                "성과급": "실적",
                "성과조건": "실적",
                "실적조건": "실적",
                "근무실적": "실적",
                "performance": "실적",
            },
        ),
    ] = "없음",
    already_in_court: Annotated[
        bool,
        Flag(
            "판결 당시 소송 중",
            ask="2024년 12월 19일에 이미 같은 문제로 소송 중이었나요?",
            note="모르면 ‘아니요’로 답하세요.",
        ),
    ] = False,
    hourly_wage: Annotated[
        Fraction, won("시급", ask="시급은 얼마인가요?", note="시급제일 때만 적으세요.")
    ] = Fraction(0),
    daily_wage: Annotated[
        Fraction, won("일급", ask="일급은 얼마인가요?", note="일급제일 때만 적으세요.")
    ] = Fraction(0),
    daily_hours: Annotated[
        Fraction, hours("1일 소정근로시간", ask="하루에 몇 시간 일하기로 했나요?", above=True, most=24)
    ] = Fraction(FULL_DAY),
    weekly_wage: Annotated[
        Fraction, won("주급", ask="주급은 얼마인가요?", note="주급제일 때만 적으세요.")
    ] = Fraction(0),
    total_wage: Annotated[
        Fraction,
        won(
            "도급 임금 총액",
            ask="건당으로 받은 임금은 그 기간에 모두 얼마인가요?",
            note="건당으로 받을 때만 적으세요.",
        ),
    ] = Fraction(0),
    total_hours: Annotated[
        Fraction | None, hours("도급 기간의 총 근로시간", ask="그 기간에 모두 몇 시간 일했나요?", above=True)
    ] = None,
) -> Outcome:
    """The ordinary wage of an hour in won, exact: several kinds of pay are worked out apart and summed (시행령 제6조 제2항).

    Daily pay is divided by the day's hours, weekly by the week's hours with those paid without work, monthly by those x
    365 / 7 / 12 (209 for 40 hours), piece pay by all hours worked. Items of monthly pay count by their names
    (wage_items.toml). A bonus bound to being employed or to days worked counts from 2024-12-19 (대법원 2020다247190,
    2023다302838 전원합의체), before only in cases already in court. Raises Refused where an amount or its hours are missing, Unset
    before 2013-12-18.
    """
    amounts = {
        "monthly": monthly,
        "hourly_wage": hourly_wage,
        "daily_wage": daily_wage,
        "weekly_wage": weekly_wage,
        "total_wage": total_wage,
    }
    _check(pay_unit, amounts, weekly_hours, total_hours, annual_regular_bonus)
    parts: list[Fraction] = []
    found: dict[str, Fraction] = {}
    if hourly_wage:
        parts.append(sheet.step("시급", hourly_wage, "원", law=f"{LAW} 제2항 제1호"))
    if daily_wage:
        parts.append(
            sheet.step(
                "일급의 시간급",
                daily_wage / daily_hours,
                "원",
                "{wage}원 ÷ {hours}시간",
                wage=daily_wage,
                hours=daily_hours,
                law=f"{LAW} 제2항 제2호",
            )
        )
    if weekly_hours and (weekly_wage or monthly or annual_regular_bonus):
        paid = paid_hours(sheet, weekly_hours, weekly_paid_holiday_hours)
        if weekly_wage:
            parts.append(_weekly(sheet, weekly_wage, weekly_hours, paid))
        if monthly or annual_regular_bonus:
            found["included_monthly"] = included(
                sheet, date, monthly or {}, annual_regular_bonus, bonus_condition, already_in_court
            )
            found["monthly_hours"] = sheet.step(
                "월 기준시간",
                standard_hours(weekly_hours, paid),
                "시간",
                "({weekly} + {paid}) × 365 ÷ 7 ÷ 12",
                weekly=weekly_hours,
                paid=paid,
                law=f"{LAW} 제2항 제4호",
            )
            parts.append(_monthly(sheet, found["included_monthly"], found["monthly_hours"]))
    if total_wage and total_hours:
        parts.append(
            sheet.step(
                "도급 임금의 시간급",
                total_wage / total_hours,
                "원",
                "{wage}원 ÷ {hours}시간",
                wage=total_wage,
                hours=total_hours,
                law=f"{LAW} 제2항 제6호",
            )
        )
    hourly = sheet.step(
        "통상시급",
        sum(parts, Fraction(0)),
        "원",
        "모두 더함" if len(parts) > 1 else "",
        law=f"{LAW} 제2항 제7호" if len(parts) > 1 else LAW,
    )
    return sheet.result(**found, hourly=hourly)


def _check(
    pay_unit: str,
    amounts: Mapping[str, object],
    weekly_hours: Fraction | None,
    total_hours: Fraction | None,
    bonus: Fraction,
) -> None:
    """Raises Refused where the amount of the unit, or the hours it is divided by, are not given."""
    problems = {}
    name = AMOUNT_OF[pay_unit]
    if not amounts[name] and not (pay_unit == "monthly" and any(amounts.values())):
        problems[name] = f"임금의 단위가 ‘{UNITS[pay_unit]}’인데 금액이 없습니다. 금액을 적어 주세요."
    if weekly_hours is None and (amounts["monthly"] or amounts["weekly_wage"] or bonus):
        problems["weekly_hours"] = (
            "‘1주 소정근로시간’: 월급, 주급, 상여금은 이 시간으로 나눕니다. 적어 주세요."
        )
    if amounts["total_wage"] and total_hours is None:
        problems["total_hours"] = "‘도급 기간의 총 근로시간’: 도급 임금은 이 시간으로 나눕니다. 적어 주세요."
    if problems:
        raise Refused(problems)


def _weekly(sheet: Worksheet, wage: Fraction, weekly_hours: Fraction, paid: Fraction) -> Fraction:
    return sheet.step(
        "주급의 시간급",
        wage / (weekly_hours + paid),
        "원",
        "{wage}원 ÷ ({weekly} + {paid})시간",
        wage=wage,
        weekly=weekly_hours,
        paid=paid,
        law=f"{LAW} 제2항 제3호",
    )


def _monthly(sheet: Worksheet, included: Fraction, month: Fraction) -> Fraction:
    return sheet.step(
        "월급의 시간급",
        included / month,
        "원",
        "{included}원 ÷ {month}시간",
        included=included,
        month=month,
        law=f"{LAW} 제2항 제4호",
    )
