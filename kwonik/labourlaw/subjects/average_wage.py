"""The average wage (평균임금): what was paid over three calendar months, without the periods that would distort it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Amounts, Day, days, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.daily_wage import average_daily, window_of
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "임금"

# Periods left out with their pay (시행령 제2조 제1항 제1호-제8호), and what other Acts leave out besides.
EXCLUDED = {
    "probation": "수습 3개월 이내",
    "shutdown": "사용자 책임의 휴업",
    "maternity": "출산전후휴가·유산사산휴가",
    "industrial_accident": "업무상 부상·질병의 휴업",
    "parental_leave": "육아휴직",
    "strike": "쟁의행위",
    "military": "병역·예비군·민방위(무급)",
    "approved_absence": "업무 외 부상·질병 등 승인받은 휴업",
    "reduced_hours": "육아기·가족돌봄 근로시간 단축, 가족돌봄휴직",
}
PARAGRAPH = {name: f"근로기준법 시행령 제2조 제1항 제{number}호" for number, name in enumerate(EXCLUDED, 1)}
PARAGRAPH["reduced_hours"] = "남녀고용평등법 제19조의3, 제22조의2, 제22조의4"


@calculation(
    "1일 평균임금",
    subject=SUBJECT,
    says="일이 있기 전 3개월의 임금으로 하루 평균임금을 셈하고 통상임금과 견줍니다.",
    law="근로기준법 제2조 제1항 제6호, 제2항, 시행령 제2조",
    gives={
        "window_start": Gives("산정 기간의 첫날"),
        "window_end": Gives("산정 기간의 끝날"),
        "window_days": Gives("산정 기간", "일"),
        "counted_days": Gives("셈에 넣는 날", "일"),
        "average_daily": Gives("1일 평균임금", "원"),
        "used_daily": Gives("적용할 1일 임금", "원"),
    },
    example={
        "event_date": "2026-03-01",
        "wages_3m": 9_600_000,
        "annual_bonus": 2_400_000,
        "ordinary_daily_wage": 100_000,
    },
    public=True,
)
def average_wage(
    sheet: Worksheet,
    *,
    event_date: Annotated[
        date,
        Day(
            "사유가 생긴 날",
            ask="평균임금을 셈해야 할 일은 언제 생겼나요?",
            note="퇴직은 마지막으로 일한 날의 다음 날, 산재는 다친 날이나 병이 확인된 날, 휴업은 쉬기 시작한 날입니다.",
        ),
    ],
    hire_date: Annotated[
        date | None,
        Day("입사일", ask="언제 입사했나요?", note="입사한 지 석 달이 되지 않았을 때만 셈이 달라집니다."),
    ] = None,
    wages_3m: Annotated[
        Fraction,
        won(
            "그 전 3개월 임금 총액",
            ask="그 전 3개월 동안 받은 임금은 모두 얼마인가요?",
            note="세금을 떼기 전 금액입니다. 경조금처럼 임시로 준 돈과 현물은 뺍니다.",
        ),
    ],
    annual_bonus: Annotated[
        Fraction,
        won("최근 1년 상여금", ask="그 전 1년 동안 받은 상여금은 얼마인가요?", note="없으면 0입니다."),
    ] = Fraction(0),
    annual_leave_pay: Annotated[
        Fraction,
        won("최근 1년 연차수당", ask="그 전 1년 안에 받은 연차수당은 얼마인가요?", note="없으면 0입니다."),
    ] = Fraction(0),
    excluded_days: Annotated[
        Mapping[str, Fraction] | None,
        Amounts(
            "빼는 기간의 날수",
            ask="그 3개월 안에 휴직이나 휴업처럼 빼야 할 기간이 있으면 종류마다 며칠인지 적어 주세요.",
            note="없으면 비워 두세요.",
            each=days("날수", whole=True, most=92),
            names=EXCLUDED,
        ),
    ] = None,
    excluded_wages: Annotated[
        Mapping[str, Fraction] | None,
        Amounts(
            "빼는 기간에 받은 임금",
            ask="그 기간에 받은 임금이 있으면 종류마다 얼마인지 적어 주세요.",
            note="3개월 임금 총액에 들어 있는 것만 적습니다.",
            each=won("금액"),
            names=EXCLUDED,
        ),
    ] = None,
    ordinary_daily_wage: Annotated[
        Fraction | None, won("1일 통상임금", ask="하루 통상임금은 얼마인가요?", note="모르면 비워 두세요.")
    ] = None,
) -> Outcome:
    """The average wage of a day in won, rounded up at the third decimal as in the ministry's calculator.

    Wages of the three calendar months before the event (89 to 92 days; since hiring where that is later), with 3/12 of a
    year's bonus and leave pay, over their days (제2조 제1항 제6호). Eight kinds of periods are left out with their pay
    (시행령 제2조 제1항), and bonus and leave pay are reduced in proportion. Not less than the ordinary wage (제2조 제2항). Raises
    Refused where nothing is left of the three months.
    """
    start, end = window_of(event_date)
    if hire_date is not None:
        if hire_date >= event_date:
            raise Refused({"hire_date": "‘입사일’이 사유가 생긴 날보다 앞서야 합니다. 날짜를 확인하세요."})
        start = max(start, hire_date)
    window = counting.count_days(start, end)
    off_days, off_wages = _excluded(sheet, excluded_days or {}, excluded_wages or {})
    counted = window - off_days
    if counted <= 0:
        raise Refused(
            {
                "excluded_days": "‘빼는 기간의 날수’가 산정 기간을 모두 덮습니다. "
                "그 기간의 첫날을 사유가 생긴 날로 하여 다시 셈하세요(평균임금산정 특례 고시 제1조)."
            }
        )
    if off_wages > wages_3m:
        raise Refused(
            {"excluded_wages": "‘빼는 기간에 받은 임금’이 3개월 임금 총액보다 많습니다. 금액을 확인하세요."}
        )
    average = average_daily(
        sheet,
        (start, end),
        wages=wages_3m,
        yearly=annual_bonus + annual_leave_pay,
        off_days=off_days,
        off_wages=off_wages,
    )
    used = average
    if ordinary_daily_wage is None:
        sheet.assume("1일 통상임금을 적지 않았습니다. 통상임금이 더 많으면 통상임금이 평균임금이 됩니다.")
    elif ordinary_daily_wage > average:
        used = sheet.step(
            "적용할 1일 임금",
            ordinary_daily_wage,
            "원",
            "통상임금이 평균임금보다 많음",
            law="근로기준법 제2조 제2항",
        )
    sheet.assume(
        "일용근로자가 아니고, 3개월 임금이 보통 때와 크게 다르지 않은 것으로 보았습니다(시행령 제3조, 제4조)."
    )
    return sheet.result(
        window_start=start,
        window_end=end,
        window_days=window,
        counted_days=counted,
        average_daily=average,
        used_daily=used,
    )


def _excluded(
    sheet: Worksheet, off_days: Mapping[str, Fraction], off_wages: Mapping[str, Fraction]
) -> tuple[int, Fraction]:
    """Days and wages left out, a line for each kind. Military duty that was paid is not left out (제7호 단서)."""
    total_days, total_wages = 0, Fraction(0)
    wages = dict(off_wages)
    for name, count in off_days.items():
        paid = wages.pop(name, Fraction(0))
        if name == "military" and paid:
            sheet.step(
                f"빼지 않는 기간: {EXCLUDED[name]}", count, "일", "임금을 받음", law=f"{PARAGRAPH[name]} 단서"
            )
            continue
        total_days += sheet.step(f"빼는 기간: {EXCLUDED[name]}", int(count), "일", law=PARAGRAPH[name])
        if paid:
            total_wages += sheet.step(f"빼는 임금: {EXCLUDED[name]}", paid, "원", law=PARAGRAPH[name])
        if name == "reduced_hours":
            sheet.warn(
                "근로시간 단축과 가족돌봄 기간은 남녀고용평등법이 뺍니다. 조문은 공식 자료로 다시 확인하세요."
            )
    if any(wages.values()):
        raise Refused(
            {"excluded_wages": "‘빼는 기간에 받은 임금’: 날수를 적지 않은 기간이 있습니다. 날수도 적으세요."}
        )
    return total_days, total_wages
