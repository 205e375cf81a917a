"""The verbs of this room: one function each, keyword-only, `by` the account that does it."""

from .checks import CheckFacts, amend_check, record_check
from .keeping import reinstate, withdraw
from .publications import (
    BookFacts,
    amend_publication,
    hand_out,
    print_more,
    publish,
)
from .studies import (
    StudyFacts,
    amend_study,
    open_round,
    open_study,
    record_event,
    record_participants,
    record_responses,
    set_target,
    take_back_responses,
)

__all__ = [
    "BookFacts",
    "CheckFacts",
    "StudyFacts",
    "amend_check",
    "amend_publication",
    "amend_study",
    "hand_out",
    "open_round",
    "open_study",
    "print_more",
    "publish",
    "record_check",
    "record_event",
    "record_participants",
    "record_responses",
    "reinstate",
    "set_target",
    "take_back_responses",
    "withdraw",
]
