"""The shared number: writing a call down for the right centre, and the calls that wait for this one."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.counselling import access, actions, queries, rules
from kwonik.counselling.forms import ContactForm, TransferForm
from kwonik.people.answers import pressed
from kwonik.people.guard import page
from kwonik.people.rules import Refused

VIEW, TAKE = "counselling.contact:view", "counselling.contact:take"


@page(VIEW)
def hotline(request):
    """Calls that wait at the working centre, those done lately, and the form for the next one."""
    form = None
    if request.may(TAKE) and request.centre.hotline_id:
        form = ContactForm(centre=request.centre, today=timezone.localdate())
    return _page(request, form, uuid4())


@page(TAKE)
@require_POST
def receive(request, token: UUID):
    form = ContactForm(request.POST, centre=request.centre, today=timezone.localdate())
    if form.is_valid():
        found = form.cleaned_data
        try:
            contact = actions.receive_contact(
                by=request.user,
                centre=request.centre,
                caller=form.caller,
                district=found["district"],
                to=found["to"],
                callback_on=found["callback_on"],
                token=token,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            where = "우리 센터가" if contact.centre_id == request.centre.pk else f"{contact.centre}가(이)"
            messages.success(request, f"전화를 적었습니다. {where} 맡습니다.")
            return redirect("counselling:hotline")
    return _page(request, form, token, status=422)


def _page(request, form, token: UUID, status: int = 200):
    rows = access.visible_contacts(request.user).filter(centre=request.centre)
    context = {
        "form": form,
        "token": token,
        "waiting": queries.waiting(rows),
        "finished": queries.finished(rows),
        "today": timezone.localdate(),
    }
    return render(request, "counselling/hotline.html", context, status=status)


@page(TAKE)
def suggestion(request):
    """Which centre a call from the chosen district goes to; asked by htmx while the call is written down."""
    known = queries.districts_by_name(queries.districts())
    district = known.get(rules.folded(request.GET.get("district", "")))
    to = queries.suggested_centre(request.centre, district)
    return render(request, "counselling/_suggestion.html", {"district": district, "to": to})


@page(VIEW)
def contact(request, pk: int):
    """One call: who and what (logged), and where it goes from here."""
    row = access.get_contact(request.user, pk)
    context = {
        "contact": row,
        "told": access.open_caller(request.user, row.note, action="counselling.contact.view"),
        "services": list(queries.services()),
        "transfer": TransferForm(centre=row.centre),
    }
    return render(request, "counselling/contact.html", context)


@page(TAKE)
@require_POST
def transfer(request, pk: int):
    row = access.get_contact(request.user, pk, TAKE)
    form = TransferForm(request.POST, centre=row.centre)
    if not form.is_valid():
        messages.error(request, "넘겨받을 센터를 고르세요.")
        return redirect("counselling:contact", pk)
    to = form.cleaned_data["to"]
    moved = pressed(request, actions.transfer_contact, f"{to}에 넘겼습니다.", contact=row, to=to)
    return redirect("counselling:hotline") if moved else redirect("counselling:contact", pk)


@page(TAKE)
@require_POST
def close(request, pk: int):
    row = access.get_contact(request.user, pk, TAKE)
    pressed(request, actions.close_contact, "상담 아님으로 닫았습니다.", contact=row)
    return redirect("counselling:contact", pk)


@page(TAKE)
@require_POST
def reopen(request, pk: int):
    row = access.get_contact(request.user, pk, TAKE)
    pressed(request, actions.reopen_contact, "다시 열었습니다.", contact=row)
    return redirect("counselling:contact", pk)
