"""How long somebody served, and what a day of the last three months was worth: the ground of severance."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.facts import Day, people
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.daily_wage import window_of as window_of
from kwonik.labourlaw.worksheet import Worksheet

SUBJECT = "퇴직"
LAST_MONTH_DAYS = 30  # days of average wage for each year of service (제8조 제1항)
LEAST_WEEKLY_HOURS = 15  # 제4조 제1항 단서
SMALL_WORKPLACE = 5  # fewer people than this: owed since 2010-12-01 only
SMALL_SHARE = "severance_small_workplace_share"

HireDate = Annotated[date, Day("입사일", ask="언제 입사했나요?")]
RetireDate = Annotated[
    date,
    Day(
        "퇴직일",
        ask="퇴직일은 언제인가요?",
        note="마지막으로 일한 날의 다음 날입니다.",
    ),
]
Employees = Annotated[
    int | None,
    people(
        "상시 근로자 수",
        ask="사업장에서 보통 몇 명이 일했나요?",
        note="5명 미만이던 사업장에서 2012년 이전부터 일했다면 적으세요.",
    ),
]


def check_order(hire_date: date, retire_date: date) -> None:
    """Raises Refused unless somebody worked at least a day."""
    if retire_date <= hire_date:
        raise Refused(
            {
                "retire_date": "‘퇴직일’이 입사일보다 앞서거나 같습니다. 마지막으로 일한 날의 다음 날을 적으세요."
            }
        )


def counted_from(sheet: Worksheet, hire_date: date, last_day: date, employees: int | None) -> date:
    """From which day the service counts: below five people not before the Act reached them (2010-12-01)."""
    if employees is None or employees >= SMALL_WORKPLACE:
        return hire_date
    for share, since, _ in sheet.parameter_over(SMALL_SHARE, hire_date, last_day):
        if share:
            return since
    return last_day + counting.ONE


def paid_days(
    sheet: Worksheet, hire_date: date, last_day: date, service: int, employees: int | None
) -> Fraction | int:
    """Days of service as severance is paid for them: below five people none before 2010-12-01, half until 2012."""
    if employees is None or employees >= SMALL_WORKPLACE:
        return service
    parts = sheet.parameter_over(SMALL_SHARE, hire_date, last_day)
    paid = sum((share * counting.count_days(since, until) for share, since, until in parts), Fraction(0))
    left_out = (
        counting.count_days(hire_date, last_day) - service
    )  # days of leave that do not count: the latest
    if len(parts) == 1 and parts[0][0] == 1:
        return service
    return sheet.step(
        "퇴직금을 셈하는 날수",
        max(paid - left_out, Fraction(0)),
        "일",
        "5명 미만: 2010-12-01 전은 없고 2012-12-31까지는 절반",
        law="퇴직급여법 부칙(법률 제7379호) 제8조",
    )
