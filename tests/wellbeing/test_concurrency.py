"""Two desks at once for the last sitting of the year: one gets it, over whatever routes and entries of the person."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from kwonik.people.actions import merge_clients
from kwonik.wellbeing import actions
from kwonik.wellbeing.models import Course, Sitting
from kwonik.wellbeing.rules import Refused
from tests.wellbeing.factories import make_course, make_hub, make_sittings

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """Runs `act(n)` in `count` threads that begin together; returns what each gave, refusals too."""
    barrier = Barrier(count)

    def run(number: int) -> object:
        try:
            barrier.wait(30)
            return act(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def recorded(officer, courses):
    def act(number: int) -> object:
        course = Course.objects.get(pk=courses[number % len(courses)].pk)
        day = date(2025, 8, 1) + timedelta(days=number)
        return actions.record_sitting(by=officer, course=course, held_on=day, state="held")

    return act


def test_two_at_once_over_both_routes_take_the_last_sitting_once(officer, centre, course):
    other = make_course(centre, hub=make_hub(centre), client=course.client)
    make_sittings(course, 9)
    found = at_once(2, recorded(officer, [course, other]))
    assert sorted(type(one).__name__ for one in found) == ["Refused", "Sitting"]
    assert Sitting.objects.filter(state="held").count() == 10


def test_eight_at_once_over_two_entries_of_one_person_never_take_more_than_are_left(officer, centre, course):
    other = make_course(centre, hub=make_hub(centre))
    make_sittings(course, 4)
    make_sittings(other, 3)
    merge_clients(by=officer, keep=course.client, other=other.client)
    found = at_once(8, recorded(officer, [course, other]))
    assert sum(isinstance(one, Sitting) for one in found) == 3
    for one in (course, other):
        numbers = sorted(one.sittings.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def test_one_form_sent_ten_times_is_one_sitting(officer, course):
    token = uuid4()

    def act(number: int) -> object:
        again = Course.objects.get(pk=course.pk)
        return actions.record_sitting(
            by=officer, course=again, held_on=date(2025, 8, 1), state="held", form_token=token
        )

    assert len({one.pk for one in at_once(10, act)}) == 1
    assert Sitting.objects.count() == 1
