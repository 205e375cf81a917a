"""Until when one can act: exclusion, limitation and handling periods, as the calendar is known on a given day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.decrees import ALMANAC_UNTIL, NoCalendar
from kwonik.labourlaw import counting
from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Day, Named, count
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .holidays import KnownOn

SUBJECT = "기한"
UNITS = {"days": "일", "weeks": "주", "months": "개월", "years": "년"}
NATURES = {
    "exclusion": "제척기간",
    "prescription": "소멸시효",
    "peremptory": "불변기간",
    "claim": "청구 기간",
    "performance": "이행·통보 기간",
}


@dataclass(frozen=True)
class Term:
    """One kind of deadline: what it is for, from which event, how long, by which article.

    `first_counts`: the event's own day is the first day of the term. `nature` says what happens when it passes.
    """

    name: str
    event: str
    amount: int
    unit: str
    law: str
    nature: str
    note: str = ""
    first_counts: bool = False
    also: tuple[str, ...] = ()

    @property
    def length(self) -> str:
        return f"{self.amount}{UNITS[self.unit]}"

    @property
    def described(self) -> str:
        """From which day, how long, by which article, and what kind of term it is."""
        words = f"{self.event}부터 {self.length}, {self.law}, {NATURES[self.nature]}"
        return f"{words}. {self.note}" if self.note else words

    def raw_last_day(self, event_date: date) -> date:
        """The last day by the calendar of months and years alone."""
        return counting.last_day(
            event_date, amount=self.amount, unit=self.unit, first_counts=self.first_counts
        )

    def last_day(self, event_date: date, calendar: WorkingCalendar) -> date:
        """The last day to act: on a Saturday or public holiday the next working day (민법 제161조).

        Raises NoCalendar where the year's holidays are not known.
        """
        return calendar.next_working(self.raw_last_day(event_date))


@lru_cache(maxsize=1)
def terms() -> Mapping[str, Term]:
    """Every kind of deadline by its name, as `terms.toml` has them."""
    tables = tomllib.loads((Path(__file__).parent.parent / "terms.toml").read_text())["term"]
    return MappingProxyType({table["name"]: _term(table) for table in tables})


def _term(table: dict) -> Term:
    also = tuple(table.pop("also", ()))
    found = Term(**table, also=also)
    if found.unit not in UNITS or found.nature not in NATURES:
        raise ValueError(f"term {found.name}: unknown unit or nature")
    return found


@calculation(
    "청구·불복 기한",
    subject=SUBJECT,
    says="구제신청, 소멸시효, 불복 기간의 마지막 날을 토요일과 공휴일까지 따져 알려 줍니다.",
    law="민법 제155조~제161조; 종류마다 그 법률",
    selects="마지막 날의 공휴일(그때까지 알려진 달력)",
    gives={
        "raw_last_day": Gives("역법으로 센 마지막 날"),
        "last_day": Gives("마지막 날"),
    },
    example={"kind": "부당해고등 구제신청(3개월)", "event_date": "2026-05-17"},
    public=True,
)
def deadline(
    sheet: Worksheet,
    *,
    kind: Annotated[
        str,
        Named(
            "기한의 종류",
            ask="어떤 기한을 알고 싶나요?",
            options={name: name for name in terms()},
            also={word: name for name, term in terms().items() for word in term.also},
            means={name: term.described for name, term in terms().items()},
        ),
    ],
    event_date: Annotated[date, Day("일이 있은 날", ask="그 일은 언제 있었나요?")],
    known_on: KnownOn = None,
) -> Outcome:
    """The last day of an exclusion, limitation or other period (민법 제155조-제161조 and the Act of each kind).

    The first day is not counted, months and years run by the calendar, and a last day on a Saturday or public
    holiday, substitute and temporary ones included, rolls to the next working day, as the calendar was known on
    `known_on`. Raises Refused for an unknown kind or a year without a known calendar.
    """
    term = terms()[kind]
    calendar = WorkingCalendar(known_on=known_on or date.max)
    raw = sheet.step(
        "역법으로 센 마지막 날",
        term.raw_last_day(event_date),
        "",
        "{start} {event}{counted} {length}",
        start=event_date,
        event=term.event,
        counted="부터(첫날을 넣음)" if term.first_counts else ", 다음 날부터",
        length=term.length,
        law=f"{term.law}; 민법 제157조, 제160조",
    )
    try:
        last = roll(sheet, raw, calendar)
    except NoCalendar as unknown:
        raise Refused({"event_date": f"‘일이 있은 날’: {unknown}"}) from None
    if term.note:
        sheet.warn(term.note)
    if last.year > ALMANAC_UNTIL:
        sheet.warn(
            f"{last.year}년 달력은 아직 공표되지 않았습니다. 임시공휴일이나 선거일이 더해지면 바뀔 수 있습니다."
        )
    return sheet.result(raw_last_day=raw, last_day=last)


def roll(sheet: Worksheet, day: date, calendar: WorkingCalendar) -> date:
    """The day or the first working day after it, with why (민법 제161조). Raises NoCalendar."""
    why = calendar.holiday(day) or {5: "토요일", 6: "일요일"}.get(day.weekday(), "")
    if not why:
        return sheet.step("마지막 날", day, "", "근무일이어서 그대로", law="민법 제161조")
    return sheet.step(
        "마지막 날",
        calendar.next_working(day),
        "",
        "{day}은 {why}이어서 다음 근무일",
        day=day,
        why=why,
        law="민법 제161조",
    )


PETITION, COMPLAINT = "노동청 진정 처리기한(25일)", "노동청 고소·고발 처리기한(2개월)"
HANDLING: dict[str, tuple[int, str]] = {PETITION: (25, "days"), COMPLAINT: (2, "months")}


@calculation(
    "노동청 처리기한",
    subject=SUBJECT,
    says="진정이나 고소를 노동청이 언제까지 처리해야 하는지 알려 줍니다.",
    law="근로감독관집무규정 제42조; 민원 처리에 관한 법률 제19조",
    selects="처리 기간 동안의 공휴일",
    gives={"due": Gives("처리기한")},
    example={"kind": "노동청 진정 처리기한(25일)", "received": "2026-02-02"},
    public=True,
)
def petition_due(
    sheet: Worksheet,
    *,
    kind: Annotated[
        str,
        Named(
            "사건의 종류",
            ask="진정인가요, 고소·고발인가요?",
            options={name: name for name in HANDLING},
            also={
                **dict.fromkeys(("진정", "노동청 진정", "진정 처리기한", "민원"), PETITION),
                **dict.fromkeys(
                    ("고소·고발", "고소", "고발", "노동청 고소·고발", "고소·고발 처리기한"), COMPLAINT
                ),
            },
        ),
    ],
    received: Annotated[date, Day("접수일", ask="노동청에 언제 접수되었나요?")],
    extensions: Annotated[
        int,
        count(
            "연장한 횟수",
            unit="번",
            ask="처리기간을 몇 번 늘렸나요?",
            most=2,
            note="진정만 연장합니다. 25일씩 한 번, 신청인이 동의하면 한 번 더.",
        ),
    ] = 0,
    known_on: KnownOn = None,
) -> Outcome:
    """Until when the labour office must handle a petition (25 days) or a criminal complaint (2 months).

    A petition is counted the other way round (민원처리법 제19조): the first day counts, Saturdays and public holidays do
    not. A complaint's months include the first day and roll by 민법 제161조. Raises Refused.
    """
    calendar = WorkingCalendar(known_on=known_on or date.max)
    amount, unit = HANDLING[kind]
    if extensions and unit != "days":
        raise Refused(
            {"extensions": "‘연장한 횟수’: 고소·고발 처리기한은 이 규정으로 연장하지 않습니다. 비워 두세요."}
        )
    try:
        if unit == "days":
            wanted = amount * (1 + extensions)
            due = sheet.step(
                "처리기한",
                calendar.add_working(received - timedelta(days=1), wanted),
                "",
                "{received}을 첫날로 넣고 토요일과 공휴일을 빼고 {wanted}일째",
                received=received,
                wanted=wanted,
                law="근로감독관집무규정 제42조; 민원처리법 제19조 제2항",
            )
        else:
            end = counting.last_day(received, amount=amount, unit=unit, first_counts=True)
            raw = sheet.step(
                "역법으로 센 마지막 날",
                end,
                "",
                "{received}을 첫날로 넣고 {amount}개월",
                received=received,
                amount=amount,
                law="민원처리법 제19조 제3항",
            )
            due = roll(sheet, raw, calendar)
    except NoCalendar as unknown:
        raise Refused({"received": f"‘접수일’: {unknown}"}) from None
    sheet.warn("2026-12-08에 노동감독관 직무집행법이 시행되면 집무규정의 조문이 바뀔 수 있습니다.")
    return sheet.result(due=due)
