"""Addresses of public statistics, and of the desk where they are made public."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from . import desk, portal

app_name = "portal"
urlpatterns = [
    path("", portal.statistics, name="statistics"),
    path("corrections/", portal.corrections, name="corrections"),
    path("editions/<int:pk>/", portal.edition, name="edition"),
    path("editions/<int:pk>/figures.csv", portal.table, name="csv"),
    path("editions/<int:pk>/figures.json", portal.record, name="json"),
    path("figures/<int:pk>/", portal.series, name="series"),
    path("desk/", desk.editions, name="editions"),
    path("desk/editions/<int:pk>/release/", desk.release, name="release"),
    path("desk/releases/<int:pk>/withdraw/", desk.withdraw, name="withdraw"),
]
navigation.declare([Item("보고", "공개 통계", "portal:editions", "portal.release:publish", 80)])
