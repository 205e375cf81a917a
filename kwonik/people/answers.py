"""How the doors of all rooms read a form and do what it says (nothing typed is lost), and how they hand out a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from .rules import Refused


def form_of(request, form_class: type, **given: Any):
    """The form as sent, or empty."""
    return form_class(posted(request), **given)


def posted(request) -> Any:
    """What was sent, be it nothing."""
    return request.POST if request.method == "POST" else None


def attempted(request, form, act: Callable[[], Any]) -> Any:
    """What `act` gave if the form was sent, is whole and the rules allow it; else None, with the form saying why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def tried(request, form, act: Callable[..., Any], done: str, /, **facts: Any) -> Any:
    """Does `act` by whoever asks with what the form holds and says `done`. None: nothing was done, the form says why."""

    def once() -> Any:
        result = act(by=request.user, **facts, **form.cleaned_data)
        messages.success(request, done)
        return result

    return attempted(request, form, once)


def pressed(request, act: Callable[..., Any], done: str, /, **facts: Any) -> Any:
    """What a button asks for: does `act` by whoever asks and says `done`; a refusal is told instead, and None comes back."""
    try:
        result = act(by=request.user, **facts)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, done)
    return result


def file_answer(content: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """A file under a Korean name, to be kept; or, `inline`, to be looked at in the browser."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name)
    return response


class Given:
    """A form already found valid, for an action that takes what is left of it."""

    def __init__(self, form) -> None:
        self.form, self.cleaned_data = form, form.cleaned_data

    def is_valid(self) -> bool:
        return True

    def add_error(self, field, error) -> None:
        self.form.add_error(field, error)
