"""The practice bank of a try-out: somebody else's program, started beside ours and reached over HTTP only.

Each profile has a bank of its own, whose books stay in the try-out's folder (`make reset` takes them away with all else).
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError

from kwonik.site import tryout

HOST = "127.0.0.1"
ADAPTER = "kwonik.escrow.bank.open_banking.connect"
SECONDS_TO_START, SECONDS_TO_END = 30, 5
SHORTEST_LIFE = 2.0
"""Seconds. A bank that ends sooner is broken; one that ends later was made to by a knob, and opens again."""


def books_of(profile: str) -> Path:
    """Where the bank of this profile keeps its books."""
    return tryout.home() / f"bank-{profile}.sqlite3"


class PracticeBank:
    """The bank while the block runs. Raises CommandError where it does not open."""

    def __init__(self, books: Path, port: int, notices_to: str) -> None:
        self.address = f"http://{HOST}:{port}"
        self._port = port
        where = ["--port", str(port), "--database", str(books), "--notices-to", notices_to]
        self._command = [sys.executable, "-m", "sandbox_bank", *where, "--any-account"]

    def __enter__(self) -> PracticeBank:
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def environment(self) -> dict[str, str]:
        """How Kwonik reaches the bank (docs/operations.md): what the bank itself tells its customer."""
        told = self._told("/admin/customer")
        said = {name: told[name] for name in ("client_id", "client_secret", "organisation", "custody")}
        said |= {"address": self.address, "notice_keys": " ".join(told["notice_keys"]), "sandbox": "1"}
        return {"KWONIK_BANK": ADAPTER} | {f"KWONIK_BANK_{name.upper()}": text for name, text in said.items()}

    def open_again_if_it_crashed(self) -> bool:
        """Its knobs can kill it: then it opens again with what its books hold. Raises CommandError if it cannot."""
        if self._process.poll() is None:
            return False
        if time.monotonic() - self._opened_at < SHORTEST_LIFE:
            raise CommandError("연습 은행이 거듭 멈춥니다. 위의 기록을 살펴보세요.")
        self._start()
        return True

    def _start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=settings.ROOT, start_new_session=True)
        try:
            self._wait_until_open()
        except BaseException:
            self.__exit__()
            raise
        self._opened_at = time.monotonic()

    def _wait_until_open(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                self._told("/admin/clock")
                return
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.05)
        raise CommandError("연습 은행이 열리지 않습니다. 위의 기록을 살펴보세요.")

    def _told(self, path: str) -> Any:
        line = http.client.HTTPConnection(HOST, self._port, timeout=10)
        try:
            line.request("GET", path)
            return json.loads(line.getresponse().read())
        finally:
            line.close()
