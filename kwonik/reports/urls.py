"""Addresses of reports and of the evidence behind their numbers."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from . import desk

app_name = "reports"
urlpatterns = [
    path("", desk.reports, name="reports"),
    path("rows/", desk.rows, name="rows"),
    path("standing/<str:model>/<int:pk>/", desk.standing, name="standing"),
    path("programmes/", desk.programmes, name="programmes"),
    path("programmes/<slug:code>/", desk.programme, name="programme"),
    path("figures/", desk.figure_list, name="figures"),
    path("figures/<str:code>/", desk.figure, name="figure"),
    path("figures/<str:code>/approve/", desk.approve, name="approve"),
    path("cards/<slug:subject>/", desk.card, name="card"),
    path("<slug:code>/", desk.report, name="report"),
]
navigation.declare(
    [
        Item("보고", "사업 현황", "reports:programmes", "reports.report:view", 50),
        Item("보고", "보고서", "reports:reports", "reports.report:view"),
        Item("보고", "수치 사전", "reports:figures", "reports.report:view", 72),
    ]
)
