"""A durable server of one's own that is killed with -9 under eight clients, and what must be true afterwards."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from kwonik.site import tryout

from .ledgers import Ledger, Leg, deposit, post

CLIENTS, MILESTONES = 8, 5
ANSWERS_BETWEEN_KILLS = 150
PATIENCE = 60  # seconds until a killed server must answer again
GONE = ("08", "57")  # connection lost, server going down or coming up


@contextlib.contextmanager
def server_of_ones_own(folder: Path):
    """The durable try-out cluster in another home; yields how to reach it. `KWONIK_TRYOUT` is what it was afterwards."""
    before = os.environ.get("KWONIK_TRYOUT")
    os.environ["KWONIK_TRYOUT"] = str(folder)
    try:
        tryout.start(tryout.MONEY)
        yield {"host": str(tryout.socket_folder(tryout.MONEY)), "user": "kwonik"}
    finally:
        tryout.stop(tryout.MONEY)
        tryout.reset()
        os.environ.pop("KWONIK_TRYOUT")
        if before is not None:
            os.environ["KWONIK_TRYOUT"] = before


def kill_server() -> int:
    """kill -9 of the cluster's first process and all its children at once; returns how many there were."""
    first = int((tryout.home() / tryout.MONEY / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(first, signal.SIGSTOP)  # it starts no other while its children are counted
    family = [first, *_children(first)]
    for process in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return len(family)


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


@dataclass
class Clients:
    """Eight who ask without pause and, when no answer came, ask the same again."""

    ledger: Ledger
    answered: dict[str, tuple[Leg, bool]] = field(default_factory=dict)
    refused: int = 0
    asked_again: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def work(self, number: int) -> None:
        chance, count = random.Random(number), 0
        who = self._connect()
        while not self.stop.is_set():
            count += 1
            milestone = f"m{chance.randrange(MILESTONES)}"
            won = chance.randrange(1, 1000)
            what = ("deposited", ("custody", "bank", "escrow", milestone, won))
            if chance.random() < 0.5:
                what = ("approved", ("escrow", milestone, "payable", milestone, won))
            who = self._ask(who, f"c{number}-{count}", *what)

    def _ask(self, who: psycopg.Connection, key: str, kind: str, leg: Leg) -> psycopg.Connection:
        while True:
            try:
                self.answered[key] = leg, post(who, key, kind, [leg])[1]
                return who
            except psycopg.errors.CheckViolation:
                self.refused += 1
                return who
            except psycopg.OperationalError as error:
                if error.sqlstate and error.sqlstate[:2] not in GONE:
                    raise
                self.asked_again += 1
                who = self._connect()

    def _connect(self) -> psycopg.Connection:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.ledger.app
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)


@dataclass
class Outcome:
    """What is wrong after the kills; a ledger that keeps its word has nothing here."""

    kills: int
    stored: int
    replayed: int
    asked_again: int
    refused: int
    lost: list[str]
    double: list[str]
    wrong: list[str]

    @property
    def holds(self) -> bool:
        return not (self.lost or self.double or self.wrong)


def survive(ledger: Ledger, kills: int) -> Outcome:
    """Kills the server so many times under load, and compares what was answered with what is stored."""
    for number in range(MILESTONES):
        deposit(ledger.app, f"first-{number}", f"m{number}", 1_000)
    clients = Clients(ledger)
    with ThreadPoolExecutor(CLIENTS) as pool:
        working = [pool.submit(clients.work, number) for number in range(CLIENTS)]
        try:
            for _ in range(kills):
                _wait_for_answers(clients, working)
                kill_server()
                tryout.start(tryout.MONEY)
                ledger.app.execute("SELECT ledger.seal()")
            _wait_for_answers(clients, working)
        finally:
            clients.stop.set()
    for one in working:
        one.result()
    return _compare(ledger, clients, kills)


def _wait_for_answers(clients: Clients, working: list) -> None:
    enough, until = len(clients.answered) + ANSWERS_BETWEEN_KILLS, time.monotonic() + PATIENCE
    while len(clients.answered) < enough:
        ended = [one for one in working if one.done()]
        assert not ended, ended[0].exception()
        assert time.monotonic() < until, "the clients get no answers"
        time.sleep(0.005)


def _compare(ledger: Ledger, clients: Clients, kills: int) -> Outcome:
    with ledger.owner as owner:
        rows = owner.execute(
            "SELECT request_key, debit.kind, debit.reference, credit.kind, credit.reference, amount_won"
            " FROM ledger.event LEFT JOIN ledger.transfer ON event = event.id LEFT JOIN ledger.account debit ON debit.id = debit"
            " LEFT JOIN ledger.account credit ON credit.id = credit WHERE request_key LIKE 'c%'"
        ).fetchall()
        stored = {row[0]: row[1:] for row in rows}
        wrong = [
            f"{key}: {stored.get(key)}"
            for key, (leg, _) in clients.answered.items()
            if stored.get(key) != leg
        ]
        balances = Counter({("escrow", f"m{number}"): 1_000 for number in range(MILESTONES)})
        for (_, _, credit, reference, won), _ in clients.answered.values():
            balances[credit, reference] += won
            if credit == "payable":
                balances["escrow", reference] -= won
        for (kind, reference), won in balances.items():
            (held,) = owner.execute("SELECT ledger.balance_of(%s, %s)", [kind, reference]).fetchone()
            if held != won:
                wrong.append(f"{kind} {reference}: {held} instead of {won}")
        if owner.execute("SELECT held_won - owed_won FROM ledger.books").fetchone() != (0,):
            wrong.append("the books are not equal")
        for sick in ("ledger.unequal_account", "ledger.broken_blocks()"):
            wrong += [f"{sick}: {row}" for row in owner.execute(f"SELECT * FROM {sick}").fetchall()]
    return Outcome(
        kills=kills,
        stored=len(stored),
        replayed=sum(replayed for _, replayed in clients.answered.values()),
        asked_again=clients.asked_again,
        refused=clients.refused,
        lost=sorted(clients.answered.keys() - stored.keys()),
        double=sorted(stored.keys() - clients.answered.keys())
        + [key for key, count in Counter(row[0] for row in rows).items() if count > 1],
        wrong=wrong,
    )
