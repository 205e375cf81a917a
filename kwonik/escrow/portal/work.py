"""Handing over, asking for changes, taking over; files for the two parties alone."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, queries
from kwonik.escrow.actions import Upload
from kwonik.escrow.forms import ChangesForm, DeliverForm, SureForm
from kwonik.people.guard import citizen

from .answers import attempted, form_of, shown
from .contracts import as_file


@citizen
@never_cache
def deliver(request, pk: int):
    """결과물 넘기기."""
    milestone = access.get_own_milestone(request.user, pk)
    form = form_of(request, DeliverForm)

    def act():
        given = form.cleaned_data
        uploads = [Upload(each.name, each.read()) for each in given["files"]]
        return actions.deliver(
            by=request.user,
            milestone=milestone,
            statement=given["statement"],
            uploads=uploads,
            token=given["form_token"],
        )

    if attempted(request, form, act):
        messages.success(request, "결과물을 넘겼습니다. 검수 기간이 시작되었습니다.")
        return redirect("escrow:contract", milestone.contract_id)
    return shown(
        request,
        "deliver",
        form,
        milestone=milestone,
        contract=milestone.contract,
        version=queries.signed(milestone.contract),
    )


@citizen
@never_cache
def ask_changes(request, pk: int):
    """고쳐 달라고 하기: names a clause."""
    milestone = access.get_own_milestone(request.user, pk)
    version = queries.signed(milestone.contract)
    clauses = [
        {"number": at, **clause} for at, clause in enumerate(version.form.clauses if version else [], 1)
    ]
    form = form_of(request, ChangesForm, clauses=clauses)

    def act():
        given = form.cleaned_data
        return actions.ask_changes(
            by=request.user,
            milestone=milestone,
            clause=given["clause"],
            text=given["text"],
            token=given["form_token"],
        )

    if attempted(request, form, act):
        messages.success(request, "고쳐 달라고 알렸습니다. 다시 넘길 때까지 검수 기간이 멈춥니다.")
        return redirect("escrow:contract", milestone.contract_id)
    return shown(request, "ask_changes", form, milestone=milestone, contract=milestone.contract)


@citizen
@never_cache
def take_over(request, pk: int):
    """Direct pay: the result is taken."""
    milestone = access.get_own_milestone(request.user, pk)
    form = form_of(request, SureForm)
    if attempted(
        request,
        form,
        lambda: actions.take_over(
            by=request.user, milestone=milestone, token=form.cleaned_data["form_token"]
        ),
    ):
        messages.success(request, "결과물을 받았다고 적었습니다.")
        return redirect("escrow:contract", milestone.contract_id)
    return shown(request, "take_over", form, milestone=milestone, contract=milestone.contract)


@citizen
@never_cache
def file(request, pk: int):
    """A file that was handed over."""
    found = access.get_own_file(request.user, pk)
    content = access.open_content(request.user, found.content, action="escrow.delivery.file")
    return as_file(content, "application/octet-stream", found.name)
