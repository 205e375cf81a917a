"""What several actions share: one person at a time, one form once."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model

from kwonik.people.models import Client
from kwonik.wellbeing import queries
from kwonik.wellbeing.rules import Refused

Row = TypeVar("Row", bound=Model)


def hold_person(client: Client) -> Client:
    """The person, held until the transaction ends: two sittings at once never count the same one left over.

    The entry and the one it is merged into are held, so that two entries of one person wait for each other.
    """
    locked = Client.objects.select_for_update(no_key=True).select_related(None).get(pk=client.pk)
    if locked.merged_into_id:
        Client.objects.select_for_update(no_key=True).get(pk=locked.merged_into_id)
    return locked


def locked(model: type[Row], pk: int, *related: str) -> Row:
    """The row as it stands now, held until the transaction ends."""
    rows: Any = model._default_manager.select_for_update(of=("self",)).select_related("centre", *related)
    return rows.get(pk=pk)


def sent_before(model: type[Row], token: UUID | None, **typed: Any) -> Row | None:
    """What the same form made already. Raises Refused when it now says something else (the page was gone back to)."""
    if token is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [token.int & (2**63 - 1)])
    known = queries.stored_by(model, token)
    if known and any(getattr(known, name) != value for name, value in typed.items()):
        raise Refused("이 화면으로 이미 적었습니다. 더 적으려면 목록에서 새로 여세요.")
    return known
