"""A bank that speaks Korean open banking v2: `OpenBanking(Connection(...))` is a `port.Bank`; `connect` makes one of settings."""

from kwonik.escrow.bank.open_banking.adapter import OpenBanking, connect
from kwonik.escrow.bank.open_banking.wire import Connection

__all__ = ["Connection", "OpenBanking", "connect"]
