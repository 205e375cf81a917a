"""Keeping a pledge and the parts of its card; taking back what was wrong, and undoing that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit, figures, periods
from kwonik.kernel.figures import Ask
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre
from kwonik.planning.models import WithdrawableRow
from kwonik.pledges import queries
from kwonik.pledges.access import RECORD, RECORD_PANEL
from kwonik.pledges.models import (
    Communication,
    Goal,
    Money,
    NextStep,
    Panel,
    PanelMember,
    Part,
    Pledge,
    Result,
    Score,
)
from kwonik.pledges.rules import Refused

from .holding import guard, hold, locked, sent_before

Kept = TypeVar("Kept", bound=Part)
Gone = TypeVar("Gone", bound=WithdrawableRow)
FIXED = ("code", "original", "election")
"""What a pledge says for ever."""


@transaction.atomic
def record_pledge(*, by, centre: Centre, facts: Mapping[str, Any], form_token: UUID | None = None) -> Pledge:
    """A pledge with its original text, which nobody changes afterwards. Raises Refused."""
    guard(by, RECORD, centre)
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    if known := sent_before(Pledge, form_token, code=facts["code"], title=facts["title"]):
        return known
    if Pledge.objects.filter(centre=centre, code=facts["code"]).exists():
        raise Refused("이 부르는 이름은 이미 쓰고 있습니다. 다른 이름을 적으세요.")
    _check_days(facts)
    pledge = Pledge(centre=centre, recorded_by=by, form_token=form_token, **facts)
    pledge.save(force_insert=True)
    audit.record("pledges.pledge.recorded", pledge, by=by)
    return pledge


def _check_days(facts: Mapping[str, Any]) -> None:
    if facts["term_until_on"] <= facts["term_from_on"] or facts["until_on"] < facts["from_on"]:
        raise Refused("끝나는 날이 시작하는 날보다 앞섭니다. 임기와 사업기간을 확인하세요.")


@transaction.atomic
def amend_pledge(*, by, pledge: Pledge, facts: Mapping[str, Any]) -> Pledge:
    """Corrects the head of the card; code, election and original text stay. Raises Refused."""
    guard(by, RECORD, pledge.centre)
    stored = hold(pledge)
    _check_days(facts)
    for name, value in facts.items():
        if name not in FIXED:
            setattr(stored, name, value)
    stored.save()
    audit.record("pledges.pledge.amended", stored, by=by)
    return stored


@transaction.atomic
def record_part(
    *, by, pledge: Pledge, model: type[Kept], facts: Mapping[str, Any], form_token: UUID | None = None
) -> Kept:
    """A row of the card: a goal, a milestone, money, a talk with citizens… Raises Refused."""
    guard(by, RECORD, pledge.centre)
    stored = hold(pledge)
    if known := sent_before(model, form_token, pledge=stored):
        return known
    row = model(pledge=stored, centre=stored.centre, recorded_by=by, form_token=form_token, **facts)
    if isinstance(row, Money) and row.amount_won is None:
        row.amount_won = _of_ledger(row)
    _check_part(row)
    row.save(force_insert=True)
    audit.record(f"pledges.{model._meta.model_name}.recorded", row, by=by, detail={"pledge": stored.pk})
    return row


@transaction.atomic
def amend_part(*, by, row: Kept, facts: Mapping[str, Any]) -> Kept:
    """Corrects a row of the card; what it said before stays in its history. Raises Refused.

    Money is not corrected in place: a wrong sum is withdrawn and written anew, so that what was told stays visible.
    """
    guard(by, RECORD, row.centre)
    hold(row.pledge)
    stored = locked(row)
    if stored.withdrawn_at:
        raise Refused("철회한 기록은 고칠 수 없습니다. 먼저 철회를 되돌리세요.")
    if isinstance(stored, Money):
        raise Refused("금액은 고치지 않습니다. 까닭과 함께 철회하고 새로 적으세요.")
    for name, value in facts.items():
        setattr(stored, name, value)
    _check_part(stored)
    stored.save()
    audit.record(f"pledges.{row._meta.model_name}.amended", stored, by=by)
    return stored


def _of_ledger(row: Money) -> int:
    """What the budget line's ledger says was spent. Raises Refused where no line stands behind the money."""
    if row.line is None:
        raise Refused("금액을 적거나, 예산 과목을 골라 장부의 집행액을 쓰세요.")
    return queries.in_ledger(row.line, timezone.localdate())


@transaction.atomic
def match_ledger(*, by, row: Money) -> Money:
    """Executed money as the ledger behind it says now: the old sum is withdrawn, the new one stands. Raises Refused."""
    guard(by, RECORD, row.centre)
    hold(row.pledge)
    stored = locked(row)
    if stored.withdrawn_at:
        raise Refused("철회한 금액입니다. 새로 적으세요.")
    now = _of_ledger(stored)
    if now == stored.amount_won:
        raise Refused(f"이미 장부의 집행액 {now:,}원과 같습니다.")
    withdraw(by=by, row=stored, reason=f"예산 장부에 맞춤({stored.amount_won:,}원 → {now:,}원)")
    names = ("year", "after_term", "source", "stage", "document", "line", "position")
    facts = {name: getattr(stored, name) for name in names}
    return record_part(
        by=by,
        pledge=row.pledge,
        model=Money,
        facts=facts | {"amount_won": now, "decided_on": timezone.localdate()},
    )


def _check_part(row: Part) -> None:
    """What the database would refuse, said kindly; codes for what figures name. Raises Refused."""
    others = (
        type(row)._default_manager.filter(pledge=row.pledge, withdrawn_at__isnull=True).exclude(pk=row.pk)
    )
    if isinstance(row, Goal) and others.filter(area=row.area, year=row.year).exists():
        raise Refused("그 분야, 그 연도의 목표가 이미 있습니다. 있는 것을 고치세요.")
    if isinstance(row, NextStep | Communication):
        numbered = row.count is not None if isinstance(row, NextStep) else row.told is not None
        if numbered and not row.code:
            name = str(row._meta.model_name)
            row.code = f"{name}-{next_reference(row.centre, name, timezone.localdate().year)}"
        if row.code and others.filter(code=row.code).exists():
            raise Refused("이 부르는 이름은 이미 쓰고 있습니다. 다른 이름을 적으세요.")
    if isinstance(row, Result) and row.figure:
        _check_figure(row)
    if isinstance(row, Money) and row.line_id and row.line.year != row.year:
        raise Refused(f"이 예산 과목은 {row.line.year}년의 것입니다. 연도나 과목을 확인하세요.")


def _check_figure(row: Result) -> None:
    """Raises Refused for a figure or cut nobody declared, and for days that cannot be read."""
    try:
        period = periods.parse(row.days) if row.days else None
        figures.check([Ask(row.figure, tuple(sorted(row.cut.items())), period)])
    except (figures.UndeclaredFigure, periods.BadPeriod) as wrong:
        raise Refused(str(wrong)) from wrong


# -- taking back ----------------------------------------------------------------------------------------------


def _permission(row: WithdrawableRow) -> str:
    return RECORD_PANEL if isinstance(row, Panel | PanelMember | Score) else RECORD


@transaction.atomic
def withdraw(*, by, row: Gone, reason: str) -> Gone:
    """Takes a wrong row out of every figure and off the card; it stays, with the reason."""
    guard(by, _permission(row), row.centre)
    stored = locked(row)
    if not stored.withdrawn_at:
        stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
        stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        audit.record(f"pledges.{row._meta.model_name}.withdrawn", stored, by=by)
    return stored


@transaction.atomic
def reinstate(*, by, row: Gone) -> Gone:
    """Undoes a withdrawal. Raises Refused where another row has taken its place."""
    guard(by, _permission(row), row.centre)
    stored = locked(row)
    if stored.withdrawn_at:
        stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = None, None, ""
        if isinstance(stored, Part):
            hold(stored.pledge)
            _check_part(stored)
        _check_seat(stored)
        stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        audit.record(f"pledges.{row._meta.model_name}.reinstated", stored, by=by)
    return stored


def _check_seat(row: Any) -> None:
    if not isinstance(row, PanelMember):
        return
    taken = PanelMember.objects.filter(panel=row.panel, seat=row.seat, withdrawn_at__isnull=True)
    if taken.exclude(pk=row.pk).exists():
        raise Refused("그 자리에는 다른 위원이 있습니다. 먼저 그 위원을 철회하세요.")
