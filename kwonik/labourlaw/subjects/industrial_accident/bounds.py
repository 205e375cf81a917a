"""Between which amounts the average wage of an industrial-accident benefit lies (산업재해보상보험법 제36조 제7항)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import won
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "산업재해"
LAW = "산업재해보상보험법 제36조 제7항"

AverageDaily = Annotated[
    Fraction,
    won(
        "1일 평균임금",
        ask="다치기 전 3개월의 하루 평균임금은 얼마인가요?",
        note="재해가 있기 전 3개월의 임금을 그 기간의 날수로 나눈 금액입니다. 통상임금이 더 많으면 통상임금입니다.",
    ),
]
BoundsYear = Annotated[
    int | None,
    year_fact(
        "지급하는 해", ask="어느 해의 급여인가요?", note="비우면 최고·최저 보상기준을 적용하지 않습니다."
    ),
]


def at_most(sheet: Worksheet, average_daily: Fraction, year: int) -> Fraction:
    """The average wage, cut to the year's highest (휴업급여: the lowest does not apply). Raises Unset."""
    highest: Fraction = sheet.parameter("iaci_daily_max", date(year, 1, 1))
    if average_daily <= highest:
        return average_daily
    cut: Fraction = sheet.step(
        "적용한 평균임금", highest, "원", "{year}년 최고 보상기준 금액을 넘음", law=LAW, year=str(year)
    )
    return cut


def within(sheet: Worksheet, average_daily: Fraction, year: int | None) -> Fraction:
    """The average wage, kept between the year's bounds; without a year as it is, with an assumption. Raises Unset."""
    if year is None:
        sheet.assume(
            "연도를 적지 않아 최고·최저 보상기준 금액을 적용하지 않았습니다. 그 범위를 벗어나면 금액이 달라집니다."
        )
        return average_daily
    lowest: Fraction = sheet.parameter("iaci_daily_min", date(year, 1, 1))
    if average_daily >= lowest:
        return at_most(sheet, average_daily, year)
    raised: Fraction = sheet.step(
        "적용한 평균임금", lowest, "원", "{year}년 최저 보상기준 금액보다 적음", law=LAW, year=str(year)
    )
    return raised


@calculation(
    "산재보험 최고·최저 보상기준",
    subject=SUBJECT,
    says="그 해 산재 급여를 셈하는 하루 평균임금의 최고와 최저 금액을 알려 줍니다.",
    law="산업재해보상보험법 제36조 제7항, 제8항",
    selects="급여를 지급하는 해",
    gives={"max_daily": Gives("최고 보상기준 금액", "원"), "min_daily": Gives("최저 보상기준 금액", "원")},
    example={"year": 2026},
)
def iaci_bounds(sheet: Worksheet, *, year: Annotated[int, year_fact(ask="어느 해의 기준인가요?")]) -> Outcome:
    """The year's highest and lowest average daily wage for benefits, in won (제36조 제7항). Raises Unset."""
    on = date(year, 1, 1)
    highest = sheet.step("최고 보상기준 금액", sheet.parameter("iaci_daily_max", on), "원", law=LAW)
    lowest = sheet.step("최저 보상기준 금액", sheet.parameter("iaci_daily_min", on), "원", law=LAW)
    sheet.warn("최저 금액은 휴업급여와 상병보상연금에는 적용하지 않고, 장례비에는 둘 다 적용하지 않습니다.")
    return sheet.result(max_daily=highest, min_daily=lowest)
