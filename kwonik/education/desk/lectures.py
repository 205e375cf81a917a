"""Lectures: the list, planning one, its page, what came of it."""

from __future__ import annotations

from uuid import uuid4

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.education import access, actions, queries
from kwonik.education.forms import AmendLectureForm, LectureFilter, LectureForm, ResultForm
from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import form_of, tried
from kwonik.people.guard import page
from kwonik.people.rules import Stale

from .answers import PER_PAGE, asked

VIEW, RECORD = "education.lecture:view", "education.lecture:record"
TYPED = (
    *("title", "kind", "series", "audience", "held_on", "starts_at", "ends_at", "place", "district"),
    *("classes", "people_registered", "note"),
)


@page(VIEW)
def lectures(request):
    """The year's lectures with their totals, narrowed by what is asked."""
    form = LectureFilter.of_year(request.GET, timezone.localdate())
    rows = form.narrow(access.lectures(request.user).filter(centre=request.centre))
    listed = queries.lectures(rows).order_by("-held_on", "-pk")
    context = {
        "filter": form,
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "totals": queries.totals(rows),
        "services": queries.services(),
    }
    return render(request, "education/lectures.html", context, status=422 if form.errors else 200)


@page(VIEW)
def lecture(request, pk: int):
    row = access.get_lecture(request.user, pk)
    context = {
        "lecture": row,
        "instructors": list(row.instructors.all()),
        "roster": queries.roster(row).count(),
        "history": audit.history(row),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "request_url": link(request, "education:request", row.request_id) if row.request_id else "",
        "today": timezone.localdate(),
    }
    return render(request, "education/lecture.html", context)


@page(RECORD)
def new_lecture(request, service: str):
    """Plans a lecture nobody asked for, or writes one down."""
    found = access.get_service(service)
    form = form_of(request, LectureForm, service=found, initial={"form_token": uuid4()})
    row = tried(
        request, form, actions.plan_lecture, "교육을 잡았습니다.", centre=request.centre, service=found
    )
    if row:
        return redirect("education:lecture", row.pk)
    back = reverse("education:lectures")
    return asked(request, form, f"{found} 잡기", crumbs=[("교육", back)], cancel_url=back)


@page(RECORD)
def plan(request, pk: int):
    """Plans a lecture for a request that was taken on."""
    wanted = access.get_request(request.user, pk)
    initial = {
        "form_token": uuid4(),
        "kind": wanted.kind_id,
        "title": wanted.kind.label,
        "audience": wanted.applicant,
        "held_on": wanted.wished_on,
        "place": wanted.place,
        "district": wanted.district_id,
        "classes": wanted.classes,
        "people_registered": wanted.people,
    }
    form = form_of(request, LectureForm, service=wanted.service, initial=initial)
    facts = {"centre": wanted.centre, "service": wanted.service, "request": wanted}
    row = tried(request, form, actions.plan_lecture, "교육을 잡았습니다. 강사를 배정하세요.", **facts)
    if row:
        return redirect("education:assign", row.pk)
    back = reverse("education:request", args=(pk,))
    crumbs = [("교육 신청", reverse("education:requests")), (wanted.reference, back)]
    return asked(request, form, "이 신청으로 교육 잡기", sub=wanted.applicant, crumbs=crumbs, cancel_url=back)


@page(RECORD)
def amend_lecture(request, pk: int):
    row = access.get_lecture(request.user, pk, RECORD)
    initial = {name: getattr(row, name) for name in TYPED} | {"version": row.version}
    form = form_of(request, AmendLectureForm, service=row.service, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            done = tried(request, form, actions.amend_lecture, "고친 내용을 저장했습니다.", lecture=row)
        except Stale as stale:
            done = None
            form.renew(access.get_lecture(request.user, pk).version, str(stale))
        if done:
            return redirect("education:lecture", pk)
    return asked(request, form, "교육 고치기", **_of(row))


@page(RECORD)
def result(request, pk: int):
    """How many came to the end."""
    row = access.get_lecture(request.user, pk, RECORD)
    names = ("people_completed", "people_registered", "classes", "satisfaction", "answered")
    form = form_of(request, ResultForm, initial={name: getattr(row, name) for name in names})
    if tried(request, form, actions.record_result, "교육 결과를 적었습니다.", lecture=row):
        return redirect("education:lecture", pk)
    return asked(request, form, "교육 결과 적기", **_of(row))


def _of(row) -> dict:
    back = reverse("education:lecture", args=(row.pk,))
    crumbs = [("교육", reverse("education:lectures")), (row.title, back)]
    return {"sub": f"{row.held_on:%Y. %-m. %-d.} {row.audience}", "crumbs": crumbs, "cancel_url": back}
