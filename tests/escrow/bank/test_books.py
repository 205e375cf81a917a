"""The sandbox bank's books from the inside: no won appears or vanishes, whatever is done in whatever order."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sandbox_bank import clock, knobs, notices, statements, transfers
from sandbox_bank.books import Books, audit, balance_on, custody, open_account
from tests.escrow.bank.worlds import A_MORNING

WON = st.integers(1, 5000)
FAULTS = st.sampled_from(["refuse", "execute_late", "return_next_day", "deposit_short", "deposit_over"])


class Life(RuleBasedStateMachine):
    """Months at the bank: deposits, payouts, refunds, faults, days; and a sum kept by hand beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.books = Books(":memory:")
        self.sent = 0
        with self.books.changing() as db:
            clock.set_to(db, A_MORNING.timestamp(), 0.0)
            self.number = transfers.issue(db, "r1", "2099-12-31")
            for name in ("1", "2"):
                open_account(db, "088", name, "이일꾼")

    def now(self, db: sqlite3.Connection) -> float:
        at = clock.now(db)
        transfers.do_what_is_due(db, at)
        return at

    @rule(won=WON, source=st.sampled_from(["8", "9"]))
    def deposit(self, won: int, source: str) -> None:
        with self.books.changing() as db:
            transfers.pay_in(db, self.number, won, "김의뢰", ("088", source), self.now(db))

    @rule(
        won=WON,
        payee=st.sampled_from([("088", "1", "이일꾼"), ("088", "2", "박다른"), ("088", "7", "이일꾼")]),
    )
    def payout(self, won: int, payee: tuple[str, str, str]) -> None:
        self.sent += 1
        with self.books.changing() as db:
            code = transfers.pay_out(db, f"P{self.sent}", won, payee, self.now(db))
            assert transfers.pay_out(db, f"P{self.sent}", won, payee, self.now(db)) == transfers.HAD_BEFORE
            assert code in transfers.MESSAGES

    @rule(won=WON, pick=st.integers(0, 5))
    def refund(self, won: int, pick: int) -> None:
        self.sent += 1
        with self.books.changing() as db:
            found = db.execute(
                "SELECT id FROM entry WHERE kind = 'deposit' ORDER BY id DESC LIMIT 6"
            ).fetchall()
            if pick < len(found):
                transfers.give_back(db, f"R{self.sent}", won, str(found[pick]["id"]), self.now(db))

    @rule(name=FAULTS)
    def fault(self, name: str) -> None:
        with self.books.changing() as db:
            knobs.turn(db, name, next=1)

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        with self.books.changing() as db:
            clock.set_to(db, clock.now(db) + hours * 3600, 0.0)
            self.now(db)

    @invariant()
    def whole(self) -> None:
        with self.books.changing() as db:
            found = audit(db)
            assert found["whole"]
            moved = {kind: told["won"] for kind, told in found["entries"].items()}
            arrived = moved.get("deposit", 0) + moved.get("returned", 0)
            assert found["custody_won"] == arrived - moved.get("payout", 0) - moved.get("refund", 0) >= 0
            given = db.execute(
                "SELECT sum(r.amount) > d.amount FROM entry r JOIN entry d ON d.id = r.gives_back"
                " WHERE r.kind = 'refund' AND NOT EXISTS (SELECT 1 FROM entry b WHERE b.kind = 'returned' AND b.gives_back = r.id)"
                " GROUP BY d.id"
            ).fetchall()
            assert not any(row[0] for row in given)

    @invariant()
    def days_follow_on_each_other(self) -> None:
        with self.books.changing() as db:
            carried = 0
            for (day,) in db.execute("SELECT DISTINCT day FROM entry ORDER BY day").fetchall():
                told = statements.close(db, day, clock.now(db))
                assert told.opening == carried
                carried += sum(line["amount"] if line["incoming"] else -line["amount"] for line in told.lines)
                assert told.closing == carried == balance_on(db, day)
            assert carried == custody(db)["balance"]
            times = [row[0] for row in db.execute("SELECT at FROM entry ORDER BY id")]
            assert times == sorted(times)

    def teardown(self) -> None:
        self.books.close()


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.fixture
def books(tmp_path: Path) -> Books:
    made = Books(tmp_path / "bank.sqlite3")
    with made.changing() as db:
        number = transfers.issue(db, "r1", "2099-12-31")
        transfers.pay_in(db, number, 1000, "김의뢰", ("088", "9"), clock.now(db))
    return made


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE entry SET amount = amount + 1",
        "DELETE FROM entry",
        "INSERT INTO entry (kind, at, day, payer, payee, amount) VALUES ('cash', 0, '2026-01-01', 1, 2, 0)",
        "INSERT INTO entry (kind, at, day, payer, payee, amount) VALUES ('cash', 0, '2026-01-01', 1, 1, 5)",
        "INSERT INTO entry (kind, at, day, payer, payee, amount) VALUES ('payout', 0, '2026-01-01', 1, 3, 1001)",
        "INSERT INTO entry (kind, at, day, payer, payee, amount) VALUES ('cash', 0, '2026-01-01', 2, 99, 5)",
        "INSERT INTO entry (kind, at, day, payer, payee, amount) VALUES ('cash', 0, '2026-01-01', 2, 3, 1.5)",
        "INSERT INTO entry (kind, at, day, payer, payee, amount, bank_tran_id) VALUES"
        " ('payout', 0, '2026-01-01', 1, 3, 1, 'P1'), ('payout', 0, '2026-01-01', 1, 3, 1, 'P1')",
        "INSERT INTO entry (kind, at, day, payer, payee, amount, gives_back) VALUES ('cash', 0, '2026-01-01', 2, 3, 9, NULL),"
        " ('returned', 0, '2026-01-01', 3, 1, 1, 1), ('returned', 0, '2026-01-01', 3, 1, 1, 1)",
    ],
)
def test_the_books_defend_themselves(books: Books, attack: str) -> None:
    with pytest.raises(sqlite3.IntegrityError), books.changing() as db:
        db.execute(attack)
    with books.changing() as db:
        assert audit(db)["whole"]


@pytest.mark.parametrize(
    "wrong", ["UPDATE account SET balance = balance + 1 WHERE id = 1", "UPDATE instruction SET code = '000'"]
)
def test_the_audit_sees_what_no_rule_forbids(books: Books, wrong: str) -> None:
    with books.changing() as db:
        transfers.pay_out(db, "P1", 10, ("088", "nobody", "x"), clock.now(db))
        db.execute(wrong)
        assert not audit(db)["whole"]


def test_the_clock_runs_on_and_never_back(books: Books) -> None:
    with books.changing() as db:
        begun = clock.now(db)
        with pytest.raises(ValueError):
            clock.set_to(db, begun - 3600)
        clock.set_to(db, begun + 86400, rate=3600.0)
        assert begun + 86400 <= clock.now(db)
        before = clock.now(db)
        while clock.now(db) == before:
            pass
        assert clock.now(db) > before


def test_what_the_bank_noted_outlives_it(books: Books, tmp_path: Path) -> None:
    with books.changing() as db:
        clock.set_to(db, clock.now(db) + 86400, 0.0)
        at, keys = clock.now(db), notices.keys_in_use(db)
    books.close()
    again = Books(tmp_path / "bank.sqlite3")
    with again.changing() as db:
        assert (clock.now(db), notices.keys_in_use(db), custody(db)["balance"]) == (at, keys, 1000)
