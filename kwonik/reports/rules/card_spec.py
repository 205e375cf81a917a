"""The shape of what only a card prints: about one subject, its choices, its roadmap, its money, its lines."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CheckColumnSpec(Strict):
    """A column of the check grid: heads from top to bottom, then a field's text, a choice (`equals`) or a figure."""

    heads: tuple[str, ...]
    field: str = ""
    equals: str = ""
    figure: str = ""
    cut: dict[str, str] = {}
    id: str = ""
    unit: str = ""


class CheckGridSpec(Strict):
    """One line of a listing as a grid of choices; `caption` is made of the line's fields."""

    of: str
    caption: str
    columns: tuple[CheckColumnSpec, ...]


class RoadmapSpec(Strict):
    """Milestones against quarters; `empty` is said where there are none."""

    of: str
    empty: str


class PivotSpec(Strict):
    """A listing as a table of texts: one row for each value of `row`, one column for each of `column`."""

    of: str
    row: str
    column: str
    text: str
    corner: str = ""
    caption: str = ""
    empty: str


class StageSpec(Strict):
    """What is counted in a column of the money table; not `ahead`: years to come stay blank while nothing is there."""

    label: str
    figure: str
    ahead: bool = True


class MoneySpec(Strict):
    """투자계획, 확보, 집행 by source and year in large units of won, rounded so that printed parts make printed sums."""

    of: str
    cut: dict[str, str]
    stages: tuple[StageSpec, ...]
    unit: Literal["백만"] = "백만"
    after: bool = False
    id: str = ""
    caption: str = ""
    empty: str


class EntriesSpec(Strict):
    """A listing as bullets with what stands at the right; `by` parts them under headings. {수} is the line's figure."""

    of: str
    marker: str = "▶"
    by: str = ""
    id: str = ""
    empty: str = ""


class PicturesSpec(Strict):
    """The pictures of a listing, `width` percent of the page each."""

    of: str
    width: int = 60
