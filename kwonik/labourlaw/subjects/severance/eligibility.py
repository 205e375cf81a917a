"""Who is owed severance (퇴직급여법 제3조, 제4조)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, days, hours
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .service import (
    LEAST_WEEKLY_HOURS,
    SUBJECT,
    Employees,
    check_order,
    counted_from,
)


@calculation(
    "퇴직금 수급 자격",
    subject=SUBJECT,
    says="퇴직금을 받을 수 있는지, 계속 일한 기간과 일주일 근로시간으로 알려 줍니다.",
    law="근로자퇴직급여 보장법 제3조, 제4조 제1항; 민법 제160조",
    selects="재직 기간의 날마다(5명 미만 사업장만)",
    gives={
        "service_days": Gives("재직일수", "일"),
        "eligible": Gives("퇴직금이 생기는지"),
    },
    example={
        "hire_date": "2025-01-01",
        "retire_date": "2026-01-01",
        "weekly_hours_avg_4w": 40,
        "employees": 3,
    },
)
def severance_eligibility(
    sheet: Worksheet,
    *,
    weekly_hours_avg_4w: Annotated[
        Fraction,
        hours(
            "일주일 소정근로시간(4주 평균)",
            ask="4주를 평균하면 일주일에 몇 시간 일하기로 했나요?",
            most=168,
        ),
    ],
    hire_date: Annotated[date | None, Day("입사일", ask="언제 입사했나요?")] = None,
    retire_date: Annotated[
        date | None, Day("퇴직일", ask="퇴직일은 언제인가요?", note="마지막으로 일한 날의 다음 날입니다.")
    ] = None,
    service_days: Annotated[
        int | None,
        days("재직일수", whole=True, note="입사일과 퇴직일을 모를 때만 적으세요."),
    ] = None,
    employees: Employees = None,
    household: Annotated[bool, Flag("동거하는 친족만 쓰는 사업이거나 가구 안에 고용된 일인지")] = False,
) -> Outcome:
    """Whether severance is owed: one full year of service and 15 hours a week on the average of four weeks.

    퇴직급여법 제4조 제1항; the year ends on the day before its anniversary (민법 제160조), so 29 February to 27 February is
    365 days and no year. Given only days, 365 of them are taken for a year. All workplaces since 2010-12-01 (제3조);
    households and workplaces of relatives alone are left out. Raises Refused when the facts are missing or contradict
    each other.
    """
    service, full_year = _service(sheet, hire_date, retire_date, service_days, employees)
    enough_hours = sheet.step(
        "일주일 15시간 이상인지",
        weekly_hours_avg_4w >= LEAST_WEEKLY_HOURS,
        "",
        "4주 평균 {hours}시간",
        hours=weekly_hours_avg_4w,
        law="퇴직급여법 제4조 제1항 단서",
    )
    if household:
        sheet.step(
            "법이 적용되는지",
            False,
            "",
            "동거하는 친족만의 사업, 가구 내 고용활동",
            law="퇴직급여법 제3조 단서",
        )
    eligible = sheet.step(
        "퇴직금이 생기는지", full_year and enough_hours and not household, law="퇴직급여법 제4조 제1항"
    )
    sheet.warn("15시간을 넘나들었다면 4주씩 나누어 15시간 이상인 기간만 더해 1년이 되는지 보아야 합니다.")
    return sheet.result(service_days=service, eligible=eligible)


def _service(
    sheet: Worksheet,
    hire_date: date | None,
    retire_date: date | None,
    service_days: int | None,
    employees: int | None,
) -> tuple[int, bool]:
    """Days of service and whether they make a full year."""
    if hire_date and retire_date:
        check_order(hire_date, retire_date)
        service = (retire_date - hire_date).days
        if service_days is not None and service_days != service:
            raise Refused(
                {
                    "service_days": f"‘재직일수’가 입사일과 퇴직일 사이의 {service:,}일과 다릅니다. 하나를 비우세요."
                }
            )
        last = retire_date - counting.ONE
        first = counted_from(sheet, hire_date, last, employees)
        anniversary = counting.term_end(first, counting.YEAR_MONTHS)
        sheet.step("재직일수", service, "일", "{hire}부터 {last}까지", hire=hire_date, last=last)
        return service, sheet.step(
            "1년을 채웠는지",
            last >= anniversary,
            "",
            "{first}부터 1년은 {anniversary}까지, 마지막 재직일은 {last}",
            first=first,
            anniversary=anniversary,
            last=last,
            law="퇴직급여법 제4조 제1항; 민법 제160조",
        )
    if service_days is None:
        missing, label = ("retire_date", "퇴직일") if hire_date else ("hire_date", "입사일")
        raise Refused({missing: f"‘{label}’: 입사일과 퇴직일을 적어 주세요. 모르면 재직일수를 적으세요."})
    if service_days == counting.YEAR_DAYS:
        sheet.warn("기간에 2월 29일이 들어 있으면 1년이 366일일 수 있습니다. 입사일과 퇴직일로 확인하세요.")
    return service_days, sheet.step(
        "1년을 채웠는지",
        service_days >= counting.YEAR_DAYS,
        "",
        "{service}일을 365일과 견줌",
        service=service_days,
        law="퇴직급여법 제4조 제1항",
    )
