"""Until when job-seeking benefit can be drawn, and by when to register."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Flag, days
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .amount import SUBJECT, LeaveDate
from .days import warn_of_changes

WAITING_DAYS = 7  # after registering (제49조)
RECEIPT_MONTHS = 12  # 제48조 제1항
LONGEST_YEARS = 4  # of the period with its extension (제48조 제2항)


@calculation(
    "구직급여를 받을 수 있는 마지막 날",
    subject=SUBJECT,
    says="실업급여를 언제까지 받을 수 있는지, 모두 받으려면 언제까지 신청해야 하는지 알려 줍니다.",
    law="고용보험법 제48조, 제49조",
    gives={
        "last_day": Gives("받을 수 있는 마지막 날"),
        "register_by": Gives("모두 받으려면 실업을 신고할 날"),
    },
    example={"leave_date": "2026-03-31", "benefit_days": 180},
    public=True,
)
def ui_receipt_deadline(
    sheet: Worksheet,
    *,
    leave_date: LeaveDate,
    benefit_days: Annotated[
        int | None,
        days(
            "소정급여일수",
            ask="실업급여를 며칠 받을 수 있나요?",
            note="모르면 비워 두세요.",
            most=360,
            whole=True,
        ),
    ] = None,
    unable_days: Annotated[
        int,
        days(
            "취업할 수 없다고 신고한 날",
            ask="임신, 출산, 육아, 병 때문에 일할 수 없다고 고용센터에 신고한 기간은 며칠인가요?",
            note="받는 기간이 그만큼 늘어납니다(모두 4년까지).",
            most=1_461,
            whole=True,
        ),
    ] = 0,
    construction_day_worker: Annotated[
        bool,
        Flag(
            "건설 일용근로자인지",
            ask="마지막에 건설 일용근로자로 일했나요?",
            note="건설 일용근로자는 7일의 대기기간이 없습니다.",
        ),
    ] = False,
) -> Outcome:
    """The last day on which benefit can be drawn: twelve months from the day after leaving (고용보험법 제48조 제1항).

    Days on which somebody could not work and said so are added, up to four years in all (제2항). With the days of
    benefit it also says by when to register so that none is lost, after seven waiting days (제49조; none for day workers
    in construction). The last day does not roll: it ends a period of receiving, not one for acting.
    """
    last = sheet.step(
        "받을 수 있는 마지막 날",
        counting.last_day(leave_date, amount=RECEIPT_MONTHS, unit="months"),
        "",
        "{leave} 다음 날부터 12개월",
        law="고용보험법 제48조 제1항",
        leave=leave_date,
    )
    if unable_days:
        longest = counting.last_day(leave_date, amount=LONGEST_YEARS, unit="years")
        last = sheet.step(
            "늘어난 마지막 날",
            min(last + timedelta(days=unable_days), longest),
            "",
            "{days}일을 더함(4년이 되는 {longest}까지)",
            law="고용보험법 제48조 제2항",
            days=unable_days,
            longest=longest,
        )
    found: dict[str, date] = {"last_day": last}
    if benefit_days is not None:
        waiting = 0 if construction_day_worker else WAITING_DAYS
        found["register_by"] = sheet.step(
            "모두 받으려면 실업을 신고할 날",
            last - timedelta(days=benefit_days + waiting - 1),
            "",
            "마지막 날에서 급여 {days}일과 대기기간 {waiting}일을 거꾸로 셈",
            law="고용보험법 제48조, 제49조",
            days=benefit_days,
            waiting=waiting,
        )
        if found["register_by"] <= leave_date:
            sheet.warn("곧바로 신고해도 급여일수를 다 받지 못합니다.")
    sheet.warn("신고가 늦으면 남은 날이 있어도 받지 못합니다. 그만둔 뒤 되도록 빨리 고용센터에 신고하세요.")
    warn_of_changes(sheet, leave_date)
    return sheet.result(**found)
