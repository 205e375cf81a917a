"""On what conditions job-seeking benefit is owed: insured days, and how little a day worker has worked."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, days
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .amount import SUBJECT

WINDOW_MONTHS, LONG_WINDOW_MONTHS = 18, 24  # before leaving (제40조 제2항)
UNIT_DAYS = 180  # insured unit days (제40조 제1항 제1호)
SHORT_UNIT_DAYS = 90  # of these, as a short-hours worker, for the longer window (제40조 제2항 제2호)
IDLE_DAYS = 14  # without work, for day workers in construction (제40조 제1항 제5호 나목)
WINDOW_DAYS = 62  # the longest window there can be: two months of 31 days


@calculation(
    "피보험 단위기간 요건",
    subject=SUBJECT,
    says="실업급여를 받으려면 채워야 하는 피보험 단위기간 180일을 채웠는지 알려 줍니다.",
    law="고용보험법 제40조 제1항 제1호, 제2항, 제41조",
    gives={
        "counted_days": Gives("센 피보험 단위기간", "일"),
        "meets": Gives("180일을 채웠는지"),
    },
    example={"insured_unit_days_in_18_months": 179},
)
def ui_insured_unit_requirement(
    sheet: Worksheet,
    *,
    insured_unit_days_in_18_months: Annotated[
        int,
        days(
            "이직 전 18개월의 피보험 단위기간",
            ask="그만두기 전 18개월 동안 임금을 받은 날은 며칠인가요?",
            note="일한 날과 유급휴일의 수입니다. 무급인 토요일은 빼세요.",
            most=550,
            whole=True,
        ),
    ],
    short_hours: Annotated[
        bool,
        Flag(
            "주 15시간 미만이고 주 2일 이하로 일했는지",
            ask="그만둘 때 한 주에 15시간 미만, 이틀 이하로 일했나요?",
        ),
    ] = False,
    insured_unit_days_in_24_months: Annotated[
        int | None,
        days(
            "이직 전 24개월의 피보험 단위기간",
            ask="그만두기 전 24개월 동안 임금을 받은 날은 며칠인가요?",
            most=732,
            whole=True,
        ),
    ] = None,
    short_hours_days_in_24_months: Annotated[
        int | None,
        days(
            "그 가운데 주 15시간 미만, 주 2일 이하로 일한 기간의 날수",
            ask="그 가운데 한 주에 15시간 미만, 이틀 이하로 일하던 때의 날은 며칠인가요?",
            most=732,
            whole=True,
        ),
    ] = None,
) -> Outcome:
    """Whether there are 180 insured unit days in the 18 months before leaving (고용보험법 제40조 제1항 제1호).

    For who worked less than 15 hours on at most two days a week when leaving, and had at least 90 such days, the
    window is 24 months (제2항 제2호). Raises Refused when the longer window holds fewer days than the shorter.
    """
    counted, months = insured_unit_days_in_18_months, WINDOW_MONTHS
    if insured_unit_days_in_24_months is not None and insured_unit_days_in_24_months < counted:
        raise Refused(
            {
                "insured_unit_days_in_24_months": "‘이직 전 24개월의 피보험 단위기간’이 18개월의 것보다 적습니다. 날수를 확인하세요."
            }
        )
    if short_hours and insured_unit_days_in_24_months is None:
        sheet.warn(
            "주 15시간 미만, 주 2일 이하로 일했다면 24개월의 날수로 봅니다. 그 날수를 적으면 다시 셈합니다."
        )
    elif short_hours and (short_hours_days_in_24_months or 0) >= SHORT_UNIT_DAYS:
        counted, months = insured_unit_days_in_24_months or counted, LONG_WINDOW_MONTHS
    elif short_hours:
        sheet.warn(
            "24개월로 보려면 그렇게 짧게 일한 기간의 날이 90일 이상이어야 합니다. 18개월의 날수로 보았습니다."
        )
    sheet.step(
        "센 피보험 단위기간",
        counted,
        "일",
        "이직 전 {months}개월",
        law="고용보험법 제40조 제2항, 제41조",
        months=months,
    )
    meets = sheet.step(
        "180일을 채웠는지",
        counted >= UNIT_DAYS,
        "",
        "{counted}일과 180일",
        law="고용보험법 제40조 제1항 제1호",
        counted=counted,
    )
    sheet.assume(
        "스스로 그만두지 않았고(또는 정당한 이직 사유가 있고), 일할 뜻과 힘이 있어 재취업 활동을 하는 것으로 보았습니다."
    )
    return sheet.result(counted_days=counted, meets=meets)


@calculation(
    "일용근로자의 근로일수 요건",
    subject=SUBJECT,
    says="일용근로자가 실업급여를 신청할 만큼 일한 날이 적은지 알려 줍니다.",
    law="고용보험법 제40조 제1항 제5호",
    selects="수급자격 인정 신청일",
    gives={
        "window_start": Gives("세는 기간의 첫날"),
        "window_days": Gives("세는 기간", "일"),
        "meets": Gives("요건을 채웠는지"),
    },
    example={"application_date": "2026-03-10", "worked_days_since_first_of_previous_month": 12},
)
def ui_daily_worker_requirement(
    sheet: Worksheet,
    *,
    application_date: Annotated[
        date, Day("수급자격 인정 신청일", ask="고용센터에 신청하는 날은 언제인가요?")
    ],
    worked_days_since_first_of_previous_month: Annotated[
        int,
        days(
            "지난달 1일부터 신청일까지 일한 날",
            ask="지난달 1일부터 신청하는 날까지 며칠 일했나요?",
            most=WINDOW_DAYS,
            whole=True,
        ),
    ],
    construction_days_without_work: Annotated[
        int | None,
        days(
            "건설 일용근로자가 신청일 전에 내리 일하지 않은 날",
            ask="건설 일용근로자라면, 신청하기 전에 며칠 동안 내리 일하지 않았나요?",
            note="건설 일용근로자만 적습니다.",
            whole=True,
        ),
    ] = None,
) -> Outcome:
    """Whether a day worker worked few enough days to be unemployed (고용보험법 제40조 제1항 제5호).

    The days worked from the first of the month before until the day of application must be fewer than a third of the
    days of that window; in construction 14 days on end without work will do instead. Raises Unset for days on which an
    earlier rule held, Refused when more days were worked than the window has.
    """
    divisor: Fraction = sheet.parameter("ui_day_worker_divisor", application_date)
    start = (application_date.replace(day=1) - timedelta(days=1)).replace(day=1)
    window = counting.count_days(start, application_date)
    worked = worked_days_since_first_of_previous_month
    if worked > window:
        raise Refused(
            {
                "worked_days_since_first_of_previous_month": (
                    f"‘지난달 1일부터 신청일까지 일한 날’이 그 기간의 날수 {window}일보다 많습니다. 날수를 확인하세요."
                )
            }
        )
    sheet.step(
        "세는 기간",
        window,
        "일",
        "{start} ~ {end}",
        law="고용보험법 제40조 제1항 제5호 가목",
        start=start,
        end=application_date,
    )
    limit = sheet.step(
        "총일수의 3분의 1", window / divisor, "일", "{window}일 ÷ {divisor}", window=window, divisor=divisor
    )
    few = sheet.step(
        "일한 날이 3분의 1보다 적은지",
        worked < limit,
        "",
        "{worked}일과 {limit}일",
        law="고용보험법 제40조 제1항 제5호 가목",
        worked=worked,
        limit=limit,
    )
    idle = construction_days_without_work is not None and construction_days_without_work >= IDLE_DAYS
    if construction_days_without_work is not None:
        sheet.step(
            "건설 일용근로자가 14일 내리 일하지 않았는지",
            idle,
            "",
            "{days}일",
            law="고용보험법 제40조 제1항 제5호 나목",
            days=construction_days_without_work,
        )
    sheet.assume("마지막으로 이직할 때 일용근로자였던 것으로 보았습니다.")
    return sheet.result(window_start=start, window_days=window, meets=few or idle)
