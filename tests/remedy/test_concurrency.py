"""At the same instant: two officers, an answer against a retraction, forty times the same page."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from kwonik.remedy import actions
from kwonik.remedy.models import CaseEvent, Offer, ReliefCase, Step
from kwonik.remedy.rules import Refused
from tests.factories import make_account, make_appointment
from tests.remedy.factories import STAFF, doing, make_case, make_world, offer_of, particulars

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return make_world()


def at_once(*acts):
    """Runs all at the same moment, each on its own connection; what came back, refusals included."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=30)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_officers_who_assign_at_once_make_one_offer(world):
    second = make_account(*STAFF, centre=world.centre)
    other = make_appointment(centre=world.centre, specialities=["unpaid_wages"])
    case = make_case(world, "ready")

    results = at_once(
        lambda: actions.assign(by=world.officer, case=case, advocate=world.appointment, choice_reason="가"),
        lambda: actions.assign(by=second, case=case, advocate=other, choice_reason="나"),
    )

    assert sorted(type(result).__name__ for result in results) == ["Refused", "ReliefCase"]
    assert Offer.objects.count() == 1
    assert CaseEvent.objects.filter(case=case, code="assign").count() == 1


def test_an_acceptance_and_a_retraction_at_once_have_one_winner(world):
    for _ in range(5):
        case = make_case(world, "offered")
        offer = offer_of(case)
        actions.clear(by=world.advocate, offer=offer)

        at_once(
            lambda offer=offer: actions.accept(by=world.advocate, offer=offer),
            lambda case=case: actions.retract(by=world.officer, case=case, reason="급함"),
        )

        stored, offer = ReliefCase.objects.get(pk=case.pk), Offer.objects.get(pk=offer.pk)
        assert (stored.state, offer.state, stored.advocate_id is not None) in {
            ("active", "accepted", True),
            ("ready", "withdrawn", False),
        }
        assert CaseEvent.objects.filter(case=case, code__in=["accept", "retract"]).count() == 1


def test_the_last_free_place_of_an_advocate_is_given_once(world):
    world.appointment.capacity = 1
    world.appointment.save()
    cases = [make_case(world, "ready") for _ in range(2)]

    results = at_once(
        *(
            lambda case=case: actions.assign(
                by=world.officer, case=case, advocate=world.appointment, choice_reason="급함"
            )
            for case in cases
        )
    )

    assert sorted(type(result).__name__ for result in results) == ["Refused", "ReliefCase"]
    assert Offer.objects.filter(state="offered").count() == 1


def test_the_same_form_sent_many_times_at_once_is_stored_once(world):
    token, given = uuid4(), particulars(world)

    opened = at_once(
        *(
            lambda: actions.open_case(
                by=world.officer, centre=world.centre, service=world.service, particulars=given, token=token
            )
            for _ in range(8)
        )
    )

    assert len({case.pk for case in opened}) == ReliefCase.objects.count() == 1


def test_the_same_step_sent_many_times_at_once_is_stored_once(world):
    case, token = make_case(world, "active"), uuid4()

    at_once(
        *(
            lambda: actions.add_step(by=world.advocate, case=case, doing=doing(world), token=token)
            for _ in range(8)
        )
    )

    assert Step.objects.count() == 1
