"""Addresses of the budget."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from . import desk

app_name = "budget"
urlpatterns = [
    path("", desk.lines, name="lines"),
    path("lines/<int:pk>/", desk.line, name="line"),
    path("lines/<int:pk>/spend/", desk.record_spending, name="record-spending"),
    path("lines/<int:pk>/allot/", desk.record_allotment, name="record-allotment"),
    path("spendings/<int:pk>/", desk.spending, name="spending"),
    path("spendings/<int:pk>/withdraw/", desk.withdraw_spending, name="withdraw-spending"),
    path("spendings/<int:pk>/reinstate/", desk.reinstate_spending, name="reinstate-spending"),
    path("allotments/<int:pk>/", desk.allotment, name="allotment"),
    path("allotments/<int:pk>/withdraw/", desk.withdraw_allotment, name="withdraw-allotment"),
    path("allotments/<int:pk>/reinstate/", desk.reinstate_allotment, name="reinstate-allotment"),
]
navigation.declare([Item("예산", "예산과 집행", "budget:lines", "budget.line:view")])
