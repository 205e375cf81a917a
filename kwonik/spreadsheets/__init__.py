"""Reads the ledgers that centres really keep: xlsx, xls, ods and csv, opened safely, matched, typed, every problem named.

    with open_workbook(upload, name) as workbook:
        table = find_tables(workbook, columns)[0]
        match = match_columns(table, columns, remembered=…, chosen=…)
        for row in read_rows(table, match): ...

Pure: no Django, no database. docs/spreadsheets.md tells how the parts play together.
"""

from .columns import KINDS, Column
from .limits import Limits
from .matching import UNUSED, Match, Pair, match_columns
from .reader import CHECK, ERROR, Problem
from .refusals import Refused
from .rows import Reading, Row, read_rows
from .tables import Table, find_table, find_tables
from .workbooks import Sheet, Workbook, display_name, open_workbook

__all__ = [
    "CHECK",
    "ERROR",
    "KINDS",
    "UNUSED",
    "Column",
    "Limits",
    "Match",
    "Pair",
    "Problem",
    "Reading",
    "Refused",
    "Row",
    "Sheet",
    "Table",
    "Workbook",
    "display_name",
    "find_table",
    "find_tables",
    "match_columns",
    "open_workbook",
    "read_rows",
]
