"""Payments that did not arrive: whose fault it is, what the bank answered, how often it was tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from kwonik.escrow.codes import ANSWERS, WHY_UNPAID, Fault, MilestoneState
from kwonik.escrow.models import Milestone


@dataclass(frozen=True)
class Failure:
    """The last payment from an account of the ledger, which failed or came back. `sent_on`: the day on which the bank was told of it;
    `tries`: how many in a row failed by the bank's fault."""

    payment: int
    destination: str
    amount_won: int
    fault: str
    answer: str
    sent_on: date
    tries: int

    @property
    def words(self) -> str:
        """What the bank answered, for the desk; "" where it answered nothing."""
        return answer_words(self.answer)


def answer_words(code: str) -> str:
    """The bank's code and what it says: "415 해지된 계좌입니다."."""
    return f"{code} {ANSWERS[code][1]}" if code in ANSWERS else code


def failure_of(kind: str, reference: str) -> Failure | None:
    """Why what lies on an account did not get away; None where its last payment has not failed."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILURE, [kind, reference])
        found = cursor.fetchone()
    return Failure(*found) if found else None


_FAILURE = """
    SELECT last.id, last.destination, last.amount_won, ledger.fault_of(last.id), step.answer,
      coalesce((SELECT coalesce(event.told_on, event.value_on) FROM ledger.payment_step AS told JOIN ledger.event AS event ON event.id = told.event
        WHERE told.payment = last.id AND told.verb = 'send' ORDER BY told.step DESC LIMIT 1), last.value_on),
      (SELECT count(*) FROM ledger.payment AS each WHERE each.source = last.source AND each.id > coalesce((
        SELECT max(other.id) FROM ledger.payment AS other
        WHERE other.source = last.source AND ledger.fault_of(other.id) IS DISTINCT FROM 'bank'), 0))
    FROM ledger.payment AS last JOIN ledger.payment_step AS step ON (step.payment, step.step) = (last.id, last.steps)
    WHERE last.id = (
      SELECT max(payment.id) FROM ledger.payment AS payment JOIN ledger.account AS account ON account.id = payment.source
      WHERE account.kind = %s AND account.reference = %s
    ) AND last.state IN ('failed', 'returned')
"""


def faults(payments: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Whose fault it is and the bank's code, by payment; of those that failed or came back. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT payment.id, ledger.fault_of(payment.id), step.answer
               FROM ledger.payment AS payment JOIN ledger.payment_step AS step ON (step.payment, step.step) = (payment.id, payment.steps)
               WHERE payment.id = ANY(%s) AND payment.state IN ('failed', 'returned')""",
            [list(payments)],
        )
        return {pk: (fault, answer) for pk, fault, answer in cursor.fetchall()}


def faults_of_payouts(milestones: Iterable[Milestone]) -> dict[int, str]:
    """Whose fault it is, by milestone, where a payout did not arrive; asks the ledger only if there is one."""
    lost = {f"m{one.pk}": one.pk for one in milestones if one.state == MilestoneState.PAYOUT_FAILED}
    if not lost:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT ON (account.reference) account.reference, ledger.fault_of(payment.id)
               FROM ledger.payment AS payment JOIN ledger.account AS account ON account.id = payment.source
               WHERE account.kind = 'payable' AND account.reference = ANY(%s) ORDER BY account.reference, payment.id DESC""",
            [list(lost)],
        )
        return {lost[reference]: fault or str(Fault.UNCLEAR) for reference, fault in cursor.fetchall()}


def why_unpaid(fault: str) -> str:
    """For both parties, why a payout did not arrive and what comes next."""
    return WHY_UNPAID.get(fault, WHY_UNPAID[str(Fault.UNCLEAR)])
