"""Tax on retirement income (퇴직소득세): what is withheld from severance, with the local tax on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, won, years
from kwonik.labourlaw.subjects.withholding import below_ten
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "퇴직"
LOCAL_SHARE = Fraction(1, 10)  # of the income tax (지방세법 제103조의13)


def progressive(table: Sequence[Mapping[str, Fraction]], amount: Fraction) -> Fraction:
    """What a table of brackets gives for the amount: the bracket's base and its share of what lies above."""
    bracket = table[0]
    for each in table:
        if amount > each["above"]:
            bracket = each
    return bracket["base"] + (amount - bracket["above"]) * bracket["each"]


@calculation(
    "퇴직소득세",
    subject=SUBJECT,
    says="퇴직금에서 떼는 퇴직소득세와 지방소득세를 셈합니다.",
    law="소득세법 제48조, 제55조; 국고금관리법 제47조",
    selects="퇴직일(비우면 지금 법)",
    gives={
        "service_deduction": Gives("근속연수공제", "원"),
        "converted": Gives("환산급여", "원"),
        "converted_deduction": Gives("환산급여공제", "원"),
        "tax_base": Gives("과세표준", "원"),
        "income_tax": Gives("퇴직소득세", "원"),
        "local_tax": Gives("지방소득세", "원"),
        "net": Gives("세금을 뺀 퇴직금", "원"),
    },
    example={"severance": 7_868_434, "service_years": 3},
)
def retirement_income_tax(
    sheet: Worksheet,
    *,
    severance: Annotated[
        Fraction, won("퇴직금", ask="퇴직금이 모두 얼마인가요?", note="비과세 소득은 빼고 적으세요.")
    ],
    service_years: Annotated[
        Fraction,
        years(
            "근속연수",
            ask="몇 년 일했나요?",
            note="1년이 안 되는 기간은 1년으로 올려 셈합니다.",
            above=True,
        ),
    ],
    retire_date: Annotated[
        date | None,
        Day(
            "퇴직일",
            ask="퇴직일은 언제인가요?",
            note="2020년 이후 퇴직만 셈합니다. 비우면 지금 법으로 셈합니다.",
        ),
    ] = None,
) -> Outcome:
    """Income tax and local tax withheld from retirement income, in won (소득세법 제48조, 제55조 제2항).

    Severance less the deduction for years of service (begun years count whole), converted to a year's pay (x 12 /
    years), less the deduction for converted pay; the basic rates on it, / 12 x years. Both taxes are truncated below
    10 won. Raises Unset for a retirement before 2020-01-01.
    """
    day = retire_date or date.max
    served = Fraction(ceil(service_years))
    if served != service_years:
        sheet.step(
            "근속연수", served, "년", "{years}년을 올림", years=service_years, law="소득세법 제48조 제1항"
        )
    deduction = sheet.step(
        "근속연수공제",
        min(progressive(sheet.parameter("retirement_service_deduction", day), served), severance),
        "원",
        "근속 {years}년의 공제(퇴직금까지만)",
        years=served,
        law="소득세법 제48조 제1항 제1호",
    )
    converted = sheet.step(
        "환산급여",
        (severance - deduction) * counting.YEAR_MONTHS / served,
        "원",
        "({severance} - {deduction}) × 12 ÷ {years}",
        severance=severance,
        deduction=deduction,
        years=served,
        law="소득세법 제48조 제1항 제2호",
    )
    converted_deduction = sheet.step(
        "환산급여공제",
        progressive(sheet.parameter("retirement_converted_deduction", day), converted),
        "원",
        "환산급여 {converted}원의 공제",
        converted=converted,
        law="소득세법 제48조 제1항 제2호",
    )
    base = sheet.step(
        "과세표준",
        converted - converted_deduction,
        "원",
        "{converted} - {deduction}",
        converted=converted,
        deduction=converted_deduction,
        law="소득세법 제48조 제1항",
    )
    yearly = sheet.step(
        "환산산출세액",
        progressive(sheet.parameter("income_tax_brackets", day), base),
        "원",
        "과세표준에 기본세율",
        law="소득세법 제55조 제1항",
    )
    tax = sheet.step(
        "퇴직소득세",
        below_ten(yearly / counting.YEAR_MONTHS * served),
        "원",
        "{yearly}원 ÷ 12 × {years} (10원 미만 버림)",
        yearly=yearly,
        years=served,
        law="소득세법 제55조 제2항; 국고금관리법 제47조",
    )
    local = sheet.step(
        "지방소득세",
        below_ten(tax * LOCAL_SHARE),
        "원",
        "{tax}원 × 10% (10원 미만 버림)",
        tax=tax,
        law="지방세법 제103조의13",
    )
    sheet.warn("IRP 계정으로 옮기면 지금 떼지 않고 찾을 때 냅니다(과세이연, 소득세법 제146조 제2항).")
    sheet.warn("임원의 퇴직금이나 중간정산을 한 적이 있으면 이 셈과 다릅니다.")
    if retire_date is None:
        sheet.assume("퇴직일을 적지 않아 2023년 이후 퇴직으로 보았습니다.")
    return sheet.result(
        service_deduction=deduction,
        converted=converted,
        converted_deduction=converted_deduction,
        tax_base=base,
        income_tax=tax,
        local_tax=local,
        net=severance - tax - local,
    )
