"""The shape of what members, operators and advisers type."""

from .closing import BreakFilter, CorrectionForm, OwnerForm, TurnForm
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
from .practice import ClockForm, KnobForm, PlayDepositForm
from .work import ChangesForm, DeliverForm, SureForm, WhyForm

__all__ = [
    "AccountForm",
    "AskForm",
    "AssignForm",
    "BreakFilter",
    "ChangesForm",
    "ClockForm",
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
    "KnobForm",
    "LeaveForm",
    "LineForm",
    "MemberFilter",
    "NewPasswordForm",
    "NoteForm",
    "OwnerForm",
    "PhoneChangeForm",
    "PlayDepositForm",
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
    "TurnForm",
    "WhyForm",
    "lines_formset",
    "wishes_of",
]
