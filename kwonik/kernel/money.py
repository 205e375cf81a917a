"""Won: whole integers everywhere, never floats. Pages print won, 천원 or 백만원."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

WON, THOUSAND_WON, MILLION_WON = 1, 1_000, 1_000_000


def won(amount: int) -> str:
    """1234567 -> "1,234,567"."""
    return f"{amount:,}"


def in_unit(amount: int, unit: int) -> int:
    """The amount in `unit` won (1,000 or 1,000,000), rounded half up away from zero."""
    return int((Decimal(amount) / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP))
