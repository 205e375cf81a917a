"""States, turns, transitions, events and critical dates of relief cases. Data only: `rules` reads it."""

from .dates import FINAL, PENDING, WITHIN, DateState, Nature, Unit
from .states import (
    ANSWER_DAYS,
    LAWYERS_FORUMS,
    OPEN,
    CaseState,
    ForumKind,
    Instrument,
    OfferState,
    Turn,
    Withdrawal,
)
from .transitions import IMPORTED, LABELS, REDATED, TRANSITIONS, Transition

__all__ = [
    "ANSWER_DAYS",
    "FINAL",
    "IMPORTED",
    "LABELS",
    "LAWYERS_FORUMS",
    "OPEN",
    "PENDING",
    "REDATED",
    "TRANSITIONS",
    "WITHIN",
    "CaseState",
    "DateState",
    "ForumKind",
    "Instrument",
    "Nature",
    "OfferState",
    "Transition",
    "Turn",
    "Unit",
    "Withdrawal",
]
