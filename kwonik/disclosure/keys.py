"""Keys of records and cells: the same rows always carry the same key, and nobody outside can compute one."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

SIZE = 8  # bytes
MODULUS = 1 << (8 * SIZE)


def record_key(secret: bytes, table: str, number: int) -> int:
    """The permanent key of one row of a table: HMAC-SHA256 under the installation's secret, cut to 64 bits."""
    mixed = hmac.new(secret, f"{table}:{number}".encode(), hashlib.sha256).digest()
    return int.from_bytes(mixed[:SIZE], "big")


def cell_key(keys: Iterable[int]) -> int:
    """The key of a cell: the sum of its rows' keys, so that their order and the way they were found do not matter."""
    return sum(keys) % MODULUS
