"""Sittings from both sides of the desk: the officer's of every course, the counsellor's of their own, and their notes."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import posted, tried
from kwonik.people.guard import page
from kwonik.wellbeing import access, actions, queries
from kwonik.wellbeing.access import MANAGE, OWN, VIEW
from kwonik.wellbeing.codes import SittingState
from kwonik.wellbeing.forms import NewSittingForm, NoteForm, SittingForm

from .asking import Trail, asked, fresh, go
from .courses import PER_PAGE
from .courses import trail as officers_trail


def _record(request, course: Any, trail: Trail, back: str):
    """Agreeing on a sitting, or writing one down that was."""
    today = timezone.localdate()
    form = NewSittingForm(
        posted(request), initial=fresh(state=SittingState.PLANNED, held_on=today, minutes=50)
    )
    done = "회기를 적었습니다."
    if tried(request, form, actions.record_sitting, done, course=course):
        return go(back, course.pk)
    return asked(
        request,
        form,
        title="회기 적기",
        trail=trail,
        cancel_url=reverse(f"wellbeing:{back}", args=(course.pk,)),
        hint="앞으로 할 회기는 '예정', 이미 한 회기는 '진행함'으로 적습니다. 번호는 날짜 차례로 매깁니다.",
    )


def _settle(request, sitting: Any, trail: Trail, back: str):
    form = SittingForm(posted(request), initial=SittingForm.as_stands(sitting))
    if tried(request, form, actions.settle_sitting, "회기를 고쳤습니다.", sitting=sitting):
        return go(back, sitting.pk)
    return asked(
        request,
        form,
        title=f"{sitting.number or '철회한'}회기 결과 적기",
        trail=trail,
        cancel_url=reverse(f"wellbeing:{back}", args=(sitting.pk,)),
    )


@page(MANAGE)
def record(request, pk: int):
    course = access.get_course(request.user, pk, MANAGE)
    return _record(request, course, officers_trail(course), "course")


@page(VIEW)
def sitting(request, pk: int):
    """One sitting as an officer sees it: that it was, never what was said."""
    row = access.get_sitting(request.user, pk)
    context = {
        "sitting": row,
        "trail": officers_trail(row.course),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "history": audit.history(row),
        "may_manage": request.may(MANAGE),
    }
    return render(request, "wellbeing/sitting.html", context)


@page(MANAGE)
def settle(request, pk: int):
    row = access.get_sitting(request.user, pk, MANAGE)
    return _settle(request, row, officers_trail(row.course), "sitting")


# -- a counsellor's own -----------------------------------------------------------------------------------------


def _own_trail(course: Any) -> Trail:
    return [
        ("내 상담", reverse("wellbeing:mine")),
        (course.reference, reverse("wellbeing:own-course", args=(course.pk,))),
    ]


@page(OWN)
def mine(request):
    """The counsellor's own courses and nobody else's."""
    rows = queries.courses(access.own_courses(request.user).filter(centre=request.centre))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    who = access.who(request.user, list(shown), action="wellbeing.course.view")
    return render(request, "wellbeing/mine.html", {"page": shown, "who": who})


@page(OWN)
def own_course(request, pk: int):
    row = access.get_own_course(request.user, pk)
    who = access.who(request.user, [row], action="wellbeing.course.view")
    context = {
        "course": row,
        "who": who.get(row.client_id, access.NOBODY),
        "sittings": queries.standing_sittings(row),
        "taken": queries.taken_of(row),
        "use": queries.use_of(row.client, row.service, timezone.localdate().year),
    }
    return render(request, "wellbeing/own_course.html", context)


@page(OWN)
def own_record(request, pk: int):
    course = access.get_own_course(request.user, pk)
    return _record(request, course, _own_trail(course), "own-course")


@page(OWN)
def own_sitting(request, pk: int):
    row = access.get_own_sitting(request.user, pk)
    return render(request, "wellbeing/own_sitting.html", {"sitting": row, "trail": _own_trail(row.course)})


@page(OWN)
def own_settle(request, pk: int):
    row = access.get_own_sitting(request.user, pk)
    return _settle(request, row, _own_trail(row.course), "own-sitting")


@page(OWN)
def note(request, pk: int):
    """The counsellor's sealed note: opened here and nowhere else, each opening logged."""
    row = access.get_own_sitting(request.user, pk)
    initial = None if request.method == "POST" else {"text": access.open_note(request.user, row)}
    form = NoteForm(posted(request), initial=initial)
    if tried(request, form, actions.write_note, "기록을 봉인해 저장했습니다.", sitting=row):
        return go("own-sitting", pk)
    return asked(
        request,
        form,
        title=f"{row.number or '철회한'}회기 상담 기록",
        trail=_own_trail(row.course),
        cancel_url=reverse("wellbeing:own-sitting", args=(pk,)),
        submit="봉인해 저장",
        hint="이 기록은 상담사 본인만 엽니다. 센터장도 사업 담당자도 열지 못하고, 보고서에는 횟수만 나갑니다.",
    )
