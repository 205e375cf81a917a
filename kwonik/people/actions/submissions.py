"""A form sent twice (a double click, a reload, forty at once) stores one row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from kwonik.people import rules
from kwonik.people.models import ApiKey, ApiSubmission
from kwonik.places.models import Centre

Row = TypeVar("Row", bound=Model)


def once(model: type[Row], centre: Centre, form_token: UUID | None, make: Callable[[], Row]) -> Row:
    """What `make` stores, or what an earlier submission with the same token stored at this centre."""
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        found = model._default_manager.filter(centre=centre, form_token=form_token).first()
        if form_token is None or found is None:
            raise
        return found


@contextmanager
def submission(*, key: ApiKey, token: UUID, digest: bytes) -> Iterator[None]:
    """Around the one action of what a machine asks for under its Idempotency-Key, in its transaction.

    Raises Resubmitted when something else was said under it before; what the action refuses leaves nothing.
    """
    with transaction.atomic():
        kept, made = ApiSubmission.objects.get_or_create(key=key, token=token, defaults={"digest": digest})
        if not made and bytes(kept.digest) != digest:
            raise rules.Resubmitted
        yield
