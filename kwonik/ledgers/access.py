"""Who may bring ledgers in, and whose imports one sees."""

from __future__ import annotations

from django.http import Http404

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import access

from . import queries, registry
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
        sheet.check_variant(centre, variant)
    except LookupError as error:
        raise Http404 from error
    access.require(account, sheet.permission, centre)
    return sheet


def batches(account, centre):
    """The centre's imports of the kinds that the account may bring in there."""
    own = ImportBatch.objects.filter(centre=centre)
    return queries.listed(own, sheets(account, centre))


def get_batch(account, pk: int) -> ImportBatch:
    """An import that the account may see: of a kind it brings in, at a centre where it does. Else Http404."""
    batch = queries.batches_in_full().filter(pk=pk).first()
    if batch is None or not may_bring(account, batch):
        raise Http404
    return batch


def may_bring(account, batch: ImportBatch) -> bool:
    """Whether the account brings such ledgers in at that centre; asked again when the worker begins."""
    try:
        needed = ("ledgers.batch:bring", registry.get(batch.sheet).permission)
    except LookupError:
        return False
    return all(access.may(account, permission, batch.centre) for permission in needed)
