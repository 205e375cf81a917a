"""Taking a wrong record out of every figure, and putting it back: the same for everything that is kept here."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.wellbeing import access, queries, rules
from kwonik.wellbeing.codes import TAKING
from kwonik.wellbeing.models import Course, Group, GroupSitting, Hub, Sitting
from kwonik.wellbeing.rules import Refused

from .steps import hold_person, locked

PERMISSION: dict[type, str] = {
    Hub: access.EDIT_HUBS,
    Course: access.MANAGE,
    Sitting: access.MANAGE,
    Group: access.RECORD_GROUPS,
    GroupSitting: access.RECORD_GROUPS,
}


@transaction.atomic
def withdraw(*, by, row: Any, reason: str) -> Any:
    """Withdraws a hub, course, sitting, group or group sitting; it stays readable, with the reason.

    What others rest on stays. Sittings after a withdrawn one move up by one. Raises Refused, PermissionDenied.
    """
    require(by, PERMISSION[type(row)], row.centre)
    if not (reason := reason.strip()):
        raise Refused("철회하는 까닭을 적으세요.")
    _hold(row)
    stored = locked(type(row), row.pk)
    if stored.withdrawn_at:
        return stored
    _check_nothing_rests_on(stored)
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
    return _moved(stored, "withdrawn", by)


@transaction.atomic
def reinstate(*, by, row: Any) -> Any:
    """Undoes a withdrawal: the record counts again, if what it needs still stands. Raises Refused."""
    require(by, PERMISSION[type(row)], row.centre)
    _hold(row)
    stored = locked(type(row), row.pk)
    if not stored.withdrawn_at:
        return stored
    _check_room_for(stored)
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = None, None, ""
    return _moved(stored, "reinstated", by)


def _hold(row: Any) -> None:
    """What must not move meanwhile: the person of a sitting, and its course or group."""
    if isinstance(row, Sitting):
        hold_person(row.course.client)
        locked(Course, row.course_id)
    elif isinstance(row, GroupSitting):
        locked(Group, row.group_id)
    elif isinstance(row, Course):
        hold_person(row.client)


def _check_nothing_rests_on(row: Any) -> None:
    if isinstance(row, Course | Group) and row.sittings.filter(queries.STANDING).exists():
        raise Refused("적은 회기가 남아 있습니다. 회기를 먼저 철회하세요.")
    if isinstance(row, Hub) and Course.objects.filter(queries.STANDING, hub=row).exists():
        raise Refused("이 거점센터에서 한 상담이 있습니다. 협약이 끝났으면 '고치기'에서 끝난 날을 적으세요.")


def _check_room_for(row: Any) -> None:
    if isinstance(row, Sitting):
        if row.course.withdrawn_at:
            raise Refused("철회한 상담의 회기입니다. 상담의 철회부터 되돌리세요.")
        if row.state in TAKING:
            rules.check_person(queries.use_of(row.course.client, row.course.service, row.held_on.year, row))
            rules.check_course(queries.taken_of(row.course, row), row.course.quota)
    elif isinstance(row, GroupSitting):
        if row.group.withdrawn_at:
            raise Refused("철회한 집단의 회기입니다. 집단의 철회부터 되돌리세요.")
    elif _twins(row).filter(queries.STANDING).exclude(pk=row.pk).exists():
        raise Refused("같은 기록이 이미 있어 되돌릴 수 없습니다. 그 기록을 쓰세요.")


def _twins(row: Any) -> Any:
    """Rows that could not stand beside it."""
    rows = type(row).objects.filter(centre=row.centre_id)
    if isinstance(row, Hub):
        return rows.filter(name=row.name, from_on=row.from_on)
    if isinstance(row, Course):
        return rows.filter(client=row.client_id, route=row.route, opened_on=row.opened_on)
    return rows.filter(name=row.name)


def _moved(row: Any, what: str, by) -> Any:
    if isinstance(row, Sitting | GroupSitting):
        parent = row.course_id if isinstance(row, Sitting) else row.group_id
        row.number = (
            None
            if row.withdrawn_at
            else row._meta.model.objects.filter(
                queries.STANDING, **{"course" if isinstance(row, Sitting) else "group": parent}
            ).count()
            + 1
        )
        row.save()
        type(row).objects.number_anew([parent])
        row.refresh_from_db(fields=["number"])
    else:
        row.save()
    audit.record(f"wellbeing.{row._meta.model_name}.{what}", row, by=by)
    return row
