"""When everything owed must be paid after leaving (금품 청산, 근로기준법 제36조)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.decrees import NoCalendar
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.deadlines import roll
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "체불"
LAW = "근로기준법 제36조"
SETTLEMENT_DAYS = 14


def day14(last_working_day: date) -> date:
    """The fourteenth day after the last working day, by which everything is owed (제36조)."""
    return last_working_day + timedelta(days=SETTLEMENT_DAYS)


@calculation(
    "퇴직 뒤 금품 청산 기한",
    subject=SUBJECT,
    says="퇴직한 뒤 임금과 퇴직금을 언제까지 받아야 하는지 알려 줍니다.",
    law="근로기준법 제36조; 퇴직급여법 제9조; 민법 제157조, 제161조",
    gives={
        "statutory_day14": Gives("14일째 되는 날"),
        "due_after_holiday_roll": Gives("휴일을 넘긴 기한"),
        "due": Gives("받아야 하는 마지막 날"),
    },
    example={"last_working_day": "2026-01-31"},
    public=True,
)
def settlement_due(
    sheet: Worksheet,
    *,
    last_working_day: Annotated[
        date,
        Day("마지막 근무일", ask="마지막으로 일한 날은 언제인가요?", note="사망한 때에는 사망한 날입니다."),
    ],
    agreed_until: Annotated[
        date | None,
        Day(
            "합의로 늦춘 날",
            ask="늦게 받기로 합의했다면 언제까지인가요?",
            note="14일이 지나기 전에 서로 합의했을 때만 적으세요.",
        ),
    ] = None,
    known_on: Annotated[
        date | None,
        Day(
            "달력을 아는 날",
            ask="어느 날까지 알려진 공휴일로 셀까요?",
            note="그날까지 알려진 공휴일로 셈합니다. 비우면 지금 아는 달력입니다.",
        ),
    ] = None,
) -> Outcome:
    """The day by which wages, severance and all else must be paid: 14 days after the last working day.

    근로기준법 제36조; on a Saturday or public holiday it rolls by 민법 제161조, which is disputed. An agreement made within the
    14 days postpones it. Raises Refused for an agreed day before the 14 days end or a year without a calendar.
    """
    raw = sheet.step(
        "14일째 되는 날",
        day14(last_working_day),
        "",
        "{last} 다음 날부터 14일",
        last=last_working_day,
        law=f"{LAW}; 민법 제157조",
    )
    try:
        rolled = roll(sheet, raw, WorkingCalendar(known_on=known_on or date.max))
    except NoCalendar as unknown:
        raise Refused({"last_working_day": f"‘마지막 근무일’: {unknown}"}) from None
    due = rolled
    if agreed_until is not None:
        if agreed_until < raw:
            raise Refused(
                {
                    "agreed_until": "‘합의로 늦춘 날’이 14일째 되는 날보다 빠릅니다. 날짜를 확인하거나 비우세요."
                }
            )
        due = sheet.step(
            "합의로 늦춘 날", agreed_until, "", "14일 안에 한 합의", law="근로기준법 제36조 단서"
        )
        sheet.warn("늦추기로 합의해도 14일이 지난 다음 날부터 연 20% 지연이자가 붙습니다.")
    if rolled != raw:
        sheet.warn(
            "14일째가 휴일이면 다음 근무일로 넘어가는지 다툼이 있습니다. 법원은 흔히 14일째의 다음 날부터 지연이자를 셉니다."
        )
    sheet.warn("지나도록 받지 못하면 노동청에 진정할 수 있고, 임금과 퇴직금의 시효는 3년입니다.")
    return sheet.result(statutory_day14=raw, due_after_holiday_roll=rolled, due=due)
