"""What can be done to the catalogue: load a profile, correct the calendar."""

from .applying import Change
from .calendar import NotCorrected, correct_calendar, restore_calendar
from .loading import load_profile

__all__ = ["Change", "NotCorrected", "correct_calendar", "load_profile", "restore_calendar"]
