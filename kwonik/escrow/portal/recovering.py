"""비밀번호 다시 정하기, for members who forgot theirs. No page tells whether anybody is known."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from kwonik.escrow import actions, identity, messenger
from kwonik.escrow.forms import CodeForm, IdentityForm, NewPasswordForm, RecoverForm, TransactionForm
from kwonik.people.guard import address_of, public

from .answers import attempted, form_of, shown, too_often
from .phones import show_code

RECOVERY, ANSWERED = "escrow-recovery", "escrow-recovery-answered"
"""In the session: which recovery it is (0: nobody's), and that its number was right."""
STEPS = ["아이디와 전화번호", "인증번호", "본인 확인", "새 비밀번호"]
SAME_FOR_ALL = (
    "아이디와 전화번호가 맞으면 곧 문자로 인증번호가 갑니다. 오지 않으면 적은 것을 다시 확인하세요."
)


def _address(request: Any) -> str:
    return address_of(request) or ""


@public
@never_cache
def begin(request):
    """User name and telephone; the answer is the same whoever they are."""
    if request.user.is_authenticated:
        return redirect("today")
    form = form_of(request, RecoverForm)
    if form.is_bound and form.is_valid():
        why = too_often("recover", _address(request)) or too_often(
            "recover", form.cleaned_data["username"].casefold()
        )
        if why:
            form.add_error(None, why)
            return shown(request, "recover", form, status=429, steps=STEPS)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if begun := attempted(
        request, form, lambda: actions.begin_recovery(service=messenger.service(), **given)
    ):
        request.session[RECOVERY] = begun[0]
        request.session.pop(ANSWERED, None)
        messages.info(request, SAME_FOR_ALL)
        show_code(request, begun[1])
        return redirect("escrow:recover-code")
    return shown(request, "recover", form, steps=STEPS)


@public
@never_cache
def code(request):
    """The number that came by message, if one did."""
    if RECOVERY not in request.session:
        return redirect("escrow:recover")
    form = form_of(request, CodeForm)
    if form.is_bound and (why := too_often("recovery", _address(request))):
        form.is_valid()
        form.add_error(None, why)
        return shown(request, "recover_code", form, status=429, steps=STEPS)
    recovery = request.session[RECOVERY]
    member = attempted(
        request, form, lambda: actions.answer_recovery(recovery=recovery, code=form.cleaned_data["code"])
    )
    if member:
        request.session[ANSWERED] = recovery
        return redirect("escrow:recover-verify" if member.verified_at else "escrow:recover-password")
    return shown(request, "recover_code", form, steps=STEPS)


@public
@never_cache
def verify(request):
    """본인 확인, for whoever was verified once."""
    recovery = request.session.get(ANSWERED)
    if not recovery:
        return redirect("escrow:recover")
    service = identity.service()
    if "transaction_id" in request.POST:
        form = form_of(request, TransactionForm)

        def confirm() -> bool:
            actions.confirm_recovery_identity(recovery=recovery, service=service, **form.cleaned_data)
            return True

        if attempted(request, form, confirm):
            return redirect("escrow:recover-password")
        return shown(request, "recover_verify_code", form, steps=STEPS)
    form = form_of(request, IdentityForm)
    if form.is_bound and form.is_valid() and (why := too_often("identity", _address(request))):
        form.add_error(None, why)
        return shown(request, "recover_verify", form, status=429, steps=STEPS)
    begun = attempted(
        request,
        form,
        lambda: actions.begin_recovery_identity(recovery=recovery, service=service, **form.cleaned_data),
    )
    if begun:
        transaction, seen = begun
        asked = TransactionForm(initial={"transaction_id": transaction})
        return render(
            request, "escrow/recover_verify_code.html", {"form": asked, "sent": seen, "steps": STEPS}
        )
    return shown(request, "recover_verify", form, steps=STEPS)


@public
@never_cache
def password(request):
    """The new password."""
    recovery = request.session.get(ANSWERED)
    if not recovery:
        return redirect("escrow:recover")
    form = form_of(request, NewPasswordForm)
    if attempted(
        request, form, lambda: actions.recover(recovery=recovery, password=form.cleaned_data["password"])
    ):
        request.session.flush()
        messages.success(request, "비밀번호를 다시 정했습니다. 새 비밀번호로 로그인하세요.")
        return redirect("account_login")
    return shown(request, "recover_password", form, steps=STEPS)
