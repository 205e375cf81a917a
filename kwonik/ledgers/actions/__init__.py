"""Bringing a ledger in: upload, choose columns, confirm, stop, undo. All of a ledger is stored, or nothing of it."""

from .ending import ask_to_stop, discard, expire, give_up, recover, undo
from .inspecting import check, choose, open_findings, upload
from .storing import apply, bring_in, confirm

__all__ = [
    "apply",
    "ask_to_stop",
    "bring_in",
    "check",
    "choose",
    "confirm",
    "discard",
    "expire",
    "give_up",
    "open_findings",
    "recover",
    "undo",
    "upload",
]
