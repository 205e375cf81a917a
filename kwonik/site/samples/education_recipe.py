"""What `education.yaml` may say: lectures named and counted, requests that came to nothing, videos."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line40, Line80, Line200, Part

Count = Annotated[int, Field(ge=1, le=10_000)]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Months = dict[Month, Annotated[int, Field(ge=0, le=100_000)]]


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

    `in_turn`: every one of the audiences comes before any comes again.
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
    in_turn: bool = False
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
    """A service's year, or several: its ledger of lectures, and of requests where lectures are asked for."""

    service: Code
    lectures_file: Line80
    requests_file: Line80 | None = None
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
