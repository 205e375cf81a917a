"""Many at once, on connections of their own: one form stores one record, one call one talk, no number twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from kwonik.counselling import actions
from kwonik.counselling.models import BoothSession, Consultation, Contact, Referral
from kwonik.counselling.rules import NotAllowed
from kwonik.people.models import Client, SealedText
from tests.counselling.factories import A_DAY, make_consultation, make_contact, make_intake
from tests.factories import make_site

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """Runs `act(n)` in `count` threads that begin together; returns what each gave, refusals too."""
    barrier = Barrier(count)

    def run(n: int) -> object:
        try:
            barrier.wait(30)
            return act(n)
        except NotAllowed as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_forty_submissions_of_one_form_store_one_record(attorney, centre, legal):
    token = uuid4()
    intake = make_intake(
        legal, name="김민수", phone="010-1234-5678", memo="글", issues=("unpaid_wages", "other")
    )

    def submit(n: int):
        return actions.record_consultation(
            by=attorney, centre=centre, service=legal, intake=intake, token=token
        )

    stored = at_once(40, submit)
    row = Consultation.objects.get()

    assert {one.pk for one in stored} == {row.pk}
    assert (row.reference, row.other_issues.count()) == ("L-2025-000001", 1)
    assert (Client.objects.count(), SealedText.objects.count()) == (1, 1)


def test_twenty_people_take_twenty_numbers(attorney, centre, legal):
    intake = make_intake(legal)
    stored = at_once(
        20,
        lambda n: actions.record_consultation(
            by=attorney, centre=centre, service=legal, intake=intake, token=uuid4()
        ),
    )
    assert sorted(row.reference for row in stored) == [f"L-2025-{n:06}" for n in range(1, 21)]


def test_one_call_becomes_one_talk(attorney, centre, legal):
    call, intake = make_contact(centre), make_intake(legal)
    stored = at_once(
        8,
        lambda n: actions.record_consultation(
            by=attorney, centre=centre, service=legal, intake=intake, token=uuid4(), contact=call
        ),
    )
    assert sum(isinstance(one, Consultation) for one in stored) == 1
    assert sum(isinstance(one, NotAllowed) for one in stored) == 7
    assert Consultation.objects.get() == Contact.objects.get().consultation


def test_of_two_amendments_at_once_one_is_told(attorney, centre, legal):
    row = make_consultation(centre, legal)
    intakes = [make_intake(legal, minutes=minutes) for minutes in (10, 20, 30, 40)]
    done = at_once(
        4, lambda n: actions.amend_consultation(by=attorney, consultation=row, intake=intakes[n], version=1)
    )
    row.refresh_from_db()

    assert sum(isinstance(one, actions.Overtaken) for one in done) == 3
    assert [one.minutes for one in done if isinstance(one, Consultation)] == [row.minutes]
    assert row.version == 2


def test_one_booth_and_one_referral(attorney, centre, elsewhere, legal):
    site, talk = make_site(), make_consultation(centre, legal)
    at_once(6, lambda n: actions.open_booth(by=attorney, centre=centre, site=site, held_on=A_DAY))
    at_once(
        6,
        lambda n: actions.offer_referral(
            by=attorney, consultation=talk, to_centre=elsewhere, text="글", consented=True
        ),
    )
    assert (BoothSession.objects.count(), Referral.objects.count()) == (1, 1)
