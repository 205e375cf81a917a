"""For how many days job-seeking benefit is drawn, and how much in all."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Flag, count, years
from kwonik.labourlaw.parameters import everything
from kwonik.labourlaw.wording import written
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .amount import (
    SUBJECT,
    BaseDailyWage,
    ContractHours,
    LeaveDate,
    OrdinaryDailyWage,
    daily_benefit,
)

INSURED_YEARS = (1, 3, 5, 10)  # the borders of the tables in 별표 1 and 별표 2
UNVERIFIED = "확인하지 못함"  # in the source of a value that was not read again
CHANGES = {
    "law_employment_insurance_coverage": "고용보험에 들었는지를 새 기준으로 확인하세요.",
    "law_benefit_base": "3개월 평균임금으로 셈한 금액과 다릅니다.",
}
LATE_AGE = 65  # whoever is first employed at this age has no claim (제10조 제2항)

InsuredYears = Annotated[
    Fraction,
    years(
        "고용보험에 든 기간",
        ask="고용보험에 든 기간은 모두 몇 년인가요?",
        note="1년이 안 되면 소수로 적습니다. 앞 직장의 기간도 그때 실업급여를 받지 않았으면 더합니다.",
    ),
]
Age = Annotated[int, count("이직일의 만 나이", unit="세", ask="그만둔 날의 만 나이는 몇 살인가요?", most=120)]
Disabled = Annotated[bool, Flag("장애인인지", ask="장애인으로 등록되어 있나요?")]


def warn_of_changes(sheet: Worksheet, leave_date: date) -> None:
    """Warns of every change of the Act that somebody who leaves on the day must reckon with."""
    for name, words in CHANGES.items():
        topic = everything()[name]
        before, after = topic.values[-2:]
        if leave_date >= after.since:
            sheet.warn(
                f"{written(after.since)}부터 {topic.label}은 ‘{after.value}’입니다(그전에는 ‘{before.value}’). {words}"
            )


def benefit_days(
    sheet: Worksheet, leave_date: date, age: int, insured_years: Fraction, disabled: bool
) -> int:
    """The days of benefit by age and insured period, with its step. Raises Unset."""
    group = "from_50" if disabled or age >= 50 else "under_50" if age >= 30 else "under_30"
    table = sheet.parameter(f"ui_benefit_days_{group}", leave_date)
    if UNVERIFIED in sheet.parameters[-1].source:
        sheet.warn(
            "2019-10-01 전에 이직한 사람의 급여일수표는 원문을 다시 확인하지 못했습니다. 고용센터에서 확인하세요."
        )
    if age >= LATE_AGE:
        sheet.warn("65세가 된 뒤에 새로 고용된 사람은 실업급여를 받지 못합니다(고용보험법 제10조 제2항).")
    return sheet.step(
        "소정급여일수",
        int(table[bisect_right(INSURED_YEARS, insured_years)]),
        "일",
        "만 {age}세{disabled}, 고용보험 {years}년",
        law="고용보험법 제50조 제1항, 별표 1",
        age=age,
        disabled="(장애인)" if disabled else "",
        years=insured_years,
    )


@calculation(
    "구직급여를 받는 날수",
    subject=SUBJECT,
    says="나이와 고용보험에 든 기간에 따라 실업급여를 며칠 동안 받는지 알려 줍니다.",
    law="고용보험법 제50조 제1항, 별표 1",
    selects="이직일",
    gives={"days": Gives("소정급여일수", "일")},
    example={"leave_date": "2026-03-31", "age": 45, "insured_years": 6, "disabled": False},
    public=True,
)
def ui_benefit_days(
    sheet: Worksheet,
    *,
    leave_date: LeaveDate,
    age: Age,
    insured_years: InsuredYears,
    disabled: Disabled = False,
) -> Outcome:
    """Days of job-seeking benefit, 120 to 270 (고용보험법 제50조, 별표 1), by the age and insured period on leaving.

    Disabled persons count as 50 or older. Before 2019-10-01 an earlier table held, which is given with a warning.
    Raises Unset before 2015.
    """
    days = benefit_days(sheet, leave_date, age, insured_years, disabled)
    warn_of_changes(sheet, leave_date)
    return sheet.result(days=days)


@calculation(
    "구직급여 모두",
    subject=SUBJECT,
    says="실업급여를 하루에 얼마씩 며칠 동안, 모두 얼마까지 받는지 알려 줍니다.",
    law="고용보험법 제45조, 제46조, 제50조, 시행령 제68조",
    selects="이직일",
    gives={
        "daily": Gives("구직급여일액", "원"),
        "days": Gives("소정급여일수", "일"),
        "total": Gives("모두 받는 금액", "원"),
    },
    example={
        "leave_date": "2026-08-31",
        "age": 35,
        "insured_years": 4,
        "base_daily_wage": 92_307,
        "contract_hours_per_day": 8,
    },
    public=True,
)
def ui_total(
    sheet: Worksheet,
    *,
    leave_date: LeaveDate,
    age: Age,
    insured_years: InsuredYears,
    base_daily_wage: BaseDailyWage,
    contract_hours_per_day: ContractHours,
    disabled: Disabled = False,
    ordinary_daily_wage: OrdinaryDailyWage = None,
) -> Outcome:
    """The most that somebody can draw: daily benefit x days of benefit, in won (고용보험법 제46조, 제50조). Raises Unset."""
    _, _, daily = daily_benefit(
        sheet, leave_date, base_daily_wage, contract_hours_per_day, ordinary_daily_wage
    )
    days = benefit_days(sheet, leave_date, age, insured_years, disabled)
    total = sheet.step(
        "모두 받는 금액",
        daily * days,
        "원",
        "{daily}원 × {days}일",
        law="고용보험법 제46조, 제50조",
        daily=daily,
        days=days,
    )
    sheet.assume("수급 요건을 갖추었고, 받는 동안 날마다 실업을 인정받는 것으로 보았습니다.")
    sheet.warn("이직한 다음 날부터 12개월이 지나면 남은 날이 있어도 받지 못합니다. 되도록 빨리 신청하세요.")
    return sheet.result(daily=daily, days=days, total=total)
