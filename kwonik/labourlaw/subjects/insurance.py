"""Social insurance of an employee (4대 보험): what is taken from a month's pay, and the pension rate of a year."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Flag, Month, hours, won
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "4대 보험"
SHORT_WEEK = (
    15  # hours a week (60 a month): below, the schemes begin to except (국민연금법 시행령 제2조 and others)
)
PREMIUM_UNIT = 10  # won: what is below is not collected
INCOME_UNIT = 1_000  # won: what is below does not count as pension income (국민연금법 시행령 제5조)
LAWS = "국민연금법 제88조; 국민건강보험법 시행령 제44조; 노인장기요양보험법 시행령 제4조; 고용산재보험료징수법 시행령 제12조"


@calculation(
    "4대 보험료(근로자 몫)",
    subject=SUBJECT,
    says="월급에서 떼는 국민연금, 건강보험, 장기요양보험, 고용보험의 보험료를 셈합니다.",
    law=LAWS,
    selects="보험료를 내는 달",
    gives={
        "pension": Gives("국민연금", "원"),
        "health": Gives("건강보험", "원"),
        "long_term_care": Gives("장기요양보험", "원"),
        "employment": Gives("고용보험", "원"),
        "total": Gives("모두", "원"),
    },
    example={"month": "2026-10", "monthly_pay": 2_156_880, "weekly_hours": 40},
    public=True,
)
def social_insurance_employee(
    sheet: Worksheet,
    *,
    month: Annotated[date, Month("보험료를 내는 달", ask="어느 달 월급인가요?")],
    monthly_pay: Annotated[
        Fraction,
        won(
            "월 보수", ask="그 달 월급은 세금을 떼기 전에 얼마인가요?", note="비과세 식대 등은 뺀 금액입니다."
        ),
    ],
    weekly_hours: Annotated[
        Fraction | None,
        hours(
            "1주 소정근로시간",
            most=168,
            ask="일주일에 몇 시간 일하기로 했나요?",
            note="비우면 15시간 이상입니다.",
        ),
    ] = None,
    three_months: Annotated[
        bool,
        Flag(
            "석 달 이상 이어서 일했는지",
            ask="석 달 이상 이어서 일했나요?",
            note="1주 15시간 미만이어도 석 달 이상 일하면 고용보험에 듭니다.",
        ),
    ] = False,
) -> Outcome:
    """The employee's half of four premiums in won, each without what is below ten won, by the month's rates.

    Pension is of the pay without what is below 1,000 won, within the month's bounds (국민연금법 시행령 제5조). Whoever is to
    work less than 15 hours a week is not insured by work in pension and health (국민연금법 시행령 제2조, 국민건강보험법 제6조
    제2항), in employment insurance only after three months (고용보험법 시행령 제3조). Raises Unset for months not announced.
    """
    if weekly_hours is None:
        sheet.assume("1주 15시간(한 달 60시간) 이상 일하는 것으로 보았습니다.")
    short = weekly_hours is not None and weekly_hours < SHORT_WEEK
    sheet.assume(
        "직장가입자이고, 국민연금은 18세 이상 60세 미만, 고용보험은 65세 전에 들어온 것으로 보았습니다."
    )
    if short:
        pension = health = care = Fraction(0)
        _left_out(sheet, "국민연금·건강보험", "국민연금법 시행령 제2조; 국민건강보험법 제6조 제2항 제4호")
        sheet.warn(
            "한 달 60시간 미만이어도 석 달 이상 일하고 회사와 합의하거나 소득이 기준을 넘으면 국민연금에 들 수 있습니다."
        )
    else:
        pension = _pension(sheet, month, monthly_pay)
        health = _half(
            sheet,
            "건강보험",
            monthly_pay,
            sheet.parameter("health_insurance_rate", month),
            "국민건강보험법 시행령 제44조",
        )
        care = _half(
            sheet,
            "장기요양보험",
            monthly_pay,
            sheet.parameter("long_term_care_rate", month),
            "노인장기요양보험법 시행령 제4조",
        )
        sheet.assume("건강보험료의 월 상한과 하한은 따지지 않았습니다.")
    if short and sheet.parameter("employment_insurance_by_hours", month) and not three_months:
        employment = Fraction(0)
        _left_out(sheet, "고용보험", "고용보험법 제10조 제1항 제2호; 같은 법 시행령 제3조")
    else:
        employment = _half(
            sheet,
            "고용보험",
            monthly_pay,
            sheet.parameter("unemployment_insurance_rate", month),
            "고용산재보험료징수법 시행령 제12조",
        )
    total = sheet.step(
        "모두",
        pension + health + care + employment,
        "원",
        "{pension} + {health} + {care} + {employment}",
        pension=pension,
        health=health,
        care=care,
        employment=employment,
    )
    return sheet.result(
        pension=pension, health=health, long_term_care=care, employment=employment, total=total
    )


def _pension(sheet: Worksheet, month: date, monthly_pay: Fraction) -> Fraction:
    rate = sheet.parameter("national_pension_rate", month)
    bounds = sheet.parameter("pension_income_bounds", month)
    income = sheet.step(
        "기준소득월액",
        min(max(monthly_pay // INCOME_UNIT * Fraction(INCOME_UNIT), bounds["least"]), bounds["most"]),
        "원",
        "{pay}원에서 1,000원 미만을 버리고 {least}원과 {most}원 사이로",
        law="국민연금법 시행령 제5조",
        pay=monthly_pay,
        least=bounds["least"],
        most=bounds["most"],
    )
    if income in (bounds["least"], bounds["most"]):
        sheet.warn("기준소득월액의 하한이나 상한으로 셈했습니다. 해마다 7월에 바뀌니 공단의 고지와 견주세요.")
    return _half(sheet, "국민연금", income, rate, "국민연금법 제88조")


def _half(sheet: Worksheet, label: str, base: Fraction, rate: Fraction, law: str) -> Fraction:
    return sheet.step(
        label,
        base * rate / 2 // PREMIUM_UNIT * Fraction(PREMIUM_UNIT),
        "원",
        "{base}원 × {rate}% ÷ 2 (10원 미만 버림)",
        law=law,
        base=base,
        rate=rate * 100,
    )


def _left_out(sheet: Worksheet, label: str, law: str) -> None:
    sheet.step(label, Fraction(0), "원", "1주 15시간 미만이어서 사업장가입 대상이 아님", law=law)


@calculation(
    "국민연금 보험료율",
    subject=SUBJECT,
    says="그 해의 국민연금 보험료율과 근로자 몫을 알려 줍니다.",
    law="국민연금법 제88조, 부칙",
    selects="보험료를 내는 해",
    gives={"total": Gives("보험료율"), "employee": Gives("근로자 몫")},
    example={"year": 2027},
)
def pension_rate(
    sheet: Worksheet, *, year: Annotated[int, year_fact(ask="어느 해의 보험료율인가요?")]
) -> Outcome:
    """The pension rate of a year as a share of one, and the employee's half (국민연금법 제88조 and its 부칙)."""
    total = sheet.parameter("national_pension_rate", date(year, 1, 1))
    sheet.step("보험료율", total, law="국민연금법 제88조, 부칙")
    employee = sheet.step("근로자 몫", total / 2, "", "{total} ÷ 2", total=total, law="국민연금법 제88조")
    return sheet.result(total=total, employee=employee)
