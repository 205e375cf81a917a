"""Defined contributions (확정기여형 퇴직연금): what the employer pays in for a year, and interest on what comes late."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .service import SUBJECT

SETTLEMENT_DAYS = 14  # after leaving (퇴직급여법 제9조 제1항)


@calculation(
    "확정기여형 퇴직연금 부담금",
    subject=SUBJECT,
    says="회사가 한 해에 넣어야 하는 확정기여형(DC) 퇴직연금 부담금을 셈합니다.",
    law="근로자퇴직급여 보장법 제20조 제1항",
    selects="넣기로 한 날(비우면 지금 법)",
    gives={"employer_contribution": Gives("사용자 부담금", "원")},
    example={"annual_wages": 36_000_000},
)
def dc_contribution(
    sheet: Worksheet,
    *,
    annual_wages: Annotated[Fraction, won("연간 임금총액", ask="한 해 동안 받은 임금은 모두 얼마인가요?")],
    due: Annotated[date | None, Day("넣기로 한 날", note="규약에 정한 납입일입니다.")] = None,
) -> Outcome:
    """The least that an employer pays into a defined contribution account for a year, in won.

    A twelfth of the year's wages (퇴직급여법 제20조 제1항). Exact: the Act names no rounding.
    """
    months = sheet.parameter("dc_contribution_months", due or date.max)
    contribution = sheet.step(
        "사용자 부담금",
        annual_wages / months,
        "원",
        "{wages}원 ÷ {months}",
        wages=annual_wages,
        months=months,
        law="퇴직급여법 제20조 제1항",
    )
    sheet.warn("규약에서 더 많이 넣기로 했으면 규약을 따릅니다. 1년이 안 된 해도 그동안의 임금으로 셈합니다.")
    return sheet.result(employer_contribution=contribution)


@calculation(
    "확정기여형 부담금 지연이자",
    subject=SUBJECT,
    says="회사가 DC 퇴직연금 부담금을 늦게 넣었을 때의 지연이자를 셈합니다.",
    law="근로자퇴직급여 보장법 제20조 제3항, 시행령 제11조",
    selects="부담금을 넣기로 한 날",
    gives={
        "days_at_10": Gives("연 10%를 붙이는 날", "일"),
        "days_at_20": Gives("연 20%를 붙이는 날", "일"),
        "interest": Gives("지연이자", "원"),
    },
    example={
        "unpaid": 3_000_000,
        "due": "2026-01-31",
        "retire_date": "2026-03-01",
        "paid": "2026-04-30",
    },
)
def dc_delay_interest(
    sheet: Worksheet,
    *,
    unpaid: Annotated[Fraction, won("밀린 부담금", ask="회사가 넣지 않은 부담금이 얼마인가요?")],
    due: Annotated[date, Day("넣기로 한 날", ask="언제까지 넣기로 했나요?")],
    paid: Annotated[
        date,
        Day("넣은 날", ask="언제 넣었나요?", note="아직 넣지 않았으면 이자를 셈할 마지막 날을 적으세요."),
    ],
    retire_date: Annotated[
        date | None, Day("퇴직일", ask="퇴직했다면 퇴직일은 언제인가요?", note="재직 중이면 비워 두세요.")
    ] = None,
    extended_to: Annotated[
        date | None,
        Day("합의로 늦춘 날", note="퇴직 뒤 14일을 서로 합의하여 늦추었을 때만 적으세요."),
    ] = None,
) -> Outcome:
    """Interest on late contributions: 10 % a year until 14 days after leaving, 20 % from the next day.

    퇴직급여법 시행령 제11조; from the day after the due date to the day of payment, a year of 365 days. Exact: the decree
    names no rounding. Raises Refused when the agreed extension comes before the 14 days end.
    """
    rates = sheet.parameter("dc_delay_rates", due)
    first = due + counting.ONE
    settlement = _settlement(retire_date, extended_to)
    low_until = paid if settlement is None else min(paid, settlement)
    at_low = sheet.step(
        "낮은 이율을 붙이는 날",
        counting.count_days(first, low_until),
        "일",
        "{first}부터 {until}까지",
        first=first,
        until=low_until,
        law="퇴직급여법 시행령 제11조 제1호",
    )
    at_high = 0
    if settlement is not None:
        high_from = max(first, settlement + counting.ONE)
        at_high = sheet.step(
            "높은 이율을 붙이는 날",
            counting.count_days(high_from, paid),
            "일",
            "{first}부터 {paid}까지",
            first=high_from,
            paid=paid,
            law="퇴직급여법 시행령 제11조 제2호",
        )
    interest = sheet.step(
        "지연이자",
        unpaid * (at_low * rates["until_settlement"] + at_high * rates["afterwards"]) / counting.YEAR_DAYS,
        "원",
        "{unpaid}원 × ({low}일 × {low_rate} + {high}일 × {high_rate}) ÷ 365",
        unpaid=unpaid,
        low=at_low,
        low_rate=rates["until_settlement"],
        high=at_high,
        high_rate=rates["afterwards"],
        law="퇴직급여법 제20조 제3항",
    )
    sheet.assume("한 해를 365일로 나누었습니다. 이자의 원 미만을 다루는 규정은 없습니다.")
    return sheet.result(days_at_10=at_low, days_at_20=at_high, interest=interest)


def _settlement(retire_date: date | None, extended_to: date | None) -> date | None:
    """The last day at the lower rate after leaving; None while employed."""
    if retire_date is None:
        if extended_to is not None:
            raise Refused({"extended_to": "‘합의로 늦춘 날’은 퇴직일과 함께 적어야 합니다."})
        return None
    settlement = retire_date + timedelta(days=SETTLEMENT_DAYS)
    if extended_to is not None and extended_to < settlement:
        raise Refused(
            {"extended_to": "‘합의로 늦춘 날’이 퇴직 뒤 14일보다 빠릅니다. 늦춘 날을 확인하거나 비우세요."}
        )
    return extended_to or settlement
