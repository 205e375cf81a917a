"""Substitute payments (대지급금, 임금채권보장법): what the state pays in the employer's place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, count, months, won, years
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "체불"
SEVERANCE_YEARS = 3  # 임금채권보장법 제7조 제2항 제2호
LAW = "임금채권보장법 제7조 제2항"


@calculation(
    "간이대지급금",
    subject=SUBJECT,
    says="회사가 주지 않은 임금과 퇴직금 가운데 나라에서 먼저 받을 수 있는 금액을 셈합니다.",
    law="임금채권보장법 제7조 제1항 제4호·제5호, 제7조의2, 시행령 제6조, 제7조, 제9조",
    selects="판결 등이나 체불확인서의 날(비우면 지금 상한)",
    gives={
        "wages": Gives("임금으로 받는 금액", "원"),
        "severance": Gives("퇴직금으로 받는 금액", "원"),
        "payment": Gives("간이대지급금", "원"),
    },
    example={
        "final_3m_wage_arrears": 5_000_000,
        "final_3y_severance_arrears": 3_000_000,
        "status": "retired",
    },
    public=True,
)
def substitute_payment_simple(
    sheet: Worksheet,
    *,
    final_3m_wage_arrears: Annotated[
        Fraction,
        won(
            "마지막 3개월 임금 가운데 밀린 금액",
            ask="마지막 3개월의 임금 가운데 받지 못한 금액이 얼마인가요?",
            note="퇴직했으면 퇴직 전 3개월, 재직 중이면 진정하기 전 3개월의 임금과 휴업수당입니다.",
        ),
    ],
    final_3y_severance_arrears: Annotated[
        Fraction,
        won(
            "마지막 3년의 퇴직금 가운데 밀린 금액",
            ask="마지막 3년의 퇴직금 가운데 받지 못한 금액이 얼마인가요?",
            note="재직 중이면 0입니다.",
        ),
    ] = Fraction(0),
    status: Annotated[
        str,
        Choice(
            "퇴직했는지",
            ask="퇴직했나요, 아직 다니고 있나요?",
            options={"retired": "퇴직함", "in_service": "재직 중"},
            also={
                **dict.fromkeys(("퇴직", "퇴직자", "left"), "retired"),
                **dict.fromkeys(("재직", "재직자", "serving", "employed"), "in_service"),
            },
        ),
    ] = "retired",
    decided_on: Annotated[
        date | None,
        Day(
            "판결 등이나 체불확인서의 날",
            ask="판결이나 체불확인서를 언제 받았나요?",
            note="그날의 상한으로 셈합니다. 비우면 지금 상한으로 셈합니다.",
        ),
    ] = None,
) -> Outcome:
    """The simple substitute payment (간이대지급금) for arrears, in won, without a bankruptcy.

    After leaving: wages of the last three months and severance of the last three years, each and together up to the
    notified caps. In service: wages of the last three months before the complaint, once for an employer
    (임금채권보장법 제7조의2). Raises Unset before 2021-10-14.
    """
    caps = sheet.parameter("simple_substitute_caps", decided_on or date.max)
    retired = status == "retired"
    cap = caps["wages"] if retired else caps["in_service"]
    wages = sheet.step(
        "임금으로 받는 금액",
        min(final_3m_wage_arrears, cap),
        "원",
        "{arrears}원, 상한 {cap}원",
        arrears=final_3m_wage_arrears,
        cap=cap,
        law="임금채권보장법 시행령 제6조; 대지급금 상한액 고시",
    )
    severance = sheet.step(
        "퇴직금으로 받는 금액",
        min(final_3y_severance_arrears, caps["severance"]) if retired else Fraction(0),
        "원",
        "{arrears}원, 상한 {cap}원" if retired else "재직 중에는 퇴직금이 없음",
        arrears=final_3y_severance_arrears,
        cap=caps["severance"],
        law="임금채권보장법 시행령 제6조; 대지급금 상한액 고시",
    )
    total = caps["total"] if retired else caps["in_service"]
    payment = sheet.step(
        "간이대지급금",
        min(wages + severance, total),
        "원",
        "{wages} + {severance}, 합하여 {total}원까지",
        wages=wages,
        severance=severance,
        total=total,
        law="임금채권보장법 제7조 제1항" if retired else "임금채권보장법 제7조의2",
    )
    _simple_remarks(sheet, retired, decided_on)
    return sheet.result(wages=wages, severance=severance, payment=payment)


def _simple_remarks(sheet: Worksheet, retired: bool, decided_on: date | None) -> None:
    if decided_on is None:
        sheet.assume("지금 알려진 상한액으로 셈했습니다.")
    if retired:
        sheet.warn(
            "퇴직한 다음 날부터 1년 안에 진정하거나 2년 안에 소송을 내야 합니다. 판결 등은 1년, 체불확인서는 6개월 안에 청구하세요."
        )
        sheet.assume("사업주가 6개월 넘게 사업을 하였고 산재보험이 적용되는 사업인 것으로 보았습니다.")
    else:
        sheet.warn(
            "재직 중에는 임금이 고용노동부장관이 고시한 금액보다 적은 사람만, 한 사업장에서 한 번 받습니다. 고시 금액을 확인하세요."
        )
    sheet.warn("받은 만큼 회사에 대한 권리는 나라로 넘어갑니다. 남은 금액은 회사에 계속 청구할 수 있습니다.")


@calculation(
    "도산대지급금",
    subject=SUBJECT,
    says="회사가 도산했을 때 나라에서 대신 받을 수 있는 임금과 퇴직금을 셈합니다.",
    law="임금채권보장법 제7조 제1항 제1호~제3호, 제2항, 시행령 제6조, 제7조, 제9조",
    selects="파산선고, 회생개시 또는 도산등사실인정의 날",
    gives={
        "monthly_cap": Gives("나이에 따른 월 상한액", "원"),
        "wage_months": Gives("임금을 보장하는 달수", "개월"),
        "wages": Gives("임금으로 받는 금액", "원"),
        "severance": Gives("퇴직금으로 받는 금액", "원"),
        "payment": Gives("도산대지급금", "원"),
    },
    example={
        "age_at_retirement": 45,
        "monthly_wage_arrears": 4_000_000,
        "months_unpaid": 6,
        "annual_severance": 4_000_000,
        "service_years_unpaid": 5,
        "recognition_date": "2026-08-20",
    },
)
def substitute_payment_bankruptcy(
    sheet: Worksheet,
    *,
    age_at_retirement: Annotated[
        int, count("퇴직할 때의 나이", unit="세", most=120, ask="퇴직할 때 만으로 몇 살이었나요?")
    ],
    monthly_wage_arrears: Annotated[
        Fraction, won("한 달에 밀린 임금", ask="한 달에 받지 못한 임금이 얼마인가요?")
    ],
    months_unpaid: Annotated[
        Fraction, months("임금이 밀린 달수", ask="퇴직하기 전 임금을 몇 달 받지 못했나요?")
    ],
    annual_severance: Annotated[
        Fraction, won("1년분 퇴직금", ask="일한 1년에 대한 퇴직금이 얼마인가요?")
    ] = Fraction(0),
    service_years_unpaid: Annotated[
        Fraction, years("퇴직금이 밀린 근속연수", ask="퇴직금을 받지 못한 기간이 몇 년인가요?")
    ] = Fraction(0),
    recognition_date: Annotated[
        date,
        Day(
            "도산을 인정한 날",
            ask="파산선고, 회생개시 결정이나 도산등사실인정은 언제 있었나요?",
        ),
    ],
) -> Outcome:
    """The substitute payment of an employer's bankruptcy, reorganisation or recognised insolvency, in won.

    Wages of the last months (six for recognitions from 2026-08-20, three before), each up to the cap of the worker's
    age on leaving, and severance of the last three years, each up to the same cap (임금채권보장법 제7조 제2항, 시행령 제6조);
    together up to the total cap. Raises Unset before 2020-01-01.
    """
    bands = sheet.parameter("bankruptcy_substitute_monthly_caps", recognition_date)
    cap = sheet.step(
        "나이에 따른 월 상한액",
        [band["won"] for band in bands if age_at_retirement >= band["from_age"]][-1],
        "원",
        "퇴직할 때 {age}세",
        age=age_at_retirement,
        law="임금채권보장법 시행령 제6조; 대지급금 상한액 고시",
    )
    most_months = sheet.parameter("bankruptcy_substitute_wage_months", recognition_date)
    counted_months = min(months_unpaid, most_months)
    wages = sheet.step(
        "임금으로 받는 금액",
        min(monthly_wage_arrears, cap) * counted_months,
        "원",
        "{monthly}원 × {months}개월 (마지막 {most}개월까지)",
        monthly=min(monthly_wage_arrears, cap),
        months=counted_months,
        most=most_months,
        law=f"{LAW} 제1호",
    )
    counted_years = min(service_years_unpaid, Fraction(SEVERANCE_YEARS))
    severance = sheet.step(
        "퇴직금으로 받는 금액",
        min(annual_severance, cap) * counted_years,
        "원",
        "{yearly}원 × {years}년 (마지막 3년까지)",
        yearly=min(annual_severance, cap),
        years=counted_years,
        law=f"{LAW} 제2호",
    )
    total = sheet.parameter("bankruptcy_substitute_total_cap", recognition_date)
    payment = sheet.step(
        "도산대지급금",
        min(wages + severance, total),
        "원",
        "{wages} + {severance}, 모두 {total}원까지",
        wages=wages,
        severance=severance,
        total=total,
        law="임금채권보장법 시행령 제6조",
    )
    sheet.warn("파산선고, 회생개시 또는 도산등사실인정이 있은 날부터 2년 안에 청구하세요.")
    sheet.warn(
        "도산등사실인정은 상시 300명 이하 사업장에서 퇴직한 다음 날부터 1년 안에 신청합니다. 신청일 1년 전부터 3년 안에 퇴직한 사람이 받습니다."
    )
    sheet.warn("휴업수당과 출산전후휴가급여에는 다른 상한이 있어 이 셈에 넣지 않았습니다.")
    return sheet.result(
        monthly_cap=cap,
        wage_months=most_months,
        wages=wages,
        severance=severance,
        payment=payment,
    )
