"""정원, 현원, 위촉: rows begin and end, they are not deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kwonik.kernel import audit
from kwonik.people import access, queries, rules
from kwonik.people.codes import Grade
from kwonik.people.models import Account, Appointment, ConflictOfInterest, StaffAppointment, StaffPost
from kwonik.places.actions import workplace as workplace_called
from kwonik.places.models import Centre, District, OrganisationUnit


def _required(by: Account | None, permission: str, centre: Centre) -> None:
    if by is not None:
        access.require(by, permission, centre)


def _checked_days(from_on: date, until_on: date | None) -> None:
    if until_on and until_on < from_on:
        raise rules.Refused("끝난 날이 시작일보다 앞섭니다. 날짜를 바꿔 넣으세요.")


@transaction.atomic
def add_post(
    *,
    by: Account | None,
    centre: Centre,
    grade: str,
    from_on: date,
    unit: OrganisationUnit | None = None,
    number: int | None = None,
    form_token: UUID | None = None,
) -> StaffPost:
    """One more authorised post, with the next number of the centre unless one is given.

    Raises PermissionDenied, Refused (the number is taken).
    """
    _required(by, "people.staff:edit", centre)
    Centre.objects.select_for_update().get(pk=centre.pk)
    if form_token and (found := StaffPost.objects.filter(centre=centre, form_token=form_token).first()):
        return found
    posts = StaffPost.objects.filter(centre=centre)
    if number is None:
        number = (posts.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    elif any(rules.overlap((from_on, None), (p.from_on, p.until_on)) for p in posts.filter(number=number)):
        raise rules.Refused(f"정원 {number}번은 이미 있습니다. 다른 번호를 쓰세요.")
    post = StaffPost.objects.create(
        centre=centre, unit=unit, grade=grade, number=number, from_on=from_on, form_token=form_token
    )
    audit.record("people.post.added", post, by=by, detail={"grade": grade})
    return post


@transaction.atomic
def end_post(*, by: Account | None, post: StaffPost, until_on: date) -> StaffPost:
    """The post's last day. Raises PermissionDenied, Refused (somebody sits on it longer)."""
    _required(by, "people.staff:edit", post.centre)
    locked = StaffPost.objects.select_for_update().get(pk=post.pk)
    _checked_days(locked.from_on, until_on)
    longer = StaffAppointment.objects.filter(post=locked).exclude(until_on__lte=until_on)
    if longer.exists():
        raise rules.Refused("이 정원에 그날 뒤까지 일하는 사람이 있습니다. 먼저 현원에서 내리세요.")
    locked.until_on = until_on
    locked.save(update_fields=["until_on"])
    audit.record("people.post.ended", locked, by=by, detail={"until_on": str(until_on)})
    return locked


@transaction.atomic
def appoint_staff(
    *,
    by: Account | None,
    centre: Centre,
    name: str,
    from_on: date,
    grade: str = "",
    post: StaffPost | None = None,
    until_on: date | None = None,
    account: Account | None = None,
    form_token: UUID | None = None,
) -> StaffAppointment:
    """Puts somebody on `post`, or on the first free post of `grade`.

    Raises PermissionDenied, Refused (no free post, the post is taken or ends earlier).
    """
    _required(by, "people.staff:edit", centre)
    _checked_days(from_on, until_on)
    Centre.objects.select_for_update().get(pk=centre.pk)
    if form_token and (kept := StaffAppointment.objects.filter(centre=centre, form_token=form_token).first()):
        return kept
    free = queries.free_posts(centre, from_on, until_on)
    found = free.filter(pk=post.pk).first() if post else free.filter(grade=grade).first()
    if found is None:
        wanted = str(post) if post else Grade(grade).label
        raise rules.Refused(
            f"{from_on}부터 비어 있는 '{wanted}' 정원이 없습니다. 정원을 늘리거나 앞사람의 끝난 날을 넣으세요."
        )
    row = StaffAppointment.objects.create(
        centre=centre,
        post=found,
        name=rules.tidy(name),
        from_on=from_on,
        until_on=until_on,
        account=account,
        form_token=form_token,
    )
    audit.record("people.staff.added", row, by=by, detail={"post": found.pk})
    return row


@transaction.atomic
def end_staff(*, by: Account | None, appointment: StaffAppointment, until_on: date) -> StaffAppointment:
    """The last working day. Raises PermissionDenied, Refused."""
    _required(by, "people.staff:edit", appointment.centre)
    locked = StaffAppointment.objects.select_for_update().get(pk=appointment.pk)
    _checked_days(locked.from_on, until_on)
    locked.until_on = until_on
    locked.save(update_fields=["until_on"])
    audit.record("people.staff.ended", locked, by=by, detail={"until_on": str(until_on)})
    return locked


@transaction.atomic
def appoint(
    *,
    by: Account | None,
    centre: Centre,
    districts: Iterable[District] = (),
    form_token: UUID | None = None,
    **fields: Any,
) -> Appointment:
    """위촉: `fields` are Appointment's role, term_number, name, qualification, firm, specialities, from_on,
    until_on, capacity, account. Raises PermissionDenied, Refused (there already, or dates the wrong way round).
    """
    _required(by, "people.appointment:edit", centre)
    Centre.objects.select_for_update().get(pk=centre.pk)
    if form_token and (kept := Appointment.objects.filter(centre=centre, form_token=form_token).first()):
        return kept
    _checked_days(fields["from_on"], fields.get("until_on"))
    fields["name"] = rules.tidy(fields["name"])
    fields["firm"] = rules.tidy(fields.get("firm", ""))
    same = {key: fields[key] for key in ("role", "name", "firm", "from_on")}
    if Appointment.objects.filter(centre=centre, **same).exists():
        raise rules.Refused("같은 날 같은 역할로 이미 위촉한 분입니다. 목록에서 찾아 고치세요.")
    row = Appointment.objects.create(centre=centre, form_token=form_token, **fields)
    row.districts.set(districts)
    audit.record("people.appointment.added", row, by=by, detail={"role": row.role})
    return row


@transaction.atomic
def amend_appointment(
    *,
    by: Account | None,
    appointment: Appointment,
    districts: Iterable[District] | None = None,
    version: int | None = None,
    **fields: Any,
) -> Appointment:
    """Changes what assignment ranks by (specialities, districts, capacity, suspended) or a mistyped field.

    Raises PermissionDenied, Stale (not the `version` somebody saw), Refused.
    """
    _required(by, "people.appointment:edit", appointment.centre)
    locked = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if version is not None and version != locked.version:
        raise rules.Stale
    changed = sorted(key for key, value in fields.items() if getattr(locked, key) != value)
    for key in changed:
        setattr(locked, key, fields[key])
    _checked_days(locked.from_on, locked.until_on)
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    if districts is not None:
        locked.districts.set(districts)
    audit.record("people.appointment.amended", locked, by=by, detail={"changed": changed})
    return locked


@transaction.atomic
def end_appointment(*, by: Account | None, appointment: Appointment, until_on: date) -> Appointment:
    """해촉: the appointment's last day. Raises PermissionDenied, Refused."""
    _required(by, "people.appointment:edit", appointment.centre)
    locked = Appointment.objects.select_for_update().get(pk=appointment.pk)
    _checked_days(locked.from_on, until_on)
    locked.until_on = until_on
    locked.save(update_fields=["until_on"])
    audit.record("people.appointment.ended", locked, by=by, detail={"until_on": str(until_on)})
    return locked


@transaction.atomic
def declare_conflict(
    *, by: Account | None, appointment: Appointment, workplace: str, reason: str, declared_on: date
) -> ConflictOfInterest:
    """이해충돌: from now on nobody assigns this expert a case for or against the workplace of that name.

    Raises PermissionDenied, Refused (declared already).
    """
    _required(by, "people.appointment:edit", appointment.centre)
    named = workplace_called(workplace)
    row, fresh = ConflictOfInterest.objects.get_or_create(
        appointment=appointment,
        workplace=named,
        defaults={"reason": rules.tidy(reason), "declared_on": declared_on},
    )
    if not fresh:
        raise rules.Refused(f"'{named}' 사업장과의 이해충돌은 이미 적혀 있습니다.")
    audit.record("people.conflict.declared", appointment, by=by, detail={"workplace": named.pk})
    return row


@transaction.atomic
def withdraw_conflict(*, by: Account | None, conflict: ConflictOfInterest) -> None:
    """Takes back a conflict that was entered by mistake."""
    appointment = conflict.appointment
    _required(by, "people.appointment:edit", appointment.centre)
    audit.record("people.conflict.withdrawn", appointment, by=by, detail={"workplace": conflict.workplace_id})
    conflict.delete()
