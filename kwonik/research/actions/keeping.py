"""What every verb here does alike: guard, write once, withdraw with a reason, bring back."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.places.models import Centre
from kwonik.research import access, queries, rules
from kwonik.research.models import (
    ComplianceCheck,
    Distribution,
    Participant,
    Printing,
    Publication,
    Response,
    Round,
    Row,
    Study,
)
from kwonik.research.rules import Refused

Kept = TypeVar("Kept", bound=Row)

PARENTS: dict[type[Row], str] = {
    Round: "study",
    Response: "round",
    Participant: "round",
    Printing: "publication",
    Distribution: "publication",
}
HANGS_ON: dict[type[Row], tuple[tuple[str, str], ...]] = {
    Study: (("rounds", "조사"), ("events", "보고회·토론회"), ("publications", "발간물")),
    Round: (("responses", "설문 응답"), ("participants", "면접 참여")),
    Publication: (("printings", "인쇄"), ("distributions", "배부")),
}
"""What must go before a row may: nothing that counts hangs on something that does not."""


def guard(by, model: type[models.Model], centre: Centre) -> None:
    require(by, access.permission(model, "record"), centre)


def locked(row: Kept) -> Kept:
    """The row, held until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def hold_centre(centre: Centre) -> None:
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)


def sent_before(model: type[Kept], token: UUID | None, **same) -> list[Kept]:
    """What the same form made already. Raises Refused when it now says something else (the page was gone back to)."""
    known = list(model._default_manager.filter(form_token=token).order_by("serial")) if token else []
    if known and any(getattr(known[0], name) != value for name, value in same.items()):
        raise Refused("이 화면으로 이미 적었습니다. 더 적으려면 적기를 다시 누르세요.")
    return known


def keep(row: Kept, by) -> Kept:
    """Stores a new row and its event."""
    row.recorded_by = by
    row.save(force_insert=True)
    audit.record(f"research.{row._meta.model_name}.recorded", row, by=by)
    return row


@transaction.atomic
def withdraw(*, by, row: Row, reason: str) -> Row:
    """Takes a wrong row out of every figure; it stays, with the reason. Raises Refused."""
    guard(by, type(row), row.centre)
    _hold_parent(row)
    stored = locked(row)
    if stored.withdrawn_at:
        return stored
    for name, label in HANGS_ON.get(type(stored), ()):
        if getattr(stored, name).filter(withdrawn_at__isnull=True).exists():
            raise Refused(f"이 기록에 딸린 {label} 기록이 있어 철회할 수 없습니다. 그 기록부터 철회하세요.")
    if isinstance(stored, Printing):
        rules.check_stock(queries.stock(stored.publication), printed=-stored.copies)
    if isinstance(stored, ComplianceCheck):
        others = queries.same_round(stored).select_for_update(no_key=True).exclude(pk=stored.pk)
        rules.check_stages(queries.stages(others))
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
    stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record(f"research.{stored._meta.model_name}.withdrawn", stored, by=by)
    return stored


@transaction.atomic
def reinstate(*, by, row: Row) -> Row:
    """Undoes a withdrawal, if nothing has taken the row's place. Raises Refused."""
    guard(by, type(row), row.centre)
    hold_centre(row.centre)
    parent = _hold_parent(row)
    stored = locked(row)
    if not stored.withdrawn_at:
        return stored
    if parent is not None and parent.withdrawn_at:
        raise Refused("이 기록이 딸린 기록이 철회되어 있습니다. 그 기록부터 되돌리세요.")
    if isinstance(stored, Distribution):
        rules.check_stock(queries.stock(stored.publication), handed=stored.copies)
    if isinstance(stored, ComplianceCheck):
        others = queries.same_round(stored).select_for_update(no_key=True)
        rules.check_stages([*queries.stages(others), *queries.stages([stored])])
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = None, None, ""
    refuse_twin(stored)
    stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record(f"research.{stored._meta.model_name}.reinstated", stored, by=by)
    return stored


TWINS: dict[type[Row], tuple[tuple[str, ...], str]] = {
    Study: (("centre", "title"), "같은 제목의 실태조사·연구가 이미 있습니다."),
    Round: (("study", "method", "group"), "같은 방법과 대상의 조사가 이미 있습니다."),
    Participant: (("round", "held_on", "number"), "같은 날 같은 번호의 참여자가 이미 있습니다."),
    Publication: (("centre", "title", "edition"), "같은 제목과 판의 발간물이 이미 있습니다."),
    ComplianceCheck: (
        ("centre", "service", "year", "number", "organisation", "stage"),
        "이 기관의 같은 차수, 같은 방법의 점검이 이미 있습니다.",
    ),
}


def refuse_twin(row: Row) -> None:
    """Raises Refused where a standing row of the same kind says the same already."""
    fields, sentence = TWINS.get(type(row), ((), ""))
    same = {name: getattr(row, type(row)._meta.get_field(name).attname) for name in fields}
    rows = type(row)._default_manager.filter(withdrawn_at__isnull=True, **same).exclude(pk=row.pk)
    if fields and rows.exists():
        raise Refused(f"{sentence} 그 기록을 고쳐 쓰세요.")


def _hold_parent(row: Row) -> Row | None:
    """Locks what the row hangs on, before the row itself, so that two people never wait for each other."""
    name = PARENTS.get(type(row))
    return locked(getattr(row, name)) if name else None
