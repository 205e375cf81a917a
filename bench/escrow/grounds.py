"""Where it is measured: databases on the durable try-out server, and an environment of their own for the peers."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.escrow import processor
from bench.escrow.clients import REPOSITORY
from kwonik.site import tryout

PEERS = REPOSITORY / ".tools" / "escrow-peers"
LOCK = REPOSITORY / "requirements" / "peers.txt"
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class NotDurable(RuntimeError):
    """The server could lose what it confirmed: nothing measured on it would say anything."""


@dataclass(frozen=True)
class Server:
    """The running server: how to reach it, the number of its first process, what it is."""

    host: str
    postmaster: int
    version: str
    settings: dict[str, str]

    def place(self, contender: str) -> dict[str, str]:
        """The database of a contender, as libpq reads it from the environment."""
        return {"PGHOST": self.host, "PGUSER": "kwonik", "PGDATABASE": database(contender)}

    def analyse(self, contenders: Sequence[str]) -> None:
        """Every planner knows how its tables have grown, as it would after a minute of autovacuum."""
        for name in contenders:
            with psycopg.connect(
                host=self.host, user="kwonik", dbname=database(name), autocommit=True
            ) as connection:
                connection.execute("ANALYZE")


def database(contender: str) -> str:
    return processor.OURS + contender.replace("-", "_")


@contextmanager
def server(contenders: Sequence[str]) -> Iterator[Server]:
    """A new database for each contender; afterwards they are gone, and the server is as it was found.

    Raises NotDurable; ends in the same way when the measurement is stopped.
    """
    started = tryout.start(tryout.MONEY)
    host = str(tryout.socket_folder(tryout.MONEY))
    try:
        with psycopg.connect(host=host, user="kwonik", dbname="postgres", autocommit=True) as root:
            settings = {name: root.execute(f"SHOW {name}").fetchone()[0] for name in DURABLE}
            if set(settings.values()) != {"on"}:
                raise NotDurable(f"오래가지 않는 데이터베이스에서는 재지 않습니다: {settings}")
            try:
                for name in map(database, contenders):
                    root.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                    root.execute(f'CREATE DATABASE "{name}"')
                version = root.execute("SHOW server_version").fetchone()[0]
                yield Server(host, processor.parent_of(root.info.backend_pid), version, settings)
            finally:
                for name in map(database, contenders):
                    root.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        if started and tryout.is_idle(tryout.MONEY):
            tryout.stop(tryout.MONEY)


@contextmanager
def stoppable() -> Iterator[None]:
    """Ctrl-C and a request to end are obeyed once, in the same way; clearing up afterwards is not interrupted."""

    def stop(number: int, frame: object) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        print("\n멈추고 치우는 중입니다. 몇 초 걸립니다.", flush=True)
        raise KeyboardInterrupt

    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        for each in before:
            signal.signal(each, stop)
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def peers() -> Path:
    """The Python in which the peers are installed; made when their lock file is new, which takes about half a minute."""
    python, noted = PEERS / "bin" / "python", PEERS / "lock"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if python.exists() and noted.exists() and noted.read_text() == wanted:
        return python
    print(
        f"견줄 꾸러미(django-hordak, django-ledger)를 {PEERS.relative_to(REPOSITORY)}에 설치합니다.",
        flush=True,
    )
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(PEERS)], check=True)
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    done = subprocess.run([*install, "--requirement", str(LOCK)], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"꾸러미를 설치하지 못했습니다.\n{done.stderr[-2000:]}")
    noted.write_text(wanted)
    return python
