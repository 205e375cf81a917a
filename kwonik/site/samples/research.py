"""The rows of studies, publications and checks: what was asked of whom, printed, handed out and looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kwonik.catalogue.rules import Profile
from kwonik.kernel.rounding import share_out
from kwonik.research.codes import CheckStage, CheckState, ResponseChannel, StudyState

from . import persons, words
from .chance import Chance, spread, working_days
from .research_recipe import Asked, Handout, ResearchRecipe, Serial

WHY_INVALID = ("문항 절반 넘게 비어 있음", "같은 답만 이어짐", "조사 대상이 아님", "두 번 낸 응답")


class Drawing:
    """The rows of all eight ledgers, each drawn from a stream of chance of its own."""

    def __init__(self, profile: Profile, recipe: ResearchRecipe) -> None:
        self.profile, self.recipe = profile, recipe
        self.services = words.services(profile)

    def chance(self, *words: str) -> Chance:
        return Chance(self.profile.head.code, "research", *words)

    def label(self, service: str, field: str, code: str) -> str:
        return words.labels(self.profile, service, field)[code]

    def studies(self) -> list[dict[str, Any]]:
        return [
            {
                **study.model_dump(exclude={"rounds", "events", "service", "state"}),
                "service": self.services[study.service].name,
                "state": StudyState(study.state).label,
            }
            for study in self.recipe.studies
        ]

    def _rounds(self) -> Iterator[tuple[dict[str, Any], Asked]]:
        for study in self.recipe.studies:
            for asked in study.rounds:
                row = {
                    "study": study.title,
                    "method": self.label(study.service, "method", asked.method),
                    "group": self.label(study.service, "group", asked.group),
                }
                yield row, asked

    def rounds(self) -> list[dict[str, Any]]:
        return [{**row, "target": asked.target} for row, asked in self._rounds()]

    def events(self) -> list[dict[str, Any]]:
        told = [(study, event) for study in self.recipe.studies for event in study.events]
        rows = [{"study": study.title, **event.model_dump()} for study, event in told]
        return sorted(rows, key=lambda row: row["held_on"])

    def responses(self) -> list[dict[str, Any]]:
        """Every questionnaire that came back, a few of them of no use."""
        found = []
        for row, asked in self._rounds():
            if not asked.channels:
                continue
            chance = self.chance("responses", row["study"], row["group"])
            days = spread(chance, asked.count + asked.invalid, asked.months)
            useless = set(chance.sample(range(len(days)), asked.invalid))
            places = self._places(asked, len(days), useless)
            for at, day in enumerate(days):
                channel = ResponseChannel(chance.weighed(asked.channels)).label
                why = chance.choice(WHY_INVALID) if at in useless else ""
                last = asked.until_on or day
                validity = "무효" if why else "유효"
                more = {"received_on": min(day, last), "channel": channel, "valid": validity}
                found.append({**row, **more, "invalid_reason": why, "workplace": places[at]})
        return sorted(found, key=lambda row: row["received_on"])

    def _places(self, asked: Asked, count: int, useless: set[int]) -> list[str]:
        """Where each questionnaire was filled in: every workplace has a valid one before any has two."""
        chance = self.chance("places", asked.method, asked.group, str(count))
        names = asked.at or (
            persons.workplaces(chance, asked.workplaces, asked.endings) if asked.workplaces else []
        )
        if not names:
            return [""] * count
        found = [chance.choice(names) for _ in range(count)]
        for at, name in zip((at for at in range(count) if at not in useless), names, strict=False):
            found[at] = name
        return found

    def participants(self) -> list[dict[str, Any]]:
        """Who came to which talk; a number stays one person's throughout the study."""
        found: list[dict[str, Any]] = []
        given: dict[str, int] = {}
        for row, asked in self._rounds():
            if not asked.days:
                continue
            first = given.get(row["study"], 0) + 1
            given[row["study"]] = first + asked.count - 1
            shares = share_out(asked.count, [1] * len(asked.days))
            people = iter(range(first, first + asked.count))
            for day, share in zip(asked.days, shares, strict=True):
                found += [{**row, "held_on": day, "number": next(people)} for _ in range(share)]
            again = [{**row, "held_on": asked.days[-1], "number": first + at} for at in range(asked.again)]
            found += again
        return sorted(found, key=lambda row: (row["held_on"], row["number"]))

    def publications(self) -> list[dict[str, Any]]:
        rows = [
            {
                **book.model_dump(exclude={"kind", "service"}),
                "kind": self.label(book.service, "kind", book.kind),
                "service": self.services[book.service].name,
            }
            for book in self.recipe.publications
        ]
        rows += [row for serial in self.recipe.serials for row in self._issues(serial)]
        return sorted(rows, key=lambda row: row["published_on"])

    def _issues(self, serial: Serial) -> Iterator[dict[str, Any]]:
        days = spread(self.chance("serial", serial.title), serial.count, serial.months)
        shared = {
            "kind": self.label(serial.service, "kind", serial.kind),
            "service": self.services[serial.service].name,
            **dict.fromkeys(("copies", "printer", "code")),
        }
        for number, day in enumerate(days, 1):
            yield {**shared, "title": serial.title.format(number=number), "published_on": day}

    def distributions(self) -> list[dict[str, Any]]:
        titles = {book.code: book.title for book in self.recipe.publications}
        names = {row.code: row.name for row in self.profile.organisation.districts}
        found = []
        for handout in self.recipe.distributions:
            title = titles[handout.code]
            for row in handout.rows:
                district = names[row.district] if row.district else ""
                found.append({"publication": title, **row.model_dump(), "district": district})
            if handout.everywhere:
                found += [{"publication": title, **row} for row in self._everywhere(handout)]
        return sorted(found, key=lambda row: (row["handed_on"], row["recipient"]))

    def _everywhere(self, handout: Handout) -> Iterator[dict[str, Any]]:
        """Every district's share: most to its office, the rest to its labour centre where it has one."""
        chance = self.chance("distributions", handout.code)
        districts = [row for row in self.profile.organisation.districts if row.code not in handout.but]
        centres = {
            code: centre.name
            for centre in self.profile.organisation.centres
            if centre.kind == "district"
            for code in centre.districts
        }
        since = next(book.published_on for book in self.recipe.publications if book.code == handout.code)
        days = [day for month in handout.months for day in working_days(month) if day > since]
        shares = chance.split(handout.everywhere, len(districts), spread=20)
        for district, share in zip(districts, shares, strict=True):
            day = chance.choice(days)
            near = share // 30 * 10 if district.code in centres else 0
            row = {"handed_on": day, "district": district.name, "workplace": ""}
            office = handout.office.format(district=district.name)
            yield {**row, "recipient": office, "copies": share - near}
            if near:
                later = min(day + timedelta(days=7), days[-1])
                yield {**row, "handed_on": later, "recipient": centres[district.code], "copies": near}

    def checks(self) -> list[dict[str, Any]]:
        """A desk check of every organisation, then the site checks; indicators by their words."""
        recipe = self.recipe.checks
        assert recipe
        chance = self.chance("checks")
        days = spread(chance, len(recipe.organisations), recipe.months)
        desks = list(zip(days, chance.sample(recipe.organisations, len(days)), strict=True))
        rows = [self._check(chance, name, CheckStage.DESK, day) for day, name in desks]
        rows += [
            self._check(chance, site.organisation, CheckStage.SITE, site.checked_on) for site in recipe.sites
        ]
        return sorted(rows, key=lambda row: row["checked_on"])

    def indicators(self) -> list[tuple[str, str]]:
        asked, recipe = self.profile.questions, self.recipe.checks
        return [(row.code, row.label) for row in asked if recipe and row.service == recipe.service]

    def _check(self, chance: Chance, name: str, stage: CheckStage, day: date) -> dict[str, Any]:
        recipe = self.recipe.checks
        assert recipe
        met = {code: chance.percent(recipe.met_percent) for code, _ in self.indicators()}
        missing = [label for code, label in self.indicators() if not met[code]]
        wanting = len(missing) > 3 or (stage == CheckStage.SITE and bool(missing))
        return {
            "service": self.services[recipe.service].name,
            "year": recipe.year,
            "number": recipe.number,
            "organisation": name,
            "stage": stage.label,
            "checked_on": day,
            "state": (CheckState.IMPROVE if wanting else CheckState.DONE).label,
            **{code: "이행" if held else "미이행" for code, held in met.items()},
            "follow_up": f"'{chance.choice(missing)}' 지표를 갖출 것" if wanting else "",
        }
