"""One client: a process that makes transfers for as long as it is told and says how long each of them took.

`python -m bench.escrow.client MODULE LANE`: commands come in on standard input and answers go out on standard output,
a JSON object a line. It ends with its standard input, so that none outlives the measurement. It knows nothing but the
standard library, since it runs in the environments of all contenders. MODULE offers

    prepare()              tables and accounts of a new database, once
    open(lane)             the connection; called once in each client
    ready(mode, numbers)   what the transfers of these numbers need beforehand (only where MODULE.ONCE)
    transfer(mode, number) one durable transfer: `hot` credits one account for all, `spread` one among many
    read()                 the balance of the hot account
    books()                what is stored: {"stored": transfers, "unequal": accounts or None, "versions": text}
"""

import json
import signal
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

ERRORS_KEPT = 3


def run(
    transfer: Callable[[str, int], object],
    mode: str,
    numbers: Iterable[int],
    start: float,
    seconds: float,
    now: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """Transfers from `start` for so many seconds: microseconds of each that was stored, and what failed."""
    time.sleep(max(0.0, start - now()))
    began, until, took, failed, said, used = now(), start + seconds, [], 0, [], 0
    out = True
    for number in numbers:
        before = now()
        if before >= until:
            out = False
            break
        used += 1
        try:
            transfer(mode, number)
        except Exception as trouble:
            failed += 1
            said = [*said, repr(trouble)[:300]][:ERRORS_KEPT]
        else:
            took.append(int((now() - before) * 1_000_000))
    return {
        "took": took,
        "seconds": now() - began,
        "failed": failed,
        "said": said,
        "used": used,
        "ran_out": out,
    }


def reading(read: Callable[[], object], times: int) -> list[int]:
    """Microseconds of each of so many readings, after a few that do not count."""
    took = []
    for number in range(times + 5):
        before = time.perf_counter()
        read()
        if number >= 5:
            took.append(int((time.perf_counter() - before) * 1_000_000))
    return took


def main(module: str, lane: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    answers, sys.stdout = sys.stdout, sys.stderr

    def answer(what: Any) -> None:
        answers.write(json.dumps(what) + "\n")
        answers.flush()

    contender = import_module(module)
    if lane < 0:
        contender.prepare()
        answer({"prepared": True})
        return
    contender.open(lane)
    answer({"once": getattr(contender, "ONCE", False)})
    for line in sys.stdin:
        command = json.loads(line)
        match command.pop("do"):
            case "run":
                first, stop, step = command.pop("numbers")
                answer(run(contender.transfer, numbers=range(first, stop, step), **command))
            case "ready":
                numbers = [n for first, stop, step in command["numbers"] for n in range(first, stop, step)]
                answer({"ready": contender.ready(command["mode"], numbers)})
            case "read":
                answer({"took": reading(contender.read, command["times"])})
            case "books":
                answer(contender.books())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
