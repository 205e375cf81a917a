"""The parts of a card: adding a row, looking at one, correcting it, taking it back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kwonik.kernel import audit
from kwonik.kernel.doors import link
from kwonik.people.answers import posted
from kwonik.people.guard import page
from kwonik.pledges import access, actions, queries
from kwonik.pledges.codes import PARTS
from kwonik.pledges.forms import PART_FORMS, SureForm

from .answers import asked, done, reinstate, to_pledge, token, withdraw


def _kind(kind: str):
    """The model and form of a kind of part, or 404."""
    if kind not in PART_FORMS:
        raise Http404
    return PART_FORMS[kind]


def _row(request, kind: str, pk: int, permission: str = access.VIEW):
    model, _ = _kind(kind)
    return access.get_part(request.user, model, pk, permission)


def _way(kind: str, row):
    return [*to_pledge(row.pledge), (PARTS[kind], reverse(f"pledges:{kind}", args=[row.pk]))]


@page("pledges.pledge:record")
def new_part(request, pk: int, kind: str):
    found = access.get_pledge(request.user, pk, access.RECORD)
    model, form_class = _kind(kind)
    last = queries.parts(found, kind).count()
    given = {"files": request.FILES} if request.method == "POST" else {}
    form = form_class(posted(request), pledge=found, initial=token(position=last + 1), **given)

    def act():
        return actions.record_part(
            by=request.user,
            pledge=found,
            model=model,
            facts=form.facts(),
            form_token=form.cleaned_data["form_token"],
        )

    way = to_pledge(found)
    answer = done(request, form, act, f"{PARTS[kind]}에 적었습니다.", way[-1][1])
    return answer or asked(
        request, form, f"{PARTS[kind]} 적기", way, sub=found.title, multipart=kind == "picture"
    )


@page("pledges.pledge:view")
def part(request, pk: int, kind: str):
    row = _row(request, kind, pk)
    context = {
        "row": row,
        "kind": kind,
        "label": PARTS[kind],
        "facts": queries.facts(row),
        "way": to_pledge(row.pledge),
        "standing_url": link(request, "reports:standing", row._meta.label_lower, row.pk),
        "history": audit.history(row),
        "may_record": request.may(access.RECORD) and row.centre_id == request.centre.pk,
    }
    return render(request, "pledges/part.html", context)


@page("pledges.pledge:record")
def amend_part(request, pk: int, kind: str):
    if kind == "money":  # a wrong sum is withdrawn and written anew
        raise Http404
    row = _row(request, kind, pk, access.RECORD)
    _, form_class = _kind(kind)
    known = {
        name: getattr(row, name) for name in form_class.base_fields if name != "image" and hasattr(row, name)
    }
    given = {"files": request.FILES} if request.method == "POST" else {}
    form = form_class(posted(request), pledge=row.pledge, initial=known | token(), **given)

    def act():
        return actions.amend_part(by=request.user, row=row, facts=form.facts())

    way = _way(kind, row)
    answer = done(request, form, act, "고쳤습니다.", way[-1][1])
    return answer or asked(request, form, f"{PARTS[kind]} 고치기", way, multipart=kind == "picture")


@page("pledges.pledge:record")
def withdraw_part(request, pk: int, kind: str):
    row = _row(request, kind, pk, access.RECORD)
    return withdraw(request, row, _way(kind, row))


@page("pledges.pledge:record")
def reinstate_part(request, pk: int, kind: str):
    row = _row(request, kind, pk, access.RECORD)
    return reinstate(request, row, _way(kind, row))


@page("pledges.pledge:record")
def match_ledger(request, pk: int):
    """Executed money taken anew from the budget line's ledger."""
    row = _row(request, "money", pk, access.RECORD)
    form = SureForm(posted(request))
    way = _way("money", row)

    def act():
        return actions.match_ledger(by=request.user, row=row)

    answer = done(
        request,
        form,
        act,
        "장부에 맞추었습니다. 앞의 금액은 철회한 것으로 남습니다.",
        to_pledge(row.pledge)[-1][1],
    )
    return answer or asked(request, form, "장부의 집행액으로 바꿀까요?", way, sub=str(row), submit="바꾸기")


@page("pledges.pledge:view")
def image(request, pk: int):
    """The picture itself, as a PNG that a browser only shows."""
    row = _row(request, "picture", pk)
    answer = HttpResponse(bytes(row.image), content_type="image/png")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
