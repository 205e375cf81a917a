"""Sittings: agreed or recorded under the person's lock, settled, confirmed by the client; the counsellor's sealed note."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.codes import SealedKind
from kwonik.wellbeing import access, queries, rules
from kwonik.wellbeing.codes import TAKING, Confirmation, SittingState
from kwonik.wellbeing.models import Course, Sitting
from kwonik.wellbeing.rules import Refused

from .steps import hold_person, locked, sent_before


@transaction.atomic
def record_sitting(
    *,
    by,
    course: Course,
    held_on: date,
    state: str = SittingState.PLANNED,
    minutes: int | None = None,
    place: str = "",
    confirmation: str = "",
    form_token: UUID | None = None,
) -> Sitting:
    """Agrees on a sitting or records one; it takes its number by its day. The same form twice makes one.

    The person is held: of two at once for the last sitting left, over whatever routes, one is refused.
    Raises Refused, PermissionDenied.
    """
    access.require_keeper(by, course)
    if known := sent_before(Sitting, form_token, course_id=course.pk, held_on=held_on, state=state):
        return known
    hold_person(course.client)
    stored = locked(Course, course.pk, "client", "service")
    _check(stored, held_on, state, minutes)
    if state in TAKING:
        _check_left(stored, held_on.year)
    sitting = Sitting(
        centre_id=stored.centre_id,
        course=stored,
        number=stored.sittings.filter(withdrawn_at__isnull=True).count() + 1,
        held_on=held_on,
        state=state,
        minutes=minutes,
        place=place.strip(),
        form_token=form_token,
        recorded_by=by,
    )
    _confirm(sitting, confirmation, by)
    sitting.save(force_insert=True)
    return _numbered(sitting, "recorded", by)


@transaction.atomic
def settle_sitting(
    *,
    by,
    sitting: Sitting,
    held_on: date,
    state: str,
    minutes: int | None = None,
    place: str = "",
    confirmation: str = "",
) -> Sitting:
    """What became of a sitting, or a correction of it: held, no show, cancelled, on another day. Raises Refused."""
    access.require_keeper(by, sitting.course)
    hold_person(sitting.course.client)
    course = locked(Course, sitting.course_id, "client", "service")
    stored = locked(Sitting, sitting.pk)
    if stored.withdrawn_at:
        raise Refused("철회한 회기입니다. 고치려면 먼저 철회를 되돌리세요.")
    _check(course, held_on, state, minutes)
    if state in TAKING:
        _check_left(course, held_on.year, stored)
    stored.held_on, stored.state, stored.minutes, stored.place = held_on, state, minutes, place.strip()
    _confirm(stored, confirmation, by)
    stored.save()
    return _numbered(stored, "settled", by)


@transaction.atomic
def confirm_sitting(*, by, sitting: Sitting, confirmation: str) -> Sitting:
    """The client confirmed that the sitting took place (서명, 확인 번호): kept with when and before whom."""
    access.require_keeper(by, sitting.course)
    stored = locked(Sitting, sitting.pk, "course__client")
    if stored.withdrawn_at or stored.state != SittingState.HELD:
        raise Refused("진행한 회기만 확인할 수 있습니다. 먼저 회기의 결과를 적으세요.")
    if stored.confirmation != confirmation:
        _confirm(stored, confirmation, by)
        stored.save()
        audit.record("wellbeing.sitting.confirmed", stored, by=by, detail={"confirmation": str(confirmation)})
    return stored


@transaction.atomic
def write_note(*, by, sitting: Sitting, text: str) -> Sitting:
    """The counsellor's note about a sitting, sealed; the one before stays where the history points.

    Raises PermissionDenied for everybody but the course's counsellor, ResidentNumberRefused, Refused.
    """
    was = access.open_note(by, sitting)
    stored = locked(Sitting, sitting.pk, "course__client")
    if stored.withdrawn_at:
        raise Refused("철회한 회기입니다. 기록하려면 먼저 철회를 되돌려야 합니다.")
    text = text.strip()
    if text == was:
        return stored
    if text:
        stored.note = vault.seal(SealedKind.NOTE, text, centre=stored.centre, client=stored.course.client)
        stored.note_by = by
    else:
        stored.note = stored.note_by = None
    stored.save(update_fields=["note", "note_by"])
    audit.record("wellbeing.note.written", stored, by=by)
    return stored


def _check(course: Course, held_on: date, state: str, minutes: int | None) -> None:
    if course.withdrawn_at:
        raise Refused("철회한 상담입니다. 회기를 적으려면 먼저 철회를 되돌리세요.")
    rules.check_open(course.state)
    rules.check_sitting(
        state=state,
        held_on=held_on,
        today=timezone.localdate(),
        opened_on=course.opened_on,
        minutes=minutes,
    )


def _check_left(course: Course, year: int, apart_from: Sitting | None = None) -> None:
    """One more sitting in the course and for the person; both are held. Raises Refused."""
    rules.check_person(queries.use_of(course.client, course.service, year, apart_from))
    rules.check_course(queries.taken_of(course, apart_from), course.quota)


def _confirm(sitting: Sitting, confirmation: str, by) -> None:
    if confirmation and sitting.state != SittingState.HELD:
        raise Refused("진행한 회기만 내담자가 확인합니다. 상태를 '진행함'으로 고르거나 확인을 비우세요.")
    if sitting.confirmation == confirmation:
        return
    sitting.confirmation = Confirmation(confirmation) if confirmation else ""
    sitting.confirmed_at, sitting.confirmed_by = (timezone.now(), by) if confirmation else (None, None)


def _numbered(sitting: Sitting, what: str, by) -> Sitting:
    Sitting.objects.number_anew([sitting.course_id])
    sitting.refresh_from_db(fields=["number"])
    audit.record(
        f"wellbeing.sitting.{what}",
        sitting,
        by=by,
        detail={"course": sitting.course_id, "number": sitting.number, "state": str(sitting.state)},
    )
    return sitting
