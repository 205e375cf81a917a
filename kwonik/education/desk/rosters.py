"""The roster of a lecture and its certificates: names are opened from the vault, and the opening is logged."""

from __future__ import annotations

from django.shortcuts import redirect, render
from django.urls import reverse

from kwonik.education import access, actions, queries
from kwonik.education.forms import AttendanceForm, ConfirmForm, EnrolForm
from kwonik.people.answers import Given, form_of, tried
from kwonik.people.guard import page

from .answers import asked

KEEP = "education.roster:keep"


@page(KEEP)
def roster(request, pk: int):
    """Who is on the roster; somebody more is put on it."""
    row = access.get_lecture(request.user, pk, KEEP)
    form = form_of(request, EnrolForm)
    if tried(request, form, actions.enrol, "명단에 올렸습니다.", lecture=row):
        return redirect("education:roster", pk)
    rows = list(queries.roster(row))
    context = {
        "lecture": row,
        "form": form,
        "rows": rows,
        "who": access.open_roster(request.user, rows, action="education.roster.view"),
    }
    return render(request, "education/roster.html", context, status=422 if form.errors else 200)


@page(KEEP)
def attendance(request, pk: int):
    """Who came to the end."""
    row = access.get_lecture(request.user, pk, KEEP)
    rows = list(queries.roster(row))
    who = access.open_roster(request.user, rows, action="education.roster.view")
    people = [(str(one.pk), who[one.pk].name) for one in rows]
    came = [str(one.pk) for one in rows if one.attended]
    form = form_of(request, AttendanceForm, people=people, came=came)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["attended"] = [int(one) for one in form.cleaned_data["attended"]]
        done = f"수료한 사람 {len(form.cleaned_data['attended'])}명을 적었습니다."
        if tried(request, Given(form), actions.mark_attendance, done, lecture=row) is not None:
            return redirect("education:roster", pk)
    return asked(request, form, "출석 적기", words="끝까지 참여한 사람에 표시하세요.", **_of(row))


@page(KEEP)
def certificates(request, pk: int):
    """수료증, one a page when printed; whoever came and has none yet gets a number first."""
    row = access.get_lecture(request.user, pk, KEEP)
    form = form_of(request, ConfirmForm)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("confirmed")
        if tried(request, Given(form), actions.issue_certificates, "수료증 번호를 매겼습니다.", lecture=row):
            return redirect("education:certificates", pk)
    rows = [one for one in queries.roster(row) if one.attended]
    ready = [one for one in rows if one.certificate]
    context = {
        "lecture": row,
        "form": form,
        "waiting": len(rows) - len(ready),
        "rows": ready,
        "who": access.open_roster(request.user, ready, action="education.certificate.print"),
    }
    return render(request, "education/certificates.html", context, status=422 if form.errors else 200)


@page(KEEP)
def strike(request, pk: int):
    """Takes somebody off the roster, after asking once more."""
    attendee = access.get_attendee(request.user, pk)
    form = form_of(request, ConfirmForm)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("confirmed")
        if tried(request, Given(form), actions.strike, "명단에서 뺐습니다.", attendee=attendee):
            return redirect("education:roster", attendee.lecture_id)
    who = access.open_roster(request.user, [attendee], action="education.roster.view")
    given = _of(attendee.lecture) | {
        "submit": "명단에서 빼기",
        "words": "잘못 올린 사람만 뺍니다.",
        "danger": True,
    }
    return asked(request, form, f"{who[attendee.pk].name} 님을 명단에서 뺄까요?", **given)


def _of(row) -> dict:
    back = reverse("education:roster", args=(row.pk,))
    crumbs = [
        ("교육", reverse("education:lectures")),
        (row.title, reverse("education:lecture", args=(row.pk,))),
        ("명단", back),
    ]
    return {"crumbs": crumbs, "cancel_url": back}
