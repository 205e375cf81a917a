"""연계: asking another centre, answering, and what both sides see of it. The file behind stays closed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kwonik.counselling import access, actions, queries, rules
from kwonik.counselling.codes import Side
from kwonik.counselling.forms import ReasonForm, ReferralForm
from kwonik.kernel import audit
from kwonik.people.answers import pressed
from kwonik.people.guard import page

MAKE, ANSWER = "counselling.referral:make", "counselling.referral:answer"
PER_PAGE = 50


@page(access.VIEW)
def referrals(request):
    """What came and what went; who may neither make nor answer referrals finds an empty list."""
    got = request.GET.get("side", "got") != "made"
    rows = queries.with_ends(access.visible_referrals(request.user))
    rows = rows.filter(to_centre=request.centre) if got else rows.filter(centre=request.centre)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [(row, _turn(row, Side.RECEIVER if got else Side.SENDER)) for row in listed]
    return render(request, "counselling/referrals.html", {"page": listed, "lines": lines, "got": got})


def _turn(row, side: Side) -> tuple[str, bool] | None:
    """(whose turn, is it mine?), None when nobody's."""
    whose = rules.turn(row.state, row.result_id is not None)
    return (str(whose.label), whose == side) if whose else None


@page(MAKE)
def refer(request, pk: int):
    """Offers the consultation's matter to another centre."""
    row = access.get_consultation(request.user, pk, MAKE)
    form = ReferralForm(
        request.POST or None, centres=queries.other_centres(row.centre), anonymous=row.anonymous
    )
    if request.method == "POST" and form.is_valid():
        referral = pressed(
            request, actions.offer_referral, "연계를 보냈습니다.", consultation=row, **form.cleaned_data
        )
        if referral:
            return redirect("counselling:referral", referral.pk)
    context = {"consultation": row, "form": form}
    return render(request, "counselling/refer.html", context, status=422 if request.method == "POST" else 200)


@page(access.VIEW)
def referral(request, pk: int):
    """Both centres see the transition; the message is opened (logged), the sender's file is not."""
    row = access.get_referral(request.user, pk)
    side = access.side_of(request.user, row)
    context = {
        "referral": row,
        "side": side,
        "told": access.open_caller(request.user, row.message, action="counselling.referral.view"),
        "turn": _turn(row, side),
        "history": audit.history(row),
        "services": list(queries.services()),
        "decline": ReasonForm(),
    }
    return render(request, "counselling/referral.html", context)


@page(ANSWER)
@require_POST
def accept(request, pk: int):
    row = access.get_referral(request.user, pk)
    pressed(
        request, actions.accept_referral, "연계를 받았습니다. 이제 내담자와 상담하고 적으세요.", referral=row
    )
    return redirect("counselling:referral", pk)


@page(ANSWER)
def decline(request, pk: int):
    """Asks for the reason; the sender reads it."""
    row = access.get_referral(request.user, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        pressed(request, actions.decline_referral, "연계를 거절했습니다.", referral=row, reason=reason)
        return redirect("counselling:referral", pk)
    context = {"referral": row, "form": form}
    return render(
        request, "counselling/decline.html", context, status=422 if request.method == "POST" else 200
    )


@page(MAKE)
@require_POST
def withdraw(request, pk: int):
    row = access.get_referral(request.user, pk)
    pressed(request, actions.withdraw_referral, "연계를 거두었습니다.", referral=row)
    return redirect("counselling:referral", pk)


@page(MAKE)
@require_POST
def settle(request, pk: int):
    row = access.get_referral(request.user, pk)
    pressed(request, actions.settle_referral, "연계를 매듭지었습니다.", referral=row)
    return redirect("counselling:referral", pk)
