"""How the doors answer: back to the case, or the form again with what was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from kwonik.people.rules import Refused
from kwonik.remedy import access


def form_of(request, form_class: type, **given: Any):
    """The form as sent, or empty."""
    return form_class(request.POST if request.method == "POST" else None, **given)


def tried(request, form, act: Callable[..., Any], done: str, **facts: Any) -> Any:
    """Does `act` by whoever asks, once per page, and says `done`. None: nothing was done, the form says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        result = act(by=request.user, token=form.cleaned_data["form_token"], **facts)
    except Refused as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, done)
    return result


def add_refusal(form, refusal: Refused) -> None:
    """The refusal beside the box that it concerns, else on top."""
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, str(refusal))


def stand_at(form, version: int) -> None:
    """The form shown again would be stored over this version: whoever sends it has seen both."""
    form.data = form.data.copy()
    form.data["version"] = version


def shown(request, template: str, form, status: int = 200, **context: Any):
    """The page with its form; bad input answers 422."""
    if request.method == "POST" and form.errors:
        status = 422
    return render(request, f"remedy/{template}.html", {"form": form} | context, status=status)


def case_url(account, case) -> str:
    """The page of the case for this account: staff's, the advocate's own, or none of both."""
    if access.may_view_as_staff(account, case):
        return reverse("remedy:case", args=(case.pk,))
    if case.advocate and case.advocate.account_id == account.pk:
        return reverse("remedy:my-case", args=(case.pk,))
    return reverse("today")


def to_case(request, case):
    return redirect(case_url(request.user, case))
