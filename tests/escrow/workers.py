"""Workers that pay, in processes of their own, two at a time, each killed (-9) at a moment nobody chose. Run by test_kills.

`python -m tests.escrow.workers '{"database": …, "bank": …, "at": …, "keyring": …, "seconds": …, "seed": …}'` prints how many were killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

from django.conf import settings

from kwonik.escrow.bank import port
from kwonik.escrow.bank.open_banking import Connection, OpenBanking
from sandbox_bank.asking import CLIENT_ID, CLIENT_SECRET, ORGANISATION
from sandbox_bank.books import CUSTODY


def work(said: dict[str, Any]) -> None:
    """What the worker does all day, without an end."""
    from kwonik.escrow import actions

    now = datetime.fromisoformat(said["at"])
    to = Connection(said["bank"], CLIENT_ID, CLIENT_SECRET, ORGANISATION, CUSTODY, seconds_to_answer=20.0)
    bank = OpenBanking(to, lambda: now)
    ours = mock.patch("django.utils.timezone.now", lambda: now.astimezone(UTC))
    with ours, mock.patch("kwonik.escrow.actions.paying.now", lambda: now, create=True):
        while True:
            actions.write_payouts()
            actions.write_refunds()
            actions.send_waiting(bank=bank)
            actions.inquire_unknown(bank=bank)
            try:
                actions.take_lines(bank=bank, on=now.date())
            except port.BankError:
                continue


def born(said: dict[str, Any]) -> int:
    """The number of a new process at work."""
    if child := os.fork():
        return child
    try:
        work(said)
    except BaseException as trouble:  # a worker that ends by itself is what the test wants to hear of
        print(repr(trouble), file=sys.stderr, flush=True)
    os._exit(1)


def main(said: dict[str, Any]) -> None:
    import django

    settings.DATABASES["default"].update(said["database"])
    settings.KEYRING = Path(said["keyring"])
    settings.ESCROW_ORGANISATION = ORGANISATION
    settings.ESCROW_BANK_CONNECTION = {"organisation": ORGANISATION}
    django.setup()
    import_module("kwonik.escrow.actions")  # before anybody is born: a short life is for work
    chance, until, killed, ended = Random(said["seed"]), time.monotonic() + said["seconds"], 0, 0
    alive = [born(said), born(said)]
    while time.monotonic() < until:
        time.sleep(chance.uniform(0.02, 0.6))
        one = alive.pop(0)
        os.kill(one, signal.SIGKILL)
        how = os.waitstatus_to_exitcode(os.waitpid(one, 0)[1])
        killed, ended = killed + (how == -signal.SIGKILL), ended + (how != -signal.SIGKILL)
        alive.append(born(said))
    for one in alive:
        os.kill(one, signal.SIGKILL)
        os.waitpid(one, 0)
    print(json.dumps({"killed": killed + len(alive), "ended": ended}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
