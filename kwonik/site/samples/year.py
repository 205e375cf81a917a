"""The ledgers of the year's programmes: what was held, handed out, applied for, counted, taught and studied."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any

from kwonik.people.codes import AppointedRole, Qualification

from . import (
    activities,
    consulting,
    education,
    education_films,
    planning,
    pledges,
    research_tables,
    servicedesk,
    shelters,
    wellbeing,
)
from .basis import Basis, Ledger
from .education_recipe import Taught
from .tables import Table
from .wellbeing_recipe import CoursesRecipe


class Year(Basis):
    def programmes(self) -> Iterator[Ledger]:
        """Area by area; within one, what others name comes first."""
        for area in (
            self._shelters,
            self._activities,
            self._wellbeing,
            self._education,
            self._consulting,
            self._research,
            self._servicedesk,
            self._planning,
            self._pledges,
        ):
            yield from area()

    def _shelters(self) -> Iterator[Ledger]:
        if book := self.recipe.shelters:
            for sheet, filename, style, table in shelters.ledgers(self.profile, book):
                yield Ledger(sheet, "", filename, self._bytes(filename, style, table))

    def _activities(self) -> Iterator[Ledger]:
        for drawing in self.activities:
            ledger = drawing.ledger
            made = self._bytes(ledger.file, ledger.style, drawing.table)
            yield Ledger(drawing.sheet, ledger.service, ledger.file, made)

    @cached_property
    def activities(self) -> list[activities.Drawing]:
        """The ledgers of the programmes' activities."""
        recipe = self.recipe.activities
        appointed = {role: self.experts(role) for role in AppointedRole.values}
        ledgers = recipe.ledgers if recipe else []
        return [activities.Drawing(self.profile, one, appointed) for one in ledgers]

    # -- psychological counselling ----------------------------------------------------------------------------

    def _wellbeing(self) -> Iterator[Ledger]:
        """Agreements first: courses name their hub."""
        recipe = self.recipe.wellbeing
        if recipe is None:
            return
        if hubs := recipe.hubs_file:
            table = wellbeing.table(hubs, wellbeing.HUB_HEADINGS, wellbeing.hub_rows(recipe))
            yield Ledger("wellbeing.hubs", "", hubs, self._bytes(hubs, "titled", lambda: table))
        for one in recipe.courses:
            yield self._ledger("wellbeing.sittings", recipe.service, one, self._sittings(one))
        yield self._ledger("wellbeing.groups", "", recipe.groups, self._groups)

    def _sittings(self, courses: CoursesRecipe) -> Callable[[], Table]:
        return lambda: wellbeing.table(courses.file, wellbeing.SITTING_HEADINGS, self.sitting_rows(courses))

    def sitting_rows(self, courses: CoursesRecipe) -> list[dict[str, Any]]:
        recipe = self.recipe.wellbeing
        assert recipe
        visiting = [row["name"] for row in self.experts("visiting_counsellor", courses.first_on)]
        return wellbeing.sitting_rows(self.profile, recipe, courses, visiting)

    def _groups(self) -> Table:
        recipe = self.recipe.wellbeing
        assert recipe
        rows = wellbeing.group_rows(self.profile, recipe.groups)
        return wellbeing.table(recipe.groups.file, wellbeing.GROUP_HEADINGS, rows)

    # -- service requests -------------------------------------------------------------------------------------

    def _servicedesk(self) -> Iterator[Ledger]:
        recipe = self.recipe.servicedesk
        if recipe is None:
            return

        def make() -> Table:
            return servicedesk.table(recipe, servicedesk.rows(self.profile, recipe))

        yield self._ledger("servicedesk.requests", recipe.service, recipe, make)

    # -- education and consulting -----------------------------------------------------------------------------

    def _education(self) -> Iterator[Ledger]:
        recipe = self.recipe.education
        for year in recipe.years if recipe else []:
            for sheet, filename, headings, of in (
                ("education.requests", year.requests_file, education.REQUEST_HEADINGS, "requests"),
                ("education.lectures", year.lectures_file, education.LECTURE_HEADINGS, "lectures"),
            ):
                if filename is None:
                    continue
                make = partial(self._taught_table, year, filename, headings, of)
                yield Ledger(sheet, year.service, filename, self._bytes(filename, year.style, make))
        if recipe and recipe.films:
            films = recipe.films
            for service, named in films.files.items():
                rows = education_films.video_rows(films, service)
                make = partial(education.table, named, education_films.VIDEO_HEADINGS, rows)
                yield Ledger("education.videos", service, named, self._bytes(named, "plain", make))
            rows = education_films.reading_rows(films)
            make = partial(education.table, films.readings_file, education_films.READING_HEADINGS, rows)
            named = films.readings_file
            yield Ledger("education.readings", "", named, self._bytes(named, "plain", make))

    def _taught_table(self, year: Taught, title: str, headings: Any, of: str) -> Table:
        return education.table(title, headings, getattr(self.taught(year), of))

    def taught(self, year: Taught) -> education.Drawing:
        """The lectures and requests of one service, drawn once."""
        if year.lectures_file not in self._taught:
            experts = {role: self.experts(role) for role in ("instructor", "rights_advocate")}
            self._taught[year.lectures_file] = education.Drawing(self.profile, year, experts)
        return self._taught[year.lectures_file]

    @cached_property
    def _taught(self) -> dict[str, education.Drawing]:
        return {}

    def _consulting(self) -> Iterator[Ledger]:
        recipe = self.recipe.consulting
        if not recipe:
            return
        if named := recipe.agreements_file:
            make = partial(consulting.agreement_table, recipe)
            yield Ledger("consulting.agreements", "", named, self._bytes(named, "titled", make))
        for year in recipe.years:
            make = partial(self._advised_table, year)
            filename = year.file
            made = self._bytes(filename, year.style, make)
            yield Ledger("consulting.engagements", year.service, filename, made)

    def _advised_table(self, year: consulting.Advice) -> Table:
        return consulting.engagement_table(self.profile, year, self.advised(year))

    def advised(self, year: consulting.Advice) -> list[dict[str, Any]]:
        """The engagements of one service, each by a labour attorney among the advocates in office."""
        able = [
            row
            for row in self.experts("rights_advocate", year.until)
            if row["qualification"] == Qualification.LABOUR_ATTORNEY.label
        ]
        return consulting.rows(self.profile, year, able)

    # -- studies and publications ----------------------------------------------------------------------------------

    def _research(self) -> Iterator[Ledger]:
        if recipe := self.recipe.research:
            for sheet, filename, style, make in research_tables.ledgers(self.profile, recipe):
                yield Ledger(sheet, "", filename, self._bytes(filename, style, make))

    def _planning(self) -> Iterator[Ledger]:
        if recipe := self.recipe.planning:
            for sheet, filename, style, make in planning.ledgers(self.profile, recipe):
                yield Ledger(sheet, "", filename, self._bytes(filename, style, make))

    def _pledges(self) -> Iterator[Ledger]:
        if recipe := self.recipe.pledges:
            for sheet, filename, make in pledges.ledgers(recipe):
                made = self._bytes(filename, "titled", make)
                yield Ledger(sheet, "", filename, made, recipe.centre)
