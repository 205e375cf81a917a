"""Members, contracts, what is handed over, disputes and certificates, and what came in. Money itself is the ledger's."""

from .career import Certificate
from .closing import Break, BusinessDay, Correction
from .contracts import Contract, MilestoneTerms, Policy, Signature, Version
from .disputes import Dispute, Split, SplitSignature, Talk
from .ledger import LedgerAccount, Payment
from .members import IdentityCheck, Member, PayeeAccount, PhoneCheck
from .money import Deposit, VirtualAccount
from .running import ContractEvent, Milestone
from .statements import BankStatement, StatementLine
from .work import ChangeRequest, DeliveredFile, Delivery

__all__ = [
    "BankStatement",
    "Break",
    "BusinessDay",
    "Certificate",
    "ChangeRequest",
    "Contract",
    "ContractEvent",
    "Correction",
    "DeliveredFile",
    "Delivery",
    "Deposit",
    "Dispute",
    "IdentityCheck",
    "LedgerAccount",
    "Member",
    "Milestone",
    "MilestoneTerms",
    "PayeeAccount",
    "Payment",
    "PhoneCheck",
    "Policy",
    "Signature",
    "Split",
    "SplitSignature",
    "StatementLine",
    "Talk",
    "Version",
    "VirtualAccount",
]
