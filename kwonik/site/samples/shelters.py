"""The ledgers of shelters: their registers, who came on which day, who booked which room."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from kwonik.catalogue.codes import Room, Shape
from kwonik.catalogue.rules import Profile
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.rounding import share_out
from kwonik.shelters.codes import HOLIDAY

from . import persons, words
from .chance import Chance
from .shelter_recipe import BookingLedger, Group, ShelterBook, ShelterRecipe, VisitLedger
from .shelter_registers import DAY_SETS, concerns, days, hours, register, rooms, table
from .tables import Table

BUSY = (104, 108, 106, 104, 100, 62, 48)
"""People on the road rest on working days; the evening shelters are emptier at the weekend."""
USED, CANCELLED, MISSED = "이용 완료", "취소", "미이용"
CALLED_PERCENT = 30
"""Bookings with somebody to call written beside them."""
LEAST = 3

Row = dict[str, Any]


def ledgers(profile: Profile, book: ShelterBook) -> Iterator[tuple[str, str, str, Callable[[], Table]]]:
    """(sheet, file, style, how to make it) of every ledger, in the order in which they need each other."""
    for sheet, file, make in (
        ("shelters", book.register_file, register),
        ("hours", book.hours_file, hours),
        ("rooms", book.rooms_file, rooms),
        ("days", book.days_file, days),
    ):
        yield f"shelters.{sheet}", file, "titled", lambda make=make: make(profile, book)  # type: ignore[misc]
    for visits in book.visits:
        yield "shelters.visits", visits.file, visits.style, lambda one=visits: visit_table(profile, book, one)  # type: ignore[misc]
    for booked in book.bookings:
        yield (
            "shelters.bookings",
            booked.file,
            booked.style,
            lambda one=booked: booking_table(profile, book, one),  # type: ignore[misc]
        )


# -- open days ------------------------------------------------------------------------------------------------


@cache
def _month(month: str) -> list[date]:
    year, number = map(int, month.split("-"))
    return [date(year, number, day) for day in range(1, calendar.monthrange(year, number)[1] + 1)]


def open_days(
    book: ShelterBook, shelter: ShelterRecipe, months: Sequence[str], until_on: date | None
) -> list[date]:
    """The days on which the shelter opened, by its hours, the holidays and its closures."""
    working = WorkingCalendar()
    by_day = {number: span.times for span in shelter.hours for number in DAY_SETS[span.days]}
    closed = [one for one in book.closed if concerns(one, shelter)]

    def opened(day: date) -> bool:
        if day < shelter.from_on or (until_on and day > until_on):
            return False
        if any(one.from_on <= day <= (one.until_on or one.from_on) for one in closed):
            return False
        if HOLIDAY in by_day and working.holiday(day):
            return by_day[HOLIDAY] is not None
        return by_day.get(day.weekday()) is not None

    return [day for month in months for day in _month(month) if opened(day)]


# -- who came -------------------------------------------------------------------------------------------------


def visit_rows(profile: Profile, book: ShelterBook, ledger: VisitLedger) -> list[Row]:
    """One line per shelter and open day; they add up to the people of the recipe exactly."""
    chance = Chance(profile.head.code, ledger.file)
    rows: list[Row] = []
    weights: list[int] = []
    for shelter in book.shelters:
        share = ledger.shelters.get(shelter.name, 0)
        for day in open_days(book, shelter, list(ledger.months), ledger.until_on) if share else ():
            month = ledger.months[f"{day:%Y-%m}"]
            weights.append(share * month * BUSY[day.weekday()] * chance.randint(80, 120) // 100)
            source = "수기" if shelter.name in ledger.hand else "무인계수기"
            rows.append({"day": day, "shelter": shelter.name, "source": source})
    people = share_out(ledger.people, weights)
    found = [row | {"people": n} for row, n in zip(rows, people, strict=True)]
    return sorted(found, key=lambda row: row["day"])


def visit_table(profile: Profile, book: ShelterBook, ledger: VisitLedger) -> Table:
    keys = ("day", "shelter", "people", "source")
    rows = [[row[key] for key in keys] for row in visit_rows(profile, book, ledger)]
    return table(ledger.file, ("이용일자", "쉼터명", "이용자 수", "집계방법"), rows, 0)


# -- who booked -----------------------------------------------------------------------------------------------


def booking_rows(profile: Profile, book: ShelterBook, ledger: BookingLedger) -> list[Row]:
    """The bookings that took place, exactly as many with exactly as many people, and those that did not."""
    chance = Chance(profile.head.code, ledger.file)
    slots = _slots(book, ledger)
    if len(slots) < (wanted := ledger.count + ledger.cancelled + ledger.missed):
        raise ValueError(f"{ledger.file}: {wanted}건을 넣을 시간이 {len(slots)}개뿐입니다.")
    drawn = sorted(slots, key=lambda slot: chance.random() ** (1 / slot[-1]), reverse=True)[:wanted]
    labels = words.labels_of(profile, Shape.TALLY, "purpose", Room.SHELTERS)
    often = {group.name: group.often for group in book.groups}
    groups = {group.name: group for group in book.groups}
    ended = [USED] * ledger.count + [CANCELLED] * ledger.cancelled + [MISSED] * ledger.missed
    chance.shuffle(ended)
    rows = []
    for (day, (first, last), shelter, room, _), end in zip(drawn, ended, strict=True):
        group: Group = groups[chance.weighed(often)]
        heads = min(room.seats, chance.around(*room.heads))
        caller = persons.person(chance) if chance.percent(CALLED_PERCENT) else None
        rows.append(
            {
                "day": day,
                "starts_at": first,
                "ends_at": last,
                "shelter": shelter.name,
                "room": room.name,
                "seats": room.seats,
                "group": group.name,
                "purpose": labels[group.purpose],
                "heads": heads,
                "state": end,
                "name": caller.name if caller else "",
                "phone": caller.phone if caller else "",
            }
        )
    _settle(chance, rows, ledger.people)
    return sorted(rows, key=lambda row: (row["day"], row["starts_at"], row["shelter"], row["room"]))


def _slots(book: ShelterBook, ledger: BookingLedger) -> list[tuple]:
    """Every (day, times, shelter, room, weight) that could be booked: none overlaps another of its room."""
    return [
        (day, slot, shelter, room, room.share * ledger.months[f"{day:%Y-%m}"] * BUSY[day.weekday()] / 1e5)
        for shelter in book.shelters
        for day in (open_days(book, shelter, list(ledger.months), ledger.until_on) if shelter.rooms else ())
        for room in shelter.rooms
        for slot in room.slots
    ]


def _settle(chance: Chance, rows: list[Row], people: int) -> None:
    """How many came: about as many as had said so, all together exactly `people`."""
    used = [row for row in rows if row["state"] == USED]
    for row in rows:
        came = row["state"] == USED
        row["actual_heads"] = (
            max(LEAST, min(row["seats"], row["heads"] + chance.randint(-2, 1))) if came else None
        )
    off = people - sum(row["actual_heads"] for row in used)
    step = 1 if off > 0 else -1
    while off:
        row = chance.choice(used)
        if LEAST <= row["actual_heads"] + step <= row["seats"]:
            row["actual_heads"] += step
            off -= step
    for row in used:
        row["heads"] = min(row["seats"], max(row["heads"], row["actual_heads"] - 1))


BOOKING_HEADS = (
    *(("대관일자", "day"), ("시작 시각", "starts_at"), ("종료 시각", "ends_at"), ("쉼터명", "shelter")),
    *(("대관 공간", "room"), ("모임명", "group"), ("이용 목적", "purpose"), ("예정 인원", "heads")),
    *(("참석 인원", "actual_heads"), ("결과", "state"), ("신청자", "name"), ("연락처", "phone")),
)


def booking_table(profile: Profile, book: ShelterBook, ledger: BookingLedger) -> Table:
    rows = [[row[key] for _, key in BOOKING_HEADS] for row in booking_rows(profile, book, ledger)]
    return table(ledger.file, [head for head, _ in BOOKING_HEADS], rows, 0)
