"""What goes in and out, as types. Days are written 2025-05-09, times 14:00, places by their names."""

from __future__ import annotations

from typing import Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from kwonik.people.api import Choice


class ServiceOut(Schema):
    code: str
    name: str
    programme: str
    shape: str
    one: str = Field(description="기록 하나를 부르는 말")
    counting: str = Field(description="flow: 더해 감, level: 그날의 값을 읽음")


class FieldOut(Schema):
    """One thing that a service asks for. `name` is how it is sent; "answers.x" stands inside `answers`."""

    name: str
    label: str
    kind: Literal["text", "number", "date", "time", "choice", "place"]
    required: bool
    help: str
    choices: list[Choice] | None = None


class AskedOut(ServiceOut):
    fields: list[FieldOut]


class SiteOut(Schema):
    name: str
    district: str | None = None


class Said(Schema):
    """What a record says. Which of these a service asks for stands in its `fields`; days as 2025-05-09, times as 14:00."""

    kind: str | None = None
    day: str | None = None
    count: int | None = None
    quantity: int | None = None
    people: int | None = None
    title: str | None = None
    starts_at: str | None = None
    ends_at: str | None = None
    site: str | None = Field(None, description="장소의 이름")
    district: str | None = Field(None, description="자치구의 이름")
    partner: str | None = None
    subject: str | None = None
    recipient: str | None = None
    donor: str | None = None
    applicant: str | None = None
    workplace: str | None = None
    employees: int | None = None
    appointee: int | None = None
    wished_on: str | None = None
    note: str | None = None
    answers: dict[str, str | int] | None = Field(None, description="물음의 부호와 답")


class Facts(Said):
    model_config = ConfigDict(extra="forbid")

    name: str | None = Field(None, description="신청한 사람의 이름. 봉해서 보관합니다")
    phone: str | None = None
    client: str | None = Field(None, description="전에 온 사람이면 그 번호, 처음이면 new")


class Amendment(Facts):
    version: int = Field(description="읽었을 때의 판")


class Reason(Schema):
    reason: str


class MoveIn(Schema):
    """What the move asks for and nothing else: see `moves` in docs/api.md."""

    model_config = ConfigDict(extra="forbid")

    decided_on: str | None = None
    delivered_on: str | None = None
    people: int | None = None
    appointee: int | None = None
    score: int | None = None
    remark: str | None = None
    reason: str | None = None


class RecordOut(Said):
    id: int
    reference: str
    version: int
    service: str
    kind_label: str
    recorded_at: str
    recorded_by: str | None = None
    withdrawn_at: str | None = None
    withdrawn_reason: str | None = None
    state: str | None = None
    client: str | None = Field(None, description="신청한 사람의 번호. 이름은 아닙니다")
    decided_on: str | None = None
    delivered_on: str | None = None
    reason: str | None = None
    score: int | None = None


class ListOut(Schema):
    items: list[RecordOut]
    count: int
    page: int
    pages: int


class ClientOut(Schema):
    reference: str | None = None
    name: str
    phone: str


class PressIn(Schema):
    kind: str
    day: str
    step: Literal[1, -1]
    site: str | None = Field(None, description="장소의 이름")


class PressOut(Schema):
    kind: str
    count: int
