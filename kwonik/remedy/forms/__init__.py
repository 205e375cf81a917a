"""The shapes of what people type about relief cases."""

from .cases import AmendForm, FactsForm, OpenForm
from .lists import CaseFilter
from .moves import (
    AssignForm,
    CloseForm,
    ConcludeForm,
    ConfirmForm,
    CorrectForm,
    DeclineForm,
    ReasonForm,
    ReviseForm,
    StepForm,
    WithdrawForm,
)

__all__ = [
    "AmendForm",
    "AssignForm",
    "CaseFilter",
    "CloseForm",
    "ConcludeForm",
    "ConfirmForm",
    "CorrectForm",
    "DeclineForm",
    "FactsForm",
    "OpenForm",
    "ReasonForm",
    "ReviseForm",
    "StepForm",
    "WithdrawForm",
]
