"""Payments as people read them: what for, where they stand, since when, who wrote them. A page costs a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.escrow.codes import (
    TONES,
    WHAT_FOR,
    WHAT_NOW,
    WHAT_NOW_BACK,
    WHERE_PAYMENT_IS,
    WHY_NOT_GIVEN_BACK,
    Fault,
    MilestoneState,
    PaymentState,
)
from kwonik.escrow.models import CardPayment, Deposit, Milestone, PayeeAccount, Payment
from kwonik.people.models import Account
from kwonik.places.models import Centre

from .contracts import today_policy
from .failing import answer_words, faults, faults_of_payouts
from .money import balances_left

P = PaymentState
LONG = timedelta(days=1)
UNDERWAY = (P.WRITTEN, P.SENDING, P.UNKNOWN)
LOST = (P.FAILED, P.RETURNED)


@dataclass(frozen=True)
class Standing:
    """Where a payment stands: `on` is the day on which it came there, `since` when that was written down."""

    since: datetime
    on: date
    replaced: bool


@dataclass(frozen=True)
class Seen:
    """A payment and what it belongs to; `fault` and `answer` tell why it did not arrive."""

    payment: Payment
    milestone: Milestone | None
    deposit: Deposit | None
    writer: str
    stands: Standing
    payee: PayeeAccount | None = None
    fault: str = ""
    answer: str = ""

    @property
    def what(self) -> str:
        return WHAT_FOR[self.payment.source.kind]

    @property
    def where(self) -> str:
        if self.fault and not self.is_payout:
            return WHY_NOT_GIVEN_BACK[self.fault]
        return WHERE_PAYMENT_IS[self.payment.state]

    @property
    def is_payout(self) -> bool:
        """Whether it goes to the freelancer, and not back to where it came from."""
        return self.payment.source.kind == "payable"

    @property
    def why(self) -> str:
        """Whose fault it is that it did not arrive, for the desk; "" where it has, or may yet."""
        return str(Fault(self.fault).label) if self.fault else ""

    @property
    def answered(self) -> str:
        """The bank's code and what it says."""
        return answer_words(self.answer)

    @property
    def what_now(self) -> str:
        """What the desk does about it, as long as nothing has replaced it."""
        if not self.fault or self.stands.replaced:
            return ""
        return (WHAT_NOW if self.is_payout else WHAT_NOW_BACK)[self.fault]

    @property
    def tone(self) -> str:
        return "neutral" if self.stands.replaced else TONES.get(self.payment.state, "neutral")

    @property
    def late(self) -> bool:
        """Whether money has been on its way for more than a day."""
        return self.payment.state in UNDERWAY and timezone.now() - self.stands.since > LONG

    @property
    def again(self) -> bool:
        """Whether a person may send it again: what was to go back and did not arrive."""
        lost = self.payment.state in LOST and not self.stands.replaced
        return lost and self.payment.source.kind in ("refundable", "withheld")


def numbered(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """With `whose`, the key of the milestone or deposit that the payment's source names."""
    return rows.annotate(whose=Cast(Substr("source__reference", 2), BigIntegerField()))


def at_centres(centres: Iterable[int]) -> QuerySet[Payment]:
    """Payments of contracts of these centres; what belongs to no contract is the installation's own centre's."""
    held = tuple(centres)
    of_milestones = Q(
        source__kind__in=["payable", "withheld", "refundable"],
        whose__in=Milestone.objects.filter(contract__centre__in=held).values("pk"),
    )
    of_deposits = Q(source__kind="suspense", whose__in=deposits_at(held).values("pk"))
    return numbered(Payment.objects.select_related("source")).filter(of_milestones | of_deposits)


def deposits_at(centres: Iterable[int]) -> QuerySet[Deposit]:
    """Deposits into contracts of these centres; what names no contract of ours is the installation's own centre's."""
    held = tuple(centres)
    found = Q(virtual_account__milestone__contract__centre__in=held)
    own = catalogue.own_centre()
    if own is not None and own.pk in held:
        found |= Q(virtual_account=None)
    related = ("virtual_account__milestone__terms", "virtual_account__milestone__contract__commissioner")
    return Deposit.objects.filter(found).select_related(*related)


def card_payments_at(centres: Iterable[int]) -> QuerySet[CardPayment]:
    """Card payments for contracts of these centres with the day on which their money came (`came_on`); what is awaited first."""
    came = Deposit.objects.filter(virtual_account=OuterRef("order")).order_by("pk")
    rows = CardPayment.objects.filter(order__milestone__contract__centre__in=tuple(centres))
    rows = rows.select_related("order__milestone__contract__centre", "order__milestone__terms")
    rows = rows.annotate(came_on=Subquery(came.values("value_on")[:1]))
    return rows.order_by(F("came_on").desc(nulls_first=True), "settles_on", "pk")


def late_cards(centres: Iterable[int], today: date) -> QuerySet[CardPayment]:
    """Card payments whose money has not come on the day on which it was to come at the latest."""
    return card_payments_at(centres).filter(came_on=None, settles_on__lt=today)


def centre_of_deposit(deposit: Deposit) -> Centre | None:
    """Whose desk a deposit lies on."""
    number = deposit.virtual_account
    return number.milestone.contract.centre if number else catalogue.own_centre()


def centre_of_payment(payment: Payment) -> Centre | None:
    """Whose desk a payment lies on."""
    kind, key = payment.source.kind, int(payment.source.reference[1:])
    if kind == "suspense":
        return centre_of_deposit(Deposit.objects.get(pk=key))
    return Milestone.objects.select_related("contract__centre").get(pk=key).contract.centre


def in_order(rows: QuerySet[Payment], state: str = "") -> QuerySet[Payment]:
    """For the desk: held first, then what is not known, what was lost, what is under way; newest first."""
    after = Payment.objects.filter(replaces=OuterRef("pk"))
    urgent = Case(
        When(state=P.HELD, then=Value(0)),
        When(state=P.UNKNOWN, then=Value(1)),
        When(Q(state__in=LOST, replaced=False), then=Value(2)),
        When(state__in=[P.SENDING, P.WRITTEN], then=Value(3)),
        default=Value(4),
    )
    found = rows.annotate(replaced=Exists(after)).annotate(urgent=urgent).order_by("urgent", "-pk")
    return found.filter(state=state) if state else found


def seen(payments: Iterable[Payment]) -> list[Seen]:
    """What they belong to, who wrote them, since when they stand so and why: six statements for any number of them."""
    rows = list(payments)
    whose = {one.pk: int(one.source.reference[1:]) for one in rows}
    of_deposits = [whose[one.pk] for one in rows if one.source.kind == "suspense"]
    of_milestones = [whose[one.pk] for one in rows if one.source.kind != "suspense"]
    related = ("terms", "contract__freelancer", "contract__commissioner", "contract__centre")
    milestones = Milestone.objects.select_related(*related).in_bulk(of_milestones)
    deposits = Deposit.objects.select_related("virtual_account__milestone__contract").in_bulk(of_deposits)
    payees = PayeeAccount.objects.in_bulk([_payee(one) for one in rows if _payee(one)])
    writers = {one.pk: one.writer.partition(":")[2] for one in rows}
    names = Account.objects.in_bulk([int(key) for key in writers.values() if key])
    stands = _standing([one.pk for one in rows])
    why = faults(one.pk for one in rows)
    return [
        Seen(
            one,
            milestones.get(whose[one.pk]) if one.source.kind != "suspense" else None,
            deposits.get(whose[one.pk]) if one.source.kind == "suspense" else None,
            names[int(writers[one.pk])].name if writers[one.pk] else "",
            stands[one.pk],
            payees.get(_payee(one)),
            *why.get(one.pk, ("", "")),
        )
        for one in rows
    ]


def _payee(payment: Payment) -> int:
    kind, _, key = payment.destination.partition(":")
    return int(key) if kind == "payee" else 0


def _standing(keys: list[int]) -> dict[int, Standing]:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT payment.id, event.recorded_at, coalesce(event.told_on, event.value_on),
                 EXISTS (SELECT FROM ledger.payment AS after WHERE after.replaces = payment.id)
               FROM ledger.payment AS payment
               JOIN ledger.event AS event ON event.id = CASE payment.steps
                 WHEN 0 THEN (SELECT written.event FROM ledger.payment_written AS written WHERE written.payment = payment.id)
                 ELSE (SELECT step.event FROM ledger.payment_step AS step WHERE (step.payment, step.step) = (payment.id, payment.steps)) END
               WHERE payment.id = ANY(%s)""",
            [keys],
        )
        return {pk: Standing(*rest) for pk, *rest in cursor.fetchall()}


@dataclass(frozen=True)
class Step:
    """One thing that happened to a payment: when it was written down, on which day it was, what (the ledger's label), the actor as
    the ledger names it."""

    at: datetime
    on: date
    label: str
    actor: str
    answer: str = ""

    @property
    def answered(self) -> str:
        """The bank's code and what it says; "" where it has not refused."""
        return answer_words(self.answer)

    @property
    def is_late(self) -> bool:
        """Whether it was written down on another day than its own."""
        return timezone.localdate(self.at) != self.on


def steps(payment: Payment) -> list[Step]:
    """What happened to a payment since it was written, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT event.recorded_at, coalesce(event.told_on, event.value_on), kind.label, split_part(event.actor, ':', 1), step.answer
               FROM ledger.payment_step AS step JOIN ledger.event AS event ON event.id = step.event
               JOIN ledger.event_kind AS kind ON kind.kind = event.kind WHERE step.payment = %s ORDER BY step.step""",
            [payment.pk],
        )
        return [Step(*row) for row in cursor.fetchall()]


def of_milestones(milestones: Iterable[Milestone]) -> dict[int, list[Seen]]:
    """What was sent or is to be sent of each milestone, the oldest first, for its two parties."""
    references = [f"m{one.pk}" for one in milestones]
    rows = Payment.objects.filter(source__reference__in=references).select_related("source").order_by("pk")
    found: dict[int, list[Seen]] = defaultdict(list)
    for one in seen(rows):
        if one.milestone is not None:
            found[one.milestone.pk].append(one)
    return found


@dataclass(frozen=True)
class Unwritten:
    """A milestone whose payout a person has to write: how much, and why it does not go by itself."""

    milestone: Milestone
    won: int
    failed: bool
    fault: str = ""

    @property
    def why(self) -> str:
        """Whose fault it is that it did not arrive; "" where nothing was sent yet."""
        return str(Fault(self.fault).label) if self.fault else ""

    @property
    def what_now(self) -> str:
        return WHAT_NOW.get(self.fault, "")


def to_be_written(centres: Iterable[int], only: int | None = None) -> list[Unwritten]:
    """지급 쓰기를 기다리는 차수: above the limit of two people, or not arrived; the oldest first."""
    payable = {int(reference[1:]): won for _, reference, won in balances_left("payable")}
    limit = today_policy().payout_limit_won
    rows = Milestone.objects.filter(
        pk__in=payable if only is None else [only],
        contract__centre__in=tuple(centres),
        state__in=[MilestoneState.APPROVED, MilestoneState.RESOLVED, MilestoneState.PAYOUT_FAILED],
    )
    related = ("terms", "contract__freelancer", "contract__commissioner", "contract__centre")
    listed = list(rows.select_related(*related).order_by("state_since", "pk"))
    faulty = faults_of_payouts(listed)
    found = [
        Unwritten(
            row, payable.get(row.pk, 0), row.state == MilestoneState.PAYOUT_FAILED, faulty.get(row.pk, "")
        )
        for row in listed
    ]
    return [one for one in found if one.won and (one.failed or one.won > limit)]
