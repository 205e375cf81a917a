"""What a commissioner paid to freelancers in a month and withheld of it: payouts that the bank has carried out, and no others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Prefetch

from kwonik.escrow import rules
from kwonik.escrow.codes import PaymentState, Standing, Withholding
from kwonik.escrow.models import Member, Milestone, Payment, Split

from .paying import numbered


@dataclass(frozen=True)
class Paid:
    """One payout: gross amount and taxes in won, by what was signed or how it was divided."""

    milestone: Milestone
    freelancer: Member
    paid_on: date
    gross_won: int
    income_tax_won: int
    local_tax_won: int


@dataclass(frozen=True)
class Line:
    """One freelancer of a month, as the statement lists them."""

    freelancer: Member
    gross_won: int
    income_tax_won: int
    local_tax_won: int


def withheld(commissioner: Member) -> list[Paid]:
    """All payouts of which a business withheld tax from a natural person, the oldest first; none for anybody else."""
    if commissioner.standing != Standing.BUSINESS:
        return []
    splits = Prefetch(
        "disputes__splits",
        Split.objects.filter(agreed_at__isnull=False).order_by("-pk"),
    )
    milestones = {
        row.pk: row
        for row in Milestone.objects.filter(
            contract__commissioner=commissioner, contract__freelancer__standing=Standing.INDIVIDUAL
        )
        .exclude(terms__version__withholding=Withholding.NONE)
        .select_related("terms", "contract__freelancer")
        .prefetch_related(splits)
    }
    rows = numbered(Payment.objects.filter(source__kind="payable", state=PaymentState.DONE))
    payments = {row.pk: milestones[row.whose] for row in rows.filter(whose__in=milestones)}
    found = [_paid(payments[pk], day) for pk, day in _paid_on(payments)]
    return sorted(found, key=lambda one: (one.paid_on, one.milestone.pk))


def _paid(milestone: Milestone, day: date) -> Paid:
    terms = milestone.terms
    split = next((one for dispute in milestone.disputes.all() for one in dispute.splits.all()), None)
    gross, income, local = terms.gross_won, terms.income_tax_won, terms.local_tax_won
    if split is not None:
        gross = split.freelancer_won
        income, local = rules.terms.taxes(gross, terms.due_on) if income + local else (0, 0)
    return Paid(milestone, milestone.contract.freelancer, day, gross, income, local)


def _paid_on(payments: Iterable[int]) -> list[tuple[int, date]]:
    """The bank's day on which each payment was carried out, at last."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT step.payment, max(event.value_on) FROM ledger.payment_step AS step JOIN ledger.event AS event ON event.id = step.event
               WHERE step.payment = ANY(%s) AND step.verb = 'pay' GROUP BY step.payment""",
            [list(payments)],
        )
        return cursor.fetchall()


def in_month(rows: Iterable[Paid], month: date) -> list[Paid]:
    """Those of one month of payment."""
    return [one for one in rows if one.paid_on.replace(day=1) == month]


def by_freelancer(rows: Iterable[Paid]) -> list[Line]:
    """One line for each person, in the order of their first payout."""
    found: dict[int, Line] = {}
    for one in rows:
        known = found.get(one.freelancer.pk, Line(one.freelancer, 0, 0, 0))
        found[one.freelancer.pk] = Line(
            one.freelancer,
            known.gross_won + one.gross_won,
            known.income_tax_won + one.income_tax_won,
            known.local_tax_won + one.local_tax_won,
        )
    return list(found.values())
