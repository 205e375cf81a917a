"""What is done in psychological counselling: agreements with hubs, courses and their sittings, groups."""

from .courses import amend_course, close_course, extend_course, open_course, reopen_course
from .groups import amend_group, amend_group_sitting, open_group, record_group_sitting
from .hubs import agree_hub, amend_hub
from .sittings import confirm_sitting, record_sitting, settle_sitting, write_note
from .steps import hold_person
from .withdrawing import reinstate, withdraw

__all__ = [
    "agree_hub",
    "amend_course",
    "amend_group",
    "amend_group_sitting",
    "amend_hub",
    "close_course",
    "confirm_sitting",
    "extend_course",
    "hold_person",
    "open_course",
    "open_group",
    "record_group_sitting",
    "record_sitting",
    "reinstate",
    "reopen_course",
    "settle_sitting",
    "withdraw",
    "write_note",
]
