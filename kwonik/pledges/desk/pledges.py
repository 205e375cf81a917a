"""The list of pledges, the rates of a term, one pledge, its head."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kwonik.catalogue.queries import card_templates
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import posted
from kwonik.people.guard import page
from kwonik.pledges import access, actions, queries
from kwonik.pledges.codes import DEFINITIONS, PARTS, Progress
from kwonik.pledges.forms import DayForm, HeadForm, PledgeFilter, PledgeForm

from .answers import PER_PAGE, asked, done, pledge_list, reinstate, to_pledge, token, withdraw

HEAD = tuple(HeadForm.base_fields)


@page("pledges.pledge:view")
def pledges(request):
    """The pledges that the working centre keeps or answers for."""
    today = timezone.localdate()
    form = PledgeFilter(request.GET or {})
    rows = access.pledges(request.user, request.centre).filter(withdrawn_at__isnull=True)
    listed = Paginator(form.narrow(queries.with_status(rows, today)), PER_PAGE).get_page(
        request.GET.get("page")
    )
    shown = [row.pk for row in listed]
    context = {
        "filter": form,
        "form": form,
        "page": listed,
        "labels": dict(Progress.choices),
        "rates": queries.fulfilments(shown, today),
        "may_record": request.may(access.RECORD),
    }
    return render(request, "pledges/pledges.html", context, status=200 if form.is_valid() else 422)


@page("pledges.pledge:view")
def rates(request):
    """Every rate in use, with its formula, its version and its counts, as of a day."""
    form = DayForm(request.GET or {})
    as_of = (form.cleaned_data["as_of"] if form.is_valid() else None) or timezone.localdate()
    found = queries.rates(queries.window(request.centre, as_of))
    context = {
        "form": form,
        "as_of": as_of,
        "rates": found.rates,
        "counts": found.counts,
        "whole": found.whole,
        "definitions": DEFINITIONS,
        "rows_url": link(request, "reports:rows"),
    }
    return render(request, "pledges/rates.html", context, status=200 if form.is_valid() else 422)


@page("pledges.pledge:view")
def pledge(request, pk: int):
    """One pledge with everything its card is made of, what happened to it, and what does not agree."""
    found = access.get_pledge(request.user, pk)
    today = timezone.localdate()
    standing = queries.standing(found, today)
    context = {
        "pledge": found,
        "standing": standing,
        "definition": DEFINITIONS[Progress(standing.status)] if standing.status else "",
        "parts": [(kind, label, queries.parts(found, kind)) for kind, label in PARTS.items()],
        "events": queries.events(found),
        "scores": queries.scores(found) if request.may(access.VIEW_PANEL) else [],
        "problems": queries.problems(found, today),
        "card_url": link(request, "reports:card", found.code) if card_templates().exists() else "",
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
        "history": audit.history(found),
        "may_record": request.may(access.RECORD) and found.centre_id == request.centre.pk,
        "may_decide": request.may(access.RECORD_PANEL) and found.centre_id == request.centre.pk,
    }
    return render(request, "pledges/pledge.html", context)


@page("pledges.pledge:record")
def new_pledge(request):
    form = PledgeForm(posted(request), initial=token())

    def act():
        return actions.record_pledge(
            by=request.user,
            centre=request.centre,
            facts=form.facts(),
            form_token=form.cleaned_data["form_token"],
        )

    to = reverse("pledges:pledges")
    answer = done(request, form, act, "공약을 적었습니다. 이제 이행구분과 카드의 칸을 적으세요.", to)
    return answer or asked(request, form, "공약 적기", pledge_list())


@page("pledges.pledge:record")
def amend_pledge(request, pk: int):
    found = access.get_pledge(request.user, pk, access.RECORD)
    form = HeadForm(posted(request), initial={name: getattr(found, name) for name in HEAD})

    def act():
        return actions.amend_pledge(by=request.user, pledge=found, facts=form.facts())

    way = to_pledge(found)
    answer = done(request, form, act, "고쳤습니다.", way[-1][1])
    return answer or asked(
        request, form, "머리표 고치기", way, sub="공약 원문, 선거, 부르는 이름은 고치지 않습니다."
    )


@page("pledges.pledge:record")
def withdraw_pledge(request, pk: int):
    found = access.get_pledge(request.user, pk, access.RECORD)
    return withdraw(request, found, to_pledge(found))


@page("pledges.pledge:record")
def reinstate_pledge(request, pk: int):
    found = access.get_pledge(request.user, pk, access.RECORD)
    return reinstate(request, found, to_pledge(found))
