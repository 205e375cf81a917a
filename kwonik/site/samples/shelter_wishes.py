"""A few requests for rooms of the coming days, asked for through the same actions as by people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import NAMESPACE_OID, uuid5

from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.kernel.periods import SEOUL
from kwonik.people.models import Account
from kwonik.shelters import actions, queries
from kwonik.shelters.models import Booking, Room

from .shelter_recipe import ShelterBook, Wish


def open_today(book: ShelterBook | None, accounts: Mapping[str, Account]) -> int:
    """Makes what is not there yet; how many requests are new."""
    return sum(_ask(wish, accounts[wish.by]) for wish in (book.wishes if book else ()))


def _ask(wish: Wish, by: Account) -> bool:
    token = uuid5(NAMESPACE_OID, f"kwonik sample {wish.key}")
    if Booking.objects.filter(form_token=token).exists():
        return False
    calendar = catalogue.working_calendar()
    day = calendar.add_working(calendar.next_working(timezone.localdate()), wish.days_ahead)
    starts_at, ends_at = (datetime.combine(day, time.fromisoformat(clock), SEOUL) for clock in wish.times)
    booking = actions.request_booking(
        by=by,
        room=Room.objects.get(shelter__name=wish.shelter, name=wish.room),
        starts_at=starts_at,
        ends_at=ends_at if ends_at > starts_at else ends_at + timedelta(days=1),
        heads=wish.heads,
        group=wish.group,
        purpose=next(code for code in queries.purposes() if code.code == wish.purpose),
        wait=True,
        form_token=token,
    )
    if wish.approved:
        actions.approve_booking(by=by, booking=booking)
    return True
