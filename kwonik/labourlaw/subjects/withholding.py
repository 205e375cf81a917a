"""Tax withheld from those who are paid without an employment contract: business income ("3.3 %"), other income."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, rate, won
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "세금"
CONTINUING, OTHER = "인적용역 계속·반복", "그 밖의 사업소득"
GIVES = {
    "income_tax": Gives("소득세", "원"),
    "local_tax": Gives("지방소득세", "원"),
    "net": Gives("받을 금액", "원"),
}
TREASURY = "국고금관리법 제47조"


def below_ten(amount: Fraction) -> Fraction:
    """A tax without what is below ten won (국고금관리법 제47조)."""
    return Fraction(amount // 10 * 10)


@calculation(
    "사업소득 원천징수(3.3%)",
    subject=SUBJECT,
    says="근로계약 없이 일하고 받는 돈에서 떼는 3.3% 세금과 받을 금액을 셈합니다.",
    law="소득세법 제86조, 제127조, 제129조; 지방세법 제103조의13; 국고금관리법 제47조",
    selects="지급일",
    gives=GIVES,
    example={"amount": 2_156_880, "pay_date": "2026-03-01", "type": CONTINUING},
    public=True,
)
def withholding_business_income(
    sheet: Worksheet,
    *,
    amount: Annotated[Fraction, won("지급액", ask="세금을 떼기 전 금액은 얼마인가요?")],
    pay_date: Annotated[date, Day("지급일", ask="언제 받았나요(받기로 했나요)?")],
    type: Annotated[
        str,
        Choice(
            "소득의 종류",
            ask="어떤 일을 하고 받은 돈인가요?",
            note="강사, 배달, 대리운전, 프리랜서처럼 같은 일을 이어서 하면 계속·반복입니다.",
            options={CONTINUING: "계속하거나 되풀이한 인적용역", OTHER: "그 밖의 사업소득"},
            also={
                **dict.fromkeys(
                    (
                        "인적용역",
                        "인적용역(계속·반복)",
                        "계속·반복 인적용역",
                        "프리랜서",
                        "인적용역 계속반복",
                        "인적용역 계속ㆍ반복",
                    ),
                    CONTINUING,
                ),
                **dict.fromkeys(
                    (
                        "기타",
                        "기타 사업소득",
                        "그 외 사업소득",
                        "일반 사업소득",
                        "사업소득",
                        "일시 인적용역",
                        "인적용역 일시",
                        "인적용역(일시)",
                        "인적용역(일시·우발)",
                        "그 외",
                        "그 밖",
                        "인적용역 일시·우발",
                        "인적용역 비계속",
                        "인적용역 외",
                        "인적용역 아님",
                        "의료보건용역",
                        "의료·보건용역",
                    ),
                    OTHER,
                ),
            },
        ),
    ] = CONTINUING,
) -> Outcome:
    """3 % income tax and a tenth of it as local tax, each without what is below ten won (소득세법 제129조, 국고금관리법 제47조).

    Tax below 1,000 won is not withheld (소득세법 제86조); from payments of 2024-07-01 it is, for continuing personal
    services (시행령 제149조의3). In won, selected by the payment day.
    """
    share = sheet.parameter("business_income_withholding_rate", pay_date)
    tax = sheet.step(
        "소득세",
        below_ten(amount * share),
        "원",
        "{amount}원 × {share}% (10원 미만 버림)",
        law=f"소득세법 제129조 제1항 제3호; {TREASURY}",
        amount=amount,
        share=share * 100,
    )
    spared = type == OTHER or sheet.parameter("small_withholding_spares_continuing_services", pay_date)
    limit = sheet.parameter("small_withholding_limit", pay_date)
    if spared and tax < limit:
        tax = sheet.step(
            "소액부징수",
            Fraction(0),
            "원",
            "세금이 {limit}원보다 적어 떼지 않음",
            law="소득세법 제86조 제1호",
            limit=limit,
        )
    sheet.warn(
        "3.3%를 뗐다고 근로자가 아닌 것은 아닙니다. 시키는 대로 정해진 시간에 일했다면 근로자일 수 있습니다."
    )
    return _with_local_tax(sheet, amount, tax, pay_date)


@calculation(
    "기타소득 원천징수",
    subject=SUBJECT,
    says="어쩌다 한 강의나 원고처럼 기타소득으로 받는 돈에서 떼는 세금을 셈합니다.",
    law="소득세법 제84조, 제129조 제1항 제6호; 같은 법 시행령 제87조; 지방세법 제103조의13",
    selects="지급일(적지 않으면 지금 법)",
    gives={"income": Gives("기타소득금액", "원"), **GIVES},
    example={"amount": 1_000_000, "expense_rate": 0.6},
)
def withholding_other_income(
    sheet: Worksheet,
    *,
    amount: Annotated[Fraction, won("지급액", ask="세금을 떼기 전 금액은 얼마인가요?")],
    expense_rate: Annotated[
        Fraction | None,
        rate(
            "필요경비율",
            ask="필요경비는 얼마의 비율인가요?",
            note="0.6이면 60%입니다. 비우면 그날의 인적용역 필요경비율입니다.",
        ),
    ] = None,
    pay_date: Annotated[
        date | None, Day("지급일", ask="언제 받았나요?", note="비우면 지금 법으로 셈합니다.")
    ] = None,
) -> Outcome:
    """20 % of what is left after expenses, local tax a tenth of it, each without what is below ten won.

    Other income of 50,000 won or less, after expenses, is not taxed (소득세법 제84조). In won, by the payment day, or by
    the last known law without one.
    """
    day = pay_date or date.max
    if pay_date is None:
        sheet.assume("지급일을 적지 않아 지금 알려진 법으로 셈했습니다.")
    if expense_rate is None:
        expense_rate = sheet.parameter("other_income_expense_rate", day)
    income = sheet.step(
        "기타소득금액",
        amount * (1 - expense_rate),
        "원",
        "{amount}원 - 필요경비 {share}%",
        law="소득세법 제37조; 같은 법 시행령 제87조",
        amount=amount,
        share=expense_rate * 100,
    )
    untaxed = sheet.parameter("other_income_untaxed_limit", day)
    if income <= untaxed:
        tax = sheet.step(
            "과세최저한",
            Fraction(0),
            "원",
            "기타소득금액이 {limit}원 이하여서 세금이 없음",
            law="소득세법 제84조",
            limit=untaxed,
        )
    else:
        share = sheet.parameter("other_income_withholding_rate", day)
        tax = sheet.step(
            "소득세",
            below_ten(income * share),
            "원",
            "{income}원 × {share}% (10원 미만 버림)",
            law=f"소득세법 제129조 제1항 제6호 라목; {TREASURY}",
            income=income,
            share=share * 100,
        )
    sheet.assume("한 건으로 받은 돈으로 보았습니다. 과세최저한은 건마다 따집니다.")
    return _with_local_tax(sheet, amount, tax, day, income=income)


def _with_local_tax(
    sheet: Worksheet, amount: Fraction, tax: Fraction, day: date, **more: Fraction
) -> Outcome:
    share = sheet.parameter("local_income_tax_share", day)
    local = sheet.step(
        "지방소득세",
        below_ten(tax * share),
        "원",
        "{tax}원 × {share}% (10원 미만 버림)",
        law="지방세법 제103조의13",
        tax=tax,
        share=share * 100,
    )
    net = sheet.step(
        "받을 금액",
        amount - tax - local,
        "원",
        "{amount}원 - {tax}원 - {local}원",
        amount=amount,
        tax=tax,
        local=local,
    )
    return sheet.result(**more, income_tax=tax, local_tax=local, net=net)
