"""Which column of the sheet is which item of the ledger: certain, remembered, chosen by hand, or only suggested."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .columns import Column
from .headings import Head, Names, plain
from .tables import Table

LEVELS = {  # level -> how sure, 1 being certain
    "chosen": 1.0,
    "remembered": 1.0,
    "exact": 1.0,
    "alias": 1.0,
    "marks": 0.95,
    "near": 0.9,
    "similar": 0.5,
}
_BY_RANK = ("exact", "alias", "near")
UNUSED = ""  # in a mapping: this column of the sheet is not read


@dataclass(frozen=True)
class Pair:
    """A column of the ledger and where the sheet keeps it.

    One head, or for choices several: `codes` then holds the code that a mark (O, V, 1) under each head stands for.
    `multiplier`: won per unit, from "(천원)" in the heading or above the table. `reason` is Korean, for the page.
    """

    column: Column
    heads: tuple[Head, ...]
    level: str
    reason: str
    codes: tuple[str, ...] = ()
    multiplier: int = 1

    @property
    def confidence(self) -> float:
        return LEVELS[self.level]


@dataclass(frozen=True)
class Match:
    """How a table's heads meet the declared columns. `pairs` are read; `suggestions` only when a person confirms them.

    `clashes`: columns that several heads claim with equal right. `missing`: required columns without a head.
    `absent`: other columns without a head. `unused`: heads that mean nothing here (연번 and unknown ones).
    """

    columns: tuple[Column, ...]
    pairs: tuple[Pair, ...]
    suggestions: tuple[Pair, ...] = ()
    clashes: tuple[Pair, ...] = ()
    missing: tuple[Column, ...] = ()
    absent: tuple[Column, ...] = ()
    unused: tuple[Head, ...] = ()
    _chosen: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def ready(self) -> bool:
        """Whether rows may be read: every required column has exactly one place."""
        return not self.missing and not self.clashes

    @property
    def sentences(self) -> list[str]:
        """What still keeps the rows from being read, each saying what to do."""
        said = [
            f"'{pair.column.label}'에 맞는 열이 둘 이상입니다({_letters(pair.heads)}). 하나만 골라 주세요."
            for pair in self.clashes
        ]
        suggested = {pair.column.key: pair for pair in self.suggestions}
        for column in self.missing:
            pair = suggested.get(column.key)
            said.append(
                f"꼭 필요한 '{column.label}' 열을 찾지 못했습니다. "
                + (
                    f"혹시 {_letters(pair.heads)}인가요? 맞으면 골라 주세요."
                    if pair
                    else "어느 열인지 고르거나, 파일에 그 열을 더해 다시 올려 주세요."
                )
            )
        return said

    def mapping(self) -> dict[str, str]:
        """Heading -> column key of all that is settled, to be kept as `remembered` for the next file of its kind."""
        settled = {
            head.label: pair.column.key for pair in self.pairs if not pair.codes for head in pair.heads
        }
        dropped = {head.label: UNUSED for head in self.unused if self._chosen.get(head.letter) == UNUSED}
        return settled | dropped


def match_columns(
    table: Table,
    columns: Sequence[Column],
    remembered: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
) -> Match:
    """Match the heads of `table` to `columns`.

    `remembered`: heading -> column key of an earlier file. `chosen`: column letter -> column key, or UNUSED, picked on
    the page; it overrules everything. Keys that no column bears any more are ignored. ValueError when two declared
    columns claim one name.
    """
    chosen = chosen or {}
    claims = _claims(table.heads, Names(columns), remembered or {}, chosen)
    pairs: list[Pair] = []
    clashes: list[Pair] = []
    for column in columns:
        if pair := _settle(column, claims.get(column.key, []), table):
            (clashes if len(pair.heads) > 1 and not pair.codes else pairs).append(pair)
    used = {head for pair in (*pairs, *clashes) for head in pair.heads}
    placed = {pair.column.key for pair in (*pairs, *clashes)}
    open_columns = [column for column in columns if column.key not in placed]
    unused = tuple(head for head in table.heads if head not in used)
    free = [head for head in unused if head.letter not in chosen and not head.is_serial]
    return Match(
        tuple(columns),
        tuple(pairs),
        tuple(_suggestions(free, Names(columns), open_columns)),
        tuple(clashes),
        tuple(column for column in open_columns if column.required),
        tuple(column for column in open_columns if not column.required),
        unused,
        chosen,
    )


@dataclass(frozen=True)
class _Claim:
    head: Head
    level: str
    reason: str
    code: str = ""


def _claims(
    heads: Iterable[Head], names: Names, remembered: Mapping[str, str], chosen: Mapping[str, str]
) -> dict[str, list[_Claim]]:
    """Column key -> the heads that claim it."""
    known = {column.key for column in names.columns} | {UNUSED}
    memory = {plain(heading): key for heading, key in remembered.items() if key in known}
    claims: dict[str, list[_Claim]] = {}
    for head in heads:
        key, claim = _claim(head, names, memory, {k: v for k, v in chosen.items() if v in known})
        if key:
            claims.setdefault(key, []).append(claim)
    return claims


def _claim(
    head: Head, names: Names, memory: Mapping[str, str], chosen: Mapping[str, str]
) -> tuple[str, _Claim]:
    marked = names.marked_choice(head.parts)
    key = chosen.get(head.letter)
    if key is None:
        if plain(head.label) in memory:
            return memory[plain(head.label)], _Claim(head, "remembered", "지난번에 이렇게 맞추었습니다.")
        if marked:
            return marked[0].key, _Claim(head, "marks", "", marked[1])
        recognised = names.recognise(head.parts)
        if recognised is None:
            return UNUSED, _Claim(head, "similar", "")
        return recognised.column.key, _Claim(head, _BY_RANK[recognised.rank], recognised.reason)
    if marked and marked[0].key == key:
        return key, _Claim(head, "marks", "", marked[1])
    return key, _Claim(head, "chosen", "직접 골랐습니다.")


def _settle(column: Column, claims: Sequence[_Claim], table: Table) -> Pair | None:
    """The strongest claim wins; several equally strong ones clash, unless they are the marks of one group."""
    if not claims:
        return None
    order = list(LEVELS)
    strongest = min(claims, key=lambda claim: order.index(claim.level)).level
    winners = [claim for claim in claims if claim.level == strongest]
    heads = tuple(claim.head for claim in winners)
    if strongest == "marks":
        reason = f"'{heads[0].parts[0]}' 아래 {len(heads)}개 칸의 표시(O, V, 1)를 읽습니다."
        return Pair(column, heads, "marks", reason, tuple(claim.code for claim in winners))
    multiplier = (heads[0].won_unit or table.won_unit or 1) if column.kind == "won" else 1
    reason = winners[0].reason
    if multiplier > 1:
        reason += f" 단위에 따라 {multiplier:,}을 곱해 원으로 읽습니다."
    return Pair(column, heads, strongest, reason, multiplier=multiplier)


def _suggestions(free: Iterable[Head], names: Names, open_columns: Sequence[Column]) -> Iterable[Pair]:
    best: dict[str, tuple[float, Pair]] = {}
    for head in free:
        guess = names.similar(head, open_columns)
        if guess and guess[1] > best.get(guess[0].key, (0.0,))[0]:
            column, likeness = guess
            reason = f"'{column.label}'과(와) 이름이 비슷합니다. 맞는지 확인해 주세요."
            best[column.key] = likeness, Pair(column, (head,), "similar", reason)
    return [pair for _, pair in best.values()]


def _letters(heads: Iterable[Head]) -> str:
    return ", ".join(f"{head.letter}열 '{head.label}'" for head in heads)
