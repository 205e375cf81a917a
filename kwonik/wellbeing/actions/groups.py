"""Groups and their sittings."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.actions import workplace as workplace_called
from kwonik.places.models import Centre
from kwonik.wellbeing import rules
from kwonik.wellbeing.access import RECORD_GROUPS
from kwonik.wellbeing.models import Group, GroupSitting
from kwonik.wellbeing.rules import Refused

from .steps import locked, sent_before


@transaction.atomic
def open_group(
    *, by, centre: Centre, name: str, theme: str, workplace: str = "", form_token: UUID | None = None
) -> Group:
    """A group that is going to meet. Raises Refused (the name is there already), PermissionDenied."""
    require(by, RECORD_GROUPS, centre)
    if known := sent_before(Group, form_token, name=name, theme=theme):
        return known
    Centre.objects.select_for_update().get(pk=centre.pk)
    group = Group(centre=centre, form_token=form_token, recorded_by=by)
    _set(group, name, theme, workplace)
    group.save(force_insert=True)
    audit.record("wellbeing.group.opened", group, by=by)
    return group


@transaction.atomic
def amend_group(*, by, group: Group, name: str, theme: str, workplace: str = "") -> Group:
    require(by, RECORD_GROUPS, group.centre)
    Centre.objects.select_for_update().get(pk=group.centre_id)
    stored = locked(Group, group.pk)
    if stored.withdrawn_at:
        raise Refused("철회한 집단입니다. 고치려면 먼저 철회를 되돌리세요.")
    _set(stored, name, theme, workplace)
    stored.save()
    audit.record("wellbeing.group.amended", stored, by=by)
    return stored


@transaction.atomic
def record_group_sitting(
    *,
    by,
    group: Group,
    held_on: date,
    people: int,
    minutes: int | None = None,
    place: str = "",
    leader: str = "",
    form_token: UUID | None = None,
) -> GroupSitting:
    """One meeting of the group with how many came; numbered by its day. Raises Refused, PermissionDenied."""
    require(by, RECORD_GROUPS, group.centre)
    if known := sent_before(GroupSitting, form_token, group_id=group.pk, held_on=held_on, people=people):
        return known
    stored = locked(Group, group.pk)
    if stored.withdrawn_at:
        raise Refused("철회한 집단입니다. 회기를 적으려면 먼저 철회를 되돌리세요.")
    rules.check_group_sitting(held_on=held_on, today=timezone.localdate(), people=people, minutes=minutes)
    sitting = GroupSitting(
        centre_id=stored.centre_id,
        group=stored,
        number=stored.sittings.filter(withdrawn_at__isnull=True).count() + 1,
        held_on=held_on,
        people=people,
        minutes=minutes,
        place=place.strip(),
        leader=leader.strip(),
        form_token=form_token,
        recorded_by=by,
    )
    sitting.save(force_insert=True)
    return _numbered(sitting, "recorded", by)


@transaction.atomic
def amend_group_sitting(
    *,
    by,
    sitting: GroupSitting,
    held_on: date,
    people: int,
    minutes: int | None = None,
    place: str = "",
    leader: str = "",
) -> GroupSitting:
    require(by, RECORD_GROUPS, sitting.centre)
    locked(Group, sitting.group_id)
    stored = locked(GroupSitting, sitting.pk)
    if stored.withdrawn_at:
        raise Refused("철회한 회기입니다. 고치려면 먼저 철회를 되돌리세요.")
    rules.check_group_sitting(held_on=held_on, today=timezone.localdate(), people=people, minutes=minutes)
    stored.held_on, stored.people, stored.minutes = held_on, people, minutes
    stored.place, stored.leader = place.strip(), leader.strip()
    stored.save()
    return _numbered(stored, "amended", by)


def _set(group: Group, name: str, theme: str, workplace: str) -> None:
    same = Group.objects.filter(centre=group.centre, name=name, withdrawn_at__isnull=True)
    if same.exclude(pk=group.pk).exists():
        raise Refused("같은 이름의 집단이 이미 있습니다. 그 집단에 회기를 적거나 다른 이름을 쓰세요.")
    group.name, group.theme = name, theme
    group.workplace = workplace_called(workplace) if workplace.strip() else None


def _numbered(sitting: GroupSitting, what: str, by) -> GroupSitting:
    GroupSitting.objects.number_anew([sitting.group_id])
    sitting.refresh_from_db(fields=["number"])
    detail = {"group": sitting.group_id, "people": sitting.people}
    audit.record(f"wellbeing.groupsitting.{what}", sitting, by=by, detail=detail)
    return sitting
