"""Public holidays (관공서의 공휴일에 관한 규정): those of a year, and whether a day is one, as known on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from kwonik.kernel.decrees import ALMANAC_UNTIL, SATURDAY, SUNDAY, NoCalendar, holidays_of
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Flag
from kwonik.labourlaw.facts import year as year_fact
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

SUBJECT = "공휴일"
DECREE = "관공서의 공휴일에 관한 규정 제2조, 제3조"
SELECTS = "그 날에 시행된 규정(그때까지 알려진 달력)"

KnownOn = Annotated[
    date | None,
    Day(
        "달력을 아는 날",
        ask="어느 날까지 알려진 공휴일로 볼까요?",
        note="비우면 지금 아는 달력입니다. 늦게 정한 공휴일은 그 전날까지는 공휴일이 아니었습니다.",
    ),
]


@calculation(
    "한 해의 공휴일",
    subject=SUBJECT,
    says="그 해의 공휴일을 대체공휴일, 임시공휴일, 선거일까지 모두 알려 줍니다.",
    law=DECREE,
    selects=SELECTS,
    gives={
        "count": Gives("공휴일 수", "일"),
        "dates": Gives("공휴일"),
        "names": Gives("공휴일의 이름"),
    },
    example={"year": 2026},
)
def public_holidays(
    sheet: Worksheet,
    *,
    year: Annotated[int, year_fact(ask="어느 해의 공휴일인가요?")],
    include_saturday_holidays: Annotated[
        bool,
        Flag(
            "토요일과 겹친 공휴일을 넣을지",
            ask="토요일과 겹친 공휴일도 넣을까요?",
            note="아니요라고 하면 토요일에 든 공휴일을 빼고 셉니다.",
        ),
    ] = True,
    exclude_plain_sundays: Annotated[
        bool,
        Flag(
            "여느 일요일을 뺄지",
            ask="공휴일이 아닌 일요일은 뺄까요?",
            note="규정은 일요일도 공휴일로 둡니다. 아니요라고 하면 일요일을 모두 넣습니다.",
        ),
    ] = True,
    known_on: KnownOn = None,
) -> Outcome:
    """The public holidays of a year with their names, as they were known on `known_on` (관공서의 공휴일에 관한 규정 제2조, 제3조).

    By the decree every Sunday is one (제2조 제1호); plain Sundays are left out unless asked for. Raises Refused for a year
    outside the calendar.
    """
    found = dict(_known(year, known_on, "year", "연도"))
    sheet.step("정해진 공휴일", len(found), "일", law=DECREE)
    if not include_saturday_holidays:
        found = {day: name for day, name in found.items() if day.weekday() != SATURDAY}
        sheet.step("토요일에 든 공휴일을 뺌", len(found), "일")
    if not exclude_plain_sundays:
        found = dict(sorted({**dict.fromkeys(_sundays(year), "일요일"), **found}.items()))
        sheet.step("일요일을 모두 넣음", len(found), "일", law="관공서의 공휴일에 관한 규정 제2조 제1호")
    _warn_of_the_future(sheet, year)
    names = {day.isoformat(): name for day, name in found.items()}
    return sheet.result(count=len(found), dates=list(found), names=names)


@calculation(
    "공휴일인지",
    subject=SUBJECT,
    says="그 날이 관공서의 공휴일인지, 왜 그런지 알려 줍니다.",
    law=DECREE,
    selects=SELECTS,
    gives={"holiday": Gives("공휴일인지"), "name": Gives("공휴일의 이름")},
    example={"date": "2026-05-01"},
    public=True,
)
def is_public_holiday(
    sheet: Worksheet,
    *,
    date: Annotated[date, Day("날짜", ask="어느 날이 궁금한가요?")],
    known_on: KnownOn = None,
) -> Outcome:
    """Whether a day is a public holiday, substitute and temporary ones included, as known on `known_on`.

    A plain Sunday is not: the decree lists Sundays (제2조 제1호), but they are none of the holidays an employer owes
    (근로기준법 시행령 제30조 제2항). Raises Refused for a year outside the calendar.
    """
    name = _known(date.year, known_on, "date", "날짜").get(date)
    sheet.step("공휴일인지", name is not None, "", "{date} {name}", date=date, name=name or "", law=DECREE)
    if name is None and date.weekday() == SUNDAY:
        sheet.warn(
            "일요일은 규정 제2조 제1호의 공휴일이지만, 회사가 유급으로 쉬게 할 공휴일에는 들지 않습니다"
            "(근로기준법 시행령 제30조 제2항). 기한의 마지막 날이면 다음 날로 넘어갑니다."
        )
    _warn_of_the_future(sheet, date.year)
    return sheet.result(holiday=name is not None, name=name)


def _known(year: int, known_on: date | None, fact: str, label: str) -> dict[date, str]:
    try:
        return holidays_of(year, known_on or date.max)
    except NoCalendar as unknown:
        raise Refused({fact: f"‘{label}’: {unknown}"}) from None


def _sundays(year: int) -> list[date]:
    first = date(year, 1, 1)
    first += timedelta(days=(SUNDAY - first.weekday()) % 7)
    return [day for week in range(53) if (day := first + timedelta(weeks=week)).year == year]


def _warn_of_the_future(sheet: Worksheet, year: int) -> None:
    if year > ALMANAC_UNTIL:
        sheet.warn(
            f"{year}년 월력요항은 아직 나오지 않았습니다. 임시공휴일이나 선거일이 더해지면 바뀔 수 있습니다."
        )
