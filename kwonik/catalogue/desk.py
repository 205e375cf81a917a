"""The catalogue's doors: what the profile loaded, when it was loaded, and the corrections of the calendar."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.kernel import permissions
from kwonik.people.guard import page

from . import access, actions, queries
from .forms import CorrectionForm

VIEW = "catalogue.profile:view"
PER_PAGE = 50
YEARS_EACH_WAY = 2


@page(VIEW)
def programmes(request):
    """Programmes with their services and code lists."""
    return render(request, "catalogue/programmes.html", {"programmes": queries.programmes()})


@page(VIEW)
def lists(request):
    return render(request, "catalogue/lists.html", {"lists": queries.code_lists()})


@page(VIEW)
def questions(request):
    return render(request, "catalogue/questions.html", {"questions": queries.all_questions()})


@page(VIEW)
def roles(request):
    """Roles with what they permit, in the words a granting officer reads."""
    labels = {permission.code: permission.label for permission in permissions.everything()}
    return render(request, "catalogue/roles.html", {"roles": queries.roles(), "labels": labels})


@page(VIEW)
def loads(request):
    listed = Paginator(queries.loads(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/loads.html", {"page": listed})


@page(VIEW)
def load(request, pk: int):
    """What one load changed, in the order it was done."""
    found = access.get_load(pk)
    listed = Paginator(found.changes, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalogue/load.html", {"load": found, "page": listed, "kinds": actions.KINDS})


@page("catalogue.calendar:view")
def calendar(request):
    """The year's holidays as deadlines see them, and every correction."""
    this_year = timezone.localdate().year
    years = range(this_year - YEARS_EACH_WAY, this_year + YEARS_EACH_WAY + 1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else this_year
    return render(
        request,
        "catalogue/calendar.html",
        {
            "year": year,
            "years": years,
            "holidays": queries.holidays_of(year),
            "corrections": queries.calendar_corrections(),
        },
    )


@page("catalogue.calendar:edit")
def correct(request):
    """A holiday more, or one less."""
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("day", "name", "declared_on", "source")}
        try:
            actions.correct_calendar(by=request.user, centre=request.centre, **given)
        except actions.NotCorrected as refused:
            form.add_error("day", str(refused))
        else:
            messages.success(request, "달력을 고쳤습니다. 이제부터 정하는 기한은 고친 달력을 따릅니다.")
            return redirect("catalogue:calendar")
    return render(request, "catalogue/correct.html", {"form": form}, status=422 if form.errors else 200)


@page("catalogue.calendar:edit")
def restore(request, pk: int):
    """Asks once more, then takes a correction back."""
    correction = access.get_correction(pk)
    if request.method == "POST":
        actions.restore_calendar(by=request.user, centre=request.centre, override=correction)
        messages.success(request, "고친 것을 지웠습니다. 이날은 다시 달력을 따릅니다.")
        return redirect("catalogue:calendar")
    return render(request, "catalogue/restore.html", {"correction": correction})
