"""How much of an uploaded file is ever looked at. Checked before any parser sees the file, and enforced again inside."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Defaults fit a centre's ledgers with room to spare: 100,000 rows of 12 columns are 7 MB packed, 70 MB unpacked.

    `memory_bytes`, `seconds` and `spool_bytes` bind the child process that parses; the others are checked before it
    is started. `rows` counts from the top of a sheet, blank rows included.
    """

    file_bytes: int = 20 * MEGABYTE
    rows: int = 200_000
    columns: int = 702  # A to ZZ
    entries: int = 2_000
    unpacked_bytes: int = 512 * MEGABYTE
    ratio: int = (
        150  # unpacked to packed, of one part larger than a megabyte; sheets of real ledgers stay under 40
    )
    memory_bytes: int = 1024 * MEGABYTE
    spool_bytes: int = 512 * MEGABYTE
    seconds: int = 60
