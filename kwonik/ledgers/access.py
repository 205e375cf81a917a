"""Who may bring ledgers in, and whose imports one sees."""

from __future__ import annotations

from django.http import Http404

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import access

from . import registry
from .models import ImportBatch

PERMISSIONS = (Permission("ledgers.batch:bring", "대장을 가져오고 되돌립니다"),)
permissions.declare(PERMISSIONS)


def sheets(account, centre) -> list[registry.Sheet]:
    """The kinds of ledgers the account may bring in at the centre."""
    return [sheet for sheet in registry.all_sheets() if access.may(account, sheet.permission, centre)]


def get_sheet(account, centre, code: str, variant: str) -> registry.Sheet:
    """A kind of ledger the account may bring in. Raises Http404 or PermissionDenied."""
    try:
        sheet = registry.get(code)
        sheet.check_variant(variant)
    except LookupError as error:
        raise Http404 from error
    access.require(account, sheet.permission, centre)
    return sheet


def batches(account):
    """Imports of the centres where the account brings ledgers in."""
    return ImportBatch.objects.filter(centre__in=access.centres_for(account, "ledgers.batch:bring"))


def get_batch(account, pk: int) -> ImportBatch:
    """An import whose kind of ledger the account may bring in, else Http404."""
    batch = (
        batches(account).select_related("centre", "uploaded_by", "undone_by", "file").filter(pk=pk).first()
    )
    if batch is None or not access.may(account, registry.get(batch.sheet).permission, batch.centre):
        raise Http404
    return batch
