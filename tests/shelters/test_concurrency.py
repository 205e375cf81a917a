"""Eight clients on connections of their own, 1,600 attempts on three rooms: nobody sits in another group's chair."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from kwonik.kernel.models import AuditEvent
from kwonik.people.rules import Refused
from kwonik.shelters import actions, queries
from kwonik.shelters.codes import HOLDING
from kwonik.shelters.models import Booking, VisitCount
from kwonik.shelters.rules import Taken
from tests.shelters.factories import at, make_purpose, make_room

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS, ATTEMPTS, DAYS = 8, 200, 25


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """Runs `act(n)` in `count` threads that begin together."""
    barrier = Barrier(count)

    def run(n: int) -> object:
        try:
            barrier.wait(30)
            return act(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def overlapping_pairs() -> int:
    held = Booking.objects.filter(state__in=HOLDING)
    return sum(
        held.filter(room=row.room, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at)
        .exclude(pk=row.pk)
        .count()
        for row in held
    )


def test_sixteen_hundred_attempts_leave_no_room_booked_twice(keeper, shelter):
    rooms = [make_room(shelter) for _ in range(3)]
    purpose, first = make_purpose(), timezone.localdate() + timedelta(days=1)

    def ask(number: int) -> Counter:
        chance, answers = Random(number), Counter()
        for attempt in range(ATTEMPTS):
            starts_at = at(first + timedelta(days=chance.randrange(DAYS)), f"{chance.randrange(9, 19):02}:00")
            try:
                row = actions.request_booking(
                    by=keeper,
                    room=chance.choice(rooms),
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(hours=chance.randint(1, 3)),
                    heads=5,
                    group=f"모임 {number}-{attempt}",
                    purpose=purpose,
                )
            except Taken as taken:
                answers[str(taken)] += 1
            else:
                answers["booked"] += 1
                if attempt % 3 == 0:
                    actions.approve_booking(by=keeper, booking=row)
                elif attempt % 7 == 0:
                    actions.cancel_booking(by=keeper, booking=row)
        return answers

    answers = sum(at_once(CLIENTS, ask), Counter())
    booked = answers.pop("booked")
    (told,) = answers
    assert "방금 다른 모임이 잡았습니다" in told
    assert booked + answers[told] == CLIENTS * ATTEMPTS
    assert booked == Booking.objects.count()
    assert answers[told] > 400
    assert set(Booking.objects.values_list("state", flat=True)) == {"requested", "approved", "cancelled"}
    assert overlapping_pairs() == 0
    assert AuditEvent.objects.filter(code="shelters.booking.requested").count() == booked


def test_two_confirmations_and_restorations_at_once_never_overlap(keeper, room):
    """From pending to confirmed, and back from cancelled: the constraint holds for whichever way in."""
    day, purpose = timezone.localdate() + timedelta(days=1), make_purpose()
    rows = []
    for number in range(CLIENTS):
        starts_at = at(day, "14:00")
        row = actions.request_booking(
            by=keeper, room=room, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2),
            heads=5, group=f"모임 {number}", purpose=purpose,
        )  # fmt: skip
        rows.append(actions.cancel_booking(by=keeper, booking=row))

    def restore(number: int) -> str:
        try:
            row = actions.restore_booking(by=keeper, booking=rows[number])
            return actions.approve_booking(by=keeper, booking=row).state
        except Taken:
            return "taken"

    assert Counter(at_once(CLIENTS, restore)) == {"approved": 1, "taken": CLIENTS - 1}
    assert overlapping_pairs() == 0


def test_without_the_action_the_database_still_refuses(keeper, room):
    """Plain rows, no lock: the constraint alone."""
    day, purpose = timezone.localdate() + timedelta(days=1), make_purpose()

    def put(number: int) -> int:
        made = 0
        for hour in range(8, 20):
            starts_at = at(day, f"{hour:02}:00") + timedelta(minutes=7 * (number % 2))
            row = Booking(
                centre=room.centre, room=room, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1),
                held_on=day, heads=3, group=str(number), group_key=str(number), purpose=purpose,
            )  # fmt: skip
            try:
                row.save()
                made += 1
            except Exception as refused:
                assert "shelters_booking_once" in str(refused) or "deadlock" in str(refused)
        return made

    made = sum(at_once(3, put))
    assert made == Booking.objects.count() > 0
    assert overlapping_pairs() == 0


def test_eight_telephones_count_every_press_and_never_fall_below_none(keeper, shelter):
    def press(number: int) -> int:
        refused = 0
        for turn in range(12):
            try:
                if turn % 3 == 2:
                    actions.take_back(by=keeper, shelter=shelter)
                else:
                    actions.count_visits(by=keeper, shelter=shelter, people=1 + number % 2)
            except Refused:
                refused += 1
        return refused

    assert sum(at_once(CLIENTS, press)) == 0
    assert VisitCount.objects.count() == CLIENTS * 12
    taken_back = VisitCount.objects.filter(correction_of__isnull=False)
    assert taken_back.count() == taken_back.values("correction_of").distinct().count() == CLIENTS * 4
    assert not taken_back.exclude(people=-F("correction_of__people")).exists()
    assert queries.people_on(shelter, timezone.localdate()) >= 0
