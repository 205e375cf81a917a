"""Numbers to pay into, what came in, what is to go out. Amounts are read from the ledger's own tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from kwonik.escrow.codes import DepositState, MilestoneState, PaymentState, PaysBy
from kwonik.escrow.models import (
    CardPayment,
    Contract,
    Deposit,
    Milestone,
    PayeeAccount,
    Payment,
    VirtualAccount,
)
from kwonik.escrow.rules.deposits import Awaited


def lines_taken(numbers: Iterable[str]) -> set[str]:
    """Which of these lines of the bank stand in the books as deposits already."""
    return set(Deposit.objects.filter(line__in=list(numbers)).values_list("line", flat=True))


@dataclass(frozen=True)
class PaidInto:
    """A virtual account or a card order and what it waits for; `card_paid_on`: the day on which a card was charged, as far as we know."""

    pk: int
    centre_id: int
    awaited: Awaited
    card_paid_on: date | None = None


def paid_into(number: str) -> PaidInto | None:
    """What the virtual account or order of this number waits for; None for a number that is not ours. One plain statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PAID_INTO, [number])
        found = cursor.fetchone()
    if found is None:
        return None
    pk, centre_id, state, deposit_won, fee_won, expires_on, digest, card_paid_on = found
    awaited = Awaited(state, deposit_won, fee_won, expires_on, bytes(digest))
    return PaidInto(pk, centre_id, awaited, card_paid_on)


_PAID_INTO = """
    SELECT number.id, contract.centre_id, milestone.state, terms.deposit_won, terms.card_fee_won, number.expires_on, number.holder_digest,
      card.paid_on
    FROM escrow_virtualaccount AS number
    JOIN escrow_milestone AS milestone ON milestone.id = number.milestone_id
    JOIN escrow_milestoneterms AS terms ON terms.id = milestone.terms_id
    JOIN escrow_contract AS contract ON contract.id = milestone.contract_id
    LEFT JOIN escrow_cardpayment AS card ON card.order_id = number.id
    WHERE number.number = %s
"""


def number_of(milestone: Milestone) -> VirtualAccount | None:
    """Where this milestone is paid the way that was signed, once the bank has given it: of card orders the last."""
    rows = VirtualAccount.objects.filter(milestone=milestone, way=milestone.terms.version.pays_by)
    return rows.select_related("card_payment").order_by("-pk").first()


def is_of_today(number: VirtualAccount, milestone: Milestone) -> bool:
    """Whether day and amount are those of the terms in force: an amendment may have changed them since."""
    terms = milestone.terms
    return number.expires_on == terms.due_on and number.amount_won in (None, terms.deposit_won)


def open_orders(today: date, numbers: Iterable[str] | None = None) -> QuerySet[VirtualAccount]:
    """Card orders that nobody has paid as far as we know, and that somebody may have; `numbers`: only these, whatever their day."""
    rows = VirtualAccount.objects.filter(way=PaysBy.CARD, card_payment=None)
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers))
    else:
        awaits = Q(milestone__state=MilestoneState.AWAITING_DEPOSIT)
        rows = rows.filter(awaits | Q(expires_on__gte=today - timedelta(days=1)))
    return rows.select_related("milestone").order_by("pk")


def under_way(milestones: Iterable[Milestone]) -> dict[int, CardPayment]:
    """Card payments whose money has not come into custody yet, by the milestone's key."""
    rows = CardPayment.objects.filter(order__milestone__in=list(milestones), order__deposits=None)
    return {one.order.milestone_id: one for one in rows.select_related("order")}


def is_card_under_way(contract: Contract) -> bool:
    """Whether money that a card paid for a contract has not come yet."""
    return CardPayment.objects.filter(order__milestone__contract=contract, order__deposits=None).exists()


def last_deposit(number: VirtualAccount) -> Deposit | None:
    """What came in under this number last."""
    return number.deposits.order_by("-pk").first()


def is_given_back(number: VirtualAccount) -> bool:
    """Whether what came by a card order went back to the card: nobody can pay it again."""
    last = last_deposit(number) if number.way == PaysBy.CARD else None
    return last is not None and last.state in (DepositState.REFUND_SENT, DepositState.REFUNDED)


def payment_numbered(bank_number: str) -> Payment | None:
    """The payment that was sent under this number."""
    return Payment.objects.filter(bank_number=bank_number).first() if bank_number else None


def payee_numbered(destination: str) -> PayeeAccount | None:
    """The account to which a payment goes (`Payment.destination`); None for one that goes back to its deposit."""
    kind, _, key = destination.partition(":")
    return PayeeAccount.objects.filter(pk=key).first() if kind == "payee" else None


def payments_in(*states: PaymentState) -> QuerySet[Payment]:
    """Payments in these states, the oldest first."""
    return Payment.objects.filter(state__in=states).select_related("source").order_by("pk")


def payments_of(milestone: Milestone) -> QuerySet[Payment]:
    """What was sent or is to be sent of a milestone's money, the oldest first."""
    rows = Payment.objects.filter(source__reference=f"m{milestone.pk}")
    return rows.select_related("source").order_by("pk")


def payable() -> QuerySet[Milestone]:
    """Milestones with what is needed to pay for them, the oldest first."""
    related = ("terms", "contract__freelancer", "contract__commissioner", "contract__centre")
    return Milestone.objects.select_related(*related).order_by("state_since", "pk")


def deposits_waiting() -> QuerySet[Deposit]:
    """입금 확인: money in suspense, the oldest first."""
    rows = Deposit.objects.filter(state=DepositState.SUSPENSE)
    return rows.select_related("virtual_account__milestone__contract").order_by("pk")


def balance(kind: str, reference: str) -> int:
    """What lies on an account of the ledger, in won."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger.balance_of(%s, %s)", [kind, reference])
        return cursor.fetchone()[0]


def protected(milestones: Iterable[Milestone]) -> dict[int, int]:
    """Won that lie in custody for each milestone, by its key: what may be called protected."""
    keys = {f"m{one.pk}": one.pk for one in milestones}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT account.reference, (balance.credits - balance.debits)::bigint
               FROM ledger.account AS account JOIN ledger.balance AS balance ON balance.account = account.id
               WHERE account.kind = 'escrow' AND account.reference = ANY(%s)""",
            [list(keys)],
        )
        return {keys[reference]: won for reference, won in cursor.fetchall() if won}


def balances_left(*kinds: str) -> list[tuple[str, str, int]]:
    """(kind, reference, won) of every account of these kinds on which something lies."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT account.kind, account.reference, (balance.credits - balance.debits)::bigint
               FROM ledger.account AS account JOIN ledger.balance AS balance ON balance.account = account.id
               WHERE account.kind = ANY(%s) AND balance.credits > balance.debits ORDER BY account.id""",
            [list(kinds)],
        )
        return cursor.fetchall()


def next_payment_number() -> int:
    """Our own number of the next payment: never the same twice, on no day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('ledger.payment_number')")
        return cursor.fetchone()[0]


def sent_on(payment: Payment) -> date:
    """The day on which the bank was last told of the payment; the day on which it was written where it never was."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(event.told_on, event.value_on) FROM ledger.payment_step AS step JOIN ledger.event AS event ON event.id = step.event
               WHERE step.payment = %s AND step.verb = 'send' ORDER BY step.step DESC LIMIT 1""",
            [payment.pk],
        )
        found = cursor.fetchone()
        return found[0] if found else payment.value_on


def payment_asked_for(key: str, actor: str) -> int | None:
    """The payment that this request of this actor wrote down; None when it is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT written.payment FROM ledger.event AS event JOIN ledger.payment_written AS written ON written.event = event.id
               WHERE event.request_key = %s AND event.actor = %s""",
            [key, actor],
        )
        found = cursor.fetchone()
        return found[0] if found else None
