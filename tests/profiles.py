"""The profiles as tests need them: loaded in one call, whole, from their files.

    def test_something(db):
        profiles.load("seoul")
"""

from pathlib import Path

from kwonik.catalogue.actions import Change, load_profile

FOLDER = Path(__file__).resolve().parents[1] / "profiles"


def load(name: str) -> list[Change]:
    """Load the profile into the test's database (about a fifth of a second) and return what it added."""
    return load_profile(FOLDER / name)
