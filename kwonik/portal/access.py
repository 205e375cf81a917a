"""What is public is everybody's; making it public is for whoever answers for the centre's numbers."""

from __future__ import annotations

from django.http import Http404

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import access
from kwonik.reports.models import Edition

from . import queries
from .models import PublicFigure, Release

PUBLISH = "portal.release:publish"
PERMISSIONS = (Permission(PUBLISH, "공표한 판을 누구나 보게 공개하고 거둡니다"),)
permissions.declare(PERMISSIONS)


def get_release(pk: int) -> Release:
    """What is public, or was and is taken back (its page says so); else 404."""
    return _one(queries.releases().filter(pk=pk))


def get_standing(pk: int) -> Release:
    """What is public now; else 404."""
    return _one(queries.standing_releases().filter(pk=pk))


def get_figure(pk: int) -> PublicFigure:
    """A number of what is public now; else 404."""
    rows = PublicFigure.objects.filter(release__withdrawn_at__isnull=True, figure__shown=True)
    return _one(rows.filter(pk=pk).select_related("figure__definition", "release__centre"))


def get_edition(account, pk: int) -> Edition:
    """An edition of a centre where the account may make it public; else 404."""
    centres = access.centres_for(account, PUBLISH)
    return _one(Edition.objects.filter(centre__in=centres, pk=pk).select_related("template", "centre"))


def get_own_release(account, pk: int) -> Release:
    """A release of a centre where the account may take it back; else 404."""
    centres = access.centres_for(account, PUBLISH)
    return _one(queries.standing_releases().filter(centre__in=centres, pk=pk))


def _one(rows):
    found = rows.first()
    if found is None:
        raise Http404
    return found
