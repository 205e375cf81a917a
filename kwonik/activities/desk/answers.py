"""How every door here answers what the action refused, and which records the working centre has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from kwonik.people.rules import Refused


def tried(request, act: Callable[..., Any], done: str, **facts: Any) -> Any:
    """Does `act` by whoever asks and says `done`; a refusal is told instead and None comes back."""
    try:
        result = act(by=request.user, **facts)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return result
