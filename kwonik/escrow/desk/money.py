"""입금 and 지급 at the operator's desk: what waits, what was sent, what a second person lets go."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, queries
from kwonik.escrow.access import MOVE_MONEY, VIEW_MONEY
from kwonik.escrow.codes import BANKS, WHY_SUSPENSE, DepositReason, DepositState, MilestoneState
from kwonik.escrow.forms import DepositFilter, PaymentFilter, WhySeenForm
from kwonik.people.answers import attempted, form_of
from kwonik.people.guard import page

from .answers import asked_once_more

PER_PAGE = 50


def _page_of(request, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


# -- what came in ------------------------------------------------------------------------------------------------


@page(VIEW_MONEY)
@never_cache
def suspense(request):
    """입금 확인: money that is not just what was signed, the oldest first."""
    found = _page_of(request, access.suspended_deposits(request.user))
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
    found = _page_of(request, narrowed.narrow(access.deposits(request.user)))
    return render(request, "escrow/desk/deposits.html", {"filter": narrowed, "page": found})


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
        "milestone": milestone,
        "contract": milestone.contract if milestone else None,
        "name": names.get(found.pk, ""),
        "holder": next(iter(holders.values()), ""),
        "why": WHY_SUSPENSE.get(found.reason, "") if waits else "",
        "waits": waits,
        "may_match": waits
        and milestone is not None
        and milestone.state == MilestoneState.AWAITING_DEPOSIT
        and milestone.terms.deposit_won == found.amount_won,
    }


def _facts_of(found) -> list[tuple[str, Any]]:
    number = found.virtual_account
    whose = f"{number.milestone.contract.reference} {number.milestone.number}차" if number else "알 수 없음"
    expected = f"{number.milestone.terms.deposit_won:,}원" if number else "-"
    return [
        ("들어온 금액", f"{found.amount_won:,}원"),
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
        else "금액이 같고 계약이 예치를 기다릴 때만 맞출 수 있습니다. 돌려보내세요.",
    )


@page(MOVE_MONEY)
@never_cache
def give_back(request, pk: int):
    """돌려보내기, asked once more."""
    found = access.get_deposit(request.user, pk)
    return asked_once_more(
        request,
        lambda token: actions.refund_deposit(by=request.user, deposit=found, token=token),
        "들어온 곳으로 돌려보냅니다. 은행이 답하면 ‘돌려보냄’으로 바뀝니다.",
        reverse("escrow:deposit-at-desk", args=[pk]),
        title="입금 돌려보내기",
        words="들어온 금액 모두를 보낸 계좌로 돌려보냅니다. 다른 계좌로는 보낼 수 없습니다.",
        facts=_facts_of(found),
        obstacle="" if found.state == DepositState.SUSPENSE else "이미 처리한 입금입니다.",
        danger=True,
    )


# -- what goes out -----------------------------------------------------------------------------------------------


@page(VIEW_MONEY)
@never_cache
def payments(request):
    """지급: held first; and milestones whose payout a person has to write."""
    narrowed = PaymentFilter(request.GET)
    found = _page_of(request, narrowed.narrow(access.payments(request.user)))
    rows = queries.paying.seen(found.object_list)
    found.object_list = rows
    limit = queries.today_policy().payout_limit_won
    context = {
        "filter": narrowed,
        "page": found,
        "unwritten": access.unwritten(request.user),
        "limit": limit,
        "milestone_states": dict(MilestoneState.choices),
    }
    return render(request, "escrow/desk/payments.html", context)


@page(VIEW_MONEY)
@never_cache
def payment(request, pk: int):
    """One payment: what for, how much, to whom it goes, who wrote it, where it stands."""
    found = access.get_payment(request.user, pk)
    one = queries.paying.seen([found])[0]
    context = {
        "one": one,
        "payment": found,
        "payee": _payee(one),
        "names": _parties(request, one),
        "steps": queries.paying.steps(found),
        "mine": found.writer == f"operator:{request.user.pk}",
    }
    return render(request, "escrow/desk/payment.html", context)


def _parties(request, one) -> str:
    if one.milestone is None:
        return ""
    contract = one.milestone.contract
    who = contract.freelancer if one.payment.source.kind == "payable" else contract.commissioner
    return access.names_of(request.user, [who], action="escrow.payment.view")[who.pk]


def _payee(one) -> str:
    if one.payee is None:
        return "돈이 들어온 계좌"
    changed = f" ({timezone.localtime(one.payee.made_at):%Y. %-m. %-d. %H:%M} 등록)"
    return f"{BANKS.get(one.payee.bank, one.payee.bank)} ***{one.payee.tail}{changed}"


def _facts_of_payment(one) -> list[tuple[str, Any]]:
    whose = (
        f"{one.milestone.contract.reference} {one.milestone.number}차" if one.milestone else "확인하던 입금"
    )
    return [
        ("무엇", one.what),
        ("계약", whose),
        ("금액", f"{one.payment.amount_won:,}원"),
        ("받는 곳", _payee(one)),
        ("쓴 사람", one.writer or "정한 날에 저절로"),
    ]


SAID = {
    "release": (
        actions.release,
        "지급 내보내기",
        "금액과 받는 곳을 계약과 견주어 확인하세요. 내보내면 곧 은행에 보내고, 되돌릴 수 없습니다.",
        "지급을 내보냈습니다.",
        False,
    ),
    "refuse": (
        actions.refuse,
        "지급 되돌리기",
        "이 지급을 보내지 않습니다. 돈은 그대로 은행에 있고, 고쳐서 다시 쓸 수 있습니다.",
        "지급을 되돌렸습니다.",
        True,
    ),
    "again": (
        actions.refund_again,
        "다시 보내기",
        "처음에 돈이 들어온 계좌로 같은 금액을 새 거래번호로 다시 보냅니다.",
        "다시 보냅니다. 은행이 답하면 상태가 바뀝니다.",
        False,
    ),
}


@page(MOVE_MONEY)
@never_cache
def payment_say(request, pk: int, verb: str):
    """내보내기, 되돌리기, 다시 보내기: asked once more."""
    found = access.get_payment(request.user, pk)
    if verb not in SAID:
        raise Http404
    act, title, words, done, danger = SAID[verb]
    one = queries.paying.seen([found])[0]
    mine = found.writer == f"operator:{request.user.pk}"
    wrong = {
        "again": "" if one.again else "다시 보낼 수 있는 환불이 아닙니다.",
    }.get(verb, "" if found.state == "held" else "두 번째 사람을 기다리는 지급이 아닙니다.")
    if verb != "again" and not wrong and mine:
        wrong = "내가 쓴 지급입니다. 다른 담당자가 확인해야 합니다."
    return asked_once_more(
        request,
        lambda token: act(by=request.user, payment=found, token=token),
        done,
        reverse("escrow:payments") if verb == "again" else reverse("escrow:payment", args=[pk]),
        title=title,
        words=words,
        facts=_facts_of_payment(one),
        obstacle=wrong,
        danger=danger,
    )


@page(MOVE_MONEY)
@never_cache
def prepare(request, pk: int):
    """지급 쓰기: the first of two people."""
    if request.method == "POST":  # sent twice, the milestone waits no longer
        milestone = access.get_money_milestone(request.user, pk)
        facts: list[tuple[str, Any]] = [("계약", f"{milestone.contract.reference} {milestone.number}차")]
    else:
        unwritten = access.get_unwritten(request.user, pk)
        milestone = unwritten.milestone
        facts = [
            ("계약", f"{milestone.contract.reference} {milestone.number}차 {milestone.terms.title}"),
            ("보낼 금액", f"{unwritten.won:,}원"),
            ("상태", MilestoneState(milestone.state).label),
        ]
    return asked_once_more(
        request,
        lambda token: actions.prepare(by=request.user, milestone=milestone, token=token),
        "지급을 썼습니다. 금액이 크면 다른 담당자가 확인한 뒤 나갑니다.",
        reverse("escrow:payments"),
        title="지급 쓰기",
        words="서명한 계약의 금액을 은행이 확인한 프리랜서의 계좌로 보냅니다. 기준보다 큰 금액은 다른 담당자가 한 번 더 확인해야 나갑니다.",
        facts=facts,
    )
