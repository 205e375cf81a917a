"""The shape of a report file of a profile. Unknown words are refused with the place they stand at."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator

from kwonik.kernel import periods

from . import inline
from .card_spec import CheckGridSpec, EntriesSpec, MoneySpec, PicturesSpec, PivotSpec, RoadmapSpec, Strict
from .checks import CheckSpec

SUBJECT = "@subject"
"""Stands in a report file for the one thing the report is about; a card prints for every pledge from one file."""


class CellSpec(Strict):
    """A cell of a written-out table. `text` may hold placeholders."""

    text: str = ""
    colspan: int = 1
    rowspan: int = 1
    align: Literal["", "left", "center", "right"] = ""
    shade: Literal["", "head", "subtotal", "total"] = ""


CellOrText = CellSpec | str | None


class TableFrame(Strict):
    caption: str = ""
    unit: str = ""
    as_of: bool = False
    notes: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


class TableSpec(TableFrame):
    """A table written out row by row; `head` rows repeat on every page."""

    head: tuple[tuple[CellOrText, ...], ...]
    rows: tuple[tuple[CellOrText, ...], ...]


class ColumnSpec(Strict):
    """A column of a listing: a field's text or a figure under the line's own cut; equal neighbours may merge."""

    label: str
    field: str = ""
    figure: str = ""
    id: str = ""
    merge: bool = False
    align: Literal["", "left", "center", "right"] = ""


class ListingSpec(TableFrame):
    """A table with one row per line of a declared listing."""

    of: str
    columns: tuple[ColumnSpec, ...]


class AxisSpec(Strict):
    """A row or column of a cross table: its label, its cut, a period of its own; `group` is a head above columns."""

    label: str
    key: str = ""
    cut: dict[str, str] = {}
    period: str = ""
    group: str = ""
    shade: Literal["", "subtotal", "total"] = ""


class CrossSpec(TableFrame):
    """One figure cut two ways. `years` makes a total row and one row per calendar year of the period."""

    figure: str
    id: str = ""
    zero: str = ""
    corner: str = ""
    rows: tuple[AxisSpec, ...] = ()
    years: str = ""
    columns: tuple[AxisSpec, ...]


class LinesSpec(Strict):
    """A listing printed as bullets: `text` is made of the line's fields, "{month} {text}"."""

    of: str
    text: str
    note: str = ""


class PendingSpec(Strict):
    """What cannot be computed yet, and the ids of the source document's figures that wait for it.

    The document may be published without them only if they are `allowed` to be missing.
    """

    text: str
    ids: tuple[str, ...]
    allowed: bool = False


class Block(Strict):
    """One block: exactly one of the words below."""

    cover: str | None = None
    chapter: tuple[str, str] | None = None
    programme: tuple[str, str] | None = None
    purpose: str | None = None
    pending: str | PendingSpec | None = None
    table: TableSpec | None = None
    listing: ListingSpec | None = None
    cross: CrossSpec | None = None
    lines: LinesSpec | None = None
    check_grid: CheckGridSpec | None = None
    roadmap: RoadmapSpec | None = None
    pivot: PivotSpec | None = None
    money: MoneySpec | None = None
    entries: EntriesSpec | None = None
    pictures: PicturesSpec | None = None
    only: str | None = None
    page_break: Literal[True] | None = None

    @field_validator("purpose")
    @classmethod
    def _readable(cls, text: str | None) -> str | None:
        if text:
            inline.parse(text)
        return text

    @property
    def word(self) -> str:
        return next(iter(self.model_fields_set))


Line = Annotated[str, Field(min_length=1)]


class ReportSpec(Strict):
    """A whole report: `period` and `as_of` are those of the document it reprints, offered when it is opened.

    `checks` must hold before it is published; `awaited` are numbers they ask for that it does not print yet ("*": any).
    A report about one thing names in `subject` whom it is about when nobody asks for another; `titled_by` is the
    listing whose first line has the title. Blocks after `only: x` are printed for the subject x, until `only: ""`.
    """

    code: str
    name: str
    title: str
    organisation: str = ""
    period: str
    as_of: date
    dated_on: date
    subject: str = ""
    titled_by: str = ""
    blocks: tuple[Block | Line, ...]
    checks: tuple[CheckSpec, ...] = ()
    awaited: tuple[str, ...] = ()

    @property
    def missing(self) -> list[str]:
        """The ids of the source document's figures that nothing computes yet."""
        return [id for pending in self._pending for id in pending.ids]

    @property
    def not_to_miss(self) -> list[str]:
        """Those of them without which the document is not published."""
        return [id for pending in self._pending if not pending.allowed for id in pending.ids]

    @property
    def _pending(self) -> list[PendingSpec]:
        waiting = (block.pending for block in self.blocks if isinstance(block, Block))
        return [pending for pending in waiting if isinstance(pending, PendingSpec)]

    @field_validator("blocks")
    @classmethod
    def _one_word(cls, blocks):
        for block in blocks:
            if isinstance(block, str):
                inline.parse(block)
            elif len(block.model_fields_set) != 1:
                raise ValueError("한 덩어리에는 낱말 하나만 적습니다 (chapter, programme, table …).")
        return blocks

    @field_validator("period")
    @classmethod
    def _period(cls, text: str) -> str:
        periods.parse(text)
        return text


def read(data: dict, subject: str = "") -> ReportSpec:
    """The report of a profile's file in its shape, about that subject if it is about one.

    Raises BadTemplate in Korean, naming the place.
    """
    about = subject or data.get("subject", "")
    data = _due(data, about)
    if about:
        data = _named(data, about) | {"subject": about}
    try:
        return ReportSpec.model_validate(data)
    except ValidationError as error:
        places = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()[:5]
        )
        raise inline.BadTemplate(f"보고서 서식을 읽을 수 없습니다. {places}") from error


def _due(data: dict, subject: str) -> dict:
    """Without the blocks that are for other subjects."""
    kept, open_to = [], ""
    for block in data.get("blocks", ()):
        if isinstance(block, dict) and "only" in block:
            open_to = block["only"]
        elif open_to in ("", subject):
            kept.append(block)
    return {**data, "blocks": kept}


def _named(value: Any, subject: str) -> Any:
    """The same with the subject's name wherever it is asked for."""
    if isinstance(value, str):
        return value.replace(SUBJECT, subject)
    if isinstance(value, dict):
        return {key: _named(part, subject) for key, part in value.items()}
    return [_named(part, subject) for part in value] if isinstance(value, list | tuple) else value
