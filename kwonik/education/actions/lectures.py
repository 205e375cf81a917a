"""Lectures: planned, corrected, given by somebody, and what came of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kwonik.catalogue.models import Service
from kwonik.education import queries, rules
from kwonik.education.codes import RequestState
from kwonik.education.models import Lecture, LectureInstructor, Request
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.actions.submissions import once
from kwonik.people.models import Appointment
from kwonik.people.rules import Stale
from kwonik.places.models import Centre

RECORD = "education.lecture:record"
FIELDS = (
    *("kind", "title", "series", "audience", "held_on", "starts_at", "ends_at", "place", "district"),
    *("classes", "people_registered", "note"),
)
TWICE = "그 시각에 다른 교육이 있는 강사입니다. 시각을 바꾸거나 다른 강사를 고르세요."


def plan_lecture(
    *,
    by,
    centre: Centre,
    service: Service,
    request: Request | None = None,
    form_token: UUID | None = None,
    **fields: Any,
) -> Lecture:
    """Puts a lecture on the calendar, or writes down one that was; the same form twice makes one. Raises Refused."""
    require(by, RECORD, centre)
    rules.check_hours(fields.get("starts_at"), fields.get("ends_at"))
    if request and (request.centre_id, request.service_id) != (centre.pk, service.pk):
        raise rules.Refused("다른 센터나 다른 서비스의 신청입니다. 신청을 다시 고르세요.")

    def plan() -> Lecture:
        row = Lecture(
            centre=centre,
            service=service,
            request=request,
            form_token=form_token,
            recorded_by=by,
            **{key: fields[key] for key in FIELDS if key in fields},
        )
        row.save(force_insert=True)
        audit.record("education.lecture.planned", row, by=by)
        return row

    return once(Lecture, centre, form_token, plan)


@transaction.atomic
def amend_lecture(*, by, lecture: Lecture, version: int, **fields: Any) -> Lecture:
    """Corrects a lecture; its instructors' hours move along. Raises Refused, Stale."""
    require(by, RECORD, lecture.centre)
    rules.check_hours(fields.get("starts_at"), fields.get("ends_at"))
    stored = _locked(lecture)
    if stored.version != version:
        raise Stale
    if stored.people_completed is not None and fields["held_on"] > timezone.localdate():
        raise rules.Refused("결과를 적은 교육입니다. 교육한 날은 오늘까지입니다.")
    for key in FIELDS:
        if key in fields:
            setattr(stored, key, fields[key])
    stored.version += 1
    stored.save()
    during = rules.hours_of(stored.held_on, stored.starts_at, stored.ends_at)
    try:
        with transaction.atomic():
            stored.instructors.update(during=during)
    except IntegrityError:
        raise rules.Refused(TWICE) from None
    audit.record("education.lecture.amended", stored, by=by)
    return stored


@transaction.atomic
def record_result(
    *,
    by,
    lecture: Lecture,
    people_completed: int,
    classes: int = 1,
    people_registered: int | None = None,
    satisfaction: Decimal | None = None,
    answered: int | None = None,
) -> Lecture:
    """How many came to the end: from now on the lecture counts. Raises Refused for a lecture to come."""
    require(by, RECORD, lecture.centre)
    stored = _locked(lecture)
    if stored.held_on > timezone.localdate():
        raise rules.Refused("아직 하지 않은 교육입니다. 교육한 뒤에 적으세요.")
    if answered is not None and answered > people_completed:
        raise rules.Refused("만족도에 답한 사람이 마친 사람보다 많습니다. 숫자를 확인하세요.")
    stored.people_completed, stored.classes = people_completed, classes
    stored.people_registered = people_registered
    stored.satisfaction, stored.answered = satisfaction, answered
    stored.version += 1
    stored.save()
    audit.record("education.lecture.held", stored, by=by, detail={"people": people_completed})
    return stored


@transaction.atomic
def assign_instructor(
    *, by, lecture: Lecture, instructor: Appointment, fee_won: int | None = None
) -> LectureInstructor:
    """Somebody of the pool gives the lecture. Raises Refused: not in office that day, or busy in these hours."""
    require(by, RECORD, lecture.centre)
    stored = _locked(lecture)
    if instructor.centre_id != stored.centre_id or instructor.role not in queries.TEACHING:
        raise rules.Refused("이 센터의 강사가 아닙니다. 목록에서 고르세요.")
    if instructor.suspended or not _in_office(instructor, stored.held_on):
        raise rules.Refused("그날 위촉 중이 아니거나 배정을 멈춘 강사입니다. 다른 강사를 고르세요.")
    if known := stored.instructors.filter(instructor=instructor).first():
        return known
    row = LectureInstructor(
        centre_id=stored.centre_id,
        lecture=stored,
        instructor=instructor,
        fee_won=fee_won,
        during=rules.hours_of(stored.held_on, stored.starts_at, stored.ends_at),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise rules.Refused(TWICE) from None
    audit.record("education.lecture.assigned", stored, by=by, detail={"instructor": instructor.pk})
    _assigned(by, stored)
    return row


def _assigned(by, lecture: Lecture) -> None:
    """The request behind the lecture has somebody now."""
    if lecture.request_id is None:
        return
    request = Request.objects.select_for_update().get(pk=lecture.request_id)
    if request.state == RequestState.ACCEPTED:
        request.state = RequestState.ASSIGNED
        request.save(update_fields=["state"])
        audit.record("education.request.assigned", request, by=by, detail={"lecture": lecture.pk})


@transaction.atomic
def release_instructor(*, by, assignment: LectureInstructor) -> Lecture:
    """Takes somebody off a lecture; the hours are free again. The request waits for somebody once more."""
    require(by, RECORD, assignment.lecture.centre)
    lecture = _locked(assignment.lecture)
    gone = lecture.instructors.filter(pk=assignment.pk)
    if gone.exists():
        gone.delete()
        audit.record(
            "education.lecture.released", lecture, by=by, detail={"instructor": assignment.instructor_id}
        )
    standing = LectureInstructor.objects.filter(lecture__request=lecture.request_id, stands=True)
    if lecture.request_id and not standing.exists():
        Request.objects.filter(pk=lecture.request_id, state=RequestState.ASSIGNED).update(
            state=RequestState.ACCEPTED
        )
    return lecture


def _locked(lecture: Lecture) -> Lecture:
    stored = Lecture.objects.select_for_update(of=("self",)).select_related("centre").get(pk=lecture.pk)
    if stored.withdrawn_at:
        raise rules.Refused("철회한 교육입니다. 철회를 되돌린 뒤 다시 하세요.")
    return stored


def _in_office(instructor: Appointment, day: date) -> bool:
    return instructor.from_on <= day and (instructor.until_on is None or day <= instructor.until_on)
