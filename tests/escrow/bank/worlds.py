"""A bank, and everything around it that a test needs: people who pay and are paid, a clock, faults. Two kinds of it."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol

import urllib3

from kwonik.escrow.bank.open_banking import Connection, OpenBanking
from kwonik.escrow.bank.port import Bank
from sandbox_bank import serving
from sandbox_bank.asking import CLIENT_ID, CLIENT_SECRET, ORGANISATION
from sandbox_bank.books import CUSTODY, FIRST_KEY

KOREA = timezone(timedelta(hours=9))
A_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=KOREA)
Sent = tuple[bytes, Mapping[str, str]]


class World(Protocol):
    """What the contract needs of whatever stands behind the bank."""

    bank: Bank

    def now(self) -> datetime: ...
    def next_day(self) -> None: ...
    def open_account(self, number: str, holder: str, status: str = "open") -> None: ...
    def balance(self, number: str) -> int: ...
    def pay(self, virtual_account: str, amount: int, name: str, account: str) -> None: ...
    def pay_card(self, order: str, name: str) -> None: ...
    def charge(self, basis_points: int) -> None: ...
    def settle_late(self) -> None: ...
    def lose_answer(self) -> None: ...
    def lose_request(self) -> None: ...
    def be_slow(self) -> None: ...
    def wait(self, minutes: int) -> None: ...
    def return_next(self) -> None: ...
    def notices(self) -> list[Sent]: ...


class Sandbox:
    """The sandbox bank as a process, its knobs in reach, and the adapter connected to it. Its clock stands still."""

    def __init__(self, folder: Path, *, frozen: bool = True) -> None:
        self.database = folder / "bank.sqlite3"
        self.port = free_port()
        self.web = urllib3.PoolManager(retries=False, timeout=20)
        self.process: subprocess.Popen[bytes] | None = None
        self.start()
        if frozen:
            self.set_clock(A_MORNING)
        self.bank = self.adapter()

    def adapter(self, now: Callable[[], datetime] | None = None, **more: Any) -> OpenBanking:
        """A connection of its own; it asks the bank for the time unless told where else to look."""
        settings: dict[str, Any] = {"seconds_to_answer": 20.0, "notice_keys": [FIRST_KEY], **more}
        address = f"http://127.0.0.1:{self.port}"
        to = Connection(address, CLIENT_ID, CLIENT_SECRET, ORGANISATION, CUSTODY, **settings)
        return OpenBanking(to, now or self.now)

    # --- the process

    def start(self) -> None:
        words = serving.command(self.port, self.database, "--hold-notices")
        self.process = subprocess.Popen(words, cwd=Path(serving.__file__).parents[1], start_new_session=True)
        serving.wait_until_open(self.port, self.process)

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    def wait_for_death(self) -> int:
        assert self.process
        return self.process.wait(10)

    # --- the admin

    def admin(self, method: str, path: str = "", **said: Any) -> Any:
        return self._call(method, f"/admin{path}", said)

    def turn(self, name: str, **said: Any) -> None:
        self.admin("PUT", f"/knobs/{name}", **said)

    def behave(self) -> None:
        self.admin("DELETE", "/knobs")

    def connect(self, settings: Any) -> None:
        """Makes this the installation's bank, as KWONIK_BANK and KWONIK_BANK_… would."""
        settings.ESCROW_BANK = "kwonik.escrow.bank.open_banking.connect"
        settings.ESCROW_BANK_CONNECTION = {
            "address": f"http://127.0.0.1:{self.port}",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "organisation": ORGANISATION,
            "custody": CUSTODY,
            "notice_keys": FIRST_KEY,
            "sandbox": "1",
        }

    def set_clock(self, at: datetime, rate: float = 0.0) -> None:
        self.admin("PUT", "/clock", at=at.isoformat(), rate=rate)

    def advance(self, **time: float) -> None:
        self.admin("POST", "/clock/advance", seconds=timedelta(**time).total_seconds(), rate=0.0)

    def books(self) -> Any:
        return self.admin("GET", "/books")

    def customer(self, path: str, **said: Any) -> Any:
        """What anybody may do at the bank's counter."""
        return self._call("POST", f"/customer{path}", said)

    def _call(self, method: str, path: str, said: Any) -> Any:
        body = None if method == "GET" else json.dumps(said).encode()
        address = f"http://127.0.0.1:{self.port}{path}"
        answer = self.web.request(method, address, body=body, headers={"content-type": "application/json"})
        assert answer.status < 400, answer.data.decode()
        return json.loads(answer.data)

    # --- the world

    def now(self) -> datetime:
        return datetime.fromisoformat(self.admin("GET")["now"])

    def next_day(self) -> None:
        tomorrow = self.now().date() + timedelta(days=1)
        self.set_clock(datetime(tomorrow.year, tomorrow.month, tomorrow.day, 10, tzinfo=KOREA))

    def open_account(self, number: str, holder: str, status: str = "open") -> None:
        self._call(
            "POST",
            "/customer/accounts",
            {"bank": "088", "number": number, "holder": holder, "status": status},
        )

    def balance(self, number: str) -> int:
        return int(self._call("GET", f"/customer/accounts/088/{number}", None)["balance"])

    def pay(self, virtual_account: str, amount: int, name: str, account: str) -> None:
        said = {
            "virtual_account": virtual_account,
            "amount": amount,
            "name": name,
            "bank": "088",
            "account": account,
        }
        self._call("POST", "/customer/payments", said)

    def pay_card(self, order: str, name: str) -> None:
        self.customer("/cards", order=order, name=name)

    def charge(self, basis_points: int) -> None:
        self.turn("card_basis_points", value=basis_points)

    def settle_late(self) -> None:
        self.turn("card_settles_late", next=1, value=1)

    def lose_answer(self) -> None:
        self.turn("drop_response", next=1)

    def lose_request(self) -> None:
        self.turn("drop_request", next=1)

    def be_slow(self) -> None:
        self.turn("execute_late", next=1, value=600)

    def wait(self, minutes: int) -> None:
        self.advance(minutes=minutes)

    def return_next(self) -> None:
        self.turn("return_next_day", next=1)

    def notices(self) -> list[Sent]:
        found = self.admin("POST", "/notices/take")["notices"]
        return [(one["body"].encode(), one["headers"]) for one in found]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def on(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=KOREA)


@contextmanager
def practising(folder: Path) -> Iterator[Sandbox]:
    """A sandbox that is the installation's bank while the block runs: one virtual account, paid into once, and one card order."""
    from django.conf import settings

    kept = settings.ESCROW_BANK, settings.ESCROW_BANK_CONNECTION
    sandbox = Sandbox(folder)
    sandbox.connect(settings)
    try:
        until = A_MORNING.date() + timedelta(days=3000)
        account = sandbox.bank.issue_virtual_account("m1", until)
        sandbox.bank.issue_card_order("m2n1", 300_000, until, "https://centre.example/")
        sandbox.pay(account.number, 545_000, "홍길동", "110123456789")
        yield sandbox
    finally:
        settings.ESCROW_BANK, settings.ESCROW_BANK_CONNECTION = kept
        sandbox.kill()
