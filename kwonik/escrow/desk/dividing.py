"""나누기: what both parties signed, or what another body settled and two people of the centre confirmed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from kwonik.escrow import access, actions, queries
from kwonik.escrow.access import MOVE_MONEY
from kwonik.escrow.actions import Upload
from kwonik.escrow.codes import DisputeState, MilestoneState, OutsideBody, SettlementState
from kwonik.escrow.forms import SettlementForm
from kwonik.escrow.rules.closing import day_words
from kwonik.people.answers import file_answer
from kwonik.people.guard import page
from kwonik.people.rules import Refused

from .answers import asked_once_more


@page(MOVE_MONEY)
@never_cache
def divide(request, pk: int):
    """나누기, asked once more with every share."""
    found = access.get_divisible(request.user, pk)
    split = queries.agreed_split(found)
    milestone = found.milestone
    wrong = ""
    if split is None:
        wrong = "두 사람이 서명한 나누는 방법도, 두 담당자가 확인한 조정기관의 결정도 아직 없습니다."
    elif milestone.state != MilestoneState.DISPUTED:
        wrong = "이미 나누었습니다."
    return asked_once_more(
        request,
        lambda token: actions.divide(by=request.user, dispute=found, token=token),
        "나누었습니다. 곧 프리랜서에게 보내고 나머지를 의뢰인에게 돌려보냅니다.",
        reverse("escrow:payments"),
        title="나누기",
        words="정해진 대로 맡긴 대금을 나눕니다. 나눈 뒤에는 되돌릴 수 없습니다.",
        facts=_facts(found, split),
        obstacle=wrong,
    )


def _facts(found, split) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("분쟁상담", found.reference),
        ("계약", f"{found.milestone.contract.reference} {found.milestone.number}차"),
    ]
    if split is None:
        return facts
    ground = "조정기관의 결정" if split.settlement_id else "두 사람의 서명"
    return [
        *facts,
        ("근거", ground),
        ("프리랜서 몫", f"{split.freelancer_won:,}원"),
        ("프리랜서에게 보낼 금액", f"{split.payout_won:,}원"),
        ("세금을 납부하도록 의뢰인에게 돌려줄 금액", f"{split.withheld_won:,}원"),
        ("의뢰인에게 돌려줄 금액", f"{split.refund_won:,}원"),
    ]


@page(MOVE_MONEY)
@never_cache
def settle(request, pk: int):
    """조정기관의 결정 적기: the first of two people."""
    found = access.get_divisible(request.user, pk)
    form = (
        SettlementForm(request.POST, request.FILES)
        if request.method == "POST"
        else SettlementForm(initial={"form_token": uuid4()})
    )
    waits = (
        found.state == DisputeState.HANDED_OVER
        and not found.settlements.exclude(state=SettlementState.REFUSED).exists()
    )
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        token, paper = facts.pop("form_token"), facts.pop("paper")
        try:
            made = actions.record_settlement(
                by=request.user,
                dispute=found,
                token=token,
                paper=Upload(paper.name, paper.read()),
                **facts,
            )
            messages.success(request, "결정을 적었습니다. 다른 담당자가 결정문을 읽고 확인해야 합니다.")
            return redirect("escrow:settlement", made.pk)
        except Refused as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(
                "paper" if field == "files" else field if field in form.fields else None, str(refusal)
            )
    context = {
        "dispute": found,
        "form": form,
        "waits": waits or request.method == "POST",
        "body": dict(OutsideBody.choices).get(found.outside_body, ""),
    }
    return render(request, "escrow/desk/settle.html", context, status=422 if form.errors else 200)


@page(MOVE_MONEY)
@never_cache
def settlement(request, pk: int):
    """One decision: its facts, the sealed paper, and what the second person does."""
    found = access.get_settlement(request.user, pk)
    context = {
        "settlement": found,
        "dispute": found.dispute,
        "body": dict(OutsideBody.choices).get(found.dispute.outside_body, ""),
        "mine": found.recorded_by_id == request.user.pk,
        "divisible": found.state == SettlementState.CONFIRMED
        and found.dispute.milestone.state == MilestoneState.DISPUTED,
    }
    return render(request, "escrow/desk/settlement.html", context)


SAID = {
    "confirm": (
        actions.confirm_settlement,
        "결정 확인하기",
        "결정문을 읽고 날짜와 금액이 같은지 확인했을 때만 누르세요. 확인하면 이 결정대로 나눌 수 있고 되돌릴 수 없습니다.",
        "결정을 확인했습니다. 이제 나눌 수 있습니다.",
        False,
    ),
    "refuse": (
        actions.refuse_settlement,
        "결정 되돌리기",
        "적은 내용이 결정문과 다를 때 되돌립니다. 고쳐서 다시 적을 수 있습니다.",
        "결정을 되돌렸습니다. 다시 적을 수 있습니다.",
        True,
    ),
}


@page(MOVE_MONEY)
@never_cache
def settlement_say(request, pk: int, verb: str):
    """확인하기 and 되돌리기 of the second person, asked once more."""
    found = access.get_settlement(request.user, pk)
    if verb not in SAID:
        raise Http404
    act, title, words, done, danger = SAID[verb]
    wrong = ""
    if found.state != SettlementState.RECORDED:
        wrong = "이미 처리한 결정입니다."
    elif found.recorded_by_id == request.user.pk:
        wrong = "내가 적은 결정입니다. 다른 담당자가 확인해야 합니다."
    return asked_once_more(
        request,
        lambda _: act(by=request.user, settlement=found),
        done,
        reverse("escrow:settlement", args=[pk]),
        title=title,
        words=words,
        facts=[
            ("분쟁상담", found.dispute.reference),
            ("결정한 곳", dict(OutsideBody.choices).get(found.dispute.outside_body, "")),
            ("결정한 날", day_words(found.decided_on)),
            ("프리랜서 몫", f"{found.freelancer_won:,}원"),
            ("결정문의 지문(SHA-256)", found.paper_sha256),
        ],
        obstacle=wrong,
        danger=danger,
    )


@page(MOVE_MONEY)
@never_cache
def settlement_paper(request, pk: int):
    """The paper as it came; its opening is logged."""
    found = access.get_settlement(request.user, pk)
    content = access.open_content(request.user, found.paper, action="escrow.settlement.paper")
    response = file_answer(content, "application/octet-stream", found.paper_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
