"""The profiles as tests need them: loaded in one call, from their files.

def test_something(db):
    profiles.load("seoul")
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kwonik.catalogue.actions import Change, load_profile
from kwonik.catalogue.rules import report_checkers
from kwonik.site.samples.bringing import bring

FOLDER = Path(__file__).resolve().parents[1] / "profiles"


def load(name: str, *, check_reports: bool = False) -> list[Change]:
    """Load the profile into the test's database (about a fifth of a second) and return what it added.

    Report templates come in unchecked unless asked for: a test of one area shall not fail for a figure of another.
    """
    if check_reports:
        return load_profile(FOLDER / name)
    with no_report_checkers():
        return load_profile(FOLDER / name)


@contextmanager
def no_report_checkers() -> Iterator[None]:
    """Inside, nobody checks report templates."""
    kept = report_checkers[:]
    report_checkers.clear()
    try:
        yield
    finally:
        report_checkers[:] = kept


def bring_sample(name: str) -> None:
    """Load the profile and bring its whole sample in, through the ledgers' door (seoul: some 10,000 rows)."""
    load(name)
    bring(FOLDER / name, lambda told: None)
