"""Who gives a lecture: the pool of instructors, and the ranked list for one lecture."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.education import access, actions, queries, rules
from kwonik.education.forms import AssignForm, ConfirmForm, InstructorFilter
from kwonik.kernel.doors import link
from kwonik.people.answers import Given, form_of, tried
from kwonik.people.guard import page

from .answers import PER_PAGE, asked, shown

VIEW, RECORD = "education.lecture:view", "education.lecture:record"


@page(VIEW)
def instructors(request):
    """Everybody who may teach today, with what they taught in the days asked for."""
    today = timezone.localdate()
    form = InstructorFilter.of_year(request.GET, today, until=str(today))
    rows = form.narrow(queries.instructors(request.centre, today))
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": form,
        "form": form,
        "page": listed,
        "kinds": queries.kind_names(),
        "register_url": link(request, "people:appointments"),
    }
    return render(request, "education/instructors.html", context, status=422 if form.errors else 200)


@page(RECORD)
def assign(request, pk: int):
    """Instructors from the first to ask to the last, each with reasons and a button."""
    row = access.get_lecture(request.user, pk, RECORD)
    known = queries.candidates(row)
    form = form_of(request, AssignForm, known=list(known))
    if request.method == "POST" and form.is_valid():
        chosen = known[int(form.cleaned_data.pop("instructor"))][0]
        done = f"{chosen.name} 강사를 배정했습니다."
        if tried(request, Given(form), actions.assign_instructor, done, lecture=row, instructor=chosen):
            return redirect("education:lecture", pk)
    placed = rules.rank(queries.lesson(row), (instructor for _, instructor in known.values()))
    context = {
        "lecture": row,
        "known": known,
        "ranked": [one for one in placed if not one.barred],
        "barred": [one for one in placed if one.barred],
        "assigned": list(row.instructors.all()),
    }
    return shown(request, "assign", form, **context)


@page(RECORD)
def release(request, pk: int):
    """Takes an instructor off a lecture, after asking once more."""
    row = access.get_assignment(request.user, pk, RECORD)
    form = form_of(request, ConfirmForm)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("confirmed")
        if tried(request, Given(form), actions.release_instructor, "배정을 거두었습니다.", assignment=row):
            return redirect("education:lecture", row.lecture_id)
    back = reverse("education:lecture", args=(row.lecture_id,))
    return asked(
        request,
        form,
        f"{row.instructor.name} 강사의 배정을 거둘까요?",
        submit="배정 거두기",
        words="그 시각이 비고, 다른 강사를 배정할 수 있습니다.",
        danger=True,
        crumbs=[("교육", reverse("education:lectures")), (row.lecture.title, back)],
        cancel_url=back,
    )
