"""지급 at the operator's desk: what was sent, what a second person lets go, what a person has to write."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, queries
from kwonik.escrow.access import MOVE_MONEY, VIEW_MONEY
from kwonik.escrow.codes import BANKS, MilestoneState
from kwonik.escrow.forms import PaymentFilter
from kwonik.people.guard import page

from .answers import asked_once_more, page_of

BY_ITSELF = "자동(정한 날에)"
"""Who wrote a payment that no person wrote."""


@page(VIEW_MONEY)
@never_cache
def payments(request):
    """지급: held first; and milestones whose payout a person has to write."""
    narrowed = PaymentFilter(request.GET)
    found = page_of(request, narrowed.narrow(access.payments(request.user)))
    rows = queries.paying.seen(found.object_list)
    found.object_list = rows
    limit = queries.today_policy().payout_limit_won
    context = {
        "filter": narrowed,
        "page": found,
        "unwritten": access.unwritten(request.user),
        "limit": limit,
        "milestone_states": dict(MilestoneState.choices),
        "by_itself": BY_ITSELF,
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
        "by_itself": BY_ITSELF,
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
        ("쓴 사람", one.writer or BY_ITSELF),
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
        "처음에 돈이 들어온 계좌로 같은 금액을 새 거래번호로 다시 보냅니다. 계좌 때문에 보내지 못했으면 보낸 사람이 은행에서 고친 뒤에 하세요.",
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
        obstacle = ""
    else:
        unwritten = access.get_unwritten(request.user, pk)
        milestone = unwritten.milestone
        obstacle = actions.no_account(milestone)
        facts = [
            ("계약", f"{milestone.contract.reference} {milestone.number}차 {milestone.terms.title}"),
            ("보낼 금액", f"{unwritten.won:,}원"),
            ("상태", MilestoneState(milestone.state).label),
            *([("보내지 못한 까닭", unwritten.why), ("할 일", unwritten.what_now)] if unwritten.why else []),
        ]
    return asked_once_more(
        request,
        lambda token: actions.prepare(by=request.user, milestone=milestone, token=token),
        "지급을 썼습니다. 금액이 크면 다른 담당자가 확인한 뒤 나갑니다.",
        reverse("escrow:payments"),
        title="지급 쓰기",
        words="서명한 계약의 금액을 은행이 확인한 프리랜서의 계좌로 보냅니다. 기준보다 큰 금액은 다른 담당자가 한 번 더 확인해야 나갑니다.",
        facts=facts,
        obstacle=obstacle,
    )
