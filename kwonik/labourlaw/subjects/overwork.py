"""Overwork before a cerebrovascular or heart disease: how the hours of work speak for its being an industrial one."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, count, hours
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "과로"
WEIGHTED_HOURS = 219  # a week of 168 hours with all its nights weighted, rounded up
FACTORS = (
    "근무일정을 예측하기 어려움",
    "교대제",
    "휴일이 부족함",
    "유해한 작업환경(한랭, 온도 변화, 소음)",
    "육체적 강도가 높음",
    "시차가 큰 출장이 잦음",
    "정신적 긴장이 큼",
)
SEVERAL = 2
STRONG, RISING, LOW = "강함", "증가", "낮음"
LAW = "산업재해보상보험법 시행령 별표 3; 뇌혈관·심장 질병 인정 기준 고시"

OnsetDate = Annotated[
    date | None, Day("발병일", ask="언제 쓰러졌나요(진단을 받았나요)?", note="비우면 지금의 고시로 봅니다.")
]


def _on(sheet: Worksheet, onset_date: date | None) -> date:
    if onset_date is None:
        sheet.assume("발병일을 적지 않아 지금의 고시로 보았습니다.")
    return onset_date or date.max


@calculation(
    "만성 과로와 질병의 관련성",
    subject=SUBJECT,
    says="뇌출혈, 심근경색 같은 병에 걸리기 전 12주의 업무시간으로 업무와 병의 관련성을 봅니다.",
    law=LAW,
    selects="발병일(비우면 지금의 고시)",
    gives={"work_relatedness": Gives("업무와 질병의 관련성")},
    example={"avg_weekly_hours_12w": 55, "avg_weekly_hours_4w": 60, "burden_factors": 1},
    public=True,
)
def overwork_relevance(
    sheet: Worksheet,
    *,
    avg_weekly_hours_12w: Annotated[
        Fraction,
        hours(
            "발병 전 12주의 1주 평균 업무시간",
            ask="병이 나기 전 12주 동안 한 주에 평균 몇 시간 일했나요?",
            note="밤 10시부터 아침 6시까지의 시간은 30%를 더하고 쉬는 시간은 뺍니다.",
            most=WEIGHTED_HOURS,
        ),
    ],
    avg_weekly_hours_4w: Annotated[
        Fraction | None,
        hours(
            "발병 전 4주의 1주 평균 업무시간",
            ask="병이 나기 전 4주 동안 한 주에 평균 몇 시간 일했나요?",
            most=WEIGHTED_HOURS,
        ),
    ] = None,
    burden_factors: Annotated[
        int,
        count(
            "업무부담 가중요인의 수",
            unit="가지",
            ask="다음 가운데 몇 가지에 해당하나요?",
            note=", ".join(FACTORS),
            most=len(FACTORS),
        ),
    ] = 0,
    onset_date: OnsetDate = None,
) -> Outcome:
    """How strongly the hours of work speak for an industrial disease: 강함, 증가 or 낮음.

    강함: more than 60 hours a week over 12 weeks or 64 over 4; more than 52 with any of the seven burdens. 증가: more than
    52, or several burdens with fewer hours (고용노동부고시 제2026-14호). Otherwise the hours alone say little, which does
    not exclude a claim. Raises Unset for a disease before 2018.
    """
    on = _on(sheet, onset_date)
    strong_12 = sheet.parameter("overwork_strong_hours_12_weeks", on)
    strong_4 = sheet.parameter("overwork_strong_hours_4_weeks", on)
    rising_12 = sheet.parameter("overwork_rising_hours", on)
    four = avg_weekly_hours_4w
    if four is None:
        sheet.assume("4주의 업무시간을 적지 않아 12주의 업무시간으로만 보았습니다.")
    sheet.step(
        "12주 평균",
        avg_weekly_hours_12w,
        "시간",
        "기준 {strong}시간, {rising}시간",
        law=LAW,
        strong=strong_12,
        rising=rising_12,
    )
    if four is not None:
        sheet.step("4주 평균", four, "시간", "기준 {strong}시간", law=LAW, strong=strong_4)
    rising = avg_weekly_hours_12w > rising_12
    if avg_weekly_hours_12w > strong_12 or (four is not None and four > strong_4):
        found, why = STRONG, "12주 평균이나 4주 평균이 기준을 넘음"
    elif rising and burden_factors:
        found, why = STRONG, "12주 평균이 52시간을 넘고 가중요인이 있음"
    elif rising:
        found, why = RISING, "12주 평균이 52시간을 넘음. 길수록 관련성이 커짐"
    elif burden_factors >= SEVERAL:
        found, why = RISING, "52시간을 넘지 않아도 가중요인이 여러 가지임"
    else:
        found, why = LOW, "업무시간과 가중요인만으로는 기준에 미치지 않음"
        sheet.warn(
            "산재가 안 된다는 뜻이 아닙니다. 급격한 사건, 단기 과로, 업무의 강도와 책임까지 함께 판단합니다. 상담을 받으세요."
        )
    sheet.step(
        "업무와 질병의 관련성",
        found,
        "",
        "{why}, 가중요인 {factors}가지",
        law=LAW,
        why=why,
        factors=burden_factors,
    )
    sheet.assume("적은 시간은 야간 30%를 더하고 쉬는 시간을 뺀 업무시간으로 보았습니다.")
    return sheet.result(work_relatedness=found)


@calculation(
    "야간을 더 세는 업무시간",
    subject=SUBJECT,
    says="밤 10시부터 아침 6시까지 일한 시간에 30%를 더해 과로를 따질 업무시간을 셈합니다.",
    law=LAW,
    selects="발병일(비우면 지금의 고시)",
    gives={"hours": Gives("업무시간", "시간")},
    example={"day_hours": 40, "night_hours_excl_breaks": 10},
)
def overwork_weighted_hours(
    sheet: Worksheet,
    *,
    day_hours: Annotated[
        Fraction,
        hours("낮에 일한 시간", ask="아침 6시부터 밤 10시까지 몇 시간 일했나요?", note="쉬는 시간은 뺍니다."),
    ],
    night_hours_excl_breaks: Annotated[
        Fraction,
        hours("밤에 일한 시간", ask="밤 10시부터 아침 6시까지 몇 시간 일했나요?", note="쉬는 시간은 뺍니다."),
    ],
    surveillance_approved: Annotated[
        bool,
        Flag(
            "감시·단속적 근로로 승인받았는지",
            ask="경비처럼 감시·단속적 근로로 고용노동부의 승인을 받은 일이었나요?",
            note="그런 일과 비슷한 일에는 야간 30%를 더하지 않습니다.",
        ),
    ] = False,
    onset_date: OnsetDate = None,
) -> Outcome:
    """Hours of work with those between 22 and 6 o'clock, breaks left out, weighted by 1.3 (고용노동부고시 제2026-14호).

    Surveillance or intermittent work approved by the ministry, and the like, is not weighted. Raises Unset before 2018.
    """
    weight = sheet.parameter("overwork_night_weight", _on(sheet, onset_date))
    if surveillance_approved:
        weight = Fraction(1)
    found = sheet.step(
        "업무시간",
        day_hours + night_hours_excl_breaks * weight,
        "시간",
        "{day}시간 + {night}시간 × {weight}",
        law=LAW,
        day=day_hours,
        night=night_hours_excl_breaks,
        weight=weight,
    )
    return sheet.result(hours=found)


@calculation(
    "단기 과로",
    subject=SUBJECT,
    says="병이 나기 전 1주일의 업무시간이 그 앞 12주보다 30% 넘게 늘었는지 봅니다.",
    law=LAW,
    selects="발병일(비우면 지금의 고시)",
    gives={
        "threshold_hours": Gives("30% 늘어난 시간", "시간"),
        "meets_30pct_increase": Gives("30% 이상 늘었는지"),
    },
    example={"avg_weekly_hours_prev12w": 45, "last_week_hours": 58},
)
def overwork_short_term(
    sheet: Worksheet,
    *,
    avg_weekly_hours_prev12w: Annotated[
        Fraction,
        hours(
            "그 앞 12주의 1주 평균 업무시간",
            ask="그 1주일 앞의 12주 동안 한 주에 평균 몇 시간 일했나요?",
            note="발병 전 1주일은 넣지 않습니다.",
            most=WEIGHTED_HOURS,
            above=True,
        ),
    ],
    last_week_hours: Annotated[
        Fraction,
        hours(
            "발병 전 1주일의 업무시간", ask="병이 나기 전 1주일 동안 몇 시간 일했나요?", most=WEIGHTED_HOURS
        ),
    ],
    onset_date: OnsetDate = None,
) -> Outcome:
    """Whether the last week had at least 130 % of the hours of the twelve weeks before it (고용노동부고시 제2026-14호).

    Raises Unset for a disease before 2018.
    """
    ratio = sheet.parameter("overwork_short_term_ratio", _on(sheet, onset_date))
    limit = sheet.step(
        "30% 늘어난 시간",
        avg_weekly_hours_prev12w * ratio,
        "시간",
        "{before}시간 × {ratio}",
        law=LAW,
        before=avg_weekly_hours_prev12w,
        ratio=ratio,
    )
    meets = sheet.step(
        "30% 이상 늘었는지",
        last_week_hours >= limit,
        "",
        "{last}시간과 {limit}시간",
        law=LAW,
        last=last_week_hours,
        limit=limit,
    )
    if not meets:
        sheet.warn(
            "시간이 그만큼 늘지 않았어도 업무의 양, 강도, 책임, 환경이 크게 바뀌었으면 단기 과로로 볼 수 있습니다."
        )
    return sheet.result(threshold_hours=limit, meets_30pct_increase=meets)
