"""How every door here answers a form: what the rules refuse is said on it, nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.shortcuts import render
from django.utils import timezone


def fresh(*days: str, **known: Any) -> dict[str, Any]:
    """What a new form holds: a token, and today where it asks for a day."""
    return {"form_token": uuid4(), **dict.fromkeys(days, timezone.localdate()), **known}


def asked(
    request,
    form: Any,
    title: str,
    trail: list[tuple[str, str]],
    *,
    sub: str = "",
    submit: str = "저장",
    template: str = "research/form.html",
    **more: Any,
):
    """The page of a form; 422 when it was sent and something is to be mended."""
    context = {
        "form": form,
        "title": title,
        "sub": sub,
        "submit": submit,
        "trail": trail,
        "cancel": trail[-1][1],
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)
