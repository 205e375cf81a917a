"""Whether a wage reaches the minimum wage: by the month with what counts in the year, and by any other unit of pay."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Flag, hours, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.working_hours import (
    FULL_WEEK,
    PaidHours,
    WeeklyHours,
    paid_hours,
    standard_hours,
)
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .amounts import HOURLY, MONTHLY_HOURS, PROBATION_RATE, SUBJECT, Year

NOT_COUNTED = "minimum_wage_not_counted"
NOT_COUNTED_LAW = "최저임금법 제6조 제4항 제2호, 제3호; 부칙(법률 제15666호) 제2조"
UNITS = {"hourly": "시급", "daily": "일급", "weekly": "주급", "piece": "도급(건당)"}

ProbationReduction = Annotated[
    bool,
    Flag(
        "수습 감액을 할 수 있는지",
        ask="1년 이상 계약하고 수습 3개월 안에 있으며 단순노무가 아닌가요?",
        note="모두 맞을 때만 10%를 줄일 수 있습니다.",
    ),
]


def required_hourly(sheet: Worksheet, year: int, reduced: bool) -> Fraction:
    """The hourly minimum of the year, a tenth less where probation allows it, in won. Raises Unset."""
    hourly: Fraction = sheet.parameter(HOURLY, date(year, 1, 1))
    sheet.step("시간급 최저임금", hourly, "원", law="최저임금법 제10조(고시)")
    if not reduced:
        return hourly
    rate = sheet.parameter(PROBATION_RATE, date(year, 1, 1))
    return sheet.step(
        "수습 시간급",
        hourly * rate,
        "원",
        "{hourly}원 × {rate}%",
        hourly=hourly,
        rate=rate * 100,
        law="최저임금법 제5조 제2항",
    )


@calculation(
    "최저임금 위반 여부",
    subject=SUBJECT,
    says="한 달 임금이 최저임금에 미치는지, 모자라면 얼마인지 셈합니다.",
    law="최저임금법 제6조, 법률 제15666호 부칙 제2조",
    selects="일한 날이 있는 해",
    gives={
        "included_wage": Gives("최저임금과 견줄 임금", "원"),
        "required": Gives("받아야 하는 최저임금", "원"),
        "violation": Gives("최저임금 위반인지"),
        "shortfall": Gives("모자라는 금액(한 달)", "원"),
    },
    example={"year": 2026, "weekly_hours": 40, "base": 2_000_000, "welfare_cash": 150_000},
    public=True,
)
def minimum_wage_check(
    sheet: Worksheet,
    *,
    year: Year,
    weekly_hours: WeeklyHours,
    base: Annotated[
        Fraction,
        won(
            "기본급과 매달 주는 수당",
            ask="한 달 기본급과 매달 받는 수당은 모두 얼마인가요?",
            note="세금을 떼기 전 금액입니다. 상여금, 식비·교통비, 연장·야간·휴일수당은 뺍니다.",
        ),
    ],
    monthly_bonus: Annotated[
        Fraction, won("매달 주는 상여금", ask="매달 나누어 받는 상여금이 있나요? 한 달에 얼마인가요?")
    ] = Fraction(0),
    welfare_cash: Annotated[
        Fraction,
        won("현금 복리후생비", ask="식비, 교통비처럼 매달 현금으로 받는 복리후생비는 얼마인가요?"),
    ] = Fraction(0),
    never_counted: Annotated[
        Fraction,
        won(
            "최저임금에 넣지 않는 임금",
            ask="연장·야간·휴일수당, 연차수당, 명절 상여금처럼 따로 받는 돈은 한 달에 얼마인가요?",
            note="현물로 받는 것도 여기에 넣습니다. 셈에는 넣지 않습니다.",
        ),
    ] = Fraction(0),
    probation_reduction_allowed: ProbationReduction = False,
    weekly_paid_holiday_hours: PaidHours = None,
) -> Outcome:
    """Whether a month's wage reaches the minimum wage and what is missing, in won, compared as exact fractions.

    Required: hourly minimum x month's hours (209 for 40 hours, otherwise exact; 시행령 제5조). A regular monthly bonus and
    cash welfare count above a share of the 209-hour minimum that fell from 2019 to nothing in 2024; before 2019 not at
    all (법 제6조 제4항, 부칙 제15666호 제2조). Holds in every workplace (법 제3조). A pay period across 1 January must be split.
    Raises Unset for a year not announced.
    """
    hourly = required_hourly(sheet, year, probation_reduction_allowed)
    paid = paid_hours(sheet, weekly_hours, weekly_paid_holiday_hours)
    month = sheet.step(
        "월 기준시간",
        standard_hours(weekly_hours, paid),
        "시간",
        "({weekly} + {paid}) × 365 ÷ 7 ÷ 12",
        weekly=weekly_hours,
        paid=paid,
        law="최저임금법 시행령 제5조",
    )
    required = sheet.step(
        "받아야 하는 최저임금",
        hourly * month,
        "원",
        "{hourly}원 × {month}시간",
        hourly=hourly,
        month=month,
    )
    extra = _counted_extra(sheet, year, weekly_hours, monthly_bonus, welfare_cash)
    included = sheet.step(
        "최저임금과 견줄 임금",
        base + extra,
        "원",
        "{base} + {extra}",
        base=base,
        extra=extra,
        law="최저임금법 제6조 제4항",
    )
    if never_counted:
        sheet.step("넣지 않은 임금", never_counted, "원", law="최저임금법 제6조 제4항 제1호; 시행규칙 제2조")
    if weekly_hours > FULL_WEEK:
        sheet.warn(
            "일주일 40시간을 넘는 시간은 소정근로가 아니라 연장근로입니다. 5명 이상 사업장이면 40시간으로 적고 연장수당을 따로 셈하세요."
        )
    shortfall = sheet.step(
        "모자라는 금액",
        max(required - included, Fraction(0)),
        "원",
        "{required} - {included}",
        required=required,
        included=included,
        law="최저임금법 제6조 제1항, 제3항",
    )
    sheet.assume(f"{year}년에 일한 한 달을 모두 개근한 것으로 보았습니다. 해를 넘긴 임금은 나누어 셈하세요.")
    return sheet.result(
        included_wage=included, required=required, violation=included < required, shortfall=shortfall
    )


def _counted_extra(
    sheet: Worksheet, year: int, weekly_hours: Fraction, bonus: Fraction, welfare: Fraction
) -> Fraction:
    """What of the monthly bonus and of cash welfare counts in the year, in won."""
    if not bonus and not welfare:
        return Fraction(0)
    share = sheet.parameter(NOT_COUNTED, date(year, 1, 1))
    hourly = sheet.parameter(HOURLY, date(year, 1, 1))
    counted = Fraction(0)
    for name, label, amount in (("bonus", "상여금", bonus), ("welfare", "복리후생비", welfare)):
        if not amount:
            continue
        if "everything" in share:
            sheet.step(
                f"넣는 {label}",
                Fraction(0),
                "원",
                "{year}년에는 모두 넣지 않음",
                year=str(year),
                law=NOT_COUNTED_LAW,
            )
            continue
        free = share[name] * hourly * MONTHLY_HOURS
        counted += sheet.step(
            f"넣는 {label}",
            max(amount - free, Fraction(0)),
            "원",
            "{amount} - {hourly}원 × 209시간 × {share}% (0보다 작으면 0)",
            amount=amount,
            hourly=hourly,
            share=share[name] * 100,
            law=NOT_COUNTED_LAW,
        )
        if free and weekly_hours < FULL_WEEK:
            sheet.warn(
                "시간이 짧은 근로자의 ‘월 환산액’을 209시간으로 볼지는 해석이 갈립니다. 여기서는 209시간으로 셈했습니다."
            )
    return counted


@calculation(
    "최저임금 위반 여부(시급·일급·주급·도급)",
    subject=SUBJECT,
    says="시급, 일급, 주급이나 건당 임금이 최저임금에 미치는지 한 시간의 금액으로 견줍니다.",
    law="최저임금법 제6조, 시행령 제5조",
    selects="일한 날이 있는 해",
    gives={
        "hourly": Gives("한 시간의 임금", "원"),
        "required_hourly": Gives("최저임금 시간급", "원"),
        "violation": Gives("최저임금 위반인지"),
        "shortfall_hourly": Gives("한 시간에 모자라는 금액", "원"),
    },
    example={"year": 2026, "pay_unit": "daily", "amount": 80_000, "unit_hours": 8},
    public=True,
)
def minimum_wage_hourly_check(
    sheet: Worksheet,
    *,
    year: Year,
    pay_unit: Annotated[
        str,
        Choice(
            "임금의 단위",
            ask="임금을 무엇으로 정했나요?",
            options=UNITS,
            also={label: name for name, label in UNITS.items()},
        ),
    ],
    amount: Annotated[
        Fraction,
        won(
            "임금",
            ask="그 단위로 얼마를 받나요?",
            note="연장·야간·휴일수당은 뺍니다. 주급에는 주휴수당을 넣고, 건당은 그 기간의 총액을 적습니다.",
        ),
    ],
    unit_hours: Annotated[
        Fraction | None,
        hours(
            "그 단위의 근로시간",
            ask="일급이면 하루, 주급이면 일주일, 건당이면 그 기간에 몇 시간 일하나요?",
            note="시급이면 비워 두세요.",
            above=True,
        ),
    ] = None,
    weekly_paid_holiday_hours: PaidHours = None,
    probation_reduction_allowed: ProbationReduction = False,
) -> Outcome:
    """Whether pay by the hour, day, week or piece reaches the minimum wage of an hour, in won (시행령 제5조).

    Daily pay is divided by the day's contractual hours, weekly by the week's with its paid holiday, piece pay by all hours
    worked. Raises Refused where the hours are missing, Unset for a year not announced.
    """
    if pay_unit == "hourly":
        unit_hours = Fraction(1)
    if unit_hours is None:
        raise Refused({"unit_hours": "‘그 단위의 근로시간’: 임금을 나눌 시간을 적어 주세요."})
    required = required_hourly(sheet, year, probation_reduction_allowed)
    paid = paid_hours(sheet, unit_hours, weekly_paid_holiday_hours) if pay_unit == "weekly" else Fraction(0)
    hourly = sheet.step(
        "한 시간의 임금",
        amount / (unit_hours + paid),
        "원",
        "{amount}원 ÷ {hours}시간",
        amount=amount,
        hours=unit_hours + paid,
        law="최저임금법 시행령 제5조",
    )
    shortfall = sheet.step(
        "한 시간에 모자라는 금액",
        max(required - hourly, Fraction(0)),
        "원",
        "{required} - {hourly}",
        required=required,
        hourly=hourly,
        law="최저임금법 제6조 제1항, 제3항",
    )
    if pay_unit == "weekly":
        sheet.assume("주급에 주휴수당이 들어 있는 것으로 보았습니다.")
    return sheet.result(
        hourly=hourly, required_hourly=required, violation=hourly < required, shortfall_hourly=shortfall
    )
