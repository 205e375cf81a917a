"""The shared number: a call is written down once, belongs to one centre, and ends as a consultation or as none."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.counselling import queries, rules
from kwonik.counselling.models import Consultation, Contact
from kwonik.counselling.rules import Caller, NotAllowed
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.codes import Purpose, SealedKind
from kwonik.places.models import Centre, District

from .tokens import one_at_a_time

TAKE = "counselling.contact:take"


@transaction.atomic
def receive_contact(
    *,
    by,
    centre: Centre,
    caller: Caller,
    district: District | None = None,
    to: Centre | None = None,
    callback_on: date | None = None,
    token: UUID | None = None,
) -> Contact:
    """Writes down a call that `centre` picked up, for exactly one centre: `to`, else the one in charge of the district.

    The same form sent again returns the contact it became. Raises NotAllowed.
    """
    require(by, TAKE, centre)
    if centre.hotline_id is None:
        raise NotAllowed("대표전화를 쓰지 않는 센터입니다. 상담으로 바로 적으세요.")
    if token:
        one_at_a_time(token)
        if stored := Contact.objects.filter(form_token=token, recorded_by=by).first():
            return stored
    to = to or queries.suggested_centre(centre, district)
    if to.hotline_id != centre.hotline_id:
        raise NotAllowed("대표전화를 함께 쓰는 센터에만 넘길 수 있습니다.")
    contact = Contact.objects.create(
        hotline_id=centre.hotline_id,
        centre=to,
        received_at=timezone.now(),
        district=district,
        callback_on=callback_on,
        note=_sealed(caller, to),
        form_token=token,
        recorded_by=by,
    )
    audit.record("counselling.contact.received", contact, by=by, detail={"answered_at": centre.pk})
    return contact


@transaction.atomic
def transfer_contact(*, by, contact: Contact, to: Centre) -> Contact:
    """Hands a waiting call to another centre of the network; this one can no longer open it."""
    require(by, TAKE, contact.centre)
    stored = _locked(contact, by)
    stored.state = rules.contact_after(stored.state, "transfer")
    if to.pk == stored.centre_id:
        return stored
    if to.hotline_id != stored.hotline_id:
        raise NotAllowed("대표전화를 함께 쓰는 센터에만 넘길 수 있습니다.")
    left = stored.centre_id
    if stored.note:
        said = vault.read(
            [stored.note], by=by, purpose=Purpose.COUNSELLING, action="counselling.contact.transfer"
        )
        old, stored.note = stored.note, _sealed(Caller.unpacked(said[stored.note.pk]), to)
        stored.centre = to
        stored.save()
        old.delete()
    else:
        stored.centre = to
        stored.save()
    audit.record("counselling.contact.transferred", stored, by=by, detail={"from": left, "to": to.pk})
    return stored


def take_contact(*, by, contact: Contact, consultation: Consultation) -> Contact:
    """The call became this consultation. Belongs to the transaction that records it."""
    require(by, TAKE, contact.centre)
    stored = _locked(contact, by)
    if stored.centre_id != consultation.centre_id:
        raise NotAllowed("다른 센터가 맡은 전화입니다. 그 센터에서 상담으로 적어야 합니다.")
    stored.state = rules.contact_after(stored.state, "take")
    stored.consultation = consultation
    stored.save()
    audit.record("counselling.contact.taken", stored, by=by, detail={"consultation": consultation.pk})
    return stored


@transaction.atomic
def close_contact(*, by, contact: Contact) -> Contact:
    """The call was no consultation (wrong number, business)."""
    return _move(contact, "close", "closed", by)


@transaction.atomic
def reopen_contact(*, by, contact: Contact) -> Contact:
    """Undoes a closing."""
    return _move(contact, "reopen", "reopened", by)


def _move(contact: Contact, move: str, what: str, by) -> Contact:
    require(by, TAKE, contact.centre)
    stored = _locked(contact, by)
    stored.state = rules.contact_after(stored.state, move)
    stored.save()
    audit.record(f"counselling.contact.{what}", stored, by=by)
    return stored


def _locked(contact: Contact, by) -> Contact:
    """The call as it stands now; one that was handed on meanwhile is no longer this account's to touch."""
    stored = (
        Contact.objects.select_for_update(of=("self",)).select_related("centre", "note").get(pk=contact.pk)
    )
    require(by, TAKE, stored.centre)
    return stored


def _sealed(caller: Caller, centre: Centre):
    return vault.seal(SealedKind.NOTE, caller.packed(), centre=centre) if caller else None
