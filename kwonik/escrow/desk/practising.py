"""The practice bank's back room, in a try-out only: its faults, its clock, play deposits, its own books. Else 404."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kwonik.escrow import access, actions
from kwonik.escrow.access import TURN
from kwonik.escrow.bank.port import BankError
from kwonik.escrow.forms import ClockForm, KnobForm, PlayCardForm, PlayDepositForm
from kwonik.people.answers import attempted, posted, pressed, tried
from kwonik.people.guard import page

BEGINNINGS = (
    ("알림", "notice_"),
    ("거래명세", "statement_"),
    ("입금", "deposit_"),
    ("카드", "card_"),
)
SETTINGS, REQUESTS = "설정", "이체와 조회"
KINDS = {"deposit": "입금", "payout": "지급", "refund": "환불", "returned": "되돌아옴"}


def _overview(bank):
    """What the bank shows of itself; None while it is silent."""
    try:
        return bank.overview()
    except BankError:
        return None


def _groups(knobs):
    """The knobs by what they spoil, in the order in which people look for them."""
    found: dict[str, list] = {name: [] for name in (REQUESTS, *(name for name, _ in BEGINNINGS), SETTINGS)}
    for knob in knobs:
        group = next((name for name, begin in BEGINNINGS if knob.name.startswith(begin)), REQUESTS)
        found[SETTINGS if knob.is_setting else group].append(knob)
    return found.items()


@page(TURN)
def sandbox(request):
    """The practice bank at one look: clock, balance, what is broken, the last lines."""
    bank = access.get_practice_bank()
    seen = _overview(bank)
    context = {
        "bank": bank,
        "seen": seen,
        "groups": _groups(seen.knobs) if seen else (),
        "kinds": KINDS,
    }
    return render(request, "escrow/desk/sandbox.html", context)


@page(TURN)
def knob(request, name: str):
    """One fault: how often it strikes from now on, and how badly."""
    bank = access.get_practice_bank()
    seen = _overview(bank)
    found = seen.knob(name) if seen else None
    if found is None:
        raise Http404
    form = KnobForm(posted(request), knob=found)

    def act():
        actions.turn_knob(by=request.user, centre=request.centre, bank=bank, name=name, **form.facts)
        messages.success(request, "연습 은행에 알렸습니다.")
        return True

    if attempted(request, form, act):
        return redirect("escrow:sandbox")
    return _shown(request, "sandbox_knob", form, knob=found)


@page(TURN)
@require_POST
def mend(request):
    """Every fault is taken back at once."""
    bank = access.get_practice_bank()
    pressed(request, actions.mend, "모두 되돌렸습니다.", centre=request.centre, bank=bank)
    return redirect("escrow:sandbox")


@page(TURN)
def clock(request):
    """Days pass at the bank: money comes back, statements close, virtual accounts expire."""
    bank = access.get_practice_bank()
    form = ClockForm(posted(request))
    if tried(
        request, form, actions.advance_clock, "은행의 시계를 돌렸습니다.", centre=request.centre, bank=bank
    ):
        return redirect("escrow:sandbox")
    return _shown(request, "sandbox_clock", form, seen=_overview(bank))


@page(TURN)
def deposit(request):
    """Somebody pays into a virtual account: as much, and by whatever name, as is typed."""
    bank = access.get_practice_bank()
    seen = _overview(bank)
    form = PlayDepositForm(posted(request), accounts=seen.accounts if seen else ())
    if tried(request, form, actions.pay_in, "입금했습니다.", centre=request.centre, bank=bank):
        return redirect("escrow:sandbox")
    return _shown(request, "sandbox_deposit", form, seen=seen)


@page(TURN)
def card(request):
    """Somebody's card is charged for an order: by whatever name is typed."""
    bank = access.get_practice_bank()
    seen = _overview(bank)
    form = PlayCardForm(posted(request), orders=seen.orders if seen else ())
    if tried(request, form, actions.pay_card, "카드로 결제했습니다.", centre=request.centre, bank=bank):
        return redirect("escrow:sandbox")
    return _shown(request, "sandbox_card", form, seen=seen)


def _shown(request, template: str, form, **context):
    status = 422 if form.errors else 200
    return render(request, f"escrow/desk/{template}.html", {"form": form} | context, status=status)
