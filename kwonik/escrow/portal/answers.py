"""How the members' doors answer: on to the next page, or the form again with what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.shortcuts import render

from kwonik.people.rules import Refused


def form_of(request: Any, form_class: type, **given: Any) -> Any:
    """The form as sent with its files, or empty."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **given)
    if hasattr(form_class, "base_fields") and "form_token" in form_class.base_fields:
        given["initial"] = {"form_token": uuid4()} | given.get("initial", {})
    return form_class(**given)


def attempted(request: Any, form: Any, act: Callable[[], Any]) -> Any:
    """What `act` gave if the form was sent, is whole and the rules allow it; else None, with the form saying why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        field = getattr(refusal, "field", "")
        form.add_error(field if field in form.fields else None, str(refusal))
        return None


def shown(request: Any, template: str, form: Any = None, status: int = 200, **context: Any) -> Any:
    """The page with its form; bad input answers 422."""
    if request.method == "POST" and form is not None and form.errors and status == 200:
        status = 422
    return render(request, f"escrow/{template}.html", {"form": form} | context, status=status)
