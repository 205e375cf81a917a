"""The ordinary wage (통상임금): what was agreed for contractual work, by the hour and by the day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Amounts, Choice, Day, Flag, days, hours, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.working_hours import (
    FULL_DAY,
    WEEK_HOURS,
    PaidHours,
    paid_hours,
    standard_hours,
)
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "임금"
FIXED = "law_ordinary_wage_fixedness"
MONTHS = 12
LAW = "근로기준법 시행령 제6조"
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
CONDITIONS = {
    "없음": "조건 없음",
    "재직조건": "지급일에 재직 중이어야 함",
    "근무일수": "정한 날수를 일해야 함(소정근로일수 안)",
    "근무일수 초과": "소정근로일수보다 더 일해야 함",
    "실적": "근무 실적에 따라 달라짐",
}


@dataclass(frozen=True)
class Item:
    """A kind of wage item: whether it belongs to the ordinary wage, and why."""

    name: str
    label: str
    counts: bool
    why: str
    words: tuple[str, ...]
    check: str = ""


@lru_cache(maxsize=1)
def items() -> tuple[Item, ...]:
    """The kinds of wage items, in the order in which names are compared with them."""
    tables = tomllib.loads((Path(__file__).parent.parent / "wage_items.toml").read_text())["item"]
    return tuple(Item(**{**table, "words": tuple(table["words"])}) for table in tables)


def item_of(name: str) -> Item | None:
    """The kind that an item of this name is; None where the name says nothing."""
    bare = name.strip().lower().replace(" ", "_").replace("-", "_")
    for item in items():
        if bare in (item.name, item.label):
            return item
    return next(
        (item for item in items() if any(word.replace(" ", "_") in bare for word in item.words)), None
    )


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
                "재직": "재직조건",
                "재직자조건": "재직조건",
                "employed_on_pay_day": "재직조건",
                "employment": "재직조건",
                "근무일수조건": "근무일수",
                "일정근무일수": "근무일수",
                "일정 근무일수": "근무일수",
                "working_days": "근무일수",
                "attendance": "근무일수",
                "근무일수초과": "근무일수 초과",
                "소정근로일수 초과": "근무일수 초과",
                "성과": "실적",
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
            found["included_monthly"] = _included(
                sheet, date, monthly or {}, annual_regular_bonus, bonus_condition, already_in_court
            )
            found["monthly_hours"] = standard_hours(weekly_hours, paid)
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
        problems[name] = f"임금을 {UNITS[pay_unit]}(으)로 정했으면 그 금액을 적어 주세요."
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


def _included(
    sheet: Worksheet,
    on: date,
    monthly: Mapping[str, Fraction],
    bonus: Fraction,
    condition: str,
    in_court: bool,
) -> Fraction:
    """What of the month's pay and of a year's bonus is ordinary wage, in won a month."""
    included = Fraction(0)
    for name, amount in monthly.items():
        item = item_of(name)
        if item is None:
            sheet.warn(
                f"‘{name}’이(가) 정기적으로 모두에게 주는 것인지 확인하세요. 여기서는 통상임금에 넣었습니다."
            )
        elif item.check:
            sheet.warn(f"‘{name}’: {item.check}")
        if item is None or item.counts:
            included += sheet.step(
                f"넣는 항목: {name}",
                amount,
                "원",
                "{why}",
                why=item.why if item else "이름으로 알 수 없어 넣음",
                law=f"{LAW} 제1항",
            )
        else:
            sheet.step(f"넣지 않는 항목: {name}", amount, "원", "{why}", why=item.why, law=f"{LAW} 제1항")
    if bonus:
        counts, why, law = _bonus_counts(sheet, on, condition, in_court)
        share = bonus / MONTHS
        if counts:
            included += sheet.step(
                "상여금의 한 달 몫", share, "원", "{bonus}원 ÷ 12 ({why})", bonus=bonus, why=why, law=law
            )
        else:
            sheet.step(
                "넣지 않는 상여금", share, "원", "{bonus}원 ÷ 12 ({why})", bonus=bonus, why=why, law=law
            )
    return sheet.step("통상임금에 드는 월 금액", included, "원", "넣는 항목을 모두 더함", law=f"{LAW} 제1항")


def _bonus_counts(sheet: Worksheet, on: date, condition: str, in_court: bool) -> tuple[bool, str, str]:
    """Whether a regular bonus under the condition is ordinary wage on the day, why, and by what."""
    fixed = sheet.parameter(FIXED, on)
    after = "대법원 2024. 12. 19. 2020다247190, 2023다302838 전원합의체"
    before = "대법원 2013. 12. 18. 2012다89399 전원합의체"
    if condition == "없음":
        return True, "정기적으로 모두에게 줌", LAW
    if condition == "실적":
        sheet.warn("실적과 관계없이 보장된 최소한의 몫이 있으면 그만큼은 통상임금입니다.")
        return False, "근무 실적에 따라 달라짐", before if fixed else after
    if condition == "근무일수 초과":
        return False, "소정근로를 넘어 일해야 받음", before if fixed else after
    if fixed and not in_court:
        sheet.warn("2024년 12월 19일 전의 임금입니다. 그날 이미 소송 중이던 사건에는 새 판례가 적용됩니다.")
        return False, f"{CONDITIONS[condition]}: 고정성이 없음", before
    if fixed:
        sheet.assume("판결 선고 때 이미 같은 쟁점으로 소송 중이어서 새 판례를 따랐습니다.")
    return True, f"{CONDITIONS[condition]}: 조건이 있어도 통상임금", after


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
    daily = sheet.step(
        "1일 통상임금",
        ordinary_hourly * found,
        "원",
        "{hourly}원 × {hours}시간",
        hourly=ordinary_hourly,
        hours=found,
        law="근로기준법 시행령 제6조 제3항",
    )
    return sheet.result(daily=daily, daily_hours=found)
