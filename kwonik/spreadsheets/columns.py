"""What a ledger may hold, declared as data by the area that stores it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = {  # kind -> the type of a value, None standing for an empty cell
    "text": "str, NFC, without control characters",
    "date": "date",
    "datetime": "datetime without zone: the centre's wall clock",
    "time": "time",
    "int": "int",
    "won": "int, won",
    "decimal": "Decimal",
    "choice": "str, a code of `choices`",
    "choices": "tuple of codes in the order written, the first being the main one",
    "bool": "bool",
    "phone": "str such as 010-1234-5678",
}


@dataclass(frozen=True)
class Column:
    """One item of a ledger.

    `label` heads the column in the template that is handed out; `aliases` are other headings centres use for the same.
    `choices` maps every accepted label to its code ("부당해고" and "해고" may both lead to one). `help` is a Korean
    sentence for the page. `dash_is_zero`: "-" in a cell of numbers means 0 (budget tables), else it means empty.
    """

    key: str
    label: str
    kind: str = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    help: str = ""
    dash_is_zero: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"{self.key}: no such kind of column: {self.kind}")
        if self.choices and self.kind not in ("choice", "choices"):
            raise ValueError(f"{self.key}: only the kinds choice and choices have choices")
