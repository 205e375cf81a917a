"""The shape of input: the register, counting, bookings. Nothing is stored here."""

from .bookings import BookingFilter, BookingForm, CalendarFilter, CancelForm, HeadsForm, ReasonForm, SureForm
from .counting import CorrectionForm, MonthFilter, PressForm
from .registers import HoursForm, RoomForm, ShelterForm, SpecialDayForm, facts_of

__all__ = [
    "BookingFilter",
    "BookingForm",
    "CalendarFilter",
    "CancelForm",
    "CorrectionForm",
    "HeadsForm",
    "HoursForm",
    "MonthFilter",
    "PressForm",
    "ReasonForm",
    "RoomForm",
    "ShelterForm",
    "SpecialDayForm",
    "SureForm",
    "facts_of",
]
