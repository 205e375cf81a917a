"""Writing a consultation down: the intake page, its drafts, the repeat caller, the suggestions; and amending."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.counselling import access, actions, queries
from kwonik.counselling.codes import ContactState
from kwonik.counselling.forms import IntakeForm
from kwonik.counselling.forms.intake import NAMED, differences, initial_of
from kwonik.people import actions as people
from kwonik.people.codes import Purpose
from kwonik.people.guard import page
from kwonik.people.rules import Refused

from .answers import link

RECORD, AMEND = "counselling.consultation:record", "counselling.consultation:amend"
AMEND_DRAFT = "amend"
NOT_TYPED = {"csrfmiddlewaretoken", "draft", "find"}


@dataclass(frozen=True)
class Cause:
    """What a consultation answers or belongs to: a hotline call, a referral, a booth; carried in hidden fields."""

    contact: Any = None
    referral: Any = None
    booth: Any = None

    @classmethod
    def of(cls, account, values) -> Cause:
        """Read from an address or a form; whatever the account may not see is not found."""
        return cls(
            **{
                name: get(account, int(values[name]))
                for name, get in _GETTERS.items()
                if str(values.get(name, "")).isdecimal()
            }
        )

    @property
    def hidden(self) -> list[tuple[str, int]]:
        named = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, row.pk) for name, row in named if row is not None]

    def told(self, account) -> dict[str, Any]:
        """What is known before anybody types: who rang and what they said, from which district."""
        row = self.contact or self.referral
        if row is None:
            return {}
        sealed = self.contact.note if self.contact else self.referral.message
        caller = access.open_caller(account, sealed, action="counselling.consultation.record")
        told: dict[str, Any] = {"name": caller.name, "phone": caller.phone, "memo": caller.text}
        if caller.name or caller.phone:
            told["whose"] = NAMED
        if self.contact and self.contact.district:
            told["district"] = self.contact.district.code
        return told


_GETTERS = {"contact": access.get_contact, "referral": access.get_referral, "booth": access.get_booth}


@page(RECORD)
def new(request, service: str):
    """Gives the page a token of its own, so that reloading, coming back or logging in again finds the same page."""
    access.get_service(service)
    return redirect(_with_query(reverse("counselling:record", args=(service, uuid4())), request))


def _with_query(address: str, request) -> str:
    return f"{address}?{query}" if (query := request.GET.urlencode()) else address


@page(RECORD)
def record(request, service: str, token: UUID):
    """The intake page. What was already stored under this token is shown instead of being stored again."""
    found = access.get_service(service)
    if stored := queries.by_token(token, request.centre, request.user):
        return _stored(request, stored)
    if request.method != "POST":
        typed = people.draft(by=request.user, form=queries.RECORD_DRAFT + service, subject=str(token))
        values = {name: value[-1] for name, value in (typed or {}).items() if value} or request.GET
        cause = Cause.of(request.user, values)
        if cause.contact and cause.contact.state == ContactState.TAKEN:
            messages.info(request, "이미 상담으로 적은 전화입니다.")
            return redirect("counselling:consultation", cause.contact.consultation_id)
        if typed:
            form = _shown_again(request, found, cause, typed)
            messages.info(request, "쓰던 상담을 불러왔습니다. 이어서 쓰세요.")
        else:
            form = _form(request, found, cause, initial=cause.told(request.user))
        return _intake(request, found, token, form, cause)
    cause = Cause.of(request.user, request.POST)
    if "find" in request.POST:
        return _intake(
            request, found, token, _shown_again(request, found, cause, dict(request.POST.lists())), cause
        )
    form = _form(request, found, cause, data=request.POST)
    if form.is_valid():
        try:
            stored = actions.record_consultation(
                by=request.user,
                centre=request.centre,
                service=found,
                intake=form.intake(),
                token=token,
                contact=cause.contact,
                referral=cause.referral,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{stored.reference} 상담을 저장했습니다.")
            return _stored(request, stored)
    return _intake(request, found, token, form, cause, status=422)


def _form(request, service, cause: Cause, **kwargs: Any) -> IntakeForm:
    return IntakeForm(
        service=service, centre=request.centre, today=timezone.localdate(), booth=cause.booth, **kwargs
    )


def _shown_again(request, service, cause: Cause, typed: dict[str, list[str]]) -> IntakeForm:
    """A form that shows what was typed without judging it."""
    bound = _form(request, service, cause, data=_multi(typed))
    return _form(request, service, cause, initial=bound.as_typed())


def _multi(typed: dict[str, list[str]]):
    from django.utils.datastructures import MultiValueDict

    return MultiValueDict(typed)


def _stored(request, stored):
    if stored.booth_id:
        return redirect(reverse("counselling:booth", args=(stored.booth_id,)) + "#quick")
    return redirect("counselling:consultation", stored.pk)


def _intake(request, service, token: UUID, form: IntakeForm, cause: Cause, status: int = 200):
    typed = {name: form[name].value() or "" for name in ("name", "phone", "client")}
    callers = _callers(request, typed) if form["whose"].value() == NAMED else []
    drafts = [draft for draft in queries.unfinished(request.user) if draft.subject != str(token)]
    context = {
        "service": service,
        "services": queries.services(),
        "token": token,
        "form": form,
        "cause": cause,
        "callers": callers,
        "searched": bool(typed["name"] or typed["phone"]),
        "chosen": typed["client"],
        "drafts": [(draft.form.removeprefix(queries.RECORD_DRAFT), draft) for draft in drafts],
    }
    return render(request, "counselling/record.html", context, status=status)


def _callers(request, typed) -> list:
    return access.find_callers(
        request.user, request.centre, typed.get("name", ""), typed.get("phone", ""), typed.get("client", "")
    )


@page(RECORD)
@require_POST
def find(request):
    """Search-before-create: who of that name or number came before, and what for. A POST, so no name is in an address."""
    typed = {name: request.POST.get(name, "").strip() for name in ("name", "phone", "client")}
    context = {
        "callers": _callers(request, typed),
        "searched": bool(typed["name"] or typed["phone"]),
        "chosen": typed["client"],
    }
    return render(request, "counselling/_callers.html", context)


@page(RECORD)
def workplaces(request):
    """Names of workplaces the centre has talked about before, while one is being typed."""
    found = queries.workplaces_like(request.GET.get("workplace", ""), request.centre)
    return render(request, "counselling/_workplaces.html", {"workplaces": found})


@page(RECORD)
@require_POST
def save_draft(request, service: str, token: UUID):
    """Keeps what is typed so far: three seconds after the last key, or by the 임시저장 button without scripts."""
    access.get_service(service)
    if stored := queries.by_token(token, request.centre, request.user):
        return _stored(request, stored)
    return _kept(
        request,
        queries.RECORD_DRAFT + service,
        str(token),
        reverse("counselling:record", args=(service, token)),
    )


@page(RECORD)
@require_POST
def drop_draft(request, service: str, token: UUID):
    people.drop_draft(by=request.user, form=queries.RECORD_DRAFT + service, subject=str(token))
    messages.success(request, "쓰던 상담을 버렸습니다.")
    return redirect("counselling:new", service)


def _kept(request, form: str, subject: str, back: str):
    values = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    try:
        people.save_draft(by=request.user, centre=request.centre, form=form, subject=subject, values=values)
    except Refused as refusal:
        if request.htmx:
            return render(request, "counselling/_draft.html", {"refused": str(refusal), "at": None})
        messages.error(request, str(refusal))
        return redirect(back)
    if request.htmx:
        return render(request, "counselling/_draft.html", {"refused": "", "at": timezone.now()})
    messages.success(request, "임시저장했습니다.")
    return redirect(back)


# -- amending -------------------------------------------------------------------------------------------------


@page(AMEND)
def amend(request, pk: int):
    """The same page over a record; who comes second sees both versions and decides."""
    stored = access.get_consultation(request.user, pk, AMEND)
    draft = (
        people.draft(by=request.user, form=AMEND_DRAFT, subject=str(pk)) if request.method != "POST" else None
    )
    if request.method != "POST" and not draft:
        file = access.open_file(request.user, stored, purpose=Purpose.CORRECTION, action="counselling.amend")
        form = _amend_form(request, stored, initial=initial_of(stored, file.memo))
        return _amending(request, stored, form, stored.version)
    if draft or "find" in request.POST:
        typed = _multi(draft or dict(request.POST.lists()))
        form = _amend_form(request, stored, initial=_amend_form(request, stored, data=typed).as_typed())
        return _amending(request, stored, form, _version(typed, stored))
    form = _amend_form(request, stored, data=request.POST)
    version = _version(request.POST, stored)
    clash: list = []
    if form.is_valid():
        try:
            actions.amend_consultation(
                by=request.user, consultation=stored, intake=form.intake(), version=version
            )
        except actions.Overtaken as overtaken:
            version, clash = _clash(request, form, overtaken)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            people.drop_draft(by=request.user, form=AMEND_DRAFT, subject=str(pk))
            messages.success(request, "고친 내용을 저장했습니다.")
            return redirect("counselling:consultation", pk)
    return _amending(request, stored, form, version, clash, status=409 if clash else 422)


def _amend_form(request, stored, **kwargs: Any) -> IntakeForm:
    return IntakeForm(
        service=stored.service,
        centre=stored.centre,
        today=timezone.localdate(),
        stored=stored,
        booth=stored.booth,
        **kwargs,
    )


def _version(values, stored) -> int:
    given = str(values.get("version", ""))
    return int(given) if given.isdecimal() else stored.version


def _clash(request, form: IntakeForm, overtaken: actions.Overtaken) -> tuple[int, list]:
    """The version to save over next time, and (field, theirs, mine) for everything that differs."""
    now = access.get_consultation(request.user, overtaken.current.pk, AMEND)
    file = access.open_file(request.user, now, purpose=Purpose.CORRECTION, action="counselling.amend")
    form.add_error(None, str(overtaken))
    return now.version, differences(form, initial_of(now, file.memo))


def _amending(request, stored, form: IntakeForm, version: int, clash: list | None = None, status: int = 200):
    typed = {name: form[name].value() or "" for name in ("name", "phone", "client")}
    callers = _callers(request, typed) if form["whose"].value() == NAMED else []
    context = {
        "consultation": stored,
        "form": form,
        "version": version,
        "clash": clash or [],
        "callers": callers,
        "searched": bool(typed["name"] or typed["phone"]),
        "chosen": typed["client"],
        "client_url": link("people:client", stored.client_id) if stored.client_id else "",
    }
    return render(request, "counselling/amend.html", context, status=status)


@page(AMEND)
@require_POST
def save_amend_draft(request, pk: int):
    access.get_consultation(request.user, pk, AMEND)
    return _kept(request, AMEND_DRAFT, str(pk), reverse("counselling:amend", args=(pk,)))


@page(AMEND)
@require_POST
def drop_amend_draft(request, pk: int):
    people.drop_draft(by=request.user, form=AMEND_DRAFT, subject=str(pk))
    messages.success(request, "고치던 내용을 버렸습니다.")
    return redirect("counselling:consultation", pk)
