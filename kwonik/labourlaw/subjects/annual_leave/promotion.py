"""When an employer must urge the use of leave so as not to pay for it (연차 사용 촉진, 근로기준법 제61조)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .accrual import SUBJECT, pending

REPLY_DAYS = 10


@dataclass(frozen=True)
class Notices:
    """How long before the leave ends each notice is due: months, or days where `second_days` stands."""

    first_months: int
    first_days: int
    second_months: int
    second_days: int
    law: str


OVER_A_YEAR, FIRST_YEAR, LATER = "1년 이상", "1년 미만", "1년 미만(1차 촉구 후 발생분)"
KINDS = {
    OVER_A_YEAR: Notices(6, 10, 2, 0, "근로기준법 제61조 제1항"),
    FIRST_YEAR: Notices(3, 10, 1, 0, "근로기준법 제61조 제2항"),
    LATER: Notices(1, 5, 0, 10, "근로기준법 제61조 제2항 각 호 단서"),
}
OTHER_WORDS = {
    "1년이상": OVER_A_YEAR,
    "1년미만": FIRST_YEAR,
    **dict.fromkeys(
        ("1년 미만 9일", "1년 미만(9일)", "1년 미만 최초 9일", "1년 미만(먼저 발생한 9일)"), FIRST_YEAR
    ),
    **dict.fromkeys(
        (
            "1년 미만 2일",
            "1년 미만(2일)",
            "1년 미만(촉구 후 발생)",
            "1년 미만(촉구 후 발생분)",
            "1년 미만(1차 촉구 후 발생)",
            "1년 미만 촉구 후 발생분",
            "1년 미만(추가 발생분)",
        ),
        LATER,
    ),
}


@calculation(
    "연차 사용 촉진 일정",
    subject=SUBJECT,
    says="회사가 연차 사용을 언제 어떻게 촉진해야 하는지 날짜로 알려 줍니다.",
    law="근로기준법 제61조",
    selects="휴가를 쓸 수 있는 마지막 날(개정 안내)",
    gives={
        "first_notice_from": Gives("1차 촉구의 첫날"),
        "first_notice_to": Gives("1차 촉구의 마지막 날"),
        "employee_reply_days": Gives("근로자가 답하는 기간", "일"),
        "second_notice_by": Gives("2차 통보의 마지막 날"),
    },
    example={"type": "1년 이상", "leave_year_end": "2026-12-31"},
)
def leave_use_promotion_schedule(
    sheet: Worksheet,
    *,
    type: Annotated[
        str,
        Choice(
            "휴가의 종류",
            ask="어떤 휴가인가요?",
            options={
                OVER_A_YEAR: "1년 이상 일한 사람의 휴가",
                FIRST_YEAR: "입사 1년 미만의 휴가",
                LATER: "입사 1년 미만, 1차 촉구 뒤에 생긴 휴가",
            },
            also=OTHER_WORDS,
        ),
    ],
    leave_year_end: Annotated[
        date | None,
        Day(
            "휴가를 쓸 수 있는 마지막 날",
            ask="그 휴가는 언제까지 쓸 수 있나요?",
            note="입사 1년 미만이면 입사 1년이 되는 날입니다. 입사일을 적으면 비워도 됩니다.",
        ),
    ] = None,
    hire_date: Annotated[
        date | None, Day("입사일", note="입사 1년 미만의 휴가에서 마지막 날 대신 적을 수 있습니다.")
    ] = None,
) -> Outcome:
    """The days on which an employer must urge the use of leave, to be free of paying for it (근로기준법 제61조).

    Leave of over a year: first notice within 10 days from 6 months before its end, second by 2 months before. In the
    first year of service: 3 months and 10 days, 1 month; for days that arose after the first notice: 1 month and 5
    days, 10 days. The worker has 10 days to answer. Raises Refused when the end cannot be known.
    """
    end = _end(type, leave_year_end, hire_date)
    notices = KINDS[type]
    first = sheet.step(
        "1차 촉구의 첫날",
        _before(end, notices.first_months),
        "",
        "{end}까지인 기간이 끝나기 {months}개월 전",
        end=end,
        months=notices.first_months,
        law=notices.law,
    )
    first_to = sheet.step(
        "1차 촉구의 마지막 날",
        first + timedelta(days=notices.first_days - 1),
        "",
        "첫날부터 {days}일 안",
        days=notices.first_days,
        law=notices.law,
    )
    reply = sheet.step(
        "근로자가 답하는 기간", REPLY_DAYS, "일", "촉구를 받은 때부터", law=f"{notices.law} 제2호"
    )
    second = sheet.step(
        "2차 통보의 마지막 날",
        end - timedelta(days=notices.second_days)
        if notices.second_days
        else _before(end, notices.second_months) - counting.ONE,
        "",
        "끝나기 {days}일 전까지" if notices.second_days else "끝나기 {months}개월 전까지",
        days=notices.second_days,
        months=notices.second_months,
        law=notices.law,
    )
    sheet.warn("촉구와 통보는 사람마다 서면으로 해야 합니다. 날짜를 어기면 수당을 주어야 합니다.")
    pending(sheet, end)
    return sheet.result(
        first_notice_from=first,
        first_notice_to=first_to,
        employee_reply_days=reply,
        second_notice_by=second,
    )


def _end(kind: str, leave_year_end: date | None, hire_date: date | None) -> date:
    ends = None
    if hire_date is not None and kind != OVER_A_YEAR:
        ends = counting.term_end(hire_date, counting.YEAR_MONTHS)
    if leave_year_end is None and ends is None:
        raise Refused(
            {
                "leave_year_end": "‘휴가를 쓸 수 있는 마지막 날’: 이 사실이 없으면 셈할 수 없습니다. 적어 주세요."
            }
        )
    if leave_year_end is not None and ends is not None and leave_year_end != ends:
        raise Refused(
            {
                "leave_year_end": f"‘휴가를 쓸 수 있는 마지막 날’이 입사 1년이 되는 {ends}와 다릅니다. 하나를 비우세요."
            }
        )
    return leave_year_end or ends  # type: ignore[return-value]


def _before(end: date, months: int) -> date:
    """The first of the last so many months of a period that ends on the day."""
    after = end + counting.ONE
    return counting.same_day(after, -months) or counting.term_end(after, -months)
