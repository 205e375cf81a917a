"""Who may see and enter the subsidy's lines; the only way a door gets one of them."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import access

from .models import Allotment, BudgetLine, Spending

PERMISSIONS = (
    Permission("budget.line:view", "예산과 집행을 봅니다"),
    Permission("budget.spending:record", "집행을 적고 철회합니다"),
    Permission("budget.allotment:record", "예산 배정을 적고 철회하며, 배정 대장을 가져옵니다"),
    Permission("budget.spending:import", "집행 대장을 가져옵니다"),
)
permissions.declare(PERMISSIONS)


def visible(account, model, permission: str = "budget.line:view"):
    """Rows of the centres at which the account has the permission."""
    return model.objects.filter(centre__in=access.centres_for(account, permission))


def lines(account, centre):
    """The centre's budget lines that the account may see."""
    return visible(account, BudgetLine).filter(centre=centre)


def _get(account, model, pk: int, permission: str):
    return get_object_or_404(visible(account, model, permission).select_related("centre"), pk=pk)


def get_line(account, pk: int, permission: str = "budget.line:view") -> BudgetLine:
    return _get(account, BudgetLine, pk, permission)


def get_spending(account, pk: int, permission: str = "budget.line:view") -> Spending:
    return _get(account, Spending, pk, permission)


def get_allotment(account, pk: int, permission: str = "budget.line:view") -> Allotment:
    return _get(account, Allotment, pk, permission)
