"""Funeral expenses after a death at work (장례비)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import won
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .bounds import SUBJECT, AverageDaily

FUNERAL_DAYS = 120  # 제71조 제1항


def _by_days(sheet: Worksheet, average_daily: Fraction) -> Fraction:
    amount: Fraction = sheet.step(
        "평균임금 120일분",
        average_daily * FUNERAL_DAYS,
        "원",
        "{average}원 × 120일",
        law="산업재해보상보험법 제71조 제1항",
        average=average_daily,
    )
    return amount


@calculation(
    "장례비(평균임금 120일분)",
    subject=SUBJECT,
    says="업무로 숨진 노동자의 장례비를 평균임금으로 셈합니다. 고시한 최고·최저 금액은 적용하지 않습니다.",
    law="산업재해보상보험법 제71조 제1항",
    gives={"amount": Gives("장례비", "원")},
    example={"average_daily": 150_000},
)
def iaci_funeral(
    sheet: Worksheet,
    *,
    average_daily: AverageDaily,
    actual_cost: Annotated[
        Fraction | None,
        won(
            "실제 든 비용",
            ask="유족이 아닌 분이 장례를 치렀다면 실제로 얼마가 들었나요?",
            note="유족이 치렀으면 비워 두세요.",
        ),
    ] = None,
) -> Outcome:
    """120 days of the average wage, in won, before the announced bounds (제71조 제1항).

    Where nobody of the family held the funeral: what it actually cost, up to that sum.
    """
    amount = _by_days(sheet, average_daily)
    if actual_cost is not None:
        amount = sheet.step(
            "장례비",
            min(amount, actual_cost),
            "원",
            "실제 든 {cost}원과 120일분 가운데 적은 금액",
            law="산업재해보상보험법 제71조 제1항 단서",
            cost=actual_cost,
        )
    sheet.warn(
        "해마다 고시하는 최고 금액과 최저 금액 사이에서 지급합니다(제71조 제2항). 연도를 넣어 다시 셈하세요."
    )
    return sheet.result(amount=amount)


@calculation(
    "장례비(고시 금액 적용)",
    subject=SUBJECT,
    says="업무로 숨진 노동자의 장례비를 그 해에 고시된 최고·최저 금액까지 따져 셈합니다.",
    law="산업재해보상보험법 제71조 제1항, 제2항",
    selects="숨진 해",
    gives={"amount": Gives("장례비", "원")},
    example={"year": 2026, "average_daily": 150_000},
)
def iaci_funeral_2026(
    sheet: Worksheet,
    *,
    year: Annotated[int, year_fact("숨진 해", ask="어느 해에 돌아가셨나요?")],
    average_daily: AverageDaily,
) -> Outcome:
    """120 days of the average wage, kept between the year's announced bounds, in won (제71조 제2항). Raises Unset."""
    on = date(year, 1, 1)
    highest, lowest = sheet.parameter("iaci_funeral_max", on), sheet.parameter("iaci_funeral_min", on)
    amount = sheet.step(
        "장례비",
        max(min(_by_days(sheet, average_daily), highest), lowest),
        "원",
        "최고 {highest}원, 최저 {lowest}원 사이",
        law="산업재해보상보험법 제71조 제2항",
        highest=highest,
        lowest=lowest,
    )
    sheet.warn("최고·최저 금액은 공개 계산기 한 곳에서 읽은 값입니다. 고시를 확인하세요.")
    return sheet.result(amount=amount)
