"""Both source documents, reprinted from sample ledgers that came in through the spreadsheet door.

The sample of a profile is brought in once per test run, into a database of its own; tests work on it inside
transactions that are rolled back. `--dist loadgroup` keeps a profile's tests on one worker.
"""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

HERE = Path(__file__).parent
PROFILES = HERE.parents[1] / "profiles"
DOCUMENTS = {"seoul": "seoul-2025-report", "anyang": "anyang-pledge-card"}


def source_figures(profile: str) -> dict[str, dict]:
    """The figures of a source document by their ids."""
    found = json.loads((HERE / "figures.json").read_text(encoding="utf-8"))
    return {figure["figure_id"]: figure for figure in found if figure["document"] == DOCUMENTS[profile]}


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


def _fresh(name: str) -> None:
    """An empty database of that name, whatever was there before."""
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')


def _database_of(profile: str) -> str:
    return f"{os.environ.get('KWONIK_TEST_DB', 'test_kwonik')}_{profile}_sample"


@pytest.fixture(scope="session")
def built(django_db_setup, django_db_blocker):
    """Builds a profile's sample when a test first asks for it; returns the name of its database."""
    ready: dict[str, str] = {}

    def build(profile: str) -> str:
        if profile not in ready:
            name = _database_of(profile)
            with django_db_blocker.unblock():
                _fresh(name)
                with other_database(name):
                    call_command("migrate", verbosity=0, stdout=io.StringIO())
                    call_command("load_profile", str(PROFILES / profile), stdout=io.StringIO())
                    call_command("sample_data", profile=profile, stdout=io.StringIO())
            ready[profile] = name
        return ready[profile]

    return build


@pytest.fixture(scope="module", params=[pytest.param(p, marks=pytest.mark.xdist_group(p)) for p in DOCUMENTS])
def profile(request, built, django_db_blocker) -> Iterator[str]:
    """The profile whose sample stands in the database while a module's tests run."""
    with django_db_blocker.unblock(), other_database(built(request.param)):
        yield request.param


@pytest.fixture
def sample(profile, db) -> str:
    """A profile with its sample, to be changed as one likes: all is rolled back."""
    return profile
