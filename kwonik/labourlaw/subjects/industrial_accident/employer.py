"""What an employer owes by itself for an accident at work (근로기준법 제8장 재해보상)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Flag, count, days, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .bounds import SUBJECT, AverageDaily
from .lasting import GRADES, PriorGrade, check_prior

SHARE = Fraction(60, 100)  # 제79조
SURVIVOR_DAYS, FUNERAL_DAYS, RELEASE_DAYS = 1_000, 90, 1_340  # 제82조, 제83조, 제84조
TREATMENT, ABSENCE, IMPAIRMENT = "요양보상", "휴업보상", "장해보상"
SURVIVORS, FUNERAL, RELEASE = "유족보상", "장례비", "일시보상"
FIXED = {
    SURVIVORS: (SURVIVOR_DAYS, "근로기준법 제82조 제1항"),
    FUNERAL: (FUNERAL_DAYS, "근로기준법 제83조"),
    RELEASE: (RELEASE_DAYS, "근로기준법 제84조"),
}
IN_INSTALMENTS = (IMPAIRMENT, SURVIVORS, RELEASE)  # 제85조
EXCUSED = (ABSENCE, IMPAIRMENT)  # by gross negligence (제81조)


@dataclass(frozen=True)
class _Case:
    """The facts of a claim, as the kinds of compensation need them."""

    average_daily: Fraction
    kind: str
    days: int | None
    wage_received: Fraction
    grade: int | None
    prior_grade: int | None
    medical_cost: Fraction | None


def _missing(name: str, label: str, kind: str) -> Refused:
    return Refused({name: f"‘{label}’: {kind}을 셈하려면 이 사실이 있어야 합니다. 적어 주세요."})


def _treatment(sheet: Worksheet, case: _Case) -> Fraction:
    if case.medical_cost is None:
        raise _missing("medical_cost", "치료비", case.kind)
    amount: Fraction = sheet.step(
        "요양보상", case.medical_cost, "원", "필요한 치료에 든 비용", law="근로기준법 제78조 제1항"
    )
    return amount


def _absence(sheet: Worksheet, case: _Case) -> Fraction:
    if case.days is None:
        raise _missing("days", "쉰 날", case.kind)
    full = case.average_daily * case.days
    amount: Fraction = sheet.step(
        "휴업보상",
        max(full - case.wage_received, Fraction(0)) * SHARE,
        "원",
        "({average}원 × {days}일 − 받은 임금 {received}원) × 60%",
        law="근로기준법 제79조",
        average=case.average_daily,
        days=case.days,
        received=case.wage_received,
    )
    return amount


def _impairment(sheet: Worksheet, case: _Case) -> Fraction:
    if case.grade is None:
        raise _missing("grade", "장해등급", case.kind)
    check_prior(case.grade, case.prior_grade)
    table = sheet.parameter("lsa_disability_days", date.max)
    counted = table[case.grade - 1] - (table[case.prior_grade - 1] if case.prior_grade else 0)
    sheet.warn(
        "장해보상의 일수(근로기준법 별표)는 원문을 다시 확인하지 못했습니다. 청구하기 전에 확인하세요."
    )
    amount: Fraction = sheet.step(
        "장해보상",
        case.average_daily * counted,
        "원",
        "{average}원 × {days}일 ({grade}급{prior})",
        law="근로기준법 제80조, 별표",
        average=case.average_daily,
        days=counted,
        grade=case.grade,
        prior=f", 전부터 있던 {case.prior_grade}급의 날수를 뺌" if case.prior_grade else "",
    )
    return amount


def _fixed(sheet: Worksheet, case: _Case) -> Fraction:
    counted, law = FIXED[case.kind]
    amount: Fraction = sheet.step(
        case.kind,
        case.average_daily * counted,
        "원",
        "{average}원 × {days}일",
        law=law,
        average=case.average_daily,
        days=counted,
    )
    return amount


RULES: dict[str, Callable[[Worksheet, _Case], Fraction]] = {
    TREATMENT: _treatment,
    ABSENCE: _absence,
    IMPAIRMENT: _impairment,
    SURVIVORS: _fixed,
    FUNERAL: _fixed,
    RELEASE: _fixed,
}


@calculation(
    "사업주의 재해보상",
    subject=SUBJECT,
    says="산재보험으로 받지 못하는 재해에 회사가 근로기준법에 따라 보상할 금액을 셈합니다.",
    law="근로기준법 제78조~제87조, 별표",
    selects="지금의 별표",
    gives={"amount": Gives("보상할 금액", "원"), "each_instalment": Gives("나누어 한 번에 낼 금액", "원")},
    example={"average_daily": 100_000, "kind": "휴업보상", "days": 10},
)
def lsa_own_compensation(
    sheet: Worksheet,
    *,
    average_daily: AverageDaily,
    kind: Annotated[
        str,
        Choice(
            "보상의 종류",
            ask="어떤 보상인가요?",
            options={kind: kind for kind in RULES},
            also={
                "장의비": FUNERAL,
                "장례비보상": FUNERAL,
                "장사비": FUNERAL,
                "요양": TREATMENT,
                "휴업": ABSENCE,
                "장해": IMPAIRMENT,
                "유족": SURVIVORS,
            },
        ),
    ],
    days: Annotated[
        int | None, days("쉰 날", ask="치료를 받느라 며칠 쉬었나요?", note="휴업보상에 씁니다.", whole=True)
    ] = None,
    wage_received: Annotated[
        Fraction,
        won("쉬는 동안 받은 임금", ask="쉬는 동안 회사에서 받은 임금이 있나요?", note="휴업보상에 씁니다."),
    ] = Fraction(0),
    grade: Annotated[
        int | None,
        count(
            "장해등급",
            unit="급",
            ask="장해등급은 몇 급인가요?",
            note="장해보상에 씁니다.",
            least=1,
            most=GRADES,
        ),
    ] = None,
    prior_grade: PriorGrade = None,
    medical_cost: Annotated[
        Fraction | None, won("치료비", ask="치료에 얼마가 들었나요?", note="요양보상에 씁니다.")
    ] = None,
    received_elsewhere: Annotated[
        Fraction,
        won("같은 일로 받은 다른 배상", ask="같은 일로 손해배상 같은 돈을 받았나요?"),
    ] = Fraction(0),
    gross_negligence: Annotated[
        bool,
        Flag(
            "중대한 과실을 노동위원회가 인정했는지",
            ask="노동위원회가 다친 사람의 중대한 과실을 인정했나요?",
        ),
    ] = False,
    instalments: Annotated[
        int,
        count(
            "나누어 내는 횟수",
            unit="번",
            ask="몇 번에 나누어 내나요?",
            note="장해·유족·일시보상을 1년에 걸쳐 나눌 때만 적습니다.",
            least=1,
            most=12,
        ),
    ] = 1,
) -> Outcome:
    """What the employer itself owes by 근로기준법 제8장, in won, where industrial-accident insurance does not pay.

    요양보상: the cost of treatment (제78조). 휴업보상: 60 % of the average wage, or of what it exceeds the wage received
    (제79조). 장해보상: the days of 별표, less those of a prior grade (제80조). 유족보상 1,000 days (제82조), 장례비 90 days
    (제83조), 일시보상 1,340 days after two years of treatment (제84조). Damages received for the same are taken off
    (제87조); gross negligence recognised by the labour relations commission excuses absence and impairment (제81조);
    three kinds may be spread over a year (제85조). Raises Refused for a fact that the kind needs, or cannot have.
    """
    if instalments > 1 and kind not in IN_INSTALMENTS:
        raise Refused(
            {
                "instalments": "‘나누어 내는 횟수’: 나누어 낼 수 있는 것은 장해보상, 유족보상, 일시보상뿐입니다(제85조)."
            }
        )
    case = _Case(average_daily, kind, days, wage_received, grade, prior_grade, medical_cost)
    amount = RULES[kind](sheet, case)
    if gross_negligence and kind in EXCUSED:
        amount = sheet.step(
            "중대한 과실로 면한 뒤",
            Fraction(0),
            "원",
            "노동위원회가 중대한 과실을 인정함",
            law="근로기준법 제81조",
        )
    if received_elsewhere:
        amount = sheet.step(
            "다른 배상을 뺀 금액",
            max(amount - received_elsewhere, Fraction(0)),
            "원",
            "{amount}원 − {received}원",
            law="근로기준법 제87조",
            amount=amount,
            received=received_elsewhere,
        )
    found = {"amount": amount}
    if instalments > 1:
        found["each_instalment"] = sheet.step(
            "한 번에 낼 금액",
            amount / instalments,
            "원",
            "{amount}원 ÷ {times}번",
            law="근로기준법 제85조",
            amount=amount,
            times=instalments,
        )
        sheet.warn(
            "나누어 내려면 회사가 지급 능력을 증명하고 받는 사람이 동의해야 하며, 1년 안에 다 내야 합니다."
        )
    if kind == RELEASE:
        sheet.warn("일시보상은 요양을 시작한 지 2년이 지나도 낫지 않을 때만 할 수 있습니다.")
    sheet.warn(
        "산재보험에서 급여를 받았거나 받을 수 있으면 회사의 재해보상 책임은 면제됩니다(산재보험법 제80조 제1항)."
    )
    return sheet.result(**found)
