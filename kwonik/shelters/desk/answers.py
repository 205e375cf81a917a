"""What every door here does with a form: ask the action, say what it refused on the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from kwonik.people.rules import Refused


def posted(request) -> Any:
    """What was sent, be it nothing."""
    return request.POST if request.method == "POST" else None


def tried(request, form, act: Callable[..., Any], done: str, on: str | None = None) -> Any:
    """Does `act(by=…)` for a valid form and says `done`; a refusal stands on the form (on the field it is about)."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        result = act(by=request.user)
    except Refused as refused:
        field = getattr(refused, "on", None) or on
        form.add_error(field if field in form.fields else None, str(refused))
        return None
    messages.success(request, done)
    return result or True


def status(form) -> int:
    return 422 if form.errors else 200
