"""What an employer in arrears has to fear: damages up to three times, publication, exclusion, punishment."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, count, months, won
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .due import SUBJECT

LEAST_MONTHS = 3  # 제43조의8 제1항 제2호, 제3호
MOST_TIMES = 3  # 제43조의8 제1항
DAMAGES_LAW = "근로기준법 제43조의8 제1항"


@calculation(
    "체불임금 3배 손해배상",
    subject=SUBJECT,
    says="밀린 임금의 3배까지 손해배상을 청구할 수 있는지와 그 한도를 알려 줍니다.",
    law="근로기준법 제43조의8; 법률 제20520호",
    selects="체불이 생긴 날",
    gives={
        "eligible": Gives("청구할 수 있는지"),
        "maximum": Gives("청구할 수 있는 가장 많은 금액", "원"),
        "grounds": Gives("해당하는 사유"),
    },
    example={
        "arrears": 12_000_000,
        "default_date": "2026-03-10",
        "months_unpaid_in_year": 4,
        "monthly_ordinary_wage": 3_000_000,
    },
)
def arrears_treble_damages(
    sheet: Worksheet,
    *,
    arrears: Annotated[
        Fraction,
        won(
            "밀린 임금",
            ask="밀린 임금이 얼마인가요?",
            note="퇴직금은 빼고 적으세요. 손해배상의 대상이 아닙니다.",
        ),
    ],
    default_date: Annotated[
        date,
        Day("체불이 생긴 날", ask="임금을 받기로 한 날은 언제였나요?", note="여럿이면 가장 늦은 날입니다."),
    ],
    clear_intent: Annotated[
        bool, Flag("명백한 고의인지", ask="줄 수 있는데도 일부러 주지 않았나요?")
    ] = False,
    months_unpaid_in_year: Annotated[
        Fraction,
        months("1년 동안 밀린 달수", most=12, ask="1년 동안 임금을 다 받지 못한 달이 몇 달인가요?"),
    ] = Fraction(0),
    monthly_ordinary_wage: Annotated[
        Fraction | None, won("한 달 통상임금", above=True, ask="한 달 통상임금이 얼마인가요?")
    ] = None,
) -> Outcome:
    """Whether a worker may claim up to three times the wages in arrears in court, and the most that can be claimed.

    근로기준법 제43조의8: clear intent, or unpaid in three months or more of a year, or three months' ordinary wages or more;
    severance does not count. For arrears from 2025-10-23. The court decides the amount.
    """
    in_force = sheet.parameter("law_treble_damages", default_date)
    three_months = monthly_ordinary_wage is not None and arrears >= LEAST_MONTHS * monthly_ordinary_wage
    tests = {
        "명백한 고의": (clear_intent, "제1호"),
        "1년 동안 3개월 이상 밀림": (months_unpaid_in_year >= LEAST_MONTHS, "제2호"),
        "3개월분 통상임금 이상 밀림": (three_months, "제3호"),
    }
    grounds = [
        name
        for name, (holds, item) in tests.items()
        if sheet.step(name, bool(holds), law=f"{DAMAGES_LAW} {item}")
    ]
    eligible = bool(grounds) and in_force and arrears > 0
    maximum = sheet.step(
        "청구할 수 있는 가장 많은 금액",
        arrears * MOST_TIMES if eligible else Fraction(0),
        "원",
        "{arrears}원 × {times}" if eligible else "요건에 맞지 않음",
        arrears=arrears,
        times=MOST_TIMES,
        law=DAMAGES_LAW,
    )
    if not in_force:
        sheet.warn("2025-10-23 전에 밀린 임금에는 이 손해배상이 없습니다.")
    if monthly_ordinary_wage is None:
        sheet.assume("한 달 통상임금을 적지 않아 3개월분이 되는지는 보지 않았습니다.")
    sheet.warn("법원이 체불 기간과 경위, 지급 노력, 지연이자, 재산을 보아 3배 안에서 금액을 정합니다.")
    return sheet.result(eligible=eligible, maximum=maximum, grounds=grounds)


@calculation(
    "체불사업주 제재 기준",
    subject=SUBJECT,
    says="체불사업주가 명단 공개, 신용 자료 제공, 상습체불, 출국금지의 기준에 드는지 알려 줍니다.",
    law="근로기준법 제43조의2, 제43조의3, 제43조의4, 제43조의7",
    selects="기준일",
    gives={
        "name_disclosure": Gives("명단 공개 기준에 드는지"),
        "credit_data": Gives("신용 자료 제공 기준에 드는지"),
        "habitual": Gives("상습체불사업주 기준에 드는지"),
        "exit_ban": Gives("명단이 공개되면 출국금지를 요청할 수 있는지"),
    },
    example={
        "reference_date": "2026-11-22",
        "convictions_3y": 2,
        "arrears_1y": 35_000_000,
        "arrears_previous_year": 20_000_000,
        "defaults_previous_year": 6,
    },
)
def arrears_sanctions(
    sheet: Worksheet,
    *,
    reference_date: Annotated[date, Day("기준일", note="명단 공개 기준일이나 체불자료 제공일입니다.")],
    convictions_3y: Annotated[
        int,
        count(
            "3년 안의 유죄 확정", unit="번", most=1_000, ask="지난 3년 안에 체불로 몇 번 유죄가 확정되었나요?"
        ),
    ] = 0,
    arrears_1y: Annotated[
        Fraction, won("1년 안의 체불총액", ask="지난 1년 동안 밀린 돈이 모두 얼마인가요?")
    ] = Fraction(0),
    arrears_previous_year: Annotated[
        Fraction, won("직전 연도의 체불총액", note="기준일이 속한 해의 전년도입니다.")
    ] = Fraction(0),
    defaults_previous_year: Annotated[
        int, count("직전 연도의 체불 횟수", unit="번", most=10_000, note="밀린 횟수입니다. 퇴직금도 셉니다.")
    ] = 0,
    months_of_wages_previous_year: Annotated[
        Fraction,
        months(
            "직전 연도에 밀린 임금의 개월분",
            note="한 근로자의 임금으로 몇 개월분인지입니다. 퇴직금은 뺍니다.",
        ),
    ] = Fraction(0),
) -> Outcome:
    """Which measures against an employer in arrears the facts would allow on a day.

    Publication: two convictions in three years and 30 million won in the last year (근로기준법 제43조의2). Credit data: two
    convictions and 20 million, or habitual (제43조의3). Habitual: in the year before, three months' wages of a worker, or
    five times and 30 million (제43조의4, from 2025-10-23). A published employer may be kept from leaving the country
    (제43조의7). Raises Unset before 2012-08-02.
    """
    publish = sheet.parameter("name_disclosure", reference_date)
    disclosed = sheet.step(
        "명단 공개 기준에 드는지",
        convictions_3y >= publish["convictions"] and arrears_1y >= publish["won"],
        "",
        "유죄 {convictions}번(기준 {least}번), 1년 체불 {arrears}원(기준 {won}원)",
        convictions=convictions_3y,
        least=publish["convictions"],
        arrears=arrears_1y,
        won=publish["won"],
        law="근로기준법 제43조의2 제1항",
    )
    limit = sheet.parameter("habitual_default", date.max)
    habitual = sheet.step(
        "상습체불사업주 기준에 드는지",
        sheet.parameter("law_habitual_arrears", reference_date)
        and (
            months_of_wages_previous_year >= limit["months"]
            or (defaults_previous_year >= limit["times"] and arrears_previous_year >= limit["won"])
        ),
        "",
        "{months}개월분(기준 {least}개월), 또는 {times}번과 {arrears}원(기준 {least_times}번과 {won}원)",
        months=months_of_wages_previous_year,
        least=limit["months"],
        times=defaults_previous_year,
        arrears=arrears_previous_year,
        least_times=limit["times"],
        won=limit["won"],
        law="근로기준법 제43조의4 제1항",
    )
    share = sheet.parameter("credit_data", reference_date)
    credit = sheet.step(
        "신용 자료 제공 기준에 드는지",
        (convictions_3y >= share["convictions"] and arrears_1y >= share["won"]) or habitual,
        "",
        "유죄 {least}번과 1년 체불 {won}원, 또는 상습체불",
        least=share["convictions"],
        won=share["won"],
        law="근로기준법 제43조의3 제1항",
    )
    exit_ban = sheet.step(
        "출국금지를 요청할 수 있는지",
        disclosed and sheet.parameter("law_exit_ban", reference_date),
        "",
        "명단이 공개된 체불사업주",
        law="근로기준법 제43조의7 제1항",
    )
    sheet.warn(
        "고용노동부가 심의와 소명(3개월 이상)을 거쳐 정합니다. 기준에 들어도 바로 제재되지는 않습니다."
    )
    sheet.warn("2027-01-01부터는 도급에서 임금 비용을 나누어 주어야 합니다(근로기준법 제44조의4).")
    return sheet.result(name_disclosure=disclosed, credit_data=credit, habitual=habitual, exit_ban=exit_ban)


@calculation(
    "임금체불 법정형",
    subject=SUBJECT,
    says="임금을 주지 않은 날에 따라 법정형과 반의사불벌 조문을 알려 줍니다.",
    law="근로기준법 제36조, 제43조, 제56조, 제107조, 제109조; 법률 제21533호",
    selects="범행한 날",
    gives={
        "prison_years": Gives("징역", "년 이하"),
        "fine_won": Gives("벌금", "원 이하"),
        "penalty_article": Gives("처벌 조문"),
        "consent_article": Gives("반의사불벌 조문"),
        "prosecutable_against_will": Gives("처벌을 바라지 않아도 처벌할 수 있는지"),
    },
    example={"offence_date": "2026-10-08"},
)
def arrears_penalty(
    sheet: Worksheet,
    *,
    offence_date: Annotated[
        date,
        Day(
            "범행한 날",
            ask="임금을 주었어야 하는 날은 언제였나요?",
            note="기한이 지난 다음 날부터 죄가 됩니다. 그날을 적으세요.",
        ),
    ],
    name_disclosed: Annotated[
        bool, Flag("명단이 공개된 기간에 다시 체불했는지", ask="명단이 공개된 사업주인가요?")
    ] = False,
) -> Outcome:
    """The penalty for wages in arrears by the day of the offence, and where prosecution yields to the victim's will.

    From 2026-10-08 five years or 50 million won (근로기준법 제107조 제1항); before, three years or 30 million (제109조 제1항). That
    the victim's will stops prosecution was moved to 제107조 제2항, not abolished; it does not protect an employer whose
    name is published. Raises Unset before 2007-04-11.
    """
    penalty = sheet.parameter("arrears_penalty", offence_date)
    years = sheet.step(
        "징역", penalty["prison_years"], "년 이하", law=f"근로기준법 {penalty['penalty_article']}"
    )
    fine = sheet.step("벌금", penalty["fine_won"], "원 이하", law=f"근로기준법 {penalty['penalty_article']}")
    against = sheet.step(
        "처벌을 바라지 않아도 처벌할 수 있는지",
        name_disclosed and penalty["published_excepted"],
        "",
        "명단 공개 기간의 체불"
        if name_disclosed
        else "피해자의 명시적인 의사와 다르게 공소를 제기할 수 없음",
        law=f"근로기준법 {penalty['consent_article']}",
    )
    sheet.warn("처벌을 바라지 않는다는 뜻은 제1심 판결 전까지 밝힐 수 있고, 한 번 밝히면 되돌릴 수 없습니다.")
    sheet.warn(
        "퇴직금 체불은 퇴직급여법 제44조로 벌합니다. 2026-10-08에 그 법정형도 올랐는지는 확인되지 않았습니다."
    )
    return sheet.result(
        prison_years=years,
        fine_won=fine,
        penalty_article=penalty["penalty_article"],
        consent_article=penalty["consent_article"],
        prosecutable_against_will=against,
    )
