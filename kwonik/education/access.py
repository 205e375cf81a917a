"""Who may see and do what with requests, lectures, instructors and videos; the only way a door gets a row."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions, queues
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people import vault
from kwonik.people.access import ClientRecords, centres_for, keep_clients, name_specialities
from kwonik.people.codes import Purpose
from kwonik.people.vault import Identified
from kwonik.places.models import Centre

from . import queries
from .codes import OPEN
from .models import Attendee, Lecture, LectureInstructor, Request, Video, VideoReading

PERMISSIONS = (
    Permission("education.lecture:view", "교육과 강사, 영상을 봅니다"),
    Permission("education.lecture:record", "교육을 잡고 결과와 강사를 적습니다"),
    Permission("education.lecture:import", "교육 대장을 가져옵니다"),
    Permission("education.request:view", "교육 신청을 봅니다"),
    Permission("education.request:record", "교육 신청을 적고 고칩니다"),
    Permission("education.request:decide", "교육 신청을 접수하거나 거절합니다"),
    Permission("education.request:import", "교육 신청 대장을 가져옵니다"),
    Permission("education.roster:keep", "수강 명단을 적고 수료증을 냅니다"),
    Permission("education.video:record", "영상과 조회수를 적고 대장을 가져옵니다"),
)
permissions.declare(PERMISSIONS)

VIEW, VIEW_REQUESTS = "education.lecture:view", "education.request:view"
NOBODY = Identified("", "")


def visible(account, model, permission: str):
    """Rows of the centres at which the account has the permission."""
    return model.objects.filter(centre__in=centres_for(account, permission))


def lectures(account, permission: str = VIEW) -> QuerySet[Lecture]:
    return visible(account, Lecture, permission)


def requests(account, permission: str = VIEW_REQUESTS) -> QuerySet[Request]:
    return visible(account, Request, permission)


def videos(account, permission: str = VIEW) -> QuerySet[Video]:
    return visible(account, Video, permission)


def get_lecture(account, pk: int, permission: str = VIEW) -> Lecture:
    return get_object_or_404(
        queries.lectures(lectures(account, permission)).select_related("withdrawn_by"), pk=pk
    )


def get_request(account, pk: int, permission: str = VIEW_REQUESTS) -> Request:
    return get_object_or_404(queries.requests(requests(account, permission)), pk=pk)


def get_video(account, pk: int, permission: str = VIEW) -> Video:
    return get_object_or_404(queries.videos(videos(account, permission)), pk=pk)


def get_reading(account, pk: int, permission: str = VIEW) -> VideoReading:
    rows = visible(account, VideoReading, permission)
    return get_object_or_404(rows.select_related("video__service", "centre", "withdrawn_by"), pk=pk)


def get_assignment(account, pk: int, permission: str) -> LectureInstructor:
    rows = visible(account, LectureInstructor, permission)
    return get_object_or_404(rows.select_related("lecture__centre", "lecture__request", "instructor"), pk=pk)


def get_attendee(account, pk: int, permission: str = "education.roster:keep") -> Attendee:
    return get_object_or_404(
        visible(account, Attendee, permission).select_related("lecture__centre", "client"), pk=pk
    )


def get_service(code: str):
    """The education service of that code, or 404."""
    return get_object_or_404(queries.services(), code=code)


# -- what stands sealed ----------------------------------------------------------------------------------------


def open_contact(account, request: Request) -> Identified:
    """Who answers for the group that asked, of a request the account was given."""
    ids = [request.contact_id]
    known = vault.identities(ids, by=account, purpose=Purpose.EDUCATION, action="education.request.view")
    return known.get(request.contact_id or 0, NOBODY)


def open_roster(account, rows: list[Attendee], *, action: str) -> dict[int, Identified]:
    """Attendee's id -> who it is."""
    known = vault.identities(
        [row.client_id for row in rows], by=account, purpose=Purpose.EDUCATION, action=action
    )
    return {row.pk: known.get(row.client_id, NOBODY) for row in rows}


# -- today -----------------------------------------------------------------------------------------------------

SOON = timedelta(days=14)
MOST = 30


def _requests(account, centre: Centre, today: date) -> list[Todo]:
    rows = Request.objects.filter(centre=centre, state__in=OPEN, withdrawn_at__isnull=True)
    return [
        Todo(
            f"{row.applicant} · {row.service}",
            "education:request",
            (row.pk,),
            note=row.get_state_display(),
            turn="센터",
            since=row.requested_on,
            due_on=row.wished_on,
        )
        for row in rows.select_related("service").order_by("wished_on", "pk")[:MOST]
    ]


def _lectures(account, centre: Centre, today: date) -> list[Todo]:
    """Lectures without anybody to give them soon, and held ones nobody wrote down."""
    rows = Lecture.objects.filter(
        centre=centre, withdrawn_at__isnull=True, people_completed__isnull=True, held_on__lte=today + SOON
    )
    return [
        Todo(
            row.title,
            "education:lecture",
            (row.pk,),
            note="결과를 적을 차례입니다" if row.held_on <= today else "곧 할 교육입니다",
            turn="센터",
            due_on=row.held_on,
        )
        for row in rows.order_by("held_on", "pk")[:MOST]
    ]


queues.declare(
    Queue(
        "education.requests",
        "정할 교육 신청",
        "education.request:decide",
        _requests,
        "정할 교육 신청이 없습니다.",
        60,
    )
)
queues.declare(
    Queue(
        "education.lectures",
        "적을 교육",
        "education.lecture:record",
        _lectures,
        "곧 할 교육이나 결과를 적을 교육이 없습니다.",
        61,
    )
)
keep_clients(
    ClientRecords(
        label="교육 신청",
        permission=VIEW_REQUESTS,
        url_name="education:request",
        rows=lambda client_ids: Request.objects.filter(contact__in=client_ids),
        dated="requested_on",
    )
)
name_specialities(queries.kind_names)
