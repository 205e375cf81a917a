"""Shelters, their hours and rooms: opened, amended, ended; days they keep otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.actions.submissions import once
from kwonik.places.models import Centre
from kwonik.shelters.codes import WEEKDAYS
from kwonik.shelters.models import OpeningHours, Room, Shelter, SpecialDay
from kwonik.shelters.rules import Hours, NotAllowed

EDIT = "shelters.shelter:edit"

SHELTER = ("name", "kind", "site", "facility", "district", "capacity", "note", "from_on", "until_on")
ROOM = (
    *("name", "seats", "opens_at", "closes_at", "ahead_days", "notice_hours", "longest_hours"),
    *("monthly_limit", "from_on", "until_on"),
)
STANDS = {
    "shelters_shelter_site": "그 장소에는 그때 이미 다른 쉼터가 있습니다. 장소와 개소일을 확인하세요.",
    "shelters_shelter_name": "같은 이름의 쉼터가 이미 있습니다. 이름이나 개소일을 확인하세요.",
    "shelters_room_once": "이 쉼터에 같은 이름의 공간이 이미 있습니다. 이름을 다르게 적으세요.",
    "shelters_day_once": "그 기간에 이미 올린 휴관·특별 운영이 있습니다. 먼저 그것을 거두거나 날짜를 바꾸세요.",
    "_dates": "끝난 날이 시작일보다 앞섭니다. 날짜를 다시 확인하세요.",
    "_times": "여는 시각과 닫는 시각을 함께 적으세요.",
}


def _kindly(error: IntegrityError) -> NotAllowed:
    """What the database refused, in words. Raises the error itself when nobody foresaw it."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    for ending, words in STANDS.items():
        if name.endswith(ending):
            return NotAllowed(words)
    raise error


def open_shelter(*, by, centre: Centre, form_token: UUID | None = None, **facts: Any) -> Shelter:
    """A new shelter of the register. Raises NotAllowed where one stands already."""
    require(by, EDIT, centre)

    def make() -> Shelter:
        position = Shelter.objects.filter(centre=centre).count() + 1
        shelter = Shelter(centre=centre, recorded_by=by, form_token=form_token, position=position)
        for name in facts.keys() & set(SHELTER):
            setattr(shelter, name, facts[name])
        shelter.save(force_insert=True)
        audit.record("shelters.shelter.opened", shelter, by=by)
        return shelter

    try:
        return once(Shelter, centre, form_token, make)
    except IntegrityError as error:
        raise _kindly(error) from error


def amend_shelter(*, by, shelter: Shelter, **facts: Any) -> Shelter:
    """Corrects the register; what it was is kept. A last day closes the shelter."""
    require(by, EDIT, shelter.centre)
    return _amend(by, shelter, SHELTER, facts, "shelters.shelter.amended")


def open_room(*, by, shelter: Shelter, form_token: UUID | None = None, **facts: Any) -> Room:
    """A room of the shelter that may be booked."""
    require(by, EDIT, shelter.centre)

    def make() -> Room:
        room = Room(centre_id=shelter.centre_id, shelter=shelter, recorded_by=by, form_token=form_token)
        for name in facts.keys() & set(ROOM):
            setattr(room, name, facts[name])
        room.save(force_insert=True)
        audit.record("shelters.room.opened", room, by=by)
        return room

    try:
        return once(Room, shelter.centre, form_token, make)
    except IntegrityError as error:
        raise _kindly(error) from error


def amend_room(*, by, room: Room, **facts: Any) -> Room:
    """Corrects a room; bookings that stand already stay as they are."""
    require(by, EDIT, room.centre)
    return _amend(by, room, ROOM, facts, "shelters.room.amended")


def _amend(by, row, names: Iterable[str], facts: dict[str, Any], event: str):
    try:
        with transaction.atomic():
            stored = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
            for name in names:
                if name in facts:
                    setattr(stored, name, facts[name])
            stored.save()
            audit.record(event, stored, by=by)
    except IntegrityError as error:
        raise _kindly(error) from error
    return stored


@transaction.atomic
def set_hours(*, by, shelter: Shelter, from_on: date, week: dict[int, Hours | None]) -> None:
    """From that day on the shelter keeps these hours by weekday (7: public holidays; missing: the weekday's own).

    What held before ends the day before; what was to begin that day or later is replaced.
    """
    require(by, EDIT, shelter.centre)
    Shelter.objects.select_for_update(of=("self",)).get(pk=shelter.pk)
    rows = OpeningHours.objects.filter(shelter=shelter)
    rows.filter(from_on__gte=from_on).delete()
    before = from_on - timedelta(days=1)
    rows.as_of(from_on).update(until_on=before)
    OpeningHours.objects.bulk_create(
        OpeningHours(
            centre_id=shelter.centre_id,
            shelter=shelter,
            weekday=weekday,
            from_on=from_on,
            opens_at=hours.opens_at if hours else None,
            closes_at=hours.closes_at if hours else None,
        )
        for weekday, hours in sorted(week.items())
    )
    said = {WEEKDAYS[day]: str(hours) if hours else "" for day, hours in week.items()}
    audit.record("shelters.hours.set", shelter, by=by, detail={"from_on": str(from_on), "hours": said})


def add_special_day(
    *,
    by,
    shelter: Shelter,
    from_on: date,
    until_on: date | None,
    hours: Hours | None,
    reason: str,
    form_token: UUID | None = None,
) -> SpecialDay:
    """Closed, or open at other hours, on these days. Raises NotAllowed when something is said of them already."""
    require(by, EDIT, shelter.centre)
    if not (reason := reason.strip()):
        raise NotAllowed("까닭을 적으세요. 예: 설 연휴 휴관")

    def make() -> SpecialDay:
        row = SpecialDay.objects.create(
            centre_id=shelter.centre_id,
            shelter=shelter,
            from_on=from_on,
            until_on=until_on or from_on,
            opens_at=hours.opens_at if hours else None,
            closes_at=hours.closes_at if hours else None,
            reason=reason,
            form_token=form_token,
            recorded_by=by,
        )
        audit.record("shelters.day.added", row, by=by)
        return row

    try:
        return once(SpecialDay, shelter.centre, form_token, make)
    except IntegrityError as error:
        raise _kindly(error) from error


@transaction.atomic
def withdraw_special_day(*, by, special_day: SpecialDay) -> SpecialDay:
    """Takes it back: the usual hours hold again. The row stays."""
    require(by, EDIT, special_day.centre)
    stored = SpecialDay.objects.select_for_update(of=("self",)).get(pk=special_day.pk)
    if stored.withdrawn_at is None:
        stored.withdrawn_at = timezone.now()
        stored.save(update_fields=["withdrawn_at"])
        audit.record("shelters.day.withdrawn", stored, by=by)
    return stored
