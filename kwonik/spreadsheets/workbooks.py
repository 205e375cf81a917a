"""Open an uploaded workbook safely and read its sheets as often as wanted in constant memory.

    with open_workbook(upload, "상담대장 2025.xlsx") as workbook:
        for sheet in workbook.sheets: ...

The file is recognised by content, checked against the limits, parsed once in a child process and from then on read
from a spool: an unnamed temporary file that vanishes with the workbook.
"""

import errno
import hashlib
import io
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from . import extraction
from .delimited import recognise_text
from .inspection import Findings, Inspection, inspect
from .limits import MEGABYTE, Limits
from .refusals import Refused

Cell = str | float | int | bool | date | datetime | time | timedelta
Merge = tuple[tuple[int, int], tuple[int, int]]
_CELL_TYPES = {type_.__name__: type_ for type_ in (date, datetime, time, timedelta)}
_TIME_SIGNALS = (signal.SIGXCPU, signal.SIGKILL)
_KEPT_ENVIRONMENT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR")


@dataclass(frozen=True)
class Sheet:
    """One sheet. Positions are 0-based; row numbers are those a person sees. `merges`: ((top, left), (bottom, right)).

    `findings` tells what the values do not: hidden rows, failed formulas, formulas without a saved result.
    """

    name: str
    filename: str
    hidden: bool
    row_count: int
    first_column: int
    width: int
    merges: tuple[Merge, ...]
    findings: Findings
    counts_from_1904: bool
    _spool: BinaryIO = field(repr=False)
    _offset: int = field(repr=False)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """(row number, cells) from the top, blank rows included; an empty cell is "". Cells begin at `first_column`."""
        number, at, errors = 1, self._offset, self.findings.errors
        while number <= self.row_count:
            self._spool.seek(at)
            batch = _Cells(self._spool).load()
            at = self._spool.tell()
            for cells in batch:
                if number in errors:
                    self._show_errors(cells, errors[number])
                yield number, cells
                number += 1

    def _show_errors(self, cells: list[Cell], errors: Mapping[int, str]) -> None:
        for column, shown in errors.items():
            if 0 <= column - self.first_column < len(cells) and cells[column - self.first_column] == "":
                cells[column - self.first_column] = shown

    @property
    def notices(self) -> list[str]:
        """What an officer should know before trusting the sheet."""
        found = []
        if self.findings.hidden_rows:
            found.append(
                f"숨긴 행 {len(self.findings.hidden_rows):,}개도 함께 읽습니다. "
                "빼려면 엑셀에서 그 행을 삭제하고 저장한 뒤 다시 올려 주세요."
            )
        if self.findings.formulas_without_result:
            found.append(
                f"계산 결과가 저장되지 않은 수식이 {self.findings.formulas_without_result:,}칸 있어 빈칸으로 읽습니다. "
                "엑셀에서 열어 저장한 뒤 다시 올려 주세요."
            )
        return found


@dataclass(frozen=True)
class Workbook:
    """`digest` is the SHA-256 of the file. Hidden sheets are in `sheets` but not among `visible_sheets`."""

    filename: str
    kind: str
    digest: str
    size: int
    sheets: tuple[Sheet, ...]
    _spool: BinaryIO = field(repr=False)

    @property
    def visible_sheets(self) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)

    @property
    def notices(self) -> list[str]:
        hidden = [f"'{sheet.name}'" for sheet in self.sheets if sheet.hidden]
        if not hidden:
            return []
        return [
            f"숨긴 시트 {len(hidden)}개({', '.join(hidden)})는 읽지 않았습니다. 필요하면 숨기기를 취소하고 올려 주세요."
        ]

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, hidden or not. KeyError when there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)

    def close(self) -> None:
        self._spool.close()

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_workbook(
    source: bytes | str | os.PathLike[str] | BinaryIO, filename: str, limits: Limits | None = None
) -> Workbook:
    """Open xlsx, xls, ods or csv given as bytes, as a path or as an open binary file. Raises Refused for the rest."""
    limits = limits or Limits()
    with tempfile.TemporaryFile() as file:
        size, digest = _copy(source, file, limits)
        inspection = inspect(file, limits)
        text = recognise_text(file) if inspection.kind == "csv" else ()
        spool = _parse(file, inspection.kind, text, limits)
    try:
        sheets = _sheets(spool, inspection, display_name(filename))
    except BaseException:
        spool.close()
        raise
    return Workbook(display_name(filename), inspection.kind, digest, size, sheets, spool)


def display_name(filename: str) -> str:
    """A file name fit to be shown and stored: the last part, NFC, without controls and marks that turn the text round."""
    last = unicodedata.normalize("NFC", filename.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(
        letter for letter in last if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return kept.strip()[:120] or "이름 없는 파일"


def _copy(
    source: bytes | str | os.PathLike[str] | BinaryIO, file: BinaryIO, limits: Limits
) -> tuple[int, str]:
    """The source in an unnamed file of our own (a child can inherit it, nobody can change it), its size and digest."""
    if isinstance(source, bytes):
        source = io.BytesIO(source)
    elif isinstance(source, str | os.PathLike):
        with open(source, "rb") as opened:
            return _copy(opened, file, limits)
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(MEGABYTE):
        size += len(chunk)
        if size > limits.file_bytes:
            raise Refused("too_big", megabytes=limits.file_bytes // MEGABYTE)
        digest.update(chunk)
        file.write(chunk)
    file.flush()
    return size, digest.hexdigest()


def _parse(file: BinaryIO, kind: str, text: tuple[str, ...], limits: Limits) -> BinaryIO:
    """Run the child on `file`; its spool. The child gets none of our environment but what finds its libraries."""
    numbers = (limits.rows, limits.memory_bytes, limits.spool_bytes, limits.seconds)
    command = [sys.executable, "-P", extraction.__file__, kind, *map(str, numbers), *text]
    environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    file.seek(0)
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the workbook
    try:
        ended = subprocess.run(
            command,
            stdin=file,
            stdout=spool,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=limits.seconds * 2,
            check=False,
        )
        if ended.returncode:
            _refuse(ended.returncode, limits)
    except subprocess.TimeoutExpired:
        spool.close()
        raise Refused("too_slow") from None
    except BaseException:
        spool.close()
        raise
    return spool


def _refuse(code: int, limits: Limits) -> None:
    """Name why the child ended: its own code, a signal (memory, time), or a fault of the parser."""
    if code < 0:
        raise Refused("too_slow" if -code in _TIME_SIGNALS else "too_heavy")
    reason = extraction.EXITS.get(code, "damaged")
    if reason == "disk_full":
        raise OSError(errno.ENOSPC, "no room for the spool of a workbook")
    raise Refused(reason, rows=limits.rows)


def _sheets(spool: BinaryIO, inspection: Inspection, filename: str) -> tuple[Sheet, ...]:
    spool.seek(-8, os.SEEK_END)
    spool.seek(struct.unpack(">Q", spool.read(8))[0])
    sheets = []
    for entry in _Cells(spool).load():
        sheets.append(
            Sheet(
                name=entry["name"] or Path(filename).stem,
                filename=filename,
                hidden=entry["hidden"],
                row_count=entry["row_count"],
                first_column=entry["first_column"],
                width=entry["width"],
                merges=tuple(sorted(entry["merges"])),
                findings=_at(inspection.sheets, entry["position"]),
                counts_from_1904=inspection.counts_from_1904,
                _spool=spool,
                _offset=entry["offset"],
            )
        )
    if not any(sheet.row_count for sheet in sheets):
        raise Refused("no_sheet")
    return tuple(sheets)


def _at(findings: tuple[Findings, ...], position: int) -> Findings:
    return findings[position] if position < len(findings) else Findings()


class _Cells(pickle.Unpickler):
    """Reads a batch of cells; knows the four kinds of date and time and will make nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in _CELL_TYPES:
            return _CELL_TYPES[name]
        raise pickle.UnpicklingError(f"{module}.{name} is no cell")
