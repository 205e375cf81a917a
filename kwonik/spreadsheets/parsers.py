"""Kind of a column -> its parser."""

from collections.abc import Callable

from .amounts import decimal_parser, int_parser, won_parser
from .cells import Parser
from .columns import Column
from .dates import date_parser, datetime_parser, time_parser
from .words import bool_parser, choice_parser, choices_parser, phone_parser, text_parser

_MAKERS: dict[str, Callable[[Column, int | None, bool, int], Parser]] = {
    "text": lambda column, year, from_1904, unit: text_parser(),
    "date": lambda column, year, from_1904, unit: date_parser(year, from_1904),
    "datetime": lambda column, year, from_1904, unit: datetime_parser(year, from_1904),
    "time": lambda column, year, from_1904, unit: time_parser(),
    "int": lambda column, year, from_1904, unit: int_parser(column.dash_is_zero),
    "won": lambda column, year, from_1904, unit: won_parser(unit, column.dash_is_zero),
    "decimal": lambda column, year, from_1904, unit: decimal_parser(column.dash_is_zero),
    "choice": lambda column, year, from_1904, unit: choice_parser(column.choices),
    "choices": lambda column, year, from_1904, unit: choices_parser(column.choices),
    "bool": lambda column, year, from_1904, unit: bool_parser(),
    "phone": lambda column, year, from_1904, unit: phone_parser(),
}


def parser_for(
    column: Column, year: int | None = None, counts_from_1904: bool = False, multiplier: int = 1
) -> Parser:
    """The parser of `column`, made once for a whole sheet.

    `year` is assumed for days without one; `counts_from_1904` and `multiplier` as told by Sheet and Pair.
    """
    return _MAKERS[column.kind](column, year, counts_from_1904, multiplier)
