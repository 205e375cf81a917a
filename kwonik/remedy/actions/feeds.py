"""Secret addresses for people's calendar programs: made, shown once, revoked at once."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people.access import require
from kwonik.people.models import Account
from kwonik.people.rules import digest
from kwonik.places.models import Centre
from kwonik.remedy.access import VIEW_DATES
from kwonik.remedy.models import CalendarFeed
from kwonik.remedy.rules import Refused


@transaction.atomic
def make_feed(*, by: Account, centre: Centre, token: UUID | None = None) -> tuple[CalendarFeed, str]:
    """An address of one's own, and its secret, which is nowhere kept; an earlier address stops working.

    Raises PermissionDenied; Refused for a form sent again, whose secret is gone.
    """
    require(by, VIEW_DATES, centre)
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)
    if token and CalendarFeed.objects.filter(form_token=token).exists():
        raise Refused(
            "이 화면에서 주소를 이미 만들었습니다. 적어 두지 못했으면 이 화면을 새로 열어 다시 만드세요."
        )
    for earlier in CalendarFeed.objects.filter(account=by, centre=centre, revoked_at=None):
        _revoke(earlier, by)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(account=by, centre=centre, digest=digest(secret), form_token=token)
    audit.record("remedy.feed.made", feed, by=by)
    return feed, secret


@transaction.atomic
def revoke_feed(*, by: Account, centre: Centre) -> bool:
    """One's own address at that centre opens nothing any more; whether there was one. Raises PermissionDenied."""
    require(by, VIEW_DATES, centre)
    rows = CalendarFeed.objects.select_for_update(no_key=True)
    found = rows.filter(account=by, centre=centre, revoked_at=None).first()
    if found:
        _revoke(found, by)
    return found is not None


def _revoke(feed: CalendarFeed, by: Account) -> None:
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    audit.record("remedy.feed.revoked", feed, by=by)
