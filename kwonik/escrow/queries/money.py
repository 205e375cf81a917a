"""Numbers to pay into, what came in, what is to go out. Amounts are read from the ledger's own tables."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from kwonik.escrow.codes import DepositState, PaymentState
from kwonik.escrow.models import Deposit, Milestone, Payment, VirtualAccount


def virtual_account(number: str) -> VirtualAccount | None:
    """The number into which somebody paid, with the milestone that it is for."""
    rows = VirtualAccount.objects.select_related("milestone__terms__version", "milestone__contract")
    return rows.filter(number=number).first() if number else None


def number_of(milestone: Milestone) -> VirtualAccount | None:
    """The number into which this milestone is paid, once the bank has given one."""
    return VirtualAccount.objects.filter(milestone=milestone).first()


def pays_by(number: VirtualAccount) -> str:
    """How the signed version says that its milestone is paid."""
    return str(number.milestone.terms.version.pays_by)


def payment_numbered(bank_number: str) -> Payment | None:
    """The payment that was sent under this number."""
    return Payment.objects.filter(bank_number=bank_number).first() if bank_number else None


def payment_asked_for(request_key: str) -> int | None:
    """The key of the payment that was written down for this request; None when none was."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT payment.id FROM ledger.event AS event
               JOIN ledger.transfer AS moved ON moved.event = event.id
               JOIN ledger.account AS sent ON sent.id = moved.credit AND sent.kind = 'in_transit'
               JOIN ledger.payment AS payment ON payment.bank_number = sent.reference
               WHERE event.request_key = %s AND event.kind = 'sent'""",
            [request_key],
        )
        found = cursor.fetchone()
        return found[0] if found else None


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


def last_failed(kind: str, reference: str) -> Payment | None:
    """The last payment of an account, if it failed or came back and nothing has replaced it yet."""
    last = Payment.objects.filter(source__kind=kind, source__reference=reference).order_by("-pk").first()
    return last if last and last.state in (PaymentState.FAILED, PaymentState.RETURNED) else None


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


def sent_on(payment: Payment) -> date | None:
    """The day on which the bank was last told of the payment; None when it never was."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT event.value_on FROM ledger.payment_step AS step JOIN ledger.event AS event ON event.id = step.event
               WHERE step.payment = %s AND step.verb = 'send' ORDER BY step.step DESC LIMIT 1""",
            [payment.pk],
        )
        found = cursor.fetchone()
        return found[0] if found else None
