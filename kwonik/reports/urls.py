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
    path("closings/", desk.closings, name="closings"),
    path("closings/centre/close/", desk.close("centre"), name="close_centre"),
    path("closings/centre/reopen/", desk.reopen("centre"), name="reopen_centre"),
    path("closings/city/close/", desk.close("city"), name="close_city"),
    path("closings/city/reopen/", desk.reopen("city"), name="reopen_city"),
    path("exceptions/", desk.exceptions, name="exceptions"),
    path("exceptions/new/", desk.grant_exception, name="grant_exception"),
    path("exceptions/<int:pk>/revoke/", desk.revoke_exception, name="revoke_exception"),
    path("editions/", desk.editions, name="editions"),
    path("editions/<int:pk>/", desk.edition, name="edition"),
    path("editions/<int:pk>/drift/", desk.drift, name="drift"),
    path("editions/<int:pk>/files/<str:form>/", desk.download, name="download"),
    path("corrections/", desk.corrections, name="corrections"),
    path("<slug:code>/", desk.report, name="report"),
    path("<slug:code>/publish/", desk.publish, name="publish"),
]
navigation.declare(
    [
        Item("보고", "사업 현황", "reports:programmes", "reports.report:view", 50),
        Item("보고", "보고서", "reports:reports", "reports.report:view"),
        Item("보고", "수치 사전", "reports:figures", "reports.report:view", 72),
        Item("보고", "공표한 판", "reports:editions", "reports.report:view", 105),
        Item("보고", "마감", "reports:closings", "reports.report:view", 110),
    ]
)
