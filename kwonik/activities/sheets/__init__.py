"""The ledgers of the programmes' activities; importing this declares them."""

from . import applications, entries

__all__ = ["applications", "entries"]
