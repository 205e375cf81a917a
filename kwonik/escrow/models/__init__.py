"""Members, contracts, what is handed over, disputes and certificates, and what came in. Money itself is the ledger's."""

from .career import Certificate
from .contracts import Contract, MilestoneTerms, Policy, Signature, Version
from .disputes import Dispute, Split, SplitSignature, Talk
from .earlier import EarlierContract
from .ledger import LedgerAccount, Payment
from .members import IdentityCheck, Member, PayeeAccount, PhoneCheck
from .money import Deposit, VirtualAccount
from .running import ContractEvent, Milestone
from .settlements import Settlement
from .work import ChangeRequest, DeliveredFile, Delivery

__all__ = [
    "Certificate",
    "ChangeRequest",
    "Contract",
    "ContractEvent",
    "DeliveredFile",
    "Delivery",
    "Deposit",
    "Dispute",
    "EarlierContract",
    "IdentityCheck",
    "LedgerAccount",
    "Member",
    "Milestone",
    "MilestoneTerms",
    "PayeeAccount",
    "Payment",
    "PhoneCheck",
    "Policy",
    "Settlement",
    "Signature",
    "Split",
    "SplitSignature",
    "Talk",
    "Version",
    "VirtualAccount",
]
