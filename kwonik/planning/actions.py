"""Planning a next step and telling what became of it, deciding a target, stating a number with its document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.models import Programme, Service
from kwonik.kernel import audit, figures
from kwonik.kernel.figures import Ask
from kwonik.people.access import require
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre

from . import access, rules
from .codes import Bound, PlanState
from .models import Plan, Row, Statement, Target, WithdrawableRow
from .rules import Refused

Kept = TypeVar("Kept", bound=Row)
Gone = TypeVar("Gone", bound=WithdrawableRow)


@dataclass(frozen=True)
class PlanFacts:
    """What is told of a plan. `code` is empty where no report names it."""

    programme: Programme
    text: str
    from_on: date
    until_on: date
    service: Service | None = None
    count: int | None = None
    unit: str = ""
    bound: str = Bound.EXACT
    code: str = ""


@dataclass(frozen=True)
class StatementFacts:
    """What a document states. `code` is empty where no report names it."""

    label: str
    value: int
    unit: str
    document: str
    document_on: date
    programme: Programme | None = None
    printed: str = ""
    about: bool = False
    code: str = ""


def _guard(by, model: type[Row], centre: Centre) -> None:
    require(by, access.permission(model, "record"), centre)


def _hold(centre: Centre) -> None:
    Centre.objects.select_for_update(no_key=True).get(pk=centre.pk)


def _locked(row: Kept) -> Kept:
    return type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)


def _sent_before(model: type[Kept], token: UUID | None, **same: Any) -> Kept | None:
    """What the same form made already. Raises Refused when it now says something else (the page was gone back to)."""
    known = model._default_manager.filter(form_token=token).first() if token else None
    if known and any(getattr(known, name) != value for name, value in same.items()):
        raise Refused("이 화면으로 이미 적었습니다. 더 적으려면 적기를 다시 누르세요.")
    return known


def _tell(row: Plan | Statement, facts: PlanFacts | StatementFacts, kind: str, year: int) -> None:
    """Sets the facts, with a code of its own; two rows never share one. Raises Refused."""
    code = facts.code or row.code or rules.own_code(kind, year, next_reference(row.centre, kind, year))
    for part in fields(facts):
        setattr(row, part.name, getattr(facts, part.name))
    row.code = code
    if type(row)._default_manager.filter(centre=row.centre_id, code=code).exclude(pk=row.pk).exists():
        raise Refused("이 부르는 이름은 이미 쓰고 있습니다. 다른 이름을 적으세요.")


@transaction.atomic
def record_plan(*, by, centre: Centre, facts: PlanFacts, form_token: UUID | None = None) -> Plan:
    """A next step. The same form twice records once. Raises Refused."""
    _guard(by, Plan, centre)
    _hold(centre)
    if known := _sent_before(Plan, form_token, text=facts.text, from_on=facts.from_on):
        return known
    plan = Plan(centre=centre, form_token=form_token, recorded_by=by)
    rules.check_days(facts.from_on, facts.until_on)
    _tell(plan, facts, "plan", facts.from_on.year)
    plan.save(force_insert=True)
    audit.record("planning.plan.recorded", plan, by=by)
    return plan


@transaction.atomic
def amend_plan(*, by, plan: Plan, facts: PlanFacts) -> Plan:
    """Corrects a plan. Raises Refused."""
    _guard(by, Plan, plan.centre)
    _hold(plan.centre)
    stored = _locked(plan)
    rules.check_days(facts.from_on, facts.until_on)
    _tell(stored, facts, "plan", facts.from_on.year)
    stored.save()
    audit.record("planning.plan.amended", stored, by=by)
    return stored


@transaction.atomic
def finish_plan(*, by, plan: Plan, done_on: date) -> Plan:
    """The plan was carried out. Raises Refused."""
    rules.check_done(done_on, timezone.localdate())
    return _settle(by, plan, "planning.plan.done", state=PlanState.DONE, done_on=done_on)


@transaction.atomic
def drop_plan(*, by, plan: Plan, dropped_on: date, reason: str) -> Plan:
    """The plan is given up; from that day it is no longer counted as planned. Raises Refused."""
    rules.check_done(dropped_on, timezone.localdate())
    told = {"state": PlanState.DROPPED, "dropped_on": dropped_on, "dropped_reason": reason}
    return _settle(by, plan, "planning.plan.dropped", **told)


@transaction.atomic
def reopen_plan(*, by, plan: Plan) -> Plan:
    """It is planned again: neither done nor dropped."""
    return _settle(by, plan, "planning.plan.reopened", state=PlanState.PLANNED)


def _settle(by, plan: Plan, event: str, **told: Any) -> Plan:
    _guard(by, Plan, plan.centre)
    stored = _locked(plan)
    if stored.withdrawn_at:
        raise Refused("철회한 계획은 바꿀 수 없습니다. 먼저 철회를 되돌리세요.")
    if stored.state != PlanState.PLANNED and told["state"] != PlanState.PLANNED:
        raise Refused(f"이미 '{stored.get_state_display()}'(으)로 적은 계획입니다. 먼저 예정으로 되돌리세요.")
    empty = {"done_on": None, "dropped_on": None, "dropped_reason": ""}
    for name, value in (empty | told).items():
        setattr(stored, name, value)
    stored.save()
    audit.record(event, stored, by=by)
    return stored


@transaction.atomic
def set_target(
    *,
    by,
    centre: Centre,
    figure: str,
    cut: Mapping[str, str],
    year: int,
    value: int,
    decided_on: date,
    reason: str,
    form_token: UUID | None = None,
) -> Target:
    """A figure's goal for a year, in force from the day it was decided; earlier goals stay. Raises Refused."""
    _guard(by, Target, centre)
    _hold(centre)
    same = {"figure": figure, "cut": dict(cut), "year": year, "value": value, "decided_on": decided_on}
    if known := _sent_before(Target, form_token, **same):
        return known
    check_target(figure, cut, decided_on)
    target = Target(centre=centre, reason=reason, form_token=form_token, recorded_by=by, **same)
    target.save(force_insert=True)
    audit.record("planning.target.recorded", target, by=by, detail={"figure": figure, "value": value})
    return target


def check_target(figure: str, cut: Mapping[str, str], decided_on: date) -> None:
    """Raises Refused for a figure or cut that nobody declared, and for a day to come."""
    try:
        figures.check([Ask(figure, tuple(sorted(cut.items())))])
    except figures.UndeclaredFigure as unknown:
        raise Refused(str(unknown)) from unknown
    if decided_on > timezone.localdate():
        raise Refused("정한 날이 오늘보다 뒤입니다. 날짜를 확인하세요.")


@transaction.atomic
def record_statement(
    *, by, centre: Centre, facts: StatementFacts, form_token: UUID | None = None
) -> Statement:
    """A number with the document that states it. Raises Refused."""
    _guard(by, Statement, centre)
    _hold(centre)
    if known := _sent_before(Statement, form_token, label=facts.label, value=facts.value):
        return known
    statement = Statement(centre=centre, form_token=form_token, recorded_by=by)
    if facts.document_on > timezone.localdate():
        raise Refused("문서 날짜가 오늘보다 뒤입니다. 날짜를 확인하세요.")
    _tell(statement, facts, "statement", facts.document_on.year)
    statement.save(force_insert=True)
    audit.record("planning.statement.recorded", statement, by=by)
    return statement


@transaction.atomic
def withdraw(*, by, row: Gone, reason: str) -> Gone:
    """Takes a wrong row out of every figure; it stays, with the reason."""
    _guard(by, type(row), row.centre)
    stored = _locked(row)
    if not stored.withdrawn_at:
        stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
        stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        audit.record(f"planning.{row._meta.model_name}.withdrawn", stored, by=by)
    return stored


@transaction.atomic
def reinstate(*, by, row: Gone) -> Gone:
    """Undoes a withdrawal."""
    _guard(by, type(row), row.centre)
    stored = _locked(row)
    if stored.withdrawn_at:
        stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = None, None, ""
        stored.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        audit.record(f"planning.{row._meta.model_name}.reinstated", stored, by=by)
    return stored
