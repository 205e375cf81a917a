"""Addresses of plans, targets and statements, and what of them stands in the menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .desk import plans, statements, targets

app_name = "planning"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("new/", plans.new_plan, name="new_plan"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/amend/", plans.amend_plan, name="amend_plan"),
    path("<int:pk>/finish/", plans.finish_plan, name="finish_plan"),
    path("<int:pk>/drop/", plans.drop_plan, name="drop_plan"),
    path("<int:pk>/reopen/", plans.reopen_plan, name="reopen_plan"),
    path("<int:pk>/withdraw/", plans.withdraw_plan, name="withdraw_plan"),
    path("<int:pk>/reinstate/", plans.reinstate_plan, name="reinstate_plan"),
    path("targets/", targets.targets, name="targets"),
    path("targets/new/", targets.choose_figure, name="choose_figure"),
    path("targets/new/<str:code>/", targets.set_target, name="set_target"),
    path("targets/<int:pk>/", targets.target, name="target"),
    path("statements/", statements.statements, name="statements"),
    path("statements/new/", statements.new_statement, name="new_statement"),
    path("statements/<int:pk>/", statements.statement, name="statement"),
    path("statements/<int:pk>/withdraw/", statements.withdraw_statement, name="withdraw_statement"),
    path("statements/<int:pk>/reinstate/", statements.reinstate_statement, name="reinstate_statement"),
]
navigation.declare(
    [
        Item("보고", "향후계획", "planning:plans", "planning.plan:view", 60),
        Item("보고", "목표와 달성률", "planning:targets", "planning.target:view", 65),
        Item("보고", "문서로 밝힌 수", "planning:statements", "planning.statement:view", 70),
    ]
)
