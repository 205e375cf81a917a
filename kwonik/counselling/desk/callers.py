"""Search-before-create: who of that name or number came before, beside the intake page and over a record."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_POST

from kwonik.counselling import access
from kwonik.counselling.forms import IntakeForm
from kwonik.counselling.forms.intake import NAMED
from kwonik.people.guard import page

BOXES = ("name", "phone", "client")


def found(request, typed: dict[str, str]) -> dict[str, Any]:
    """What `counselling/_callers.html` shows for the boxes as typed."""
    callers = []
    if any(typed.values()):
        callers = access.find_callers(
            request.user, request.centre, typed["name"], typed["phone"], typed["client"]
        )
    return {"callers": callers, "searched": any(typed.values()), "chosen": typed["client"]}


def found_for(request, form: IntakeForm) -> dict[str, Any]:
    """The same for a form that is shown; somebody anonymous is not looked for."""
    named = form["whose"].value() == NAMED
    return found(request, {name: str(form[name].value() or "") if named else "" for name in BOXES})


@page("counselling.consultation:record")
@require_POST
def find(request):
    """Asked by htmx while a name or number is typed. A POST, so that no name stands in an address or a log."""
    typed = {name: request.POST.get(name, "").strip() for name in BOXES}
    return render(request, "counselling/_callers.html", found(request, typed))


def posted(request) -> dict[str, list[str]]:
    """Everything typed, by box, as drafts keep it."""
    return {name: values for name, values in request.POST.lists() if name not in _NOT_TYPED}


_NOT_TYPED = {"csrfmiddlewaretoken", "draft", "find", "press", "attach"}


def as_data(typed: dict[str, list[str]]) -> MultiValueDict:
    """A draft's boxes as a form takes them."""
    return MultiValueDict(typed)
