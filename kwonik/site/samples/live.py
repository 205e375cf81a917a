"""What `open.yaml` may say: a few live things of the last days, so that today's page has something on it.

Days are working days from today: `days_ago: 3` three of them back, `callback_in: 0` today or the next one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line40, Line200, Part

Days = Annotated[int, Field(ge=0, le=90)]
Story = Annotated[str, Field(min_length=1, max_length=2000)]


class Who(Part):
    name: Line40
    phone: Annotated[str, Field(pattern=r"^010-0000-\d{4}$")]


class Call(Part):
    """A call to the shared number that waits for somebody to ring back."""

    key: Code
    by: Code
    who: Who
    district: Code | None = None
    text: Story
    callback_in: Days | None = None


class Asked(Part):
    """A request for counselling made on the public page; `calculation` goes along, worked out from its `facts`."""

    key: Code
    service: Code
    issues: list[Code] = Field(min_length=1)
    party: Literal["worker", "employer"] = "worker"
    wish: Literal["call", "visit"] = "call"
    hours: list[Literal["morning", "afternoon", "evening"]] = []
    name: Annotated[str, Field(max_length=40)] = ""
    phone: Annotated[str, Field(pattern=r"^010-0000-\d{4}$")]
    district: Code | None = None
    text: Story
    calculation: Code | None = None
    facts: dict[str, str | int | bool] = {}
    taken_by: Code | None = None
    tries: Annotated[int, Field(ge=0, le=5)] = 0


class Talk(Part):
    key: Code
    by: Code
    service: Code
    days_ago: Days
    party: Literal["worker", "employer"] = "worker"
    channel: Code
    issues: list[Code] = Field(min_length=1)
    outcome: Code
    who: Who | None = None
    workplace: Annotated[str, Field(max_length=80)] = ""
    district: Code | None = None
    site: Code | None = None
    memo: Story
    minutes: Annotated[int, Field(ge=1, le=600)] = 20
    follow_up_in: Days | None = None


class Referred(Part):
    """An offer to another centre that waits for its answer; the client agreed."""

    by: Code
    talk: Code
    to: Code
    text: Line200


class Moved(Part):
    """One move of a case; `confirm` confirms its dates as proposed.

    `ask` needs `to` (a login that belongs to an appointment); `step` and `conclude` their own.
    """

    move: Literal["ready", "ask", "accept", "step", "conclude", "confirm"]
    by: Code
    to: Code | None = None
    reason: Annotated[str, Field(max_length=200)] = ""
    kind: Code | None = None
    note: Annotated[str, Field(max_length=500)] = ""
    days_ago: Days = 0
    next_turn: Literal["", "centre", "advocate", "client", "forum"] = ""
    due_in: Days | None = None
    outcome: Code | None = None
    recovered_won: int | None = Field(default=None, ge=0)


class Happened(Part):
    """What of the matter happened so many calendar days ago (`matters.toml` of labour law names it)."""

    matter: Code
    days_ago: Annotated[int, Field(ge=0, le=4000)]


class OpenCase(Part):
    key: Code
    by: Code
    service: Code
    talk: Code
    days_ago: Days
    client_group: Code
    issue: Code
    forum: Code
    instruments: list[Code] = []
    claimed_won: int | None = Field(default=None, gt=0)
    facts: Story
    due_in: Days | None = None
    dates: list[Happened] = []
    moves: list[Moved] = []


class Opening(Part):
    """Everything live of a sample; what is there already is left alone."""

    calls: list[Call] = []
    requests: list[Asked] = []
    talks: list[Talk] = []
    referrals: list[Referred] = []
    cases: list[OpenCase] = []
