"""The day's close: one day that the first person has confirmed, and after it days on which books and bank differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from procrastinate.contrib.django import app

from kwonik.catalogue.queries import own_centre
from kwonik.escrow import actions, queries
from kwonik.escrow.bank.port import Kind, Line, Statement
from kwonik.escrow.models import BusinessDay
from tests.escrow import books

KOREA = timezone(timedelta(hours=9))
FIRST_DAY = date(2024, 1, 1)
"""Before anything that the world's ledger has."""


@dataclass
class Telling:
    """A bank that tells of one day."""

    told: Statement

    def statement(self, on: date) -> Statement:
        return self.told

    def closing_balance(self, on: date) -> int:
        return self.told.closing_won


def closing_days(one: Any) -> dict[str, Any]:
    """One more day of the installation, which its own centre keeps."""
    if one.centre != own_centre():
        return {}
    books.stand()
    last = BusinessDay.objects.order_by("dated_on").last()  # of the sample, where there is one
    on, won = (last.dated_on + timedelta(days=1), last.closing_won) if last else (FIRST_DAY, 0)
    first = BusinessDay.objects.filter(first_by__isnull=False, sealed_at=None).first()
    if first is None:
        first = actions.seal_first(by=one.people["finance"], day=_close(on, won, ()))
        on += timedelta(days=1)
    day = _close(on, won, (5000, 7000))
    waiting, proposed = day.breaks.order_by("pk")
    correction = actions.propose_correction(
        by=one.people["finance"], found=proposed, way="suspense", words="은행에 물어보는 중"
    )
    return {
        "escrow_day": first,
        "escrow_break": waiting,
        "escrow_break_proposed": proposed,
        "escrow_correction": correction,
        "escrow_run": queries.runs.going_on() or _run(one.people["finance"]),
    }


def _run(by: Any) -> Any:
    """The first day, made ready by the worker and seen by the first person: the next one differs."""
    run = actions.begin_run(by=by)
    app.job_manager.cancel_job_by_id(queries.runs.waiting_job(run).pk, delete_job=True)
    return actions.propose_run(by=by, run=actions.prepare_run(run=run, bank=None))


def _close(on: date, opening_won: int, deposits: tuple[int, ...]) -> BusinessDay:
    lines = tuple(
        Line(
            f"{on:%Y%m%d}{place}",
            Kind.DEPOSIT,
            on,
            datetime(on.year, on.month, on.day, 10 + place, tzinfo=KOREA),
            True,
            won,
        )
        for place, won in enumerate(deposits)
    )
    closing = opening_won + sum(deposits)
    told = Statement(f"world-{on}", on, opening_won, closing, lines, b"<raw/>")
    actions.take_statement(bank=Telling(told), on=on)
    return actions.reconcile(on=on)
