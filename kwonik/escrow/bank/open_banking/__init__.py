"""A bank that speaks Korean open banking v2: `OpenBanking(Connection(...))` is a `port.Bank`."""

from kwonik.escrow.bank.open_banking.adapter import OpenBanking
from kwonik.escrow.bank.open_banking.wire import Connection

__all__ = ["Connection", "OpenBanking"]
