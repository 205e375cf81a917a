"""Benefits for a lasting impairment and for survivors (장해급여, 유족급여)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Flag, count, people
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .bounds import SUBJECT, AverageDaily, BoundsYear, within

LUMP_SUM, PENSION = "일시금", "연금"
LUMP_SUM_DAYS, PENSION_DAYS = "iaci_disability_lump_sum_days", "iaci_disability_pension_days"
GRADES, PENSION_ONLY = 14, 3  # grades; up to the third there is only the pension (제57조 제3항 단서)
PRIOR_LUMP_SHARE = Fraction(4, 100)  # of the lump-sum days of a lesser prior impairment (시행령 제53조 제4항)
BASE_SHARE, EACH_SHARE, MOST_SHARE = Fraction(47, 100), Fraction(5, 100), Fraction(67, 100)  # 별표 3
SURVIVOR_DAYS = 1_300  # 별표 3

Grade = Annotated[int, count("장해등급", unit="급", ask="장해등급은 몇 급인가요?", least=1, most=GRADES)]
PriorGrade = Annotated[
    int | None,
    count(
        "전부터 있던 장해의 등급",
        unit="급",
        ask="같은 부위에 전부터 장해가 있었다면 몇 급이었나요?",
        note="없었으면 비워 두세요.",
        least=1,
        most=GRADES,
    ),
]


def check_prior(grade: int, prior_grade: int | None) -> None:
    """Raises Refused unless the impairment has become worse: a lower number."""
    if prior_grade is not None and prior_grade <= grade:
        raise Refused(
            {
                "prior_grade": "‘전부터 있던 장해의 등급’이 지금 등급보다 가벼워야(수가 커야) 합니다. 등급을 확인하세요."
            }
        )


def _days(sheet: Worksheet, kind: str, grade: int, prior_grade: int | None) -> Fraction:
    """The days of average wage of a grade, less those of a prior impairment of the same part. Raises Refused."""
    if kind == LUMP_SUM:
        lump_sum: tuple[Fraction, ...] = sheet.parameter(LUMP_SUM_DAYS, date.max)
        return lump_sum[grade - 1] - (lump_sum[prior_grade - 1] if prior_grade else 0)
    pension: tuple[Fraction, ...] = sheet.parameter(PENSION_DAYS, date.max)
    if grade > len(pension):
        raise Refused(
            {"kind": f"‘받는 방법’: {grade}급은 연금이 없고 일시금만 있습니다(8급~14급). 일시금을 고르세요."}
        )
    if prior_grade is None:
        return pension[grade - 1]
    if prior_grade <= len(pension):
        return pension[grade - 1] - pension[prior_grade - 1]
    return pension[grade - 1] - sheet.parameter(LUMP_SUM_DAYS, date.max)[prior_grade - 1] * PRIOR_LUMP_SHARE


@calculation(
    "장해급여",
    subject=SUBJECT,
    says="치료가 끝난 뒤 남은 장해의 등급에 따라 산재보험에서 받는 일시금이나 연금을 셈합니다.",
    law="산업재해보상보험법 제57조, 별표 2, 시행령 제53조",
    selects="지급하는 해",
    gives={
        "days": Gives("지급일수", "일"),
        "amount": Gives("장해급여(연금은 1년치)", "원"),
        "monthly": Gives("달마다 받는 연금", "원"),
    },
    example={"grade": 7, "kind": "일시금", "average_daily": 100_000},
)
def iaci_disability(
    sheet: Worksheet,
    *,
    grade: Grade,
    kind: Annotated[
        str,
        Choice(
            "받는 방법",
            ask="한 번에 받나요, 연금으로 받나요?",
            options={LUMP_SUM: "장해보상일시금", PENSION: "장해보상연금"},
            also={
                "장해보상일시금": LUMP_SUM,
                "장해일시금": LUMP_SUM,
                "lump_sum": LUMP_SUM,
                "장해보상연금": PENSION,
                "장해연금": PENSION,
                "pension": PENSION,
            },
        ),
    ],
    average_daily: AverageDaily,
    year: BoundsYear = None,
    prior_grade: PriorGrade = None,
) -> Outcome:
    """The days of 별표 2 for the grade x average wage, in won: once, or as a pension each year (제57조).

    Grades 1 to 3 draw the pension only, 4 to 7 choose, 8 to 14 have the lump sum only. Where the same part was impaired
    before, the days of the prior grade are taken off (시행령 제53조 제4항). With a year the average wage is kept between its
    bounds. Raises Refused for a pension below grade 7 or a prior grade that was not lighter, Unset for the year.
    """
    check_prior(grade, prior_grade)
    if kind == LUMP_SUM and grade <= PENSION_ONLY:
        sheet.warn(
            "1급~3급은 연금으로만 받습니다. 일시금은 외국에 사는 외국인이거나 연금을 받다가 그친 때에 셈하는 값입니다."
        )
    used = within(sheet, average_daily, year)
    days = sheet.step(
        "지급일수",
        _days(sheet, kind, grade, prior_grade),
        "일",
        "{grade}급 {kind}{prior}",
        law="산업재해보상보험법 제57조 제2항, 별표 2",
        grade=grade,
        kind=kind,
        prior=f"에서 전부터 있던 {prior_grade}급의 날수를 뺌" if prior_grade else "",
    )
    amount = sheet.step(
        "장해급여",
        used * days,
        "원",
        "{used}원 × {days}일",
        law="산업재해보상보험법 제57조",
        used=used,
        days=days,
    )
    found = {"days": days, "amount": amount}
    if kind == PENSION:
        found["monthly"] = sheet.step(
            "달마다 받는 연금",
            amount / 12,
            "원",
            "{year}원 ÷ 12",
            law="산업재해보상보험법 제70조 제3항",
            year=amount,
        )
    return sheet.result(**found)


@calculation(
    "유족보상연금",
    subject=SUBJECT,
    says="업무로 숨진 노동자의 유족이 산재보험에서 해마다 받는 연금을 셈합니다.",
    law="산업재해보상보험법 제62조, 제63조, 별표 3",
    selects="지급하는 해",
    gives={
        "ratio": Gives("급여기초연액에 대한 비율"),
        "annual": Gives("1년 연금", "원"),
        "monthly": Gives("달마다 받는 연금", "원"),
        "lump_sum": Gives("함께 받는 일시금", "원"),
    },
    example={"average_daily": 100_000, "eligible_survivors": 3},
)
def iaci_survivor_pension(
    sheet: Worksheet,
    *,
    average_daily: AverageDaily,
    eligible_survivors: Annotated[
        int,
        people(
            "연금을 받을 자격이 있는 유족",
            ask="함께 살림을 하던 유족 가운데 연금을 받을 자격이 있는 사람은 모두 몇 명인가요?",
            note="배우자, 25세 미만 자녀와 손자녀, 60세 이상 부모와 조부모, 19세 미만이거나 60세 이상인 형제자매, 장애가 있는 유족입니다.",
        ),
    ],
    year: BoundsYear = None,
    half_lump_sum: Annotated[
        bool, Flag("절반을 일시금으로 받는지", ask="연금의 절반을 일시금으로 받으려고 하나요?")
    ] = False,
) -> Outcome:
    """47 % of a year's average wage and 5 % for each eligible survivor, at most 67 %, in won a year (제62조, 별표 3).

    On demand half of the lump sum of 1,300 days is paid at once and half of the pension (제62조 제3항). Raises Refused
    where nobody is eligible: then there is the lump sum only. Raises Unset for the year's bounds.
    """
    if not eligible_survivors:
        raise Refused(
            {
                "eligible_survivors": "‘연금을 받을 자격이 있는 유족’이 없으면 연금이 아니라 유족보상일시금(평균임금 1,300일분)을 받습니다."
            }
        )
    used = within(sheet, average_daily, year)
    base = sheet.step(
        "급여기초연액",
        used * counting.YEAR_DAYS,
        "원",
        "{used}원 × 365일",
        law="산업재해보상보험법 별표 3",
        used=used,
    )
    ratio = sheet.step(
        "비율",
        min(BASE_SHARE + EACH_SHARE * eligible_survivors, MOST_SHARE),
        "",
        "0.47 + 0.05 × {people}명, 많아도 0.67",
        law="산업재해보상보험법 별표 3",
        people=eligible_survivors,
    )
    annual = sheet.step(
        "1년 연금",
        base * ratio,
        "원",
        "{base}원 × {ratio}",
        law="산업재해보상보험법 제62조 제2항",
        base=base,
        ratio=ratio,
    )
    found = {"ratio": ratio, "annual": annual}
    if half_lump_sum:
        found["annual"] = annual = sheet.step(
            "절반으로 줄인 1년 연금",
            annual / 2,
            "원",
            "{annual}원 ÷ 2",
            law="산업재해보상보험법 제62조 제3항",
            annual=annual,
        )
        found["lump_sum"] = sheet.step(
            "함께 받는 일시금",
            used * SURVIVOR_DAYS / 2,
            "원",
            "{used}원 × 1,300일 ÷ 2",
            law="산업재해보상보험법 제62조 제3항",
            used=used,
        )
    found["monthly"] = sheet.step(
        "달마다 받는 연금",
        annual / 12,
        "원",
        "{annual}원 ÷ 12",
        law="산업재해보상보험법 제70조 제3항",
        annual=annual,
    )
    return sheet.result(**found)


@calculation(
    "유족보상일시금",
    subject=SUBJECT,
    says="연금을 받을 자격이 있는 유족이 없을 때 받는 일시금을 셈합니다.",
    law="산업재해보상보험법 제62조 제2항, 별표 3",
    selects="지급하는 해",
    gives={"amount": Gives("유족보상일시금", "원")},
    example={"average_daily": 100_000},
)
def iaci_survivor_lump_sum(
    sheet: Worksheet, *, average_daily: AverageDaily, year: BoundsYear = None
) -> Outcome:
    """1,300 days of the average wage, in won, where nobody is eligible for the pension (제62조 제2항). Raises Unset."""
    used = within(sheet, average_daily, year)
    amount = sheet.step(
        "유족보상일시금",
        used * SURVIVOR_DAYS,
        "원",
        "{used}원 × 1,300일",
        law="산업재해보상보험법 별표 3",
        used=used,
    )
    return sheet.result(amount=amount)
