"""Money claims in court: stamps (민사소송 등 인지법), and whether a claim is small (소액사건심판규칙)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, Flag, won
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "소송"
LEAST_STAMP = 1_000  # won (제2조 제2항)
STAMP_UNIT = 100  # what is below is not counted (제2조 제2항)
KINDS = {
    "complaint": ("소장", "제2조 제1항"),
    "payment_order": ("지급명령 신청서", "제7조 제2항"),
    "appeal": ("항소장", "제3조"),
    "final_appeal": ("상고장", "제3조"),
    "counterclaim": ("반소장(1심)", "제4조 제1항"),
    "appeal_counterclaim": ("반소장(항소심)", "제4조 제1항"),
    "settlement": ("제소전 화해 신청서", "제7조 제1항"),
    "conciliation": ("민사조정 신청서", "제7조 제2항"),
}

FiledOn = Annotated[date | None, Day("내는 날", ask="언제 내나요?", note="비우면 지금 법으로 셈합니다.")]


@calculation(
    "소송 인지액",
    subject=SUBJECT,
    says="소장, 지급명령 신청서, 항소장에 붙일 인지가 얼마인지 셈합니다.",
    law="민사소송 등 인지법 제2조, 제3조, 제4조, 제7조, 제16조",
    selects="서면을 내는 날(적지 않으면 지금 법)",
    gives={"fee": Gives("인지액", "원")},
    example={"claim": 30_000_000, "kind": "payment_order", "e_filing": False},
    public=True,
)
def court_stamp_fee(
    sheet: Worksheet,
    *,
    claim: Annotated[
        Fraction,
        won("청구하는 금액(소가)", above=True, ask="모두 얼마를 청구하나요?", note="이자는 넣지 않습니다."),
    ],
    kind: Annotated[
        str,
        Choice(
            "내는 서면",
            ask="무엇을 내나요?",
            options={name: words for name, (words, _) in KINDS.items()},
            also={
                **{words: name for name, (words, _) in KINDS.items()},
                **dict.fromkeys(("소송", "suit", "lawsuit", "small_claim", "소액사건"), "complaint"),
                **dict.fromkeys(("지급명령", "지급명령신청", "order"), "payment_order"),
                **dict.fromkeys(("항소", "second_instance"), "appeal"),
                **dict.fromkeys(("상고", "supreme_appeal", "cassation"), "final_appeal"),
                **dict.fromkeys(("반소", "반소장"), "counterclaim"),
                **dict.fromkeys(("화해", "제소전화해", "제소전 화해"), "settlement"),
                **dict.fromkeys(("조정", "민사조정", "mediation"), "conciliation"),
            },
        ),
    ] = "complaint",
    e_filing: Annotated[bool, Flag("전자소송인지", ask="전자소송으로 내나요?")] = False,
    filed_on: FiledOn = None,
) -> Outcome:
    """The stamp in won by the value of the claim (민사소송 등 인지법 제2조, 제3조, 제4조, 제7조), nine tenths when filed online (제16조).

    Below 1,000 won it is 1,000; what is below 100 won is not counted (제2조 제2항). Online the nine tenths are taken
    first, as the courts' portal does, so the least stamp there is 900 won.
    """
    day = _day(sheet, filed_on)
    bracket = [each for each in sheet.parameter("stamp_brackets", day) if claim >= each["least"]][-1]
    base = sheet.step(
        "소장 인지액의 계산",
        claim * bracket["rate"] + bracket["plus"],
        "원",
        "{claim}원 × {rate}% + {plus}원",
        law="민사소송 등 인지법 제2조 제1항",
        claim=claim,
        rate=bracket["rate"] * 100,
        plus=bracket["plus"],
    )
    words, article = KINDS[kind]
    factor = sheet.parameter("stamp_factors", day)[kind]
    if factor != 1:
        base = sheet.step(
            words,
            base * factor,
            "원",
            "{base}원 × {factor}",
            law=f"민사소송 등 인지법 {article}",
            base=base,
            factor=factor,
        )
    least = Fraction(LEAST_STAMP)
    if e_filing:
        online = sheet.parameter("stamp_e_filing_factor", day)
        least *= online
        base = sheet.step(
            "전자소송",
            base * online,
            "원",
            "{base}원 × {online}",
            law="민사소송 등 인지법 제16조",
            base=base,
            online=online,
        )
    fee = sheet.step(
        "인지액",
        max(least, Fraction(base // STAMP_UNIT * STAMP_UNIT)),
        "원",
        "{least}원보다 적으면 {least}원, 100원 미만은 버림",
        law="민사소송 등 인지법 제2조 제2항",
        least=least,
    )
    if kind == "conciliation":
        sheet.warn("조정 신청의 수수료는 민사조정규칙으로 정합니다. 내기 전에 법원에 확인하세요.")
    sheet.assume("송달료는 넣지 않았습니다. 법원에 따로 냅니다.")
    return sheet.result(fee=fee)


@calculation(
    "소액사건인지",
    subject=SUBJECT,
    says="청구하는 금액이 소액사건 한도 안인지 알려 줍니다.",
    law="소액사건심판법 제2조; 소액사건심판규칙 제1조의2",
    selects="소를 내는 날(적지 않으면 지금 법)",
    gives={"eligible": Gives("소액사건인지"), "limit": Gives("소액사건의 한도", "원")},
    example={"claim": 30_000_000},
)
def small_claims_eligible(
    sheet: Worksheet,
    *,
    claim: Annotated[Fraction, won("청구하는 금액(소가)", above=True, ask="모두 얼마를 청구하나요?")],
    filed_on: FiledOn = None,
) -> Outcome:
    """Whether a claim for money goes by the small-claims procedure: 30 million won or less (소액사건심판규칙 제1조의2)."""
    limit = sheet.parameter("small_claim_limit", _day(sheet, filed_on))
    eligible = sheet.step(
        "소액사건인지",
        claim <= limit,
        "",
        "{claim}원과 한도 {limit}원을 견줌",
        law="소액사건심판규칙 제1조의2",
        claim=claim,
        limit=limit,
    )
    if not eligible:
        sheet.warn("소액사건으로 하려고 청구를 나누면 소가 각하됩니다(소액사건심판법 제5조의2).")
    return sheet.result(eligible=eligible, limit=limit)


def _day(sheet: Worksheet, filed_on: date | None) -> date:
    if filed_on is None:
        sheet.assume("내는 날을 적지 않아 지금 알려진 법으로 셈했습니다.")
    return filed_on or date.max
