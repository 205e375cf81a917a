"""All ledgers of a sample in the order in which they need each other; each is made only when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from . import booths, cases, consultations, money, registers
from .basis import Ledger
from .recipe import ConsultationLedger
from .tables import Table
from .year import Year


class Plan(Year):
    """The sample of one profile. Registers come first, then what depends on who stands in them."""

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
        yield from self.programmes()

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
