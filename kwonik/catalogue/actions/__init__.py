"""What can be done to the catalogue: load a profile, make programmes of one's own, correct the calendar."""

from kwonik.catalogue.codes import ChangeKind

from .applying import Change
from .calendar import NotCorrected, check_correction, correct_calendar, reckon_anew, restore_calendar
from .loading import load_profile
from .own import NotMade, add_programme, add_service, change_service, retire_service, revive_service

KINDS = dict(ChangeKind.choices)
"""What happened to a row, in Korean, by the code kept with the load."""

__all__ = [
    "KINDS",
    "Change",
    "NotCorrected",
    "NotMade",
    "add_programme",
    "add_service",
    "change_service",
    "check_correction",
    "correct_calendar",
    "load_profile",
    "reckon_anew",
    "restore_calendar",
    "retire_service",
    "revive_service",
]
