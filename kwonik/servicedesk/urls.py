"""Addresses of service requests."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from . import desk
from .access import VIEW

app_name = "servicedesk"
urlpatterns = [
    path("", desk.requests, name="requests"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.one, name="request"),
    path("<int:pk>/amend/", desk.amend, name="amend"),
    path("<int:pk>/assign/", desk.assign, name="assign"),
    path("<int:pk>/start/", desk.start, name="start"),
    path("<int:pk>/finish/", desk.finish, name="finish"),
    path("<int:pk>/return/", desk.give_back, name="return"),
    path("<int:pk>/cancel/", desk.cancel, name="cancel"),
    path("<int:pk>/reopen/", desk.reopen, name="reopen"),
]
navigation.declare([Item("전산", "전산 요청", "servicedesk:requests", VIEW)])
