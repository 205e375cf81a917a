"""Worksheets on requests and consultations: attached as the centre's own copy, taken off, put on again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from kwonik.calculators import actions as calculators
from kwonik.calculators.models import KeptCalculation
from kwonik.counselling.models import Consultation, ConsultationCalculation, Request, RequestCalculation
from kwonik.counselling.rules import NotAllowed
from kwonik.kernel import audit
from kwonik.people.access import require

RECORD = "counselling.consultation:record"


@transaction.atomic
def detach_calculation(*, by, calculation: ConsultationCalculation) -> ConsultationCalculation:
    """Takes a worksheet off its consultation; `reattach_calculation` undoes it."""
    stored = _locked(calculation, by)
    if stored.withdrawn_at is None:
        stored.withdrawn_at, stored.withdrawn_by = timezone.now(), by
        stored.save()
        _note("detached", stored, by)
    return stored


@transaction.atomic
def reattach_calculation(*, by, calculation: ConsultationCalculation) -> ConsultationCalculation:
    """Puts a worksheet that was taken off on again."""
    stored = _locked(calculation, by)
    if stored.withdrawn_at is not None:
        stored.withdrawn_at = stored.withdrawn_by = None
        stored.save()
        _note("attached", stored, by)
    return stored


# -- parts of other actions' transactions ---------------------------------------------------------------------


def attach_to_request(request: Request, kept: Iterable[KeptCalculation]) -> None:
    """Copies of what a citizen kept, for the centre that has the request."""
    for one in kept:
        copy = calculators.attach(by=None, kept=one, centre=request.centre)
        RequestCalculation.objects.create(request=request, kept=copy)


def move_calculations(request: Request, by) -> None:
    """Another centre has the request now: its worksheets are that centre's, and the former one keeps none."""
    for row in request.calculations.select_related("kept"):
        former = row.kept
        row.kept = calculators.attach(by=by, kept=former, centre=request.centre)
        row.save()
        calculators.erase(by=by, kept=former)


def erase_calculations(request: Request) -> None:
    """What came with a request that ended without a consultation goes with what was told."""
    for row in request.calculations.select_related("kept"):
        calculators.erase(by=None, kept=row.kept)


def attach_to_consultation(consultation: Consultation, kept: Iterable[KeptCalculation], by) -> None:
    """What was worked out while it was written down: the centre's copies; what lay in the drawer goes."""
    for one in kept:
        copy = calculators.attach(by=by, kept=one, centre=consultation.centre)
        _attach(consultation, copy, by)
        if one.made_by_id == by.pk:
            calculators.erase(by=by, kept=one)


def hand_over(request: Request, consultation: Consultation, by) -> None:
    """What came with the request is the consultation's."""
    for row in request.calculations.select_related("kept"):
        _attach(consultation, row.kept, by)


def _attach(consultation: Consultation, kept: KeptCalculation, by) -> None:
    row = ConsultationCalculation.objects.create(consultation=consultation, kept=kept, attached_by=by)
    _note("attached", row, by)


def _note(what: str, row: ConsultationCalculation, by) -> None:
    detail = {"calculation": row.pk, "name": row.kept.calculation}
    audit.record(f"counselling.calculation.{what}", row.consultation, by=by, detail=detail)


def _locked(calculation: ConsultationCalculation, by) -> ConsultationCalculation:
    rows = ConsultationCalculation.objects.select_for_update(of=("self",))
    stored = rows.select_related("consultation__centre", "kept").get(pk=calculation.pk)
    require(by, RECORD, stored.consultation.centre)
    if stored.consultation.withdrawn_at:
        raise NotAllowed("철회한 상담은 고칠 수 없습니다. 먼저 철회를 되돌리세요.")
    return stored
