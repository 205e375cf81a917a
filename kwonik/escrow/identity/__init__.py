"""Who somebody is, asked of others: identity verification is a port, with a sandbox for trying out.

KWONIK_IDENTITY names the adapter's class. Without one nobody can be verified, and pages say so.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from .port import Begun, IdentityService, NoAnswer, Replayed, Turned, Verified, WrongCode

__all__ = ["Begun", "IdentityService", "NoAnswer", "Replayed", "Turned", "Verified", "WrongCode", "service"]

SANDBOX = "sandbox"


def service() -> IdentityService | None:
    """The installation's adapter; None where it has none. Raises ImproperlyConfigured for a sandbox behind real doors."""
    if not settings.IDENTITY:
        return None
    found: IdentityService = import_string(settings.IDENTITY)()
    if settings.SECURE and found.name == SANDBOX:
        raise ImproperlyConfigured("KWONIK_IDENTITY: 체험용 본인 확인을 실제 설치에서 쓸 수 없습니다.")
    return found
