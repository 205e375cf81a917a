"""Addresses of the calculators, and their place in the desk's menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from . import portal
from .access import COMPUTE

app_name = "calculators"
urlpatterns = [
    path("", portal.calculations, name="list"),
    path("kept/<str:token>/", portal.kept, name="kept"),
    path("kept/<str:token>/worksheet.<str:extension>", portal.file, name="file"),
    path("kept/<str:token>/erase/", portal.erase, name="erase"),
    path("<slug:name>/", portal.calculation, name="calculation"),
    path("<slug:name>/all/", portal.form, name="form"),
]
navigation.declare([Item("상담", "노동법 계산기", "calculators:list", COMPUTE, 50)])
