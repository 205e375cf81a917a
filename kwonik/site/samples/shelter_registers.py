"""The registers of shelters: which there are, when they open, their rooms, the days they are closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kwonik.catalogue.rules import Profile
from kwonik.shelters.codes import WEEKDAYS

from .shelter_recipe import Closed, RoomRecipe, ShelterBook, ShelterRecipe
from .tables import Heading, Table

DAY_SETS = {"매일": range(7), "평일": range(5), **{name: (number,) for number, name in enumerate(WEEKDAYS)}}
KIND_LABELS = {"hub": "거점쉼터", "subway": "지하철쉼터", "mini": "간이쉼터"}


def register(profile: Profile, book: ShelterBook) -> Table:
    sites = {site.code: site for site in profile.organisation.sites}
    districts = {one.code: one.name for one in profile.organisation.districts}
    facilities = {one.name for one in profile.organisation.facilities}
    rows = [
        [
            number,
            one.name,
            KIND_LABELS[one.kind],
            sites[one.site].name,
            districts.get(sites[one.site].district or "", ""),
            one.name if one.name in facilities else "",
            one.capacity,
            one.from_on,
            one.note,
        ]
        for number, one in enumerate(book.shelters, 1)
    ]
    heads = ("연번", "쉼터명", "유형", "장소", "자치구", "시설명", "수용 인원", "개소일", "비고")
    return table(book.register_file, heads, rows, 7)


def hours(profile: Profile, book: ShelterBook) -> Table:
    rows = [
        [
            one.name,
            WEEKDAYS[number],
            *(span.times or ("", "")),
            span.from_on or one.from_on,
            span.until_on or "",
        ]
        for one in book.shelters
        for span in one.hours
        for number in DAY_SETS[span.days]
    ]
    return table(
        book.hours_file, ("쉼터명", "운영 요일", "시작 시각", "종료 시각", "적용일", "종료일"), rows, 4
    )


def rooms(profile: Profile, book: ShelterBook) -> Table:
    rows = [
        [one.name, room.name, room.seats, one.from_on, *_widest(room)]
        for one in book.shelters
        for room in one.rooms
    ]
    heads = ("쉼터명", "공간명", "수용 인원", "운영 시작일", "대관 시작 시각", "대관 끝 시각")
    return table(book.rooms_file, heads, rows, 3)


def _widest(room: RoomRecipe) -> tuple[str, str]:
    return min(first for first, _ in room.slots), max(last for _, last in room.slots)


def days(profile: Profile, book: ShelterBook) -> Table:
    rows = [
        [one.name, closed.from_on, closed.until_on or closed.from_on, closed.reason]
        for closed in book.closed
        for one in book.shelters
        if concerns(closed, one)
    ]
    return table(book.days_file, ("쉼터명", "휴관일", "종료일", "휴관 사유"), rows, 1)


def concerns(closed: Closed, shelter: ShelterRecipe) -> bool:
    named = not closed.shelters or shelter.name in closed.shelters
    return named and shelter.from_on <= (closed.until_on or closed.from_on)


def table(file: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], dated: int) -> Table:
    headings = [
        Heading(label, width=24 if label in ("장소", "비고", "휴관 사유", "모임명") else 12)
        for label in heads
    ]
    return Table(file.rsplit(".", 1)[0], headings, rows, dated)
