"""Notice of dismissal (해고예고, 근로기준법 제26조): the pay for want of notice, and the latest day to give it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, days, hours, months, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.daily_wage import ordinary_daily
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "해고"
LAW = "근로기준법 제26조"
NOTICE_DAYS = 30
EXEMPT_MONTHS = "dismissal_notice_exempt_months"


@calculation(
    "해고예고수당",
    subject=SUBJECT,
    says="30일 전에 알리지 않고 해고했을 때 받을 해고예고수당을 셈합니다.",
    law="근로기준법 제26조, 시행규칙 별표 1; 법률 제16270호 부칙 제2조",
    selects="근로계약을 맺은 날(비우면 입사일, 그것도 없으면 지금 법)",
    gives={
        "pay": Gives("해고예고수당", "원"),
        "owed": Gives("해고예고수당이 생기는지"),
    },
    example={"ordinary_hourly": 10_320, "daily_hours": 4, "notice_days_given": 0, "tenure_months": 5},
    public=True,
)
def dismissal_notice_pay(
    sheet: Worksheet,
    *,
    ordinary_hourly: Annotated[Fraction, won("통상시급", ask="한 시간 통상임금이 얼마인가요?")],
    daily_hours: Annotated[
        Fraction, hours("하루 소정근로시간", most=24, ask="하루에 몇 시간 일하기로 했나요?")
    ] = Fraction(8),
    notice_days_given: Annotated[
        int,
        days(
            "미리 알린 날수",
            whole=True,
            ask="해고하기 며칠 전에 알렸나요?",
            note="알린 날은 세지 않습니다. 바로 해고했으면 0입니다.",
        ),
    ] = 0,
    tenure_months: Annotated[
        Fraction | None,
        months(
            "계속 일한 달수",
            ask="그때까지 몇 달 일했나요?",
            note="입사일과 해고일을 적으면 비워도 됩니다.",
        ),
    ] = None,
    hire_date: Annotated[date | None, Day("입사일", ask="언제 입사했나요?")] = None,
    dismissal_date: Annotated[
        date | None, Day("해고일", ask="언제 해고되었나요?", note="일하지 않게 된 첫날입니다.")
    ] = None,
    contract_date: Annotated[
        date | None,
        Day(
            "근로계약을 맺은 날",
            ask="근로계약은 언제 맺었나요?",
            note="2019-01-15 전에 맺은 계약에는 3개월 예외가 없습니다.",
        ),
    ] = None,
    exemption: Annotated[
        str,
        Choice(
            "예고하지 않아도 되는 사유",
            ask="다음 가운데 해당하는 것이 있나요?",
            options={
                "none": "없음",
                "force_majeure": "천재·사변 등 부득이한 사유로 사업을 계속할 수 없음",
                "serious_damage": "고의로 큰 지장이나 손해를 끼침(시행규칙 별표 1)",
            },
            also={"없음": "none"},
        ),
    ] = "none",
) -> Outcome:
    """Pay for want of notice: 30 days' ordinary wage unless 30 days' notice was given, in won.

    근로기준법 제26조, at all workplaces. A day short costs the full 30 days. Not owed below three months of service (for
    contracts made from 2019-01-15, 법률 제16270호 부칙 제2조), for force majeure, or for the serious damage of 시행규칙 별표 1.
    Raises Refused when the length of service is missing or contradicts the dates.
    """
    below = _too_short(sheet, tenure_months, hire_date, dismissal_date, contract_date or hire_date)
    daily = ordinary_daily(sheet, ordinary_hourly, daily_hours)
    why = ""
    if exemption != "none":
        why = "예고하지 않아도 되는 사유가 있음"
        sheet.warn("그 사유가 있었는지는 사용자가 밝혀야 합니다. 해고 사유가 정당한지와는 다른 문제입니다.")
    elif below:
        why = "계속 일한 기간이 3개월 미만"
    elif notice_days_given >= NOTICE_DAYS:
        why = "30일 전에 알림"
    elif notice_days_given:
        sheet.warn("30일에서 하루라도 모자라면 30일분을 모두 받습니다.")
    pay = sheet.step(
        "해고예고수당",
        Fraction(0) if why else daily * NOTICE_DAYS,
        "원",
        why or "{daily}원 × 30일",
        daily=daily,
        law=LAW,
    )
    if contract_date is None and hire_date is None:
        sheet.assume("2019-01-15부터 맺은 근로계약으로 보았습니다. 그 전의 계약이면 3개월 예외가 없습니다.")
    sheet.assume(
        "회사가 해고한 것으로 보았습니다. 스스로 그만두거나 계약 기간이 끝난 때에는 생기지 않습니다."
    )
    sheet.warn(
        "해고예고수당을 받아도 부당해고를 다툴 수 있습니다. 상시 5명 이상이면 3개월 안에 노동위원회에 신청하세요."
    )
    return sheet.result(pay=pay, owed=not why)


def _too_short(
    sheet: Worksheet,
    tenure_months: Fraction | None,
    hire_date: date | None,
    dismissal_date: date | None,
    contract_date: date | None,
) -> bool:
    """Whether the service was too short for notice to be owed."""
    exempt = sheet.parameter(EXEMPT_MONTHS, contract_date or date.max)
    served: Fraction | int
    if hire_date and dismissal_date:
        if dismissal_date < hire_date:
            raise Refused({"dismissal_date": "‘해고일’이 입사일보다 앞섭니다. 날짜를 확인하세요."})
        served = counting.complete_months(hire_date, dismissal_date - counting.ONE)
        if tenure_months is not None and not served <= tenure_months < served + 1:
            raise Refused(
                {
                    "tenure_months": f"‘계속 일한 달수’가 입사일과 해고일 사이의 {served}개월과 다릅니다. 하나를 비우세요."
                }
            )
    elif tenure_months is not None:
        served = tenure_months
    else:
        raise Refused(
            {"tenure_months": "‘계속 일한 달수’: 몇 달 일했는지, 또는 입사일과 해고일을 적어 주세요."}
        )
    below = sheet.step(
        "예고하지 않아도 되는 짧은 근속인지",
        served < exempt,
        "",
        "{served}개월, 기준 {exempt}개월 미만",
        served=served,
        exempt=exempt,
        law="근로기준법 제26조 제1호; 법률 제16270호 부칙 제2조",
    )
    if not exempt:
        sheet.warn(
            "2019-01-15 전에 맺은 계약이라 3개월 예외가 없습니다. 그때의 일용·수습·계절 근로 예외는 따로 확인하세요."
        )
    return below


@calculation(
    "해고예고의 마지막 날",
    subject=SUBJECT,
    says="어느 날 해고하려면 늦어도 언제까지 알려야 하는지 셈합니다.",
    law="근로기준법 제26조; 민법 제157조",
    gives={"latest_notice_date": Gives("늦어도 알려야 하는 날")},
    example={"dismissal_date": "2026-05-31"},
)
def dismissal_notice_latest(
    sheet: Worksheet,
    *,
    dismissal_date: Annotated[
        date, Day("해고일", ask="해고하려는 날은 언제인가요?", note="일하지 않게 되는 첫날입니다.")
    ],
) -> Outcome:
    """The latest day on which notice of a dismissal can be given.

    Thirty whole days lie between: the day of the notice is not counted (근로기준법 제26조, 민법 제157조).
    """
    latest = sheet.step(
        "늦어도 알려야 하는 날",
        dismissal_date - timedelta(days=NOTICE_DAYS) - counting.ONE,
        "",
        "{day} 전에 30일이 차야 하고 알린 날은 세지 않음",
        day=dismissal_date,
        law="근로기준법 제26조; 민법 제157조",
    )
    sheet.warn("30일이 꽉 차는지 다툼이 있을 수 있습니다. 하루 더 여유를 두면 안전합니다.")
    return sheet.result(latest_notice_date=latest)
