"""여러 날 마감 at the desk: made ready by the worker, seen by one person, sealed by the worker for another."""

from __future__ import annotations

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from kwonik.escrow import access, actions, queries
from kwonik.escrow.access.closing import SEAL, VIEW_DAYS
from kwonik.people.answers import pressed
from kwonik.people.guard import page

from .answers import page_of


@page(SEAL)
@require_POST
def begin(request):
    """준비하기, or on to the run that is going on already."""
    pressed(request, actions.begin_run, "준비를 시작했습니다. 끝나면 숫자를 보고 확인하세요.")
    found = queries.runs.going_on()
    return redirect("escrow:run", found.pk) if found else redirect("escrow:days")


@page(VIEW_DAYS)
def run(request, pk: int):
    """The run in sums, the days on which something moved, and whose turn it is."""
    found = actions.recover_run(access.closing.get_run(request.user, pk))
    context = {
        "run": found,
        "totals": queries.runs.totals(found),
        "page": page_of(request, queries.runs.moved_days(found)),
        "mine": found.first_by_id == request.user.pk,
    }
    return render(request, "escrow/desk/run.html", context)


@page(VIEW_DAYS)
def progress(request, pk: int):
    """How far the worker is; htmx asks again, and is sent to the result. Without scripts the page reloads itself."""
    found = actions.recover_run(access.closing.get_run(request.user, pk))
    if found.working and request.htmx:
        return render(request, "escrow/desk/run_progress.html", {"run": found})
    result = reverse("escrow:run", args=[pk])
    return HttpResponseClientRedirect(result) if request.htmx else redirect(result)


@page(SEAL)
@require_POST
def propose(request, pk: int):
    """The first person has seen the figures."""
    found = access.closing.get_run(request.user, pk)
    pressed(request, actions.propose_run, "확인했습니다. 다른 사람이 봉인하면 마감됩니다.", run=found)
    return redirect("escrow:run", pk)


@page(SEAL)
@require_POST
def confirm(request, pk: int):
    """The second person has them sealed."""
    found = access.closing.get_run(request.user, pk)
    pressed(request, actions.confirm_run, "봉인을 시작했습니다.", run=found)
    return redirect("escrow:run", pk)


@page(SEAL)
@require_POST
def stop(request, pk: int):
    """그만두기."""
    found = access.closing.get_run(request.user, pk)
    pressed(request, actions.stop_run, "멈춥니다. 봉인한 날은 그대로입니다.", run=found)
    return redirect("escrow:run", pk)
