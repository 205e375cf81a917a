"""The shape of what people type here."""

from .checks import CheckFilter, CheckForm, RecordCheckForm
from .publications import BookFilter, BookForm, HandOutForm, PrintForm
from .studies import (
    EventForm,
    ParticipantsForm,
    ResponsesForm,
    RoundForm,
    StudyFilter,
    StudyForm,
    TakeBackForm,
    TargetForm,
    TickForm,
)
from .withdrawing import ReinstateForm, WithdrawForm

__all__ = [
    "BookFilter",
    "BookForm",
    "CheckFilter",
    "CheckForm",
    "EventForm",
    "HandOutForm",
    "ParticipantsForm",
    "PrintForm",
    "RecordCheckForm",
    "ReinstateForm",
    "ResponsesForm",
    "RoundForm",
    "StudyFilter",
    "StudyForm",
    "TakeBackForm",
    "TargetForm",
    "TickForm",
    "WithdrawForm",
]
