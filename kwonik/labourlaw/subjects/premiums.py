"""Premiums for overtime, night and holiday work (근로기준법 제56조), and the hours they are owed for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, Many, hours
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.working_hours import (
    FULL_DAY,
    FULL_WEEK,
    SUBJECT,
    WEEK_HOURS,
    Article63,
    Hourly,
)
from kwonik.labourlaw.subjects.workplace import FIVE, Employees, EmployeesIfKnown
from kwonik.labourlaw.worksheet import Outcome, Worksheet

HALF = Fraction(1, 2)
WEEK_LIMIT = 12  # overtime hours of a week (제53조 제1항)
EXTRA_ALLOWED = "law_weekly_eight_hours"
EXTRA_HOURS = 8  # of 제53조 제3항
EXTRA_BELOW = 30  # employees below which 제53조 제3항 gave the extra hours
LAW = "근로기준법 제56조"


@calculation(
    "연장·야간·휴일수당",
    subject=SUBJECT,
    says="연장, 야간, 휴일에 일한 시간에 받아야 할 임금을 가산까지 넣어 셈합니다.",
    law="근로기준법 제11조, 제56조, 제63조",
    gives={
        "pay": Gives("받아야 할 금액", "원"),
        "worked_pay": Gives("일한 시간의 임금", "원"),
        "premium": Gives("가산수당", "원"),
    },
    example={"hourly": 10_000, "overtime_h": 4, "night_h": 1.5, "holiday_within8_h": 6, "employees": 5},
    public=True,
)
def premium_pay(
    sheet: Worksheet,
    *,
    hourly: Hourly,
    overtime_h: Annotated[
        Fraction,
        hours(
            "연장근로 시간",
            ask="하루 8시간이나 일주일 40시간을 넘겨 몇 시간 일했나요?",
            note="휴일에 일한 시간은 빼세요.",
        ),
    ] = Fraction(0),
    night_h: Annotated[
        Fraction,
        hours(
            "야간근로 시간",
            ask="밤 10시부터 아침 6시 사이에 몇 시간 일했나요?",
            note="연장·휴일과 겹쳐도 모두 적으세요.",
        ),
    ] = Fraction(0),
    holiday_within8_h: Annotated[
        Fraction,
        hours(
            "휴일근로 시간(하루 8시간까지)", ask="쉬는 날에 하루 8시간까지 일한 시간은 모두 몇 시간인가요?"
        ),
    ] = Fraction(0),
    holiday_over8_h: Annotated[
        Fraction,
        hours(
            "휴일근로 시간(하루 8시간 넘음)",
            ask="쉬는 날에 하루 8시간을 넘겨 일한 시간은 모두 몇 시간인가요?",
        ),
    ] = Fraction(0),
    employees: Employees,
    article_63: Article63 = False,
) -> Outcome:
    """What overtime, night and holiday hours pay, in won: the hours themselves and the premiums, which add up (제56조).

    Overtime and holiday work up to 8 hours 50 %, beyond 8 hours 100 %, night work (22-06) 50 % on top of whatever pays
    the hour. Below five employees the hours are paid without a premium (제11조 제2항, 별표 1). Under 제63조 there is
    no premium for overtime and holidays, but for the night.
    """
    worked = overtime_h + holiday_within8_h + holiday_over8_h
    worked_pay = sheet.step(
        "일한 시간의 임금",
        worked * hourly,
        "원",
        "{hourly}원 × ({overtime} + {within} + {over})시간",
        hourly=hourly,
        overtime=overtime_h,
        within=holiday_within8_h,
        over=holiday_over8_h,
        law="근로기준법 제43조",
    )
    if employees < FIVE:
        premium = sheet.step(
            "가산수당",
            Fraction(0),
            "원",
            "상시 5명 미만: 가산 없음",
            law="근로기준법 제11조 제2항; 시행령 별표 1",
        )
        sheet.warn("5명 미만이어도 취업규칙이나 계약으로 가산을 정했으면 그만큼 받을 수 있습니다.")
    else:
        premium = sum(
            _premiums(sheet, hourly, overtime_h, night_h, holiday_within8_h, holiday_over8_h, article_63)
        )
    pay = sheet.step(
        "받아야 할 금액",
        worked_pay + premium,
        "원",
        "{worked} + {premium}",
        worked=worked_pay,
        premium=premium,
        law=LAW if employees >= FIVE else "근로기준법 제43조",
    )
    if night_h:
        sheet.assume("야간 시간의 본래 임금은 월급이나 위의 연장·휴일 시간에 들어 있는 것으로 보았습니다.")
    return sheet.result(pay=pay, worked_pay=worked_pay, premium=premium)


def _premiums(
    sheet: Worksheet,
    hourly: Fraction,
    overtime: Fraction,
    night: Fraction,
    within8: Fraction,
    over8: Fraction,
    article_63: bool,
) -> list[Fraction]:
    """Each premium as a line; overtime and holidays have none under 제63조."""
    kinds = [
        ("연장 가산", overtime, HALF, "제1항"),
        ("휴일 가산(8시간까지)", within8, HALF, "제2항 제1호"),
        ("휴일 가산(8시간 넘음)", over8, Fraction(1), "제2항 제2호"),
        ("야간 가산", night, HALF, "제3항"),
    ]
    found = []
    for label, worked, rate, paragraph in kinds:
        if not worked:
            continue
        if article_63 and label != "야간 가산":
            sheet.step(
                label, Fraction(0), "원", "근로시간·휴일 규정을 적용받지 않음", law="근로기준법 제63조"
            )
            continue
        found.append(
            sheet.step(
                label,
                hourly * worked * rate,
                "원",
                "{hourly}원 × {worked}시간 × {rate}%",
                hourly=hourly,
                worked=worked,
                rate=rate * 100,
                law=f"{LAW} {paragraph}",
            )
        )
    return found or [Fraction(0)]


@calculation(
    "1주 연장근로 시간",
    subject=SUBJECT,
    says="한 주 동안 일한 시간에서 가산수당을 줄 연장 시간과 주 12시간 한도에 셀 시간을 나눕니다.",
    law="근로기준법 제50조, 제53조, 제56조",
    selects="그 주에 일한 날(30명 미만 사업장의 추가 시간)",
    gives={
        "premium_hours": Gives("가산할 연장 시간", "시간"),
        "weekly_12h_limit_hours": Gives("한도에 셀 연장 시간", "시간"),
        "holiday_within8_hours": Gives("휴일근로(8시간까지)", "시간"),
        "holiday_over8_hours": Gives("휴일근로(8시간 넘음)", "시간"),
        "limit_hours": Gives("1주 연장 한도", "시간"),
        "over_limit_hours": Gives("한도를 넘긴 시간", "시간"),
    },
    example={"daily_hours": [10, 10, 10, 10, 0, 0, 0]},
)
def overtime_hours_week(
    sheet: Worksheet,
    *,
    daily_hours: Annotated[
        list[Fraction],
        Many(
            "날마다 일한 시간",
            note="한 주 7일을 차례대로, 쉬는 시간은 빼고 적습니다.",
            each=hours("시간", most=24),
            fewest=7,
            longest=7,
        ),
    ],
    holidays: Annotated[
        list[bool] | None,
        Many(
            "휴일인지",
            note="같은 차례로 휴일이면 예. 비우면 휴일이 없는 것으로 봅니다.",
            each=Flag("휴일"),
            fewest=7,
            longest=7,
        ),
    ] = None,
    employees: EmployeesIfKnown = None,
    date: Annotated[date | None, Day("그 주에 일한 날", note="비우면 지금의 한도로 봅니다.")] = None,
    extra_hours_agreed: Annotated[
        bool,
        Flag("추가 연장의 서면 합의", note="근로자대표와 서면으로 합의한 30명 미만 사업장에만 있었습니다."),
    ] = False,
) -> Outcome:
    """Overtime of a week: hours that earn a premium, and hours that count towards the limit of 12.

    A premium is owed beyond 8 hours a day or 40 a week, without counting an hour twice (제50조, 제56조); the limit of
    제53조 looks at the weekly total beyond 40 alone (대법원 2023. 12. 7. 2020도15393), holidays included. Eight more
    hours, below 30 employees, ended on 2022-12-31 (부칙 제15513호 제2조). Holiday work has its own premium and is given apart.
    """
    off = holidays or [False] * len(daily_hours)
    at_work = [each for each, holiday in zip(daily_hours, off, strict=True) if not holiday]
    on_holidays = [each for each, holiday in zip(daily_hours, off, strict=True) if holiday]
    beyond_days = sum((max(each - FULL_DAY, Fraction(0)) for each in at_work), Fraction(0))
    beyond_week = max(sum(at_work, Fraction(0)) - FULL_WEEK, Fraction(0))
    premium = sheet.step(
        "가산할 연장 시간",
        max(beyond_days, beyond_week),
        "시간",
        "하루 8시간을 넘은 {days}시간과 주 40시간을 넘은 {week}시간 가운데 많은 쪽",
        days=beyond_days,
        week=beyond_week,
        law="근로기준법 제50조, 제56조 제1항",
    )
    total = sum(daily_hours, Fraction(0))
    counted = sheet.step(
        "한도에 셀 연장 시간",
        max(total - FULL_WEEK, Fraction(0)),
        "시간",
        "주 {total}시간 - 40시간",
        total=total,
        law="근로기준법 제53조; 대법원 2023. 12. 7. 2020도15393",
    )
    found = {"premium_hours": premium, "weekly_12h_limit_hours": counted}
    if on_holidays:
        found["holiday_within8_hours"] = sheet.step(
            "휴일근로(8시간까지)",
            sum((min(each, Fraction(FULL_DAY)) for each in on_holidays), Fraction(0)),
            "시간",
            law=LAW,
        )
        found["holiday_over8_hours"] = sheet.step(
            "휴일근로(8시간 넘음)",
            sum((max(each - FULL_DAY, Fraction(0)) for each in on_holidays), Fraction(0)),
            "시간",
            law=LAW,
        )
    if employees is not None and employees < FIVE:
        sheet.warn("상시 5명 미만 사업장에는 1주 12시간 한도와 가산수당이 없습니다(시행령 별표 1).")
        return sheet.result(**found)
    limit = sheet.step(
        "1주 연장 한도",
        WEEK_LIMIT + _extra(sheet, employees, date, extra_hours_agreed),
        "시간",
        law="근로기준법 제53조 제1항, 제3항",
    )
    over = sheet.step(
        "한도를 넘긴 시간",
        max(counted - limit, Fraction(0)),
        "시간",
        "{counted} - {limit}",
        counted=counted,
        limit=limit,
    )
    return sheet.result(**found, limit_hours=limit, over_limit_hours=over)


def _extra(sheet: Worksheet, employees: int | None, on: date | None, agreed: bool) -> Fraction:
    """The hours that a small workplace may add to the limit on that day. Raises Refused, Unset."""
    if not agreed:
        return Fraction(0)
    missing = {
        name: f"‘{label}’: 추가 연장을 따지려면 적어야 합니다."
        for name, label, value in (
            ("employees", "상시 근로자 수", employees),
            ("date", "그 주에 일한 날", on),
        )
        if value is None
    }
    if missing:
        raise Refused(missing)
    assert employees is not None and on is not None
    allowed = sheet.parameter(EXTRA_ALLOWED, on)
    if employees >= EXTRA_BELOW:
        return Fraction(0)
    if not allowed:
        sheet.warn(
            "30명 미만 사업장의 8시간 추가 연장은 2021년 7월 1일부터 2022년 12월 31일까지만 할 수 있었습니다."
        )
    return Fraction(EXTRA_HOURS if allowed else 0)


@calculation(
    "단시간근로자의 초과근로",
    subject=SUBJECT,
    says="정한 시간보다 더 일한 단시간근로자가 받을 임금을 셈합니다.",
    law="기간제 및 단시간근로자 보호 등에 관한 법률 제6조",
    gives={"premium_hours": Gives("정한 시간을 넘은 시간", "시간"), "extra_pay": Gives("더 받을 금액", "원")},
    example={"weekly_contract_hours": 20, "actual_hours": 25, "hourly": 12_000, "employees": 10},
)
def part_time_overtime(
    sheet: Worksheet,
    *,
    weekly_contract_hours: Annotated[Fraction, hours("1주 소정근로시간", above=True, most=FULL_WEEK)],
    actual_hours: Annotated[Fraction, hours("1주에 실제로 일한 시간", most=WEEK_HOURS)],
    hourly: Hourly,
    employees: Employees,
) -> Outcome:
    """What a part-timer is owed beyond the contractual hours, in won, also within 40 hours: 150 % (기간제법 제6조 제3항).

    Below five employees the hours are paid without a premium (기간제법 제3조). No more than 12 such hours a week may be
    asked, and only with consent (제6조 제1항).
    """
    beyond = sheet.step(
        "정한 시간을 넘은 시간",
        max(actual_hours - weekly_contract_hours, Fraction(0)),
        "시간",
        "{actual} - {contract}",
        actual=actual_hours,
        contract=weekly_contract_hours,
        law="기간제법 제6조 제3항",
    )
    covered = employees >= FIVE
    pay = sheet.step(
        "더 받을 금액",
        beyond * hourly * (1 + HALF if covered else 1),
        "원",
        "{hourly}원 × {beyond}시간 × {rate}%",
        hourly=hourly,
        beyond=beyond,
        rate=150 if covered else 100,
        law="기간제법 제6조 제3항" if covered else "기간제법 제3조(상시 5명 미만: 가산 없음)",
    )
    if beyond > WEEK_LIMIT and covered:
        sheet.warn("단시간근로자는 동의해도 1주 12시간까지만 더 일하게 할 수 있습니다(기간제법 제6조 제1항).")
    sheet.assume("하루 8시간을 넘은 날은 없는 것으로 보았습니다. 한 시간에 가산은 한 번입니다.")
    return sheet.result(premium_hours=beyond, extra_pay=pay)
