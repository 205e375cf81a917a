"""쉼터 대장과 공간 대장."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, once, too_long
from kwonik.shelters.codes import ShelterKind
from kwonik.shelters.models import Room, Shelter
from kwonik.spreadsheets import Column

from . import lookups

EDIT = "shelters.shelter:edit"

# -- shelters -------------------------------------------------------------------------------------------------


def shelter_columns(context: Context) -> tuple[Column, ...]:
    return (
        Column("name", "쉼터", required=True, aliases=("쉼터명", "이름", "명칭")),
        Column("kind", "구분", "choice", required=True, aliases=("유형", "쉼터 유형"), choices=lookups.KINDS),
        Column("site", "장소", required=True, aliases=("위치", "장소명"), help="등록된 장소의 이름입니다."),
        Column("from_on", "개소일", "date", required=True, aliases=lookups.FROM[1:]),
        Column("until_on", "끝난 날", "date", aliases=lookups.UNTIL),
        Column("facility", "시설", aliases=("시설명", "시설 이름")),
        Column("district", "자치구", aliases=("구", "지역")),
        Column("capacity", "정원", "int", aliases=("수용 인원", "좌석 수", "좌석")),
        Column("note", "메모", aliases=("비고", "특이사항")),
    )


def check_shelter(context: Context, values: dict[str, Any]) -> list[str]:
    said = lookups.wrong_dates(values) + too_long(values, {"name": 60, "note": 300})
    for field, known, what in (
        ("site", lookups.sites(context), "장소"),
        ("facility", lookups.facilities(context), "시설"),
        ("district", lookups.districts(context), "자치구"),
    ):
        name = values.get(field)
        if name and lookups.key(name) not in known:
            said.append(f"'{name}'은(는) 등록되지 않은 {what}입니다. 이름을 확인하거나 먼저 등록하세요.")
    if (values.get("capacity") or 0) not in range(32_768):
        said.append("정원을 확인하세요.")
    if not said:
        said += _stands_already(context, values)
    return said


def _stands_already(context: Context, values: dict[str, Any]) -> list[str]:
    """A place holds one shelter at a time; so does a name."""
    site = lookups.sites(context)[lookups.key(values["site"])]
    new = (values["from_on"], values.get("until_on") or date.max)
    standing = once(
        context,
        "standing",
        lambda: [
            (row.site_id, row.name, (row.from_on, row.until_on or date.max))
            for row in lookups.shelters(context).values()
        ],
    )
    for site_id, name, (first, last) in standing:
        if (site_id == site.pk or name == values["name"]) and first <= new[1] and new[0] <= last:
            return [f"'{name}' 쉼터가 그때 이미 있습니다. 이름, 장소, 개소일을 확인하세요."]
    standing.append((site.pk, values["name"], new))
    return []


def store_shelters(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    before = len(lookups.shelters(context))
    Shelter.objects.bulk_create(
        Shelter(
            **lookups.brought(context, line, batch),
            name=line.values["name"],
            kind=line.values["kind"],
            site=lookups.sites(context)[lookups.key(line.values["site"])],
            facility=lookups.facilities(context).get(lookups.key(line.values.get("facility") or "")),
            district=lookups.districts(context).get(lookups.key(line.values.get("district") or "")),
            capacity=line.values.get("capacity"),
            note=line.values.get("note") or "",
            from_on=line.values["from_on"],
            until_on=line.values.get("until_on"),
            position=before + number,
            recorded_by=context.by,
        )
        for number, line in enumerate(lines, 1)
    )


def shelter_example(context: Context) -> list[dict[str, Any]]:
    sites = [site for site in lookups.sites(context).values() if site.kind == "shelter"]
    name = sites[0].name if sites else "중앙역 쉼터"
    return [{"name": "중앙쉼터", "kind": ShelterKind.HUB.label, "site": name, "from_on": date(2025, 2, 3)}]


# -- rooms ----------------------------------------------------------------------------------------------------


def room_columns(context: Context) -> tuple[Column, ...]:
    return (
        lookups.shelter_column(context),
        Column("name", "공간", required=True, aliases=("공간명", "실명", "대관 공간", "방")),
        Column("seats", "좌석", "int", required=True, aliases=("정원", "수용 인원", "좌석 수")),
        Column("from_on", "시작일", "date", required=True, aliases=("운영 시작일", "적용일")),
        Column("opens_at", "대관 시작 시각", "time", aliases=("여는 시각", "부터")),
        Column("closes_at", "대관 끝 시각", "time", aliases=("닫는 시각", "까지")),
        Column("ahead_days", "며칠 뒤까지", "int", aliases=("신청 가능 일수",)),
        Column("notice_hours", "몇 시간 전까지", "int", aliases=("신청 마감",)),
        Column("longest_hours", "최대 시간", "int", aliases=("한 번에 몇 시간까지",)),
        Column("monthly_limit", "월 한도", "int", aliases=("한 달에 몇 번까지",)),
    )


SMALL = {"seats": 2_000, "ahead_days": 366, "notice_hours": 720, "longest_hours": 24, "monthly_limit": 100}


def check_room(context: Context, values: dict[str, Any]) -> list[str]:
    said = lookups.wrong_times(values) + too_long(values, {"name": 60})
    for field, most in SMALL.items():
        least = 0 if field == "notice_hours" else 1
        if values.get(field) is not None and not least <= values[field] <= most:
            said.append(f"{values[field]}: {least}부터 {most}까지 적을 수 있습니다.")
    place = (int(values["shelter"]), lookups.key(values["name"]))
    if place in lookups.rooms(context):
        said.append(f"'{values['name']}'은(는) 이미 올린 공간입니다. 이름을 확인하세요.")
    if not said:
        lookups.rooms(context)[place] = Room()
    return said


def store_rooms(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    Room.objects.bulk_create(
        Room(
            **lookups.brought(context, line, batch),
            shelter_id=int(line.values["shelter"]),
            name=line.values["name"],
            seats=line.values["seats"],
            from_on=line.values["from_on"],
            opens_at=line.values.get("opens_at"),
            closes_at=line.values.get("closes_at"),
            monthly_limit=line.values.get("monthly_limit"),
            recorded_by=context.by,
            **{
                name: line.values[name]
                for name in ("ahead_days", "notice_hours", "longest_hours")
                if line.values.get(name) is not None
            },
        )
        for line in lines
    )


def room_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "shelter": lookups.first_shelter(context),
            "name": "새 교육실",
            "seats": 20,
            "from_on": date(2025, 2, 3),
        }
    ]


for code, label, model, columns, check, store, example in (
    ("shelters", "쉼터 대장", Shelter, shelter_columns, check_shelter, store_shelters, shelter_example),
    ("rooms", "쉼터 공간 대장", Room, room_columns, check_room, store_rooms, room_example),
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
