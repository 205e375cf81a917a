"""How a number is printed: thousands marks, no needless zeros, a dash for "nothing" where the table says so."""

from __future__ import annotations

from decimal import Decimal

Value = int | Decimal | None


def plain(value: Value) -> str:
    """3860 -> "3,860"; Decimal("282.00") -> "282"; Decimal("197.70") -> "197.7"; None -> "-"."""
    if value is None:
        return "-"
    if isinstance(value, int) or value == value.to_integral_value():
        return f"{int(value):,}"
    return f"{value.normalize():,f}"


def fixed(places: int):
    """A printer with exactly `places` decimals: rates keep their zero ("51.0")."""

    def printer(value: Value) -> str:
        return "-" if value is None else f"{value:,.{places}f}"

    return printer
