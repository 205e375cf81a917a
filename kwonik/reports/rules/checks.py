"""검산: sums, differences, rates and counts that a document must hold, as data of the profile's report file.

    checks:
      - {id: counsel, is: S.01.counsel.total, sum: [S.01.counsel.worker, S.01.counsel.employer]}
      - {id: rate, is: S.13.sr.rate, percent: [S.13.sr.done, S.13.sr.req], digits: 0}

They are asked of the numbers as printed, because that is what a reader adds up. One that names a number that is not
printed yet waits; a document with a check that fails or waits is not published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fnmatch import fnmatchcase
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kwonik.documents import tree
from kwonik.kernel.rounding import Rounding, percent

KINDS = ("sum", "difference", "percent", "product", "named", "rows", "hours")
_ID = re.compile(r"""\bid=["']([^"']+)["']""")
NOTHING = "-"
"""How a rate of nothing is printed."""

_HOLE = re.compile(r"\{[^{}]*\}")


class CheckSpec(BaseModel):
    """One check: `is` names the number that must come out; exactly one of the kinds says of what.

    sum, product: of all; difference: the first less the others; percent: the first in the second, rounded half up to
    `digits`; named: that many names stand in one line, one after the other in as many lines, or each as a cell of its
    own; rows: that many rows have a cell of that text; hours: from the first to the second time of day, past midnight
    where need be.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str
    target: str = Field(alias="is")
    sum: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    percent: tuple[str, ...] = Field(default=(), max_length=2)
    product: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    rows: str = ""
    hours: tuple[str, ...] = Field(default=(), max_length=2)
    digits: int = 0

    @model_validator(mode="after")
    def _one_kind(self) -> CheckSpec:
        if sum(bool(getattr(self, kind)) for kind in KINDS) != 1:
            raise ValueError(f"검산 '{self.id}'에는 {', '.join(KINDS)} 가운데 하나만 적습니다.")
        if any(len(getattr(self, kind)) == 1 for kind in ("percent", "hours")):
            raise ValueError(f"검산 '{self.id}': percent와 hours에는 둘을 적습니다.")
        return self

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, kind))

    @property
    def ids(self) -> tuple[str, ...]:
        """The numbers it asks for."""
        return (self.target, *self.sum, *self.difference, *self.percent, *self.product)


@dataclass(frozen=True)
class Checked:
    """How a check came out: what is printed, what it should be, and which numbers it still waits for."""

    id: str
    target: str
    words: str
    printed: str
    due: str
    waits_for: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        return bool(self.waits_for)

    @property
    def holds(self) -> bool:
        return not self.waits and self.printed == self.due


def number(printed: str) -> Decimal:
    """A number as printed: "1,234" → 1234, "-" → 0. Raises InvalidOperation for anything else."""
    bare = printed.replace(",", "").strip()
    return Decimal(0) if bare in ("-", "") else Decimal(bare)


def checked(specs: Iterable[CheckSpec], printed: Mapping[str, str], report: tree.Report) -> list[Checked]:
    """All checks of a document: `printed` by the numbers' ids."""
    texts = (tree.plain(text) for block in report.blocks for text in tree.texts(block))
    lines = [text for text in texts if text]
    rows = [(tree.plain(cell.text), cell.rowspan) for cell in _cells(report)]
    return [_check(spec, printed, lines, rows) for spec in specs]


def _cells(report: tree.Report) -> Iterator[tree.Cell]:
    for block in report.blocks:
        if isinstance(block, tree.Table):
            yield from (cell for row in block.rows for cell in row)


def _check(
    spec: CheckSpec, printed: Mapping[str, str], lines: list[str], rows: list[tuple[str, int]]
) -> Checked:
    missing = tuple(id for id in dict.fromkeys(spec.ids) if id not in printed)
    if missing:
        return Checked(spec.id, spec.target, words(spec), printed.get(spec.target, ""), "", missing)
    try:
        stands = number(printed[spec.target])
        due = _due(spec, printed, lines, rows)
    except InvalidOperation:
        return Checked(spec.id, spec.target, words(spec), printed[spec.target], "수가 아님")
    if not due.is_finite():
        return Checked(spec.id, spec.target, words(spec), printed[spec.target].strip(), NOTHING)
    return Checked(spec.id, spec.target, words(spec), _plain(stands), _plain(due))


def _due(
    spec: CheckSpec, printed: Mapping[str, str], lines: list[str], rows: list[tuple[str, int]]
) -> Decimal:
    def of(ids: Iterable[str]) -> list[Decimal]:
        return [number(printed[id]) for id in ids]

    match spec.kind:
        case "sum":
            return sum(of(spec.sum), Decimal(0))
        case "difference":
            first, *others = of(spec.difference)
            return first - sum(others, Decimal(0))
        case "percent":
            part, whole = of(spec.percent)
            rule = Rounding("", "", Decimal(1).scaleb(-spec.digits), ROUND_HALF_UP)
            found = percent(part, whole, rule)
            return Decimal("NaN") if found is None else Decimal(found)
        case "product":
            result = Decimal(1)
            for factor in of(spec.product):
                result *= factor
            return result
        case "named":
            return Decimal(len(spec.named) if _all_named(spec.named, lines, rows) else 0)
        case "rows":
            return Decimal(sum(height for text, height in rows if text == spec.rows))
        case _:
            begin, end = (datetime.strptime(time, "%H:%M") for time in spec.hours)
            return Decimal(int((end - begin).total_seconds()) // 3600 % 24)


def _all_named(names: tuple[str, ...], lines: list[str], rows: list[tuple[str, int]]) -> bool:
    cells = {text for text, _ in rows}
    in_turn = (zip(names, lines[at:], strict=False) for at in range(len(lines) - len(names) + 1))
    return (
        any(all(name in line for name in names) for line in lines)
        or any(all(name in line for name, line in each) for each in in_turn)
        or set(names) <= cells
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


_JOINED = {"sum": " + ", "difference": " - ", "product": " × ", "named": ", ", "hours": " ~ "}


def words(spec: CheckSpec) -> str:
    """The check as people read it."""
    if spec.kind == "percent":
        return f"{spec.percent[0]} ÷ {spec.percent[1]} × 100 (소수 {spec.digits}자리)"
    if spec.kind == "rows":
        return f"표에서 '{spec.rows}'인 줄의 수"
    said = _JOINED[spec.kind].join(getattr(spec, spec.kind))
    return f"적힌 이름의 수: {said}" if spec.kind == "named" else said


# -- when the file is read -------------------------------------------------------------------------------------


def unknown_ids(checks: Iterable[CheckSpec], body: dict[str, Any], awaited: Iterable[str]) -> list[str]:
    """What the checks ask for that the document neither prints nor awaits."""
    holes = [_HOLE.sub("*", id) for id in _ids({k: v for k, v in body.items() if k != "checks"})]
    known = {id for id in holes if "*" not in id}
    patterns = [id for id in (*holes, *awaited) if "*" in id]
    known |= set(awaited)
    return sorted(
        {
            id
            for check in checks
            for id in check.ids
            if id not in known and not any(fnmatchcase(id, pattern) for pattern in patterns)
        }
    )


def _ids(part: Any) -> Iterator[str]:
    """Every id that a report file gives to a number, be it in a text, on a cell or among what is pending."""
    if isinstance(part, str):
        yield from _ID.findall(part)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "id" and isinstance(value, str):
                yield value
            elif key == "ids" and isinstance(value, list):
                yield from value
            else:
                yield from _ids(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _ids(value)
