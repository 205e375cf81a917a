"""쉼터 이용자 대장: what the kiosk at the door gives, and what was kept by hand. A day of a shelter per line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from kwonik.kernel.periods import SEOUL
from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, once
from kwonik.shelters import queries
from kwonik.shelters.codes import Source
from kwonik.shelters.models import VisitCount
from kwonik.spreadsheets import Column

from . import lookups

DAYS = ("일자", "날짜", "이용 일자", "방문일", "운영일", "집계일")
SHELTERS = ("쉼터명", "쉼터 이름", "시설", "시설명", "장소")
PEOPLE = ("이용자 수", "이용 인원", "방문자", "방문자 수", "인원", "합계", "이용자", "계", "입장")
SOURCES: dict[str, str] = {
    **dict.fromkeys(("무인 계수", "무인계수", "무인계수기", "키오스크", "센서", "자동"), str(Source.KIOSK)),
    **dict.fromkeys(("수기", "수기 대장", "방명록", "수동"), str(Source.HAND)),
    **dict.fromkeys(("계수기", "앱", "휴대전화"), str(Source.COUNTER)),
}
MOST = 20_000


def columns(context: Context) -> tuple[Column, ...]:
    names = lookups.shelter_names(context)
    return (
        Column("day", "이용일", "date", required=True, aliases=DAYS),
        Column("shelter", "쉼터", "choice", required=True, aliases=SHELTERS, choices=names),
        Column("people", "이용 인원(명)", "int", required=True, aliases=PEOPLE, dash_is_zero=True),
        Column(
            "source",
            "센 방법",
            "choice",
            aliases=("집계 방법", "집계방법", "출처"),
            choices=SOURCES,
            help="비워 두면 무인 계수입니다.",
        ),
        Column(
            "hour",
            "시간대",
            "int",
            aliases=("시", "시간"),
            help="0부터 23까지. 시간대가 있으면 새벽에 온 사람은 전날 저녁에 연 영업에 넣습니다. 하루 합계면 비웁니다.",
        ),
    )


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = []
    shelter = lookups.shelters(context)[int(values["shelter"])]
    day = values["day"]
    if day > timezone.localdate():
        said.append("오지 않은 날입니다. 날짜를 확인하세요.")
    elif day < shelter.from_on or (shelter.until_on and day > shelter.until_on):
        said.append(f"그날에는 {shelter.name}을(를) 운영하지 않았습니다. 날짜와 쉼터를 확인하세요.")
    if not 0 <= values["people"] <= MOST:
        said.append(f"사람 수는 0명부터 {MOST:,}명까지 적을 수 있습니다. 바로잡는 수는 월별 표에서 적으세요.")
    if values.get("hour") is not None and not 0 <= values["hour"] <= 23:
        said.append("시간대는 0부터 23까지 적으세요.")
    return said


def _business_day(context: Context, values: dict[str, Any]) -> date:
    """A line of one hour tells the calendar's day: two in the morning belongs to the evening before."""
    if values.get("hour") is None:
        return values["day"]
    tables = once(context, "timetables", lambda: queries.timetables(list(lookups.shelters(context).values())))
    at = datetime.combine(values["day"], time(values["hour"]), SEOUL)
    return tables[int(values["shelter"])].business_day(at)


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    VisitCount.objects.bulk_create(
        VisitCount(
            centre=context.centre,
            shelter_id=int(line.values["shelter"]),
            day=_business_day(context, line.values),
            hour=line.values.get("hour"),
            people=line.values["people"],
            source=line.values.get("source") or Source.KIOSK,
            recorded_by=context.by,
            import_batch=batch,
            import_key=line.key,
        )
        for line in lines
    )


def example(context: Context) -> list[dict[str, Any]]:
    first = next(iter(lookups.shelters(context).values()), None)
    return [
        {
            "day": max(first.from_on, date(2025, 5, 9)) if first else date(2025, 5, 9),
            "shelter": first.name if first else "중앙쉼터",
            "people": 83,
            "source": "무인 계수",
        }
    ]


registry.declare(
    Sheet(
        code="shelters.visits",
        label="쉼터 이용자 대장",
        permission="shelters.visit:import",
        model=VisitCount,
        columns=columns,
        check=check,
        store=store,
        example=example,
    )
)
