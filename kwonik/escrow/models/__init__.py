"""Members, contracts, what is handed over, disputes and certificates, and what came in. Money itself is the ledger's."""

from .career import Certificate
from .closing import Break, BusinessDay, Correction
from .contracts import Contract, MilestoneTerms, Policy, Signature, Version
from .disputes import Dispute, Split, SplitSignature, Talk
from .earlier import EarlierContract
from .ledger import LedgerAccount, Payment
from .members import IdentityCheck, Member, PayeeAccount, PhoneCheck
from .messages import Message
from .money import CardPayment, Deposit, VirtualAccount
from .notices import BankNotice
from .running import ContractEvent, Milestone
from .runs import ClosingRun
from .settlements import Settlement
from .statements import BankStatement, StatementLine
from .work import ChangeRequest, DeliveredFile, Delivery

__all__ = [
    "BankNotice",
    "BankStatement",
    "Break",
    "BusinessDay",
    "CardPayment",
    "Certificate",
    "ChangeRequest",
    "ClosingRun",
    "Contract",
    "ContractEvent",
    "Correction",
    "DeliveredFile",
    "Delivery",
    "Deposit",
    "Dispute",
    "EarlierContract",
    "IdentityCheck",
    "LedgerAccount",
    "Member",
    "Message",
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
    "StatementLine",
    "Talk",
    "Version",
    "VirtualAccount",
]
