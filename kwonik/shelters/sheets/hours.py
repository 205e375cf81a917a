"""쉼터 운영 시간과 휴관일."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, once, too_long
from kwonik.shelters.codes import WEEKDAYS
from kwonik.shelters.models import OpeningHours, SpecialDay
from kwonik.spreadsheets import Column

from . import lookups

EDIT = "shelters.shelter:edit"

# -- hours ----------------------------------------------------------------------------------------------------


def hours_columns(context: Context) -> tuple[Column, ...]:
    days = {
        spelling: str(number) for number, name in enumerate(WEEKDAYS) for spelling in (name, f"{name}요일")
    }
    return (
        lookups.shelter_column(context),
        Column("weekday", "요일", "choice", required=True, aliases=("운영 요일", "운영요일"), choices=days),
        Column("opens_at", "여는 시각", "time", aliases=("시작", "시작 시각", "부터", "개방")),
        Column(
            "closes_at",
            "닫는 시각",
            "time",
            aliases=("끝", "종료 시각", "까지", "마감"),
            help="자정을 넘기면 다음 날 시각을 적습니다.",
        ),
        Column("from_on", "적용일", "date", required=True, aliases=lookups.FROM[:4]),
        Column("until_on", "끝난 날", "date", aliases=lookups.UNTIL),
    )


def check_hours(context: Context, values: dict[str, Any]) -> list[str]:
    said = lookups.wrong_dates(values) + lookups.wrong_times(values)
    new = (values["from_on"], values.get("until_on") or date.max)
    known = once(context, "hours", lambda: _hours_known(context))
    spans = known.setdefault((int(values["shelter"]), int(values["weekday"])), [])
    if any(first <= new[1] and new[0] <= last for first, last in spans):
        said.append("그 요일의 운영 시간이 그때 이미 있습니다. 적용일을 확인하세요.")
    if not said:
        spans.append(new)
    return said


def _hours_known(context: Context) -> dict[tuple[int, int], list[tuple[date, date]]]:
    found: dict[tuple[int, int], list[tuple[date, date]]] = {}
    for row in OpeningHours.objects.filter(centre=context.centre):
        span = (row.from_on, row.until_on or date.max)
        found.setdefault((row.shelter_id, row.weekday), []).append(span)
    return found


def store_hours(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    OpeningHours.objects.bulk_create(
        OpeningHours(
            **lookups.brought(context, line, batch),
            shelter_id=int(line.values["shelter"]),
            weekday=int(line.values["weekday"]),
            opens_at=line.values.get("opens_at"),
            closes_at=line.values.get("closes_at"),
            from_on=line.values["from_on"],
            until_on=line.values.get("until_on"),
        )
        for line in lines
    )


def hours_example(context: Context) -> list[dict[str, Any]]:
    name = lookups.first_shelter(context)
    return [
        {
            "shelter": name,
            "weekday": "월",
            "opens_at": time(13),
            "closes_at": time(6),
            "from_on": date(2030, 1, 1),
        }
    ]


# -- days kept otherwise --------------------------------------------------------------------------------------


def day_columns(context: Context) -> tuple[Column, ...]:
    return (
        lookups.shelter_column(context),
        Column("from_on", "첫날", "date", required=True, aliases=("휴관일", "날짜", "일자", "시작일")),
        Column("until_on", "끝날", "date", aliases=("종료일", "까지")),
        Column("opens_at", "여는 시각", "time", help="쉬는 날이면 비웁니다."),
        Column("closes_at", "닫는 시각", "time"),
        Column("reason", "까닭", required=True, aliases=("사유", "휴관 사유", "내용", "비고")),
    )


def check_day(context: Context, values: dict[str, Any]) -> list[str]:
    said = lookups.wrong_dates(values) + lookups.wrong_times(values) + too_long(values, {"reason": 120})
    new = (values["from_on"], values.get("until_on") or values["from_on"])
    known = once(context, "days", lambda: _days_known(context))
    spans = known.setdefault(int(values["shelter"]), [])
    if any(first <= new[1] and new[0] <= last for first, last in spans):
        said.append("그 기간에 이미 올린 휴관·특별 운영이 있습니다. 날짜를 확인하세요.")
    if not said:
        spans.append(new)
    return said


def _days_known(context: Context) -> dict[int, list[tuple[date, date]]]:
    found: dict[int, list[tuple[date, date]]] = {}
    for row in SpecialDay.objects.filter(centre=context.centre, withdrawn_at__isnull=True):
        found.setdefault(row.shelter_id, []).append((row.from_on, row.until_on))
    return found


def store_days(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    SpecialDay.objects.bulk_create(
        SpecialDay(
            **lookups.brought(context, line, batch),
            shelter_id=int(line.values["shelter"]),
            from_on=line.values["from_on"],
            until_on=line.values.get("until_on") or line.values["from_on"],
            opens_at=line.values.get("opens_at"),
            closes_at=line.values.get("closes_at"),
            reason=line.values["reason"],
            recorded_by=context.by,
        )
        for line in lines
    )


def day_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "shelter": lookups.first_shelter(context),
            "from_on": date(2030, 2, 2),
            "reason": "설 연휴 휴관",
        }
    ]


for code, label, model, columns, check, store, example in (
    ("hours", "쉼터 운영 시간", OpeningHours, hours_columns, check_hours, store_hours, hours_example),
    ("days", "쉼터 휴관일", SpecialDay, day_columns, check_day, store_days, day_example),
):
    registry.declare(
        Sheet(
            code=f"shelters.{code}",
            label=label,
            permission=EDIT,
            model=model,
            columns=columns,
            check=check,
            store=store,
            example=example,
        )
    )
