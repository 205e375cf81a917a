"""Requests at the desk: one person takes one, rings, and it ends as a consultation or with a reason."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from kwonik.counselling import rules
from kwonik.counselling.codes import CloseReason, RequestState
from kwonik.counselling.models import Consultation, Request
from kwonik.counselling.rules import Caller, NotAllowed
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.codes import Purpose
from kwonik.places.models import Centre

from .asking import answer_day, sealed_request
from .calculations import hand_over, move_calculations

TAKE = "counselling.request:take"


@transaction.atomic
def take_request(*, by, request: Request) -> Request:
    """From now on it is this person's turn; somebody else's may be taken over. Raises NotAllowed."""
    stored = _locked(request, by)
    if stored.state == RequestState.TAKEN and stored.taken_by_id == by.pk:
        return stored
    before = stored.taken_by_id
    stored.taken_by = by
    return _moved(stored, "take", "taken", by, {"from": before} if before else None)


@transaction.atomic
def put_back_request(*, by, request: Request) -> Request:
    """It is anybody's turn at the centre again. Raises NotAllowed."""
    stored = _locked(request, by)
    stored.taken_by = None
    return _moved(stored, "put_back", "put_back", by)


@transaction.atomic
def try_request(*, by, request: Request, again_on: date | None = None) -> Request:
    """Rang and did not reach them; `again_on` (else the next working days) is when to ring again. Raises NotAllowed."""
    stored, today = _locked(request, by), timezone.localdate()
    if again_on and again_on < today:
        raise NotAllowed("다시 연락할 날이 지난 날입니다. 오늘이나 그 뒤를 고르세요.")
    _refuse_others(stored, by)
    stored.tries += 1
    stored.due_on = again_on or answer_day(today)
    return _moved(stored, "try", "tried", by, {"times": stored.tries})


@transaction.atomic
def transfer_request(*, by, request: Request, to: Centre) -> Request:
    """Hands it to another centre that answers the same number; this one can no longer open it. Raises NotAllowed."""
    stored = _locked(request, by)
    if to.pk == stored.centre_id:
        return stored
    if to.hotline_id is None or to.hotline_id != stored.centre.hotline_id:
        raise NotAllowed("대표전화를 함께 쓰는 센터에만 넘길 수 있습니다.")
    left, old = stored.centre_id, stored.told
    said = vault.read([old], by=by, purpose=Purpose.COUNSELLING, action="counselling.request.transfer")
    caller = Caller.unpacked(said[old.pk])
    stored.told, stored.centre, stored.taken_by = sealed_request(caller, to), to, None
    stored.phone_digest = vault.phone_digest(to.pk, caller.phone)
    moved = _moved(stored, "transfer", "transferred", by, {"from": left, "to": to.pk})
    move_calculations(moved, by)
    old.delete()
    return moved


@transaction.atomic
def close_request(*, by, request: Request, reason: str, note: str = "") -> Request:
    """Ends it without a consultation; whoever asked sees reason and note. Raises NotAllowed (rules.refuse_closing)."""
    stored = _locked(request, by)
    rules.refuse_closing(reason, note, stored.tries)
    stored.close_reason, stored.close_note = CloseReason(reason), note.strip()
    stored.ended_at = timezone.now()
    return _moved(stored, "close", "closed", by, {"reason": reason})


@transaction.atomic
def reopen_request(*, by, request: Request) -> Request:
    """Undoes a closing, as long as what was told is still kept. Raises NotAllowed."""
    stored = _locked(request, by)
    if stored.state == RequestState.CLOSED and stored.told_id is None:
        raise NotAllowed("보관 기간이 지나 적은 내용을 지운 신청입니다. 다시 신청하게 하세요.")
    stored.close_reason, stored.close_note, stored.ended_at, stored.taken_by = "", "", None, None
    stored.due_on = answer_day(timezone.localdate())
    return _moved(stored, "reopen", "reopened", by)


def talk_about(*, by, request: Request, consultation: Consultation) -> Request:
    """The request became this consultation. Belongs to the transaction that records it. Raises NotAllowed."""
    stored = _locked(request, by)
    if stored.centre_id != consultation.centre_id:
        raise NotAllowed("다른 센터가 맡은 신청입니다. 그 센터에서 상담으로 적어야 합니다.")
    stored.consultation, stored.ended_at = consultation, timezone.now()
    stored.taken_by = stored.taken_by or by
    moved = _moved(stored, "talk", "talked", by, {"consultation": consultation.pk})
    hand_over(moved, consultation, by)
    return moved


def _refuse_others(stored: Request, by) -> None:
    if stored.taken_by_id and stored.taken_by_id != by.pk:
        raise NotAllowed(f"{stored.taken_by} 님이 맡은 신청입니다. 먼저 넘겨받으세요.")


def _moved(stored: Request, move: str, what: str, by, detail: dict | None = None) -> Request:
    stored.state = rules.request_after(stored.state, move)
    stored.turn_at = timezone.now()
    stored.save()
    audit.record(f"counselling.request.{what}", stored, by=by, detail=detail)
    return stored


def _locked(request: Request, by) -> Request:
    """The request as it stands now; one that was handed on meanwhile is no longer this account's to touch."""
    rows = Request.objects.select_for_update(of=("self",)).select_related("centre", "told", "taken_by")
    stored = rows.get(pk=request.pk)
    require(by, TAKE, stored.centre)
    return stored
