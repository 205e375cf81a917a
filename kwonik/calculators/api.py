"""Calculations for machines: which there are, what each takes, and its answer with every step of the worksheet."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Body, Field, Schema
from pydantic import WithJsonSchema

from kwonik.labourlaw import CALCULATIONS, Calculation, Refused
from kwonik.people.api import Invalid, Key, Machines

from . import access, queries
from .access import COMPUTE

router = Machines(tags=["노동법 계산"])


class CalculationOut(Schema):
    """A calculation: what it answers, by which law, which day selects the values of the law."""

    name: str
    title: str
    subject: str
    says: str
    law: str
    selects: str
    public: bool


class AnswerOut(Schema):
    label: str
    unit: str


class DescribedOut(CalculationOut):
    """`inputs` is the JSON schema of what is sent, `gives` what each field of the result is called."""

    inputs: dict[str, Any]
    gives: dict[str, AnswerOut]


class StepOut(Schema):
    """One line of the worksheet; `value` is a number, a day as text, or a truth value."""

    label: str
    value: Any
    unit: str
    how: str
    law: str


class ParameterOut(Schema):
    """A value of the law that was used, from when to when it holds, and where and when it was read."""

    name: str
    label: str
    law: str
    source: str
    value: Any
    since: str = Field(alias="from")
    until: str | None = Field(None, alias="to")
    read_on: str


class ResultOut(Schema):
    calculation: str
    title: str
    inputs: dict[str, Any]
    result: dict[str, Any]
    steps: list[StepOut]
    warnings: list[str]
    assumptions: list[str]
    parameters: list[ParameterOut]


Name = Annotated[str, WithJsonSchema({"type": "string", "enum": [*CALCULATIONS]})]
Inputs = Annotated[
    dict[str, Any],
    WithJsonSchema({"anyOf": [each.schema() for each in CALCULATIONS.values()]}),
]
"""What each calculation takes, under its title; what is sent to one is checked by that one."""
SENT = Body(...)


@router.get("/calculations", auth=Key(COMPUTE), response=list[CalculationOut], summary="할 수 있는 모든 계산")
def calculations(request: Any) -> Any:
    return [_about(each) for each in queries.calculations()]


@router.get(
    "/calculations/{name}", auth=Key(COMPUTE), response=DescribedOut, summary="계산 하나가 묻는 것과 내는 것"
)
def described(request: Any, name: Name) -> Any:
    found = access.get_calculation(name)
    gives = {field: {"label": one.label, "unit": one.unit} for field, one in found.gives.items()}
    return _about(found) | {"inputs": found.schema(), "gives": gives}


@router.post(
    "/calculations/{name}",
    auth=Key(COMPUTE),
    response=ResultOut,
    by_alias=True,
    summary="셈하기: 결과와 계산 과정, 근거",
)
def compute(request: Any, name: Name, inputs: Inputs = SENT) -> Any:
    """Nothing is stored. What cannot be computed is refused by the name of the fact."""
    try:
        return access.get_calculation(name)(**inputs).as_json()
    except Refused as refused:
        raise Invalid({fact: [said] for fact, said in refused.problems.items()}) from None


def _about(calculation: Calculation) -> dict[str, Any]:
    return {name: getattr(calculation, name) for name in CalculationOut.model_fields}
