"""The ledgers of shelters: the register with hours, closures and rooms; who came; who booked."""

from . import bookings, hours, registers, visits

__all__ = ["bookings", "hours", "registers", "visits"]
