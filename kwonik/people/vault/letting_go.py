"""What an undone import brought into the vault leaves it again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model, ProtectedError, QuerySet

from kwonik.people.models import Client, SealedText

Held = dict[type[Model], set[int]]
"""Which clients and which sealed texts."""


def held_by(rows: QuerySet) -> Held:
    """The clients and sealed texts that these rows point at, whatever their fields are called."""
    found: Held = {Client: set(), SealedText: set()}
    for kind, ids in found.items():
        for name in _fields(rows.model, kind):
            ids.update(rows.exclude(**{name: None}).values_list(name, flat=True))
    return found


def _fields(model: type[Model], kind: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.related_model is kind]


def let_go(held: Iterable[Held], *, since: datetime) -> None:
    """Once the rows are gone: their texts, and the clients registered since then whom no other record needs."""
    clients, texts = set[int](), set[int]()
    for one in held:
        clients |= one[Client]
        texts |= one[SealedText]
    SealedText.objects.filter(pk__in=texts).delete()
    brought = Client.objects.filter(pk__in=clients, created_at__gte=since)
    try:
        brought.delete()
    except ProtectedError as error:
        needed = {
            getattr(row, name) for row in error.protected_objects for name in _fields(type(row), Client)
        }
        brought.exclude(pk__in=needed).delete()
