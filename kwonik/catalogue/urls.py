"""Addresses of the catalogue."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from . import desk

app_name = "catalogue"
urlpatterns = [
    path("", desk.programmes, name="programmes"),
    path("lists/", desk.lists, name="lists"),
    path("questions/", desk.questions, name="questions"),
    path("roles/", desk.roles, name="roles"),
    path("loads/", desk.loads, name="loads"),
    path("loads/<int:pk>/", desk.load, name="load"),
    path("own/", desk.own, name="own"),
    path("own/programmes/add/", desk.add_programme, name="add_programme"),
    path("own/programmes/<int:pk>/services/add/", desk.add_service, name="add_service"),
    path("own/services/<int:pk>/", desk.change_service, name="change_service"),
    path("own/services/<int:pk>/retire/", desk.retire_service, name="retire_service"),
    path("calendar/", desk.calendar, name="calendar"),
    path("calendar/correct/", desk.correct, name="correct"),
    path("calendar/<int:pk>/restore/", desk.restore, name="restore"),
]
navigation.declare(
    [
        Item("관리", "사업과 분류표", "catalogue:programmes", "catalogue.profile:view", 50),
        Item("관리", "우리 센터의 사업", "catalogue:own", "catalogue.programme:edit", 55),
        Item("관리", "공휴일 달력", "catalogue:calendar", "catalogue.calendar:view", 60),
    ]
)
