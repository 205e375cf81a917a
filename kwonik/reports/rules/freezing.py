"""How a published number is kept from being changed: the digest of its rows, and the chain that it stands in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

AGGREGATES = {
    "Count": "count(*)::numeric",
    "Sum": "coalesce(sum(m), 0)::numeric",
    "Distinct": "count(DISTINCT m)::numeric",
    "Highest": "max(m)::numeric",
}
"""By the measure of a definition, how its rows (pk, m) become the number."""

DIGEST = (
    "encode(sha256(convert_to(coalesce(string_agg(pk || ':' || coalesce(m::text, ''), ','"
    " ORDER BY pk, m::text COLLATE \"C\"), ''), 'UTF8')), 'hex')"
)
ROWS = 'array_agg(pk ORDER BY pk, m::text COLLATE "C"), array_agg(m::text ORDER BY pk, m::text COLLATE "C")'


def counting(place: int, statement: str, measure: str, rows: bool = False) -> str:
    """The statement that gives place, number of rows, value, digest (and the rows) of what a frozen statement finds."""
    name = measure.partition("(")[0]
    found = (
        f"(SELECT pk, NULL::text AS m FROM ({statement}) AS bare(pk)) AS found"
        if name == "Count"
        else f"({statement}) AS found(pk, m)"
    )
    also = f", {ROWS}" if rows else ""
    return f"SELECT {place}, count(*), {AGGREGATES[name]}, {DIGEST}{also} FROM {found}"


def digest_of_rows(rows: Sequence[int], measured: Sequence[str | None] | None) -> str:
    """What DIGEST makes in the database, of the rows as they were kept."""
    amounts = measured if measured is not None else [None] * len(rows)
    text = ",".join(f"{row}:{amount or ''}" for row, amount in zip(rows, amounts, strict=True))
    return hashlib.sha256(text.encode()).hexdigest()


def written(value: Decimal | int | None) -> str:
    """A value as it enters the chain: 3860.000000 and 3860 are one."""
    return "" if value is None else f"{Decimal(value).normalize():f}"


def link(before: str, facts: Iterable[Any]) -> str:
    """The next link of a chain of digests."""
    text = json.dumps([before, *facts], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def as_data(part: Any) -> Any:
    """A document's tree as plain data, each part with its kind."""
    if is_dataclass(part) and not isinstance(part, type):
        kept = {field.name: as_data(getattr(part, field.name)) for field in fields(part)}
        return {"is": type(part).__name__} | {
            name: value for name, value in kept.items() if value not in ("", None)
        }
    if isinstance(part, list | tuple):
        return [as_data(one) for one in part]
    if isinstance(part, bytes):
        return hashlib.sha256(part).hexdigest()
    return part if isinstance(part, str | int | bool | None) else str(part)
