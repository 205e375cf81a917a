"""Money of a pledge by year, source and stage, in won."""

from __future__ import annotations

from collections.abc import Mapping

Cell = tuple[int | None, str]
"""A year (None: after the term) and a source."""


def over_secured(secured: Mapping[Cell, int], executed: Mapping[Cell, int]) -> list[tuple[Cell, int]]:
    """The cells in which more was executed than secured, and by how much.

    집행 can only follow 확보: on the source card it holds in every cell. After the term nothing is secured yet, so
    that column is not asked.
    """
    return [
        (cell, won - secured.get(cell, 0))
        for cell, won in sorted(executed.items(), key=lambda pair: (pair[0][0] or 0, pair[0][1]))
        if cell[0] is not None and won > secured.get(cell, 0)
    ]
