"""Opening a case, writing its facts, correcting its head."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.counselling import access as counselling
from kwonik.kernel.doors import link
from kwonik.people import actions as people
from kwonik.people.codes import Purpose
from kwonik.people.guard import page
from kwonik.people.rules import Refused
from kwonik.remedy import access, actions, queries
from kwonik.remedy.forms import AmendForm, FactsForm, OpenForm
from kwonik.remedy.forms.cases import initial_from, initial_of

from .answers import form_of, shown, stand_at, to_case, tried

OPEN, EDIT = "remedy.case:open", "remedy.case:edit"
OPEN_DRAFT, FACTS_DRAFT = "remedy.open", "remedy.facts"
NOT_TYPED = {"csrfmiddlewaretoken", "draft", "find", "form_token"}


@page(OPEN)
def open_case(request):
    """A new case, from a consultation (whose client, workplace and issue it takes over) or without one."""
    service = _service(request)
    consultation = _consultation(request)
    subject = str(consultation.pk) if consultation else ""
    given: dict[str, Any] = {"service": service, "centre": request.centre, "today": timezone.localdate()}
    if request.method == "POST" and "find" not in request.POST:
        form = OpenForm(request.POST, **given)
        if form.is_valid():
            opened = tried(
                request,
                form,
                actions.open_case,
                "사건을 열었습니다.",
                centre=request.centre,
                service=service,
                particulars=form.particulars(),
                consultation=consultation,
                facts=form.cleaned_data["facts"],
            )
            if opened:
                people.drop_draft(by=request.user, form=OPEN_DRAFT, subject=subject)
                return to_case(request, opened)
    else:
        form = OpenForm(initial=_told(request, consultation, subject, given), **given)
    return shown(
        request,
        "open",
        form,
        consultation=consultation,
        **_who(request, form),
        **_before(request, consultation),
    )


@page(OPEN)
@require_POST
def save_open_draft(request):
    return _kept(request, OPEN_DRAFT, request.POST.get("consultation", ""))


@page(EDIT)
def facts(request, pk: int):
    """The facts on a page of their own: what was typed is kept while one types."""
    found = access.get_case(request.user, pk, EDIT)
    theirs = ""
    if request.method == "POST":
        form = FactsForm(request.POST)
        if form.is_valid():
            try:
                saved = actions.set_facts(
                    by=request.user,
                    case=found,
                    facts=form.cleaned_data["facts"],
                    version=form.cleaned_data["version"],
                    token=form.cleaned_data["form_token"],
                )
            except actions.Overtaken as overtaken:
                form.add_error(None, str(overtaken))
                theirs = _file(request, overtaken.current).facts
                stand_at(form, overtaken.current.version)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                people.drop_draft(by=request.user, form=FACTS_DRAFT, subject=str(pk))
                messages.success(request, "사실관계를 저장했습니다.")
                return to_case(request, saved)
    else:
        draft = people.draft(by=request.user, form=FACTS_DRAFT, subject=str(pk)) or {}
        text = (draft.get("facts") or [""])[-1] or _file(request, found).facts
        form = FactsForm(initial={"facts": text, "version": found.version})
    return shown(request, "facts", form, case=found, theirs=theirs)


@page(EDIT)
@require_POST
def save_facts_draft(request, pk: int):
    access.get_case(request.user, pk, EDIT)
    return _kept(request, FACTS_DRAFT, str(pk))


@page(EDIT)
def amend(request, pk: int):
    """The head of a case over again; who comes second sees both versions and decides."""
    found = access.get_case(request.user, pk, EDIT)
    given: dict[str, Any] = {
        "service": found.service,
        "centre": found.centre,
        "today": timezone.localdate(),
        "stored": found,
    }
    clash: list[tuple[str, str, str]] = []
    if request.method == "POST" and "find" not in request.POST:
        form = AmendForm(request.POST, **given)
        if form.is_valid():
            try:
                saved = actions.amend(
                    by=request.user,
                    case=found,
                    particulars=form.particulars(),
                    version=form.cleaned_data["version"],
                    token=form.cleaned_data["form_token"],
                )
            except actions.Overtaken as overtaken:
                form.add_error(None, str(overtaken))
                clash = form.differences(overtaken.current)
                stand_at(form, overtaken.current.version)
            except Refused as refusal:
                form.add_error(getattr(refusal, "field", None) or None, str(refusal))
            else:
                messages.success(request, "고친 내용을 저장했습니다.")
                return to_case(request, saved)
    else:
        initial = (
            initial_of(found) if request.method != "POST" else AmendForm(request.POST, **given).as_typed()
        )
        form = AmendForm(initial=initial, **given)
    return shown(request, "amend", form, case=found, clash=clash, **_who(request, form))


# -- shared ---------------------------------------------------------------------------------------------------


def _service(request):
    """The service that records cases; an installation with several names it in the address."""
    asked = request.GET.get("service", "")
    found = queries.services().filter(code=asked).first() if asked else queries.services().first()
    if found is None:
        raise Http404("권리구제 사업이 없습니다.")
    return found


def _consultation(request):
    """The consultation that the address or the form names, if the account may see it; 404 otherwise."""
    number = request.POST.get("consultation") or request.GET.get("consultation") or ""
    return counselling.get_consultation(request.user, int(number)) if number.isdecimal() else None


def _told(request, consultation, subject: str, given: dict[str, Any]) -> dict[str, Any]:
    """What the page shows before anybody judges it: what was just typed, the draft, or the consultation's own."""
    if request.method == "POST":
        return form_of(request, OpenForm, **given).as_typed()
    draft = people.draft(by=request.user, form=OPEN_DRAFT, subject=subject)
    if draft:
        messages.info(request, "쓰던 내용을 불러왔습니다. 이어서 쓰세요.")
        return {
            name: values if name == "instruments" else values[-1] for name, values in draft.items() if values
        }
    return initial_from(consultation) if consultation else {}


def _who(request, form) -> dict[str, Any]:
    """Search-before-create: whoever the centre knows by the name or number in the boxes."""
    typed = {name: str(form[name].value() or "").strip() for name in ("name", "phone", "client")}
    callers = []
    if any(typed.values()):
        callers = counselling.find_callers(
            request.user, request.centre, typed["name"], typed["phone"], typed["client"]
        )
    return {"callers": callers, "searched": bool(typed["name"] or typed["phone"]), "chosen": typed["client"]}


def _before(request, consultation) -> dict[str, Any]:
    if consultation is None:
        return {"already": [], "consultation_url": ""}
    return {
        "already": queries.from_consultation(consultation.pk),
        "consultation_url": link(request, "counselling:consultation", consultation.pk),
    }


def _file(request, case):
    return access.open_file(request.user, case, purpose=Purpose.CORRECTION, action="remedy.facts")


def _kept(request, form: str, subject: str):
    """Keeps what is typed so far. Without scripts it comes from the 임시저장 button and shows that it was kept."""
    values = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
    refused, at = "", timezone.now()
    try:
        people.save_draft(by=request.user, centre=request.centre, form=form, subject=subject, values=values)
    except Refused as refusal:
        refused = str(refusal)
    template = "remedy/_draft.html" if request.htmx else "remedy/draft.html"
    back = request.path.removesuffix("draft/")
    return render(request, template, {"refused": refused, "at": at, "back": back, "subject": subject})
