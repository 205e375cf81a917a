"""Minimum wage (최저임금법): the year's amount, who may be paid less on probation, and whether a wage reaches it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Flag, count, months, won
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.working_hours import (
    FULL_WEEK,
    PaidHours,
    WeeklyHours,
    paid_hours,
    standard_hours,
)
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "최저임금"
HOURLY = "minimum_wage_hourly"
PROBATION_RATE = "minimum_wage_probation_rate"
SIMPLE_LABOUR = "minimum_wage_simple_labour_protected"
NOT_COUNTED = "minimum_wage_not_counted"
NOT_COUNTED_LAW = "최저임금법 제6조 제4항 제2호, 제3호; 부칙(법률 제15666호) 제2조"
MONTHLY_HOURS = 209  # (40 + 8) x 365 / 7 / 12 = 208.57, taken for 209 in every notice
YEAR_MONTHS = 12
PROBATION_MONTHS = 3

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


@calculation(
    "수습 기간의 최저임금",
    subject=SUBJECT,
    says="수습이라고 최저임금보다 적게 줄 수 있는지, 얼마까지인지 알려 줍니다.",
    law="최저임금법 제5조 제2항, 시행령 제3조",
    selects="일한 날이 있는 해",
    gives={"hourly": Gives("적용할 시간급", "원"), "reduced": Gives("적게 줄 수 있는지")},
    example={"year": 2026, "contract_months": 12, "month_of_probation": 2, "simple_labour": False},
)
def minimum_wage_probation(
    sheet: Worksheet,
    *,
    year: Year,
    contract_months: Annotated[
        Fraction | None, months("근로계약 기간", note="기간을 정하지 않았으면 비우고 ‘기간 없음’에 답하세요.")
    ] = None,
    month_of_probation: Annotated[
        int, count("수습 몇 개월째", unit="개월", most=1200, note="수습이 아니면 0을 적으세요.")
    ],
    simple_labour: Annotated[
        bool, Flag("단순노무 직종", note="한국표준직업분류 대분류 9: 주방보조, 배달, 청소, 경비 들입니다.")
    ],
    open_ended: Annotated[bool, Flag("기간을 정하지 않은 계약")] = False,
) -> Outcome:
    """The hourly minimum, in won, for somebody on probation (최저임금법 제5조 제2항, 시행령 제3조).

    A tenth less only where all hold: a contract of a year or more, on probation, within three months of its start, and
    no simple labour (대분류 9, 고시 제2018-23호, from 2018-03-20). Raises Refused without a length of contract, Unset
    for a year not announced.
    """
    if contract_months is None and not open_ended:
        raise Refused(
            {"contract_months": "‘근로계약 기간’: 몇 개월인지 적거나 ‘기간을 정하지 않은 계약’에 답하세요."}
        )
    hourly: Fraction = sheet.parameter(HOURLY, date(year, 1, 1))
    sheet.step("시간급 최저임금", hourly, "원", law="최저임금법 제10조(고시)")
    protected = simple_labour and sheet.parameter(SIMPLE_LABOUR, date(year, 12, 31))
    if simple_labour and year == 2018:
        sheet.warn(
            "단순노무 직종의 감액은 2018년 3월 20일부터 금지되었습니다. 그 전에 일한 날은 따로 보세요."
        )
    if contract_months is None:
        sheet.assume("기간을 정하지 않은 계약은 1년 이상인 계약처럼 수습 감액이 될 수 있다고 보았습니다.")
    reasons = [
        reason
        for holds, reason in (
            (contract_months is not None and contract_months < YEAR_MONTHS, "계약 기간이 1년 미만"),
            (month_of_probation < 1, "수습 중이 아님"),
            (month_of_probation > PROBATION_MONTHS, "수습을 시작한 지 3개월이 지남"),
            (protected, "단순노무 직종"),
        )
        if holds
    ]
    if reasons:
        sheet.step(
            "적용할 시간급",
            hourly,
            "원",
            "{why}: 줄일 수 없음",
            why=", ".join(reasons),
            law="최저임금법 제5조 제2항",
        )
        return sheet.result(hourly=hourly, reduced=False)
    rate = sheet.parameter(PROBATION_RATE, date(year, 1, 1))
    lowered = sheet.step(
        "적용할 시간급",
        hourly * rate,
        "원",
        "{hourly}원 × {rate}",
        hourly=hourly,
        rate=rate,
        law="최저임금법 제5조 제2항; 시행령 제3조",
    )
    sheet.assume(
        "계약서나 취업규칙에 수습 기간을 정해 둔 것으로 보았습니다. 정하지 않았으면 줄일 수 없습니다."
    )
    return sheet.result(hourly=lowered, reduced=True)


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
    probation_reduction_allowed: Annotated[
        bool,
        Flag(
            "수습 감액을 할 수 있는지",
            ask="1년 이상 계약하고 수습 3개월 안에 있으며 단순노무가 아닌가요?",
            note="모두 맞을 때만 10%를 줄일 수 있습니다.",
        ),
    ] = False,
    weekly_paid_holiday_hours: PaidHours = None,
) -> Outcome:
    """Whether a month's wage reaches the minimum wage and what is missing, in won, compared as exact fractions.

    Required: hourly minimum x month's hours (209 for 40 hours, otherwise exact; 시행령 제5조). A regular monthly bonus and
    cash welfare count above a share of the 209-hour minimum that fell from 2019 to nothing in 2024; before 2019 not at
    all (법 제6조 제4항, 부칙 제15666호 제2조). Holds in every workplace (법 제3조). A pay period across 1 January must be split.
    Raises Unset for a year not announced.
    """
    hourly: Fraction = sheet.parameter(HOURLY, date(year, 1, 1))
    sheet.step("시간급 최저임금", hourly, "원", law="최저임금법 제10조(고시)")
    if probation_reduction_allowed:
        rate = sheet.parameter(PROBATION_RATE, date(year, 1, 1))
        required_hourly = sheet.step(
            "수습 시간급",
            hourly * rate,
            "원",
            "{hourly}원 × {rate}",
            hourly=hourly,
            rate=rate,
            law="최저임금법 제5조 제2항",
        )
    else:
        required_hourly = hourly
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
        required_hourly * month,
        "원",
        "{hourly}원 × {month}시간",
        hourly=required_hourly,
        month=month,
    )
    extra = _counted_extra(sheet, year, hourly, weekly_hours, monthly_bonus, welfare_cash)
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
    sheet: Worksheet, year: int, hourly: Fraction, weekly_hours: Fraction, bonus: Fraction, welfare: Fraction
) -> Fraction:
    """What of the monthly bonus and of cash welfare counts in the year, in won."""
    if not bonus and not welfare:
        return Fraction(0)
    share = sheet.parameter(NOT_COUNTED, date(year, 1, 1))
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
            "{amount} - {hourly}원 × 209시간 × {share} (0보다 작으면 0)",
            amount=amount,
            hourly=hourly,
            share=share[name],
            law=NOT_COUNTED_LAW,
        )
        if free and weekly_hours < FULL_WEEK:
            sheet.warn(
                "시간이 짧은 근로자의 ‘월 환산액’을 209시간으로 볼지는 해석이 갈립니다. 여기서는 209시간으로 셈했습니다."
            )
    return counted
