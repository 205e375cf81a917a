"""Correcting a record on the intake page; who comes second sees both versions and decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.counselling import access, actions
from kwonik.counselling.forms import IntakeForm
from kwonik.counselling.forms.intake import differences, initial_of
from kwonik.counselling.forms.panel import Panel
from kwonik.kernel.doors import link
from kwonik.people import actions as people
from kwonik.people.codes import Purpose
from kwonik.people.guard import page
from kwonik.people.rules import Refused

from . import panel
from .callers import as_data, found_for, posted
from .intake import kept

AMEND = "counselling.consultation:amend"
DRAFT = "amend"


@page(AMEND)
def amend(request, pk: int):
    stored = access.get_consultation(request.user, pk, AMEND)
    if stored.withdrawn_at:
        messages.error(request, "철회한 상담은 고칠 수 없습니다. 먼저 철회를 되돌리세요.")
        return redirect("counselling:consultation", pk)
    if panel.BUTTON in request.POST:
        return _panel(request, stored)
    if request.method == "POST" and "find" not in request.POST:
        return _posted(request, stored)
    typed = posted(request) or people.draft(by=request.user, form=DRAFT, subject=str(pk))
    if typed:
        data = as_data(typed)
        form = _form(stored, initial=_form(stored, data=data).as_typed())
        return _page(request, stored, form, _version(data, stored), beside=panel.shown(data))
    form = _form(stored, initial=initial_of(stored, _memo(request, stored)))
    return _page(request, stored, form, stored.version)


def _posted(request, stored):
    form, version, clash = _form(stored, data=request.POST), _version(request.POST, stored), []
    if form.is_valid():
        try:
            actions.amend_consultation(
                by=request.user,
                consultation=stored,
                intake=form.intake(),
                version=version,
                calculations=access.kept_calculations(request.POST.getlist("calculations")),
            )
        except actions.Overtaken as overtaken:
            now = access.get_consultation(request.user, overtaken.current.pk, AMEND)
            version, clash = now.version, differences(form, initial_of(now, _memo(request, now)))
            form.add_error(None, str(overtaken))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            people.drop_draft(by=request.user, form=DRAFT, subject=str(stored.pk))
            messages.success(request, "고친 내용을 저장했습니다.")
            return redirect("counselling:consultation", stored.pk)
    return _page(request, stored, form, version, clash, status=409 if clash else 422)


def _panel(request, stored):
    """What a button of the calculator asks for; without scripts on the whole page again."""
    beside, values = panel.worked(request, DRAFT, str(stored.pk))
    if request.htmx:
        return panel.part(request, beside)
    data = as_data(values)
    form = _form(stored, initial=_form(stored, data=data).as_typed())
    status = 422 if beside.refused else 200
    return _page(request, stored, form, _version(data, stored), status=status, beside=beside)


def _form(stored, **kwargs: Any) -> IntakeForm:
    return IntakeForm(
        service=stored.service,
        centre=stored.centre,
        today=timezone.localdate(),
        stored=stored,
        booth=stored.booth,
        **kwargs,
    )


def _memo(request, stored) -> str:
    file = access.open_file(
        request.user, stored, purpose=Purpose.CORRECTION, action="counselling.consultation.amend"
    )
    return file.memo


def _version(values, stored) -> int:
    given = str(values.get("version") or "")
    return int(given) if given.isdecimal() else stored.version


def _page(
    request,
    stored,
    form: IntakeForm,
    version: int,
    clash: list | None = None,
    status: int = 200,
    beside: Panel | None = None,
):
    context = {
        "panel": beside or panel.shown(request.POST or panel.typed_in(form)),
        "consultation": stored,
        "form": form,
        "version": version,
        "clash": clash or [],
        "client_url": link(request, "people:client", stored.client_id) if stored.client_id else "",
        **found_for(request, form),
    }
    return render(request, "counselling/amend.html", context, status=status)


@page(AMEND)
@require_POST
def save_draft(request, pk: int):
    access.get_consultation(request.user, pk, AMEND)
    return kept(request, DRAFT, str(pk), reverse("counselling:amend", args=(pk,)))


@page(AMEND)
@require_POST
def drop_draft(request, pk: int):
    access.get_consultation(request.user, pk, AMEND)
    people.drop_draft(by=request.user, form=DRAFT, subject=str(pk))
    messages.success(request, "고치던 내용을 버렸습니다.")
    return redirect("counselling:consultation", pk)
