"""Paid public holidays at a workplace (근로기준법 제55조 제2항) and Labour Day (노동절)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.decrees import ALMANAC_UNTIL, NoCalendar
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, hours
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.working_hours import WEEK_HOURS, Article63, exempt_from_holidays
from kwonik.labourlaw.subjects.workplace import SUBJECT, Employees
from kwonik.labourlaw.worksheet import Outcome, Worksheet

PHASES = "paid_public_holidays"
LABOUR_DAY = (5, 1)
LAW = "근로기준법 제55조 제2항"


@calculation(
    "유급휴일인지",
    subject=SUBJECT,
    says="그날이 우리 사업장에서 유급으로 쉬는 공휴일이나 노동절인지 알려 줍니다.",
    law="근로기준법 제55조 제2항, 시행령 제30조 제2항; 노동절 제정에 관한 법률",
    selects="쉬는 날",
    gives={"paid": Gives("유급휴일인지"), "holiday": Gives("휴일의 이름")},
    example={"employees": 50, "public_sector": False, "date": "2021-08-16"},
)
def is_paid_holiday_for_workplace(
    sheet: Worksheet,
    *,
    employees: Employees,
    public_sector: Annotated[
        bool, Flag("국가·지방자치단체·공공기관인지", note="공무원이 아닌 근로자를 말합니다.")
    ] = False,
    date: Annotated[date, Day("쉬는 날")],
    weekly_hours: Annotated[
        Fraction | None, hours("1주 소정근로시간", note="15시간 미만이면 달라집니다.", most=WEEK_HOURS)
    ] = None,
    article_63: Article63 = False,
) -> Outcome:
    """Whether the day is a paid holiday at a workplace of so many employees.

    Public holidays with substitutes, temporary ones and elections, but not plain Sundays (시행령 제30조 제2항): from 300
    employees and in the public sector since 2020, 30 since 2021, five since 2022 (부칙 제15513호 제1조 제4항). 1 May is paid at
    every workplace by its own Act; its substitute is a public holiday only. Raises Refused for a year without a calendar.
    """
    if (date.month, date.day) == LABOUR_DAY:
        paid = sheet.step("노동절", True, "", "사업장의 크기와 관계없이 유급", law="노동절 제정에 관한 법률")
        return sheet.result(paid=paid, holiday="노동절")
    try:
        name = WorkingCalendar().holiday(date)
    except NoCalendar as unknown:
        raise Refused({"date": f"‘쉬는 날’: {unknown}"}) from None
    if date.year > ALMANAC_UNTIL:
        sheet.warn(
            f"{date.year}년 달력은 아직 공표되지 않았습니다. 임시공휴일이나 선거일이 더해지면 바뀔 수 있습니다."
        )
    if name is None:
        paid = sheet.step(
            "공휴일",
            False,
            "",
            "{day}은 관공서 공휴일이 아님",
            day=date,
            law="근로기준법 시행령 제30조 제2항",
        )
        return sheet.result(paid=paid)
    phase = sheet.parameter(PHASES, date)
    public = public_sector and "employees" in phase
    large = "employees" in phase and employees >= phase["employees"]
    paid = sheet.step(
        name,
        public or large,
        "",
        _how(phase, public_sector),
        employees=employees,
        least=phase.get("employees", ""),
        law=f"{LAW}; 법률 제15513호 부칙 제1조 제4항",
    )
    reason = exempt_from_holidays(weekly_hours, article_63)
    if paid and reason:
        paid = sheet.step("적용 제외", False, "", "{why}", why=reason[0], law=reason[1])
    if paid and date.weekday() == 6:
        sheet.warn("일요일이 주휴일이면 유급휴일이 겹칩니다. 겹친 날의 유급은 하루치입니다.")
    if not paid:
        sheet.warn("단체협약, 취업규칙, 근로계약에서 유급휴일로 정했으면 유급입니다.")
    return sheet.result(paid=paid, holiday=name)


def _how(phase: dict, public_sector: bool) -> str:
    if "employees" not in phase:
        return "2020년 1월 1일 전: 민간에는 공휴일 의무가 없음"
    if public_sector:
        return "국가·지방자치단체·공공기관"
    return "상시 {employees}명, 그때는 {least}명 이상이면 유급"
