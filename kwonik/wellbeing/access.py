"""Who may see what of psychological counselling. Officers manage courses and open no note; a counsellor has their own.

A note is opened by one person only: the one who wrote it, being the course's counsellor, with the permission
`wellbeing.course:own`. No other permission, no role and no report leads to it.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions, queues
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people import vault
from kwonik.people.access import ClientRecords, centres_for, keep_clients, may
from kwonik.people.codes import Purpose
from kwonik.people.models import Client
from kwonik.people.queries import clients_matching
from kwonik.people.vault import Identified
from kwonik.places.models import Centre

from . import queries
from .models import Course, Group, GroupSitting, Hub, Sitting

PERMISSIONS = (
    Permission("wellbeing.course:view", "심리상담의 목록과 회기를 봅니다(상담 기록은 열지 못합니다)"),
    Permission("wellbeing.course:manage", "심리상담을 열고 회기를 잡고 늘리고 마칩니다"),
    Permission("wellbeing.course:own", "내가 맡은 심리상담의 회기와 기록을 적고 봅니다"),
    Permission("wellbeing.sitting:import", "심리상담 회기 대장을 가져옵니다"),
    Permission("wellbeing.group:view", "집단 심리치유를 봅니다"),
    Permission("wellbeing.group:record", "집단 심리치유를 적고 대장을 가져옵니다"),
    Permission("wellbeing.hub:view", "거점센터 협약을 봅니다"),
    Permission("wellbeing.hub:edit", "거점센터 협약을 적고 대장을 가져옵니다"),
)
permissions.declare(PERMISSIONS)

VIEW, MANAGE, OWN = "wellbeing.course:view", "wellbeing.course:manage", "wellbeing.course:own"
SEE_GROUPS, RECORD_GROUPS = "wellbeing.group:view", "wellbeing.group:record"
SEE_HUBS, EDIT_HUBS = "wellbeing.hub:view", "wellbeing.hub:edit"


def visible(account, model, permission: str) -> QuerySet:
    """Rows of the centres at which the account has the permission."""
    return model.objects.filter(centre__in=centres_for(account, permission))


def courses(account, centre: Centre) -> QuerySet[Course]:
    """The centre's courses that the account may see; so below for groups and hubs."""
    return visible(account, Course, VIEW).filter(centre=centre)


def groups(account, centre: Centre) -> QuerySet[Group]:
    return visible(account, Group, SEE_GROUPS).filter(centre=centre)


def hubs(account, centre: Centre) -> QuerySet[Hub]:
    return visible(account, Hub, SEE_HUBS).filter(centre=centre)


def own_courses(account) -> QuerySet[Course]:
    """The courses the account counsels itself."""
    return visible(account, Course, OWN).filter(counsellor__account=account, withdrawn_at__isnull=True)


def own_sittings(account) -> QuerySet[Sitting]:
    return Sitting.objects.filter(course__in=own_courses(account))


def get_course(account, pk: int, permission: str = VIEW) -> Course:
    return get_object_or_404(queries.with_all(visible(account, Course, permission)), pk=pk)


def get_own_course(account, pk: int) -> Course:
    return get_object_or_404(queries.with_all(own_courses(account)), pk=pk)


_WITH_COURSE = ("centre", "course__client", "course__service", "course__hub", "course__counsellor")


def get_sitting(account, pk: int, permission: str = VIEW) -> Sitting:
    return get_object_or_404(visible(account, Sitting, permission).select_related(*_WITH_COURSE), pk=pk)


def get_own_sitting(account, pk: int) -> Sitting:
    return get_object_or_404(own_sittings(account).select_related(*_WITH_COURSE, "note"), pk=pk)


def get_hub(account, pk: int, permission: str = SEE_HUBS) -> Hub:
    return get_object_or_404(visible(account, Hub, permission).select_related("centre", "recorded_by"), pk=pk)


def get_group(account, pk: int, permission: str = SEE_GROUPS) -> Group:
    return get_object_or_404(visible(account, Group, permission).select_related("centre", "workplace"), pk=pk)


def get_group_sitting(account, pk: int, permission: str = SEE_GROUPS) -> GroupSitting:
    rows = visible(account, GroupSitting, permission)
    return get_object_or_404(rows.select_related("centre", "group__workplace", "recorded_by"), pk=pk)


def is_counsellor_of(account, course: Course) -> bool:
    """Whether the course is this account's own to counsel."""
    own = course.counsellor is not None and course.counsellor.account_id == account.pk
    return own and course.withdrawn_at is None and may(account, OWN, course.centre)


def require_keeper(account, course: Course) -> None:
    """Sittings are kept by officers and by the course's own counsellor. Raises PermissionDenied."""
    if not (may(account, MANAGE, course.centre) or is_counsellor_of(account, course)):
        raise PermissionDenied("이 심리상담의 회기를 적을 권한이 없습니다.")


# -- what stands sealed: every opening is logged with its purpose -------------------------------------------------

NOBODY = Identified("", "")
MOST_FOUND = 8


def open_note(account, sitting: Sitting) -> str:
    """What the counsellor wrote about a sitting; "" when nothing. Raises PermissionDenied for everybody else."""
    if not is_counsellor_of(account, sitting.course):
        raise PermissionDenied("상담 기록은 그 상담을 맡은 상담사만 엽니다.")
    if sitting.note_id is None:
        return ""
    if sitting.note_by_id != account.pk:
        raise PermissionDenied("상담 기록은 그 기록을 쓴 상담사만 엽니다.")
    texts = vault.read(
        [sitting.note_id], by=account, purpose=Purpose.WELLBEING, action="wellbeing.sitting.open"
    )
    return texts[sitting.note_id]


def who(account, courses: list[Course], *, action: str) -> dict[int, Identified]:
    """Client id -> name and telephone number of courses that the account was given; logged."""
    return vault.identities(
        [course.client_id for course in courses], by=account, purpose=Purpose.WELLBEING, action=action
    )


def find_clients(account, centre: Centre, name: str, phone: str) -> list[tuple[Client, Identified]]:
    """Clients of the centre with that name or that number, both at once first; logged."""
    rows = [
        *clients_matching(centre, name, phone)[:MOST_FOUND],
        *(clients_matching(centre, phone=phone)[:MOST_FOUND] if phone else ()),
        *clients_matching(centre, name=name)[:MOST_FOUND],
    ]
    found = list({client.pk: client for client in rows}.values())[:MOST_FOUND]
    known = vault.identities(
        [client.pk for client in found], by=account, purpose=Purpose.SEARCH, action="wellbeing.course.find"
    )
    return [(client, known[client.pk]) for client in found]


keep_clients(
    ClientRecords(
        label="심리상담",
        permission=VIEW,
        url_name="wellbeing:course",
        rows=lambda client_ids: Course.objects.filter(client__in=client_ids),
        dated="opened_on",
    )
)


# -- today --------------------------------------------------------------------------------------------------------

MOST = 50


def _todo(sitting: Sitting, today: date, page: str, turn: str) -> Todo:
    late = sitting.held_on < today
    return Todo(
        f"{sitting.course.reference} {sitting.number}회기",
        page,
        (sitting.pk,),
        note="지난 회기입니다. 진행했는지 적으세요." if late else sitting.place or "오늘 상담",
        turn=turn,
        due_on=sitting.held_on,
    )


def _own_today(account, centre: Centre, today: date) -> list[Todo]:
    rows = queries.sittings_ahead(own_sittings(account).filter(centre=centre), today)[:MOST]
    return [_todo(sitting, today, "wellbeing:own-sitting", "나") for sitting in rows]


def _unsettled(account, centre: Centre, today: date) -> list[Todo]:
    rows = queries.sittings_ahead(Sitting.objects.filter(centre=centre), today).filter(
        Q(held_on__lt=today) | Q(course__hub__isnull=False)
    )[:MOST]
    return [
        _todo(sitting, today, "wellbeing:sitting", sitting.course.counselled_by or "상담사")
        for sitting in rows
    ]


queues.declare(Queue("wellbeing.own", "내 심리상담", OWN, _own_today, "오늘까지 잡힌 회기가 없습니다.", 25))
queues.declare(
    Queue("wellbeing.unsettled", "심리상담 회기", MANAGE, _unsettled, "결과를 기다리는 회기가 없습니다.", 60)
)
