"""The ledgers of this room: plans, targets, stated numbers."""

from . import plans, statements, targets

__all__ = ["plans", "statements", "targets"]
