"""All ledgers of a sample in the order in which they need each other; each is made only when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kwonik.catalogue.rules import Profile
from kwonik.people.codes import AppointedRole

from . import booths, cases, consultations, money, registers
from .chance import Chance
from .recipe import ConsultationLedger, Recipe
from .tables import Table, written


@dataclass(frozen=True)
class Ledger:
    """A file for the ledgers' door: what it is, under which name, and how to make it."""

    sheet: str
    variant: str
    filename: str
    make: Callable[[], bytes]


class Plan:
    """The sample of one profile. Registers come first: ledgers name the people who stand in them."""

    def __init__(self, profile: Profile, recipe: Recipe) -> None:
        self.profile, self.recipe = profile, recipe

    def ledgers(self) -> Iterator[Ledger]:
        recipe = self.recipe
        if recipe.staff:
            yield self._ledger("people.staff", "", recipe.staff, self._staff)
        if recipe.appointments:
            yield self._ledger("people.appointments", "", recipe.appointments, self._appointments)
        if recipe.consultations:
            if recipe.consultations.booths:
                yield self._ledger("counselling.booths", "", recipe.consultations.booths, self._booths)
            for ledger in recipe.consultations.ledgers:
                make = self._consultations(ledger)
                yield self._ledger("counselling.consultations", ledger.service, ledger, make)
        if recipe.cases:
            for one in recipe.cases.ledgers:
                yield self._ledger("remedy.cases", one.service, one, self._cases(one))
        if recipe.budget:
            for sheet, filename, make in (
                ("budget.allotments", recipe.budget.allotments_file, self._allotments),
                ("budget.spendings", recipe.budget.spendings_file, self._spendings),
            ):
                yield Ledger(sheet, "", filename, self._bytes(filename, "titled", make))

    def _ledger(self, sheet: str, variant: str, part: Any, make: Callable[[], Table]) -> Ledger:
        return Ledger(sheet, variant, part.file, self._bytes(part.file, part.style, make))

    def _bytes(self, filename: str, style: str, make: Callable[[], Table]) -> Callable[[], bytes]:
        return lambda: written(make(), style, Chance(self.profile.head.code, filename, "file"))

    # -- who stands in the registers --------------------------------------------------------------------------

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

    @cached_property
    def booth_rows(self) -> list[dict[str, Any]]:
        recipe = self.recipe.consultations
        if not recipe or not recipe.booths:
            return []
        staff = [row["name"] for row in self.experts("duty_attorney")]
        return booths.rows(self.profile, recipe.booths, staff)

    # -- tables -----------------------------------------------------------------------------------------------

    def _staff(self) -> Table:
        recipe = self.recipe.staff
        assert recipe
        rows = registers.staff_rows(self.profile, recipe, self.recipe.accounts.named())
        return registers.table(recipe.file, registers.STAFF_HEADINGS, rows)

    def _appointments(self) -> Table:
        assert self.recipe.appointments
        return registers.table(self.recipe.appointments.file, registers.APPOINTMENT_HEADINGS, self.appointed)

    def _booths(self) -> Table:
        assert self.recipe.consultations and self.recipe.consultations.booths
        return booths.table(self.recipe.consultations.booths, self.booth_rows)

    def _consultations(self, ledger: ConsultationLedger) -> Callable[[], Table]:
        return lambda: consultations.table(self.profile, ledger, self.drawn(ledger).drawn)

    @cached_property
    def _drawn(self) -> dict[str, consultations.Drawing]:
        return {}

    def drawn(self, ledger: ConsultationLedger) -> consultations.Drawing:
        """The rows of a ledger of consultations, drawn once."""
        if ledger.file not in self._drawn:
            recipe = self.recipe.consultations
            assert recipe
            since = date.fromisoformat(f"{min(ledger.months)}-01")
            self._drawn[ledger.file] = consultations.Drawing(
                self.profile,
                recipe,
                ledger,
                booths.own_days(self.profile, self.booth_rows),
                [row["name"] for row in self.experts(ledger.counsellors, since)],
            )
        return self._drawn[ledger.file]

    def _cases(self, ledger: Any) -> Callable[[], Table]:
        return lambda: cases.table(ledger, self.case_rows(ledger))

    def case_rows(self, ledger: Any) -> list[dict[str, Any]]:
        """The cases of a ledger, most of them of people whom a consultation of those months led there."""
        recipe = self.recipe.consultations
        helped = [
            one
            for talks in (recipe.ledgers if recipe else [])
            if set(talks.months) & set(ledger.months)
            for one in self.drawn(talks).helped
        ]
        since = date.fromisoformat(f"{max(ledger.months)}-01")
        return cases.Drawing(self.profile, ledger, self.experts(ledger.advocates, since), helped).rows()

    def _allotments(self) -> Table:
        recipe = self.recipe.budget
        assert recipe
        rows = money.allotment_rows(self.profile, recipe)
        return money.table(recipe.allotments_file, money.ALLOTMENT_HEADINGS, rows)

    def _spendings(self) -> Table:
        recipe = self.recipe.budget
        assert recipe
        rows: list[Mapping[str, Any]] = list(money.spending_rows(self.profile, recipe))
        return money.table(recipe.spendings_file, money.SPENDING_HEADINGS, rows)
