"""Disputes as the parties see them, and questions to the panel."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions
from kwonik.escrow.codes import DISPUTE_OPEN, OutsideBody
from kwonik.escrow.forms import AskForm, DisputeForm, SignForm, SureForm
from kwonik.kernel import pace
from kwonik.people.answers import pressed
from kwonik.people.guard import address_of, citizen

from .answers import attempted, form_of, shown

MOST_ASKED = (10, 86_400)


@citizen
@never_cache
def open_dispute(request, pk: int):
    """분쟁상담 신청: the milestone stands still at once."""
    milestone = access.get_own_milestone(request.user, pk)
    form = form_of(request, DisputeForm)
    given = lambda: form.cleaned_data  # noqa: E731
    made = attempted(
        request,
        form,
        lambda: actions.open_dispute(
            by=request.user, milestone=milestone, text=given()["text"], token=given()["form_token"]
        ),
    )
    if made:
        messages.success(request, "분쟁상담을 신청했습니다. 그동안 검수 기간과 지급이 멈춥니다.")
        return redirect("escrow:my-dispute", made.pk)
    return shown(
        request,
        "open_dispute",
        form,
        milestone=milestone,
        back=reverse("escrow:contract", args=[milestone.contract_id]),
    )


@citizen
@never_cache
def ask_panel(request):
    """Without a contract here too."""
    access.get_member(request.user)
    form = form_of(request, AskForm)
    if form.is_bound and form.is_valid():
        most, within = MOST_ASKED
        if pace.seconds_to_wait("escrow-ask", request.user.pk, most=most, within=within):
            form.add_error(None, "오늘은 더 신청할 수 없습니다. 급하면 센터에 전화하세요.")
            return shown(request, "ask_panel", form, status=429)
    given = lambda: form.cleaned_data  # noqa: E731
    made = attempted(
        request,
        form,
        lambda: actions.ask_panel(by=request.user, text=given()["text"], token=given()["form_token"]),
    )
    if made:
        messages.success(request, "신청했습니다. 자문위원을 정해 알려 드립니다.")
        return redirect("escrow:my-dispute", made.pk)
    return shown(request, "ask_panel", form)


@citizen
@never_cache
def my_dispute(request, pk: int):
    """Where it stands: who advises, what was talked about, what is proposed."""
    found = access.get_own_dispute(request.user, pk)
    member = access.get_member(request.user)
    split = found.splits.filter(lapsed_at=None).first()
    form = form_of(request, SignForm, account=request.user, initial={"sha256": split.sha256 if split else ""})
    may_sign = (
        split is not None
        and found.state == "mediating"
        and not split.signatures.filter(member=member).exists()
    )
    if request.method == "POST" and not may_sign:
        messages.info(request, "지금 서명할 제안이 없습니다.")
        return redirect("escrow:my-dispute", pk)

    def act():
        return actions.sign_split(
            by=request.user,
            split=split,
            sha256=form.cleaned_data["sha256"],
            address=address_of(request),
            authentication=actions.PASSWORD_AND_SECOND_FACTOR
            if is_mfa_enabled(request.user)
            else actions.PASSWORD,
        )

    if may_sign and attempted(request, form, act):
        messages.success(request, "나누는 방법에 서명했습니다.")
        return redirect("escrow:my-dispute", pk)
    mine = found.asked_by_id == member.pk
    return shown(
        request,
        "my_dispute",
        form,
        dispute=found,
        split=split,
        may_sign=may_sign,
        mine=mine,
        open=found.state in DISPUTE_OPEN,
        talks=list(found.talks.all()),
        told=access.open_told(request.user, found, action="escrow.dispute.view") if mine else "",
        bodies=dict(OutsideBody.choices),
        signatures=list(split.signatures.all()) if split else [],
    )


@citizen
@never_cache
def take_back_dispute(request, pk: int):
    """Whoever asked may take it back."""
    found = access.get_own_dispute(request.user, pk)
    if found.asked_by_id != access.get_member(request.user).pk or found.state not in DISPUTE_OPEN:
        raise Http404
    form = form_of(request, SureForm)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["form_token"]
        pressed(request, actions.take_back_dispute, "분쟁상담을 거두었습니다.", dispute=found, token=token)
        return redirect("escrow:my-dispute", pk)
    return shown(request, "take_back_dispute", form, dispute=found)
