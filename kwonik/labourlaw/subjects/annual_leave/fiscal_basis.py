"""Annual leave by the fiscal year: what a firm may give instead, if nobody is worse off (행정해석)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Amounts, Day, count, days
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .accrual import SUBJECT, YEARLY_DAYS, Attendance, Grant, days_for, grants, remarks, write
from .hire_basis import HireDate

MONTHLY = "monthly"
PRACTICE = "고용노동부 행정해석(회계연도 기준 연차)"


def first_share(hire_date: date, fiscal_start: date) -> Fraction:
    """Days that the first fiscal year gives: 15 x days served before it / 365, exactly; never more than 15."""
    served = (fiscal_start - hire_date).days
    return min(Fraction(YEARLY_DAYS * served, counting.YEAR_DAYS), Fraction(YEARLY_DAYS))


@calculation(
    "첫 회계연도의 연차휴가",
    subject=SUBJECT,
    says="회계연도 기준인 회사에서 첫 회계연도에 받는 연차휴가를 셈합니다.",
    law="근로기준법 제60조 제1항; 고용노동부 행정해석",
    gives={"prorated_days": Gives("첫 회계연도의 휴가", "일")},
    example={"hire_date": "2025-07-01", "fiscal_year_start": "2026-01-01"},
)
def annual_leave_fiscal_first(
    sheet: Worksheet,
    *,
    hire_date: HireDate,
    fiscal_year_start: Annotated[
        date, Day("첫 회계연도의 시작일", ask="입사한 뒤 처음 시작하는 회계연도의 첫날은 언제인가요?")
    ],
) -> Outcome:
    """Leave that the first fiscal year after hiring gives, in days: 15 x days of service before it / 365.

    By the ministry's reading of 근로기준법 제60조; exact, for no rule rounds it. The monthly days of the first year come
    beside it. Raises Refused unless the fiscal year starts within a year after hiring.
    """
    if not hire_date < fiscal_year_start <= counting.term_end(hire_date, counting.YEAR_MONTHS) + counting.ONE:
        raise Refused(
            {
                "fiscal_year_start": "‘첫 회계연도의 시작일’은 입사일 뒤 1년 안의 날이어야 합니다. 날짜를 확인하세요."
            }
        )
    served = (fiscal_year_start - hire_date).days
    sheet.step("입사한 회계연도의 재직일수", served, "일", "{hire}부터", hire=hire_date, law=PRACTICE)
    prorated = sheet.step(
        "첫 회계연도의 휴가",
        first_share(hire_date, fiscal_year_start),
        "일",
        "15일 × {served}일 ÷ 365일",
        served=served,
        law=PRACTICE,
    )
    sheet.warn("입사한 뒤 1년 동안 한 달 개근마다 하루씩 생기는 휴가(11일까지)는 이와 따로 있습니다.")
    sheet.warn("소수점 아래를 정한 법은 없습니다. 회사가 올려서 주거나 수당으로 줍니다.")
    return sheet.result(prorated_days=prorated)


@calculation(
    "회계연도 기준 연차의 퇴직 정산",
    subject=SUBJECT,
    says="회계연도 기준으로 받은 연차가 입사일 기준보다 적으면 퇴직할 때 더 받을 날을 셈합니다.",
    law="근로기준법 제60조; 고용노동부 행정해석",
    selects="입사일(첫해 휴가의 공제), 휴가가 생긴 날(소멸), 마지막 근무일(개정 안내)",
    gives={
        "hire_basis_total": Gives("입사일 기준 휴가", "일"),
        "fiscal_total": Gives("회계연도 기준 휴가", "일"),
        "owed_days": Gives("더 받을 휴가", "일"),
    },
    example={
        "hire_date": "2022-07-01",
        "last_working_day": "2026-09-30",
        "fiscal_year_start_month": 1,
    },
)
def annual_leave_fiscal_vs_hire_at_exit(
    sheet: Worksheet,
    *,
    hire_date: HireDate,
    last_working_day: Annotated[date, Day("마지막 근무일", ask="마지막으로 일한 날은 언제인가요?")],
    fiscal_year_start_month: Annotated[
        int,
        count(
            "회계연도가 시작하는 달", unit="월", least=1, most=12, ask="회사의 회계연도는 몇 월에 시작하나요?"
        ),
    ] = 1,
    fiscal_grants: Annotated[
        dict[str, Fraction] | None,
        Amounts(
            "회사가 준 휴가",
            each=days("휴가일수", most=366),
            note="받은 날마다 며칠인지 적습니다. 첫해에 달마다 받은 휴가는 monthly로 적습니다. 비우면 관행대로 셈합니다.",
        ),
    ] = None,
) -> Outcome:
    """Days owed on leaving where leave by fiscal years came to less than by the day of hiring.

    The basis of the Act is the least (행정해석 of 근로기준법 제60조); what is missing is paid. Without `fiscal_grants` the usual
    practice is taken: the monthly days, 15 x days / 365 for the first fiscal year, then by fiscal years. Exact.
    Raises Refused for grants outside the employment.
    """
    if last_working_day < hire_date:
        raise Refused({"last_working_day": "‘마지막 근무일’이 입사일보다 앞섭니다. 날짜를 확인하세요."})
    found = grants(sheet, hire_date, last_working_day, Attendance())
    by_hire = Fraction(write(sheet, found))
    given = (
        _told(fiscal_grants, hire_date, last_working_day)
        if fiscal_grants
        else _usual(hire_date, last_working_day, fiscal_year_start_month, found)
    )
    by_fiscal = sheet.step(
        "회계연도 기준 휴가",
        sum(given.values(), Fraction(0)),
        "일",
        " + ".join(f"{{g{number}}}" for number in range(len(given))),
        law=PRACTICE,
        **{f"g{number}": value for number, value in enumerate(given.values())},
    )
    owed = sheet.step(
        "더 받을 휴가",
        max(by_hire - by_fiscal, Fraction(0)),
        "일",
        "{hire}일 - {fiscal}일 (모자랄 때만)",
        hire=by_hire,
        fiscal=by_fiscal,
        law=PRACTICE,
    )
    if by_fiscal > by_hire:
        sheet.warn(
            "회계연도 기준이 더 많습니다. 퇴직할 때 입사일 기준으로 다시 셈한다는 취업규칙이 없으면 많은 쪽을 따릅니다."
        )
    sheet.assume("해마다 80% 이상, 첫해에는 다달이 개근한 것으로 보았습니다.")
    remarks(sheet, hire_date, last_working_day)
    return sheet.result(hire_basis_total=by_hire, fiscal_total=by_fiscal, owed_days=owed)


def _told(fiscal_grants: Mapping[str, Fraction], hire_date: date, last: date) -> Mapping[str, Fraction]:
    for name in fiscal_grants:
        if name == MONTHLY:
            continue
        try:
            on = date.fromisoformat(name)
        except ValueError:
            on = None
        if on is None or not hire_date <= on <= last:
            raise Refused(
                {
                    "fiscal_grants": f"‘회사가 준 휴가’: ‘{name}’은(는) 재직 중의 날짜가 아닙니다. 2026-01-01처럼 적으세요."
                }
            )
    return fiscal_grants


def _usual(hire_date: date, last: date, month: int, by_hire: list[Grant]) -> dict[str, Fraction]:
    """What fiscal years give by the usual practice, named by the day."""
    found = {MONTHLY: Fraction(sum(each.days for each in by_hire if each.monthly))}
    start = date(hire_date.year, month, 1)
    if start <= hire_date:
        start = start.replace(year=start.year + 1)
    whole_years = 0
    while start <= last:
        days = first_share(hire_date, start) if not whole_years else Fraction(days_for(whole_years))
        found[start.isoformat()] = days
        whole_years += 1
        start = start.replace(year=start.year + 1)
    return found
