"""The words samples are put together from: `phrases/*.yaml`, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kwonik.catalogue.rules import files

PHRASES = Path(__file__).resolve().parent / "phrases"


@cache
def material(name: str) -> Mapping[str, Any]:
    return files.read(PHRASES / f"{name}.yaml", f"phrases/{name}.yaml").value
