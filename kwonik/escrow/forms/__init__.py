"""The shape of what members, operators and advisers type."""

from .closing import BreakFilter, CorrectionForm, OwnerForm, TurnForm
from .contracts import DraftForm, LineForm, ScopeForm, SignForm, TermsForm, lines_formset, wishes_of
from .desk import AssignForm, ContractFilter, DisputeFilter, MemberFilter, ReasonForm
from .disputes import AskForm, DisputeForm, HandOverForm, NoteForm, SplitForm, TalkForm
from .members import (
    AccountForm,
    CodeForm,
    IdentityForm,
    JoinForm,
    KindsForm,
    LeaveForm,
    TransactionForm,
)
from .work import ChangesForm, DeliverForm, SureForm, WhyForm

__all__ = [
    "AccountForm",
    "AskForm",
    "AssignForm",
    "BreakFilter",
    "ChangesForm",
    "CodeForm",
    "ContractFilter",
    "CorrectionForm",
    "DeliverForm",
    "DisputeFilter",
    "DisputeForm",
    "DraftForm",
    "HandOverForm",
    "IdentityForm",
    "JoinForm",
    "KindsForm",
    "LeaveForm",
    "LineForm",
    "MemberFilter",
    "NoteForm",
    "OwnerForm",
    "ReasonForm",
    "ScopeForm",
    "SignForm",
    "SplitForm",
    "SureForm",
    "TalkForm",
    "TermsForm",
    "TransactionForm",
    "TurnForm",
    "WhyForm",
    "lines_formset",
    "wishes_of",
]
