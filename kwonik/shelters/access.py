"""Who may see and keep shelters, count people, book rooms; the only way a door gets a row. What waits today."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kwonik.kernel import permissions, queues
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people import vault
from kwonik.people.access import ClientRecords, centres_for, keep_clients
from kwonik.people.codes import Purpose
from kwonik.people.vault import Identified
from kwonik.places.models import Centre

from . import queries
from .codes import BookingState
from .models import Booking, Room, Shelter, SpecialDay, VisitCount

VIEW, EDIT = "shelters.shelter:view", "shelters.shelter:edit"
COUNT, CORRECT, IMPORT = "shelters.visit:count", "shelters.visit:correct", "shelters.visit:import"
SEE, BOOK, DECIDE = "shelters.booking:view", "shelters.booking:record", "shelters.booking:decide"
BRING = "shelters.booking:import"

PERMISSIONS = (
    Permission(VIEW, "쉼터와 이용자 수를 봅니다"),
    Permission(EDIT, "쉼터, 운영 시간, 공간을 올리고 고치며 쉼터 대장을 가져옵니다"),
    Permission(COUNT, "쉼터 이용자를 셉니다"),
    Permission(CORRECT, "쉼터 이용자 수를 바로잡습니다"),
    Permission(IMPORT, "쉼터 이용자 대장을 가져옵니다"),
    Permission(SEE, "공간 대관을 봅니다"),
    Permission(BOOK, "공간 대관을 신청받고 취소하고 이용을 확인합니다"),
    Permission(DECIDE, "공간 대관을 승인하거나 거절합니다"),
    Permission(BRING, "공간 대관 대장을 가져옵니다"),
)
permissions.declare(PERMISSIONS)


def visible(account, model, permission: str = VIEW) -> QuerySet:
    """Rows of the centres at which the account has the permission."""
    return model.objects.filter(centre__in=centres_for(account, permission))


def shelters(account, centre: Centre | None, permission: str = VIEW) -> QuerySet[Shelter]:
    """The shelters of the working centre."""
    return visible(account, Shelter, permission).filter(centre=centre)


def bookings(account, centre: Centre | None) -> QuerySet[Booking]:
    return visible(account, Booking, SEE).filter(centre=centre)


def get_shelter(account, pk: int, permission: str = VIEW) -> Shelter:
    return get_object_or_404(queries.with_places(visible(account, Shelter, permission)), pk=pk)


def get_special_day(account, pk: int, permission: str = EDIT) -> SpecialDay:
    return get_object_or_404(
        visible(account, SpecialDay, permission).select_related("shelter", "centre"), pk=pk
    )


def get_visit(account, pk: int, permission: str = VIEW) -> VisitCount:
    rows = visible(account, VisitCount, permission)
    return get_object_or_404(
        rows.select_related("shelter", "centre", "recorded_by", "correction_of", "import_batch"), pk=pk
    )


def get_room(account, pk: int, permission: str = SEE) -> Room:
    return get_object_or_404(visible(account, Room, permission).select_related("shelter", "centre"), pk=pk)


def get_booking(account, pk: int, permission: str = SEE) -> Booking:
    return get_object_or_404(queries.with_words(visible(account, Booking, permission)), pk=pk)


NOBODY = Identified("", "")


def open_contact(account, booking: Booking) -> Identified:
    """Whom to call about a booking the account was given; the opening is logged."""
    if booking.contact_id is None:
        return NOBODY
    action, whom = "shelters.booking", [booking.contact_id]
    known = vault.identities(whom, by=account, purpose=Purpose.RENTAL, action=action)
    return known.get(booking.contact_id, NOBODY)


keep_clients(
    ClientRecords(
        label="공간 대관",
        permission=SEE,
        url_name="shelters:booking",
        rows=lambda clients: queries.with_words(Booking.objects.filter(contact__in=clients)),
        dated="held_on",
    )
)


# -- what waits today -----------------------------------------------------------------------------------------


def _todo(booking: Booking, note: str, due_on: date | None = None) -> Todo:
    when = timezone.localtime(booking.starts_at)
    title = f"{booking.room.shelter} {booking.room} {when:%m. %d. %H:%M} {booking.group}"
    return Todo(title, "shelters:booking", (booking.pk,), note=note, turn="센터", due_on=due_on)


def undecided(account, centre: Centre, today: date) -> list[Todo]:
    """Requests that wait for an answer, soonest first."""
    rows = visible(account, Booking, DECIDE).filter(centre=centre, state=BookingState.REQUESTED)
    notes = {True: "대기하던 신청에 자리가 났습니다. 연락하고 승인하세요.", False: "승인하거나 거절하세요."}
    found = queries.with_words(rows).order_by("starts_at", "pk")[:50]
    return [_todo(row, notes[row.offered_at is not None], row.held_on) for row in found]


def unconfirmed(account, centre: Centre, today: date) -> list[Todo]:
    """Approved bookings whose time is over and of which nobody said whether they took place."""
    rows = visible(account, Booking, BOOK).filter(
        centre=centre, state=BookingState.APPROVED, ends_at__lte=timezone.now()
    )
    found = queries.with_words(rows).order_by("starts_at", "pk")[:50]
    return [_todo(row, "온 사람 수를 적으세요.", row.held_on + timedelta(days=1)) for row in found]


queues.declare(
    Queue("shelters.undecided", "답을 기다리는 대관", DECIDE, undecided, "기다리는 대관 신청이 없습니다.", 60)
)
queues.declare(
    Queue("shelters.unconfirmed", "이용을 확인할 대관", BOOK, unconfirmed, "확인할 대관이 없습니다.", 61)
)
