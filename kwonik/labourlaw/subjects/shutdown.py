"""Shutdown allowance (휴업수당, 근로기준법 제46조) and the limit of wage cuts as a sanction (감급, 제95조)."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Flag, days, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.workplace import FIVE, EmployeesIfKnown
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "임금"
SHARE = Fraction(7, 10)
LAW = "근로기준법 제46조 제1항"

AverageDaily = Annotated[
    Fraction,
    won(
        "1일 평균임금",
        ask="하루 평균임금은 얼마인가요?",
        note="최근 3개월 임금을 그 기간의 날수로 나눈 금액입니다.",
    ),
]


@calculation(
    "휴업수당",
    subject=SUBJECT,
    says="회사 사정으로 쉰 기간에 받아야 할 휴업수당을 셈합니다.",
    law="근로기준법 제46조, 시행령 제26조",
    gives={"daily": Gives("하루 휴업수당", "원"), "pay": Gives("휴업수당", "원")},
    example={"average_daily": 100_000, "ordinary_daily": 65_000, "days": 10},
    public=True,
)
def shutdown_allowance(
    sheet: Worksheet,
    *,
    average_daily: AverageDaily,
    ordinary_daily: Annotated[Fraction, won("1일 통상임금", ask="하루 통상임금은 얼마인가요?")],
    days: Annotated[Fraction, days("휴업한 날", ask="회사 사정으로 며칠 쉬었나요?")],
    paid: Annotated[
        Fraction,
        won(
            "휴업 기간에 받은 임금",
            ask="쉰 기간에 받은 임금이 있으면 모두 얼마인가요?",
            note="없으면 0입니다.",
        ),
    ] = Fraction(0),
    employees: EmployeesIfKnown = None,
    reduction_approved: Annotated[
        bool,
        Flag(
            "노동위원회의 감액 승인",
            ask="회사가 노동위원회에서 휴업수당을 줄여도 된다는 승인을 받았나요?",
            note="모르면 ‘아니요’로 답하세요.",
        ),
    ] = False,
) -> Outcome:
    """What an employer who shuts down by his own fault owes, in won (근로기준법 제46조; five employees and more).

    70 % of the average wage, or the ordinary wage where 70 % exceeds it. What was paid during the shutdown is taken off
    first: from the average wage before the 70 %, or from the ordinary wage (시행령 제26조). An average wage below
    the ordinary wage is raised to it (제2조 제2항). Nothing below five
    employees (별표 1). Raises Refused for an approved reduction: its amount stands in the approval.
    """
    if employees is not None and employees < FIVE:
        sheet.step(
            "휴업수당", Fraction(0), "원", "상시 5명 미만: 없음", law="근로기준법 제11조 제2항; 시행령 별표 1"
        )
        sheet.warn(
            "휴업수당은 없어도, 회사의 책임으로 일하지 못했다면 민법 제538조로 임금을 청구할 수 있습니다."
        )
        return sheet.result(daily=Fraction(0), pay=Fraction(0))
    if reduction_approved:
        raise Refused(
            {
                "reduction_approved": "‘노동위원회의 감액 승인’: 승인을 받았으면 금액이 승인 내용에 따라 달라집니다. 승인서를 확인하세요."
            }
        )
    average = average_daily
    if average < ordinary_daily:
        average = sheet.step(
            "1일 평균임금", ordinary_daily, "원", "평균임금이 통상임금보다 적음", law="근로기준법 제2조 제2항"
        )
    share = sheet.step("평균임금의 70%", average * SHARE, "원", "{average}원 × 70%", average=average, law=LAW)
    uses_ordinary = share > ordinary_daily
    daily = sheet.step(
        "하루 휴업수당",
        min(share, ordinary_daily),
        "원",
        "70%가 통상임금보다 많아 통상임금" if uses_ordinary else "평균임금의 70%",
        law=f"{LAW} 단서" if uses_ordinary else LAW,
    )
    base = ordinary_daily if uses_ordinary else average
    rate = Fraction(1) if uses_ordinary else SHARE
    pay = sheet.step(
        "휴업수당",
        max(base * days - paid, Fraction(0)) * rate,
        "원",
        "({base}원 × {days}일 - {paid}원) × {rate}%" if paid else "{daily}원 × {days}일",
        base=base,
        daily=daily,
        days=days,
        paid=paid,
        rate=rate * 100,
        law="근로기준법 시행령 제26조" if paid else LAW,
    )
    if employees is None:
        sheet.assume("상시 5명 이상 사업장으로 보았습니다. 5명 미만이면 휴업수당이 없습니다.")
    sheet.assume("원료 부족, 주문 감소처럼 회사가 책임질 사정으로 쉰 것으로 보았습니다. 천재지변은 다릅니다.")
    return sheet.result(daily=daily, pay=pay)


@calculation(
    "감급의 한도",
    subject=SUBJECT,
    says="징계로 임금을 깎을 때 넘을 수 없는 금액을 알려 줍니다.",
    law="근로기준법 제95조",
    gives={
        "per_event_max": Gives("한 번에 깎을 수 있는 금액", "원"),
        "period_total_max": Gives("한 임금 기간에 깎을 수 있는 금액", "원"),
    },
    example={"average_daily": 100_000, "pay_period_total": 3_000_000},
)
def wage_cut_limit(
    sheet: Worksheet,
    *,
    average_daily: AverageDaily,
    pay_period_total: Annotated[Fraction, won("한 임금 지급기의 임금 총액")],
    employees: EmployeesIfKnown = None,
) -> Outcome:
    """How far work rules may cut wages as a sanction, in won (근로기준법 제95조; five employees and more).

    Half a day's average wage for one occasion, a tenth of the pay period's wages in all. Raises Refused below five.
    """
    if employees is not None and employees < FIVE:
        raise Refused(
            {
                "employees": "‘상시 근로자 수’: 5명 미만 사업장에는 제95조의 한도가 없습니다. 근거 없이 깎은 임금은 체불(제43조)입니다."
            }
        )
    event = sheet.step(
        "한 번에 깎을 수 있는 금액",
        average_daily / 2,
        "원",
        "{average}원 ÷ 2",
        average=average_daily,
        law="근로기준법 제95조",
    )
    total = sheet.step(
        "한 임금 기간에 깎을 수 있는 금액",
        pay_period_total / 10,
        "원",
        "{total}원 ÷ 10",
        total=pay_period_total,
        law="근로기준법 제95조",
    )
    sheet.assume(
        "취업규칙에 감급이 정해져 있는 것으로 보았습니다. 결근한 시간의 임금을 주지 않는 것은 감급이 아닙니다."
    )
    return sheet.result(per_event_max=event, period_total_max=total)
