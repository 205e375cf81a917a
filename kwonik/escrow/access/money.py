"""Deposits, payments and settlements at the operator's desk: somebody else's centre does not exist. Names are masked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from kwonik.escrow import queries, rules
from kwonik.escrow.codes import DepositState
from kwonik.escrow.models import CardPayment, Deposit, Dispute, Milestone, Payment, Settlement
from kwonik.people import vault
from kwonik.people.access import centres_for
from kwonik.people.codes import Purpose
from kwonik.people.models import Account

from .rows import MOVE_MONEY, VIEW_MONEY


def deposits(account: Account) -> QuerySet[Deposit]:
    """입금: newest first."""
    return queries.paying.deposits_at(centres_for(account, VIEW_MONEY)).order_by("-pk")


def suspended_deposits(account: Account) -> QuerySet[Deposit]:
    """입금 확인: what waits, the oldest first."""
    return deposits(account).filter(state=DepositState.SUSPENSE).order_by("pk")


def get_deposit(account: Account, pk: int) -> Deposit:
    return get_object_or_404(deposits(account), pk=pk)


def card_payments(account: Account) -> QuerySet[CardPayment]:
    """카드 결제: what has not come into custody first, the earliest day first; then what came, newest first."""
    return queries.paying.card_payments_at(centres_for(account, VIEW_MONEY))


def depositors(account: Account, rows: Iterable[Deposit], *, action: str) -> dict[int, str]:
    """Masked names of who sent the money, by the deposit's key; one statement, and a line in the access log."""
    sealed = {row.pk: row.depositor_id for row in rows if row.depositor_id}
    texts = vault.read(list(sealed.values()), by=account, purpose=Purpose.ESCROW, action=action)
    return {pk: rules.persons.masked_name(texts[of]) for pk, of in sealed.items() if of in texts}


def payments(account: Account) -> QuerySet[Payment]:
    return queries.paying.at_centres(centres_for(account, VIEW_MONEY))


def get_payment(account: Account, pk: int) -> Payment:
    return get_object_or_404(payments(account), pk=pk)


def unwritten(account: Account) -> list[queries.paying.Unwritten]:
    """지급 쓰기를 기다리는 차수."""
    return queries.paying.to_be_written(centres_for(account, VIEW_MONEY))


def get_unwritten(account: Account, pk: int) -> queries.paying.Unwritten:
    """One of them, or Http404."""
    found = queries.paying.to_be_written(centres_for(account, VIEW_MONEY), only=pk)
    if not found:
        raise Http404
    return found[0]


def get_money_milestone(account: Account, pk: int) -> Milestone:
    """A milestone whose money this account may move, or Http404."""
    related = ("terms", "contract__freelancer", "contract__commissioner", "contract__centre")
    rows = Milestone.objects.filter(contract__centre__in=centres_for(account, MOVE_MONEY))
    return get_object_or_404(rows.select_related(*related), pk=pk)


def get_divisible(account: Account, pk: int) -> Dispute:
    """A dispute about a milestone's money, for whoever moves money."""
    related = ("milestone__contract__centre", "milestone__terms", "centre")
    rows = Dispute.objects.filter(centre__in=centres_for(account, MOVE_MONEY), milestone__isnull=False)
    return get_object_or_404(rows.select_related(*related), pk=pk)


def settlements(account: Account) -> QuerySet[Settlement]:
    """조정기관의 결정, newest first."""
    rows = Settlement.objects.filter(dispute__centre__in=centres_for(account, MOVE_MONEY))
    related = ("dispute__milestone__contract", "dispute__milestone__terms", "dispute__centre")
    return rows.select_related(*related, "recorded_by", "answered_by", "paper").order_by("-pk")


def get_settlement(account: Account, pk: int) -> Any:
    return get_object_or_404(settlements(account), pk=pk)
