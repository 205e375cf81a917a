"""Attacks on the ledger. Each takes a fresh one and returns nothing when it held, or a sentence when it broke.

The first are made as the owner of the database with plain SQL: what no right can forbid, constraints and triggers must.
Then as the application and the auditor. `test_ledger.py` takes every guard away in turn and expects
at least one of them to break.
"""

from . import days, gaps, money, payments, roles, waiting
from .probing import PROBES

__all__ = ["PROBES", "days", "gaps", "money", "payments", "roles", "waiting"]
