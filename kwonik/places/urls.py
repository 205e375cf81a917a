"""Addresses about places."""

from django.urls import path

from kwonik.kernel import navigation

from . import desk

app_name = "places"
urlpatterns = [
    path("facilities/", desk.facilities, name="facilities"),
    path("facilities/add/", desk.add_facility, name="add_facility"),
    path("facilities/<int:pk>/end/", desk.end_facility, name="end_facility"),
    path("units/", desk.units, name="units"),
    path("units/add/", desk.add_unit, name="add_unit"),
    path("units/<int:pk>/end/", desk.end_unit, name="end_unit"),
]

navigation.declare(
    [
        navigation.Item("기관", "부서", "places:units", "places.unit:view", position=30),
        navigation.Item("기관", "시설", "places:facilities", "places.facility:view", position=40),
    ]
)
