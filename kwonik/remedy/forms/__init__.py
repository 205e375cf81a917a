"""The shapes of what people type about relief cases."""

from .cases import AmendForm, FactsForm, OpenForm
from .dates import ConfirmDatesForm, DateFilter, MattersForm, MeetForm, TermForm, UndateForm
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
    "ConfirmDatesForm",
    "ConfirmForm",
    "CorrectForm",
    "DateFilter",
    "DeclineForm",
    "FactsForm",
    "MattersForm",
    "MeetForm",
    "OpenForm",
    "ReasonForm",
    "ReviseForm",
    "StepForm",
    "TermForm",
    "UndateForm",
    "WithdrawForm",
]
