"""What `research.yaml` may say: studies with their rounds, publications and where they went, checks."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line80, Line120, Line200, Part

Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Months = dict[Month, Annotated[int, Field(ge=0, le=1_000)]]
Count = Annotated[int, Field(ge=1, le=100_000)]
Weights = dict[str, Annotated[int, Field(ge=0, le=1_000)]]


class Asked(Part):
    """A round: `months` and `channels` make a questionnaire, `days` a talk; `again` people came twice.

    A questionnaire at workplaces names them (`at`), or says how many different ones and how their names end.
    """

    method: Code
    group: Code
    target: Annotated[int, Field(ge=0)] = 0
    count: Count
    invalid: Annotated[int, Field(ge=0)] = 0
    months: Months = {}
    channels: Weights = {}
    until_on: date | None = None
    at: list[Line80] = []
    workplaces: Annotated[int, Field(ge=0)] = 0
    endings: list[Line80] = []
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


class Serial(Part):
    """`count` issues of something that comes again and again, numbered ("{number}호") and spread over months."""

    title: Line200
    kind: Code
    service: Code
    count: Count
    months: Months


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
    checks: Line80 | None = None


class ResearchRecipe(Part):
    files: Files
    studies: list[StudyPart]
    publications: list[Book]
    serials: list[Serial] = []
    distributions: list[Handout]
    checks: Checks | None = None
