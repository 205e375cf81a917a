"""What may be done with the records of the programmes: one function per verb, called by every door."""

from .applications import (
    accept,
    assign,
    cancel,
    deliver,
    evaluate,
    refuse,
    reopen,
    review,
    undo,
    wait,
)
from .counting import press
from .entries import COLUMNS, Overtaken, amend, record, reinstate, withdraw
from .rounds import amend_round, open_round

VERBS = {
    "review": review,
    "accept": accept,
    "wait": wait,
    "refuse": refuse,
    "assign": assign,
    "deliver": deliver,
    "evaluate": evaluate,
    "cancel": cancel,
    "reopen": reopen,
    "undo": undo,
}
"""The function of every move of an application (codes.MOVES)."""

__all__ = [
    "COLUMNS",
    "VERBS",
    "Overtaken",
    "accept",
    "amend",
    "amend_round",
    "assign",
    "cancel",
    "deliver",
    "evaluate",
    "open_round",
    "press",
    "record",
    "refuse",
    "reinstate",
    "reopen",
    "review",
    "undo",
    "wait",
    "withdraw",
]
