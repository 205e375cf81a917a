"""The ledgers of studies, publications and checks: what was asked of whom, printed, handed out and looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from kwonik.catalogue.rules import Profile
from kwonik.catalogue.rules.profile import Code, Line80, Line120, Line200, Part
from kwonik.kernel.rounding import share_out
from kwonik.research.codes import CheckStage, CheckState, ResponseChannel, StudyState

from .chance import Chance, spread, working_days
from .tables import Heading, Table

Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Months = dict[Month, Annotated[int, Field(ge=0, le=1_000)]]
Count = Annotated[int, Field(ge=1, le=100_000)]
Weights = dict[str, Annotated[int, Field(ge=0, le=1_000)]]

WHY_INVALID = ("문항 절반 넘게 비어 있음", "같은 답만 이어짐", "조사 대상이 아님", "두 번 낸 응답")
STYLES = {"events": "cp949", "responses": "monthly", "participants": "plain", "checks": "titled"}


class Asked(Part):
    """A round: `months` and `channels` make a questionnaire, `days` a talk; `again` people came twice."""

    method: Code
    group: Code
    target: Annotated[int, Field(ge=0)] = 0
    count: Count
    invalid: Annotated[int, Field(ge=0)] = 0
    months: Months = {}
    channels: Weights = {}
    until_on: date | None = None
    days: list[date] = []
    again: Annotated[int, Field(ge=0)] = 0


class Told(Part):
    held_on: date
    title: Line120
    place: Line120 = ""
    people: Count


class StudyPart(Part):
    code: Code
    title: Line200
    service: Code
    owner: Annotated[str, Field(max_length=60)] = ""
    partner: Annotated[str, Field(max_length=120)] = ""
    state: Code
    from_on: date
    until_on: date | None = None
    interim_on: date | None = None
    final_on: date | None = None
    rounds: list[Asked] = []
    events: list[Told] = []


class Book(Part):
    title: Line200
    kind: Code
    service: Code
    published_on: date
    copies: Count | None = None
    printer: Annotated[str, Field(max_length=120)] = ""
    code: Code | None = None


class Handed(Part):
    recipient: Line120
    copies: Count
    handed_on: date
    district: Code | None = None
    workplace: Annotated[str, Field(max_length=120)] = ""


class Handout(Part):
    """Where a publication went: `everywhere` copies to all districts `but` some in `months`, and rows of their own."""

    code: Code
    months: list[Month] = []
    everywhere: Annotated[int, Field(ge=0)] = 0
    but: list[Code] = []
    office: Annotated[str, Field(max_length=80)] = ""
    rows: list[Handed] = []


class Site(Part):
    organisation: Line120
    checked_on: date


class Checks(Part):
    service: Code
    year: int
    number: Annotated[int, Field(ge=1)]
    months: Months
    met_percent: Annotated[int, Field(ge=0, le=100)]
    organisations: list[Line120]
    sites: list[Site] = []


class Files(Part):
    studies: Line80
    rounds: Line80
    events: Line80
    responses: Line80
    participants: Line80
    publications: Line80
    distributions: Line80
    checks: Line80


class ResearchRecipe(Part):
    files: Files
    studies: list[StudyPart]
    publications: list[Book]
    distributions: list[Handout]
    checks: Checks


class Drawing:
    """The rows of all eight ledgers, each drawn from a stream of chance of its own."""

    def __init__(self, profile: Profile, recipe: ResearchRecipe) -> None:
        self.profile, self.recipe = profile, recipe
        self.labels = {row.code: {code.code: code.label for code in row.codes} for row in profile.lists}
        every = [service for one in profile.programmes for service in one.services]
        self.services = {service.code: service for service in every}

    def chance(self, *words: str) -> Chance:
        return Chance(self.profile.head.code, "research", *words)

    def label(self, service: str, field: str, code: str) -> str:
        return self.labels[self.services[service].lists[field]][code]

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
            for at, day in enumerate(days):
                channel = ResponseChannel(chance.weighed(asked.channels)).label
                why = chance.choice(WHY_INVALID) if at in useless else ""
                last = asked.until_on or day
                validity = "무효" if why else "유효"
                more = {"received_on": min(day, last), "channel": channel, "valid": validity}
                found.append({**row, **more, "invalid_reason": why})
        return sorted(found, key=lambda row: row["received_on"])

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
        return sorted(rows, key=lambda row: row["published_on"])

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
        chance = self.chance("checks")
        days = spread(chance, len(recipe.organisations), recipe.months)
        desks = list(zip(days, chance.sample(recipe.organisations, len(days)), strict=True))
        rows = [self._check(chance, name, CheckStage.DESK, day) for day, name in desks]
        rows += [
            self._check(chance, site.organisation, CheckStage.SITE, site.checked_on) for site in recipe.sites
        ]
        return sorted(rows, key=lambda row: row["checked_on"])

    def indicators(self) -> list[tuple[str, str]]:
        asked = self.profile.questions
        return [(row.code, row.label) for row in asked if row.service == self.recipe.checks.service]

    def _check(self, chance: Chance, name: str, stage: CheckStage, day: date) -> dict[str, Any]:
        recipe = self.recipe.checks
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


HEADINGS: dict[str, tuple[tuple[str, int, str], ...]] = {
    "studies": (
        ("연구명", 60, "title"),
        ("세부사업", 24, "service"),
        ("시작일", 12, "from_on"),
        ("종료일", 12, "until_on"),
        ("진행 상태", 10, "state"),
        ("담당팀", 12, "owner"),
        ("연구기관", 20, "partner"),
        ("중간보고", 12, "interim_on"),
        ("최종보고", 12, "final_on"),
        ("코드", 16, "code"),
    ),
    "rounds": (
        ("연구명", 60, "study"),
        ("조사방법", 14, "method"),
        ("조사대상", 20, "group"),
        ("목표 인원", 10, "target"),
    ),
    "events": (
        ("개최일", 12, "held_on"),
        ("연구명", 60, "study"),
        ("행사명", 24, "title"),
        ("개최 장소", 24, "place"),
        ("참석자 수", 10, "people"),
    ),
    "responses": (
        ("회수일", 12, "received_on"),
        ("연구명", 60, "study"),
        ("조사방법", 12, "method"),
        ("조사대상", 18, "group"),
        ("회수 방법", 10, "channel"),
        ("유효/무효", 10, "valid"),
        ("사유", 24, "invalid_reason"),
    ),
    "participants": (
        ("진행일", 12, "held_on"),
        ("연구명", 60, "study"),
        ("조사방법", 14, "method"),
        ("조사대상", 18, "group"),
        ("참여자 번호", 10, "number"),
    ),
    "publications": (
        ("발행일", 12, "published_on"),
        ("구분", 12, "kind"),
        ("발간물명", 44, "title"),
        ("세부사업", 28, "service"),
        ("제작 부수", 10, "copies"),
        ("제작업체", 16, "printer"),
        ("약칭", 18, "code"),
    ),
    "distributions": (
        ("배부일", 12, "handed_on"),
        ("자료명", 36, "publication"),
        ("배부처", 32, "recipient"),
        ("자치구", 12, "district"),
        ("배부 부수", 10, "copies"),
        ("단지명", 20, "workplace"),
    ),
}
CHECKED = (
    ("사업", 30, "service"),
    ("점검연도", 10, "year"),
    ("차수", 6, "number"),
    ("대상 기관", 24, "organisation"),
    ("점검구분", 10, "stage"),
    ("점검 일자", 12, "checked_on"),
    ("조치 상태", 10, "state"),
)


def ledgers(profile: Profile, recipe: ResearchRecipe) -> Iterator[tuple[str, str, str, Callable[[], Table]]]:
    """Sheet, file name, style and table of each ledger, in the order in which they need each other."""
    drawing = Drawing(profile, recipe)
    for name in Files.model_fields:
        file = getattr(recipe.files, name)
        yield f"research.{name}", file, STYLES.get(name, "titled"), _maker(drawing, name, file)


def _maker(drawing: Drawing, name: str, file: str) -> Callable[[], Table]:
    def make() -> Table:
        rows = getattr(drawing, name)()
        indicators = [(label, 14, code) for code, label in drawing.indicators()]
        checked = (*CHECKED, *indicators, ("조치사항", 40, "follow_up"))
        return _table(file, HEADINGS.get(name, checked), rows)

    return make


def _table(file: str, headings: Sequence[tuple[str, int, str]], rows: Sequence[dict[str, Any]]) -> Table:
    return Table(
        title=file.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in headings],
        rows=[[row[key] for *_, key in headings] for row in rows],
    )
