"""Interest of 20 % a year on wages in arrears (근로기준법 제37조, 시행령 제17조, 제18조)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .due import SUBJECT, day14

RATE, SERVING = "arrears_delay_rate", "law_serving_delay_interest"
LEAVING_LAW = "근로기준법 제37조 제1항 제1호, 시행령 제17조"
SERVICE_LAW = "근로기준법 제37조 제1항 제2호, 시행령 제17조"
LEFT_LAW = "근로기준법 제37조 제2항"
STATUS = {
    "retired": "퇴직한 뒤 14일 안에 받았어야 할 돈",
    "in_service": "재직 중에 밀린 임금(지금도 재직)",
    "left_after_default": "재직 중에 밀린 임금(그 뒤 퇴직)",
}

Principal = Annotated[Fraction, won("밀린 금액", ask="밀린 금액이 얼마인가요?")]
PaidDate = Annotated[
    date,
    Day(
        "받은 날",
        ask="언제 받았나요?",
        note="아직 받지 못했으면 이자를 셈할 마지막 날을 적으세요.",
    ),
]


@calculation(
    "체불임금 지연이자",
    subject=SUBJECT,
    says="밀린 임금이나 퇴직금에 붙는 연 20% 지연이자를 셈합니다.",
    law="근로기준법 제37조, 시행령 제17조, 제18조; 법률 제20520호 부칙",
    selects="받기로 한 날(재직 중 임금은 2025-10-23 이후만)",
    gives={
        "days": Gives("밀린 날수", "일"),
        "rate": Gives("이율(연)", "%"),
        "interest": Gives("지연이자", "원"),
        "interest_floor_won": Gives("지연이자(원 미만 버림)", "원"),
    },
    example={
        "principal": 3_000_000,
        "due_date": "2026-01-14",
        "paid_date": "2026-03-15",
        "status": "retired",
    },
    public=True,
)
def wage_delay_interest(
    sheet: Worksheet,
    *,
    principal: Principal,
    due_date: Annotated[
        date,
        Day(
            "받기로 한 날",
            ask="언제까지 받아야 했나요?",
            note="퇴직 뒤 금품은 14일째 되는 날, 재직 중 임금은 임금 지급일입니다.",
        ),
    ],
    paid_date: PaidDate,
    status: Annotated[
        str,
        Choice(
            "어떤 돈인지",
            ask="퇴직한 뒤의 돈인가요, 재직 중의 임금인가요?",
            options=STATUS,
            also={
                **dict.fromkeys(("퇴직", "퇴직자", "left", "after_leaving"), "retired"),
                **dict.fromkeys(("재직", "재직자", "serving", "employed"), "in_service"),
                **dict.fromkeys(
                    (
                        "재직 중 체불 후 퇴직",
                        "retired_after_default",
                        "resigned_after_default",
                        "in_service_then_retired",
                    ),
                    "left_after_default",
                ),
            },
        ),
    ],
    last_working_day: Annotated[
        date | None,
        Day(
            "마지막 근무일",
            ask="퇴직했다면 마지막으로 일한 날은 언제인가요?",
            note="2025-10-23 전에 밀린 임금을 두고 퇴직했을 때 필요합니다.",
        ),
    ] = None,
    suspended_from: Annotated[
        date | None,
        Day(
            "지연이자가 멈춘 첫날",
            ask="회생·파산이나 다툼으로 지연이자가 멈춘 기간이 있나요? 언제부터인가요?",
            note="회생·파산, 법원이나 노동위원회에서 다툴 만한 이유가 있던 기간입니다.",
        ),
    ] = None,
    suspended_to: Annotated[
        date | None, Day("지연이자가 멈춘 마지막 날", ask="그 기간은 언제 끝났나요?")
    ] = None,
) -> Outcome:
    """Interest on wages in arrears at 20 % a year, in won, from the day after they were due to the day of payment.

    After leaving: from the day after the 14th day (근로기준법 제37조 제1항 제1호, 시행령 제17조). In service: from the day after
    the pay day, for pay days from 2025-10-23 (제1항 제2호, 법률 제20520호 부칙); who leaves later keeps that start (제2항),
    while older wages begin after the 14th day. Days of suspension (시행령 제18조) are left out. A year has 365 days;
    exact, for no rule rounds it. Raises Refused for an unfinished or contradictory suspension, and when the last
    working day is needed.
    """
    rate, since, law = _rate(sheet, status, due_date, last_working_day)
    if not rate:
        sheet.step("이율", rate, "%", "2025-10-23 전의 임금 지급일", law="법률 제20520호 부칙")
        sheet.warn(
            "2025-10-23 전에 밀린 재직 중 임금에는 연 20%가 붙지 않습니다. 민법 5%나 상법 6%는 청구할 수 있습니다."
        )
        nothing = sheet.step("지연이자", Fraction(0), "원", "연 20%를 붙이는 날이 없음", law=law)
        return sheet.result(days=0, rate=rate, interest=nothing, interest_floor_won=0)
    late = sheet.step(
        "밀린 날수",
        counting.count_days(since + counting.ONE, paid_date),
        "일",
        "{since} 다음 날부터 {paid}까지",
        since=since,
        paid=paid_date,
        law=law,
    )
    late -= _suspended(sheet, since, paid_date, suspended_from, suspended_to)
    interest = sheet.step(
        "지연이자",
        principal * rate * late / counting.YEAR_DAYS,
        "원",
        "{principal}원 × {rate} × {days}일 ÷ 365일",
        principal=principal,
        rate=rate,
        days=late,
        law="근로기준법 시행령 제17조",
    )
    sheet.assume("한 해를 365일로 나누었습니다. 원 미만을 다루는 규정은 없습니다.")
    sheet.warn("소송에서는 소장이 닿은 다음 날부터도 연 20%가 소송촉진법 이율보다 높아 그대로 청구합니다.")
    return sheet.result(days=late, rate=rate, interest=interest, interest_floor_won=interest // 1)


def _rate(
    sheet: Worksheet, status: str, due_date: date, last_working_day: date | None
) -> tuple[Fraction, date, str]:
    """The rate, the day after which it runs, and the article."""
    if status == "retired":
        return sheet.parameter(RATE, due_date), due_date, LEAVING_LAW
    serving = sheet.parameter(SERVING, due_date)
    if serving:
        law = SERVICE_LAW if status == "in_service" else LEFT_LAW
        return sheet.parameter(RATE, due_date), due_date, law
    if status == "in_service":
        return Fraction(0), due_date, SERVICE_LAW
    if last_working_day is None:
        raise Refused(
            {
                "last_working_day": "‘마지막 근무일’: 2025-10-23 전에 밀린 임금은 퇴직 뒤 14일이 지난 날부터 연 20%가 붙습니다. 적어 주세요."
            }
        )
    if last_working_day < due_date:
        raise Refused(
            {"last_working_day": "‘마지막 근무일’이 받기로 한 날보다 앞섭니다. 그렇다면 퇴직 뒤의 돈입니다."}
        )
    since = sheet.step(
        "퇴직 뒤 14일째 되는 날",
        day14(last_working_day),
        "",
        "{last} 다음 날부터 14일",
        last=last_working_day,
        law="근로기준법 제36조",
    )
    return sheet.parameter(RATE, since), since, LEAVING_LAW


def _suspended(sheet: Worksheet, since: date, paid: date, first: date | None, last: date | None) -> int:
    """Days between on which no interest of 20 % runs (시행령 제18조)."""
    if first is None and last is None:
        return 0
    if first is None or last is None:
        name = "suspended_from" if first is None else "suspended_to"
        raise Refused(
            {
                name: "지연이자가 멈춘 기간은 ‘지연이자가 멈춘 첫날’과 ‘지연이자가 멈춘 마지막 날’을 함께 적어 주세요."
            }
        )
    if last < first:
        raise Refused({"suspended_to": "‘지연이자가 멈춘 마지막 날’이 첫날보다 앞섭니다. 날짜를 확인하세요."})
    sheet.warn("멈춘 기간에도 민법 5%나 상법 6%의 이자는 청구할 수 있습니다.")
    return sheet.step(
        "이자가 멈춘 날",
        counting.count_days(max(first, since + counting.ONE), min(last, paid)),
        "일",
        "{first}부터 {last}까지",
        first=first,
        last=last,
        law="근로기준법 제37조 제3항, 시행령 제18조",
    )
