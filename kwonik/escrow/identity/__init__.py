"""Who somebody is, asked of others: identity verification and text messages are ports, with a sandbox for trying out.

KWONIK_IDENTITY names the adapter's class. Without one nobody can be verified, and pages say so.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from .port import Begun, IdentityService, NoAnswer, Replayed, Turned, Verified, WrongCode

__all__ = ["Begun", "IdentityService", "NoAnswer", "Replayed", "Turned", "Verified", "WrongCode", "service"]


def service() -> IdentityService | None:
    """The installation's adapter; None where it has none."""
    return import_string(settings.IDENTITY)() if settings.IDENTITY else None
