"""What `wellbeing.yaml` may say: hubs, the courses of both routes, groups."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line40, Line60, Line80, Part

Months = dict[Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")], Annotated[int, Field(ge=0, le=1000)]]
Number = Annotated[int, Field(ge=1, le=10_000)]


class HubRecipe(Part):
    """`share` weighs how many of the route's people go there."""

    region: Line40
    name: Line80
    from_on: date
    until_on: date | None = None
    counsellors: list[Line40] = Field(min_length=1)
    share: Number = 1


class CoursesRecipe(Part):
    """`people` with `sittings` held from `first_on` to `last_on`; then `new_people` begin, and who is not done goes on
    until `until_on`. `most` is the quota of a person and year.
    """

    file: Line80
    style: Line40 = "titled"
    route: Literal["individual", "hub"]
    people: Number
    sittings: Number
    first_on: date
    last_on: date
    new_people: int = Field(ge=0)
    until_on: date
    most: Number
    issues: dict[Code, Number]
    places: list[Line60] = []


class GroupsRecipe(Part):
    """So many groups, sittings and people from the months; `later` groups meet once in the later months."""

    file: Line80
    style: Line40 = "titled"
    groups: Number
    sittings: Number
    people: Number
    months: Months
    later: int = Field(ge=0)
    later_months: Months = {}
    until_on: date
    themes: list[Line40] = Field(min_length=1)
    kinds: list[Line40] = Field(min_length=1)
    places: list[Line60] = Field(min_length=1)
    leaders: list[Line40] = Field(min_length=1)


class WellbeingRecipe(Part):
    service: Code
    hubs_file: Line80 | None = None
    hubs: list[HubRecipe] = []
    courses: list[CoursesRecipe]
    groups: GroupsRecipe
