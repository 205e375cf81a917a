"""What happened cannot be rewritten: the database itself refuses it, whoever asks."""

import pytest
from django.db import IntegrityError, InternalError, NotSupportedError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from kwonik.remedy import actions
from kwonik.remedy.models import CaseEvent, Offer, ReliefCase, Step
from tests.remedy.factories import doing, make_case

REFUSED = (InternalError, NotSupportedError, IntegrityError, DatabaseError)


def refuses(statement):
    with pytest.raises(REFUSED), transaction.atomic():
        statement()
    return True


def test_events_cannot_be_changed_or_deleted(world):
    event = make_case(world).events.get()

    assert refuses(lambda: CaseEvent.objects.filter(pk=event.pk).update(reason="달리 적음"))
    assert refuses(event.delete)
    with connection.cursor() as cursor:
        assert refuses(
            lambda: cursor.execute("update remedy_caseevent set code = 'close' where id = %s", [event.pk])
        )
        assert refuses(lambda: cursor.execute("delete from remedy_caseevent where id = %s", [event.pk]))
    assert CaseEvent.objects.get(pk=event.pk).code == "open"


def test_a_step_can_only_be_struck_and_only_once(world):
    case = make_case(world, "active")
    actions.add_step(by=world.advocate, case=case, doing=doing(world))
    step = case.steps.get()
    rows = Step.objects.filter(pk=step.pk)

    assert refuses(lambda: rows.update(done_on=timezone.localdate().replace(year=2020)))
    assert refuses(lambda: rows.update(kind=world.code("step", "hearing")))
    assert refuses(lambda: rows.update(next_turn="client"))
    assert refuses(step.delete)
    assert refuses(lambda: rows.update(struck_at=timezone.now()))  # a strike without a reason
    rows.update(struck_at=timezone.now(), struck_by=world.officer, struck_reason="잘못 적음")
    assert refuses(lambda: rows.update(struck_reason="다른 까닭"))
    assert refuses(lambda: rows.update(struck_at=None, struck_by=None, struck_reason=""))


def test_what_an_offer_was_made_on_cannot_be_rewritten(world):
    offer = make_case(world, "offered").offers.get()
    rows = Offer.objects.filter(pk=offer.pk)

    assert refuses(lambda: rows.update(rank=9))
    assert refuses(lambda: rows.update(ranking={}))
    assert refuses(lambda: rows.update(reasons=[]))
    assert refuses(offer.delete)


@pytest.mark.parametrize(
    "impossible",
    [
        {"state": "closed", "closed_on": timezone.localdate()},
        {"state": "concluded"},
        {"recovered_won": 1},
        {"state": "withdrawn"},
        {"withdrawal": "error"},
        {"closed_on": timezone.localdate()},
        {"claimed_won": 0},
    ],
)
def test_the_database_keeps_states_and_dates_together(world, impossible):
    case = make_case(world, "ready")

    assert refuses(lambda: ReliefCase.objects.filter(pk=case.pk).update(**impossible))


def test_nobody_works_on_a_case_that_was_not_accepted(world):
    case = make_case(world, "ready")

    assert refuses(lambda: ReliefCase.objects.filter(pk=case.pk).update(advocate=world.appointment))


def test_one_case_has_one_open_question(world):
    offer = make_case(world, "offered").offers.get()

    assert refuses(
        lambda: Offer.objects.create(
            case=offer.case, advocate=offer.advocate, rank=1, score=0, offered_by=world.officer
        )
    )
