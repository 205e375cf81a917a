"""The panels of citizens, their seats and what they gave the pledges."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from kwonik.kernel import audit
from kwonik.people.answers import posted
from kwonik.people.guard import page
from kwonik.pledges import access, actions, queries
from kwonik.pledges.forms import MemberForm, PanelForm, ScoreForm

from .answers import PER_PAGE, asked, done, reinstate, token, withdraw


def _list():
    return [("평가단", reverse("pledges:panels"))]


def _to(panel):
    return [*_list(), (panel.name, reverse("pledges:panel", args=[panel.pk]))]


@page("pledges.panel:view")
def panels(request):
    rows = access.panels(request.user, request.centre)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": listed, "may_record": request.may(access.RECORD_PANEL)}
    return render(request, "pledges/panels.html", context)


@page("pledges.panel:record")
def new_panel(request):
    form = PanelForm(posted(request), initial=token())

    def act():
        return actions.record_panel(
            by=request.user,
            centre=request.centre,
            facts=form.facts(),
            form_token=form.cleaned_data["form_token"],
        )

    answer = done(request, form, act, "평가단을 만들었습니다.", reverse("pledges:panels"))
    return answer or asked(request, form, "평가단 만들기", _list())


@page("pledges.panel:view")
def panel(request, pk: int):
    found = access.get_panel(request.user, pk)
    context = {
        "panel": found,
        "seats": queries.seats(found),
        "members": queries.members(found),
        "scores": queries.scores_of(found),
        "history": audit.history(found),
        "may_record": request.may(access.RECORD_PANEL) and found.centre_id == request.centre.pk,
    }
    return render(request, "pledges/panel.html", context)


def _added(request, found, form, act, title: str):
    def add():
        token = form.cleaned_data["form_token"]
        return act(by=request.user, panel=found, facts=form.facts(), form_token=token)

    way = _to(found)
    answer = done(request, form, add, "적었습니다.", way[-1][1])
    return answer or asked(request, form, title, way)


@page("pledges.panel:record")
def new_member(request, pk: int):
    found = access.get_panel(request.user, pk, access.RECORD_PANEL)
    form = MemberForm(posted(request), initial=token())
    return _added(request, found, form, actions.record_member, "위원 적기")


@page("pledges.panel:record")
def new_score(request, pk: int):
    found = access.get_panel(request.user, pk, access.RECORD_PANEL)
    pledges = access.visible(request.user, access.Pledge, access.VIEW).filter(centre=found.centre)
    form = ScoreForm(posted(request), initial=token(), pledges=pledges.filter(withdrawn_at__isnull=True))
    return _added(request, found, form, actions.record_score, "평가 적기")


@page("pledges.panel:record")
def withdraw_panel(request, pk: int):
    found = access.get_panel(request.user, pk, access.RECORD_PANEL)
    return withdraw(request, found, _to(found))


@page("pledges.panel:record")
def reinstate_panel(request, pk: int):
    found = access.get_panel(request.user, pk, access.RECORD_PANEL)
    return reinstate(request, found, _to(found))


@page("pledges.panel:record")
def withdraw_member(request, pk: int):
    found = access.get_member(request.user, pk, access.RECORD_PANEL)
    return withdraw(request, found, _to(found.panel))


@page("pledges.panel:record")
def reinstate_member(request, pk: int):
    found = access.get_member(request.user, pk, access.RECORD_PANEL)
    return reinstate(request, found, _to(found.panel))


@page("pledges.panel:record")
def withdraw_score(request, pk: int):
    found = access.get_score(request.user, pk, access.RECORD_PANEL)
    return withdraw(request, found, _to(found.panel))


@page("pledges.panel:record")
def reinstate_score(request, pk: int):
    found = access.get_score(request.user, pk, access.RECORD_PANEL)
    return reinstate(request, found, _to(found.panel))
