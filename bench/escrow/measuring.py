"""The run: rounds of paired slices until enough of them are clean, then the balance at a million, then the books."""

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event

import psycopg

from bench.escrow import grounds, post, telling
from bench.escrow.clients import PYTHON, Team
from bench.escrow.slices import CELLS, RAW, Goal, Pair, Results, Slice, goals_of_speed

CONTENDERS = {
    RAW: "bench.escrow.raw",
    "post": "bench.escrow.post",
    "ours": "bench.escrow.ours",
    "hordak": "bench.escrow.peers.hordak",
    "django-ledger": "bench.escrow.peers.django_ledger",
}
PEERS = ("hordak", "django-ledger")
WARM_UP = 0.5  # seconds
LINES = 1_000  # transfers in one event of filling up
READINGS = 300


def main(words: Sequence[str]) -> None:
    options = _options(words)
    with grounds.stoppable():
        try:
            _run(options)
        except KeyboardInterrupt:
            print("멈추었습니다. 재던 데이터베이스와 프로세스는 치웠습니다.", flush=True)
            raise SystemExit(130) from None


def _options(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.escrow", description="안심결제 원장의 빠르기를 잽니다."
    )
    parser.add_argument("--seconds", type=float, default=2.0, help="한 구간의 길이")
    parser.add_argument("--pairs", type=int, default=5, help="칸마다 모을 깨끗한 구간 쌍")
    parser.add_argument("--minutes", type=float, default=20.0, help="구간을 재는 데 쓸 시간의 끝")
    parser.add_argument("--transfers", type=int, default=1_000_000, help="잔액을 읽을 때 있을 거래")
    return parser.parse_args(words)


def _run(options: argparse.Namespace) -> None:
    peers, results = grounds.peers(), Results()
    with ExitStack() as opened:
        server = opened.enter_context(grounds.server([*CONTENDERS]))
        telling.machine(server, options)
        teams: dict[str, Team] = {}
        for name, module in CONTENDERS.items():
            python = peers if name in PEERS else PYTHON
            teams[name] = opened.enter_context(
                Team(name, module, python, server.place(name), max(clients for _, clients in CELLS))
            )
        for team in teams.values():
            for cell in CELLS:
                team.slice(cell, min(WARM_UP, options.seconds), server.postmaster)
        server.analyse([*CONTENDERS])
        enough = _measure(results, teams, options, server.postmaster)
        telling.speeds(results, [*CONTENDERS], options, enough)
        balance = _balances(teams, options.transfers, server)
        exact = _books(teams)
        telling.goals([*goals_of_speed(results), balance, *exact])


def _measure(results: Results, teams: dict[str, Team], options: argparse.Namespace, postmaster: int) -> bool:
    """Rounds over all cells in an order drawn anew, the reference before and after by turns; whether all are filled."""
    others, draw = [name for name in CONTENDERS if name != RAW], random.Random(6)
    until, turn = time.monotonic() + options.minutes * 60, 0
    while wanting := results.wanting(others, options.pairs):
        draw.shuffle(wanting)
        for cell, name in wanting:
            if time.monotonic() > until:
                return False
            turn += 1
            order = [teams[RAW], teams[name]] if turn % 2 else [teams[name], teams[RAW]]
            found = {team.name: team.slice(cell, options.seconds, postmaster) for team in order}
            results.add(Pair(found[RAW], found[name]))
        telling.progress(results, others, options.pairs)
    return True


def _balances(teams: dict[str, Team], transfers: int, server: grounds.Server) -> Goal:
    """The hot balance: ours now and with so many transfers, the peers' at what they hold."""
    read = {name: _reading(team) for name, team in teams.items()}
    held = {name: team.sent for name, team in teams.items()}
    telling.balances(read, held)
    stored = _fill_up(transfers, server)
    at_last = _reading(teams["ours"])
    telling.balances({"ours": at_last}, {"ours": stored})
    return Goal(f"잔액 읽기, 거래 {stored:,}건", at_last[0], 0.5, at_least=False, unit=" ms")


def _reading(team: Team) -> tuple[float, float]:
    """Median and p99 milliseconds."""
    took = team.first.ask(do="read", times=READINGS)["took"]
    whole = Slice(team.name, CELLS[0], len(took), 0.0, took, 0.0)
    return statistics.median(took) / 1000, whole.percentile(0.99)


def _fill_up(wanted: int, server: grounds.Server) -> int:
    """Deposits until that many transfers stand on the hot account, through `ledger.post` with many lines an event."""
    place = server.place("ours")
    where = {"host": place["PGHOST"], "user": place["PGUSER"], "dbname": place["PGDATABASE"]}
    count = "SELECT sum(transfers)::bigint FROM ledger.balance JOIN ledger.account ON id = account WHERE kind = 'custody'"

    stopped = Event()

    def deposit(numbers: range) -> None:
        with psycopg.connect(**where, autocommit=True) as connection:
            for number in numbers:
                if stopped.is_set():
                    return
                post.fund(connection, f"fill:{number}", [f"f{line % 10}" for line in range(LINES)], 1)

    with psycopg.connect(**where, autocommit=True) as connection:
        (there,) = connection.execute(count).fetchone()
        events = max(0, -(-(wanted - there) // LINES))
        if events:
            print(f"\n거래 {events * LINES:,}건을 더 적는 중", flush=True)
        with ThreadPoolExecutor(2) as threads:
            try:
                for done in [threads.submit(deposit, range(start, events, 2)) for start in (0, 1)]:
                    done.result()
            finally:
                stopped.set()
        return connection.execute(count).fetchone()[0]


def _books(teams: dict[str, Team]) -> list[Goal]:
    """Every transfer that was answered is stored, and no other; no account is unequal to its transfers."""
    goals = []
    for name, team in teams.items():
        books = team.first.ask(do="books")
        telling.books(name, team, books)
        if name not in PEERS:
            lost = abs(team.sent - books["stored"])
            goals.append(Goal(f"{name}: 답한 것과 적힌 것의 차이", lost, 0, at_least=False, unit="건"))
            goals.append(
                Goal(f"{name}: 잔액이 거래와 다른 계정", books["unequal"], 0, at_least=False, unit="개")
            )
    return goals
