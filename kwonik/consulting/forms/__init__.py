"""The shape of what people type about consulting."""

from .lists import ConsultantFilter, EngagementFilter
from .records import (
    AcceptForm,
    AgreementForm,
    AmendEngagementForm,
    AssignForm,
    ConfirmForm,
    DecideForm,
    DeliverForm,
    EngagementForm,
    EvaluateForm,
    ReasonForm,
)

__all__ = [
    "AcceptForm",
    "AgreementForm",
    "AmendEngagementForm",
    "AssignForm",
    "ConfirmForm",
    "ConsultantFilter",
    "DecideForm",
    "DeliverForm",
    "EngagementFilter",
    "EngagementForm",
    "EvaluateForm",
    "ReasonForm",
]
