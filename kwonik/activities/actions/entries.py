"""Sessions, tallies, handouts and applications: written down, corrected, withdrawn, reinstated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from kwonik.activities import queries, rules
from kwonik.activities.access import permission_for
from kwonik.activities.codes import MODES, SEATED, State
from kwonik.activities.models import Application, Entry, Tally
from kwonik.activities.rules import NotAllowed, Stale
from kwonik.catalogue.codes import Counting, Shape
from kwonik.catalogue.models import Service
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.actions import register_client
from kwonik.places.actions import next_reference, workplace
from kwonik.places.models import Centre

from .rounds import check_room

COLUMNS: dict[Shape, tuple[str, ...]] = {
    Shape.SESSION: ("title", "starts_at", "ends_at", "partner", "people", "quantity"),
    Shape.TALLY: ("subject", "count"),
    Shape.HANDOUT: ("quantity", "recipient", "donor", "people"),
    Shape.APPLICATION: ("applicant", "employees", "appointee", "people", "wished_on"),
}
TEXTS = ("title", "partner", "subject", "recipient", "donor", "applicant")


class Overtaken(Stale):
    """Somebody else changed the record first; `current` is how it stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current


@transaction.atomic
def record(
    *, by, centre: Centre, service: Service, facts: Mapping[str, Any], form_token: UUID | None = None
) -> Any:
    """Stores a record of the service under the next number; the same form sent again returns the record it became.

    `facts`: "day", "kind" (a Code), what the service asks, "answers"; of an application also "client", or "name" and
    "phone" of somebody new. Raises NotAllowed, ResidentNumberRefused, PermissionDenied.
    """
    shape = Shape(service.shape)
    require(by, permission_for(shape, "record"), centre)
    model = queries.model_of(shape)
    if form_token:
        one_at_a_time(form_token)
        if stored := queries.by_token(model, form_token, centre):
            return stored
    _check(service, centre, facts)
    year = facts["day"].year
    row: Any = model(
        centre=centre,
        service=service,
        reference=rules.reference(
            service.prefix, year, next_reference(centre, series_of(service.prefix), year)
        ),
        form_token=form_token,
        recorded_by=by,
    )
    _set(row, facts, by)
    if isinstance(row, Tally):
        row.counting = service.counting
        _check_reading(row)
    row.save(force_insert=True)
    audit.record(f"activities.{MODES[shape]}.recorded", row, by=by)
    return row


def series_of(prefix: str) -> str:
    """Services with one prefix share one run of numbers."""
    return f"activities-{prefix}"


@transaction.atomic
def amend(*, by, entry: Any, facts: Mapping[str, Any], version: int) -> Any:
    """Corrects a record that stood at `version` when the form was opened; the database keeps what it was.

    Raises Overtaken, NotAllowed, ResidentNumberRefused, PermissionDenied.
    """
    shape = entry.SHAPE
    require(by, permission_for(shape, "record"), entry.centre)
    stored = locked(entry)
    if stored.version != version:
        raise Overtaken(stored)
    if stored.withdrawn_at:
        raise NotAllowed("철회한 기록은 고칠 수 없습니다. 먼저 철회를 되돌리세요.")
    _check(stored.service, stored.centre, facts, stored)
    before = stored.people if isinstance(stored, Application) else None
    _set(stored, facts, by)
    if isinstance(stored, Tally):
        _check_reading(stored)
    if isinstance(stored, Application):
        _check_application(stored, before)
    return moved(stored, "amended", by)


@transaction.atomic
def withdraw(*, by, entry: Any, reason: str) -> Any:
    """Takes a wrong record out of every figure, with the reason; it stays readable and can be reinstated."""
    require(by, permission_for(entry.SHAPE, "withdraw"), entry.centre)
    if not (reason := reason.strip()):
        raise NotAllowed("철회하는 까닭을 적으세요.")
    stored = locked(entry)
    if stored.withdrawn_at:
        return stored
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
    return moved(stored, "withdrawn", by)


@transaction.atomic
def reinstate(*, by, entry: Any) -> Any:
    """Undoes a withdrawal: the record counts again. Raises NotAllowed where something stands in its place by now."""
    require(by, permission_for(entry.SHAPE, "withdraw"), entry.centre)
    stored = locked(entry)
    if not stored.withdrawn_at:
        return stored
    if isinstance(stored, Tally):
        _check_reading(stored)
    if isinstance(stored, Application) and stored.state in SEATED:
        check_room(stored)
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = None, None, ""
    return moved(stored, "reinstated", by)


# -- shared steps -------------------------------------------------------------------------------------------------


def one_at_a_time(token: UUID) -> None:
    """Two submissions of one form wait for each other here; the unique column behind it is the last word."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [token.int & (2**63 - 1)])


def locked(entry: Any) -> Any:
    rows = type(entry)._default_manager.select_for_update(of=("self",))
    return rows.select_related("centre", "service", "kind", "site", "district").get(pk=entry.pk)


def moved(stored: Any, what: str, by, **detail: Any) -> Any:
    stored.version += 1
    stored.save()
    audit.record(
        f"activities.{MODES[stored.SHAPE]}.{what}",
        stored,
        by=by,
        detail={"version": stored.version, **detail},
    )
    return stored


def _check(service: Service, centre: Centre, facts: Mapping[str, Any], stored: Any = None) -> None:
    """The rules that every door shares, and that service, kind and people are the centre's to use."""
    rules.check_owner(service.owner_id, centre.pk)
    said = rules.problems(
        service.shape, facts, rules.asked(service.asks), timezone.localdate(), service.counting
    )
    if isinstance(stored, Tally) and stored.pressed:
        said = [one for one in said if one[0] != "count"]
    if said:
        raise NotAllowed(" ".join(dict.fromkeys(sentence for _, sentence in said)))
    allowed = {code.pk for code in queries.kinds(service)} | ({stored.kind_id} if stored else set())
    if facts["kind"].pk not in allowed:
        raise NotAllowed(f"'{service}'에서 쓰지 않는 종류입니다. 다시 고르세요.")
    for name in ("client", "appointee"):
        if (row := facts.get(name)) is not None and row.centre_id != centre.pk:
            raise NotAllowed("다른 센터의 기록과는 이을 수 없습니다.")


def _set(row: Any, facts: Mapping[str, Any], by) -> None:
    """What was told; what the service does not ask for stays as it is."""
    day: date = facts["day"]
    setattr(row, row.DAY, day)
    row.kind = facts["kind"]
    for name in (*COLUMNS[row.SHAPE], "site", "note"):
        if name in facts:
            setattr(row, name, (facts[name] or "") if name in TEXTS or name == "note" else facts[name])
    row.district = facts.get("district") or (row.site.district if row.site else None)
    row.answers = dict(facts.get("answers") or {})
    if isinstance(row, Application):
        _set_applicant(row, facts, by)


def _set_applicant(row: Application, facts: Mapping[str, Any], by) -> None:
    if name := facts.get("name"):
        row.client = register_client(by=by, centre=row.centre, name=name, phone=facts.get("phone") or "")
    elif "client" in facts:
        row.client = facts["client"]
    if "workplace" in facts:
        name = (facts["workplace"] or "").strip()
        row.workplace = workplace(name, row.district) if name else None
    if row.state in (State.REQUESTED, State.REVIEWED):
        row.round = queries.round_on(row.centre, row.service, row.kind, row.requested_on)


def _check_application(row: Application, people_before: int | None) -> None:
    if row.delivered_on:
        rules.check_delivered(row.requested_on, row.delivered_on, timezone.localdate())
    if row.state in SEATED and rules.seats(row.people) > rules.seats(people_before):
        check_room(row, besides=rules.seats(people_before))


def _check_reading(row: Tally) -> None:
    """One reading (or counter) of a series and day; a second one would leave two truths."""
    if row.counting != Counting.LEVEL and not row.pressed:
        return
    same = Tally.objects.filter(
        centre=row.centre,
        service=row.service,
        kind=row.kind,
        subject=row.subject,
        site=row.site,
        counted_on=row.counted_on,
        counting=row.counting,
        pressed=row.pressed,
        withdrawn_at__isnull=True,
    )
    if other := same.exclude(pk=row.pk).first():
        raise NotAllowed(f"그날의 값이 이미 있습니다({other.reference}). 그 기록을 고치세요.")


__all__ = ["Entry", "Overtaken", "amend", "record", "reinstate", "withdraw"]
