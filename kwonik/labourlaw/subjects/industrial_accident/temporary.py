"""Benefit for days on which somebody hurt at work cannot work, or works only in part (휴업급여, 부분휴업급여)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Flag, count, days, won
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .bounds import SUBJECT, AverageDaily, at_most

UNPAID_DAYS = 3  # absence of at most so long is not paid (제52조 단서)
PENSION_DAYS = 730  # after two years a severe case draws a pension instead (제66조)
SHARE, LOW_SHARE = Fraction(70, 100), Fraction(90, 100)  # 제52조, 제54조 제1항
LEAST_SHARE = Fraction(80, 100)  # of the lowest average wage: below it pay counts as low (제54조 제1항)
PARTIAL_SHARE = Fraction(80, 100)  # 제53조 제1항
DAY_HOURS = 8
ELDERLY_AGE = 61  # 제55조

BY_TEXT, BY_PRACTICE = "법문대로", "최저임금까지"
READINGS = {
    BY_TEXT: "법문대로(최저 보상기준의 80%로 자른 사람은 최저임금까지 올리지 않음)",
    BY_PRACTICE: "최저임금까지 올림(근로복지공단의 실무로 알려짐)",
}
FIELDS = {"daily": "total", "daily_by_text": "total_by_text", "daily_by_practice": "total_by_practice"}


def _low_paid(
    sheet: Worksheet, average: Fraction, least: Fraction, minimum: Fraction, reading: str | None
) -> dict[str, Fraction]:
    """What 제54조 gives a low-paid worker: one amount, or both readings where the text and practice part."""
    ninety = average * LOW_SHARE
    numbers = {"average": average, "least": least, "minimum": minimum, "ninety": ninety}
    if ninety <= least:
        raised = sheet.step(
            "저소득 근로자의 하루 금액",
            max(ninety, minimum),
            "원",
            "{average}원 × 90% = {ninety}원, 최저임금 일액 {minimum}원보다 적으면 최저임금",
            law="산업재해보상보험법 제54조 제1항 본문, 제2항",
            **numbers,
        )
        return {"daily": raised}
    by_text = sheet.step(
        "법문대로 읽은 하루 금액",
        least,
        "원",
        "{average}원 × 90% = {ninety}원이 최저 보상기준의 80%인 {least}원보다 많아 그 금액",
        law="산업재해보상보험법 제54조 제1항 단서",
        **numbers,
    )
    by_practice = sheet.step(
        "최저임금까지 올린 하루 금액",
        max(least, minimum),
        "원",
        "{least}원이 최저임금 일액 {minimum}원보다 적으면 최저임금",
        law="산업재해보상보험법 제54조 제2항",
        **numbers,
    )
    sheet.warn(
        "산재보험법 제54조는 두 가지로 읽힙니다. 제2항은 ‘제1항 본문에 따라 산정한’ 금액만 최저임금까지 올린다고 하여, "
        "단서로 자른 사람이 더 적게 벌던 사람보다 적게 받게 됩니다. 공단은 최저임금을 지급하는 것으로 알려져 있습니다. 공단에 확인하세요."
    )
    if reading is not None or by_text == by_practice:
        return {"daily": by_text if reading == BY_TEXT else by_practice}
    return {"daily_by_text": by_text, "daily_by_practice": by_practice}


def _cut_for_age(
    sheet: Worksheet,
    amounts: dict[str, Fraction],
    age: int,
    low_paid: bool,
    hurt_at_work_after_61: bool | None,
) -> dict[str, Fraction]:
    """What 제55조 and 별표 1 leave at 61 or older. Raises Refused where the table for the reading is not known."""
    if hurt_at_work_after_61:
        sheet.warn(
            "61세가 지난 뒤 취업 중에 다쳤으면 요양을 시작한 날부터 2년 동안은 나이로 줄이지 않습니다(제55조 단서). "
            "2년이 지난 날은 줄어듭니다."
        )
        return amounts
    if "daily" not in amounts:
        raise Refused(
            {
                "age": "‘만 나이’: 61세 이상인 저소득 근로자의 금액은 제54조의 읽기에 따라 달라집니다. 읽기를 고르거나 근로복지공단에 문의하세요."
            }
        )
    name, share = ("iaci_elderly_cut_low_paid", 90) if low_paid else ("iaci_elderly_cut", 70)
    numerators: tuple[Fraction, ...] = sheet.parameter(name, date.max)
    numerator = numerators[min(age - ELDERLY_AGE, len(numerators) - 1)]
    cut = sheet.step(
        "나이로 줄인 하루 금액",
        amounts["daily"] * numerator / share,
        "원",
        "{daily}원 × {numerator}/{share} (만 {age}세)",
        law="산업재해보상보험법 제55조, 별표 1",
        daily=amounts["daily"],
        numerator=numerator,
        share=share,
        age=age,
    )
    sheet.warn("나이로 줄이는 비율은 공개 계산기의 표(별표 1)입니다. 근로복지공단에서 확인하세요.")
    if hurt_at_work_after_61 is None:
        sheet.warn(
            "61세가 지난 뒤 취업 중에 다쳤으면 처음 2년은 줄이지 않습니다. 그렇다면 그 사실을 적고 다시 셈하세요."
        )
    return {"daily": cut}


@calculation(
    "휴업급여",
    subject=SUBJECT,
    says="일하다 다치거나 병들어 쉬는 동안 산재보험에서 하루에 얼마, 모두 얼마를 받는지 알려 줍니다.",
    law="산업재해보상보험법 제36조 제7항, 제52조, 제54조, 제55조, 별표 1",
    selects="쉰 날이 있는 해",
    gives={
        "daily": Gives("하루 휴업급여", "원"),
        "total": Gives("휴업급여 모두", "원"),
        "daily_by_text": Gives("하루 휴업급여(법문대로)", "원"),
        "total_by_text": Gives("휴업급여 모두(법문대로)", "원"),
        "daily_by_practice": Gives("하루 휴업급여(최저임금까지 올림)", "원"),
        "total_by_practice": Gives("휴업급여 모두(최저임금까지 올림)", "원"),
    },
    example={"year": 2026, "average_daily": 200_000, "days_off": 30, "age": 45},
    public=True,
)
def iaci_temporary_disability(
    sheet: Worksheet,
    *,
    year: Annotated[int, year_fact("쉰 해", ask="어느 해에 쉬었나요?", note="해가 바뀌면 나누어 셈하세요.")],
    average_daily: AverageDaily,
    days_off: Annotated[
        int, days("요양으로 일하지 못한 날", ask="치료를 받느라 며칠 일하지 못했나요?", whole=True)
    ],
    age: Annotated[int, count("만 나이", unit="세", ask="만 나이는 몇 살인가요?", most=120)],
    hurt_at_work_after_61: Annotated[
        bool | None,
        Flag("61세가 지난 뒤 취업 중에 다쳤는지", ask="61세가 지난 뒤에 일하다가 다쳤나요?"),
    ] = None,
    reading: Annotated[
        str | None,
        Choice(
            "제54조를 읽는 법",
            ask="임금이 적어 금액이 갈릴 때, 어느 쪽으로 볼까요?",
            note="저소득 근로자의 금액이 갈릴 때만 씁니다. 비우면 둘 다 보여 줍니다.",
            options=READINGS,
        ),
    ] = None,
) -> Outcome:
    """70 % of the average wage for each day off work, in won, from the first day where more than three were lost.

    산업재해보상보험법 제52조, with the year's highest average wage (제36조 제7항), more for the low-paid (제54조) and less
    from 61 (제55조). Where the text of 제54조 and what is known of practice part, and no `reading` is chosen, there is no
    `daily`: both readings stand beside each other. Amounts are exact: the rounding of 근로복지공단 is not known.
    Raises Unset for a year without bounds, Refused for a low-paid person of 61 without a reading.
    """
    if days_off <= UNPAID_DAYS:
        sheet.step(
            "하루 휴업급여",
            Fraction(0),
            "원",
            "일하지 못한 날이 {days}일로 3일 이내",
            law="산업재해보상보험법 제52조 단서",
            days=days_off,
        )
        sheet.warn(
            "3일 이내로 쉬면 산재보험에서는 나오지 않고, 회사가 휴업보상(평균임금의 60%)을 해야 합니다."
        )
        return sheet.result(daily=Fraction(0), total=Fraction(0))
    on = date(year, 1, 1)
    used = at_most(sheet, average_daily, year)
    least = sheet.parameter("iaci_daily_min", on) * LEAST_SHARE
    minimum = sheet.parameter("minimum_wage_hourly", on) * DAY_HOURS
    amounts = {
        "daily": sheet.step(
            "하루 휴업급여", used * SHARE, "원", "{used}원 × 70%", law="산업재해보상보험법 제52조", used=used
        )
    }
    low_paid = amounts["daily"] <= least
    if low_paid:
        amounts = _low_paid(sheet, used, least, minimum, reading)
    elif amounts["daily"] < minimum:
        sheet.warn(
            "하루 금액이 최저임금 일액보다 적지만, 최저 보상기준의 80%보다 많아 제54조로 올리지 않습니다. "
            "더 적게 벌던 사람보다 적게 받게 되므로, 근로복지공단에 확인하세요."
        )
    if age >= ELDERLY_AGE:
        amounts = _cut_for_age(sheet, amounts, age, low_paid, hurt_at_work_after_61)
    if days_off > PENSION_DAYS:
        sheet.warn("요양한 지 2년이 지나고 중증이면 휴업급여 대신 상병보상연금을 받습니다(제66조).")
    found: dict[str, Fraction] = {}
    for name, daily in amounts.items():
        found[name] = daily
        found[FIELDS[name]] = sheet.step(
            "휴업급여 모두", daily * days_off, "원", "{daily}원 × {days}일", daily=daily, days=days_off
        )
    return sheet.result(**found)


@calculation(
    "부분휴업급여",
    subject=SUBJECT,
    says="치료를 받으면서 조금씩 일한 날에 산재보험에서 받는 금액을 셈합니다.",
    law="산업재해보상보험법 제53조",
    gives={"daily": Gives("하루 부분휴업급여", "원")},
    example={"average_daily": 150_000, "wage_of_worked_day": 70_000},
)
def iaci_partial_disability(
    sheet: Worksheet,
    *,
    average_daily: AverageDaily,
    wage_of_worked_day: Annotated[Fraction, won("일한 날의 임금", ask="그날 일해서 받은 임금은 얼마인가요?")],
) -> Outcome:
    """80 % of what the average wage exceeds the wage of a day worked during treatment, in won (제53조 제1항); never below 0."""
    daily = sheet.step(
        "하루 부분휴업급여",
        max(average_daily - wage_of_worked_day, Fraction(0)) * PARTIAL_SHARE,
        "원",
        "({average}원 − {wage}원) × 80% (임금이 더 많으면 0)",
        law="산업재해보상보험법 제53조 제1항",
        average=average_daily,
        wage=wage_of_worked_day,
    )
    sheet.warn(
        "최저임금을 휴업급여로 받는 저소득 근로자는 최저임금에서 그날 임금을 뺀 금액을 받습니다(제53조 제1항 단서)."
    )
    sheet.assume("요양하면서 일하는 것이 치료에 해롭지 않다고 주치의와 공단이 인정한 것으로 보았습니다.")
    return sheet.result(daily=daily)
