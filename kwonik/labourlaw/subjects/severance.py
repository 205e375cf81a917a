"""Severance pay (퇴직급여): who is owed it and how much."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, days, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "퇴직"
LAST_MONTH_DAYS = 30  # days of average wage for each year of service (제8조 제1항)
YEAR_DAYS = 365

HireDate = Annotated[date, Day("입사일", ask="언제 입사했나요?")]
RetireDate = Annotated[
    date, Day("퇴직일", ask="퇴직일은 언제인가요?", note="마지막으로 일한 날의 다음 날입니다.")
]


def window_of(retire_date: date) -> tuple[date, date]:
    """First and last day of the three calendar months before the day of retirement (89 to 92 days).

    Where the day number does not exist three months before, the window begins on that month's last day; from 29 to
    31 May it begins on 1 March, as in the ministry's own calculator.
    """
    if retire_date.month == 5 and retire_date.day >= 29:
        return retire_date.replace(month=3, day=1), retire_date - counting.ONE
    return counting.same_day(retire_date, -3) or counting.term_end(
        retire_date, -3
    ), retire_date - counting.ONE


def check_order(hire_date: date, retire_date: date) -> None:
    """Raises Refused unless somebody worked at least a day."""
    if retire_date <= hire_date:
        raise Refused(
            {
                "retire_date": "‘퇴직일’이 입사일보다 앞서거나 같습니다. 마지막으로 일한 날의 다음 날을 적으세요."
            }
        )


@calculation(
    "퇴직금",
    subject=SUBJECT,
    says="입사일과 퇴직일, 퇴직 전 3개월의 임금으로 법정 퇴직금을 셈합니다.",
    law="근로자퇴직급여 보장법 제4조, 제8조; 근로기준법 제2조 제1항 제6호, 제2항",
    gives={
        "service_days": Gives("재직일수", "일"),
        "window_start": Gives("평균임금 산정 기간의 첫날"),
        "window_end": Gives("평균임금 산정 기간의 끝날"),
        "window_days": Gives("평균임금 산정 기간", "일"),
        "average_daily": Gives("1일 평균임금", "원"),
        "used_daily": Gives("적용한 1일 임금", "원"),
        "severance": Gives("퇴직금", "원"),
        "eligible": Gives("퇴직금이 생기는지"),
    },
    example={
        "hire_date": "2014-10-02",
        "retire_date": "2017-09-16",
        "wages_3m": 7_080_000,
        "annual_bonus": 4_000_000,
        "annual_leave_pay": 300_000,
    },
    public=True,
)
def severance_pay(
    sheet: Worksheet,
    *,
    hire_date: HireDate,
    retire_date: RetireDate,
    wages_3m: Annotated[
        Fraction, won("퇴직 전 3개월 임금 총액", ask="퇴직 전 3개월 동안 받은 임금은 모두 얼마인가요?")
    ],
    annual_bonus: Annotated[
        Fraction, won("최근 1년 상여금", ask="퇴직 전 1년 동안 받은 상여금은 얼마인가요?")
    ] = Fraction(0),
    annual_leave_pay: Annotated[
        Fraction, won("최근 1년 연차수당", ask="퇴직 전전년도 연차를 쓰지 못해 받은 연차수당은 얼마인가요?")
    ] = Fraction(0),
    ordinary_daily_wage: Annotated[
        Fraction | None, won("1일 통상임금", ask="하루 통상임금은 얼마인가요?", note="모르면 비워 두세요.")
    ] = None,
    excluded_days: Annotated[
        int,
        days("재직일수에서 빼는 날", whole=True, note="군 복무 휴직처럼 근속에 넣지 않기로 한 날입니다."),
    ] = 0,
) -> Outcome:
    """Statutory severance: 30 days' average wage for each year of service, in won.

    By the ministry's calculator (moel.go.kr/retirementpayCal.do): wages of the three calendar months before the
    retirement date, with 3/12 of a year's bonus and leave pay, over the days of those months, rounded up at the third
    decimal; the ordinary daily wage where that is higher (근로기준법 제2조 제2항); x 30 x days of service / 365, rounded
    to the won. Owed from one full year: the anniversary counts, not the 365th day (퇴직급여법 제4조 제1항, 민법 제160조).
    Raises Refused when retirement does not follow hiring.
    """
    check_order(hire_date, retire_date)
    service = (retire_date - hire_date).days - excluded_days
    if service <= 0:
        raise Refused(
            {"excluded_days": "‘재직일수에서 빼는 날’이 재직한 날보다 많습니다. 날수를 확인하세요."}
        )
    sheet.step(
        "재직일수", service, "일", "입사일 {hire}부터 퇴직일 전날까지", hire=hire_date, law="퇴직급여법 제4조"
    )
    start, end = window_of(retire_date)
    window = counting.count_days(start, end)
    sheet.step(
        "평균임금 산정 기간",
        window,
        "일",
        "{start} ~ {end}",
        start=start,
        end=end,
        law="근로기준법 제2조 제1항 제6호",
    )
    total = sheet.step(
        "산정 기간의 임금 총액",
        wages_3m + (annual_bonus + annual_leave_pay) * Fraction(3, 12),
        "원",
        "{wages} + ({bonus} + {leave}) × 3/12",
        wages=wages_3m,
        bonus=annual_bonus,
        leave=annual_leave_pay,
    )
    average = sheet.step(
        "1일 평균임금",
        Fraction(ceil(total / window * 100), 100),
        "원",
        "{total}원 ÷ {window}일 (소수 셋째 자리에서 올림)",
        total=total,
        window=window,
        law="근로기준법 제2조 제1항 제6호",
    )
    used = average
    if ordinary_daily_wage is None:
        sheet.assume(
            "1일 통상임금을 적지 않아 평균임금으로만 셈했습니다. 통상임금이 더 많으면 통상임금으로 셈해야 합니다."
        )
    elif ordinary_daily_wage > average:
        used = sheet.step(
            "적용한 1일 임금",
            ordinary_daily_wage,
            "원",
            "통상임금이 평균임금보다 많음",
            law="근로기준법 제2조 제2항",
        )
    severance = sheet.step(
        "퇴직금",
        Fraction(_half_up(used * LAST_MONTH_DAYS * service / YEAR_DAYS)),
        "원",
        "{used}원 × 30일 × {service}일 ÷ 365일 (원 미만 반올림)",
        used=used,
        service=service,
        law="퇴직급여법 제8조 제1항",
    )
    eligible = counting.complete_years(hire_date, end - timedelta(days=excluded_days)) >= 1
    if not eligible:
        sheet.warn(
            "계속 일한 기간이 1년이 되지 않아 법정 퇴직금이 생기지 않습니다. 금액은 견주어 보는 값입니다."
        )
    sheet.assume("4주를 평균하여 1주 소정근로시간이 15시간 이상인 것으로 보았습니다.")
    return sheet.result(
        service_days=service,
        window_start=start,
        window_end=end,
        window_days=window,
        average_daily=average,
        used_daily=used,
        severance=severance,
        eligible=eligible,
    )


def _half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
