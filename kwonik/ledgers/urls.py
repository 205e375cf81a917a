"""Addresses of the spreadsheet door."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from . import desk

app_name = "ledgers"
urlpatterns = [
    path("", desk.ledgers, name="ledgers"),
    path("batches/<int:pk>/", desk.batch, name="batch"),
    path("batches/<int:pk>/progress/", desk.progress, name="progress"),
    path("batches/<int:pk>/confirm/", desk.confirm, name="confirm"),
    path("batches/<int:pk>/stop/", desk.stop, name="stop"),
    path("batches/<int:pk>/undo/", desk.undo, name="undo"),
    path("batches/<int:pk>/discard/", desk.discard, name="discard"),
    path("<str:sheet>/upload/", desk.upload, name="upload"),
    path("<str:sheet>/template/", desk.template, name="template"),
    path("<str:sheet>/<slug:variant>/upload/", desk.upload, name="upload"),
    path("<str:sheet>/<slug:variant>/template/", desk.template, name="template"),
]
navigation.declare([Item("자료", "대장 가져오기", "ledgers:ledgers", desk.BRING)])
