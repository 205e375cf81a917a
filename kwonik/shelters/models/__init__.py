"""Shelters with their hours and rooms, the people counted in them, the bookings of their rooms."""

from .bookings import Booking
from .registers import OpeningHours, Room, Shelter, SpecialDay
from .visits import VisitCount

__all__ = ["Booking", "OpeningHours", "Room", "Shelter", "SpecialDay", "VisitCount"]
