"""The child process that parses: `python extraction.py KIND ROWS MEMORY SPOOL SECONDS [ENCODING DELIMITER]`.

It reads the file on standard input, writes its cells to standard output (a regular file, the spool) and ends with 0, or
with a code of EXITS. It stands alone (no import of Kwonik) and starts in 20 ms. A child is used because calamine, being
Rust, does not raise but aborts its whole process when memory runs out: one hostile file would end the web server's
worker. Measured: two cells in opposite corners of a sheet, or one long text shared by two million cells, do it.

The spool is a row of pickled batches (lists of rows, each a list of cells), then the pickled index (per sheet: name,
position, hidden, offset, row_count, first_column, width, merges), then the index's position in 8 bytes. Cells are str ("" = empty),
float, int, bool, date, datetime, time or timedelta.
"""

import csv
import errno
import io
import os
import pickle
import resource
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

BATCH = 500
EXITS = {3: "damaged", 4: "password", 5: "too_many_rows", 6: "too_heavy", 7: "encoding", 8: "disk_full"}
_CODES = {reason: code for code, reason in EXITS.items()}


class Stop(Exception):
    """End with the exit code of this reason."""


def main(arguments: list[str]) -> int:
    kind, rows, memory, spool, seconds = arguments[0], *map(int, arguments[1:5])
    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, spool),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    with os.fdopen(0, "rb", closefd=False) as file, os.fdopen(1, "wb", closefd=False) as out:
        file.seek(0)
        try:
            index = (
                _delimited(file, out, rows, *arguments[5:7]) if kind == "csv" else _workbook(file, out, rows)
            )
            at = out.tell()
            pickle.dump(index, out, pickle.HIGHEST_PROTOCOL)
            out.write(struct.pack(">Q", at))
        except Stop as stop:
            return _CODES[str(stop)]
        except MemoryError:
            return _CODES["too_heavy"]
        except OSError as error:
            return _CODES["disk_full" if error.errno == errno.ENOSPC else "too_heavy"]
    return 0


def _workbook(file: BinaryIO, out: BinaryIO, limit: int) -> list[dict[str, Any]]:
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(file)
        index = []
        for position, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            cells = workbook.get_sheet_by_name(sheet.name)
            if cells.total_height > limit:
                raise Stop("too_many_rows")
            merges = cells.merged_cell_ranges or []
            if len(merges) > limit:
                raise Stop("too_heavy")
            index.append(
                {
                    "name": sheet.name,
                    "position": position,
                    "hidden": sheet.visible is not calamine.SheetVisibleEnum.Visible,
                    "offset": out.tell(),
                    "row_count": _spool(cells.iter_rows(), out, limit),
                    "first_column": cells.start[1] if cells.start else 0,
                    "width": cells.width,
                    "merges": merges,
                }
            )
            del cells
    except calamine.PasswordError:
        raise Stop("password") from None
    except calamine.CalamineError:
        raise Stop("damaged") from None
    return index


def _delimited(
    file: BinaryIO, out: BinaryIO, limit: int, encoding: str, delimiter: str
) -> list[dict[str, Any]]:
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    widest = [0]

    def lines() -> Iterator[list[str]]:
        for line in csv.reader(text, delimiter=delimiter):
            widest[0] = max(widest[0], len(line))
            yield line

    try:
        row_count = _spool(lines(), out, limit)
    except UnicodeError:
        raise Stop("encoding") from None
    except csv.Error:
        raise Stop("damaged") from None
    sheet = {"name": "", "position": 0, "hidden": False, "offset": 0, "row_count": row_count}
    return [sheet | {"first_column": 0, "width": widest[0], "merges": []}]


def _spool(rows: Iterator[list[Any]], out: BinaryIO, limit: int) -> int:
    count = 0
    batch: list[list[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            count += BATCH
            if count > limit:
                raise Stop("too_many_rows")
            pickle.dump(batch, out, pickle.HIGHEST_PROTOCOL)
            batch = []
    if count + len(batch) > limit:
        raise Stop("too_many_rows")
    pickle.dump(batch, out, pickle.HIGHEST_PROTOCOL)
    return count + len(batch)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
