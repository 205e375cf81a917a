"""What people do with relief cases: one function per verb, all through one mechanism (`moves.move`)."""

from .assignment import (
    Ranked,
    accept,
    assign,
    clear,
    decline,
    handle,
    rank_advocates,
    reassign,
    retract,
)
from .intake import Particulars, amend, open_case, ready, set_facts
from .moves import Overtaken
from .progress import (
    Conclusion,
    Doing,
    add_step,
    close,
    conclude,
    correct_step,
    reopen,
    restore,
    resume,
    revise,
    strike,
    withdraw,
)

__all__ = [
    "Conclusion",
    "Doing",
    "Overtaken",
    "Particulars",
    "Ranked",
    "accept",
    "add_step",
    "amend",
    "assign",
    "clear",
    "close",
    "conclude",
    "correct_step",
    "decline",
    "handle",
    "open_case",
    "rank_advocates",
    "ready",
    "reassign",
    "reopen",
    "restore",
    "resume",
    "retract",
    "revise",
    "set_facts",
    "strike",
    "withdraw",
]
