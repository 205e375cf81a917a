"""Parental leave benefit (육아휴직 급여): month by month, for one parent, both parents or a single parent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, count, days, won
from kwonik.labourlaw.facts import months as months_fact
from kwonik.labourlaw.refusing import Refused, Unset
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "육아휴직"
FIRST_MONTHS, SECOND_MONTHS = 3, 6  # the last month of each band (시행령 제95조 제1항)
USUAL_MONTHS, MOST_MONTHS = 12, 18  # 남녀고용평등법 제19조 제2항
SHORTEST_DAYS = 30  # 고용보험법 제70조 제1항
ONE, BOTH, SINGLE = "일반", "부모 함께", "한부모"


@dataclass(frozen=True)
class _Leave:
    """The facts of a leave that the amount of each of its months follows from."""

    start: date
    kind: str
    partner_months: int
    wage: Fraction
    employer_pay: Fraction

    def rule(self, sheet: Worksheet, month: int) -> tuple[Fraction, Fraction]:
        """Rate and cap of the month, counted from 1 (시행령 제95조, 제95조의3). Raises Unset."""
        if self.kind == BOTH:
            caps = sheet.parameter("parental_leave_caps_both_parents", self.start)
            if month <= min(self.partner_months, len(caps)):
                return Fraction(1), caps[month - 1]
        if month <= FIRST_MONTHS:
            first = "parental_leave_cap_single_parent" if self.kind == SINGLE else "parental_leave_cap_to_3"
            return Fraction(1), sheet.parameter(first, self.start)
        if month <= SECOND_MONTHS:
            return Fraction(1), sheet.parameter("parental_leave_cap_to_6", self.start)
        later = sheet.parameter("parental_leave_rate_later", self.start)
        return later, sheet.parameter("parental_leave_cap_later", self.start)

    def benefit(self, sheet: Worksheet, month: int) -> Fraction:
        """The benefit of one whole month, with its step. Raises Unset."""
        rate, cap = self.rule(sheet, month)
        floor: Fraction = sheet.parameter("parental_leave_floor", self.start)
        paid: Fraction = sheet.step(
            f"{month}개월째",
            max(min(self.wage * rate, cap), floor),
            "원",
            "{wage}원 × {percent}%, 상한 {cap}원, 하한 {floor}원",
            law="고용보험법 시행령 제95조 제1항" if self.kind == ONE else "고용보험법 시행령 제95조의3",
            wage=self.wage,
            percent=rate * 100,
            cap=cap,
            floor=floor,
        )
        beyond = paid + self.employer_pay - self.wage
        if self.employer_pay and beyond > 0:
            paid = sheet.step(
                f"{month}개월째에 줄인 급여",
                max(paid - beyond, Fraction(0)),
                "원",
                "회사가 준 돈과 더해 통상임금을 넘는 {beyond}원을 뺌",
                law="고용보험법 시행령 제98조",
                beyond=beyond,
            )
        return paid


def _share_of_last_month(start: date, months: int, extra_days: int) -> Fraction:
    """The share of a month that a few days of leave are, by the days of that month of leave. Raises Refused."""
    begins = counting.term_end(start, months) + counting.ONE if months else start
    length = counting.count_days(begins, counting.term_end(begins, 1))
    if extra_days >= length:
        raise Refused(
            {
                "extra_days": f"‘한 달이 안 되는 날’이 그 달의 날수 {length}일보다 적어야 합니다. 개월 수에 더하세요."
            }
        )
    return Fraction(extra_days, length)


def _check(sheet: Worksheet, kind: str, months: int, extra_days: int, partner_months: int) -> None:
    if not months and not extra_days:
        raise Refused({"months": "‘휴직한 개월 수’: 휴직한 기간이 하루도 없습니다. 기간을 적으세요."})
    if months + (1 if extra_days else 0) > MOST_MONTHS:
        raise Refused(
            {"months": "‘휴직한 개월 수’: 육아휴직은 자녀 한 명에 1년 6개월까지입니다. 기간을 확인하세요."}
        )
    if kind == BOTH and not partner_months:
        raise Refused(
            {
                "partner_months": "‘배우자가 휴직한 개월 수’: 부모가 함께 쓰는 특례는 배우자도 휴직해야 합니다. 적어 주세요."
            }
        )
    if months >= USUAL_MONTHS and months + (1 if extra_days else 0) > USUAL_MONTHS:
        sheet.warn(
            "1년을 넘는 육아휴직은 부모가 각각 3개월 이상 썼거나, 한부모이거나, 중증 장애아동의 부모일 때만 쓸 수 있습니다."
        )
    if not months and extra_days < SHORTEST_DAYS:
        sheet.warn(
            "30일이 안 되는 휴직은 2026-08-20부터 쓸 수 있는 단기 육아휴직(1~2주)일 때만 급여가 나옵니다."
        )


@calculation(
    "육아휴직 급여",
    subject=SUBJECT,
    says="육아휴직을 하는 동안 달마다 급여를 얼마 받는지 알려 줍니다.",
    law="고용보험법 제70조, 제73조, 시행령 제95조, 제95조의3, 제98조",
    selects="육아휴직 시작일",
    gives={"monthly": Gives("달마다 받는 급여", "원"), "total": Gives("모두 받는 급여", "원")},
    example={"start": "2026-01-01", "monthly_ordinary_wage": 3_000_000, "months": 12},
    public=True,
)
def parental_leave_benefit(
    sheet: Worksheet,
    *,
    start: Annotated[date, Day("육아휴직 시작일", ask="육아휴직을 언제 시작하나요?")],
    monthly_ordinary_wage: Annotated[
        Fraction, won("월 통상임금", ask="휴직을 시작할 때 한 달 통상임금은 얼마인가요?")
    ],
    months: Annotated[int, months_fact("휴직한 개월 수", ask="몇 개월을 쉬나요?", whole=True)],
    extra_days: Annotated[
        int, days("한 달이 안 되는 날", ask="개월 수 말고 며칠을 더 쉬나요?", most=30, whole=True)
    ] = 0,
    kind: Annotated[
        str,
        Choice(
            "급여의 종류",
            ask="다음 가운데 어디에 해당하나요?",
            options={
                ONE: "일반",
                BOTH: "부모가 모두 아이 18개월 안에 휴직(6+6)",
                SINGLE: "한부모",
            },
            also={"6+6": BOTH, "부모함께": BOTH, "부모 함께 육아휴직제": BOTH, "한부모가족": SINGLE},
        ),
    ] = ONE,
    partner_months: Annotated[
        int,
        count(
            "배우자가 휴직한 개월 수",
            unit="개월",
            ask="배우자는 같은 아이로 몇 개월 쉬었나요(쉬나요)?",
            note="부모가 모두 휴직할 때만 적습니다.",
            most=MOST_MONTHS,
        ),
    ] = 0,
    employer_pay: Annotated[
        Fraction,
        won("회사가 달마다 주는 돈", ask="휴직하는 동안 회사가 달마다 주는 돈이 있나요?"),
    ] = Fraction(0),
) -> Outcome:
    """Parental leave benefit in won for each month of leave, and in all (고용보험법 시행령 제95조).

    From 2025-01-01: 100 % of the ordinary wage up to 2,500,000 (months 1-3) and 2,000,000 (4-6), then 80 % up to
    1,600,000; never less than 700,000; nothing is held back. For both parents within 18 months of birth the caps of the
    months that both took rise to 4,500,000 (제95조의3 제1항), for a single parent the first three are 3,000,000
    (제3항). A part of a month counts by days (제95조 제3항); what goes beyond the ordinary wage together with the
    employer's pay is taken off (제98조). Raises Unset for leave begun earlier, Refused for facts that do not fit.
    """
    _check(sheet, kind, months, extra_days, partner_months)
    leave = _Leave(start, kind, partner_months, monthly_ordinary_wage, employer_pay)
    try:
        monthly = [leave.benefit(sheet, month) for month in range(1, months + 1)]
        partly = leave.benefit(sheet, months + 1) if extra_days else None
    except Unset as unset:
        raise Unset(
            {
                "start": f"‘육아휴직 시작일’: {unset} 먼저 시작한 휴직도 2025년부터의 달은 새 금액으로 받습니다."
            }
        ) from None
    if partly is not None:
        share = _share_of_last_month(start, months, extra_days)
        monthly.append(
            sheet.step(
                f"{months + 1}개월째의 {extra_days}일",
                partly * share,
                "원",
                "{whole}원 × {days}일 ÷ {length}일",
                law="고용보험법 시행령 제95조 제3항",
                whole=partly,
                days=extra_days,
                length=extra_days / share,
            )
        )
    total = sheet.step(
        "모두 받는 급여", sum(monthly, Fraction(0)), "원", "달마다 받는 급여를 더함", law="고용보험법 제70조"
    )
    sheet.assume(
        "휴직을 시작하기 전에 고용보험에 180일 이상 들었고, 휴직을 나누어 쓰지 않은 것으로 보았습니다."
    )
    if kind == BOTH:
        sheet.warn(
            "특례의 상한은 부모가 모두 휴직한 개월까지만 오릅니다. 배우자의 휴직이 줄면 차액을 다시 셈합니다."
        )
    sheet.warn("급여는 휴직을 시작한 날 뒤 1개월부터, 끝난 날 뒤 12개월 안에 신청해야 합니다.")
    return sheet.result(monthly=monthly, total=total)
