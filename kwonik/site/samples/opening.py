"""A few live things, so that the first page after log-in is not empty: made through the same actions as by people."""

from __future__ import annotations


def open_today(recipe, accounts, say) -> None:
    pass
