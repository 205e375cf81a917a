"""Annual leave counted from the day of hiring: the basis of the Act."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, Many, count, rate
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .accrual import (
    ENOUGH,
    MONTHLY_DAYS,
    SUBJECT,
    Attendance,
    days_for,
    grants,
    remarks,
    write,
)

HireDate = Annotated[date, Day("입사일", ask="언제 입사했나요?")]
Attended = Annotated[
    str | None,
    Choice(
        "출근",
        ask="빠진 날 없이 일했나요?",
        note="법이 출근한 것으로 보는 날(산재, 출산휴가, 육아휴직)은 출근에 넣습니다.",
        options={"full": "개근", "rates": "해마다 출근율을 적음"},
        also={"개근": "full"},
    ),
]
Rates = Annotated[
    list[Fraction] | None,
    Many(
        "해마다의 출근율",
        each=rate("출근율"),
        longest=60,
        ask="해마다 출근율이 얼마였나요?",
        note="입사한 해부터 1년씩 차례대로, 80%는 0.8로 적습니다. 적지 않은 해는 개근으로 봅니다.",
    ),
]
FullMonths = Annotated[
    list[int] | None,
    Many(
        "해마다 개근한 달수",
        each=count("개근한 달수", unit="개월", most=counting.YEAR_MONTHS),
        longest=60,
        ask="해마다 빠짐없이 일한 달이 몇 달이었나요?",
        note="출근율을 적은 해만 차례대로 적습니다.",
    ),
]


def attended(
    attendance: str | None, rates: list[Fraction] | None, full_months: list[int] | None
) -> Attendance:
    """The attendance as it was told. Raises Refused when it contradicts itself or the rates are missing."""
    if attendance == "full" and rates and any(each < 1 for each in rates):
        raise Refused({"attendance_rates": "‘해마다의 출근율’이 개근이라는 답과 다릅니다. 하나를 고치세요."})
    if attendance == "rates" and not rates:
        raise Refused({"attendance_rates": "‘해마다의 출근율’을 적어 주세요. 80%는 0.8로 적습니다."})
    if full_months and any(
        months == counting.YEAR_MONTHS and each < ENOUGH
        for months, each in zip(full_months, rates or (), strict=False)
    ):
        raise Refused(
            {
                "full_months": "‘해마다 개근한 달수’가 12달인데 출근율이 80%보다 낮은 해가 있습니다. 확인하세요."
            }
        )
    return Attendance(tuple(rates or ()), tuple(full_months or ()))


@calculation(
    "연차휴가(입사일 기준)",
    subject=SUBJECT,
    says="입사일부터 어느 날까지 생긴 연차휴가가 며칠인지 알려 줍니다.",
    law="근로기준법 제60조 제1항, 제2항, 제4항, 제7항; 민법 제160조",
    selects="입사일(첫해 휴가의 공제), 휴가가 생긴 날(소멸), 기준일(개정 안내)",
    gives={
        "total_granted_since_hire": Gives("입사 뒤 생긴 휴가", "일"),
        "last_grant_date": Gives("마지막으로 생긴 날"),
        "last_grant_days": Gives("그날 생긴 휴가", "일"),
        "usable_days": Gives("기준일에 쓸 수 있는 휴가(쓴 날을 빼기 전)", "일"),
    },
    example={"hire_date": "2023-01-02", "as_of": "2026-01-02", "attendance": "full"},
    public=True,
)
def annual_leave_hire_basis(
    sheet: Worksheet,
    *,
    hire_date: HireDate,
    as_of: Annotated[date, Day("기준일", ask="어느 날까지 생긴 휴가를 셀까요?")],
    attendance: Attended = None,
    attendance_rates: Rates = None,
    full_months: FullMonths = None,
) -> Outcome:
    """Days of leave that arose from hiring to a day, by the basis of the Act (근로기준법 제60조).

    One day for each month of full attendance in the first year (at most 11), 15 days for a year with 80 % attendance,
    one more for every two years beyond the first, at most 25; below 80 % one day a month of full attendance. Leave
    arises on the day after the month or year, if still employed. Raises Refused for contradictory facts.
    """
    if as_of < hire_date:
        raise Refused({"as_of": "‘기준일’이 입사일보다 앞섭니다. 날짜를 확인하세요."})
    found = grants(sheet, hire_date, as_of, attended(attendance, attendance_rates, full_months))
    total = write(sheet, found)
    usable = sheet.step(
        "기준일에 쓸 수 있는 휴가",
        sum(each.days for each in found if each.until >= as_of),
        "일",
        "쓸 수 있는 기간이 끝나지 않은 휴가를 더함",
        law="근로기준법 제60조 제7항",
    )
    remarks(sheet, hire_date, as_of)
    last = found[-1] if found else None
    return sheet.result(
        total_granted_since_hire=total,
        last_grant_date=last and last.on,
        last_grant_days=last.days if last else 0,
        usable_days=usable,
    )


@calculation(
    "근속 연수에 따른 연차휴가",
    subject=SUBJECT,
    says="만으로 일한 햇수에 따라 그 해에 생기는 연차휴가를 알려 줍니다.",
    law="근로기준법 제60조 제1항, 제2항, 제4항",
    gives={"days": Gives("연차휴가", "일")},
    example={"completed_years": 3},
)
def annual_leave_by_years(
    sheet: Worksheet,
    *,
    completed_years: Annotated[int, count("만 근속연수", unit="년", most=100, ask="만으로 몇 년 일했나요?")],
) -> Outcome:
    """Days of leave after so many completed years with 80 % attendance: 15 + (n - 1) // 2, at most 25.

    Before the first year is complete: 11, the most that its months can give (제60조 제2항).
    """
    if not completed_years:
        sheet.warn("1년이 되기 전에는 한 달을 개근할 때마다 하루씩 생깁니다. 11일은 가장 많을 때입니다.")
        days = sheet.step(
            "첫해의 휴가", MONTHLY_DAYS, "일", "한 달 개근에 하루, 11달까지", law="근로기준법 제60조 제2항"
        )
    else:
        days = sheet.step(
            "연차휴가",
            days_for(completed_years),
            "일",
            "15일 + ({years} - 1) ÷ 2의 몫, 25일까지",
            years=completed_years,
            law="근로기준법 제60조 제1항, 제4항",
        )
        sheet.assume("1년 동안 80% 이상 출근한 것으로 보았습니다.")
    return sheet.result(days=days)


@calculation(
    "퇴직할 때까지 생긴 연차휴가",
    subject=SUBJECT,
    says="마지막으로 일한 날까지 생긴 연차휴가가 모두 며칠인지 알려 줍니다.",
    law="근로기준법 제60조; 대법원 2021다227100, 2022다245419",
    selects="입사일(첫해 휴가의 공제), 휴가가 생긴 날(소멸), 마지막 근무일(개정 안내)",
    gives={"total_days": Gives("생긴 휴가", "일")},
    example={"hire_date": "2024-01-01", "last_working_day": "2026-01-01"},
)
def annual_leave_at_resignation(
    sheet: Worksheet,
    *,
    hire_date: HireDate,
    last_working_day: Annotated[date, Day("마지막 근무일", ask="마지막으로 일한 날은 언제인가요?")],
    attendance: Attended = None,
    attendance_rates: Rates = None,
    full_months: FullMonths = None,
) -> Outcome:
    """Days of leave that arose until the last working day (근로기준법 제60조).

    The 15 days of a year arise only for somebody who is still employed on the day after it: a contract of exactly one
    year gives 11. Raises Refused when the last day comes before the first.
    """
    if last_working_day < hire_date:
        raise Refused({"last_working_day": "‘마지막 근무일’이 입사일보다 앞섭니다. 날짜를 확인하세요."})
    facts = attended(attendance, attendance_rates, full_months)
    total = write(sheet, grants(sheet, hire_date, last_working_day, facts))
    served = counting.complete_years(hire_date, last_working_day)
    if served and counting.term_end(hire_date, counting.YEAR_MONTHS * served) == last_working_day:
        sheet.warn(
            "햇수를 꼭 채운 날에 퇴직하여 그 해의 휴가는 생기지 않았습니다. 다음 날까지 근로관계가 있었는지 확인하세요."
        )
    sheet.warn("쓴 날과 이미 수당을 받은 날을 빼면 수당으로 받을 날이 됩니다. 시효는 3년입니다.")
    remarks(sheet, hire_date, last_working_day)
    return sheet.result(total_days=total)


@calculation(
    "출근율이 낮은 해의 연차휴가",
    subject=SUBJECT,
    says="한 해의 출근율과 개근한 달수로 생기는 연차휴가를 알려 줍니다.",
    law="근로기준법 제60조 제1항, 제2항, 제6항",
    gives={"days": Gives("연차휴가", "일")},
    example={"attendance_rate": 0.8, "full_attendance_months": 8},
)
def annual_leave_low_attendance(
    sheet: Worksheet,
    *,
    attendance_rate: Annotated[
        Fraction,
        rate(
            "출근율",
            ask="그 해에 일하기로 한 날 가운데 얼마나 출근했나요?",
            note="80%는 0.8로 적습니다. 산재, 출산휴가, 육아휴직 기간은 출근으로 봅니다.",
        ),
    ],
    full_attendance_months: Annotated[
        int,
        count("개근한 달수", unit="개월", most=counting.YEAR_MONTHS, ask="빠짐없이 일한 달이 몇 달인가요?"),
    ],
    completed_years: Annotated[
        int,
        count("만 근속연수", unit="년", least=1, most=100, note="비우면 첫 1년을 채운 것으로 봅니다."),
    ] = 1,
) -> Outcome:
    """Leave for a year of service: 15 days and more from 80 % attendance, else a day a month of full attendance.

    근로기준법 제60조 제1항, 제2항, 제4항. Raises Refused when twelve full months stand beside less than 80 %.
    """
    if attendance_rate >= ENOUGH:
        days = sheet.step(
            "연차휴가",
            days_for(completed_years),
            "일",
            "출근율 {rate} ≥ 0.8",
            rate=attendance_rate,
            law="근로기준법 제60조 제1항, 제4항",
        )
    elif full_attendance_months == counting.YEAR_MONTHS:
        raise Refused(
            {
                "full_attendance_months": "‘개근한 달수’가 12달이면 출근율이 80%보다 낮을 수 없습니다. 확인하세요."
            }
        )
    else:
        days = sheet.step(
            "연차휴가",
            full_attendance_months,
            "일",
            "출근율 {rate} < 0.8, 개근한 달마다 하루",
            rate=attendance_rate,
            law="근로기준법 제60조 제2항",
        )
        sheet.warn(
            "첫 1년이면 달마다 이미 생긴 휴가와 겹칠 수 있습니다. 2012-08-02 전의 해에는 이 휴가가 없었습니다."
        )
    return sheet.result(days=days)
