"""What `shelters.yaml` may say: the register, who came by day, who booked the rooms."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line40, Line80, Part

Style = Literal["plain", "titled", "grouped", "monthly", "cp949"]
Clock = Annotated[str, Field(pattern=r"^\d{2}:\d{2}$")]
Weight = Annotated[int, Field(ge=0, le=1000)]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Pair = Annotated[tuple[Clock, Clock], Field(strict=False)]


class Hours(Part):
    days: Line40
    times: Pair | None = None
    from_on: date | None = None
    until_on: date | None = None


class RoomRecipe(Part):
    """`heads`: how many come; `share`: how often it is booked."""

    name: Line40
    seats: Annotated[int, Field(ge=1, le=500)]
    slots: list[Pair] = Field(min_length=1)
    share: Weight = 10
    heads: tuple[int, int] = Field(strict=False)


class ShelterRecipe(Part):
    name: Line40
    kind: Literal["hub", "subway", "mini"]
    site: Code
    from_on: date
    capacity: Annotated[int, Field(ge=1, le=1000)]
    hours: list[Hours] = Field(min_length=1)
    rooms: list[RoomRecipe] = []
    note: Annotated[str, Field(max_length=200)] = ""


class Closed(Part):
    """`shelters`: all of them when empty."""

    shelters: list[Line40] = []
    from_on: date
    until_on: date | None = None
    reason: Line80


class VisitLedger(Part):
    """`people` came in all to these shelters, shared out over open days by shelter and month. `hand`: by hand, else kiosk."""

    file: Line80
    style: Style
    people: Annotated[int, Field(ge=1, le=1_000_000)]
    shelters: dict[Line40, Weight]
    months: dict[Month, Weight]
    until_on: date | None = None
    hand: list[Line40] = []


class Group(Part):
    name: Line40
    purpose: Code
    often: Weight = 10


class BookingLedger(Part):
    """`count` bookings took place with `people` in all; `missed` and `cancelled` ones stand beside them."""

    file: Line80
    style: Style
    count: Annotated[int, Field(ge=1, le=10_000)]
    people: Annotated[int, Field(ge=1, le=1_000_000)]
    months: dict[Month, Weight]
    until_on: date | None = None
    cancelled: Annotated[int, Field(ge=0, le=1000)] = 0
    missed: Annotated[int, Field(ge=0, le=1000)] = 0


class Wish(Part):
    """A live request of the coming days; one of a taken time waits. `approved`: somebody said yes already."""

    key: Code
    by: Code
    shelter: Line40
    room: Line40
    days_ahead: Annotated[int, Field(ge=1, le=30)]
    times: Pair
    group: Line40
    purpose: Code
    heads: Annotated[int, Field(ge=1, le=500)]
    approved: bool = False


class ShelterBook(Part):
    """The files of the register, and everything in them."""

    register_file: Line80
    hours_file: Line80
    days_file: Line80
    rooms_file: Line80
    shelters: list[ShelterRecipe] = Field(min_length=1)
    closed: list[Closed] = []
    visits: list[VisitLedger] = []
    groups: list[Group] = []
    bookings: list[BookingLedger] = []
    wishes: list[Wish] = []
