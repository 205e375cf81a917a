"""Text messages to members are a port, with a sandbox for trying out.

KWONIK_MESSENGER names the adapter's class. Without one nothing is sent, and pages that need a number by message say so.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from .port import Messenger, NoAnswer, NotSent

__all__ = ["SANDBOX", "Messenger", "NoAnswer", "NotSent", "service"]

SANDBOX = "sandbox"


def service() -> Messenger | None:
    """The installation's adapter; None where it has none. Raises ImproperlyConfigured for a sandbox behind real doors."""
    if not settings.MESSENGER:
        return None
    found: Messenger = import_string(settings.MESSENGER)()
    if settings.SECURE and found.name == SANDBOX:
        raise ImproperlyConfigured("KWONIK_MESSENGER: 체험용 문자를 실제 설치에서 쓸 수 없습니다.")
    return found
