"""What `activities.yaml` may say: sessions and readings one by one, handouts and applications by how many."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line40, Line80, Line120, Line200, Part

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Weights = dict[str, Annotated[int, Field(ge=0, le=100_000)]]
Months = dict[Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")], Annotated[int, Field(ge=0, le=100_000)]]


class Held(Part):
    """One session, as somebody wrote it down."""

    day: date
    kind: Code
    title: Line120 | None = None
    site: Code | None = None
    district: Code | None = None
    hours: tuple[Line40, Line40] | None = Field(default=None, strict=False)
    partner: Line120 | None = None
    people: Count | None = None
    quantity: Count | None = None
    note: Line200 | None = None


class Repeated(Part):
    """`count` sessions of a kind with `people` (or `quantity`) altogether; titles, places and partners take turns."""

    kind: Code
    count: int = Field(ge=1, le=2_000)
    months: Months
    titles: list[Line120] = []
    sites: list[Code] = []
    hours: tuple[Line40, Line40] | None = Field(default=None, strict=False)
    partners: list[Line120] = []
    people: Count | None = None
    quantity: Count | None = None
    notes: list[Line200] = []


class Counted(Part):
    """A tally: how many were counted, or where a number stood on that day."""

    day: date
    kind: Code
    count: Count
    site: Code | None = None
    note: Line200 | None = None


class Given(Part):
    """`total` pieces of a thing, handed out on `times` occasions at these sites or to these `recipients`, some hundreds at
    a time. `each` makes every occasion alike: so many people, one piece for each."""

    kind: Code
    total: int = Field(ge=1)
    times: int = Field(ge=1, le=500)
    months: Months
    sites: list[Code] = []
    recipients: list[Line120] = []
    each: int | None = Field(default=None, ge=1)
    donor: Line120 | None = None
    notes: list[Line200] = []


class Requested(Part):
    """`count` applications. `endings`: names of workplaces, `workplaces` different ones if given; `people`: how many in all;
    `done_days`: delivered so many days after; `done_months`: or in these months. `notes` are by kind."""

    count: int = Field(ge=1, le=10_000)
    kinds: Weights
    months: Months
    states: Weights = {}
    named: bool = False
    applicants: list[Line80] = []
    endings: list[Line40] = []
    workplaces: Count = 0
    people: Count = 0
    appointees: str = ""
    districts: Weights = {}
    done_days: tuple[int, int] | None = Field(default=None, strict=False)
    done_months: Months = {}
    until_on: date | None = None
    notes: dict[Code, list[Line200]] = {}


class Ledger(Part):
    """A file of one service; which of the lists is filled follows from the shape of the service."""

    file: Line80
    style: str = "titled"
    service: Code
    held: list[Held] = []
    repeated: list[Repeated] = []
    counted: list[Counted] = []
    given: list[Given] = []
    requested: list[Requested] = []


class Activities(Part):
    ledgers: list[Ledger] = Field(min_length=1)
