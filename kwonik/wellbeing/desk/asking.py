"""What the doors here share: a page with one form, tried once, shown again with what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.shortcuts import redirect, render

Trail = Sequence[tuple[str, str]]


def fresh(**initial: Any) -> dict[str, Any]:
    """Initial values with a token: the form sent twice makes one row."""
    return {"form_token": uuid4(), **initial}


def asked(
    request,
    form: Any,
    *,
    title: str,
    trail: Trail,
    cancel_url: str,
    submit: str = "저장",
    sub: str = "",
    hint: str = "",
):
    """The page of one form; 422 when something has to be put right."""
    context = {
        "form": form,
        "title": title,
        "trail": trail,
        "cancel_url": cancel_url,
        "submit": submit,
        "sub": sub,
        "hint": hint,
    }
    return render(request, "wellbeing/form.html", context, status=422 if form.errors else 200)


def confirmed(
    request,
    form: Any,
    *,
    title: str,
    trail: Trail,
    cancel_url: str,
    submit: str,
    text: str,
    danger: bool = False,
):
    """A page that asks once more."""
    context = {
        "form": form,
        "title": title,
        "trail": trail,
        "cancel_url": cancel_url,
        "submit": submit,
        "text": text,
        "danger": danger,
    }
    return render(request, "wellbeing/confirm.html", context, status=422 if form.errors else 200)


def go(name: str, *args: Any):
    return redirect(f"wellbeing:{name}", *args)
