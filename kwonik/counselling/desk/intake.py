"""Writing a consultation down: the intake page and its drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.counselling import access, actions, queries
from kwonik.counselling.codes import REQUEST_OPEN, ContactState
from kwonik.counselling.forms import IntakeForm
from kwonik.counselling.forms.panel import Panel
from kwonik.people import actions as people
from kwonik.people.guard import page
from kwonik.people.rules import Refused

from . import panel
from .callers import as_data, found_for, posted
from .causes import Cause

RECORD = "counselling.consultation:record"


@page(RECORD)
def start(request):
    """The menu's door: the profile's first consultation service; the page itself leads to the others."""
    first = queries.services().first()
    if first is None:
        messages.error(request, "상담 서비스가 없습니다. 프로필을 먼저 읽어 오세요.")
        return redirect("counselling:consultations")
    return redirect("counselling:new", first.code)


@page(RECORD)
def new(request, service: str):
    """Gives the page a token of its own, so that reloading or logging in again comes back to the same page."""
    access.get_service(service)
    address = reverse("counselling:record", args=(service, uuid4()))
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


@page(RECORD)
def record(request, service: str, token: UUID):
    """The intake page. What this very page was already stored as is shown instead of being stored again."""
    kind = access.get_service(service)
    if stored := queries.by_token(token, request.centre, request.user):
        return _goes_on(stored)
    if request.method == "POST":
        return _posted(request, kind, token)
    typed = people.draft(by=request.user, form=queries.RECORD_DRAFT + service, subject=str(token))
    if typed:
        messages.info(request, "쓰던 상담을 불러왔습니다. 이어서 쓰세요.")
        cause = Cause.of(request.user, as_data(typed))
        form = _shown_again(request, kind, cause, typed)
        return _page(request, kind, token, cause, form, beside=panel.shown(as_data(typed), cause.given))
    cause = Cause.of(request.user, request.GET)
    if cause.contact and cause.contact.state == ContactState.TAKEN:
        messages.info(request, "이미 상담으로 적은 전화입니다.")
        return redirect("counselling:consultation", cause.contact.consultation_id)
    if cause.request and cause.request.state not in REQUEST_OPEN:
        messages.info(request, "이미 끝난 상담 신청입니다.")
        return redirect("counselling:request", cause.request.pk)
    return _page(request, kind, token, cause, _form(request, kind, cause, initial=cause.told(request.user)))


def _posted(request, kind, token: UUID):
    cause = Cause.of(request.user, request.POST)
    if panel.BUTTON in request.POST:
        return _panel(request, kind, token, cause)
    if "find" in request.POST:
        return _page(request, kind, token, cause, _shown_again(request, kind, cause, posted(request)))
    form = _form(request, kind, cause, data=request.POST)
    if form.is_valid():
        try:
            stored = actions.record_consultation(
                by=request.user,
                centre=request.centre,
                service=kind,
                intake=form.intake(),
                token=token,
                contact=cause.contact,
                referral=cause.referral,
                request=cause.request,
                calculations=access.kept_calculations(request.POST.getlist("calculations")),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{stored.reference} 상담을 저장했습니다.")
            return _goes_on(stored)
    return _page(request, kind, token, cause, form, status=422)


def _panel(request, kind, token: UUID, cause: Cause):
    """What a button of the calculator asks for; without scripts on the whole page again."""
    beside, values = panel.worked(request, queries.RECORD_DRAFT + kind.code, str(token), cause.given)
    if request.htmx:
        return panel.part(request, beside)
    form = _shown_again(request, kind, cause, values)
    form.fields["party"].widget.focused = False
    return _page(request, kind, token, cause, form, 422 if beside.refused else 200, beside)


def _form(request, kind, cause: Cause, **kwargs: Any) -> IntakeForm:
    return IntakeForm(
        service=kind, centre=request.centre, today=timezone.localdate(), booth=cause.booth, **kwargs
    )


def _shown_again(request, kind, cause: Cause, typed: dict[str, list[str]]) -> IntakeForm:
    """A form that shows what was typed without judging it."""
    bound = _form(request, kind, cause, data=as_data(typed))
    return _form(request, kind, cause, initial=bound.as_typed())


def _goes_on(stored):
    if stored.booth_id:
        return redirect(reverse("counselling:booth", args=(stored.booth_id,)) + "#quick")
    return redirect("counselling:consultation", stored.pk)


def _page(
    request,
    kind,
    token: UUID,
    cause: Cause,
    form: IntakeForm,
    status: int = 200,
    beside: Panel | None = None,
):
    drafts = [draft for draft in queries.unfinished(request.user) if draft.subject != str(token)]
    context = {
        "service": kind,
        "services": list(queries.services()),
        "token": token,
        "form": form,
        "cause": cause,
        "panel": beside or panel.shown(request.POST or panel.typed_in(form), cause.given),
        "drafts": [(draft.form.removeprefix(queries.RECORD_DRAFT), draft) for draft in drafts],
        **found_for(request, form),
    }
    return render(request, "counselling/record.html", context, status=status)


@page(RECORD)
def workplaces(request):
    """Names of workplaces the centre has talked about before, while one is being typed."""
    like = queries.workplaces_like(request.GET.get("workplace", ""), request.centre)
    return render(request, "counselling/_workplaces.html", {"workplaces": like})


@page(RECORD)
@require_POST
def save_draft(request, service: str, token: UUID):
    """Keeps what is typed so far: three seconds after the last key, or by the 임시저장 button without scripts."""
    access.get_service(service)
    if stored := queries.by_token(token, request.centre, request.user):
        return _goes_on(stored)
    back = reverse("counselling:record", args=(service, token))
    return kept(request, queries.RECORD_DRAFT + service, str(token), back)


@page(RECORD)
@require_POST
def drop_draft(request, service: str, token: UUID):
    people.drop_draft(by=request.user, form=queries.RECORD_DRAFT + service, subject=str(token))
    messages.success(request, "쓰던 상담을 버렸습니다.")
    return redirect("counselling:new", service)


def kept(request, form: str, subject: str, back: str):
    """Stores a draft and says so: inside the page by htmx, else on the page again."""
    refused = ""
    try:
        people.save_draft(
            by=request.user, centre=request.centre, form=form, subject=subject, values=posted(request)
        )
    except Refused as refusal:
        refused = str(refusal)
    if request.htmx:
        return render(request, "counselling/_draft.html", {"refused": refused, "at": timezone.now()})
    if refused:
        messages.error(request, refused)
    else:
        messages.success(request, "임시저장했습니다. 나중에 '오늘 할 일'에서 이어 쓸 수 있습니다.")
    return redirect(back)
