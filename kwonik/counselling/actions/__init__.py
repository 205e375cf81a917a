"""What is done about consultations, requests, booths, the hotline and referrals: one function per verb, one transaction each."""

from .asking import TooMany, Wanted, forget_requests, make_request, take_back_request
from .booths import amend_booth, open_booth, reinstate_booth, withdraw_booth
from .calculations import detach_calculation, reattach_calculation
from .consultations import (
    Intake,
    Overtaken,
    amend_consultation,
    follow_up_done,
    record_consultation,
    reinstate_consultation,
    withdraw_consultation,
)
from .contacts import close_contact, receive_contact, reopen_contact, transfer_contact
from .referrals import (
    accept_referral,
    decline_referral,
    offer_referral,
    settle_referral,
    withdraw_referral,
)
from .requests import (
    close_request,
    put_back_request,
    reopen_request,
    take_request,
    transfer_request,
    try_request,
)

__all__ = [
    "Intake",
    "Overtaken",
    "TooMany",
    "Wanted",
    "accept_referral",
    "amend_booth",
    "amend_consultation",
    "close_contact",
    "close_request",
    "decline_referral",
    "detach_calculation",
    "follow_up_done",
    "forget_requests",
    "make_request",
    "offer_referral",
    "open_booth",
    "put_back_request",
    "reattach_calculation",
    "receive_contact",
    "record_consultation",
    "reinstate_booth",
    "reinstate_consultation",
    "reopen_contact",
    "reopen_request",
    "settle_referral",
    "take_back_request",
    "take_request",
    "transfer_contact",
    "transfer_request",
    "try_request",
    "withdraw_booth",
    "withdraw_consultation",
    "withdraw_referral",
]
