"""The shape of what members, operators and advisers type."""

from .contracts import DraftForm, LineForm, ScopeForm, SignForm, TermsForm, lines_formset, wishes_of
from .desk import AssignForm, ContractFilter, DisputeFilter, EarlierFilter, MemberFilter, ReasonForm
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
from .money import DepositFilter, PaymentFilter, SettlementForm, WhySeenForm
from .password import PasswordForm
from .work import ChangesForm, DeliverForm, SureForm, WhyForm

__all__ = [
    "AccountForm",
    "AskForm",
    "AssignForm",
    "ChangesForm",
    "CodeForm",
    "ContractFilter",
    "DeliverForm",
    "DepositFilter",
    "DisputeFilter",
    "DisputeForm",
    "DraftForm",
    "EarlierFilter",
    "HandOverForm",
    "IdentityForm",
    "JoinForm",
    "KindsForm",
    "LeaveForm",
    "LineForm",
    "MemberFilter",
    "NoteForm",
    "PasswordForm",
    "PaymentFilter",
    "ReasonForm",
    "ScopeForm",
    "SettlementForm",
    "SignForm",
    "SplitForm",
    "SureForm",
    "TalkForm",
    "TermsForm",
    "TransactionForm",
    "WhyForm",
    "WhySeenForm",
    "lines_formset",
    "wishes_of",
]
