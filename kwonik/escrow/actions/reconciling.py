"""대사: the statement of a closed day taken from the bank, and held against the ledger. Nothing is posted here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.escrow import queries, rules
from kwonik.escrow.access.closing import SEAL
from kwonik.escrow.bank import NoBank, connected
from kwonik.escrow.bank.port import Bank, BankError, Line, Statement
from kwonik.escrow.codes import BreakState
from kwonik.escrow.models import BankStatement, Break, BusinessDay, StatementLine
from kwonik.escrow.rules.reconciling import Balances, Booked, Found, Told, compare, gaps, numbers_of
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.models import Account

FIGURES = (
    "statement_id",
    "opening_won",
    "bank_credits_won",
    "bank_debits_won",
    "closing_won",
    "told_won",
    "ledger_opening_won",
    "credits_won",
    "debits_won",
    "ledger_closing_won",
    "open_breaks",
)


def take_statement(*, bank: Bank, on: date, by: Any = None, now: datetime | None = None) -> BankStatement:
    """The bank's statement of a day that is over, with the balance it tells by itself. The same statement again changes nothing,
    another one of the same day takes its place. Raises NotAllowed, BankError."""
    if on >= timezone.localdate(now or timezone.now()):
        raise rules.NotAllowed("아직 끝나지 않은 날입니다.")
    told = bank.statement(on)
    closing = bank.closing_balance(on)
    if told.on != on:
        raise rules.NotAllowed("은행이 다른 날의 거래명세를 보냈습니다. 은행에 확인하세요.")
    return _keep(told, closing, by)


@transaction.atomic
def _keep(told: Statement, closing_won: int, by: Any) -> BankStatement:
    day = locked_day(told.on)
    known = queries.closing.standing_statement(told.on)
    digest = _digest(told, closing_won)
    if known and known.digest == digest:
        return known
    if day.sealed_at:
        raise rules.NotAllowed("이미 봉인한 날의 거래명세가 달라졌습니다. 은행에 확인하세요.")
    if known:
        known.replaced_at = timezone.now()
        known.save(update_fields=["replaced_at"])
    made = BankStatement.objects.create(
        centre=day.centre,
        dated_on=told.on,
        number=told.number,
        opening_won=told.opening_won,
        closing_won=told.closing_won,
        told_won=closing_won,
        digest=digest,
        raw=vault.seal_file(told.raw, centre=day.centre) if told.raw else None,
    )
    times = Counter(line.digest for line in told.lines)
    once = {line.digest: line for line in told.lines}
    StatementLine.objects.bulk_create(_line(made, line, times[digest]) for digest, line in once.items())
    audit.record("escrow.day.statement_taken", day, by=by, detail={"statement": made.pk})
    return made


def _line(statement: BankStatement, line: Line, times: int) -> StatementLine:
    return StatementLine(
        statement=statement,
        digest=line.digest,
        times=times,
        number=line.number,
        kind=line.kind.value,
        value_on=line.value_on,
        booked_at=line.booked_at,
        won=line.signed_won,
        bank_tran_id=line.bank_tran_id,
        account_index=queries.closing.account_index(statement.centre_id, line.virtual_account),
    )


def _digest(told: Statement, closing_won: int) -> str:
    lines = sorted(line.digest for line in told.lines)
    said = [told.number, told.on.isoformat(), told.opening_won, told.closing_won, closing_won, lines]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def locked_day(on: date) -> BusinessDay:
    """The day's row, opened if there is none yet; nobody else's until the transaction ends. Raises NotAllowed."""
    rows = BusinessDay.objects.select_for_update(of=("self",)).select_related("centre")
    found = rows.filter(dated_on=on).first()
    if found:
        return found
    centre = catalogue.own_centre()
    if centre is None:
        raise rules.NotAllowed("이 설치의 센터가 아직 정해지지 않았습니다.")
    until = queries.closing.sealed_until()
    if until and on <= until:
        raise rules.NotAllowed("이미 봉인한 날보다 앞선 날입니다.")
    with connection.cursor() as cursor:  # two mornings at once open it once
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('escrow.day'))")
    made, is_new = BusinessDay.objects.get_or_create(dated_on=on, defaults={"centre": centre})
    if is_new:
        audit.record("escrow.day.opened", made, by=None)
    return rows.get(pk=made.pk)


@transaction.atomic
def reconcile(*, on: date, by: Any = None) -> BusinessDay:
    """Holds the day's ledger against its statement: new breaks open, answered ones close. The second time changes nothing.

    A sealed day is left as it is. Raises NotAllowed.
    """
    day = locked_day(on)
    return day if day.sealed_at else reconciled(day, by)


def reconciled(day: BusinessDay, by: Any = None) -> BusinessDay:
    """The same for a row that the caller has locked and found open."""
    before = {name: getattr(day, name) for name in FIGURES}
    statement = queries.closing.standing_statement(day.dated_on)
    booked = queries.closing.booked_on(day.dated_on, day.centre_id)
    day.ledger_opening_won = queries.closing.custody_before(day.dated_on)
    day.credits_won = sum(one.won for one in booked if one.won > 0)
    day.debits_won = -sum(one.won for one in booked if one.won < 0)
    day.ledger_closing_won = day.ledger_opening_won + day.credits_won - day.debits_won
    if statement:
        told = queries.closing.told_by(statement)
        day.statement, day.told_won = statement, statement.told_won
        day.opening_won, day.closing_won = statement.opening_won, statement.closing_won
        day.bank_credits_won = sum(one.won for one in told if one.won > 0)
        day.bank_debits_won = -sum(one.won for one in told if one.won < 0)
        _sync(day, [*_breaks(day, booked, told), *gaps(_balances(day))], by)
    day.open_breaks = queries.closing.open_breaks(day)
    if day.reconciled_at and before == {name: getattr(day, name) for name in FIGURES}:
        return day
    if day.first_by_id:
        day.first_by = day.first_at = None
        audit.record("escrow.day.unconfirmed", day, by=by)
    day.reconciled_at = timezone.now()
    day.save()
    return day


def _breaks(day: BusinessDay, booked: list[Booked], told: list[Told]) -> list[Found]:
    names = numbers_of(booked, told)
    return compare(
        day.dated_on,
        booked,
        told,
        booked_elsewhere=queries.closing.booked_elsewhere(day.dated_on, day.centre_id, *names),
        told_elsewhere=queries.closing.told_elsewhere(day.dated_on, *names),
    )


def _balances(day: BusinessDay) -> Balances:
    before = queries.closing.before(day)
    closing = None
    if before:
        closing = before.closing_won if before.statement_id else day.opening_won
    return Balances(
        day.opening_won,
        day.closing_won,
        day.told_won,
        day.bank_credits_won - day.bank_debits_won,
        day.ledger_opening_won,
        closing,
        bool(before and before.sealed_at),
    )


def _sync(day: BusinessDay, found: list[Found], by: Any) -> None:
    """Breaks as they are now: those that are new, those that are gone, those that are back."""
    known = {row.key: row for row in day.breaks.select_for_update()}
    for one in found:
        row = known.pop(one.key, None)
        if row is None:
            made = Break.objects.create(day=day, opened_on=timezone.localdate(), **_facts(one))
            audit.record("escrow.break.found", made, by=by, detail={"kind": one.kind})
        elif row.state == BreakState.ANSWERED:
            row.state, row.ended_at = BreakState.OPEN, None
            row.save(update_fields=["state", "ended_at"])
            audit.record("escrow.break.reopened", row, by=by)
    now = timezone.now()
    for row in known.values():
        if row.state == BreakState.OPEN:
            row.corrections.filter(dropped_at=None, confirmed_at=None).update(dropped_at=now)
            row.state, row.ended_at = BreakState.ANSWERED, now
            row.save(update_fields=["state", "ended_at"])
            audit.record("escrow.break.answered", row, by=by)


def _facts(one: Found) -> dict[str, Any]:
    names = (
        "key",
        "kind",
        "number",
        "bank_tran_id",
        "bank_won",
        "ledger_won",
        "difference_won",
        "event",
        "about",
    )
    return {name: getattr(one, name) for name in names}


def morning(*, bank: Bank, now: datetime | None = None) -> list[BusinessDay]:
    """Takes and reconciles every day that is over and not sealed yet, yesterday included, the oldest first.

    Raises BankError where the bank does not answer: what was done till then stands.
    """
    yesterday = timezone.localdate(now or timezone.now()) - timedelta(days=1)
    first = queries.closing.unsealed_since(yesterday + timedelta(days=1)) or yesterday
    done = []
    for place in range((yesterday - first).days + 1):
        on = first + timedelta(days=place)
        take_statement(bank=bank, on=on, now=now)
        done.append(reconcile(on=on))
    return done


def look_again(*, by: Account, day: BusinessDay) -> BusinessDay:
    """The day's statement taken anew, where a bank is connected, and held against the books. Raises NotAllowed, PermissionDenied."""
    require(by, SEAL, day.centre)
    if not day.sealed_at:
        try:
            take_statement(bank=connected(), on=day.dated_on, by=by)
        except NoBank:
            pass  # the statement that was taken before stands
        except BankError as trouble:
            raise rules.NotAllowed(str(trouble)) from trouble
    return reconcile(on=day.dated_on, by=by)
