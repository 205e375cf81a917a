"""Whose processor time it was, from /proc: the clients', the measured server's, and everybody else's."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
OURS = "bench_escrow_"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Sample:
    """Seconds of processor time since the machine (all) or the process (each of ours) started."""

    machine: float
    clients: dict[int, float]
    server: dict[int, float]


@dataclass(frozen=True)
class Spent:
    """Seconds of processor time between two samples."""

    clients: float
    server: float
    others: float


def between(before: Sample, after: Sample) -> Spent:
    """What came in between; a process that ended meanwhile counts as somebody else's."""
    clients, server = (
        sum(max(0.0, now - then.get(pid, 0.0)) for pid, now in seen.items())
        for then, seen in ((before.clients, after.clients), (before.server, after.server))
    )
    others = max(0.0, after.machine - before.machine - clients - server)
    return Spent(clients, server, others)


def sample(clients: Collection[int], postmaster: int) -> Sample:
    """Now: all of the machine, these clients, and the server's processes that work for our databases or for all."""
    times: dict[int, float] = {}
    server: dict[int, float] = {}
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent, seconds = read_stat((folder / "stat").read_text())
            if int(folder.name) in clients:
                times[int(folder.name)] = seconds
            elif parent == postmaster and is_ours((folder / "cmdline").read_text()):
                server[int(folder.name)] = seconds
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended while we looked
    return Sample(read_machine((PROC / "stat").read_text()), times, server)


def parent_of(pid: int) -> int:
    return read_stat((PROC / str(pid) / "stat").read_text())[0]


def read_stat(text: str) -> tuple[int, float]:
    """Parent and seconds of processor time from /proc/PID/stat; a program's name may hold blanks and brackets."""
    words = text.rpartition(")")[2].split()
    return int(words[1]), (int(words[11]) + int(words[12])) / TICKS


def read_machine(text: str) -> float:
    """Seconds that all processors worked, from /proc/stat; what other guests of the host took is not ours either."""
    user, nice, system, _idle, _waiting, _interrupts, _soft, stolen = map(int, text.split()[1:9])
    return (user + nice + system + stolen) / TICKS


def is_ours(title: str) -> bool:
    """Whether a server process, by its title, works for all databases or for one of ours."""
    words = title.replace("\0", " ").split()
    return "[local]" not in words or any(word.startswith(OURS) for word in words)
