"""Ledgers of education: lectures at groups, schools and firms with the requests they came from, videos and their views."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from kwonik.catalogue.rules import Profile
from kwonik.catalogue.rules.profile import Code, Line40, Line80, Line200, Part
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.kernel.rounding import share_out

from . import persons
from .chance import Chance, spread
from .material import material
from .tables import Heading, Table

Count = Annotated[int, Field(ge=1, le=10_000)]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Months = dict[Month, Annotated[int, Field(ge=0, le=100_000)]]
Experts = Sequence[Mapping[str, Any]]


class Named(Part):
    """One lecture as the source document names it."""

    kind: Code
    held_on: date
    title: Line200
    series: Annotated[str, Field(max_length=80)] = ""
    people: Count
    place: Line80
    district: Line40
    teacher_fee_won: Annotated[int, Field(ge=0)] = 0


class Lectures(Part):
    """`count` lectures of a kind for `people` altogether. `requested`: somebody asked for them, so there is a request.

    `accepted_until` makes them wishes taken on by that day; those up to `held_until` were held since.
    """

    kind: Code
    count: Count
    people: Count
    months: Months
    titles: list[Line200] = Field(min_length=1)
    audiences: list[Line80] = Field(min_length=1)
    teachers: Code
    fee_won: Annotated[int, Field(ge=0)]
    starts: list[Annotated[str, Field(pattern=r"^\d{2}:\d{2}$")]] = Field(min_length=1)
    minutes: Annotated[int, Field(ge=30, le=480)] = 120
    series: Annotated[str, Field(max_length=80)] = ""
    class_size: Annotated[int, Field(ge=0, le=200)] = 0
    requested: bool = True
    accepted_until: date | None = None
    held_until: date | None = None


class Undecided(Part):
    """Requests that came to nothing yet, or to nothing at all."""

    kind: Code
    applicant: Line80
    requested_on: date
    wished_on: date
    people: Count
    state: Line40
    reason: Annotated[str, Field(max_length=200)] = ""


class Taught(Part):
    """A service's year: its two ledgers."""

    service: Code
    lectures_file: Line80
    requests_file: Line80
    style: Line40 = "titled"
    named: list[Named] = []
    cells: list[Lectures] = []
    requests: list[Undecided] = []


class Film(Part):
    """A video with what its counter showed on the report's day."""

    service: Code
    title: Line200
    published_on: date
    views: Count


class Films(Part):
    """`files`: service -> its ledger of videos."""

    files: dict[Code, Line80]
    readings_file: Line80
    platform: Line40
    source: Line80
    as_of: date
    until: date
    videos: list[Film] = Field(min_length=1)


class EducationRecipe(Part):
    years: list[Taught] = Field(min_length=1)
    films: Films | None = None


class Drawing:
    """The lectures and requests of one service; `experts(role)` are the rows of the register of appointments."""

    def __init__(self, profile: Profile, recipe: Taught, experts: Mapping[str, Experts]) -> None:
        self.recipe, self.experts = recipe, experts
        self.chance = Chance(profile.head.code, recipe.lectures_file)
        self.districts = [row.name for row in profile.organisation.districts if row.name.endswith("구")]
        self.labels = {code.code: code.label for row in profile.lists for code in row.codes}
        service = next(
            one for row in profile.programmes for one in row.services if one.code == recipe.service
        )
        self.prefix = service.prefix
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
            audience = chance.choice(cell.audiences).format(
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
VIDEO_HEADINGS = (("게시일", 12, "published_on"), ("영상명", 50, "title"), ("플랫폼", 20, "platform"))
READING_HEADINGS = (
    ("확인일", 12, "read_on"),
    ("영상명", 50, "title"),
    ("누적 조회수", 12, "views"),
    ("확인한 곳", 26, "source"),
)


def reading_rows(recipe: Films) -> list[dict[str, Any]]:
    """The counter of every video at the end of each month: fast at first, never less, exact on the report's day."""
    chance = Chance(recipe.readings_file)
    found = []
    for film in recipe.videos:
        days = [day for day in _month_ends(film.published_on, recipe.as_of) if day > film.published_on]
        for number, day in enumerate(days, 1):
            share = (number / len(days)) ** 0.62
            found.append(
                _reading(recipe, film, day, film.views if day == recipe.as_of else int(film.views * share))
            )
        views = film.views
        for day in _month_ends(recipe.as_of + timedelta(days=1), recipe.until):
            views += max(1, film.views * chance.randint(1, 4) // 100)
            found.append(_reading(recipe, film, day, views))
    return sorted(found, key=lambda row: (row["read_on"], row["title"]))


def _reading(recipe: Films, film: Film, day: date, views: int) -> dict[str, Any]:
    return {"read_on": day, "title": film.title, "views": views, "source": recipe.source}


def _month_ends(first: date, last: date) -> list[date]:
    found, day = [], first.replace(day=1)
    while day <= last:
        after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        if after - timedelta(days=1) <= last:
            found.append(after - timedelta(days=1))
        day = after
    return found


def video_rows(recipe: Films, service: str) -> list[dict[str, Any]]:
    return [
        {"published_on": film.published_on, "title": film.title, "platform": recipe.platform}
        for film in recipe.videos
        if film.service == service
    ]


def table(title: str, headings: Sequence[tuple[str, int, str]], rows: Sequence[Mapping[str, Any]]) -> Table:
    return Table(
        title=title.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in headings],
        rows=[[_plain(row[key]) for *_, key in headings] for row in rows],
    )


def _plain(value: Any) -> Any:
    """Averages are typed as they are printed."""
    return f"{value:.1f}" if isinstance(value, float) else value
