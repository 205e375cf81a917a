"""A database for measuring: made in the try-out's test cluster, filled, thrown away."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def database(name: str, *, rebuild: bool = True) -> Iterator[bool]:
    """Django's default connection on a database of that name; yields whether it is new and must be filled."""
    import django
    from django.conf import settings

    from kwonik.site import tryout

    tryout.start(tryout.TEST)
    host = str(tryout.socket_folder(tryout.TEST))
    with psycopg.connect(host=host, user="kwonik", dbname="postgres", autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if rebuild and there:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        if rebuild or not there:
            server.execute(f'CREATE DATABASE "{name}"')
    settings.DATABASES["default"].update(
        HOST=host, NAME=name, USER="kwonik", PASSWORD="", PORT="", OPTIONS={}
    )
    django.setup()
    yield rebuild or not there


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def paired(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 5
) -> tuple[float, float, float]:
    """Medians of both and of their ratio, taken in turn after one warm-up: (ours, theirs, ours/theirs)."""
    ours(), theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return (
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(a / b for a, b in pairs),
    )


def report(what: str, ours: float, theirs: float, ratio: float, goal: float) -> None:
    verdict = "목표 안" if ratio <= goal else "목표 밖"
    print(
        f"{what}: {ours * 1000:,.1f} ms / {theirs * 1000:,.1f} ms = {ratio:.2f}배 (목표 {goal}배 이하, {verdict})",
        flush=True,
    )
