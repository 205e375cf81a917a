"""The shape of what is typed about the programmes' activities; what is asked comes from the profile."""

from .entries import EntryForm, initial_of
from .lists import ListFilter
from .moves import MoveForm, PressForm, ReasonForm, RoundForm

__all__ = ["EntryForm", "ListFilter", "MoveForm", "PressForm", "ReasonForm", "RoundForm", "initial_of"]
