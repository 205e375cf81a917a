"""How much job-seeking benefit (구직급여) a day: the wage it is reckoned from, its cap and its floor."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, hours, won
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.parameters import Value, everything, look_up
from kwonik.labourlaw.refusing import Unset
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "실업급여"
WAGE_CAP = "ui_daily_wage_cap"
KEPT_FLOOR = "ui_floor_kept_hourly"
MINIMUM_WAGE = "minimum_wage_hourly"
FEWEST_HOURS, MOST_HOURS = 4, 8  # contractual hours a day that the floor is reckoned with

LeaveDate = Annotated[
    date, Day("이직일", ask="마지막으로 일한 날은 언제인가요?", note="고용관계가 끝난 마지막 날입니다.")
]
BaseDailyWage = Annotated[
    Fraction,
    won(
        "1일 평균임금",
        ask="그만두기 전 3개월의 하루 평균임금은 얼마인가요?",
        note="이직 전 3개월의 임금을 그 기간의 날수로 나눈 금액입니다.",
    ),
]
ContractHours = Annotated[
    Fraction,
    hours(
        "1일 소정근로시간",
        ask="하루에 몇 시간 일하기로 했나요?",
        note="계약으로 정한 시간입니다. 연장근로는 넣지 않습니다.",
        most=24,
        above=True,
    ),
]
OrdinaryDailyWage = Annotated[
    Fraction | None,
    won("1일 통상임금", ask="하루 통상임금은 얼마인가요?", note="모르면 비워 두세요."),
]


def _counted_hours(sheet: Worksheet, contract_hours_per_day: Fraction) -> Fraction:
    counted = min(max(contract_hours_per_day, Fraction(FEWEST_HOURS)), Fraction(MOST_HOURS))
    if counted > contract_hours_per_day:
        sheet.warn(
            "1일 소정근로시간이 4시간보다 짧아 4시간으로 보고 하한을 셈했습니다. 고용센터의 실무에 따른 것이니 확인하세요."
        )
    elif counted < contract_hours_per_day:
        sheet.assume("1일 소정근로시간이 8시간을 넘어 8시간으로 보고 하한을 셈했습니다.")
    return counted


def _floor(sheet: Worksheet, on: date, contract_hours_per_day: Fraction) -> Fraction:
    """The least daily benefit (최저구직급여일액): a share of the minimum wage, or the earlier floor that was kept."""
    counted = _counted_hours(sheet, contract_hours_per_day)
    hourly: Fraction = sheet.parameter(MINIMUM_WAGE, on)
    rate: Fraction = sheet.parameter("ui_floor_rate", on)
    floor: Fraction = sheet.step(
        "하한액",
        hourly * counted * rate,
        "원",
        "{hourly}원 × {hours}시간 × {percent}%",
        law="고용보험법 제46조 제1항 제2호, 제2항",
        hourly=hourly,
        hours=counted,
        percent=rate * 100,
    )
    kept = everything()[KEPT_FLOOR]
    if on >= kept.starts[0] and kept.on(on).value * counted > floor:
        kept_hourly: Fraction = sheet.parameter(KEPT_FLOOR, on)
        floor = sheet.step(
            "그대로 둔 하한액",
            kept_hourly * counted,
            "원",
            "{hourly}원 × {hours}시간: 법이 바뀌기 전의 하한액이 더 많음",
            law="고용보험법 부칙(법률 제16557호) 제8조",
            hourly=kept_hourly,
            hours=counted,
        )
    return floor


def _last_cap(on: date) -> Value:
    """The cap that holds on the day, or the last one that did. Raises Unset before the first."""
    found = [value for value in everything()[WAGE_CAP].values if value.since <= on]
    return found[-1] if found else look_up(WAGE_CAP, on)


def _wage_cap(sheet: Worksheet, leave_date: date) -> Fraction:
    """The cap on the daily wage. Raises Unset under the name of the day; says why where the floor has overtaken it."""
    try:
        found: Fraction = sheet.parameter(WAGE_CAP, leave_date)
    except Unset as unset:
        words = f"‘이직일’: {unset}"
        if leave_date > everything()[WAGE_CAP].starts[-1]:
            words += (
                " 최저임금으로 정해지는 하한액이 마지막 상한액보다 많아지면 시행령이 바뀌어야 합니다. "
                "지난해의 상한액으로 어림하지 말고, 새 상한액이 공포된 뒤에 다시 셈하세요."
            )
        raise Unset({"leave_date": words}) from None
    return found


def daily_benefit(
    sheet: Worksheet,
    leave_date: date,
    base_daily_wage: Fraction,
    contract_hours_per_day: Fraction,
    ordinary_daily_wage: Fraction | None,
) -> tuple[Fraction, Fraction, Fraction]:
    """Cap, floor and daily benefit, each with its step. Raises Unset."""
    wage_cap = _wage_cap(sheet, leave_date)
    rate: Fraction = sheet.parameter("ui_benefit_rate", leave_date)
    base = base_daily_wage
    if ordinary_daily_wage is None:
        sheet.assume(
            "1일 통상임금을 적지 않아 평균임금으로만 셈했습니다. 통상임금이 더 많으면 통상임금으로 셈합니다."
        )
    elif ordinary_daily_wage > base:
        base = sheet.step(
            "기초일액",
            ordinary_daily_wage,
            "원",
            "통상임금이 평균임금보다 많음",
            law="고용보험법 제45조 제2항",
        )
    counted = sheet.step(
        "임금일액",
        min(base, wage_cap),
        "원",
        "{base}원과 상한 {cap}원 가운데 적은 금액",
        law="고용보험법 제45조, 시행령 제68조",
        base=base,
        cap=wage_cap,
    )
    numbers = {"wage": counted, "cap": wage_cap, "percent": rate * 100}
    cap = sheet.step(
        "상한액", wage_cap * rate, "원", "{cap}원 × {percent}%", law="고용보험법 제46조", **numbers
    )
    amount = sheet.step(
        "지급률로 셈한 금액",
        counted * rate,
        "원",
        "{wage}원 × {percent}%",
        law="고용보험법 제46조 제1항 제1호",
        **numbers,
    )
    floor = _floor(sheet, leave_date, contract_hours_per_day)
    if floor > cap:
        sheet.warn("하한액이 상한액보다 많은 때입니다. 하한액을 지급합니다(고용보험법 제46조 제2항).")
    daily = sheet.step(
        "구직급여일액",
        max(amount, floor),
        "원",
        "{amount}원과 하한 {floor}원 가운데 많은 금액",
        law="고용보험법 제46조 제2항",
        amount=amount,
        floor=floor,
    )
    sheet.assume("근로자로 고용보험에 든 것으로 보았습니다. 예술인, 노무제공자, 자영업자는 기준이 다릅니다.")
    return cap, floor, daily


@calculation(
    "구직급여 하루 금액",
    subject=SUBJECT,
    says="실업급여(구직급여)를 하루에 얼마 받는지 상한액, 하한액과 함께 알려 줍니다.",
    law="고용보험법 제45조, 제46조, 시행령 제68조, 부칙(법률 제16557호) 제8조",
    selects="이직일",
    gives={
        "cap": Gives("하루 상한액", "원"),
        "floor": Gives("하루 하한액", "원"),
        "daily": Gives("구직급여일액", "원"),
    },
    example={"leave_date": "2026-03-31", "base_daily_wage": 112_000, "contract_hours_per_day": 8},
    public=True,
)
def ui_daily_benefit(
    sheet: Worksheet,
    *,
    leave_date: LeaveDate,
    base_daily_wage: BaseDailyWage,
    contract_hours_per_day: ContractHours,
    ordinary_daily_wage: OrdinaryDailyWage = None,
) -> Outcome:
    """Job-seeking benefit a day in won: a share of the daily wage, between a floor and a cap (고용보험법 제45조, 제46조).

    The daily wage is the average wage, the ordinary wage where that is higher (제45조 제2항), at most the cap of
    시행령 제68조. The floor is a share of the minimum wage for the contractual hours (4 to 8), and from 2019-10-01 no
    less than the floor of the day before (부칙 제8조). All are selected by the day of leaving. Raises Unset, under the
    name of the day, where the cap of that day has not been set.
    """
    cap, floor, daily = daily_benefit(
        sheet, leave_date, base_daily_wage, contract_hours_per_day, ordinary_daily_wage
    )
    return sheet.result(cap=cap, floor=floor, daily=daily)


@calculation(
    "구직급여 하한액과 마지막 상한액",
    subject=SUBJECT,
    says="그 해 최저임금으로 정해지는 하한액이 지금까지 정해진 마지막 상한액을 넘는지 보여 줍니다.",
    law="고용보험법 제46조, 시행령 제68조",
    selects="그 해 1월 1일",
    gives={
        "floor": Gives("하루 하한액", "원"),
        "last_known_cap": Gives("마지막으로 정해진 하루 상한액", "원"),
        "gap": Gives("하한액이 상한액을 넘는 금액", "원"),
    },
    example={"year": 2027, "contract_hours_per_day": 8},
)
def ui_floor_cap_gap(
    sheet: Worksheet,
    *,
    year: Annotated[int, year_fact(ask="어느 해의 하한액을 볼까요?")],
    contract_hours_per_day: ContractHours,
) -> Outcome:
    """The year's floor beside the last cap that was set, in won, and by how much the floor exceeds it (at least 0).

    Where it does, 시행령 제68조 must be amended before anybody's benefit can be worked out (고용보험법 제46조). No cap is
    guessed. Raises Unset where the year's minimum wage is not known.
    """
    on = date(year, 1, 1)
    floor = _floor(sheet, on, contract_hours_per_day)
    last = _last_cap(on)
    rate: Fraction = sheet.parameter("ui_benefit_rate", on)
    cap = sheet.step(
        "마지막으로 정해진 상한액",
        last.value * rate,
        "원",
        "{wage}원 × {percent}% ({since}부터의 상한)",
        law=last.source,
        wage=last.value,
        percent=rate * 100,
        since=last.since,
    )
    gap = sheet.step(
        "하한액이 상한액을 넘는 금액",
        max(floor - cap, Fraction(0)),
        "원",
        "{floor}원 − {cap}원 (넘지 않으면 0)",
        floor=floor,
        cap=cap,
    )
    if last.until is not None and on > last.until:
        sheet.warn(
            "이 해의 상한액은 아직 정해지지 않았습니다. 마지막 상한액은 견주어 보는 값이며, 급여를 셈하는 데 쓰지 마세요."
        )
    return sheet.result(floor=floor, last_known_cap=cap, gap=gap)
