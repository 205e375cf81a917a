"""Rounds: how many places there are, and whether one is left."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from kwonik.activities import queries, rules
from kwonik.activities.models import Application, Round
from kwonik.activities.rules import NotAllowed, Stale
from kwonik.catalogue.codes import Shape
from kwonik.catalogue.models import Code, Service
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.models import Centre

EDIT = "activities.round:edit"


@transaction.atomic
def open_round(
    *,
    by,
    centre: Centre,
    service: Service,
    name: str,
    opens_on: date,
    capacity: int,
    closes_on: date | None = None,
    kind: Code | None = None,
    form_token: UUID | None = None,
) -> Round:
    """Opens so many places. The same form twice opens one round. Raises NotAllowed, PermissionDenied."""
    require(by, EDIT, centre)
    rules.check_owner(service.owner_id, centre.pk)
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    rounds = Round.objects.filter(centre=centre)
    if form_token and (known := rounds.filter(form_token=form_token).first()):
        return known
    if service.shape != Shape.APPLICATION:
        raise NotAllowed("신청을 받는 사업에만 모집을 열 수 있습니다.")
    if rounds.filter(service=service, name=name).exists():
        raise NotAllowed("같은 이름의 모집이 이미 있습니다. 다른 이름을 적으세요.")
    row = Round.objects.create(
        centre=centre,
        service=service,
        kind=kind,
        name=name,
        opens_on=opens_on,
        closes_on=closes_on,
        capacity=capacity,
        form_token=form_token,
    )
    audit.record("activities.round.opened", row, by=by, detail={"capacity": capacity})
    return row


@transaction.atomic
def amend_round(
    *, by, round: Round, name: str, opens_on: date, closes_on: date | None, capacity: int, version: int
) -> Round:
    """Changes days and places; never fewer places than are taken. Raises NotAllowed, Stale, PermissionDenied."""
    require(by, EDIT, round.centre)
    stored = Round.objects.select_for_update().get(pk=round.pk)
    if stored.version != version:
        raise Stale
    if (taken := queries.taken(stored)) > capacity:
        raise NotAllowed(f"이미 {taken}명을 지원하기로 했습니다. 정원을 {taken} 이상으로 적으세요.")
    same = Round.objects.filter(centre=stored.centre_id, service=stored.service_id, name=name)
    if same.exclude(pk=stored.pk).exists():
        raise NotAllowed("같은 이름의 모집이 이미 있습니다. 다른 이름을 적으세요.")
    stored.name, stored.opens_on, stored.closes_on, stored.capacity = name, opens_on, closes_on, capacity
    stored.version += 1
    stored.save()
    audit.record("activities.round.amended", stored, by=by, detail={"capacity": capacity})
    return stored


def has_room(application: Application, besides: int = 0) -> bool:
    """Whether its round has a place for it; the round is held until the transaction ends. `besides` are its own places."""
    if application.round_id is None:
        return True
    round = Round.objects.select_for_update().get(pk=application.round_id)
    return rules.has_room(round.capacity, queries.taken(round) - besides, application.people)


def check_room(application: Application, besides: int = 0) -> None:
    """Raises NotAllowed when the round is full."""
    if not has_room(application, besides):
        raise NotAllowed("정원이 찼습니다. 정원을 늘리거나 대기로 두세요.")
