"""How the members' doors answer: on to the next page, or the form again with what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.shortcuts import render

from kwonik.kernel import pace
from kwonik.people.rules import Refused

MOST = {
    "join": (20, 3600),
    "code": (5, 600),
    "identity": (10, 3600),
    "recover": (10, 3600),
    "recovery": (20, 3600),
}
"""So many in so many seconds: joining and a forgotten password by address, numbers and checks by member. A message costs money."""
TOO_OFTEN = "너무 여러 번 했습니다. {minutes}분 뒤에 다시 하세요."


def too_often(what: str, whose: str | int) -> str:
    """Counts one more; what to tell whoever did it too often, else ""."""
    most, within = MOST[what]
    wait = pace.seconds_to_wait(f"escrow-{what}", whose, most=most, within=within)
    return TOO_OFTEN.format(minutes=wait // 60 + 1) if wait else ""


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
