"""The catalogue's doors: what the profile loaded, when it was loaded, and the corrections of the calendar."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from kwonik.kernel import permissions, reckoned
from kwonik.kernel.reckoned import Preview
from kwonik.people.guard import page

from . import access, actions, queries
from .forms import CorrectionForm, ProgrammeForm, ServiceForm, ShapeForm

VIEW, EDIT = "catalogue.profile:view", "catalogue.programme:edit"
PER_PAGE = 50
YEARS_EACH_WAY = 2


@page(VIEW)
def programmes(request):
    """Programmes with their services and code lists."""
    context = {"programmes": queries.programmes(request.centre)}
    return render(request, "catalogue/programmes.html", context)


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


@page(EDIT)
def own(request):
    """The programmes that this centre made itself."""
    return render(request, "catalogue/own.html", {"programmes": queries.own_programmes(request.centre)})


@page(EDIT)
def add_programme(request):
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_programme(by=request.user, centre=request.centre, **form.cleaned_data)
        except actions.NotMade as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"'{made.name}' 사업을 만들었습니다. 이제 적을 서비스를 더하세요.")
            return redirect("catalogue:add_service", made.pk)
    return render(request, "catalogue/add_programme.html", {"form": form}, status=422 if form.errors else 200)


@page(EDIT)
def add_service(request, pk: int):
    """Two steps under one address: the shape (`?shape=`), then names, kinds and what is asked."""
    programme = access.get_own_programme(request.centre, pk)
    chosen = ShapeForm(request.GET if "shape" in request.GET else None)
    if not chosen.is_valid():
        context = {"form": chosen, "programme": programme}
        return render(request, "catalogue/choose_shape.html", context, status=422 if chosen.errors else 200)
    shape = chosen.cleaned_data["shape"]
    form = ServiceForm(request.POST or None, shape=shape)
    if request.method == "POST" and form.is_valid():
        extra = {"counting": form.cleaned_data["counting"]} if "counting" in form.fields else {}
        given = {"by": request.user, "centre": request.centre, **form.given(), **extra}
        try:
            made = actions.add_service(programme=programme, shape=shape, **given)
        except actions.NotMade as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"'{made.name}' 서비스를 만들었습니다. 지금부터 적을 수 있습니다.")
            return redirect("catalogue:own")
    context = {"form": form, "programme": programme, "shape": form.shape.label}
    return render(request, "catalogue/add_service.html", context, status=422 if form.errors else 200)


@page(EDIT)
def change_service(request, pk: int):
    service = access.get_own_service(request.centre, pk)
    labels = [code.label for code in queries.kinds(service) if code.retired_on is None]
    initial = {"name": service.name, "kinds": "\n".join(labels), **service.words}
    form = ServiceForm(request.POST or None, shape=service.shape, asks=service.asks, initial=initial)
    form.fields.pop("counting", None)  # numbers already counted one way cannot be read the other way
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_service(by=request.user, centre=request.centre, service=service, **form.given())
        except actions.NotMade as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "서비스를 고쳤습니다. 이미 적은 기록은 그대로입니다.")
            return redirect("catalogue:own")
    context = {"form": form, "service": service}
    return render(request, "catalogue/change_service.html", context, status=422 if form.errors else 200)


@page(EDIT)
def retire_service(request, pk: int):
    """Asks once more; the same page takes a retirement back."""
    service = access.get_own_service(request.centre, pk)
    if request.method == "POST":
        act = actions.retire_service if service.retired_on is None else actions.revive_service
        try:
            act(by=request.user, centre=request.centre, service=service)
        except actions.NotMade as refused:
            messages.error(request, str(refused))
        else:
            said = (
                "다시 쓰기로 했습니다."
                if service.retired_on
                else "그만 쓰기로 했습니다. 적은 기록은 남습니다."
            )
            messages.success(request, f"'{service.name}' 서비스를 {said}")
        return redirect("catalogue:own")
    return render(request, "catalogue/retire_service.html", {"service": service})


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
    """A holiday more, or one less. Where reckoned days move with it they are listed first, and confirmed."""
    form = CorrectionForm(request.POST or None)
    moving: list[Preview] = []
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("day", "name", "declared_on", "source")}
        try:
            actions.check_correction(given["day"], given["name"])
            calendar = queries.corrected_calendar(given["day"], given["name"])
            moving = reckoned.previews(request.user, request.centre, calendar)
            if not form.has_seen(moving):
                context = {"form": form.showing(moving), "moving": moving}
                return render(request, "catalogue/correct.html", context)
            actions.correct_calendar(by=request.user, centre=request.centre, **given)
        except actions.NotCorrected as refused:
            form.add_error("day", str(refused))
        else:
            messages.success(request, _corrected(moving))
            return redirect("catalogue:calendar")
    context = {"form": form, "moving": moving}
    return render(request, "catalogue/correct.html", context, status=422 if form.errors else 200)


@page("catalogue.calendar:edit")
def restore(request, pk: int):
    """Asks once more, with the reckoned days that move, then takes a correction back."""
    correction = access.get_correction(pk)
    if request.method == "POST":
        actions.restore_calendar(by=request.user, centre=request.centre, override=correction)
        messages.success(request, "고친 것을 지웠습니다. 이날은 다시 달력을 따릅니다.")
        return redirect("catalogue:calendar")
    calendar = queries.corrected_calendar(correction.day, None)
    moving = reckoned.previews(request.user, request.centre, calendar)
    return render(request, "catalogue/restore.html", {"correction": correction, "moving": moving})


def _corrected(moving: list[Preview]) -> str:
    moved = sum(one.count + one.elsewhere for one in moving)
    told = f" 마지막 날이 바뀐 기한 {moved}건을 다시 셌습니다." if moved else ""
    return f"달력을 고쳤습니다.{told} 이제부터 정하는 기한은 고친 달력을 따릅니다."
