"""Interest by contract and in court: civil 5 %, commercial 6 %, and the rate of 소송촉진법 after service."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .due import SUBJECT
from .interest import PaidDate, Principal

LITIGATION = "litigation_delay_rate"
LITIGATION_LAW = "소송촉진 등에 관한 특례법 제3조 제1항"
BEFORE = {
    "freelancer_civil": ("civil_delay_rate", "민법 제379조"),
    "freelancer_commercial": ("commercial_delay_rate", "상법 제54조"),
    "wage_civil": ("civil_delay_rate", "민법 제379조"),
    "wage_commercial": ("commercial_delay_rate", "상법 제54조"),
}


@calculation(
    "소송촉진법의 법정이율",
    subject=SUBJECT,
    says="어느 날의 소송 지연이자율이 몇 퍼센트인지 알려 줍니다.",
    law="소송촉진 등에 관한 특례법 제3조 제1항",
    selects="이율을 알고 싶은 날",
    gives={"rate": Gives("이율(연)", "%")},
    example={"date": "2026-11-22"},
)
def litigation_statutory_rate(
    sheet: Worksheet,
    *,
    date: Annotated[date, Day("날짜", ask="어느 날의 이율이 궁금한가요?")],
) -> Outcome:
    """The rate of interest a year in litigation on a day (소송촉진법 제3조 제1항과 그 법정이율 규정).

    12 % since 2019-06-01, 15 % since 2015-10-01, 20 % before. Raises Unset before 2003-06-01.
    """
    rate = sheet.step(
        "소송 지연이자율",
        sheet.parameter(LITIGATION, date),
        "%",
        "{day}의 이율",
        day=date,
        law=LITIGATION_LAW,
    )
    return sheet.result(rate=rate)


@calculation(
    "계약상 지연이자(민사·상사)",
    subject=SUBJECT,
    says="보수나 대금이 밀렸을 때 민법·상법의 이자와 소송 뒤의 이자를 나누어 셈합니다.",
    law="민법 제379조; 상법 제54조; 소송촉진 등에 관한 특례법 제3조",
    selects="이자가 붙는 날마다",
    gives={
        "days_before": Gives("소장이 닿은 날까지", "일"),
        "days_after": Gives("그 다음 날부터", "일"),
        "rate_before": Gives("소송 전 이율(연)", "%"),
        "interest": Gives("지연이자", "원"),
        "interest_floor_won": Gives("지연이자(원 미만 버림)", "원"),
    },
    example={
        "principal": 5_000_000,
        "due_date": "2026-03-31",
        "complaint_served": "2026-06-30",
        "paid_date": "2026-09-30",
        "kind": "freelancer_civil",
    },
)
def contract_delay_interest(
    sheet: Worksheet,
    *,
    principal: Principal,
    due_date: Annotated[date, Day("받기로 한 날", ask="언제까지 받기로 했나요?")],
    paid_date: PaidDate,
    kind: Annotated[
        str,
        Choice(
            "채권의 종류",
            ask="상대방이 회사나 장사하는 사람인가요?",
            note="회사처럼 상인이 사업으로 맺은 계약이면 상사 이율입니다.",
            options={
                "freelancer_civil": "프리랜서 보수, 상대방이 상인이 아님(민법 5%)",
                "freelancer_commercial": "프리랜서 보수, 상대방이 상인(상법 6%)",
                "wage_civil": "임금, 사용자가 상인이 아님(민법 5%)",
                "wage_commercial": "임금, 사용자가 상인(상법 6%)",
            },
            also={
                **dict.fromkeys(("civil", "민사", "freelancer"), "freelancer_civil"),
                **dict.fromkeys(
                    ("commercial", "상사", "merchant", "commercial_contract", "company_commercial"),
                    "freelancer_commercial",
                ),
                **dict.fromkeys(("employee_civil", "employer_civil"), "wage_civil"),
                **dict.fromkeys(
                    ("employee_commercial", "employer_commercial", "wage_company", "wage"), "wage_commercial"
                ),
            },
        ),
    ],
    complaint_served: Annotated[
        date | None,
        Day(
            "소장이 닿은 날",
            ask="소장이나 지급명령이 상대방에게 언제 닿았나요?",
            note="소송하지 않았으면 비워 두세요.",
        ),
    ] = None,
    disputed_until: Annotated[
        date | None,
        Day(
            "다툴 만하다고 본 마지막 날",
            note="판결이 상대방의 다툼을 상당하다고 보았으면 그 판결 선고일입니다.",
        ),
    ] = None,
) -> Outcome:
    """Interest on a debt by contract: 5 % or 6 % a year, and the litigation rate from the day after service.

    민법 제379조, 상법 제54조, 소송촉진법 제3조: the litigation rate of each day, from the day after the complaint was served,
    or after the judgment where the dispute was justified (제2항). A year has 365 days; exact. Raises Refused for a
    justified dispute without a lawsuit.
    """
    if disputed_until is not None and complaint_served is None:
        raise Refused({"disputed_until": "‘다툴 만하다고 본 마지막 날’은 소장이 닿은 날과 함께 적어 주세요."})
    name, law = BEFORE[kind]
    before = sheet.parameter(name, due_date)
    turn = paid_date
    if complaint_served is not None:
        turn = max(due_date, min(paid_date, max(complaint_served, disputed_until or complaint_served)))
    first = due_date + counting.ONE
    days_before = counting.count_days(first, min(turn, paid_date))
    interest = sheet.step(
        "소송 전 이자",
        principal * before * days_before / counting.YEAR_DAYS,
        "원",
        "{principal}원 × {rate} × {days}일 ÷ 365일",
        principal=principal,
        rate=before,
        days=days_before,
        law=law,
    )
    days_after = 0
    for rate, since, until in sheet.parameter_over(LITIGATION, turn + counting.ONE, paid_date):
        days = counting.count_days(since, until)
        days_after += days
        interest += sheet.step(
            "소송 뒤 이자",
            principal * rate * days / counting.YEAR_DAYS,
            "원",
            "{principal}원 × {rate} × {days}일 ÷ 365일 ({since}부터)",
            principal=principal,
            rate=rate,
            days=days,
            since=since,
            law=LITIGATION_LAW,
        )
    sheet.step("지연이자", interest, "원", "모두 더함", law=LITIGATION_LAW if days_after else law)
    sheet.assume("한 해를 365일로 나누었습니다. 윤년에 366일로 나눌지는 법에 정해져 있지 않습니다.")
    if kind.startswith("wage"):
        sheet.warn("퇴직한 뒤의 임금이나 2025-10-23부터의 재직 중 임금이면 연 20%를 먼저 따져 보세요.")
    return sheet.result(
        days_before=days_before,
        days_after=days_after,
        rate_before=before,
        interest=interest,
        interest_floor_won=interest // 1,
    )
