"""Relief cases, their offers, steps, critical dates and complete history."""

from .cases import CaseEvent, Offer, ReliefCase, Step
from .dates import CriticalDate, MatterDate, RedatedDate, Redating
from .feeds import CalendarFeed

__all__ = [
    "CalendarFeed",
    "CaseEvent",
    "CriticalDate",
    "MatterDate",
    "Offer",
    "RedatedDate",
    "Redating",
    "ReliefCase",
    "Step",
]
