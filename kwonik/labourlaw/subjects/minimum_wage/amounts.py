"""The amounts of the minimum wage (최저임금액): a year's, and that of probation."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Flag, count, months
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "최저임금"
HOURLY = "minimum_wage_hourly"
PROBATION_RATE = "minimum_wage_probation_rate"
SIMPLE_LABOUR = "minimum_wage_simple_labour_protected"
MONTHLY_HOURS = 209  # (40 + 8) x 365 / 7 / 12 = 208.57, taken for 209 in every notice
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
    if protected and not sheet.parameter(SIMPLE_LABOUR, date(year, 1, 1)):
        sheet.warn(
            "단순노무 직종의 감액은 2018년 3월 20일부터 금지되었습니다. 그 전에 일한 날은 따로 보세요."
        )
    if contract_months is None:
        sheet.assume("기간을 정하지 않은 계약은 1년 이상인 계약처럼 수습 감액이 될 수 있다고 보았습니다.")
    reasons = [
        reason
        for holds, reason in (
            (contract_months is not None and contract_months < counting.YEAR_MONTHS, "계약 기간이 1년 미만"),
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
        "{hourly}원 × {rate}%",
        hourly=hourly,
        rate=rate * 100,
        law="최저임금법 제5조 제2항; 시행령 제3조",
    )
    sheet.assume(
        "계약서나 취업규칙에 수습 기간을 정해 둔 것으로 보았습니다. 정하지 않았으면 줄일 수 없습니다."
    )
    return sheet.result(hourly=lowered, reduced=True)
