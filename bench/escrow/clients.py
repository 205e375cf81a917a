"""Client processes of a contender, and a slice: all of them at work for the same few seconds."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.escrow import processor
from bench.escrow.slices import Cell, Slice

REPOSITORY = Path(__file__).resolve().parents[2]
LEAD = 0.05  # seconds from the word to the start, so that all clients have heard it
ROOM = {1: 4_000, 8: 900}  # transfers a second and client for which milestones are made ready


class Client:
    """A process of its own in a session of its own: Ctrl-C reaches the measurement, which then ends its clients."""

    def __init__(self, python: Path, module: str, lane: int, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [str(python), "-W", "ignore", "-m", "bench.escrow.client", module, str(lane)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=REPOSITORY,
            env=environment,
            start_new_session=True,
        )

    def tell(self, **command: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"재는 프로세스가 끝났습니다: {self.process.args}")
        return json.loads(line)

    def ask(self, **command: Any) -> dict[str, Any]:
        self.tell(**command)
        return self.hear()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


class Team:
    """All clients of one contender, connected and waiting; `sent` counts every transfer that was answered."""

    def __init__(self, name: str, module: str, python: Path, place: dict[str, str], clients: int) -> None:
        self.name, self.module, self.python = name, module, python
        self.environment = _environment(place)
        self.size, self.members, self.sent, self.failed, self.said = clients, [], 0, 0, []
        self.once = False
        self.used: dict[tuple[str, int], int] = {}
        self.made: dict[tuple[str, int], int] = {}

    def __enter__(self) -> "Team":
        try:
            self._prepare()
            for lane in range(self.size):
                self.members.append(Client(self.python, self.module, lane, self.environment))
            for member in self.members:
                self.once = member.hear()["once"]
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        for member in self.members:
            member.end()

    @property
    def pids(self) -> list[int]:
        return [member.process.pid for member in self.members]

    @property
    def first(self) -> Client:
        return self.members[0]

    def slice(self, cell: Cell, seconds: float, postmaster: int) -> Slice:
        """Everybody starts at the same instant; what was made ready before does not count."""
        mode, clients = cell
        self._make_ready(mode, clients, seconds)
        ours = [os.getpid(), *self.pids]
        before, start = processor.sample(ours, postmaster), time.monotonic() + LEAD
        for lane, member in enumerate(self.members[:clients]):
            member.tell(do="run", mode=mode, start=start, seconds=seconds, numbers=self._numbers(mode, lane))
        answers = [member.hear() for member in self.members[:clients]]
        length = time.monotonic() - start + LEAD
        spent = processor.between(before, processor.sample(ours, postmaster))
        for lane, answer in enumerate(answers):
            self.used[mode, lane] = self.used.get((mode, lane), 0) + answer["used"]
        self.failed += sum(answer["failed"] for answer in answers)
        self.said += [words for answer in answers for words in answer["said"]]
        took = [each for answer in answers for each in answer["took"]]
        self.sent += len(took)
        return Slice(
            self.name,
            cell,
            stored=len(took),
            rate=sum(len(answer["took"]) / answer["seconds"] for answer in answers),
            took=took,
            others=spent.others / length / (os.cpu_count() or 1),
            client_ms=spent.clients * 1000 / max(1, len(took)),
            server_ms=spent.server * 1000 / max(1, len(took)),
            failed=sum(answer["failed"] for answer in answers),
            ran_out=any(answer["ran_out"] for answer in answers),
        )

    def _prepare(self) -> None:
        """Tables and accounts; what is not measured need not be durable."""
        hasty = {**self.environment, "PGOPTIONS": "-c synchronous_commit=off"}
        self.members.append(Client(self.python, self.module, -1, hasty))
        self.first.hear()
        self.first.process.wait()
        self.members.clear()

    def _numbers(self, mode: str, lane: int) -> Sequence[int]:
        """First, end and step of the numbers a client may use: every client's differ, and none comes twice."""
        used = self.used.get((mode, lane), 0)
        room = self.made[mode, lane] if self.once else used + 10_000_000
        return used * self.size + lane, room * self.size + lane, self.size

    def _make_ready(self, mode: str, clients: int, seconds: float) -> None:
        if not self.once:
            return
        wanted = int(ROOM[clients] * seconds) + 50
        ranges = []
        for lane in range(clients):
            made, used = self.made.get((mode, lane), 0), self.used.get((mode, lane), 0)
            if made < used + wanted:
                ranges.append((made * self.size + lane, (used + wanted) * self.size + lane, self.size))
                self.made[mode, lane] = used + wanted
        if ranges:
            self.first.ask(do="ready", mode=mode, numbers=ranges)


def _environment(place: dict[str, str]) -> dict[str, str]:
    """Ours, with the server named as libpq reads it, and no settings of somebody else's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return {**kept, **place, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}


PYTHON = Path(sys.executable)
