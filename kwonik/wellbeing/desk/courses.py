"""An officer's doors: the list of courses, a new one, its page, changing, extending and closing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import posted, tried
from kwonik.people.guard import page
from kwonik.wellbeing import access, actions, queries
from kwonik.wellbeing.access import MANAGE, VIEW
from kwonik.wellbeing.forms import AgainForm, AmendCourseForm, CloseForm, CourseFilter, CourseForm, ExtendForm

from .asking import asked, confirmed, fresh, go

PER_PAGE = 50
NEW = "new"


@page(VIEW)
def courses(request):
    """Courses with masked names, how many sittings were held and when the next one is."""
    form = CourseFilter(request.GET)
    rows = form.narrow(access.courses(request.user, request.centre))
    shown = Paginator(queries.courses(rows), PER_PAGE).get_page(request.GET.get("page"))
    who = access.who(request.user, list(shown), action="wellbeing.course.view")
    context = {"filter": form, "page": shown, "who": who}
    return render(request, "wellbeing/courses.html", context, status=200 if form.is_valid() else 422)


@page(MANAGE)
def new(request):
    """Search before create: who of that name or number came before is shown, to be chosen or not."""
    service = queries.services().first()
    if service is None:
        messages.error(request, "심리상담 서비스가 없습니다. 프로필을 먼저 읽어 오세요.")
        return redirect("wellbeing:courses")
    today = timezone.localdate()
    options = {"service": service, "centre": request.centre, "today": today}
    if request.method != "POST":
        form = CourseForm(**options, initial=fresh(opened_on=today))
        return _new_page(request, form, [], "")
    name, phone = request.POST.get("name", "").strip(), request.POST.get("phone", "").strip()
    found = access.find_clients(request.user, request.centre, name, phone) if name or phone else []
    chosen = request.POST.get("client", "")
    if "find" in request.POST:
        return _new_page(request, CourseForm(**options, initial=request.POST.dict()), found, chosen)
    form = CourseForm(request.POST, **options)
    client = next((client for client, _ in found if str(client.pk) == chosen), None)
    if found and client is None and chosen != NEW:
        form.add_error("name", "이 이름이나 번호의 내담자가 이미 있습니다. 아래에서 고르세요.")
    course = tried(
        request,
        form,
        actions.open_course,
        "심리상담을 열었습니다. 회기를 잡으세요.",
        centre=request.centre,
        service=service,
        client=client,
    )
    return go("course", course.pk) if course else _new_page(request, form, found, chosen)


def _new_page(request, form, found, chosen: str):
    context = {
        "form": form,
        "found": found,
        "chosen": chosen,
        "searched": bool(form["name"].value() or form["phone"].value()) and request.method == "POST",
    }
    return render(request, "wellbeing/new.html", context, status=422 if form.errors else 200)


@page(VIEW)
def course(request, pk: int):
    """One course: who, by whom, its sittings, and what the year leaves over all routes. Notes are not here."""
    row = access.get_course(request.user, pk)
    who = access.who(request.user, [row], action="wellbeing.course.view")
    context = {
        "course": row,
        "who": who.get(row.client_id, access.NOBODY),
        "sittings": queries.sittings_of(row),
        "taken": queries.taken_of(row),
        "use": queries.use_of(row.client, row.service, timezone.localdate().year),
        "extensions": queries.extensions_of(row),
        "history": audit.history(row),
        "client_url": link(request, "people:client", row.client_id),
        "may_manage": request.may(MANAGE),
    }
    return render(request, "wellbeing/course.html", context)


def trail(row: Any) -> list[tuple[str, str]]:
    return [
        ("심리상담", reverse("wellbeing:courses")),
        (row.reference, reverse("wellbeing:course", args=(row.pk,))),
    ]


@page(MANAGE)
def amend(request, pk: int):
    row = access.get_course(request.user, pk, MANAGE)
    form = AmendCourseForm(posted(request), course=row, today=timezone.localdate())
    if tried(request, form, actions.amend_course, "고쳤습니다.", course=row):
        return go("course", pk)
    back = reverse("wellbeing:course", args=(pk,))
    hint = "상담사가 쓴 기록이 있으면 상담사를 바꿀 수 없습니다. 그때는 이 상담을 마치고 새로 엽니다."
    return asked(request, form, title="상담사와 유형 고치기", trail=trail(row), cancel_url=back, hint=hint)


@page(MANAGE)
def extend(request, pk: int):
    row = access.get_course(request.user, pk, MANAGE)
    form = ExtendForm(posted(request), initial=fresh(year=timezone.localdate().year))
    if tried(request, form, actions.extend_course, "회기를 늘렸습니다.", course=row):
        return go("course", pk)
    return asked(
        request,
        form,
        title="회기 늘리기",
        trail=trail(row),
        cancel_url=reverse("wellbeing:course", args=(pk,)),
        hint="한 사람이 한 해에 받을 수 있는 회기와 이 상담의 회기가 함께 늘어납니다.",
    )


@page(MANAGE)
def close(request, pk: int):
    row = access.get_course(request.user, pk, MANAGE)
    form = CloseForm(posted(request), initial={"closed_on": timezone.localdate()})
    if tried(request, form, actions.close_course, "상담을 마쳤습니다.", course=row):
        return go("course", pk)
    back = reverse("wellbeing:course", args=(pk,))
    return asked(request, form, title="상담 마치기", trail=trail(row), cancel_url=back, submit="마치기")


@page(MANAGE)
def reopen(request, pk: int):
    row = access.get_course(request.user, pk, MANAGE)
    form = AgainForm(posted(request))
    if request.method == "POST":
        del form.fields["again"]
    if tried(request, form, actions.reopen_course, "상담을 다시 열었습니다.", course=row):
        return go("course", pk)
    return confirmed(
        request,
        form,
        title="마친 상담을 다시 열까요?",
        trail=trail(row),
        cancel_url=reverse("wellbeing:course", args=(pk,)),
        submit="다시 열기",
        text="다시 열면 회기를 더 적을 수 있습니다.",
    )
