"""Notices of the bank: noted once, then the day that they speak of is looked at. A notice itself moves nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from kwonik.escrow.bank import connected
from kwonik.escrow.bank.port import Notice
from kwonik.escrow.models import BankNotice

from .banking import ask_cards, take_lines

QUEUE, TASK = "escrow", "escrow.take_lines"
LONGEST_LINE = 40
PATIENCE = timedelta(minutes=5)


def note_notice(notice: Notice) -> bool:
    """Keeps a verified notice and, in the same transaction, hands the day it speaks of to the worker.

    False, and nothing is done, if it came before. However many copies arrive at once, the database takes one.
    """
    with transaction.atomic():
        line = notice.line if notice.line.isprintable() and len(notice.line) <= LONGEST_LINE else ""
        facts = {"kind": notice.kind.value, "line": line, "on": notice.on}
        _, is_new = BankNotice.objects.get_or_create(notice_id=notice.id, defaults=facts)
        if is_new:
            app.configure_task(TASK, queue=QUEUE).defer(on=notice.on.isoformat())
    return is_new


def follow_notices(*, on: date) -> int:
    """Asks after card orders and takes the bank's lines of a day if a notice of that day waits, and marks what had come before it looked.

    How many notices that were. Raises BankError where the bank does not answer: then they go on waiting, and the
    worker comes again. Two workers may be at the same day: whatever takes lines takes each once.
    """
    waiting = list(BankNotice.objects.filter(on=on, handled_at=None).values_list("pk", flat=True))
    if waiting:
        ask_cards(bank=connected())
        take_lines(bank=connected(), on=on)
    return BankNotice.objects.filter(pk__in=waiting, handled_at=None).update(handled_at=timezone.now())


def follow_all(*, now: datetime) -> int:
    """Follows notices that have waited for minutes: their worker died, or the bank did not answer it."""
    late = BankNotice.objects.filter(handled_at=None, received_at__lt=now - PATIENCE)
    return sum(follow_notices(on=on) for on in late.order_by("on").values_list("on", flat=True).distinct())
