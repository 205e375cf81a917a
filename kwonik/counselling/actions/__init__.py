"""What staff do about consultations, booths, the hotline and referrals: one function per verb, one transaction each."""

from .booths import amend_booth, open_booth, reinstate_booth, withdraw_booth
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

__all__ = [
    "Intake",
    "Overtaken",
    "accept_referral",
    "amend_booth",
    "amend_consultation",
    "close_contact",
    "decline_referral",
    "follow_up_done",
    "offer_referral",
    "open_booth",
    "receive_contact",
    "record_consultation",
    "reinstate_booth",
    "reinstate_consultation",
    "reopen_contact",
    "settle_referral",
    "transfer_contact",
    "withdraw_booth",
    "withdraw_consultation",
    "withdraw_referral",
]
