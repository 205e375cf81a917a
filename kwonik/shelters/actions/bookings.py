"""Rooms: asked for, waited for, approved, used. A room holds one group at a time, whoever asks and however many."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.catalogue.models import Code
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.actions import register_client
from kwonik.shelters import queries, rules
from kwonik.shelters.codes import EVENTS, BookingState
from kwonik.shelters.models import Booking, Room
from kwonik.shelters.rules import NotAllowed, Taken, Wish

BOOK, DECIDE = "shelters.booking:record", "shelters.booking:decide"


@transaction.atomic
def request_booking(
    *,
    by,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    heads: int,
    group: str,
    purpose: Code,
    name: str = "",
    phone: str = "",
    wait: bool = False,
    form_token: UUID | None = None,
) -> Booking:
    """A group asks for a room; the request holds it from now on. The same form sent again gives the same booking.

    Raises Taken when somebody holds that time, unless the group would `wait`; NotAllowed by the room's rules.
    """
    require(by, BOOK, room.centre)
    room = _held(room)
    if form_token and (known := Booking.objects.filter(form_token=form_token, centre=room.centre).first()):
        return known
    group = group.strip()
    if not (room.from_on <= timezone.localdate(starts_at) and _stands_until(room, ends_at)):
        raise NotAllowed("그때는 이 공간을 쓰지 않습니다. 다른 날이나 공간을 고르세요.")
    wish = Wish(starts_at, ends_at, heads)
    booked = queries.booked_by_group(room, group, timezone.localdate(starts_at))
    timetable = queries.timetable(room.shelter)
    rules.check_wish(queries.room_rules(room), timetable, wish, timezone.now(), booked)
    booking = Booking(
        centre=room.centre,
        room=room,
        starts_at=starts_at,
        ends_at=ends_at,
        held_on=timezone.localdate(starts_at),
        heads=heads,
        group=group,
        group_key=rules.group_key(group),
        purpose=purpose,
        form_token=form_token,
        recorded_by=by,
    )
    if name.strip():
        booking.contact = register_client(by=by, centre=room.centre, name=name, phone=phone)
    try:
        _put(booking, BookingState.REQUESTED)
    except Taken:
        if not wait:
            raise
        _put(booking, BookingState.WAITING)
    waits = booking.state == BookingState.WAITING
    event = "shelters.booking.waits" if waits else "shelters.booking.requested"
    audit.record(event, booking, by=by, detail={"room": room.pk})
    return booking


def approve_booking(*, by, booking: Booking) -> Booking:
    """Says yes to a request."""
    return _move(by, booking, "approve", DECIDE)


def refuse_booking(*, by, booking: Booking, reason: str) -> Booking:
    """Says no, with the reason; whoever waits for the time is offered it."""
    return _move(by, booking, "refuse", DECIDE, reason=_said(reason))


def cancel_booking(*, by, booking: Booking, reason: str = "") -> Booking:
    """The group does not come; whoever waits for the time is offered it."""
    return _move(by, booking, "cancel", BOOK, reason=reason.strip())


def offer_booking(*, by, booking: Booking) -> Booking:
    """A waiting request becomes one that holds the room. Raises Taken while somebody else holds it."""
    return _move(by, booking, "offer", DECIDE, offered_at=timezone.now())


def restore_booking(*, by, booking: Booking) -> Booking:
    """Undoes a refusal or a cancellation: it is a request again. Raises Taken when the time is gone."""
    return _move(by, booking, "restore", DECIDE, reason="")


def use_booking(*, by, booking: Booking, heads: int) -> Booking:
    """The group came, so many of them. It counts from now on."""
    if heads < 1:
        raise NotAllowed("온 사람 수를 1명 이상으로 적으세요. 아무도 오지 않았으면 '오지 않음'을 누르세요.")
    _over(booking)
    return _move(by, booking, "use", BOOK, actual_heads=heads)


def miss_booking(*, by, booking: Booking) -> Booking:
    """The group did not come and had not said so."""
    _over(booking)
    return _move(by, booking, "no_show", BOOK)


def reopen_booking(*, by, booking: Booking) -> Booking:
    """Undoes "used" or "did not come". Raises Taken when somebody else took the time meanwhile."""
    return _move(by, booking, "reopen", BOOK, actual_heads=None)


# -- shared steps ---------------------------------------------------------------------------------------------


def _held(room: Room) -> Room:
    """Requests for one room come one after the other; the constraint behind them is the last word."""
    rows = Room.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("shelter", "centre").get(pk=room.pk)


def _stands_until(room: Room, ends_at: datetime) -> bool:
    return room.until_on is None or timezone.localdate(ends_at) <= room.until_on


def _said(reason: str) -> str:
    if not (reason := reason.strip()):
        raise NotAllowed("거절하는 까닭을 적으세요. 신청한 모임에 그대로 알립니다.")
    return reason


def _over(booking: Booking) -> None:
    if booking.starts_at > timezone.now():
        raise NotAllowed("아직 시작하지 않은 대관입니다. 시작한 뒤에 적으세요.")


def _put(booking: Booking, state: str) -> None:
    """Stores the booking in that state. Raises Taken, and leaves the transaction usable, when the room is held."""
    before, booking.state = booking.state, state
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        booking.state = before
        if booking._state.adding:
            booking.pk = None
        diagnosis = getattr(error.__cause__, "diag", None)
        if getattr(diagnosis, "constraint_name", "") != "shelters_booking_once":
            raise
        raise Taken from error


@transaction.atomic
def _move(by, booking: Booking, verb: str, permission: str, **facts) -> Booking:
    require(by, permission, booking.centre)
    room = _held(booking.room)
    stored = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    held = stored.state != BookingState.WAITING
    state = rules.after(stored.state, verb)
    for name, value in facts.items():
        setattr(stored, name, value)
    _put(stored, state)
    audit.record(f"shelters.booking.{EVENTS[verb]}", stored, by=by)
    if held and verb in ("refuse", "cancel"):
        _offer_next(by, room, stored)
    return stored


def _offer_next(by, room: Room, freed: Booking) -> None:
    """The longest waiting requests that fit into what became free take it at once, so that nobody comes between."""
    now = timezone.now()
    for waiting in queries.waiting(room, freed.starts_at, freed.ends_at):
        if waiting.starts_at <= now:
            continue
        waiting.offered_at = now
        try:
            _put(waiting, BookingState.REQUESTED)
        except Taken:
            continue
        audit.record("shelters.booking.offered", waiting, by=by, detail={"freed": freed.pk})
