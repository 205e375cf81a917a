"""The ledgers of plans, targets and statements, row by row as the recipe lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from kwonik.catalogue.rules import Profile
from kwonik.catalogue.rules.profile import Code, Line40, Line80, Line120, Line200, Part
from kwonik.planning.codes import Bound, PlanState

from .tables import Heading, Table

Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,50}$")]


class Planned(Part):
    code: Slug
    programme: Code
    text: Line200
    from_on: date
    until_on: date
    count: Annotated[int, Field(ge=0)] | None = None
    unit: Annotated[str, Field(max_length=10)] = ""
    bound: Literal["exact", "about", "at_least"] = "exact"
    state: Literal["planned", "done", "dropped"] = "planned"
    settled_on: date | None = None
    reason: Annotated[str, Field(max_length=200)] = ""


class Aimed(Part):
    figure: Line80
    cut: Annotated[str, Field(max_length=120)] = ""
    year: int
    value: Annotated[int, Field(ge=0)]
    decided_on: date
    reason: Line200


class Stated(Part):
    code: Slug
    label: Line120
    value: int
    unit: Line40
    about: bool = False
    printed: Annotated[str, Field(max_length=60)] = ""
    document: Line200
    document_on: date
    programme: Code | None = None


class PlanningRecipe(Part):
    plans_file: Line80
    targets_file: Line80
    statements_file: Line80
    plans: list[Planned]
    targets: list[Aimed]
    statements: list[Stated]


def plan_rows(profile: Profile, recipe: PlanningRecipe) -> list[dict[str, Any]]:
    names = {one.code: one.name for one in profile.programmes}
    return [
        {
            **plan.model_dump(),
            "programme": names[plan.programme],
            "bound": Bound(plan.bound).label if plan.count is not None else "",
            "state": PlanState(plan.state).label,
        }
        for plan in recipe.plans
    ]


def target_rows(profile: Profile, recipe: PlanningRecipe) -> list[dict[str, Any]]:
    return [target.model_dump() for target in recipe.targets]


def statement_rows(profile: Profile, recipe: PlanningRecipe) -> list[dict[str, Any]]:
    names = {one.code: one.name for one in profile.programmes}
    return [
        {
            **stated.model_dump(),
            "programme": names.get(stated.programme or "", ""),
            "about": "약" if stated.about else "",
        }
        for stated in recipe.statements
    ]


Headings = Sequence[tuple[str, int, str]]
PLANS: Headings = (
    ("사업명", 28, "programme"),
    ("추진 계획", 46, "text"),
    ("시작일", 12, "from_on"),
    ("종료일", 12, "until_on"),
    ("횟수", 10, "count"),
    ("단위", 8, "unit"),
    ("약/이상", 10, "bound"),
    ("추진 상태", 10, "state"),
    ("실시일", 12, "settled_on"),
    ("사유", 20, "reason"),
    ("약칭", 24, "code"),
)
TARGETS: Headings = (
    ("성과지표", 28, "figure"),
    ("세부 구분", 24, "cut"),
    ("목표연도", 10, "year"),
    ("목표치", 10, "value"),
    ("결정일", 12, "decided_on"),
    ("결정 근거", 36, "reason"),
)
STATEMENTS: Headings = (
    ("항목", 28, "label"),
    ("수량", 10, "value"),
    ("단위", 8, "unit"),
    ("어림수", 8, "about"),
    ("표기", 14, "printed"),
    ("근거 문서", 44, "document"),
    ("문서일", 12, "document_on"),
    ("사업명", 24, "programme"),
    ("약칭", 16, "code"),
)


def ledgers(profile: Profile, recipe: PlanningRecipe) -> Iterator[tuple[str, str, str, Callable[[], Table]]]:
    """Sheet, file name, style and table of each ledger."""
    for name, file, headings, rows in (
        ("plans", recipe.plans_file, PLANS, plan_rows),
        ("targets", recipe.targets_file, TARGETS, target_rows),
        ("statements", recipe.statements_file, STATEMENTS, statement_rows),
    ):
        made = _table(file, headings, rows(profile, recipe))
        yield f"planning.{name}", file, "titled", lambda made=made: made  # type: ignore[misc]


def _table(file: str, headings: Headings, rows: Sequence[dict[str, Any]]) -> Table:
    return Table(
        title=file.rsplit(".", 1)[0],
        headings=[Heading(label, width=width) for label, width, _ in headings],
        rows=[[row[key] for *_, key in headings] for row in rows],
    )
