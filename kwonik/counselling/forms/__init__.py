"""The shapes of what staff type: a consultation, a booth, a call, a referral, and what a list is filtered by."""

from .intake import IntakeForm
from .lists import BoothFilter, ConsultationFilter
from .others import (
    AmendBoothForm,
    BoothForm,
    ContactForm,
    FollowUpForm,
    ReasonForm,
    ReferralForm,
    TransferForm,
)

__all__ = [
    "AmendBoothForm",
    "BoothFilter",
    "BoothForm",
    "ConsultationFilter",
    "ContactForm",
    "FollowUpForm",
    "IntakeForm",
    "ReasonForm",
    "ReferralForm",
    "TransferForm",
]
