"""What can be done to the catalogue: load a profile, correct the calendar."""

from kwonik.catalogue.codes import ChangeKind

from .applying import Change
from .calendar import NotCorrected, correct_calendar, restore_calendar
from .loading import load_profile

KINDS = dict(ChangeKind.choices)
"""What happened to a row, in Korean, by the code kept with the load."""

__all__ = ["KINDS", "Change", "NotCorrected", "correct_calendar", "load_profile", "restore_calendar"]
