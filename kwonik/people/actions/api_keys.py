"""Keys for machines: made by whoever they will act as, shown once, revoked at once."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people import access, rules
from kwonik.people.models import LONGEST_KEY, Account, ApiKey
from kwonik.places.models import Centre

SHOWN = 11
"""So much of a key stays readable, to tell it from others."""
EVERY = timedelta(minutes=10)
"""That a key is used is noted no more often."""


@transaction.atomic
def make_api_key(
    *, by: Account, centre: Centre, name: str, expires_on: date, form_token: UUID | None = None
) -> tuple[ApiKey, str]:
    """A key with which a machine acts as `by` at that centre until the end of `expires_on`, and its secret.

    The secret is nowhere kept. Raises PermissionDenied, Refused (the day; a form sent again, whose secret is gone).
    """
    access.require(by, access.MAKE_KEYS, centre)
    today = timezone.localdate()
    if not today <= expires_on <= today + LONGEST_KEY:
        last = today + LONGEST_KEY
        raise rules.Refused(
            f"마지막 날은 오늘부터 {last.year}. {last.month}. {last.day}.까지 가운데서 고르세요."
        )
    Account.objects.select_for_update().get(pk=by.pk)
    if form_token and ApiKey.objects.filter(form_token=form_token).exists():
        raise rules.Refused(
            "이 화면에서 인증키를 이미 만들었습니다. 값을 적어 두지 못했으면 그 키를 없애고 새로 만드세요."
        )
    secret = f"kw_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        account=by,
        centre=centre,
        name=rules.tidy(name),
        prefix=secret[:SHOWN],
        digest=rules.digest(secret),
        made_on=today,
        expires_on=expires_on,
        form_token=form_token,
    )
    detail = {"account": by.pk, "expires_on": str(expires_on)}
    audit.record("people.api_key.made", key, by=by, detail=detail)
    return key, secret


@transaction.atomic
def revoke_api_key(*, by: Account, key: ApiKey) -> ApiKey:
    """From now on the key opens nothing; it stays in the list. Raises PermissionDenied."""
    access.require(by, access.MAKE_KEYS, key.centre)
    locked = ApiKey.objects.select_for_update().get(pk=key.pk)
    if locked.revoked_at:
        return locked
    locked.revoked_at, locked.revoked_by = timezone.now(), by
    locked.save(update_fields=["revoked_at", "revoked_by"])
    audit.record("people.api_key.revoked", locked, by=by, detail={"account": locked.account_id})
    return locked


def note_use(*, key: ApiKey) -> None:
    """When a machine last came with the key, to within `EVERY`."""
    now = timezone.now()
    if key.used_at is None or now - key.used_at > EVERY:
        ApiKey.objects.filter(pk=key.pk).update(used_at=now)
