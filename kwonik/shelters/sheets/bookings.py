"""공간 대관 대장: what was booked and who came. No room twice at a time, within the ledger or with what stands."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from kwonik.kernel.periods import SEOUL
from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, once, too_long
from kwonik.people import vault
from kwonik.shelters import queries, rules
from kwonik.shelters.codes import HOLDING, BookingState
from kwonik.shelters.models import Booking, Room
from kwonik.spreadsheets import Column

from . import lookups

STATES: dict[str, str] = {
    **dict.fromkeys(("이용함", "이용", "이용 완료", "이용완료", "완료", "사용"), str(BookingState.USED)),
    **dict.fromkeys(("승인", "승인함", "예약", "확정"), str(BookingState.APPROVED)),
    **dict.fromkeys(("신청", "접수", "승인 대기"), str(BookingState.REQUESTED)),
    **dict.fromkeys(("취소", "취소함"), str(BookingState.CANCELLED)),
    **dict.fromkeys(("오지 않음", "미이용", "노쇼", "불참"), str(BookingState.NO_SHOW)),
}


def columns(context: Context) -> tuple[Column, ...]:
    names = lookups.shelter_names(context)
    return (
        Column(
            "day",
            "이용일",
            "date",
            required=True,
            aliases=("대관일", "일자", "날짜", "이용 일자", "대관일자"),
        ),
        Column("starts_at", "시작", "time", required=True, aliases=("시작 시각", "시작시간", "부터")),
        Column("ends_at", "끝", "time", required=True, aliases=("종료", "종료 시각", "종료시간", "까지")),
        Column("shelter", "쉼터", "choice", required=True, aliases=("쉼터명", "시설", "장소"), choices=names),
        Column("room", "공간", required=True, aliases=("공간명", "대관 공간", "대관공간", "실명")),
        Column(
            "group", "모임", required=True, aliases=("모임명", "단체", "단체명", "신청 단체", "이용 단체")
        ),
        Column(
            "purpose",
            "목적",
            "choice",
            required=True,
            aliases=("이용 목적", "대관 목적", "용도"),
            choices=_purposes(context)[1],
        ),
        Column("heads", "신청 인원", "int", required=True, aliases=("예정 인원", "인원", "신청인원")),
        Column("actual_heads", "이용 인원", "int", aliases=("실제 인원", "참석 인원", "실인원", "이용인원")),
        Column(
            "state",
            "상태",
            "choice",
            aliases=("결과", "진행", "구분"),
            choices=STATES,
            help="비워 두면 지난 것은 이용함, 앞으로 올 것은 승인입니다.",
        ),
        Column("name", "연락할 사람", aliases=("담당자", "신청자", "대표자", "성명", "이름")),
        Column("phone", "연락처", "phone", aliases=("전화", "전화번호", "휴대전화")),
    )


def _purposes(context: Context) -> tuple[dict[str, int], dict[str, str]]:
    """code -> number of the purpose; every spelling -> code."""

    def find() -> tuple[dict[str, int], dict[str, str]]:
        codes = queries.purposes()
        spelt = {alias: code.code for code in codes for alias in code.aliases}
        return {code.code: code.pk for code in codes}, spelt | {code.label: code.code for code in codes}

    return once(context, "purposes", find)


def _room(context: Context, values: dict[str, Any]) -> Room | None:
    return lookups.rooms(context).get((int(values["shelter"]), lookups.key(values["room"])))


def span(values: dict[str, Any]) -> tuple[datetime, datetime]:
    """From and until; an end that is not later is on the next day."""
    starts = datetime.combine(values["day"], values["starts_at"], SEOUL)
    ends = datetime.combine(values["day"], values["ends_at"], SEOUL)
    return starts, ends if ends > starts else ends + timedelta(days=1)


def state_of(values: dict[str, Any]) -> str:
    past = span(values)[1] <= timezone.now()
    return values.get("state") or str(BookingState.USED if past else BookingState.APPROVED)


def _held(context: Context) -> dict[int, list[tuple[datetime, datetime, str]]]:
    """Who holds each room when, in order of time."""

    def find() -> dict[int, list[tuple[datetime, datetime, str]]]:
        found: dict[int, list[tuple[datetime, datetime, str]]] = defaultdict(list)
        rows = Booking.objects.filter(centre=context.centre, state__in=HOLDING).order_by("starts_at")
        for room, *rest in rows.values_list("room_id", "starts_at", "ends_at", "group"):
            found[room].append((rest[0], rest[1], rest[2]))
        return found

    return once(context, "held", find)


def _holder(context: Context, room: Room, starts: datetime, ends: datetime) -> str | None:
    held = _held(context)[room.pk]
    at = bisect_left(held, (ends,))
    return next((group for first, last, group in held[max(0, at - 1) : at] if last > starts), None)


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"group": 80, "name": 60})
    room, state, (starts, ends) = _room(context, values), state_of(values), span(values)
    if room is None:
        return [*said, f"이 쉼터에 '{values['room']}' 공간이 없습니다. 이름을 확인하거나 먼저 올리세요."]
    said += _heads(values, room, state)
    if ends - starts > timedelta(hours=24):
        said.append("하루를 넘는 대관입니다. 시각을 확인하세요.")
    if state == BookingState.USED and starts > timezone.now():
        said.append("아직 오지 않은 날을 이용함으로 적을 수 없습니다. 날짜나 상태를 확인하세요.")
    if state in HOLDING:
        if holder := _holder(context, room, starts, ends):
            said.append(f"그 시간에는 '{holder}'이(가) 이미 쓰고 있습니다. 시각이나 공간을 확인하세요.")
        elif not said:
            insort(_held(context)[room.pk], (starts, ends, values["group"]))
    return said


def _heads(values: dict[str, Any], room: Room, state: str) -> list[str]:
    said = []
    if not 1 <= values["heads"] <= room.seats:
        said.append(f"이 공간은 {room.seats}명까지 쓸 수 있습니다. 인원을 확인하세요.")
    actual = values.get("actual_heads")
    if actual is not None and not 0 <= actual <= 2_000:
        said.append("이용 인원을 확인하세요.")
    if state == BookingState.USED and actual == 0:
        said.append("0명이 이용했습니다. 아무도 오지 않았으면 상태에 '오지 않음'이라고 적으세요.")
    return said


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    told = [line for line in lines if line.values.get("name")]
    people = [(line.values["name"], line.values.get("phone") or "") for line in told]
    clients = dict(zip((line.key for line in told), vault.client_ids(context.centre, people), strict=True))
    Booking.objects.bulk_create(_booking(context, line, batch, clients.get(line.key)) for line in lines)


def _booking(context: Context, line: Line, batch: ImportBatch, contact: int | None) -> Booking:
    values = line.values
    state, (starts_at, ends_at) = state_of(values), span(values)
    used = state == BookingState.USED
    return Booking(
        centre=context.centre,
        room=_room(context, values),
        starts_at=starts_at,
        ends_at=ends_at,
        held_on=values["day"],
        heads=values["heads"],
        group=values["group"],
        group_key=rules.group_key(values["group"]),
        purpose_id=_purposes(context)[0][values["purpose"]],
        contact_id=contact,
        state=state,
        actual_heads=(values.get("actual_heads") or values["heads"]) if used else None,
        recorded_by=context.by,
        import_batch=batch,
        import_key=line.key,
    )


def example(context: Context) -> list[dict[str, Any]]:
    room = next(iter(lookups.rooms(context).values()), None)
    return [
        {
            "day": date(2025, 5, 9),
            "starts_at": time(14),
            "ends_at": time(16),
            "shelter": room.shelter.name if room else "중앙쉼터",
            "room": room.name if room else "교육실",
            "group": "대리운전 노동자 자조모임",
            "purpose": next(iter(_purposes(context)[1]), "소모임"),
            "heads": 8,
            "actual_heads": 7,
        }
    ]


registry.declare(
    Sheet(
        code="shelters.bookings",
        label="공간 대관 대장",
        permission="shelters.booking:import",
        model=Booking,
        columns=columns,
        check=check,
        store=store,
        example=example,
    )
)
