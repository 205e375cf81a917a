"""입금 at the operator's desk: what came in, what of it waits, and what a person does about it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, rules
from kwonik.escrow.access import MOVE_MONEY, VIEW_MONEY
from kwonik.escrow.codes import WHY_SUSPENSE, DepositReason, DepositState, MilestoneState
from kwonik.escrow.forms import DepositFilter, WhySeenForm
from kwonik.people.answers import attempted, form_of
from kwonik.people.guard import page

from .answers import asked_once_more, page_of


@page(VIEW_MONEY)
@never_cache
def suspense(request):
    """입금 확인: money that is not just what was signed, the oldest first."""
    found = page_of(request, access.suspended_deposits(request.user))
    found.object_list = list(found.object_list)
    context = {
        "page": found,
        "names": access.depositors(request.user, found, action="escrow.deposit.list"),
        "reasons": dict(DepositReason.choices),
    }
    return render(request, "escrow/desk/suspense.html", context)


@page(VIEW_MONEY)
@never_cache
def deposits(request):
    """입금: everything that came in, newest first."""
    narrowed = DepositFilter(request.GET)
    found = page_of(request, narrowed.narrow(access.deposits(request.user)))
    return render(request, "escrow/desk/deposits.html", {"filter": narrowed, "page": found})


@page(VIEW_MONEY)
@never_cache
def cards(request):
    """카드 결제: charged and not settled yet first; what is late stands out."""
    found = page_of(request, access.card_payments(request.user))
    context = {"page": found, "today": timezone.localdate()}
    return render(request, "escrow/desk/cards.html", context)


@page(VIEW_MONEY)
@never_cache
def deposit(request, pk: int):
    """One deposit: what came, what was expected, what to do."""
    found = access.get_deposit(request.user, pk)
    return render(request, "escrow/desk/deposit.html", _ticket(request, found))


@page(MOVE_MONEY)
@never_cache
def see_depositor(request, pk: int):
    """The name in full, for a reason that is kept; shown on the page that answers and nowhere else."""
    found = access.get_deposit(request.user, pk)
    form = form_of(request, WhySeenForm)

    def act() -> str:
        return actions.see_depositor(by=request.user, deposit=found, reason=form.cleaned_data["reason"])

    name = attempted(request, form, act)
    context = {"deposit": found, "form": form, "name": name}
    return render(request, "escrow/desk/depositor.html", context, status=422 if form.errors else 200)


ABOVE_THE_LIMIT = " 기준보다 큰 금액은 다른 담당자가 확인한 뒤 나갑니다."
BACK = "들어온 금액 모두를 보낸 계좌로 돌려보냅니다. 다른 계좌로는 보낼 수 없습니다." + ABOVE_THE_LIMIT
BACK_TO_CARD = (
    "들어온 금액 모두를 결제한 카드로 돌려보냅니다. 다른 곳으로는 보낼 수 없습니다. 카드사가 뗀 수수료는 들어오지 않은 돈이라 "
    "여기서 돌려보낼 수 없습니다." + ABOVE_THE_LIMIT
)


def _ticket(request, found) -> dict[str, Any]:
    number = found.virtual_account
    milestone = number.milestone if number else None
    names = access.depositors(request.user, [found], action="escrow.deposit.view")
    holders = (
        access.names_of(request.user, [milestone.contract.commissioner], action="escrow.deposit.view")
        if milestone
        else {}
    )
    waits = found.state == DepositState.SUSPENSE
    return {
        "deposit": found,
        "card": getattr(number, "card_payment", None),
        "milestone": milestone,
        "contract": milestone.contract if milestone else None,
        "name": names.get(found.pk, ""),
        "holder": next(iter(holders.values()), ""),
        "why": WHY_SUSPENSE.get(found.reason, "") if waits else "",
        "waits": waits,
        "may_match": waits
        and milestone is not None
        and milestone.state == MilestoneState.AWAITING_DEPOSIT
        and not _mismatch(found),
    }


def _mismatch(found) -> str:
    terms = found.virtual_account.milestone.terms
    return rules.deposits.mismatch(terms.deposit_won, terms.card_fee_won, found.paid_won, found.fee_won)


def _facts_of(found) -> list[tuple[str, Any]]:
    number = found.virtual_account
    whose = f"{number.milestone.contract.reference} {number.milestone.number}차" if number else "알 수 없음"
    expected = f"{number.milestone.terms.deposit_won:,}원" if number else "-"
    return [
        ("들어온 금액", f"{found.amount_won:,}원"),
        *([("카드 수수료", f"{found.fee_won:,}원")] if found.fee_won else []),
        ("예치할 금액", expected),
        ("계약", whose),
        ("까닭", found.get_reason_display() or "-"),
    ]


@page(MOVE_MONEY)
@never_cache
def match(request, pk: int):
    """맞추기, asked once more."""
    found = access.get_deposit(request.user, pk)
    ticket = _ticket(request, found)
    return asked_once_more(
        request,
        lambda token: actions.match_deposit(by=request.user, deposit=found, token=token),
        "입금을 계약에 맞췄습니다.",
        reverse("escrow:deposit-at-desk", args=[pk]),
        title="입금 맞추기",
        words="의뢰인이 보낸 돈이 맞는지 확인했을 때만 맞추세요. 맞추면 이 차수의 예치금이 되고, 일이 시작됩니다.",
        facts=_facts_of(found),
        obstacle=""
        if ticket["may_match"]
        else "금액과 카드 수수료가 같고 계약이 예치를 기다릴 때만 맞출 수 있습니다. 돌려보내세요.",
    )


@page(MOVE_MONEY)
@never_cache
def give_back(request, pk: int):
    """돌려보내기, asked once more."""
    found = access.get_deposit(request.user, pk)
    return asked_once_more(
        request,
        lambda token: actions.refund_deposit(by=request.user, deposit=found, token=token),
        "들어온 곳으로 돌려보냅니다. 금액이 크면 다른 담당자가 ‘지급’에서 확인한 뒤 나가고, 은행이 답하면 ‘돌려보냄’으로 바뀝니다.",
        reverse("escrow:deposit-at-desk", args=[pk]),
        title="입금 돌려보내기",
        words=BACK_TO_CARD if found.fee_won else BACK,
        facts=_facts_of(found),
        obstacle="" if found.state == DepositState.SUSPENSE else "이미 처리한 입금입니다.",
        danger=True,
    )
