"""Plans by programme, one plan, and what became of it."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import attempted, posted
from kwonik.people.guard import page
from kwonik.planning import access, actions, queries, rules
from kwonik.planning.forms import (
    DoneForm,
    DropForm,
    PlanFilter,
    PlanForm,
    SureForm,
)

from .answers import PER_PAGE, asked, reinstate, withdraw


@page("planning.plan:view")
def plans(request):
    today = timezone.localdate()
    form = PlanFilter(request.GET or {}, centre=request.centre)
    rows = queries.plans(form.narrow(access.plans(request.user, request.centre), today))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "form": form,
        "page": listed,
        "today": today,
        "is_late": rules.is_late,
        "in_words": rules.in_words,
    }
    return render(request, "planning/plans.html", context, status=200 if form.is_valid() else 422)


def _plan_back(plan=None) -> tuple[str, str]:
    if plan is None:
        return "향후계획", reverse("planning:plans")
    return plan.text, reverse("planning:plan", args=[plan.pk])


@page("planning.plan:record")
def new_plan(request):
    form = PlanForm(posted(request), centre=request.centre, initial={"form_token": uuid4()})
    made = attempted(
        request,
        form,
        lambda: actions.record_plan(
            by=request.user,
            centre=request.centre,
            facts=form.facts(),
            form_token=form.cleaned_data["form_token"],
        ),
    )
    if made:
        messages.success(request, "계획을 적었습니다.")
        return redirect("planning:plan", made.pk)
    return asked(request, form, "계획 적기", _plan_back())


@page("planning.plan:view")
def plan(request, pk: int):
    found = access.get_plan(request.user, pk)
    context = {
        "plan": found,
        "late": rules.is_late(found.state, found.until_on, timezone.localdate()),
        "number": rules.in_words(found.count, found.unit, found.bound),
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
        "history": audit.history(found),
    }
    return render(request, "planning/plan.html", context)


@page("planning.plan:record")
def amend_plan(request, pk: int):
    found = access.get_plan(request.user, pk, "record")
    names = ("text", "programme", "service", "from_on", "until_on", "count", "unit", "bound", "code")
    known = {name: getattr(found, name) for name in names}
    form = PlanForm(posted(request), centre=found.centre, initial={"form_token": uuid4(), **known})
    if attempted(request, form, lambda: actions.amend_plan(by=request.user, plan=found, facts=form.facts())):
        messages.success(request, "고쳤습니다.")
        return redirect("planning:plan", pk)
    return asked(request, form, "계획 고치기", _plan_back(found))


def _settle(request, pk: int, form_class, act, title: str, done: str):
    found = access.get_plan(request.user, pk, "record")
    form = form_class(posted(request))
    if attempted(request, form, lambda: act(found, form.cleaned_data)):
        messages.success(request, done)
        return redirect("planning:plan", pk)
    return asked(request, form, title, _plan_back(found), sub=found.text)


@page("planning.plan:record")
def finish_plan(request, pk: int):
    def act(plan, told):
        return actions.finish_plan(by=request.user, plan=plan, **told)

    return _settle(request, pk, DoneForm, act, "계획을 마쳤습니까?", "마침으로 적었습니다.")


@page("planning.plan:record")
def drop_plan(request, pk: int):
    def act(plan, told):
        return actions.drop_plan(by=request.user, plan=plan, **told)

    return _settle(request, pk, DropForm, act, "계획을 그만둡니까?", "그만둠으로 적었습니다.")


@page("planning.plan:record")
def reopen_plan(request, pk: int):
    def act(plan, told):
        return actions.reopen_plan(by=request.user, plan=plan)

    return _settle(request, pk, SureForm, act, "다시 예정으로 되돌릴까요?", "다시 예정입니다.")


@page("planning.plan:record")
def withdraw_plan(request, pk: int):
    found = access.get_plan(request.user, pk, "record")
    return withdraw(request, found, _plan_back(found))


@page("planning.plan:record")
def reinstate_plan(request, pk: int):
    found = access.get_plan(request.user, pk, "record")
    return reinstate(request, found, _plan_back(found))
