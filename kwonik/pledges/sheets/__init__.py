"""The ledgers of this room: pledges, and the parts of their cards."""

from . import parts, pledges

__all__ = ["parts", "pledges"]
