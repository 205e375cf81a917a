"""Keeping, attaching, erasing: nobody changes what was kept, and what was erased is gone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from kwonik.calculators import actions
from kwonik.calculators.codes import DAYS_KEPT
from kwonik.calculators.models import KeptCalculation
from kwonik.kernel.models import AuditEvent
from kwonik.labourlaw import CALCULATIONS
from tests import factories

pytestmark = pytest.mark.django_db


def keep(**more) -> KeptCalculation:
    calculation = CALCULATIONS["severance_pay"]
    inputs = dict(calculation.example)
    return actions.keep(by=None, result=calculation(**inputs), inputs=inputs, **more)


def events() -> list[str]:
    return [*AuditEvent.objects.values_list("code", flat=True)]


def test_it_is_kept_as_it_was_computed():
    kept = KeptCalculation.objects.get(pk=keep().pk)

    assert kept.result["result"]["severance"] == CALCULATIONS["severance_pay"](**kept.inputs).severance
    assert kept.sheet.title == "퇴직금" and kept.sheet.steps
    assert kept.expires_at - kept.made_at == pytest.approx(
        timedelta(days=DAYS_KEPT), abs=timedelta(seconds=5)
    )
    assert len(kept.token) >= 32 and kept.token != keep().token
    assert events() == ["calculators.kept.made"] * 2


def test_the_same_form_twice_keeps_it_once():
    token = uuid4()

    assert keep(form_token=token) == keep(form_token=token)
    assert events() == ["calculators.kept.made"]


@pytest.mark.parametrize(
    "change", [{"inputs": {}}, {"token": "mine"}, {"erased_at": None, "calculation": "x"}]
)
def test_nobody_changes_what_was_kept(change):
    kept = keep()

    with pytest.raises(DatabaseError), transaction.atomic():
        KeptCalculation.objects.filter(pk=kept.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        KeptCalculation.objects.filter(pk=kept.pk).delete()


def test_erasing_leaves_nothing_of_what_was_told():
    kept = actions.erase(by=None, kept=keep())

    stored = KeptCalculation.objects.get(pk=kept.pk)
    assert (stored.inputs, stored.result, stored.printed) == (None, None, None)
    assert actions.erase(by=None, kept=stored).erased_at == stored.erased_at
    assert events() == ["calculators.kept.made", "calculators.kept.erased"]
    with pytest.raises(DatabaseError), transaction.atomic():
        KeptCalculation.objects.filter(pk=kept.pk).update(erased_at=None)


def test_a_half_erased_one_cannot_be():
    kept = keep()

    with pytest.raises(IntegrityError), transaction.atomic():
        KeptCalculation.objects.filter(pk=kept.pk).update(erased_at=timezone.now())


def test_what_is_attached_belongs_to_the_centre_and_stays():
    centre = factories.make_centre()
    kept = keep()
    copy = actions.attach(by=None, kept=kept, centre=centre)
    actions.erase(by=None, kept=kept)

    copy.refresh_from_db()
    assert (copy.centre, copy.expires_at) == (centre, None) and copy.sheet.steps
    assert copy.token != kept.token


def test_what_is_over_is_erased_by_the_clock():
    now = timezone.now()
    kept, attached = keep(), actions.attach(by=None, kept=keep(), centre=factories.make_centre())

    assert actions.erase_expired(now=now) == 0
    assert actions.erase_expired(now=now + timedelta(days=DAYS_KEPT + 1)) == 2
    kept.refresh_from_db()
    attached.refresh_from_db()
    assert kept.erased_at and not attached.erased_at
    assert not KeptCalculation.objects.standing(now).filter(centre=None).exists()
