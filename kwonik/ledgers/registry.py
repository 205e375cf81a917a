"""The registry of sheets: which ledgers may be brought in, what stands in their columns, how lines are stored.

An area declares a sheet once, in its `sheets.py`; page, preview, template, progress, stop and undo come from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kwonik.kernel import permissions
from kwonik.kernel.refusals import Refused
from kwonik.spreadsheets import Column

__all__ = ["Context", "Line", "Refused", "Sheet", "column", "declare", "once", "own", "too_long"]


@dataclass(slots=True)
class Line:
    """A line of a ledger that is not stored yet: the sheet's own row number, its key and its typed values."""

    number: int
    key: bytes
    values: dict[str, Any]


@dataclass
class Context:
    """For whom a ledger is read: centre, variant (a service's code, or "") and who brings it. `memo` caches look-ups."""

    centre: Any
    variant: str
    by: Any
    memo: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """One kind of ledger.

    `columns(context)` declares what it holds. `check(context, values)` says what is wrong with one new line beyond its
    cells, in Korean sentences; `review(context)`, after all lines, what is wrong with the ledger as a whole.
    `store(context, lines, batch)` creates rows of `model` with `batch` and each line's key, in bulk, inside the
    import's transaction. `owners(context)` are the centres its rows may belong to. `example(context)` gives the
    template's examples. `variants(centre)` are (code, label) pairs where one kind of ledger serves several services.
    `also` are models of which a line may bring a row beside, with `import_batch`. An undo runs `prepare_undo(batch)`,
    deletes the rows of `model` and of `also`, and takes out of the vault what only they needed.
    """

    code: str
    label: str
    permission: str
    model: Any
    columns: Callable[[Context], Sequence[Column]]
    store: Callable[[Context, Sequence[Line], Any], None]
    check: Callable[[Context, dict[str, Any]], list[str]] = lambda context, values: []
    review: Callable[[Context], list[str]] = lambda context: []
    owners: Callable[[Context], Iterable[int]] = lambda context: (context.centre.pk,)
    example: Callable[[Context], Iterable[dict[str, Any]]] = lambda context: []
    variants: Callable[[Any], Sequence[tuple[str, str]]] | None = None
    prepare_undo: Callable[[Any], None] | None = None
    also: tuple[Any, ...] = ()

    def titles(self, centre: Any) -> dict[str, str]:
        """Variant -> "상담 대장(노동법률상담)", in order; without variants "" -> the label."""
        if self.variants is None:
            return {"": self.label}
        return {code: f"{self.label}({label})" for code, label in self.variants(centre)}

    def title(self, centre: Any, variant: str = "") -> str:
        """One of them; the label alone for a service given up since."""
        return self.titles(centre).get(variant, self.label)

    def check_variant(self, centre: Any, variant: str) -> None:
        """Raises LookupError for a variant that the sheet does not have at the centre."""
        if variant not in self.titles(centre):
            raise LookupError(f"{self.code} has no variant {variant!r}")


_sheets: dict[str, Sheet] = {}


def declare(sheet: Sheet) -> Sheet:
    permissions.known(sheet.permission)
    if sheet.code in _sheets:
        raise ValueError(f"sheet declared twice: {sheet.code}")
    _sheets[sheet.code] = sheet
    return sheet


def get(code: str) -> Sheet:
    """The declared sheet. Raises LookupError."""
    return _sheets[code]


def all_sheets() -> list[Sheet]:
    return sorted(_sheets.values(), key=lambda sheet: sheet.code)


# -- what the sheets of many areas say alike ---------------------------------------------------------------------


def column(
    key: str, label: str, aliases: str = "", kind: str = "text", required: bool = False, help: str = ""
) -> Column:
    """A column whose other headings stand in one line, parted by "|"."""
    others = tuple(filter(None, aliases.split("|")))
    return Column(key, label, kind, required=required, aliases=others, help=help)


def once(context: Context, key: Any, find: Callable[[], Any]) -> Any:
    """What `find()` gives, looked up once for a whole file."""
    if key not in context.memo:
        context.memo[key] = find()
    return context.memo[key]


def own(context: Context, batch: Any, line: Line) -> dict[str, Any]:
    """What every row that a ledger brings has."""
    return {
        "centre": context.centre,
        "recorded_by": context.by,
        "import_batch": batch,
        "import_key": line.key,
    }


def too_long(values: Mapping[str, Any], longest: Mapping[str, int]) -> list[str]:
    """A sentence for each text that has more characters than its field takes."""
    return [
        f"글이 너무 깁니다. {most}자까지 적을 수 있습니다: {values[key][:20]}…"
        for key, most in longest.items()
        if len(values.get(key) or "") > most
    ]
