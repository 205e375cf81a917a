"""A profile in a folder of its own, that a test may spoil: `edited("roles.yaml", old, new)`."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.profiles import FOLDER

PROFILE_NAME = "seoul"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a real profile, without its reports (those are the reports room's to test)."""
    ignore = shutil.ignore_patterns("sample", "reports")
    return Path(shutil.copytree(FOLDER / PROFILE_NAME, tmp_path / "profile", ignore=ignore))


@pytest.fixture
def edited(folder: Path) -> Callable[[str, str, str], Path]:
    """Replace one piece of text of one file; the piece must be there, so that no test edits nothing."""

    def edit(name: str, old: str, new: str) -> Path:
        path = folder / name
        text = path.read_text()
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1))
        return folder

    return edit
