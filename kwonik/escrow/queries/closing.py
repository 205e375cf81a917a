"""The books' side of the day's close: what the ledger says of custody, and which days are sealed.

unsealed_since()   # the first day whose books are not sealed: payouts above a limit wait for it
sealed_until()     # the last sealed day; figures count from sealed days only
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from kwonik.escrow.codes import BreakState
from kwonik.escrow.models import (
    BankStatement,
    Break,
    BusinessDay,
    Correction,
    Deposit,
    StatementLine,
    VirtualAccount,
)
from kwonik.escrow.rules.reconciling import Booked, Told
from kwonik.people import vault

_LINE = "line:"

_CUSTODY = """
    SELECT event.id, event.kind, event.value_on, event.request_key, coalesce(payment.bank_number, ''), coalesce(min(number.number), ''),
      sum(CASE WHEN debit.kind = 'custody' THEN transfer.amount_won ELSE -transfer.amount_won END)::bigint
    FROM ledger.event AS event
    JOIN ledger.transfer AS transfer ON transfer.event = event.id
    JOIN ledger.account AS debit ON debit.id = transfer.debit
    JOIN ledger.account AS credit ON credit.id = transfer.credit
    LEFT JOIN ledger.payment_step AS step ON step.event = event.id
    LEFT JOIN ledger.payment AS payment ON payment.id = step.payment
    LEFT JOIN escrow_deposit AS deposit ON 'line:' || deposit.line = event.request_key
    LEFT JOIN escrow_virtualaccount AS number ON number.id = deposit.virtual_account_id
    WHERE (debit.kind = 'custody') <> (credit.kind = 'custody') AND {which}
    GROUP BY event.id, payment.bank_number ORDER BY event.id
"""


def sealed_until() -> date | None:
    """The last sealed day; None before the first."""
    found = BusinessDay.objects.filter(sealed_at__isnull=False).order_by("-dated_on").first()
    return found.dated_on if found else None


def unsealed_since(today: date | None = None) -> date | None:
    """The first day that is over and not sealed; None while all of them are, yesterday included."""
    today = today or timezone.localdate()
    until = sealed_until()
    if until is None:
        first = BusinessDay.objects.order_by("dated_on").first()
        return first.dated_on if first and first.dated_on < today else None
    return until + timedelta(days=1) if until + timedelta(days=1) < today else None


def days() -> QuerySet[BusinessDay]:
    """Newest first, with the people who sealed them."""
    return BusinessDay.objects.select_related("first_by", "second_by").order_by("-dated_on")


def before(day: BusinessDay) -> BusinessDay | None:
    """The day before it that there is, be it the calendar's or an earlier one."""
    return BusinessDay.objects.filter(dated_on__lt=day.dated_on).order_by("-dated_on").first()


def standing_statement(on: date) -> BankStatement | None:
    """The statement that counts for that day."""
    return BankStatement.objects.filter(dated_on=on, replaced_at__isnull=True).first()


def breaks_of(day: BusinessDay) -> QuerySet[Break]:
    """All that was ever different on that day; what is open first."""
    rows = day.breaks.select_related("owner").prefetch_related(
        "corrections__proposed_by", "corrections__confirmed_by"
    )
    return rows.order_by("ended_at", "pk")


def breaks(rows: QuerySet[Break], state: str = "", kind: str = "") -> QuerySet[Break]:
    """For the list: what is open first, the oldest first."""
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("day", "owner").order_by("-ended_at", "opened_on", "pk")


def standing_correction(found: Break) -> Correction | None:
    """What is proposed and neither dropped nor confirmed."""
    rows = found.corrections.filter(dropped_at=None, confirmed_at=None)
    return rows.select_related("proposed_by").first()


# -- the ledger ---------------------------------------------------------------------------------------------------


def _rows(statement: str, given: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(given))
        return cursor.fetchall()


def booked_on(on: date, centre_id: int) -> list[Booked]:
    """What the ledger's custody did that day; a correction knows the break that it answers."""
    found = _rows(_CUSTODY.format(which="event.value_on = %s"), [on])
    events = [row[0] for row in found]
    answers = dict(Correction.objects.filter(event__in=events).values_list("event", "break_of__key"))
    return [_booked(row, centre_id, answers.get(row[0], "")) for row in found]


def booked_elsewhere(
    on: date, centre_id: int, numbers: Iterable[str], transfers: Iterable[str]
) -> list[Booked]:
    """What the ledger has on other days of these lines and transfers of the bank."""
    keys = [f"{_LINE}{number}" for number in numbers]
    which = "event.value_on <> %s AND (event.request_key = ANY(%s) OR payment.bank_number = ANY(%s))"
    found = _rows(_CUSTODY.format(which=which), [on, keys, list(transfers)])
    return [_booked(row, centre_id) for row in found]


def _booked(row: tuple[Any, ...], centre_id: int, answers: str = "") -> Booked:
    event, kind, value_on, key, bank_number, paid, won = row
    number = key.removeprefix(_LINE) if key.startswith(_LINE) else ""
    return Booked(event, kind, value_on, won, number, bank_number, account_index(centre_id, paid), answers)


def account_index(centre_id: int, number: str) -> str:
    """By what a line of a statement names a virtual account; the number itself stays out of it. "" for none."""
    return vault.number_digest("virtual_account", centre_id, number).hex() if number else ""


def paid_into(centre_id: int, index: str) -> VirtualAccount | None:
    """The virtual account that a line of a statement names by `account_index`."""
    rows = VirtualAccount.objects.order_by("pk") if index else VirtualAccount.objects.none()
    return next((one for one in rows.iterator() if account_index(centre_id, one.number) == index), None)


def stands_in_books(number: str) -> bool:
    """Whether this line of the bank is booked already, so that it cannot become a deposit of its own."""
    if Deposit.objects.filter(line=number).exists():
        return True
    return bool(_rows("SELECT FROM ledger.event WHERE request_key = %s", [f"{_LINE}{number}"]))


def line_of(found: Break) -> StatementLine | None:
    """The line of the standing statement that a break is about."""
    rows = StatementLine.objects.filter(
        statement__dated_on=found.day.dated_on, statement__replaced_at__isnull=True
    )
    return rows.filter(number=found.number, won=found.bank_won).first() if found.number else None


def custody_before(on: date) -> int:
    """The ledger's custody at the beginning of that day, in won, summed from the transfers themselves."""
    which = "event.value_on < %s"
    ((won,),) = _rows(
        f"SELECT coalesce(sum(sum), 0)::bigint FROM ({_CUSTODY.format(which=which)}) AS moved", [on]
    )
    return int(won)


def payments_known(transfers: Iterable[str]) -> set[str]:
    """Which of the bank's transfer numbers are payments of ours."""
    names = [one for one in transfers if one]
    if not names:
        return set()
    return {
        row[0] for row in _rows("SELECT bank_number FROM ledger.payment WHERE bank_number = ANY(%s)", [names])
    }


@dataclass(frozen=True)
class Books:
    """Whether the ledger holds together: what its own views say, the chain, and the root that is printed."""

    unequal: int
    held_won: int
    owed_won: int
    broken: list[int]
    loose: int
    root: str


def books(until: date) -> Books:
    """The ledger as it stands. `loose`: events of days until then that no block has sealed yet."""
    ((unequal, held, owed),) = _rows(
        "SELECT (SELECT count(*) FROM ledger.unequal_account), held_won, owed_won FROM ledger.books"
    )
    broken = [row[0] for row in _rows("SELECT block FROM ledger.broken_blocks()")]
    ((loose, root),) = _rows(
        """
        SELECT (SELECT count(*) FROM ledger.event WHERE value_on <= %s AND transaction >= coalesce(last.until_transaction, '0'::xid8)),
          encode(coalesce(last.digest, sha256('kwonik ledger'::bytea)), 'hex')
        FROM (SELECT) AS always LEFT JOIN LATERAL (SELECT * FROM ledger.block ORDER BY id DESC LIMIT 1) AS last ON true
        """,
        [until],
    )
    return Books(unequal, held, owed, broken, loose, root)


# -- the bank -----------------------------------------------------------------------------------------------------


def told_by(statement: BankStatement) -> list[Told]:
    """The lines of a statement, each as often as the bank wrote it."""
    return [_told(line, statement.dated_on) for line in statement.lines.all() for _ in range(line.times)]


def told_elsewhere(on: date, numbers: Iterable[str], transfers: Iterable[str]) -> list[Told]:
    """The same lines and transfers in standing statements of other days."""
    standing = StatementLine.objects.filter(statement__replaced_at__isnull=True).exclude(
        statement__dated_on=on
    )
    by_number = standing.filter(number__in=list(numbers))
    found = by_number | standing.filter(bank_tran_id__in=list(transfers))
    return [_told(line, line.statement.dated_on) for line in found.select_related("statement")]


def _told(line: StatementLine, stated_on: date) -> Told:
    facts = (line.number, line.kind, line.value_on, line.won, line.bank_tran_id, line.account_index)
    return Told(*facts, stated_on=stated_on)


def open_breaks(on: BusinessDay) -> int:
    return on.breaks.filter(state=BreakState.OPEN).count()
