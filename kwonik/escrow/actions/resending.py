"""What did not arrive is sent again as the bank's answer says: after the bank's own fault to the same place, after the account's to another.

Nothing is ever sent again under the same number, and nothing before the bank has said that it did not pay.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.escrow import access, queries, rules
from kwonik.escrow.codes import TRIES_BY_ITSELF, Actor, Fault, MilestoneState
from kwonik.escrow.models import Payment
from kwonik.escrow.queries.failing import Failure
from kwonik.people.access import require

from .ledger import Told, key_of
from .paying import noted, payee_for, told_before, write_payout, write_refund


def by_itself(failure: Failure, today: date) -> bool:
    """Whether the clock tries the same place again: the bank was at fault, on an earlier day, and not too often in a row."""
    return failure.fault == Fault.BANK and failure.sent_on < today and failure.tries <= TRIES_BY_ITSELF


def resend_payouts() -> int:
    """Payouts that failed: the next day again where the bank was at fault; where the account was, to the one that the freelancer has
    named since, once the bank has verified it. How many.

    Above the limit two people write and release it again (`prepare`): a new account is just what they look at.
    """
    done, limit = 0, queries.today_policy().payout_limit_won
    today = timezone.localdate()
    for milestone in queries.money.payable().filter(state=MilestoneState.PAYOUT_FAILED):
        failure, payee = queries.failing.failure_of("payable", f"m{milestone.pk}"), payee_for(milestone)
        if failure is None or payee is None or failure.amount_won > limit:
            continue
        if failure.destination == f"payee:{payee.pk}" and not by_itself(failure, today):
            continue
        key = f"clock:resend:{failure.payment}"
        try:
            done += not write_payout("resend", milestone, payee, Actor.CLOCK, None, key).replayed
        except rules.NotAllowed:
            continue
    return done


def write_refunds() -> int:
    """What is to go back to commissioners is written down, whole, to the deposit it came by; the next day again where the bank was at
    fault. How many."""
    done, today = 0, timezone.localdate()
    for kind, reference, won in queries.money.balances_left("refundable", "withheld"):
        failure = queries.failing.failure_of(kind, reference)
        if failure is not None and not by_itself(failure, today):
            continue  # a person looks at it: `refund_again`
        after = f":after{failure.payment}" if failure else ""
        key = f"clock:refund:{kind}:{reference}:{won}{after}"
        try:
            done += not write_refund(kind, reference, Actor.CLOCK, None, key).replayed
        except rules.NotAllowed:
            continue  # somebody was quicker
    return done


@transaction.atomic
def refund_again(*, by: Any, payment: Payment, token: UUID | None = None) -> Told:
    """A refund that failed or came back is sent again to where it came from. Raises NotAllowed, PermissionDenied."""
    require(by, access.MOVE_MONEY, queries.paying.centre_of_payment(payment))
    if known := told_before(by, token):
        return known
    source = payment.source
    told = write_refund(source.kind, source.reference, Actor.OPERATOR, by, key_of(token))
    return noted("sent_again", told, payment, by)
