"""The shape of what members, operators and advisers type."""

from .closing import BreakFilter, CorrectionForm, OwnerForm, TurnForm
from .contracts import DraftForm, LineForm, ScopeForm, SignForm, TermsForm, lines_formset, wishes_of
from .desk import (
    AssignForm,
    ContractFilter,
    DisputeFilter,
    EarlierFilter,
    MemberFilter,
    PolicyForm,
    ReasonForm,
)
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
from .money import DepositFilter, PaymentFilter, SettlementForm, WhySeenForm
from .password import PasswordForm
from .practice import ClockForm, KnobForm, PlayCardForm, PlayDepositForm
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
    "DepositFilter",
    "DisputeFilter",
    "DisputeForm",
    "DraftForm",
    "EarlierFilter",
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
    "PasswordForm",
    "PaymentFilter",
    "PhoneChangeForm",
    "PlayCardForm",
    "PlayDepositForm",
    "PolicyForm",
    "ReasonForm",
    "RecoverForm",
    "ScopeForm",
    "SettlementForm",
    "SignForm",
    "SplitForm",
    "SureForm",
    "TalkForm",
    "TermsForm",
    "TransactionForm",
    "TurnForm",
    "WhyForm",
    "WhySeenForm",
    "lines_formset",
    "wishes_of",
]
