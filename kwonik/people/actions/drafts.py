"""쓰던 글: kept sealed while somebody types, so that nothing entered is lost."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from kwonik.kernel import resident_numbers
from kwonik.people import rules, vault
from kwonik.people.codes import Purpose, SealedKind
from kwonik.people.models import Account, Draft, SealedText
from kwonik.places.models import Centre

LONGEST = 200_000  # characters of a draft; a form holds far less


@transaction.atomic
def save_draft(*, by: Account, centre: Centre, form: str, subject: str, values: dict[str, Any]) -> Draft:
    """Keeps what stands in a form (JSON values by field name); resident numbers are masked, the rest stays.

    Raises Refused when it is too long to keep.
    """
    text = json.dumps({name: _masked(value) for name, value in values.items()}, ensure_ascii=False)
    if len(text) > LONGEST:
        raise rules.Refused("쓰던 글이 너무 길어 보관하지 못했습니다. 나누어 저장하세요.")
    Account.objects.select_for_update().only("pk").get(pk=by.pk)
    kept = Draft.objects.select_related("sealed").filter(account=by, form=form, subject=subject).first()
    if kept:
        vault.reseal(kept.sealed, text)
        kept.save(update_fields=["updated_at"])
        return kept
    sealed = vault.seal(SealedKind.DRAFT, text, centre=centre)
    return Draft.objects.create(account=by, form=form, subject=subject, sealed=sealed)


def draft(*, by: Account, form: str, subject: str) -> dict[str, Any] | None:
    """One's own draft of that form and subject, or None. Opening it is logged."""
    kept = Draft.objects.filter(account=by, form=form, subject=subject).first()
    if kept is None:
        return None
    texts = vault.read([kept.sealed_id], by=by, purpose=Purpose.DRAFT, action=form)
    return json.loads(texts[kept.sealed_id])


@transaction.atomic
def drop_draft(*, by: Account, form: str, subject: str) -> None:
    """Forgets the draft, if there is one: its form was stored, or nobody wants it any more."""
    sealed = list(
        Draft.objects.filter(account=by, form=form, subject=subject).values_list("sealed_id", flat=True)
    )
    if sealed:
        Draft.objects.filter(account=by, form=form, subject=subject).delete()
        SealedText.objects.filter(pk__in=sealed).delete()


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return resident_numbers.mask(value)
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value
