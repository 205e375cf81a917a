"""A town around the escrow: one clock for us and the bank, people with accounts there, and workers that may die at any seam."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from unittest import mock

from django.db import connection
from django.test import override_settings

from kwonik.escrow import actions, queries
from kwonik.escrow.actions import Wish, banking, paying
from kwonik.escrow.bank import port
from kwonik.escrow.codes import PaymentState
from kwonik.escrow.models import Contract, Member, Milestone, Payment
from sandbox_bank.asking import ORGANISATION
from tests.escrow import factories
from tests.escrow.bank.worlds import Sandbox, on
from tests.factories import make_account

_numbers = count(1)
CONNECTION = {"organisation": ORGANISATION}
UNDER_WAY = (PaymentState.WRITTEN, PaymentState.SENDING, PaymentState.UNKNOWN)
TRANSFERS = ("send_payout", "send_refund")


class Crash(BaseException):
    """The process is gone: nothing in the code that died catches it."""


@dataclass
class Seams:
    """Every commit and every call to the bank, counted; at the one numbered `dies_at` the worker dies."""

    dies_at: int | None = None
    crossed: list[str] = field(default_factory=list)

    def cross(self, name: str) -> None:
        self.crossed.append(name)
        if len(self.crossed) - 1 == self.dies_at:
            raise Crash(name)

    def around(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        """`act` with a seam on either side, whether it answers or raises."""

        def crossing(*words: Any, **said: Any) -> Any:
            self.cross(f"before {name}")
            try:
                answer = act(*words, **said)
            except Exception:
                self.cross(f"after {name}, refused")
                raise
            self.cross(f"after {name}")
            return answer

        return crossing


class Teller:
    """The bank as workers see it. `before` is asked ahead of every transfer, with its number: it may turn knobs there."""

    def __init__(self, bank: port.Bank, seams: Seams, before: Callable[[str], None] | None = None) -> None:
        self._bank, self._seams, self._before = bank, seams, before

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._bank, name)
        if name in TRANSFERS and self._before:
            act = partial(self._after_knobs, act)
        watched = (*TRANSFERS, "inquire", "list_transactions")
        return self._seams.around(name, act) if name in watched else act

    def _after_knobs(self, act: Callable[..., Any], asked: Any) -> Any:
        assert self._before
        self._before(asked.bank_tran_id)
        return act(asked)


class Town:
    """The escrow and the sandbox bank on one standing clock. What the bank had before does not count."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        sandbox.behave()
        sandbox.next_day()
        self.at = sandbox.now()
        self.bank = sandbox.adapter(lambda: self.at)
        self.began_on = self.today
        self.had_won = self.bank_won()
        self._operators: list[Any] = []

    @property
    def today(self) -> date:
        return self.at.date()

    @contextmanager
    def open(self) -> Iterator[Town]:
        """Our clock is the town's."""
        ours = mock.patch("django.utils.timezone.now", lambda: self.at.astimezone(UTC))
        banks = mock.patch.object(paying, "now", lambda: self.at, create=True)
        known = override_settings(ESCROW_ORGANISATION=ORGANISATION, ESCROW_BANK_CONNECTION=CONNECTION)
        with ours, banks, known:
            yield self

    # -- time and people

    def move_to(self, at: datetime) -> None:
        self.sandbox.set_clock(at)
        self.at = at

    def wait(self, **time: float) -> None:
        self.move_to(self.at + timedelta(**time))

    def next_day(self) -> None:
        self.move_to(on(self.today + timedelta(days=1), 10))

    def freelancer(self) -> Member:
        """With an account at the bank, in their name."""
        member = factories.verified()
        member.account_number = f"22{next(_numbers):010}"
        actions.bind_account(
            by=member.account, bank="088", account_number=member.account_number, holder=member.told["name"]
        )
        self.sandbox.open_account(member.account_number, member.told["name"])
        return member

    def another_account(self, member: Member) -> None:
        """The freelancer names another account, and the day for which it waits is over."""
        number, holder = f"33{next(_numbers):010}", "새 이름"
        actions.bind_account(by=member.account, bank="088", account_number=number, holder=holder)
        self.sandbox.open_account(number, holder)
        actions.verify_payees(bank=self.bank)
        self.next_day()
        self.next_day()

    def contract(
        self, one: Member, other: Member, *amounts: int, days: int = 30, basis_points: int | None = None
    ) -> Contract:
        """In force, paid by transfer, or by a card that costs so much."""
        due = self.today + timedelta(days=days)
        kinds = ("advance", "interim", "balance")
        wishes = [Wish(kinds[min(at, 2)], f"{at + 1}차", won, due) for at, won in enumerate(amounts)]
        if basis_points is None:
            return factories.signed(one=one, other=other, wishes=wishes)
        return factories.card_contract(basis_points, one=one, other=other, wishes=wishes)

    def operator(self, milestone: Milestone, which: int = 0) -> Any:
        """Somebody of the centre who moves money: the first, or a second person."""
        while len(self._operators) <= which:
            may = ("escrow.money:move", "escrow.money:view", "escrow.dispute:assign", "escrow.dispute:view")
            self._operators.append(make_account(*may, centre=milestone.contract.centre))
        return self._operators[which]

    # -- money

    def pay(self, milestone: Milestone, won: int = 0, name: str = "", account: str = "") -> str:
        """The commissioner pays into the milestone's number, from an account of theirs; the bank's number of the line."""
        number = actions.issue_account(bank=self.bank, milestone=milestone)
        said = {
            "virtual_account": number.number,
            "amount": won or milestone.terms.deposit_won,
            "name": name or factories.name_of(milestone),
            "bank": "088",
            "account": account or f"33{milestone.contract.commissioner_id:010}",
        }
        return str(self.sandbox.customer("/payments", **said)["tran_no"])

    def charge(
        self, order: str, name: str, points: int, *, more: int = 0, late: bool = False, declined: bool = False
    ) -> datetime | None:
        """The commissioner's card is charged on the bank's page; when its money comes, None where it is declined."""
        self.sandbox.turn("card_basis_points", value=points)
        self.sandbox.turn("card_fee_other", next=int(bool(more)), value=more)
        self.sandbox.turn("card_settles_late", next=int(late), value=1)
        self.sandbox.turn("card_declined", next=int(declined))
        if declined:
            with suppress(AssertionError):
                self.sandbox.customer("/cards", order=order, name=name)
            return None
        said = self.sandbox.customer("/cards", order=order, name=name)
        return on(date.fromisoformat(said["settles_on"]) + timedelta(days=int(late)), 10)

    def fund(self, milestone: Milestone) -> Milestone:
        self.pay(milestone)
        self.take_lines()
        return factories.fresh(milestone)

    def days(self) -> list[date]:
        return [self.began_on + timedelta(days=n) for n in range((self.today - self.began_on).days + 1)]

    def take_lines(self, bank: Any = None, days: list[date] | None = None) -> None:
        for day in days or self.days()[-3:]:
            actions.take_lines(bank=bank or self.bank, on=day)

    def write(self) -> None:
        """The clock writes what is due."""
        actions.verify_payees(bank=self.bank)
        actions.write_payouts()
        actions.resend_payouts()
        actions.write_refunds()

    def settle(self) -> None:
        """The bank behaves again, and the workers run until nothing is under way and nothing can come back."""
        self.sandbox.behave()
        for _ in range(8):
            self.write()
            actions.send_waiting(bank=self.bank)
            actions.inquire_unknown(bank=self.bank)
            self.take_lines()
            self.next_day()
            if not queries.money.payments_in(*UNDER_WAY).exists():
                break
        self.take_lines()

    # -- what the bank knows

    def bank_won(self) -> int:
        """What lies in the custody account, by the bank's books, which are whole."""
        books = self.sandbox.books()
        assert books["whole"], "the bank's books do not balance"
        return int(books["custody_won"])

    def carried_out(self, payment: Payment) -> tuple[int, int]:
        """How often the bank paid under this number, and how often it came back: from the bank's own books."""
        with sqlite3.connect(self.sandbox.database) as books:
            rows = dict(
                books.execute(
                    "SELECT kind = 'returned', count(*) FROM entry WHERE bank_tran_id = ? AND amount = ? GROUP BY 1",
                    [payment.bank_number, payment.amount_won],
                ).fetchall()
            )
        return rows.get(0, 0), rows.get(1, 0)

    # -- what must hold

    def check_books(self) -> None:
        """At every moment: held is owed, and every balance is the sum of its transfers."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT held_won, owed_won FROM ledger.books")
            held, owed = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM ledger.unequal_account")
            assert held == owed and cursor.fetchone()[0] == 0

    def check_with_the_bank(self, known: int = 0) -> None:
        """Once settled: both books hold the same, to the won, and every payment is what the bank says it is.

        `known` is what our own books held before the town began.
        """
        self.check_books()
        ours = -queries.money.balance("custody", "bank") - known
        assert ours == self.bank_won() - self.had_won
        told = {"done": (1, 0), "failed": (0, 0), "returned": (1, 1)}
        for payment in Payment.objects.all():
            assert self.carried_out(payment) == told[payment.state], (payment.pk, payment.state)


@contextmanager
def watched(seams: Seams) -> Iterator[Seams]:
    """Every statement of the ledger that workers say crosses the seams."""
    with (
        mock.patch.object(paying, "tell", seams.around("commit", paying.tell)),
        mock.patch.object(banking, "tell", seams.around("commit", banking.tell)),
    ):
        yield seams
