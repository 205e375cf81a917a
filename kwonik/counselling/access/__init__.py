"""Who may see and do what with consultations, requests, booths, the hotline and referrals; the only way to a row."""

from . import today as today
from .opening import File, Known, find_callers, open_caller, open_file
from .requests import (
    find_own_request,
    get_own_request,
    get_request,
    get_request_calculation,
    kept_calculations,
    visible_requests,
)
from .rows import (
    PERMISSIONS,
    VIEW,
    get_booth,
    get_calculation,
    get_consultation,
    get_contact,
    get_referral,
    get_service,
    side_of,
    visible,
    visible_booths,
    visible_contacts,
    visible_referrals,
)

__all__ = [
    "PERMISSIONS",
    "VIEW",
    "File",
    "Known",
    "find_callers",
    "find_own_request",
    "get_booth",
    "get_calculation",
    "get_consultation",
    "get_contact",
    "get_own_request",
    "get_referral",
    "get_request",
    "get_request_calculation",
    "get_service",
    "kept_calculations",
    "open_caller",
    "open_file",
    "side_of",
    "today",
    "visible",
    "visible_booths",
    "visible_contacts",
    "visible_referrals",
    "visible_requests",
]
