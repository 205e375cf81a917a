"""Both source documents, reprinted from sample ledgers that came in through the spreadsheet door.

Each module works on a copy of a profile's sample, inside transactions that are rolled back. `--dist loadgroup` keeps
a profile's tests on one worker.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample import other_database

HERE = Path(__file__).parent
DOCUMENTS = {"seoul": "seoul-2025-report", "anyang": "anyang-pledge-card"}


def source_figures(profile: str) -> dict[str, dict]:
    """The figures of a source document by their ids."""
    found = json.loads((HERE / "figures.json").read_text(encoding="utf-8"))
    return {figure["figure_id"]: figure for figure in found if figure["document"] == DOCUMENTS[profile]}


@pytest.fixture(scope="module", params=[pytest.param(p, marks=pytest.mark.xdist_group(p)) for p in DOCUMENTS])
def profile(request, sample_copy, django_db_blocker) -> Iterator[str]:
    """The profile whose sample stands in the database while a module's tests run."""
    with django_db_blocker.unblock(), other_database(sample_copy(request.param)):
        yield request.param


@pytest.fixture
def sample(profile, db) -> str:
    """A profile with its sample, to be changed as one likes: all is rolled back."""
    return profile
