"""The paid weekly holiday (주휴일, 근로기준법 제55조 제1항): who is owed it, and what it pays."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, Number, hours
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.working_hours import (
    FIVE_DAYS,
    FULL_WEEK,
    SUBJECT,
    WEEK_HOURS,
    Article63,
    Hourly,
    exempt_from_holidays,
    weekly_holiday_hours,
)
from kwonik.labourlaw.worksheet import Outcome, Worksheet

NEXT_WEEK = "law_next_week_for_weekly_holiday"
FOUR_WEEKS = 4
LAW = "근로기준법 제55조 제1항"


@calculation(
    "주휴수당",
    subject=SUBJECT,
    says="한 주를 개근했을 때 받을 주휴수당을 셈합니다.",
    law="근로기준법 제18조 제3항, 제55조 제1항, 시행령 제30조 제1항",
    selects="그 주의 끝날(마지막 주일 때만)",
    gives={"hours": Gives("주휴 시간", "시간"), "pay": Gives("주휴수당", "원")},
    example={"weekly_contract_hours": 22.5, "hourly": 10_320, "full_attendance": True},
    public=True,
)
def weekly_holiday_pay(
    sheet: Worksheet,
    *,
    weekly_contract_hours: Annotated[
        Fraction | None,
        hours(
            "1주 소정근로시간",
            ask="일주일에 몇 시간 일하기로 했나요?",
            note="주마다 다르면 비우고 4주 동안의 시간을 적으세요.",
            most=WEEK_HOURS,
        ),
    ] = None,
    four_week_contract_hours: Annotated[
        Fraction | None,
        hours(
            "4주 동안의 소정근로시간",
            ask="주마다 다르다면, 4주 동안 모두 몇 시간 일하기로 했나요?",
            note="주마다 같으면 비워 두세요.",
            most=WEEK_HOURS * FOUR_WEEKS,
        ),
    ] = None,
    weekly_contract_days: Annotated[
        Fraction | None,
        Number(
            "1주 소정근로일",
            ask="일주일에 며칠 일하기로 했나요?",
            note="모르면 비워 두세요.",
            unit="일",
            above=True,
            most=7,
        ),
    ] = None,
    hourly: Hourly,
    full_attendance: Annotated[
        bool,
        Flag(
            "개근했는지",
            ask="그 주에 일하기로 한 날에 모두 나갔나요?",
            note="지각이나 조퇴는 결근이 아닙니다. 연차를 쓴 날은 빼고 봅니다.",
        ),
    ],
    employed_through_week: Annotated[
        bool,
        Flag(
            "그 주가 끝날 때까지 근로관계가 이어졌는지",
            ask="그 주가 끝날 때까지 그만두지 않았나요?",
            note="금요일까지 일하고 토요일에 그만두었으면 ‘아니요’입니다.",
        ),
    ] = True,
    last_week: Annotated[
        bool, Flag("다음 주에는 일하지 않는지", ask="그 주를 끝으로 일을 그만두었나요?")
    ] = False,
    week_end: Annotated[
        date | None, Day("그 주의 끝날", ask="그 주가 끝난 날은 언제인가요?", note="모르면 비워 두세요.")
    ] = None,
    article_63: Article63 = False,
) -> Outcome:
    """The weekly holiday's hours and pay in won, in every workplace, also below five employees (제55조 제1항, 별표 1).

    Owed from 15 contractual hours a week on the average of four weeks (제18조 제3항) for full attendance (시행령 제30조
    제1항). Hours: a fifth of the contractual hours, of 40 at most; also with fewer than five working days (대법원
    2025. 8. 14. 2022다291153). Since 2021-08-04 the next week need not be worked (임금근로시간과-1736). Not under 제63조. Raises
    Refused without hours.
    """
    if weekly_contract_hours is None and four_week_contract_hours is None:
        raise Refused(
            {"weekly_contract_hours": "‘1주 소정근로시간’: 일주일이나 4주 동안 일하기로 한 시간을 적으세요."}
        )
    weekly = _weekly(sheet, weekly_contract_hours, four_week_contract_hours)
    reason = _why_not(sheet, weekly, full_attendance, employed_through_week, last_week, week_end, article_63)
    if reason:
        words, law = reason
        sheet.step("주휴 시간", Fraction(0), "시간", "{why}", why=words, law=law)
        return sheet.result(hours=Fraction(0), pay=Fraction(0))
    found = sheet.step(
        "주휴 시간",
        weekly_holiday_hours(weekly),
        "시간",
        "{weekly}시간{capped} ÷ 5",
        weekly=min(weekly, Fraction(FULL_WEEK)),
        capped="(40시간까지)" if weekly > FULL_WEEK else "",
        law="대법원 2025. 8. 14. 2022다291153"
        if weekly_contract_days and weekly_contract_days < FIVE_DAYS
        else LAW,
    )
    if weekly_contract_days and weekly_contract_days < FIVE_DAYS:
        sheet.warn(
            "일주일에 5일보다 적게 일하면 실제 일한 날로 나누어 더 주는 사업장도 있습니다. 계약이 더 좋으면 계약을 따릅니다."
        )
    pay = sheet.step(
        "주휴수당", found * hourly, "원", "{hourly}원 × {hours}시간", hourly=hourly, hours=found, law=LAW
    )
    sheet.assume("월급으로 받으면 주휴수당은 대개 월급에 들어 있습니다. 계약서를 확인하세요.")
    return sheet.result(hours=found, pay=pay)


def _weekly(sheet: Worksheet, week: Fraction | None, four_weeks: Fraction | None) -> Fraction:
    """A week's contractual hours, on average of four weeks where they are given."""
    if four_weeks is None:
        assert week is not None
        return sheet.step("1주 소정근로시간", week, "시간")
    if week is not None:
        sheet.assume("4주 동안의 시간을 적어 그 평균으로 보았습니다.")
    return sheet.step(
        "1주 소정근로시간",
        four_weeks / FOUR_WEEKS,
        "시간",
        "{hours}시간 ÷ 4주",
        hours=four_weeks,
        law="근로기준법 제18조 제3항",
    )


def _why_not(
    sheet: Worksheet,
    weekly: Fraction,
    full_attendance: bool,
    employed_through_week: bool,
    last_week: bool,
    week_end: date | None,
    article_63: bool,
) -> tuple[str, str] | None:
    """Why no weekly holiday is paid, and by which article; None where it is."""
    exempt = exempt_from_holidays(weekly, article_63)
    if exempt:
        return exempt
    if not full_attendance:
        return "소정근로일을 개근하지 않음(쉬는 날은 주되 무급)", "근로기준법 시행령 제30조 제1항"
    if not employed_through_week:
        return "그 주가 끝나기 전에 근로관계가 끝남", LAW
    if last_week:
        if week_end is None:
            sheet.assume(
                "2021년 8월 4일 이후의 주로 보았습니다. 그 뒤로는 다음 주에 일하지 않아도 주휴수당이 있습니다."
            )
        elif sheet.parameter(NEXT_WEEK, week_end):
            sheet.warn(
                "2021년 8월 4일에 해석이 바뀌었습니다. 그 전의 주라도 다툴 여지가 있으니 노무사와 의논하세요."
            )
            return "다음 주 근무가 예정되지 않음(2021-08-04 전의 행정해석)", LAW
    return None
