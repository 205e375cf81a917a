"""The shape of what members, operators and advisers type."""

from .contracts import DraftForm, LineForm, ScopeForm, SignForm, TermsForm, lines_formset, wishes_of
from .desk import AssignForm, ContractFilter, DisputeFilter, MemberFilter, PolicyForm, ReasonForm
from .disputes import AskForm, DisputeForm, HandOverForm, NoteForm, SplitForm, TalkForm
from .members import (
    AccountForm,
    CodeForm,
    IdentityForm,
    JoinForm,
    KindsForm,
    LeaveForm,
    NewPasswordForm,
    PhoneChangeForm,
    RecoverForm,
    TransactionForm,
)
from .work import ChangesForm, DeliverForm, SureForm

__all__ = [
    "AccountForm",
    "AskForm",
    "AssignForm",
    "ChangesForm",
    "CodeForm",
    "ContractFilter",
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
    "NewPasswordForm",
    "NoteForm",
    "PhoneChangeForm",
    "PolicyForm",
    "ReasonForm",
    "RecoverForm",
    "ScopeForm",
    "SignForm",
    "SplitForm",
    "SureForm",
    "TalkForm",
    "TermsForm",
    "TransactionForm",
    "lines_formset",
    "wishes_of",
]
