"""What becomes of an engagement: one page for every verb."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone

from kwonik.consulting import access, actions, queries
from kwonik.consulting.codes import MOVES
from kwonik.consulting.forms import AcceptForm, AssignForm, DecideForm, DeliverForm, EvaluateForm
from kwonik.people.answers import Given, form_of, tried
from kwonik.people.guard import page

from .answers import asked, shown
from .engagements import of

DECIDE = "consulting.engagement:decide"
OWN_PAGES = ("accept", "assign", "deliver", "evaluate")


@page(DECIDE)
def decide(request, pk: int, verb: str):
    """A verb that asks for no more than a reason."""
    if verb not in MOVES or verb in OWN_PAGES:
        raise Http404
    row, move = access.get_engagement(request.user, pk, DECIDE), MOVES[verb]
    form = form_of(request, DecideForm, asks_reason=move.reason)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("decided")
        done = f"{row.reference}: {move.label}."
        if tried(request, Given(form), actions.decide, done, engagement=row, verb=verb):
            return redirect("consulting:engagement", pk)
    given = of(row) | {"submit": move.label, "words": move.words, "danger": move.danger}
    return asked(request, form, f"{row.workplace}: {move.label}", **given)


@page(DECIDE)
def accept(request, pk: int):
    row = access.get_engagement(request.user, pk, DECIDE)
    form = form_of(request, AcceptForm, initial={"employees": row.employees})
    if tried(request, form, actions.accept, "접수했습니다. 맡을 사람을 정하세요.", engagement=row):
        return redirect("consulting:engagement", pk)
    below = queries.below(row.service, timezone.localdate())
    words = MOVES["accept"].words + (f" {below}인 미만 사업장을 지원합니다." if below else "")
    return asked(request, form, f"{row.workplace}: 접수", **(of(row) | {"submit": "접수", "words": words}))


@page(DECIDE)
def assign(request, pk: int):
    """Consultants in office, who has least in hand first."""
    row = access.get_engagement(request.user, pk, DECIDE)
    today = timezone.localdate()
    able = queries.consultants(row.centre, today).filter(suspended=False)
    first_on = today.replace(month=1, day=1)
    rows = list(queries.suggested(queries.with_load(able, first_on, today), row.district))
    form = form_of(request, AssignForm, known=[one.pk for one in rows])
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data.pop("consultant")
        chosen = next(one for one in rows if str(one.pk) == key)
        done = f"{chosen.name} 님에게 맡겼습니다."
        if tried(request, Given(form), actions.assign, done, engagement=row, consultant=chosen):
            return redirect("consulting:engagement", pk)
    return shown(request, "assign", form, row=row, consultants=rows)


@page(DECIDE)
def deliver(request, pk: int):
    """Which parts were done, and for how much."""
    row = access.get_engagement(request.user, pk, DECIDE)
    form = form_of(request, DeliverForm, engagement=row, initial={"delivered_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = Given(form)
        given.cleaned_data = {"delivered_on": form.cleaned_data["delivered_on"], "fees": form.fees}
        if tried(request, given, actions.deliver, "완료를 적었습니다.", engagement=row):
            return redirect("consulting:engagement", pk)
    words = "마친 지원에 표시하고 비용을 적으세요. 반드시 하는 지원은 마쳐야 완료할 수 있습니다."
    return asked(request, form, f"{row.workplace}: 완료 적기", **(of(row) | {"words": words}))


@page(DECIDE)
def evaluate(request, pk: int):
    row = access.get_engagement(request.user, pk, DECIDE)
    form = form_of(request, EvaluateForm, initial={"satisfaction": row.satisfaction})
    if tried(request, form, actions.evaluate, "만족도를 적었습니다.", engagement=row):
        return redirect("consulting:engagement", pk)
    return asked(request, form, f"{row.workplace}: 만족도 적기", **of(row))
