"""From a true count to the printed one.

    true count      printed
    0               0
    1, 2            0
    3               0, 3 or 6
    4, 5            3 or 6, the nearer one twice as often
    3k   (k >= 2)   3k - 3, 3k or 3k + 3
    3k+1, 3k+2      3k or 3k + 3, the nearer one twice as often

So a printed 0 stands for 0 to 3, a printed 3 for 3 to 6, any other P for P - 3 to P + 3: whatever is printed, the
bounds of the truth are multiples of three. Bounds that follow from sums and differences of such numbers are multiples
of three again (the tables are totally unimodular), so one that holds a count of 1 or 2 always reaches from 0 to 3.
From three upwards the noise adds nothing on average; ones and twos are lost, which the pages say.
"""

from __future__ import annotations

import hashlib

STEP = 3
LOSS = 3
"""The printed number is never farther than this from the true one."""
SMALLEST = 3
"""Counts of at least one and below this are protected."""
MOVED = 15
"""Of a hundred counts that are multiples of three so many go down, and as many up."""

_WHOLE = 1 << 64


def protected(count: int, key: int, draw: int = 0) -> int:
    """What is printed for `count` people whose rows sum up to `key`. `draw` asks for another choice of the same kind.

    Raises ValueError for a negative count: there is no such number of people.
    """
    if count < 0:
        raise ValueError("사람의 수는 0보다 작을 수 없습니다.")
    if count < SMALLEST:
        return 0
    below, over = count - count % STEP, count % STEP
    chance = _chance(count, key, draw)
    if over:
        return below + STEP if chance < _WHOLE * over // STEP else below
    if chance < _WHOLE * MOVED // 100:
        return below - STEP
    return below + STEP if chance >= _WHOLE * (100 - MOVED) // 100 else below


def fibre(printed: int) -> tuple[int, int]:
    """The least and the greatest count that may stand behind a printed number: all that anybody can know of it."""
    if printed < STEP or printed % STEP:
        return (0, STEP) if printed == 0 else _refuse(printed)
    return max(SMALLEST, printed - LOSS), printed + LOSS


def _refuse(printed: int) -> tuple[int, int]:
    raise ValueError(f"{printed}은(는) 공표하는 수가 아닙니다. {STEP}의 배수여야 합니다.")


def _chance(count: int, key: int, draw: int) -> int:
    mixed = hashlib.sha256(f"{key}:{count}:{draw}".encode()).digest()
    return int.from_bytes(mixed[:8], "big")
