"""The board of checks: organisations of a round, on paper and on the spot; one check, recording, correcting."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import attempted, posted
from kwonik.people.guard import page
from kwonik.research import access, actions, queries
from kwonik.research.forms import CheckFilter, CheckForm, RecordCheckForm

from .answers import asked, fresh

VIEW, RECORD = "research.check:view", "research.check:record"


def _trail(check=None) -> list[tuple[str, str]]:
    found = [("이행점검", reverse("research:checks"))]
    if check is not None:
        found.append((check.organisation.name, reverse("research:check", args=[check.pk])))
    return found


@page(VIEW)
def checks(request):
    rows = access.checks(request.user, request.centre)
    form = CheckFilter(request.GET or {}, rounds=queries.check_rounds(rows))
    year, number = form.chosen((timezone.localdate().year, 1))
    lines = queries.board(rows, year, number)
    context = {
        "filter": form,
        "form": form,
        "year": year,
        "number": number,
        "lines": lines,
        "services": queries.services_with_indicators(),
        "desk_n": sum(bool(line.desk and line.desk.checked_on) for line in lines),
        "site_n": sum(bool(line.site and line.site.checked_on) for line in lines),
    }
    return render(request, "research/checks.html", context, status=200 if form.is_valid() else 422)


@page(VIEW)
def check(request, pk: int):
    found = access.get_check(request.user, pk)
    asked_of = queries.indicators(found.service)
    context = {
        "check": found,
        "results": [(row.label, found.results.get(row.code)) for row in asked_of],
        "others": [row for row in queries.same_round(found) if row.pk != found.pk],
        "standing_url": link(request, "reports:standing", found._meta.label_lower, found.pk),
        "history": audit.history(found),
    }
    return render(request, "research/check.html", context)


def _indicators(service):
    return [(row.code, row.label) for row in queries.indicators(service)]


@page(RECORD)
def record_check(request, code: str):
    """A check under one service; organisation, round and stage may be named by the board."""
    service = access.get_service(code)
    named = {name: request.GET.get(name) for name in ("organisation", "stage") if request.GET.get(name)}
    known = {"year": request.GET.get("year") or timezone.localdate().year}
    known["number"] = request.GET.get("number") or 1
    form = RecordCheckForm(
        posted(request), initial=fresh("checked_on", **known, **named), indicators=_indicators(service)
    )

    def record():
        told = form.cleaned_data
        same = ("year", "number", "organisation", "stage", "form_token")
        return actions.record_check(
            by=request.user,
            centre=request.centre,
            service=service,
            facts=form.facts(),
            **{name: told[name] for name in same},
        )

    made = attempted(request, form, record)
    if made:
        messages.success(request, "점검을 적었습니다.")
        return redirect("research:check", made.pk)
    return asked(
        request,
        form,
        "이행점검 적기",
        _trail(),
        sub=service.name,
        template="research/record_check.html",
        organisations=queries.organisations(request.centre),
    )


@page(RECORD)
def amend_check(request, pk: int):
    found = access.get_check(request.user, pk, "record")
    names = ("state", "checked_on", "follow_up", "follow_up_on")
    known = {name: getattr(found, name) for name in names}
    known |= {f"indicator_{code}": "yes" if met else "no" for code, met in found.results.items()}
    form = CheckForm(posted(request), initial=known, indicators=_indicators(found.service))
    if attempted(
        request, form, lambda: actions.amend_check(by=request.user, check=found, facts=form.facts())
    ):
        messages.success(request, "고쳤습니다.")
        return redirect("research:check", pk)
    return asked(
        request,
        form,
        "이행점검 고치기",
        _trail(found),
        sub=str(found),
        template="research/record_check.html",
        organisations=[],
    )
