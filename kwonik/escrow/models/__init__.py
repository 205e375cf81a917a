"""Members, contracts, what is handed over, disputes and certificates. No money: that is the ledger's."""

from .career import Certificate
from .contracts import Contract, MilestoneTerms, Policy, Signature, Version
from .disputes import Dispute, Split, SplitSignature, Talk
from .members import IdentityCheck, Member, PayeeAccount, PhoneCheck
from .messages import Message
from .running import ContractEvent, Milestone
from .work import ChangeRequest, DeliveredFile, Delivery

__all__ = [
    "Certificate",
    "ChangeRequest",
    "Contract",
    "ContractEvent",
    "DeliveredFile",
    "Delivery",
    "Dispute",
    "IdentityCheck",
    "Member",
    "Message",
    "Milestone",
    "MilestoneTerms",
    "PayeeAccount",
    "PhoneCheck",
    "Policy",
    "Signature",
    "Split",
    "SplitSignature",
    "Talk",
    "Version",
]
