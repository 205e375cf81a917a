"""What people do with shelters: keep the register, count who comes, book the rooms."""

from .bookings import (
    approve_booking,
    cancel_booking,
    miss_booking,
    offer_booking,
    refuse_booking,
    reopen_booking,
    request_booking,
    restore_booking,
    use_booking,
)
from .registers import (
    add_special_day,
    amend_room,
    amend_shelter,
    open_room,
    open_shelter,
    set_hours,
    withdraw_special_day,
)
from .visits import correct_day, correct_visit, count_visits, take_back

__all__ = [
    "add_special_day",
    "amend_room",
    "amend_shelter",
    "approve_booking",
    "cancel_booking",
    "correct_day",
    "correct_visit",
    "count_visits",
    "miss_booking",
    "offer_booking",
    "open_room",
    "open_shelter",
    "refuse_booking",
    "reopen_booking",
    "request_booking",
    "restore_booking",
    "set_hours",
    "take_back",
    "use_booking",
    "withdraw_special_day",
]
