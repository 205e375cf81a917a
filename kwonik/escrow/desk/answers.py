"""How the desk asks once more before money moves: the facts, what will happen, one button; a refusal stays on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.shortcuts import redirect, render

from kwonik.escrow.forms import SureForm
from kwonik.people.rules import Refused

PER_PAGE = 50


def page_of(request: Any, rows: Any) -> Page:
    """The page of a list that was asked for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def asked_once_more(
    request: Any,
    act: Callable[[UUID], Any],
    done: str,
    back: str,
    *,
    title: str,
    words: str,
    facts: Sequence[tuple[str, Any]],
    obstacle: str = "",
    danger: bool = False,
) -> Any:
    """`act(token)` when the page is sent, then on to `back`; the same page twice is one request. Refused: 422, and why."""
    form = SureForm(request.POST) if request.method == "POST" else SureForm(initial={"form_token": uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["form_token"])
            messages.success(request, done)
            return redirect(back)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "title": title,
        "words": words,
        "facts": facts,
        "obstacle": obstacle,
        "danger": danger,
        "back": back,
    }
    return render(request, "escrow/desk/sure.html", context, status=422 if form.errors else 200)
