"""An adviser's own disputes: the one timeline both parties see, talks, a proposal, another body."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from kwonik.escrow import access, actions, queries
from kwonik.escrow.access import ADVISE
from kwonik.escrow.codes import LABELS, Actor, OutsideBody
from kwonik.escrow.forms import HandOverForm, NoteForm, SplitForm, TalkForm
from kwonik.people.guard import page
from kwonik.people.rules import Refused


@page(ADVISE)
def mine(request):
    """맡은 분쟁상담."""
    rows = list(access.advised(request.user).filter(centre=request.centre)[:100])
    return render(request, "escrow/desk/mine.html", {"rows": rows})


@page(ADVISE)
def advised(request, pk: int):
    """One dispute: what was told, what was signed and handed over, everything that happened."""
    found = access.get_advised(request.user, pk)
    contract = found.milestone.contract if found.milestone else None
    version = queries.signed(contract) if contract else None
    people = [contract.freelancer, contract.commissioner] if contract else [found.asked_by]
    context = {
        "dispute": found,
        "contract": contract,
        "version": version,
        "lines": list(version.lines.order_by("number")) if version else [],
        "deliveries": list(
            found.milestone.deliveries.prefetch_related("files", "change_request") if found.milestone else []
        ),
        "told": access.open_told(request.user, found, action="escrow.dispute.advise"),
        "seen": access.reveal(request.user, people, action="escrow.dispute.advise"),
        "people": people,
        "events": list(queries.timeline(contract)) if contract else [],
        "talks": list(found.talks.all()),
        "splits": list(found.splits.prefetch_related("signatures")),
        "labels": LABELS,
        "actors": dict(Actor.choices),
        "bodies": dict(OutsideBody.choices),
        "mediating": found.state == "mediating",
    }
    return render(request, "escrow/desk/advised.html", context)


def _asked(request, pk: int, form_class, act, title: str, words: str):
    """One page, one form, one action on a dispute of one's own."""
    found = access.get_advised(request.user, pk)
    given = {}
    if "form_token" in form_class.base_fields:
        given["initial"] = {"form_token": uuid4()}
    form = form_class(request.POST) if request.method == "POST" else form_class(**given)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        if "form_token" in facts:
            facts["token"] = facts.pop("form_token")
        try:
            act(by=request.user, dispute=found, **facts)
            return redirect("escrow:advised", pk)
        except Refused as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
    context = {"dispute": found, "form": form, "title": title, "words": words}
    return render(request, "escrow/desk/advise.html", context, status=422 if form.errors else 200)


@page(ADVISE)
def talk(request, pk: int):
    words = "적은 말은 두 당사자의 이력에 그대로 보입니다. 어느 편도 들지 않는 말로 적으세요."
    return _asked(request, pk, TalkForm, actions.note_talk, "상담한 일 적기", words)


@page(ADVISE)
def propose(request, pk: int):
    words = "두 사람이 모두 서명하면 합의가 됩니다. 새로 제안하면 앞의 제안은 없어집니다."
    return _asked(request, pk, SplitForm, actions.propose_split, "나누는 방법 제안하기", words)


@page(ADVISE)
def hand_over(request, pk: int):
    words = "조정기관에 넘겨도 결과가 올 때까지 대금은 그대로 멈춰 있습니다."
    return _asked(request, pk, HandOverForm, actions.hand_over, "조정기관에 넘기기", words)


@page(ADVISE)
def finish(request, pk: int):
    words = "계약 없이 물어본 상담을 마칩니다."
    return _asked(request, pk, NoteForm, actions.finish, "상담 마치기", words)


@page(ADVISE)
def file(request, pk: int):
    """A file that was handed over, for the adviser of its dispute."""
    found = access.get_advised_file(request.user, pk)
    content = access.open_content(request.user, found.content, action="escrow.dispute.file")
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
