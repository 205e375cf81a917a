"""What an .xls keeps beside its values: hidden rows and cells whose formula failed, which the parser leaves out.

Only the few records needed are read. Source: MS-CFB (the container: sectors chained by a table) and MS-XLS (records of
a number, a length and a body). Anything unexpected ends the look, not the upload: the parser judges the file.
"""

import struct
from collections.abc import Iterator

from .refusals import Refused
from .scanning import Findings

_BOUND_SHEET, _FILE_PASS, _END = 0x0085, 0x002F, 0x000A
_ROW, _BOOL_OR_ERROR, _FORMULA = 0x0208, 0x0205, 0x0006
_ROW_HIDDEN = 0x20
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_MOST_RECORDS = 4_000_000  # more than 20 MB can hold; parts that overlap would cost without end
_LAST_SECTOR = 0xFFFFFFFA  # numbers from here on mark ends and gaps


def inspect_xls(content: bytes) -> tuple[Findings, ...]:
    """The findings of each sheet in the order of their tabs. Raises Refused("password") for an encrypted workbook."""
    try:
        stream, budget = _workbook_stream(content), iter(range(_MOST_RECORDS))
        starts = []
        for kind, body in _records(stream, 0, budget):
            if kind == _FILE_PASS:
                raise Refused("password")
            if kind == _BOUND_SHEET:
                starts.append(struct.unpack_from("<I", body)[0])
        return tuple(_findings(_records(stream, start, budget)) for start in starts)
    except (struct.error, IndexError, ValueError):
        return ()


def _records(stream: bytes, at: int, budget: Iterator[int]) -> Iterator[tuple[int, bytes]]:
    """(number, body) of the records from `at` to the end of their part. Charts inside a sheet nest and are walked too."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if next(budget, None) is None:
            raise ValueError("more records than a file of this size has")
        depth += (kind == 0x0809) - (kind == _END)
        if depth <= 0:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _findings(records: Iterator[tuple[int, bytes]]) -> Findings:
    findings = Findings()
    for kind, body in records:
        if kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN:
            findings.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _BOOL_OR_ERROR and body[7]:
            _note_error(findings, body, body[6])
        elif kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
            _note_error(findings, body, body[8])
    return findings


def _note_error(findings: Findings, body: bytes, code: int) -> None:
    row, column = struct.unpack_from("<HH", body)
    findings.note_error(row + 1, column, _ERRORS.get(code, "#VALUE!"))


def _workbook_stream(content: bytes) -> bytes:
    """The stream "Workbook" (or "Book", before 1997) out of its container."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    first_directory, _, small_below, first_small = struct.unpack_from("<IIII", content, 48)
    if not 4 <= small_shift < shift <= 12:
        raise ValueError("no sectors of this size")
    table = _sector_table(content, shift)
    directory = _chain(content, table, first_directory, shift, header=True)
    root = b""
    for at in range(0, len(directory), 128):
        entry = directory[at : at + 128]
        name = entry[: max(0, struct.unpack_from("<H", entry, 64)[0] - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entry, 116)
        if at == 0:
            root = _chain(content, table, start, shift, header=True)
        elif name in ("Workbook", "Book"):
            if size >= small_below:
                return _chain(content, table, start, shift, header=True)[:size]
            small_table = _numbers(_chain(content, table, first_small, shift, header=True))
            return _chain(root, small_table, start, small_shift, header=False)[:size]
    raise ValueError("no workbook inside")


def _sector_table(content: bytes, shift: int) -> list[int]:
    """For each sector the number of the next one of its chain."""
    listed = _numbers(content[76:512])
    further = struct.unpack_from("<I", content, 68)[0]
    while further < _LAST_SECTOR and len(listed) < len(content) >> shift:
        sector = _numbers(_sector(content, further, shift, header=True))
        listed += sector[:-1]
        further = sector[-1]
    sectors = [_sector(content, number, shift, header=True) for number in listed if number < _LAST_SECTOR]
    return _numbers(b"".join(sectors))


def _chain(content: bytes, table: list[int], number: int, shift: int, *, header: bool) -> bytes:
    sectors: list[bytes] = []
    while number < _LAST_SECTOR and len(sectors) <= len(content) >> shift:
        sectors.append(_sector(content, number, shift, header=header))
        number = table[number]
    return b"".join(sectors)


def _sector(content: bytes, number: int, shift: int, *, header: bool) -> bytes:
    start = (number + header) << shift
    return content[start : start + (1 << shift)]


def _numbers(sector: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4]))
