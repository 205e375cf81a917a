"""The shelters of the world that tests watch: one shelter with hours, counts, a closure, a room and its bookings."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from kwonik.people.models import Account
from kwonik.places.models import Centre
from kwonik.shelters import actions, queries
from kwonik.shelters.rules import Hours
from tests import factories
from tests.shelters.factories import at, make_booking

_numbers = count(1)


def shelters(by: Account, centre: Centre, day: date, name: str, phone: str) -> dict[str, Any]:
    """A shelter in force since long ago, with a row of everything its addresses may name."""
    number, soon = next(_numbers), timezone.localdate() + timedelta(days=2)
    shelter, _ = (
        actions.open_shelter(
            by=by,
            centre=centre,
            name=f"쉼터 {number} {which}",
            kind="hub",
            site=factories.make_site(
                f"shelter-{centre.code}-{number}-{which}",
                kind="shelter",
                name=f"힘 {centre.pk} {number} {which}",
            ),
            from_on=factories.LONG_AGO,
        )
        for which in "가나"
    )
    week = {weekday: Hours(at(day, "00:00").time(), at(day, "00:00").time()) for weekday in range(7)}
    actions.set_hours(by=by, shelter=shelter, from_on=factories.LONG_AGO, week=week)
    special = actions.add_special_day(
        by=by, shelter=shelter, from_on=day, until_on=day, hours=None, reason="시설 점검"
    )
    room = actions.open_room(by=by, shelter=shelter, name="교육실", seats=20, from_on=factories.LONG_AGO)
    visit = actions.correct_day(by=by, shelter=shelter, day=day, right=30 + number, reason="수첩에서 옮김")
    actions.count_visits(by=by, shelter=shelter, people=5)
    purpose = queries.purposes()[0]

    def ask(clock: str, **facts: Any):
        starts_at = at(soon, clock)
        return actions.request_booking(
            by=by,
            room=room,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            heads=5,
            group=f"자조모임 {number}",
            purpose=purpose,
            **facts,
        )

    past = make_booking(room, timezone.localdate() - timedelta(days=2), state="approved", purpose=purpose)
    return {
        "shelter": shelter,
        "shelter_day": special,
        "shelter_room": room,
        "visit": visit,
        "room_booking": ask("10:00", name=name, phone=phone),
        "waiting_booking": make_booking(room, soon, "18:00", state="waiting", purpose=purpose),
        "approved_booking": past,
        "used_booking": actions.use_booking(
            by=by,
            booking=make_booking(
                room, timezone.localdate() - timedelta(days=3), state="approved", purpose=purpose
            ),
            heads=4,
        ),
        "cancelled_booking": actions.cancel_booking(by=by, booking=ask("14:00")),
    }
