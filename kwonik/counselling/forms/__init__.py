"""The shapes of what is typed: a consultation, a request for one, a booth, a call, a referral, filters of lists."""

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
from .requests import CloseForm, LookUpForm, RequestFilter, RequestForm, TryForm

__all__ = [
    "AmendBoothForm",
    "BoothFilter",
    "BoothForm",
    "CloseForm",
    "ConsultationFilter",
    "ContactForm",
    "FollowUpForm",
    "IntakeForm",
    "LookUpForm",
    "ReasonForm",
    "ReferralForm",
    "RequestFilter",
    "RequestForm",
    "TransferForm",
    "TryForm",
]
