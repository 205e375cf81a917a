"""A course of sittings: opened for a client, corrected, extended, closed, opened again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.actions import register_client
from kwonik.people.models import Appointment, Client
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre
from kwonik.wellbeing import queries, rules
from kwonik.wellbeing.access import MANAGE
from kwonik.wellbeing.codes import CourseState, SittingState
from kwonik.wellbeing.models import Course, Extension, Hub, Sitting
from kwonik.wellbeing.rules import Refused

from .steps import hold_person, locked, sent_before


@transaction.atomic
def open_course(
    *,
    by,
    centre: Centre,
    service: Service,
    route: str,
    issue: Code,
    opened_on: date,
    client: Client | None = None,
    name: str = "",
    phone: str = "",
    hub: Hub | None = None,
    counsellor: Appointment | None = None,
    counsellor_name: str = "",
    quota: int | None = None,
    form_token: UUID | None = None,
) -> Course:
    """Opens a course for a client known before, or registered with it. Without `quota` it gets what the year leaves.

    Raises Refused (nothing left over all routes, a hub that is not in force, …), ResidentNumberRefused.
    """
    require(by, MANAGE, centre)
    if known := sent_before(Course, form_token, route=route, opened_on=opened_on, issue_id=issue.pk):
        return known
    if opened_on > timezone.localdate():
        raise Refused("시작일이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    _check(centre, service, route, issue, hub, counsellor, counsellor_name, opened_on)
    client = client or register_client(by=by, centre=centre, name=name, phone=phone)
    if client.centre_id != centre.pk:
        raise Refused("다른 센터의 내담자입니다. 우리 센터의 내담자를 고르세요.")
    client = hold_person(client)
    same = Course.objects.filter(
        centre=centre, client=client, route=route, opened_on=opened_on, withdrawn_at__isnull=True
    )
    if same.exists():
        raise Refused("이 내담자에게 같은 날 같은 경로로 연 상담이 이미 있습니다. 그 상담에 회기를 적으세요.")
    use = queries.use_of(client, service, opened_on.year)
    year = opened_on.year
    number = next_reference(centre, service.code, year)
    course = Course(
        centre=centre,
        service=service,
        reference=f"{service.prefix}-{year}-{number:06}",
        client=client,
        route=route,
        hub=hub,
        counsellor=counsellor,
        counsellor_name=counsellor_name,
        issue=issue,
        opened_on=opened_on,
        quota=rules.quota_of_a_new_course(use, quota),
        form_token=form_token,
        recorded_by=by,
    )
    course.save(force_insert=True)
    audit.record("wellbeing.course.opened", course, by=by, detail={"route": route, "quota": course.quota})
    return course


@transaction.atomic
def amend_course(
    *,
    by,
    course: Course,
    issue: Code,
    counsellor: Appointment | None = None,
    counsellor_name: str = "",
) -> Course:
    """Corrects issue and counsellor. A counsellor whose sealed notes stand in the course stays. Raises Refused."""
    require(by, MANAGE, course.centre)
    stored = locked(Course, course.pk, "service", "hub")
    _check_stands(stored)
    before = stored.counsellor_id
    other = (counsellor.pk if counsellor else None) != before
    if other and Sitting.objects.filter(course=stored, note__isnull=False).exists():
        raise Refused(
            "지금 상담사가 쓴 기록이 있어 상담사를 바꿀 수 없습니다. 이 상담을 마치고 새 상담을 여세요."
        )
    kept = [stored.issue_id] if stored.issue_id == issue.pk else []
    _check(
        stored.centre,
        stored.service,
        stored.route,
        issue,
        stored.hub,
        counsellor,
        counsellor_name,
        None if not other else timezone.localdate(),
        kept,
    )
    stored.issue, stored.counsellor, stored.counsellor_name = issue, counsellor, counsellor_name
    stored.save()
    detail = {"issue": issue.code} | ({"counsellor_before": before} if other else {})
    audit.record("wellbeing.course.amended", stored, by=by, detail=detail)
    return stored


@transaction.atomic
def extend_course(
    *, by, course: Course, sittings: int, reason: str, year: int, form_token: UUID | None = None
) -> Extension:
    """Gives the client more sittings in a year than the programme does, and the course as many. Raises Refused."""
    require(by, MANAGE, course.centre)
    if known := sent_before(Extension, form_token, sittings=sittings, year=year):
        return known
    hold_person(course.client)
    stored = locked(Course, course.pk)
    _check_stands(stored)
    rules.check_open(stored.state)
    if not 1 <= sittings <= rules.MOST_EXTENDED:
        raise Refused(f"한 번에 1회기에서 {rules.MOST_EXTENDED}회기까지 늘릴 수 있습니다.")
    if not (reason := reason.strip()):
        raise Refused("회기를 늘리는 까닭을 적으세요.")
    extension = Extension.objects.create(
        centre_id=stored.centre_id,
        course=stored,
        year=year,
        sittings=sittings,
        reason=reason,
        form_token=form_token,
        granted_by=by,
    )
    stored.quota += sittings
    stored.save(update_fields=["quota"])
    audit.record("wellbeing.course.extended", stored, by=by, detail={"year": year, "sittings": sittings})
    return extension


@transaction.atomic
def close_course(*, by, course: Course, closed_on: date, stopped_reason: str = "") -> Course:
    """Ends the course: finished, or with a reason stopped. Planned sittings must be settled first. Raises Refused."""
    require(by, MANAGE, course.centre)
    stored = locked(Course, course.pk)
    _check_stands(stored)
    if stored.state != CourseState.OPEN:
        return stored
    standing = Sitting.objects.filter(course=stored, withdrawn_at__isnull=True)
    if standing.filter(state=SittingState.PLANNED).exists():
        raise Refused("예정한 회기가 남아 있습니다. 진행했는지, 취소했는지 먼저 적으세요.")
    last = standing.filter(state=SittingState.HELD).order_by("-held_on").first()
    if closed_on > timezone.localdate():
        raise Refused("마친 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    if closed_on < (last.held_on if last else stored.opened_on):
        raise Refused("마친 날이 마지막 회기보다 앞섭니다. 날짜를 확인하세요.")
    reason = stopped_reason.strip()
    stored.state = CourseState.STOPPED if reason else CourseState.FINISHED
    stored.closed_on, stored.stopped_reason = closed_on, reason
    stored.save()
    audit.record("wellbeing.course.closed", stored, by=by, detail={"state": str(stored.state)})
    return stored


@transaction.atomic
def reopen_course(*, by, course: Course) -> Course:
    """Undoes the closing: sittings may be recorded again."""
    require(by, MANAGE, course.centre)
    stored = locked(Course, course.pk)
    _check_stands(stored)
    if stored.state == CourseState.OPEN:
        return stored
    stored.state, stored.closed_on, stored.stopped_reason = CourseState.OPEN, None, ""
    stored.save()
    audit.record("wellbeing.course.reopened", stored, by=by)
    return stored


def _check_stands(course: Course) -> None:
    if course.withdrawn_at:
        raise Refused("철회한 상담입니다. 고치려면 먼저 철회를 되돌리세요.")


def _check(
    centre: Centre,
    service: Service,
    route: str,
    issue: Code,
    hub: Hub | None,
    counsellor: Appointment | None,
    counsellor_name: str,
    day: date | None,
    kept: list[int] | None = None,
) -> None:
    """Everything belongs to the centre and is in force on `day` (None: nothing new was chosen)."""
    rules.check_route(
        route,
        has_hub=hub is not None,
        has_counsellor=counsellor is not None,
        counsellor_name=counsellor_name,
    )
    for row in (hub, counsellor):
        if row is not None and row.centre_id != centre.pk:
            raise Refused("다른 센터의 기록과는 이을 수 없습니다.")
    if issue.pk not in {code.pk for code in catalogue.codes(service, "issue")} | set(kept or ()):
        raise Refused(f"'{service}'에서 쓰지 않는 유형입니다. 다시 고르세요.")
    if day is None:
        return
    if hub is not None and (hub.withdrawn_at or not queries.hubs_in_force(centre, day).filter(pk=hub.pk)):
        raise Refused("그날 협약이 이어지고 있지 않은 거점센터입니다. 거점센터나 시작일을 확인하세요.")
    if counsellor is not None and not queries.counsellors(centre, day).filter(pk=counsellor.pk):
        raise Refused("그날 위촉되어 있지 않은 상담사입니다. 상담사나 시작일을 확인하세요.")
