"""Who may see and keep plans, targets and statements; the only way a door gets one of them."""

from __future__ import annotations

from django.db.models import Model
from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import access

from .models import Plan, Statement, Target

PERMISSIONS = (
    Permission("planning.plan:view", "향후계획을 봅니다"),
    Permission("planning.plan:record", "향후계획을 적고 마침·그만둠으로 바꿉니다"),
    Permission("planning.plan:import", "향후계획 대장을 가져옵니다"),
    Permission("planning.target:view", "목표와 달성률을 봅니다"),
    Permission("planning.target:record", "목표를 정합니다"),
    Permission("planning.target:import", "목표 대장을 가져옵니다"),
    Permission("planning.statement:view", "문서로 밝힌 수를 봅니다"),
    Permission("planning.statement:record", "문서로 밝힌 수를 적고 철회합니다"),
    Permission("planning.statement:import", "문서로 밝힌 수의 대장을 가져옵니다"),
)
permissions.declare(PERMISSIONS)

THING: dict[type[Model], str] = {Plan: "plan", Target: "target", Statement: "statement"}


def permission(model: type[Model], verb: str) -> str:
    return f"planning.{THING[model]}:{verb}"


def visible(account, model: type[Model], verb: str = "view"):
    """Rows of the centres at which the account holds the permission."""
    centres = access.centres_for(account, permission(model, verb))
    return model._default_manager.filter(centre__in=centres)


def plans(account, centre):
    return visible(account, Plan).filter(centre=centre)


def targets(account, centre):
    return visible(account, Target).filter(centre=centre)


def statements(account, centre):
    return visible(account, Statement).filter(centre=centre).select_related("programme")


def _get(account, model: type[Model], pk: int, verb: str, *joined: str):
    rows = visible(account, model, verb).select_related("centre", "recorded_by", *joined)
    return get_object_or_404(rows, pk=pk)


def get_plan(account, pk: int, verb: str = "view") -> Plan:
    return _get(account, Plan, pk, verb, "programme", "service")


def get_target(account, pk: int, verb: str = "view") -> Target:
    return _get(account, Target, pk, verb)


def get_statement(account, pk: int, verb: str = "view") -> Statement:
    return _get(account, Statement, pk, verb, "programme")
