"""Joining, being verified, one's own facts, leaving."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, identity, queries, rules
from kwonik.escrow.codes import BANKS, MemberState, Standing
from kwonik.escrow.forms import (
    AccountForm,
    IdentityForm,
    JoinForm,
    KindsForm,
    LeaveForm,
    TransactionForm,
)
from kwonik.people.guard import address_of, citizen, public

from .answers import attempted, form_of, shown, too_often
from .phones import send

BACKEND = "django.contrib.auth.backends.ModelBackend"


@public
def about(request):
    """What 안심결제 is, for everybody."""
    return render(request, "escrow/about.html", {"member": access.member_of(request.user)})


@public
@never_cache
def join(request):
    """가입 on one page; then the telephone is confirmed."""
    if request.user.is_authenticated:
        return redirect("today")
    form = form_of(request, JoinForm)
    if form.is_bound and form.is_valid() and (why := too_often("join", address_of(request) or "")):
        form.add_error(None, why)
        return shown(request, "join", form, status=429)
    if member := attempted(request, form, lambda: actions.join(**form.facts)):
        login(request, member.account, backend=BACKEND)
        send(request, actions.send_code)
        return redirect("escrow:confirm-phone")
    return shown(request, "join", form)


@citizen
@never_cache
def verify(request):
    """본인 확인: name and birthday, then the number that the service sent."""
    member = access.get_member(request.user)
    if member.state == MemberState.JOINING:
        return redirect("escrow:confirm-phone")
    if member.verified_at:
        return redirect("escrow:home")
    service = identity.service()
    if "transaction_id" in request.POST:
        form = form_of(request, TransactionForm)
        facts = lambda: form.cleaned_data  # noqa: E731
        if attempted(
            request, form, lambda: actions.confirm_identity(by=request.user, service=service, **facts())
        ):
            messages.success(request, "본인 확인을 마쳤습니다.")
            return redirect("escrow:account" if member.is_freelancer else "escrow:home")
        return shown(request, "verify_code", form, available=True)
    form = form_of(request, IdentityForm)
    if form.is_bound and form.is_valid() and (why := too_often("identity", request.user.pk)):
        form.add_error(None, why)
        return shown(request, "verify", form, status=429, available=True)
    begun = attempted(
        request,
        form,
        lambda: actions.begin_identity(by=request.user, service=service, **form.cleaned_data),
    )
    if begun:
        transaction, seen = begun
        code = TransactionForm(initial={"transaction_id": transaction})
        return render(request, "escrow/verify_code.html", {"form": code, "sent": seen})
    return shown(request, "verify", form, available=service is not None)


@citizen
@never_cache
def account(request):
    """받을 계좌."""
    member = access.get_member(request.user)
    form = form_of(request, AccountForm)
    if member.standing == Standing.BUSINESS:
        form.fields.pop("resident_number")
    made = attempted(request, form, lambda: actions.bind_account(by=request.user, **form.cleaned_data))
    if made:
        held = "" if made.is_usable(timezone.now()) else " 바꾼 계좌는 24시간 뒤부터 쓸 수 있습니다."
        messages.success(
            request, f"받을 계좌를 적었습니다. 이제부터 정하는 계약에 이 계좌가 들어갑니다.{held}"
        )
        return redirect("escrow:me")
    return shown(request, "account", form, member=member, standing=queries.payee_of(member), banks=BANKS)


@citizen
@never_cache
def me(request):
    """내 정보, masked as the other party sees it; which parts one plays."""
    member = access.get_member(request.user)
    kinds = [code for code in ("freelancer", "commissioner") if getattr(member, f"is_{code}")]
    form = form_of(request, KindsForm, initial={"kinds": kinds})
    if attempted(request, form, lambda: actions.set_kinds(by=request.user, **form.chosen)):
        messages.success(request, "고쳤습니다.")
        return redirect("escrow:me")
    seen = access.reveal(request.user, [member], action="escrow.member.me")[member.pk]
    return shown(
        request,
        "me",
        form,
        member=member,
        seen=access.masked(seen),
        payee=queries.payee_of(member),
        now=timezone.now(),
        banks=BANKS,
    )


@citizen
@never_cache
def leave(request):
    """탈퇴: asks once more, then erases who it was."""
    access.get_member(request.user)
    form = form_of(request, LeaveForm)
    if attempted(request, form, lambda: actions.leave(by=request.user)):
        logout(request)
        messages.success(request, "탈퇴했습니다. 이름, 전화번호, 계좌를 지웠습니다.")
        return redirect("escrow:about")
    return shown(request, "leave", form)


@citizen
@never_cache
def home(request):
    """What waits for the member, and all their contracts."""
    member = access.get_member(request.user)
    rows = list(queries.contracts_of(member)[:100])
    names = access.names_of(
        request.user,
        {other.pk: other for row in rows for other in (row.freelancer, row.commissioner)}.values(),
        action="escrow.contract.list",
    )
    faults = queries.failing.faults_of_payouts(one for row in rows for one in row.milestones.all())
    context = {
        "member": member,
        "rows": [_listed(row, member, names, faults) for row in rows],
        "payee": queries.payee_of(member),
        "disputes": list(queries.own_disputes(member)[:20]),
        "states": MemberState,
    }
    return render(request, "escrow/home.html", context)


def _listed(row, member, names, faults):
    """A contract as the list shows it: with whom, how much, whose turn."""
    mine = "freelancer" if row.freelancer_id == member.pk else "commissioner"
    versions = list(row.versions.all())
    shown_version = next(
        (one for one in reversed(versions) if one.state == "signed"), versions[-1] if versions else None
    )
    waits = {
        rules.milestone_turn(one.state, faults.get(one.pk, ""))
        for one in row.milestones.all()
        if row.state in ("signed", "active")
    }
    pending = next((one for one in versions if one.state in ("draft", "offered")), None)
    agreed = any(one.state == "agreed" for one in versions)
    return {
        "contract": row,
        "version": shown_version,
        "mine": mine,
        "other": names[row.commissioner_id if mine == "freelancer" else row.freelancer_id],
        "my_turn": (pending is not None and pending.turn == mine) or mine in waits or agreed,
    }
