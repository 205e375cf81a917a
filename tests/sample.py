"""A profile's sample in databases of its own: brought in once per test run, copied for every module that asks.

    def test_something(sample_copy): ...        # sample_copy("seoul") -> the name of a database to spoil at will
    with other_database(name): ...              # Django's default connection, in every thread, on that database
    def test_pages(served, page_at): ...        # a browser at a whole installation, `served.url`

The first worker that needs a sample brings it in (profile, ledgers through the spreadsheet door); the others wait and
copy. `$PYTEST_XDIST_TESTRUNUID`, kept from run to run, keeps the sample too: handy while writing a test.
"""

import fcntl
import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.live_server_helper import LiveServer

REPOSITORY = Path(__file__).parents[1]
PROFILES = REPOSITORY / "profiles"
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex


@contextmanager
def other_database(name: str) -> Iterator[None]:
    """Django's default connection on another database of the same server."""
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        yield server


def template(name: str, base: str, fill: Callable[[], None], made_for: str = RUN) -> str:
    """The database of that name, copied from `base` and filled by whoever comes first; anew when made for something else."""
    name = f"{os.environ.get('KWONIK_TEST_DB', 'test_kwonik')}_{name}"
    with Path(tempfile.gettempdir(), f"{name}.lock").open("w") as lock, _server() as server:
        fcntl.flock(lock, fcntl.LOCK_EX)
        question = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        if server.execute(question, [name]).fetchone() != (made_for,):
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{base}"')
            with other_database(name):
                fill()
            server.execute(f"COMMENT ON DATABASE \"{name}\" IS '{made_for}'")
    return name


def migrated() -> str:
    """The database with all tables and not one row of ours: every other one is a copy of it.

    It stands until a migration changes, ours or a library's, or what the database watches.
    """
    migrations = ("kwonik/*/migrations/*.py", "kwonik/*/ledger/**/*.sql")
    files = [
        *(file for told in migrations for file in sorted(REPOSITORY.glob(told))),
        REPOSITORY / "requirements" / "dev.txt",
    ]
    from kwonik.kernel import journal

    watched = journal.script().encode()
    written = sha256(b"".join([*(file.read_bytes() for file in files), watched])).hexdigest()
    return template(
        "migrated", "template0", lambda: call_command("migrate", verbosity=0, stdout=io.StringIO()), written
    )


def _sample(profile: str) -> str:
    """The database that holds a profile's sample as it was brought in."""

    def fill() -> None:
        call_command("load_profile", str(PROFILES / profile), stdout=io.StringIO())
        call_command("sample_data", profile=profile, stdout=io.StringIO())

    return template(f"{profile}_sample", migrated(), fill)


@pytest.fixture(scope="session")
def sample_copy(django_db_setup, django_db_blocker) -> Iterator[Callable[[str], str]]:
    """`sample_copy(profile)`: the name of a new database with the profile's sample in it."""
    numbers, made = count(1), []

    def copy(profile: str) -> str:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        with django_db_blocker.unblock():
            sample = _sample(profile)
        name = f"{sample}_{worker}_{next(numbers)}"
        with _server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{sample}"')
        made.append(name)
        return name

    yield copy
    with _server() as server:
        for name in made:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def served(sample_copy, django_db_blocker) -> Iterator[LiveServer]:
    """A running installation with the sample of the first profile; what a module does there stays there."""
    with django_db_blocker.unblock(), other_database(sample_copy("seoul")):
        server = LiveServer("localhost")
        yield server
        server.stop()
