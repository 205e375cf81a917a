"""What every ledger of a sample stands on: the profile, the recipe, and who is appointed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kwonik.catalogue.rules import Profile
from kwonik.people.codes import AppointedRole

from . import registers
from .chance import Chance
from .recipe import Recipe
from .tables import Table, written


@dataclass(frozen=True)
class Ledger:
    """A file for the ledgers' door: what it is, under which name, how to make it, whose it is if not our own."""

    sheet: str
    variant: str
    filename: str
    make: Callable[[], bytes]
    centre: str = ""


class Basis:
    """The profile and its recipe; ledgers name the people who stand in the registers."""

    def __init__(self, profile: Profile, recipe: Recipe) -> None:
        self.profile, self.recipe = profile, recipe

    def _ledger(self, sheet: str, variant: str, part: Any, make: Callable[[], Table]) -> Ledger:
        return Ledger(sheet, variant, part.file, self._bytes(part.file, part.style, make))

    def _bytes(self, filename: str, style: str, make: Callable[[], Table]) -> Callable[[], bytes]:
        return lambda: written(make(), style, Chance(self.profile.head.code, filename, "file"))

    @cached_property
    def appointed(self) -> list[dict[str, Any]]:
        recipe = self.recipe.appointments
        return registers.appointment_rows(self.profile, recipe) if recipe else []

    def experts(self, role: str, since: date | None = None) -> list[dict[str, Any]]:
        """Rows of the register of appointments for a role, still in force on `since`."""
        label = AppointedRole(role).label
        return [
            row
            for row in self.appointed
            if row["role"] == label and (since is None or row["until_on"] is None or row["until_on"] >= since)
        ]
