"""The escrow's books in the tests' own database, a bank whose statements can be distorted, and whoever keeps one by the other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone

import psycopg
from django.db import connection

from kwonik.escrow.bank import port
from kwonik.escrow.bank.port import Kind, Line
from tests.escrow.bank.fake import FakeBank
from tests.escrow.ledgers import SQL, Leg

KOREA = timezone(timedelta(hours=9))
ORGANISATION = "M202600001"
PAYEE = "110-999-000001"


ROLES = ("kwonik_ledger", "kwonik_app", "kwonik_auditor")


def stand() -> None:
    """The schema `ledger`, made from its SQL where no migration has made it. The server's roles are made for good: a test that
    made them inside its transaction would let others wait for its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
        if cursor.fetchone()[0] < len(ROLES):
            with psycopg.connect(**connection.get_connection_params(), autocommit=True) as apart:
                for role in ROLES:
                    with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                        apart.execute(f"CREATE ROLE {role} NOLOGIN")
        cursor.execute("SELECT to_regnamespace('ledger')")
        if cursor.fetchone()[0] is None:
            for path in SQL:
                cursor.execute(path.read_text())


def post(key: str, kind: str, legs: Sequence[Leg], on: date) -> int:
    """The event of `ledger.post`."""
    digest = hashlib.sha256(repr((kind, legs, on)).encode()).digest()
    columns = [list(column) for column in zip(*legs, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event FROM ledger.post(%s, %s, %s, 'member:1', %s, %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[])",
            [key, digest, kind, on, *columns],
        )
        return int(cursor.fetchone()[0])


def step(verb: str, payment: int, on: date, key: str = "") -> None:
    digest = hashlib.sha256(f"{verb}{payment}{on}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event FROM ledger.step_payment(%s, %s, %s, %s, 'worker', %s)",
            [key or f"pay:{payment}:{verb}", digest, verb, payment, on],
        )


def balance(kind: str, reference: str = "bank") -> int:
    """Credits less debits, in won."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger.balance_of(%s, %s)", [kind, reference])
        return int(cursor.fetchone()[0])


@dataclass
class CrookedBank(FakeBank):
    """A bank in memory whose statements can be given lines, be robbed of them, and say other sums (the sandbox's knobs)."""

    extra: dict[date, list[Line]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    altered: dict[str, int] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    moved: dict[str, date] = field(default_factory=dict)
    told: dict[date, int] = field(default_factory=dict)

    def statement(self, on: date) -> port.Statement:
        true = super().statement(on)
        lines = [line for line in true.lines if line.number not in self.missing | set(self.moved)]
        lines = [
            replace(line, amount_won=line.amount_won + self.altered.get(line.number, 0)) for line in lines
        ]
        lines += [line for line in lines if line.number in self.repeated]
        lines += [replace(line, value_on=on) for line in self.lines if self.moved.get(line.number) == on]
        lines += self.extra.get(on, [])
        return replace(true, lines=tuple(lines), raw=b"<raw/>")

    def closing_balance(self, on: date) -> int:
        return super().closing_balance(on) + self.told.get(on, 0)

    def behave(self) -> None:
        """The bank sends true statements from now on."""
        for knob in (self.extra, self.missing, self.altered, self.repeated, self.moved, self.told):
            knob.clear()

    def stray(self, on: date, won: int, kind: Kind = Kind.DEPOSIT, bank_tran_id: str = "") -> Line:
        """A line in a statement that the bank's own books do not have."""
        number = str(900_000_000 + sum(map(len, self.extra.values())))
        moment = datetime.combine(on, time(12), KOREA)
        line = Line(number, kind, on, moment, won > 0, abs(won), bank_tran_id, depositor="모르는 사람")
        self.extra.setdefault(on, []).append(line)
        return line


@dataclass
class Ours:
    """Our side: every line of the bank is written down as the conventions of the ledger ask."""

    bank: CrookedBank
    milestone: str = "m1"
    written: set[str] = field(default_factory=set)
    payments: dict[str, int] = field(default_factory=dict)

    def deposit(self, won: int) -> Line:
        """Somebody pays in, and it is written down."""
        self.bank.pay("56200000000001", won, "의뢰인", "110-000-000001")
        return self.keep()[-1]

    def pay_out(self, won: int) -> str:
        """A payout that the bank carries out and we write down; its bank number."""
        self.bank.open_account(PAYEE, "프리랜서")
        on = self.bank.at.date()
        number = port.mint(ORGANISATION, len(self.payments) + 1)
        post(
            f"approve:{number}", "approved", [("escrow", self.milestone, "payable", self.milestone, won)], on
        )
        digest = hashlib.sha256(number.encode()).digest()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT payment FROM ledger.write_payment(%s, %s, 'member:1', %s, %s, 'payable', %s, %s, 'payee:1')",
                [f"write:{number}", digest, on, number, self.milestone, won],
            )
            self.payments[number] = int(cursor.fetchone()[0])
        step("send", self.payments[number], on)
        sent = port.Payout(number, "088", PAYEE, "프리랜서", won, self.bank.at, "안심결제")
        assert isinstance(self.bank.send_payout(sent), port.Done)
        self.keep()
        return number

    def keep(self, *, but: frozenset[str] = frozenset()) -> list[Line]:
        """Writes down every line that is not written yet, `but` these."""
        new = [line for line in self.bank.lines if line.number not in self.written | but]
        for line in new:
            self.written.add(line.number)
            if line.kind == Kind.DEPOSIT:
                legs = [("custody", "bank", "escrow", self.milestone, line.amount_won)]
                post(f"line:{line.number}", "deposited", legs, line.value_on)
            elif line.kind == Kind.PAYOUT:
                step("pay", self.payments[line.bank_tran_id], line.value_on)
            elif line.kind == Kind.RETURNED:
                step("return", self.payments[line.bank_tran_id], line.value_on, f"line:{line.number}")
        return new
