"""The ledgers of education: lectures at groups, schools and firms with the requests they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kwonik.catalogue.rules import Profile
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.rounding import share_out

from . import persons, words
from .chance import Chance, spread
from .education_recipe import Lectures, Named, Taught
from .material import material
from .tables import Heading, Table

Experts = Sequence[Mapping[str, Any]]


class Drawing:
    """The lectures and requests of one service; `experts(role)` are the rows of the register of appointments."""

    def __init__(self, profile: Profile, recipe: Taught, experts: Mapping[str, Experts]) -> None:
        self.recipe, self.experts = recipe, experts
        self.chance = Chance(profile.head.code, recipe.lectures_file)
        self.districts = [row.name for row in profile.organisation.districts if row.name.endswith("구")]
        self.labels = words.labels(profile, recipe.service, "kind")
        self.prefix = words.services(profile)[recipe.service].prefix
        self.busy: set[tuple[str, date]] = set()
        self.working = WorkingCalendar()
        self.visits = sorted(self._visits(), key=lambda row: (row["held_on"], row["starts_at"]))
        self._number()

    def _visits(self) -> Iterator[dict[str, Any]]:
        for one in self.recipe.named:
            yield self._named(one)
        for cell in self.recipe.cells:
            yield from self._cell(cell)

    def _named(self, one: Named) -> dict[str, Any]:
        return {
            "kind": self.labels[one.kind],
            "title": one.title,
            "series": one.series,
            "audience": "시민",
            "held_on": one.held_on,
            "starts_at": "19:00",
            "ends_at": "21:00",
            "place": one.place,
            "district": one.district,
            "classes": 1,
            "registered": one.people + self.chance.randint(3, 9),
            "completed": one.people,
            "teacher": "",
            "fee_won": one.teacher_fee_won or None,
            "request": None,
            **self._asked(one.people),
        }

    def _cell(self, cell: Lectures) -> Iterator[dict[str, Any]]:
        chance = self.chance
        sizes = share_out(cell.people, [chance.around(60, 160) for _ in range(cell.count)])
        for number, (day, people) in enumerate(
            zip(spread(chance, cell.count, cell.months), sizes, strict=True)
        ):
            district = chance.choice(self.districts)
            drawn = chance.choice(cell.audiences)
            audience = (cell.audiences[number % len(cell.audiences)] if cell.in_turn else drawn).format(
                district=_short(district), front=chance.choice(material("persons")["fronts"].split())
            )
            starts = chance.choice(cell.starts)
            held = cell.held_until is None or day <= cell.held_until
            came = people
            if cell.accepted_until:
                came = max(5, people * chance.randint(82, 100) // 100)
            yield {
                "kind": self.labels[cell.kind],
                "title": cell.titles[number % len(cell.titles)],
                "series": cell.series,
                "audience": audience,
                "held_on": day,
                "starts_at": starts,
                "ends_at": _after(starts, cell.minutes),
                "place": chance.choice((f"{audience} 교육실", f"{audience} 강당", audience)),
                "district": district,
                "classes": max(1, round(people / cell.class_size)) if cell.class_size else 1,
                "registered": people if cell.accepted_until else people + chance.randint(0, people // 8),
                "completed": came if held else None,
                "teacher": self._teacher(cell.teachers, cell.kind, day) if held else "",
                "fee_won": cell.fee_won if held else None,
                "request": self._request(cell, audience, day, people) if cell.requested else None,
                **(self._asked(came) if held else {"satisfaction": None, "answered": None}),
            }

    def _asked(self, people: int) -> dict[str, Any]:
        """What those who came thought of it; some give no answer."""
        answered = people * self.chance.randint(62, 95) // 100
        return {"satisfaction": round(self.chance.triangular(4.1, 4.95, 4.6), 1), "answered": answered}

    def _teacher(self, role: str, kind: str, day: date) -> str:
        """Somebody of the register, in office and free that day, rather one whose speciality it is."""
        free = [
            row
            for row in self.experts[role]
            if row["qualification"] != "변호사"
            and row["from_on"] <= day
            and (row["until_on"] is None or row["until_on"] >= day)
            and (row["name"], day) not in self.busy
        ]
        able = [row for row in free if self.labels[kind] in row["specialities"]]
        who = self.chance.choice(able or free)["name"]
        self.busy.add((who, day))
        return who

    def _request(self, cell: Lectures, applicant: str, day: date, people: int) -> dict[str, Any]:
        chance = self.chance
        latest = cell.accepted_until
        accepted = self._workday(day - timedelta(days=chance.randint(14, 35)))
        if latest and accepted > latest:
            accepted = self._workday(latest - timedelta(days=chance.randint(0, 12)))
        asked = self._workday(accepted - timedelta(days=chance.randint(2, 9)))
        who = persons.person(chance)
        held = cell.held_until is None or day <= cell.held_until
        return {
            "requested_on": asked,
            "applicant": applicant,
            "name": who.name,
            "phone": who.phone,
            "people": people if latest else people + chance.randint(0, max(1, people // 8)),
            "state": "마침"
            if held
            else chance.choice(("접수", "강사 배정") if cell.accepted_until else ("접수",)),
            "accepted_on": accepted,
            "reason": "",
            "wished_on": day,
        }

    def _workday(self, day: date) -> date:
        while not self.working.is_working(day):
            day -= timedelta(days=1)
        return day

    def _number(self) -> None:
        """Requests in the order in which they came; the ledger's door numbers them so."""
        asked = [
            {**visit["request"], "visit": visit, **{key: visit[key] for key in ("kind", "district", "place", "classes")}}
            for visit in self.visits
            if visit["request"]
        ]  # fmt: skip
        for one in self.recipe.requests:
            who = persons.person(self.chance)
            asked.append(
                {
                    "requested_on": one.requested_on,
                    "kind": self.labels[one.kind],
                    "applicant": one.applicant,
                    "name": who.name,
                    "phone": who.phone,
                    "district": self.chance.choice(self.districts),
                    "place": one.applicant,
                    "wished_on": one.wished_on,
                    "people": one.people,
                    "classes": 1,
                    "state": one.state,
                    "accepted_on": one.requested_on + timedelta(days=3)
                    if one.state in ("접수", "강사 배정")
                    else None,
                    "reason": one.reason,
                    "visit": None,
                }
            )
        self.requests = sorted(asked, key=lambda row: (row["requested_on"], row["applicant"]))
        numbers: dict[int, int] = {}
        for row in self.requests:
            year = row["requested_on"].year
            numbers[year] = numbers.get(year, 0) + 1
            if row["visit"]:
                row["visit"]["request"] = f"{self.prefix}-{year}-{numbers[year]:06}"

    @property
    def lectures(self) -> list[dict[str, Any]]:
        """What was held."""
        return [row for row in self.visits if row["completed"] is not None]


def _short(district: str) -> str:
    return district[:-1] if len(district) > 2 else district


def _after(starts: str, minutes: int) -> str:
    hour, minute = map(int, starts.split(":"))
    total = hour * 60 + minute + minutes
    return f"{total // 60:02}:{total % 60:02}"


REQUEST_HEADINGS = (
    ("신청일자", 12, "requested_on"),
    ("교육 종류", 18, "kind"),
    ("신청기관", 26, "applicant"),
    ("담당자", 10, "name"),
    ("연락처", 15, "phone"),
    ("자치구", 10, "district"),
    ("교육장소", 28, "place"),
    ("희망일자", 12, "wished_on"),
    ("예상인원", 9, "people"),
    ("학급수", 7, "classes"),
    ("처리상태", 10, "state"),
    ("접수일", 12, "accepted_on"),
    ("사유", 30, "reason"),
)
LECTURE_HEADINGS = (
    ("교육일자", 12, "held_on"),
    ("시작시간", 9, "starts_at"),
    ("종료시간", 9, "ends_at"),
    ("교육 종류", 18, "kind"),
    ("교육명", 40, "title"),
    ("강좌", 18, "series"),
    ("교육 대상", 26, "audience"),
    ("교육장소", 28, "place"),
    ("자치구", 10, "district"),
    ("학급수", 7, "classes"),
    ("신청인원", 9, "registered"),
    ("수료인원", 9, "completed"),
    ("강사명", 10, "teacher"),
    ("강사료", 11, "fee_won"),
    ("만족도", 8, "satisfaction"),
    ("응답자", 8, "answered"),
    ("신청번호", 16, "request"),
)


def table(title: str, headings: Sequence[tuple[str, int, str]], rows: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        title=title.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in headings],
        rows=[[_plain(row[key]) for *_, key in headings] for row in rows],
    )


def _plain(value: Any) -> Any:
    """Averages are typed as they are printed."""
    return f"{value:.1f}" if isinstance(value, float) else value
