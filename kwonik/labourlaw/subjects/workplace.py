"""The workplace (사업 또는 사업장): how many employees it regularly has, by which labour law applies or not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag, Many, count, months, people
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "사업장"
FIVE = 5  # employees from which the whole Act applies (근로기준법 제11조 제1항)
TEN = 10  # employees from which work rules must be written (제93조)

EMPLOYEES = people(
    "상시 근로자 수",
    ask="사장을 빼고 보통 몇 명이 함께 일하나요?",
    note="아르바이트, 기간제, 일용, 외국인 근로자를 모두 넣고 파견근로자는 뺍니다.",
    least=1,
)
Employees = Annotated[int, EMPLOYEES]
EmployeesIfKnown = Annotated[int | None, EMPLOYEES]


@calculation(
    "상시 근로자 수",
    subject=SUBJECT,
    says="날마다 일한 사람 수로 상시 5명 이상인 사업장인지 판단합니다.",
    law="근로기준법 제11조 제3항, 시행령 제7조의2",
    gives={
        "period_start": Gives("산정 기간의 첫날"),
        "period_end": Gives("산정 기간의 끝날"),
        "average": Gives("하루 평균 근로자 수", "명"),
        "days_below": Gives("기준에 못 미친 날", "일"),
        "applies_5plus": Gives("5명 이상 사업장인지"),
        "applies_10plus": Gives("10명 이상 사업장인지"),
    },
    example={"operating_days": 20, "daily_counts": [5] * 11 + [4] * 9},
)
def headcount(
    sheet: Worksheet,
    *,
    operating_days: Annotated[
        int,
        count(
            "가동일수",
            unit="일",
            least=1,
            most=31,
            note="일이 있은 날 전 1개월(그보다 늦게 문을 열었으면 그때부터) 동안 사업장이 돌아간 날입니다.",
        ),
    ],
    daily_counts: Annotated[
        list[int],
        Many(
            "날마다 일한 사람 수",
            note="기간제·단시간·일용·외국인을 넣고, 파견과 함께 사는 친족은 뺍니다.",
            each=people("사람 수"),
            longest=31,
        ),
    ],
    daily_relatives: Annotated[
        list[int] | None,
        Many(
            "날마다 일한 동거 친족 수",
            note="사장과 함께 사는 친족입니다. 남이 한 명이라도 함께 일하면 근로자 수에 넣습니다. 없으면 비워 두세요.",
            each=people("사람 수"),
            longest=31,
        ),
    ] = None,
    event_date: Annotated[
        date | None, Day("따지는 일이 있은 날", note="휴업, 해고처럼 법의 적용을 따질 일이 생긴 날입니다.")
    ] = None,
    opened_on: Annotated[
        date | None, Day("사업장을 연 날", note="문을 연 지 한 달이 되지 않았을 때만 적습니다.")
    ] = None,
    threshold: Annotated[
        int,
        count("법 적용 기준", unit="명", least=FIVE, most=TEN, note="5명, 취업규칙(제93조)은 10명입니다."),
    ] = FIVE,
) -> Outcome:
    """Whether a workplace regularly has five employees (ten for 제93조), by the month before the event (시행령 제7조의2).

    Man-days over operating days; but whatever the average, it is covered where fewer than half of the days fall below
    five, and not covered where half or more do (제2항). Raises Refused where the days do not match the counts.
    """
    if threshold not in (FIVE, TEN):
        raise Refused({"threshold": "‘법 적용 기준’: 5명이나 10명 가운데 하나를 적으세요."})
    if opened_on and not event_date:
        raise Refused({"event_date": "‘따지는 일이 있은 날’: 사업장을 연 날을 적었으면 이 날도 적어 주세요."})
    period = _period(sheet, operating_days, event_date, opened_on) if event_date else {}
    counts = _counted(sheet, operating_days, daily_counts, daily_relatives)
    average = sheet.step(
        "하루 평균 근로자 수",
        Fraction(sum(counts), operating_days),
        "명",
        "연인원 {total}명 ÷ 가동일수 {days}일",
        total=sum(counts),
        days=operating_days,
        law="근로기준법 시행령 제7조의2 제1항",
    )
    below = sheet.step(
        "기준에 못 미친 날",
        sum(each < threshold for each in counts),
        "일",
        "{days}일 가운데 {threshold}명 미만인 날",
        days=operating_days,
        threshold=threshold,
    )
    applies = 2 * below < operating_days
    by_average = average >= threshold
    sheet.step(
        f"{threshold}명 이상 사업장인지",
        applies,
        "",
        _why(applies, by_average),
        law=f"근로기준법 시행령 제7조의2 제2항 {'제1호' if applies else '제2호'}"
        if applies != by_average
        else "근로기준법 시행령 제7조의2 제1항, 제2항",
    )
    if abs(2 * below - operating_days) <= 2:
        sheet.warn("못 미친 날이 절반 가까이입니다. 하루 차이로 결론이 바뀌니 출근 기록을 꼭 확인하세요.")
    field = "applies_5plus" if threshold == FIVE else "applies_10plus"
    return sheet.result(**period, average=average, days_below=below, **{field: applies})


def _period(sheet: Worksheet, operating_days: int, event: date, opened_on: date | None) -> dict[str, date]:
    """The month before the event, or the time since opening where that is shorter (제1항). Raises Refused."""
    if opened_on and opened_on >= event:
        raise Refused(
            {"opened_on": "‘사업장을 연 날’이 따지는 일이 있은 날보다 앞서야 합니다. 날짜를 확인하세요."}
        )
    start, end = counting.same_day(event, -1) or counting.term_end(event, -1), event - counting.ONE
    start = max(start, opened_on or start)
    length = sheet.step(
        "산정 기간",
        counting.count_days(start, end),
        "일",
        "{start} ~ {end}",
        start=start,
        end=end,
        law="근로기준법 시행령 제7조의2 제1항",
    )
    if operating_days > length:
        raise Refused(
            {"operating_days": f"‘가동일수’가 산정 기간 {length}일보다 많습니다. 날수를 확인하세요."}
        )
    return {"period_start": start, "period_end": end}


def _counted(
    sheet: Worksheet, operating_days: int, workers: list[int], relatives: list[int] | None
) -> list[int]:
    """Who counts on each day: relatives living together only beside other workers (제4항 제2호). Raises Refused."""
    problems = {
        name: f"‘{label}’는 {len(given)}개인데 가동일수는 {operating_days}일입니다. 같게 맞추세요."
        for name, label, given in (
            ("daily_counts", "날마다 일한 사람 수", workers),
            ("daily_relatives", "날마다 일한 동거 친족 수", relatives),
        )
        if given is not None and len(given) != operating_days
    }
    if problems:
        raise Refused(problems)
    if not relatives or not any(relatives):
        return workers
    if not any(workers):
        sheet.warn("함께 사는 친족만 일하는 사업장에는 근로기준법이 적용되지 않습니다(제11조 제1항 단서).")
        return workers
    sheet.step(
        "넣은 동거 친족",
        sum(relatives),
        "명",
        "남이 한 명이라도 함께 일하므로 넣음(연인원)",
        law="근로기준법 시행령 제7조의2 제4항 제2호",
    )
    return [one + other for one, other in zip(workers, relatives, strict=True)]


def _why(applies: bool, by_average: bool) -> str:
    if applies:
        return "못 미친 날이 절반보다 적음" + ("" if by_average else "(평균이 모자라도 적용)")
    return "못 미친 날이 절반 이상" + ("(평균이 넘어도 적용하지 않음)" if by_average else "")


@calculation(
    "연차휴가의 5명 기준",
    subject=SUBJECT,
    says="연차휴가를 따질 때 5명 이상인 사업장인지 지난 1년의 달마다 판단합니다.",
    law="근로기준법 시행령 제7조의2 제3항",
    gives={"applies": Gives("연차휴가가 적용되는지"), "months_below": Gives("5명에 못 미친 달", "개월")},
    example={"monthly_5plus_last_12_months": [True] * 12, "tenure_months": 20},
)
def annual_leave_headcount_test(
    sheet: Worksheet,
    *,
    monthly_5plus_last_12_months: Annotated[
        list[bool],
        Many(
            "지난 12개월 동안 달마다 5명 이상이었는지",
            note="오래된 달부터 가장 최근 달까지 차례대로 적습니다.",
            each=Flag("5명 이상"),
            longest=counting.YEAR_MONTHS,
        ),
    ],
    tenure_months: Annotated[Fraction, months("근속 개월수")],
) -> Outcome:
    """Whether annual leave applies: five employees in each of the twelve months before (시행령 제7조의2 제3항).

    The monthly leave of the first year (제60조 제2항) is left out of that test and looks at the last month alone. Months
    run from the oldest to the latest. Raises Refused where twelve months are needed and fewer are given.
    """
    given = monthly_5plus_last_12_months
    if tenure_months < counting.YEAR_MONTHS:
        applies = sheet.step(
            "월 단위 연차가 적용되는지",
            given[-1],
            "",
            "근속 {tenure}개월: 가장 최근 한 달만 봄",
            tenure=tenure_months,
            law="근로기준법 제60조 제2항; 시행령 제7조의2 제1항, 제3항",
        )
    else:
        if len(given) != counting.YEAR_MONTHS:
            raise Refused(
                {
                    "monthly_5plus_last_12_months": "‘지난 12개월 동안 달마다 5명 이상이었는지’: 근속 1년이 넘으면 12개월을 모두 적으세요."
                }
            )
        applies = sheet.step(
            "연차휴가가 적용되는지",
            all(given),
            "",
            "12개월 가운데 5명 이상인 달 {held}개월 (모두여야 함)",
            held=sum(given),
            law="근로기준법 제60조; 시행령 제7조의2 제3항",
        )
    return sheet.result(applies=applies, months_below=len(given) - sum(given))
