"""How much severance is owed (퇴직급여법 제8조)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, days, won
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.subjects.daily_wage import average_daily, window_of
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .service import (
    LAST_MONTH_DAYS,
    SUBJECT,
    Employees,
    HireDate,
    RetireDate,
    check_order,
    counted_from,
    paid_days,
)


@calculation(
    "퇴직금",
    subject=SUBJECT,
    says="입사일과 퇴직일, 퇴직 전 3개월의 임금으로 법정 퇴직금을 셈합니다.",
    law="근로자퇴직급여 보장법 제4조, 제8조; 근로기준법 제2조 제1항 제6호, 제2항",
    selects="퇴직일(받는 방법), 재직 기간의 날마다(5명 미만 사업장)",
    gives={
        "service_days": Gives("재직일수", "일"),
        "window_start": Gives("평균임금 산정 기간의 첫날"),
        "window_end": Gives("평균임금 산정 기간의 끝날"),
        "window_days": Gives("평균임금 산정 기간", "일"),
        "counted_days": Gives("셈에 넣는 날", "일"),
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
        days(
            "재직일수에서 빼는 날",
            whole=True,
            ask="근속에 넣지 않기로 한 휴직이 며칠 있었나요?",
            note="군 복무 휴직처럼 근속에 넣지 않기로 한 날입니다. 없으면 비워 두세요.",
        ),
    ] = 0,
    window_excluded_days: Annotated[
        int,
        days(
            "산정 기간에서 빼는 날",
            whole=True,
            most=92,
            ask="퇴직 전 3개월 안에 휴업, 육아휴직, 산재 요양으로 쉰 날이 며칠인가요?",
            note="수습 3개월, 사용자 탓 휴업, 출산휴가, 산재 요양, 육아휴직, 쟁의행위, 병역, 승인받은 병가입니다.",
        ),
    ] = 0,
    window_excluded_wages: Annotated[
        Fraction,
        won(
            "산정 기간에서 빼는 날의 임금",
            ask="그렇게 쉰 날에 받은 임금이 얼마인가요?",
            note="3개월 임금 총액에 들어 있는 것만 적으세요.",
        ),
    ] = Fraction(0),
    excluded_from: Annotated[
        date | None,
        Day(
            "3개월 넘게 쉰 기간의 첫날",
            ask="퇴직할 때까지 3개월 넘게 쉬었다면 언제부터 쉬었나요?",
            note="그 앞의 3개월로 셈하고, 임금도 그때 것을 적습니다.",
        ),
    ] = None,
    employees: Employees = None,
) -> Outcome:
    """Statutory severance: 30 days' average wage for each year of service, in won.

    By the ministry's calculator (moel.go.kr/retirementpayCal.do): wages of the three calendar months before the
    retirement date, with 3/12 of a year's bonus and leave pay, over the days of those months, rounded up at the third
    decimal; the ordinary daily wage where that is higher (근로기준법 제2조 제2항); x 30 x days of service / 365, rounded
    to the won. Days of 근로기준법 시행령 제2조 제1항 leave the window with their pay, and bonus and leave pay shrink in
    proportion. Below five people: nothing before 2010-12-01 and half until 2012-12-31. Owed from one full year: the
    anniversary counts, not the 365th day (퇴직급여법 제4조 제1항, 민법 제160조). Raises Refused for contradictory facts.
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
    start, end = _window(hire_date, retire_date, excluded_from)
    length = counting.count_days(start, end)
    _check_excluded(length, wages_3m, window_excluded_days, window_excluded_wages)
    average = average_daily(
        sheet,
        (start, end),
        wages=wages_3m,
        yearly=annual_bonus + annual_leave_pay,
        off_days=window_excluded_days,
        off_wages=window_excluded_wages,
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
    last = retire_date - counting.ONE
    counted = paid_days(sheet, hire_date, last, service, employees)
    severance = sheet.step(
        "퇴직금",
        _to_the_won(used * (LAST_MONTH_DAYS * counted), counting.YEAR_DAYS),
        "원",
        "{used}원 × 30일 × {service}일 ÷ 365일 (원 미만 반올림)",
        used=used,
        service=counted,
        law="퇴직급여법 제8조 제1항",
    )
    first = counted_from(sheet, hire_date, last, employees)
    eligible = last - timedelta(days=excluded_days) >= counting.term_end(first, counting.YEAR_MONTHS)
    if not eligible:
        sheet.warn(
            "계속 일한 기간이 1년이 되지 않아 법정 퇴직금이 생기지 않습니다. 금액은 견주어 보는 값입니다."
        )
    _remarks(sheet, retire_date)
    return sheet.result(
        service_days=service,
        window_start=start,
        window_end=end,
        window_days=length,
        counted_days=length - window_excluded_days,
        average_daily=average,
        used_daily=used,
        severance=severance,
        eligible=eligible,
    )


def _window(hire_date: date, retire_date: date, excluded_from: date | None) -> tuple[date, date]:
    """The months before leaving, or before a long absence that lasted until then; never before the day of hiring."""
    if excluded_from is not None and not hire_date < excluded_from < retire_date:
        raise Refused({"excluded_from": "‘3개월 넘게 쉰 기간의 첫날’은 입사일과 퇴직일 사이여야 합니다."})
    start, end = window_of(excluded_from or retire_date)
    return max(start, hire_date), end


def _check_excluded(window: int, wages: Fraction, off_days: int, off_wages: Fraction) -> None:
    """Raises Refused when nothing is left of the window or its wages."""
    if off_days >= window:
        raise Refused(
            {
                "window_excluded_days": "‘산정 기간에서 빼는 날’이 산정 기간 전부입니다. 비우고 ‘3개월 넘게 쉰 기간의 첫날’을 적으세요."
            }
        )
    if off_wages > wages:
        raise Refused(
            {
                "window_excluded_wages": "‘산정 기간에서 빼는 날의 임금’이 3개월 임금 총액보다 많습니다. 금액을 확인하세요."
            }
        )


def _remarks(sheet: Worksheet, retire_date: date) -> None:
    sheet.assume("4주를 평균하여 1주 소정근로시간이 15시간 이상인 것으로 보았습니다.")
    sheet.warn(
        "퇴직금은 퇴직한 날부터 14일 안에 받아야 하고(퇴직급여법 제9조), 3년 동안 청구하지 않으면 시효가 끝납니다(제10조)."
    )
    if sheet.parameter("severance_paid_into_irp", retire_date):
        sheet.warn(
            "퇴직금은 개인형퇴직연금(IRP) 계정으로 받습니다. 55세 이후 퇴직처럼 예외가 있습니다(퇴직급여법 제9조 제2항)."
        )


def _to_the_won(amount: Fraction, parts: int) -> Fraction:
    """The amount over so many parts, rounded to the won; half a won counts as one."""
    whole = amount.denominator * parts
    return Fraction((2 * amount.numerator + whole) // (2 * whole))
