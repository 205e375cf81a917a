"""The ledgers of the programmes' activities: sessions and readings as they stand in the recipe, handouts and applications
drawn so that they add up to what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from kwonik.activities import rules
from kwonik.activities.codes import State
from kwonik.catalogue.codes import ASKS, FIELDS, Room, Shape
from kwonik.catalogue.rules import Profile
from kwonik.kernel.rounding import share_out

from . import persons, words
from .activities_recipe import Counted, Given, Held, Ledger, Repeated, Requested
from .chance import Chance, spread, working_days
from .tables import Heading, Table

# -- rows and tables ----------------------------------------------------------------------------------------------

SHEETS = {
    Shape.SESSION: "activities.sessions",
    Shape.TALLY: "activities.tallies",
    Shape.HANDOUT: "activities.handouts",
    Shape.APPLICATION: "activities.applications",
}


class Drawing:
    """The rows of one ledger; `appointed` are rows of the register of appointments, by role."""

    def __init__(self, profile: Profile, ledger: Ledger, appointed: Mapping[str, Sequence[Any]]) -> None:
        self.profile, self.ledger, self.appointed = profile, ledger, appointed
        self.chance = Chance(profile.head.code, ledger.file)
        self.service = words.services(profile)[ledger.service]
        self.shape = Shape(self.service.shape)
        self.sheet = SHEETS[self.shape]
        self.kinds = words.labels(profile, ledger.service, FIELDS[Room.ACTIVITIES, self.shape][0])
        self.sites = {site.code: site for site in profile.organisation.sites}
        self.districts = {row.code: row.name for row in profile.organisation.districts}

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        draw = {
            Shape.SESSION: self._sessions,
            Shape.TALLY: lambda: map(self._counted, self.ledger.counted),
            Shape.HANDOUT: lambda: (row for cell in self.ledger.given for row in self._given(cell)),
            Shape.APPLICATION: lambda: (row for cell in self.ledger.requested for row in self._asked(cell)),
        }
        return sorted(draw[self.shape](), key=lambda row: (row["day"], row["kind"]))

    def _site(self, code: str | None) -> str | None:
        return self.sites[code].name if code else None

    def _sessions(self) -> Iterator[dict[str, Any]]:
        yield from map(self._held, self.ledger.held)
        for cell in self.ledger.repeated:
            yield from self._repeated(cell)

    def _repeated(self, cell: Repeated) -> list[dict[str, Any]]:
        days = spread(self.chance, cell.count, cell.months)
        people, quantity = self._shares(cell.people, cell.count), self._shares(cell.quantity, cell.count)
        starts_at, ends_at = cell.hours or (None, None)
        return [
            {
                "day": day,
                "kind": self.kinds[cell.kind],
                "title": _turn(cell.titles, at),
                "site": self._site(_turn(cell.sites, at)),
                "starts_at": starts_at,
                "ends_at": ends_at,
                "partner": _turn(cell.partners, at),
                "people": people[at],
                "quantity": quantity[at],
                "note": self.chance.choice(cell.notes) if cell.notes else None,
            }
            for at, day in enumerate(days)
        ]

    def _shares(self, total: int | None, count: int) -> list[int | None]:
        """About as many each time, exactly so many together."""
        if total is None:
            return [None] * count
        return list(share_out(total, [self.chance.around(80, 120) for _ in range(count)]))

    def _held(self, one: Held) -> dict[str, Any]:
        plain = one.model_dump(exclude={"hours", "kind", "site", "district"})
        starts_at, ends_at = one.hours or (None, None)
        return {
            **plain,
            "kind": self.kinds[one.kind],
            "site": self._site(one.site),
            "district": self.districts[one.district] if one.district else None,
            "starts_at": starts_at,
            "ends_at": ends_at,
        }

    def _counted(self, one: Counted) -> dict[str, Any]:
        return {**one.model_dump(), "kind": self.kinds[one.kind], "site": self._site(one.site)}

    def _given(self, cell: Given) -> list[dict[str, Any]]:
        days = spread(self.chance, cell.times, cell.months)
        turn = self.chance.sample(cell.sites, len(cell.sites))
        quantities = (
            [cell.each] * cell.times if cell.each else self.chance.split(cell.total, cell.times, spread=30)
        )
        found = []
        for at, (day, quantity) in enumerate(zip(days, quantities, strict=True)):
            site = self.sites.get(_turn(turn, at) or "")
            found.append(
                {
                    "day": day,
                    "kind": self.kinds[cell.kind],
                    "quantity": quantity,
                    "people": cell.each,
                    "site": site.name if site else None,
                    "recipient": _turn(cell.recipients, at),
                    "district": self.districts[site.district] if site and site.district else None,
                    "donor": cell.donor,
                    "note": self.chance.choice(cell.notes) if cell.notes else None,
                }
            )
        return found

    def _asked(self, cell: Requested) -> list[dict[str, Any]]:
        days = spread(self.chance, cell.count, cell.months)
        sizes = self._sizes(cell)
        places = self._workplaces(cell)
        people = self._people(cell)
        who = [row["name"] for row in self.appointed.get(cell.appointees, ())]
        ended = self._ended(cell, days)
        found = []
        for at, day in enumerate(days):
            kind, size, person = self.chance.weighed(cell.kinds), sizes[at], people[at]
            state, done_on = ended[at]
            row = {
                "day": day,
                "kind": self.kinds[kind],
                "state": state,
                "delivered_on": done_on,
                "people": size,
                "employees": size + self.chance.randint(0, 4) if size else None,
                "workplace": places[at],
                "name": person.name if person else None,
                "phone": person.phone if person else None,
                "applicant": self.chance.choice(cell.applicants) if cell.applicants else None,
                "appointee": self.chance.choice(who) if who else None,
                "district": self.districts[self.chance.weighed(cell.districts)] if cell.districts else None,
                "note": self.chance.choice(cell.notes[kind]) if cell.notes.get(kind) else None,
            }
            found.append(row)
        return found

    def _sizes(self, cell: Requested) -> list[int | None]:
        """Everybody gets one, the rest falls where it falls; together exactly so many people."""
        if not cell.people:
            return [None] * cell.count
        sizes = [1] * cell.count
        for _ in range(cell.people - cell.count):
            sizes[min(self.chance.randrange(cell.count), self.chance.randrange(cell.count))] += 1
        self.chance.shuffle(sizes)
        return list(sizes)

    def _workplaces(self, cell: Requested) -> list[str | None]:
        """As many different names as applications, unless the recipe says how many; these come again and again."""
        if not cell.endings:
            return [None] * cell.count
        names = persons.workplaces(self.chance, cell.workplaces or cell.count, cell.endings)
        again = self.chance.choices(names, k=cell.count - len(names))
        found = [*names, *again]
        if again:
            self.chance.shuffle(found)
        return list(found)

    def _people(self, cell: Requested) -> list[persons.Person | None]:
        """As many different people as applications."""
        if not cell.named:
            return [None] * cell.count
        found: dict[tuple[str, str], persons.Person] = {}
        while len(found) < cell.count:
            one = persons.person(self.chance)
            found.setdefault((one.name, one.phone), one)
        return list(found.values())

    def _ended(self, cell: Requested, days: Sequence[date]) -> list[tuple[str, date | None]]:
        """State and last day of each application, oldest first."""
        states = [State(self.chance.weighed(cell.states or {"delivered": 1})) for _ in days]
        return [
            (state.label, self._done_on(cell, day) if state == State.DELIVERED else None)
            for state, day in zip(states, days, strict=True)
        ]

    def _done_on(self, cell: Requested, day: date) -> date:
        if cell.done_months:
            month = self.chance.weighed(cell.done_months)
            open_days = [one for one in working_days(month) if not cell.until_on or one <= cell.until_on]
            return self.chance.choice(open_days)
        low, high = cell.done_days or (0, 0)
        done = day + timedelta(days=self.chance.randint(low, high))
        while done not in working_days(f"{done:%Y-%m}"):
            done += timedelta(days=1)
        if cell.until_on and done > cell.until_on:
            done = max(day, cell.until_on)
        return done

    # -- the file -------------------------------------------------------------------------------------------------

    def table(self) -> Table:
        service = self.service
        headings = [(rules.day_word(service.words.model_dump(exclude_none=True), self.shape), 12, "day")]
        headings.append(("물품" if self.shape == Shape.HANDOUT else "종류", 22, "kind"))
        for ask in service.asks:
            label = ask.label or ASKS[self.shape][ask.field]
            if ask.field == "hours":
                headings += [("시작", 9, "starts_at"), ("끝", 9, "ends_at")]
            elif ask.field == "client":
                headings += [(label, 12, "name"), ("연락처", 15, "phone")]
            elif ask.field != "wished_on":
                headings.append((label, 36 if ask.field in ("note", "title") else 20, ask.field))
        headings += LAST[self.shape]
        return Table(
            title=self.ledger.file.rsplit(".", 1)[0],
            headings=[Heading(label, width=width) for label, width, _ in headings],
            rows=[[row.get(key) for *_, key in headings] for row in self.rows],
        )


def _turn(those: Sequence[str], at: int) -> str | None:
    return those[at % len(those)] if those else None


LAST: dict[Shape, list[tuple[str, int, str]]] = {
    Shape.SESSION: [],
    Shape.TALLY: [("수", 10, "count")],
    Shape.HANDOUT: [("수량", 10, "quantity")],
    Shape.APPLICATION: [("상태", 12, "state"), ("마친 날", 12, "delivered_on")],
}
