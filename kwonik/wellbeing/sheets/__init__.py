"""The ledgers of psychological counselling: hubs, sittings of clients, sittings of groups."""

from . import groups, hubs, sittings

__all__ = ["groups", "hubs", "sittings"]
