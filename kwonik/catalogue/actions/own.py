"""Programmes a centre makes at its own desk: data of a known shape, there at once for pages, ledgers and figures.

What was made is never deleted: it is retired, and old records keep counting under it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kwonik.catalogue.codes import ASKS, DESK_SHAPES, FIELDS, OWN_CODE, OWN_ROOM, Counting, Shape
from kwonik.catalogue.models import Code, CodeList, DeskChange, Programme, Service, ServiceList
from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre

EDIT = "catalogue.programme:edit"
_SERIES = "own"


class NotMade(ValueError):
    """What was asked cannot be made; the message is Korean and says what to do."""


@transaction.atomic
def add_programme(*, by: Any, centre: Centre, name: str, purpose: str = "") -> Programme:
    """A programme of the centre's own. Raises PermissionDenied, NotMade for a name in use."""
    require(by, EDIT, centre)
    name = name.strip()
    if Programme.objects.known_to(centre).filter(name=name, retired_on__isnull=True).exists():
        raise NotMade(f"'{name}' 사업이 이미 있습니다. 다른 이름을 쓰거나 그 사업에 서비스를 더하세요.")
    last = Programme.objects.aggregate(last=Max("position"))["last"] or 0
    made = Programme.objects.create(
        owner=centre, code=_code(centre), name=name, purpose=purpose.strip(), position=last + 1
    )
    audit.record("catalogue.programme.added", made, by=by)
    return made


@transaction.atomic
def add_service(
    *,
    by: Any,
    centre: Centre,
    programme: Programme,
    name: str,
    shape: str,
    kinds: Sequence[str],
    asks: Sequence[dict[str, Any]],
    words: dict[str, str] | None = None,
    counting: str = Counting.FLOW,
) -> Service:
    """A service with its kinds (their labels, in order) and what is asked of a record, in order.

    `asks`: {"field", "label", "required"} with fields of `codes.ASKS`. Raises PermissionDenied, NotMade.
    """
    require(by, EDIT, centre)
    if shape not in DESK_SHAPES:
        raise NotMade("이 형태는 화면에서 만들 수 없습니다. 목록에서 고르세요.")
    name, labels = _free(centre, name), _labels(kinds)
    code = _code(centre)
    last = Service.objects.aggregate(last=Max("position"))["last"] or 0
    service = Service.objects.create(
        owner=centre,
        programme=programme,
        code=code,
        name=name,
        shape=shape,
        room=OWN_ROOM[Shape(shape)],
        prefix=f"Z{code.rsplit('-', 1)[1]}"[:6],
        asks=_asks(shape, asks),
        words=_words(words),
        counting=counting if shape == Shape.TALLY else Counting.FLOW,
        position=last + 1,
    )
    (field,) = FIELDS[service.room, service.shape]
    listed = CodeList.objects.create(owner=centre, code=code, name=f"{service.name} 종류")
    ServiceList.objects.create(service=service, field=field, list=listed)
    Code.objects.bulk_create(
        Code(list=listed, code=_kind_code(listed, at), label=label, position=at)
        for at, label in enumerate(labels, 1)
    )
    return _changed(service, by, "catalogue.service.added")


@transaction.atomic
def change_service(
    *,
    by: Any,
    centre: Centre,
    service: Service,
    name: str,
    kinds: Sequence[str],
    asks: Sequence[dict[str, Any]],
    words: dict[str, str] | None = None,
) -> Service:
    """Renames, adds kinds, takes kinds out of use (old records keep them) and changes what is asked from now on."""
    require(by, EDIT, centre)
    service = Service.objects.select_for_update().get(pk=service.pk, owner=centre)
    labels = _labels(kinds)
    service.name = _free(centre, name, service)
    service.asks, service.words = _asks(service.shape, asks), _words(words)
    service.save(update_fields=["name", "asks", "words"])
    listed = CodeList.objects.get(servicelist__service=service)
    present = {code.label: code for code in Code.objects.filter(list=listed).order_by("pk")}
    for label, code in present.items():
        if (label in labels) != (code.retired_on is None):
            code.retired_on = None if label in labels else timezone.localdate()
    for at, label in enumerate(labels, 1):
        if label in present:
            present[label].position = at
    Code.objects.bulk_update(present.values(), ["retired_on", "position"])
    number = len(present)
    Code.objects.bulk_create(
        Code(list=listed, code=_kind_code(listed, number + at), label=label, position=labels.index(label) + 1)
        for at, label in enumerate((label for label in labels if label not in present), 1)
    )
    return _changed(service, by, "catalogue.service.changed")


@transaction.atomic
def retire_service(*, by: Any, centre: Centre, service: Service) -> Service:
    """Nothing more is recorded under it; what was recorded stays and counts."""
    require(by, EDIT, centre)
    Service.objects.filter(pk=service.pk, owner=centre).update(retired_on=timezone.localdate())
    return _changed(service, by, "catalogue.service.retired")


@transaction.atomic
def revive_service(*, by: Any, centre: Centre, service: Service) -> Service:
    """Takes a retirement back. Raises NotMade when its name was given to another meanwhile."""
    require(by, EDIT, centre)
    if _taken(centre, service.name, service):
        raise NotMade(
            f"'{service.name}' 이름을 다른 서비스가 쓰고 있습니다. 그 서비스의 이름을 먼저 바꾸세요."
        )
    Service.objects.filter(pk=service.pk, owner=centre).update(retired_on=None)
    return _changed(service, by, "catalogue.service.revived")


def _code(centre: Centre) -> str:
    return OWN_CODE.format(centre=centre.pk, number=next_reference(centre, _SERIES, 0))


def _kind_code(listed: CodeList, number: int) -> str:
    """Its own over all lists: figures are cut by kinds of every service of a shape."""
    return f"{listed.code}-{number}"


def _taken(centre: Centre, name: str, besides: Service | None = None) -> bool:
    rows = Service.objects.known_to(centre).filter(name=name, retired_on__isnull=True)
    return rows.exclude(pk=besides and besides.pk).exists()


def _free(centre: Centre, name: str, besides: Service | None = None) -> str:
    """The name as kept. Raises NotMade where another service that the centre meets has it."""
    if _taken(centre, name := name.strip(), besides):
        raise NotMade(f"'{name}' 서비스가 이미 있습니다. 다른 이름을 쓰세요.")
    return name


def _labels(kinds: Sequence[str]) -> list[str]:
    """The kinds as typed, blanks and repetitions left out, in order. Raises NotMade when none is left."""
    labels = list(dict.fromkeys(" ".join(kind.split()) for kind in kinds if kind.strip()))
    if not labels:
        raise NotMade("종류를 하나는 적으세요. 나눌 것이 없으면 서비스 이름을 그대로 적으면 됩니다.")
    return labels


def _asks(shape: str, asks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    known = ASKS[Shape(shape)]
    if unknown := [ask["field"] for ask in asks if ask["field"] not in known]:
        raise NotMade(f"이 형태에서는 물을 수 없는 것입니다: {', '.join(unknown)}. 목록에서 고르세요.")
    return [
        {
            "field": ask["field"],
            "label": (ask.get("label") or "").strip() or known[ask["field"]],
            "required": bool(ask.get("required")),
            "help": "",
        }
        for ask in asks
    ]


def _words(words: dict[str, str] | None) -> dict[str, str]:
    return {key: text.strip() for key, text in (words or {}).items() if text.strip()}


def _changed(service: Service, by: Any, event: str) -> Service:
    DeskChange.objects.create(centre=service.owner, service=service)
    audit.record(event, service, by=by)
    service.refresh_from_db()
    return service
