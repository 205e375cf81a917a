"""How annual leave arises by the day of hiring (근로기준법 제60조 제1항, 제2항, 제4항)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from kwonik.labourlaw import counting
from kwonik.labourlaw.parameters import everything
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.wording import written
from kwonik.labourlaw.worksheet import Worksheet

SUBJECT = "연차"
YEARLY_DAYS = 15  # 제60조 제1항
MOST_DAYS = 25  # 제60조 제4항
MONTHLY_DAYS = 11  # months of the first year that end before it does
ENOUGH = Fraction(8, 10)  # attendance from which a year gives 15 days
FULL = Fraction(1)
HOURLY = "law_hourly_leave"
NEAR = timedelta(days=365)  # an amendment that near is told


def days_for(completed_years: int) -> int:
    """Days that so many completed years give with enough attendance: 15, one more every two years, at most 25."""
    if completed_years < 1:
        return 0
    return min(YEARLY_DAYS + (completed_years - 1) // 2, MOST_DAYS)


@dataclass(frozen=True)
class Attendance:
    """The share of contractual days worked in each year of service, and its months of full attendance.

    Years that are not listed were attended in full.
    """

    rates: Sequence[Fraction] = field(default_factory=tuple)
    full_months: Sequence[int] = field(default_factory=tuple)

    def rate(self, year: int) -> Fraction:
        return self.rates[year - 1] if year <= len(self.rates) else FULL

    def months(self, year: int) -> int:
        """Months of full attendance. Raises Refused where the rate says that some were not and nobody said which."""
        if year <= len(self.full_months):
            return self.full_months[year - 1]
        if self.rate(year) == FULL:
            return counting.YEAR_MONTHS
        raise Refused(
            {
                "full_months": f"‘해마다 개근한 달수’: {year}년 차의 출근율이 100%가 아니므로 그 해에 개근한 달이 몇 달인지 적어 주세요."
            }
        )


@dataclass(frozen=True)
class Grant:
    """Leave that arose on a day, and its last day of use. `monthly`: a day for a month of the first year."""

    on: date
    days: int
    until: date
    why: str
    law: str
    monthly: bool = False


def grants(sheet: Worksheet, hire_date: date, as_of: date, attendance: Attendance) -> list[Grant]:
    """All leave that arose from hiring to the day, both counted, in order (근로기준법 제60조).

    A month or year gives its leave on the day after it ends, if the worker is still employed on that day (대법원
    2021다227100, 2022다245419). Hired before 2017-05-30, the first year's monthly days are an advance on the first 15.
    Raises Refused for missing months of attendance.
    """
    advance = sheet.parameter("law_first_year_leave_deducted", hire_date)
    months = _monthly(sheet, hire_date, as_of, attendance)
    years = _yearly(hire_date, as_of, attendance)
    if attendance.rate(1) < ENOUGH and _anniversary(hire_date, 1) <= as_of:
        sheet.warn(
            "첫 1년의 출근율이 80%보다 낮아 15일은 생기지 않고 달마다 생긴 휴가만 셌습니다. 개근한 달의 휴가를 다시 주는지는 해석이 갈립니다."
        )
    if advance and years and years[0].on == _anniversary(hire_date, 1) and years[0].days >= YEARLY_DAYS:
        sheet.step(
            "첫해의 달마다 생긴 휴가",
            sum(each.days for each in months),
            "일",
            "2017-05-30 전 입사: 첫 15일에 들어가 따로 더하지 않음",
            law="옛 근로기준법 제60조 제3항",
        )
        return years
    return months + years


def _anniversary(hire_date: date, year: int) -> date:
    return counting.term_end(hire_date, counting.YEAR_MONTHS * year) + counting.ONE


def _monthly(sheet: Worksheet, hire_date: date, as_of: date, attendance: Attendance) -> list[Grant]:
    """The days of the first year, one for each month of full attendance (제60조 제2항)."""
    first_year_ends = counting.term_end(hire_date, counting.YEAR_MONTHS)
    found: list[Grant] = []
    months = 0
    if counting.term_end(hire_date, 1) < as_of:
        months = min(attendance.months(1), MONTHLY_DAYS)
    for number in range(1, months + 1):
        on = counting.term_end(hire_date, number) + counting.ONE
        if on > as_of:
            break
        lapses = sheet.parameter("annual_leave_monthly_lapses_with_first_year", on)
        until = first_year_ends if lapses else counting.term_end(on, counting.YEAR_MONTHS)
        found.append(Grant(on, 1, until, f"{number}개월 개근", "근로기준법 제60조 제2항", monthly=True))
    return found


def _yearly(hire_date: date, as_of: date, attendance: Attendance) -> list[Grant]:
    found: list[Grant] = []
    year = 1
    while (on := _anniversary(hire_date, year)) <= as_of:
        until = counting.term_end(on, counting.YEAR_MONTHS)
        if attendance.rate(year) >= ENOUGH:
            found.append(Grant(on, days_for(year), until, f"{year}년 근속", "근로기준법 제60조 제1항, 제4항"))
        elif year > 1 and attendance.months(year):
            found.append(
                Grant(
                    on,
                    attendance.months(year),
                    until,
                    f"{year}년 차 출근율 80% 미만, 개근한 달마다 하루",
                    "근로기준법 제60조 제2항",
                )
            )
        year += 1
    return found


def write(sheet: Worksheet, found: Sequence[Grant]) -> int:
    """Writes the grants on the worksheet, the monthly ones together, and gives their sum."""
    monthly = [each for each in found if each.monthly]
    if monthly:
        sheet.step(
            "첫해의 달마다 생긴 휴가",
            len(monthly),
            "일",
            "{first}부터 {last}까지 한 달에 하루",
            first=monthly[0].on,
            last=monthly[-1].on,
            law="근로기준법 제60조 제2항",
        )
    for each in found:
        if not each.monthly:
            sheet.step(f"{written(each.on)} 생긴 휴가", each.days, "일", each.why, law=each.law)
    return sheet.step(
        "모두 생긴 휴가",
        sum(each.days for each in found),
        "일",
        "생긴 휴가를 모두 더함",
        law="근로기준법 제60조",
    )


def remarks(sheet: Worksheet, hire_date: date, as_of: date) -> None:
    """What holds for every answer about annual leave: who has it, what changes, which years are uncertain."""
    sheet.assume(
        "상시 5명 이상인 사업장(15일 휴가는 지난 12개월, 달마다 생기는 휴가는 그 한 달을 봅니다)에서 주 15시간 이상 일한 것으로 보았습니다."
    )
    if sheet.parameter("annual_leave_older_law_possible", hire_date):
        sheet.warn(
            "2011-06-30까지는 사업장 크기에 따라 옛 법(월차, 10일 연차)이 적용되었을 수 있습니다. 그때 휴가는 따로 확인하세요."
        )
    pending(sheet, as_of)


def pending(sheet: Worksheet, day: date) -> None:
    """Warns of the amendment of 2027-06-10: leave by the hour, no adverse treatment, paragraphs renumbered."""
    if sheet.parameter(HOURLY, day):
        sheet.warn(
            "2027-06-10부터는 연차를 시간 단위로 나누어 청구할 수 있고(제60조 제5항), 불리한 처우가 금지됩니다(제9항). "
            "풀이에 적힌 제60조의 제5항 뒤 번호는 하나씩 밀립니다."
        )
    elif any(day < value.since <= day + NEAR for value in everything()[HOURLY].values):
        sheet.warn(
            "2027-06-10부터 연차를 시간 단위로 나누어 청구할 수 있고(제60조 제5항), 연차를 썼다고 불리하게 하면 "
            "처벌받습니다(제9항). 항 번호가 하나씩 밀립니다."
        )
