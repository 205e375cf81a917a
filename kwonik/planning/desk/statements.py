"""Numbers that a document states."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import attempted, posted
from kwonik.people.guard import page
from kwonik.planning import access, actions
from kwonik.planning.forms import (
    StatementForm,
)

from .answers import PER_PAGE, asked, reinstate, withdraw


@page("planning.statement:view")
def statements(request):
    rows = access.statements(request.user, request.centre)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "planning/statements.html", {"page": listed})


def _statement_back(row=None) -> tuple[str, str]:
    if row is None:
        return "문서로 밝힌 수", reverse("planning:statements")
    return row.label, reverse("planning:statement", args=[row.pk])


@page("planning.statement:record")
def new_statement(request):
    form = StatementForm(posted(request), centre=request.centre, initial={"form_token": uuid4()})
    made = attempted(
        request,
        form,
        lambda: actions.record_statement(
            by=request.user,
            centre=request.centre,
            facts=form.facts(),
            form_token=form.cleaned_data["form_token"],
        ),
    )
    if made:
        messages.success(request, "적었습니다.")
        return redirect("planning:statement", made.pk)
    return asked(request, form, "문서로 밝힌 수 적기", _statement_back())


@page("planning.statement:view")
def statement(request, pk: int):
    found = access.get_statement(request.user, pk)
    context = {
        "statement": found,
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
        "history": audit.history(found),
    }
    return render(request, "planning/statement.html", context)


@page("planning.statement:record")
def withdraw_statement(request, pk: int):
    found = access.get_statement(request.user, pk, "record")
    return withdraw(request, found, _statement_back(found))


@page("planning.statement:record")
def reinstate_statement(request, pk: int):
    found = access.get_statement(request.user, pk, "record")
    return reinstate(request, found, _statement_back(found))
